// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/role_choice.h"

#include "base/path.h"
#include "base/pool.h"
#include "session/yaml.h"

#include <string.h>
#include <sys/stat.h>

static lq_status fail_role(const lq_roles* const roles, lq_pool* const pool, const char* const name,
                           const lq_at at, lq_error* const error)
{
  const char* list = "";
  for (size_t i = 0; list && i < roles->n; ++i) {
    list = lq_pool_format(pool, "%s%s%s", list, i ? ", " : "", roles->roles[i].name);
  }
  return lq_fail(error, LQ_ERR_UNKNOWN, at, "there is no role '%s'. Expected one of: %s.", name,
                 list ? list : "");
}

static lq_status add(lq_role_choices* const c, lq_pool* const pool, const lq_roles* const roles,
                     const char* const track, const char* const role, const lq_at at,
                     lq_error* const error)
{
  const lq_role* const found = lq_role_find(roles, role);
  if (!found) {
    return fail_role(roles, pool, role, at, error);
  }
  for (size_t i = 0; i < c->n; ++i) {
    if (!strcmp(c->choices[i].track, track)) {
      return lq_fail(error, LQ_ERR_BAD_VALUE, at, "'%s' is given a role twice.", track);
    }
  }
  lq_role_choice* const grown = lq_pool_grow(pool, c->choices, c->n, sizeof *grown);
  if (!grown) {
    return LQ_ERR_MEMORY;
  }
  grown[c->n++] = (lq_role_choice){.track = track, .role = found, .at = at};
  c->choices    = grown;
  return LQ_OK;
}

static lq_status read_file(lq_role_choices* const c, lq_pool* const pool,
                           const lq_roles* const roles, const char* const path,
                           lq_error* const error)
{
  lq_node* root = NULL;
  LQ_TRY(lq_yaml_read(&root, pool, path, error));
  if (root->kind != LQ_NODE_MAP) {
    return lq_fail(error, LQ_ERR_BAD_VALUE,
                   (lq_at){.file = path, .line = root->line, .column = root->column},
                   "expected lines like 'Audio 3: lead-vocal'.");
  }
  for (const lq_node* n = root->first; n; n = n->next) {
    const lq_at at = {.file = path, .line = n->line, .column = n->column};
    if (!n->text) {
      return lq_fail(error, LQ_ERR_BAD_VALUE, at, "the role of '%s' is no word.", n->key->text);
    }
    LQ_TRY(add(c, pool, roles, n->key->text, n->text, at, error));
  }
  return LQ_OK;
}

static char* trimmed(lq_pool* const pool, const char* from, const char* to)
{
  while (from < to && *from == ' ') {
    ++from;
  }
  while (from < to && to[-1] == ' ') {
    --to;
  }
  return lq_pool_format(pool, "%.*s", (int)(to - from), from);
}

static lq_status read_text(lq_role_choices* const c, lq_pool* const pool,
                           const lq_roles* const roles, const char* text, lq_error* const error)
{
  while (*text) {
    const char* const end   = text + strcspn(text, ",");
    const char*       equal = end;
    while (equal > text && *equal != '=') {
      --equal;
    }
    if (equal == text) {
      return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                     "--roles is '%s'; expected a file, or TRACK=ROLE,TRACK=ROLE.", text);
    }
    const char* const track = trimmed(pool, text, equal);
    const char* const role  = trimmed(pool, equal + 1, end);
    LQ_TRY(track && role ? add(c, pool, roles, track, role, (lq_at){0}, error) : LQ_ERR_MEMORY);
    text = end + (*end == ',');
  }
  return LQ_OK;
}

lq_status lq_role_choices_read(lq_role_choices* const choices, lq_pool* const pool,
                               const lq_roles* const roles, const char* const text,
                               lq_error* const error)
{
  struct stat s;
  *choices = (lq_role_choices){0};
  return stat(text, &s) ? read_text(choices, pool, roles, text, error)
                        : read_file(choices, pool, roles, text, error);
}

// "03_Kick In.wav" is chosen by that, by "03_Kick In" and by "Kick In".
static bool is_file(const char* const file, const char* const said)
{
  const char* const slash = strrchr(file, '/');
  const char* const name  = slash ? slash + 1 : file;
  const char* const dot   = strrchr(name, '.');
  const size_t      n     = dot ? (size_t)(dot - name) : strlen(name);
  const size_t      front = strspn(name, "0123456789 _-.");
  return !strcmp(name, said) || (strlen(said) == n && !memcmp(name, said, n)) ||
         (front < n && strlen(said) == n - front && !memcmp(name + front, said, n - front));
}

const lq_role_choice* lq_role_choice_find(const lq_role_choices* const choices,
                                          const char* const name, const char* const file)
{
  for (size_t i = 0; i < choices->n; ++i) { // the plan's own names first
    if (!strcmp(choices->choices[i].track, name)) {
      return &choices->choices[i];
    }
  }
  for (size_t i = 0; file && i < choices->n; ++i) {
    if (is_file(file, choices->choices[i].track)) {
      return &choices->choices[i];
    }
  }
  return NULL;
}

lq_status lq_role_choice_fail(const lq_role_choice* const choice, lq_pool* const pool,
                              const char* const* const names, const size_t n_names,
                              lq_error* const error)
{
  const char* list = "";
  for (size_t i = 0; list && i < n_names; ++i) {
    list = lq_pool_format(pool, "%s%s'%s'", list, i ? ", " : "", names[i]);
  }
  return lq_fail(error, LQ_ERR_UNKNOWN, choice->at,
                 "there is no track '%s' to give a role to; there are %s.", choice->track,
                 list ? list : "");
}

lq_status lq_role_choices_give(const lq_role_choices* const choices, lq_session* const session,
                               lq_error* const error)
{
  bool* const        used  = LQ_POOL_TAKE(session->pool, bool, choices->n + 1);
  const char** const names = LQ_POOL_TAKE(session->pool, const char*, session->n_strips + 1);
  size_t             n     = 0;
  if (!used || !names) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < session->n_strips; ++i) {
    lq_strip* const             s = &session->strips[i];
    const lq_role_choice* const c =
        s->kind == LQ_STRIP_TRACK
            ? lq_role_choice_find(choices, s->name, s->n_clips ? s->clips[0].file : NULL)
            : NULL;
    if (s->kind == LQ_STRIP_TRACK) {
      names[n++] = s->name;
    }
    if (c) {
      used[c - choices->choices] = true;
    }
    if (c && !*s->role) {
      s->role     = lq_pool_copy(session->pool, c->role->name);
      s->role_why = "you said so";
      LQ_TRY(s->role ? LQ_OK : LQ_ERR_MEMORY);
    }
  }
  for (size_t i = 0; i < choices->n; ++i) {
    if (!used[i]) {
      return lq_role_choice_fail(&choices->choices[i], session->pool, names, n, error);
    }
  }
  return LQ_OK;
}
