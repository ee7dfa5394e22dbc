// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/version_plan.h"

#include "base/pool.h"
#include "model/album.h"
#include "session/roles.h"

#include <string.h>

const char* lq_version_name(const lq_version version)
{
  return lq_album_versions[version];
}

static lq_status parse_word(const char* const word, const size_t n, unsigned* const versions,
                            lq_error* const error)
{
  for (unsigned v = 0; v < LQ_VERSION_N; ++v) {
    if (n == strlen(lq_album_versions[v]) && !strncmp(word, lq_album_versions[v], n)) {
      *versions |= 1U << v;
      return LQ_OK;
    }
  }
  return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                 "--versions has '%.*s'; expected instrumental, a-cappella, tv or clean, parted by "
                 "commas.",
                 (int)n, word);
}

lq_status lq_versions_parse(const char* const text, unsigned* const versions, lq_error* const error)
{
  unsigned asked = 0;
  for (const char* p = text; p;) {
    const size_t n = strcspn(p, ",");
    LQ_TRY(parse_word(p, n, &asked, error));
    p = p[n] ? p + n + 1 : NULL;
  }
  *versions = asked;
  return LQ_OK;
}

// What a track plays: by its own role, by that of a bus on its way out, by its name, by a bus's.
static const lq_role* role_of(const lq_session* const session, const lq_roles* const roles,
                              const lq_strip* const track)
{
  const lq_role* role = NULL;
  for (unsigned by_name = 0; by_name < 2 && !role; ++by_name) {
    for (const lq_strip* s = track; s && s->kind != LQ_STRIP_MAIN && !role;
         s                 = lq_session_find(session, s->out)) {
      role = by_name    ? lq_role_from_name(roles, s->name).role
             : *s->role ? lq_role_find(roles, s->role)
                        : NULL;
    }
  }
  return role;
}

typedef struct {
  lq_pool*          pool;
  const lq_session* session;
  const lq_role**   roles; // [n_strips] of tracks that are heard; NULL: not known, or no such track
  lq_version_plan*  plan;
  lq_error*         error;
} planning;

static bool is_voice(const lq_role* const role)
{
  return role && !strcmp(role->group, "vocals");
}

static bool is_in(const lq_version version, const lq_role* const role)
{
  return version == LQ_VERSION_INSTRUMENTAL ? !is_voice(role)
         : version == LQ_VERSION_A_CAPPELLA ? is_voice(role)
         : version == LQ_VERSION_TV         ? !(role && role->lead)
                                            : true;
}

// Both lists in order of time; what lies so close that fades would meet is one stretch.
static lq_status join_spans(const planning* const p, lq_part* const part, const lq_span* a,
                            size_t n_a, const lq_span* b, size_t n_b)
{
  lq_span* const spans = LQ_POOL_TAKE(p->pool, lq_span, n_a + n_b + 1);
  size_t         n     = 0;
  if (!spans) {
    return LQ_ERR_MEMORY;
  }
  while (n_a || n_b) {
    const bool    first = n_a && (!n_b || a->start_sec < b->start_sec);
    const lq_span next  = first ? *a++ : *b++;
    n_a -= first;
    n_b -= !first;
    lq_span* const last = n ? &spans[n - 1] : NULL;
    if (last && next.start_sec - last->end_sec < 2 * LQ_PART_FADE_SEC) {
      last->end_sec = next.end_sec > last->end_sec ? next.end_sec : last->end_sec;
    } else {
      spans[n++] = next;
    }
  }
  part->silent   = spans;
  part->n_silent = n;
  return LQ_OK;
}

static lq_status add_version(const planning* const p, const lq_version version)
{
  lq_version_plan* const plan     = p->plan;
  const size_t           first    = plan->n_parts;
  size_t                 n_silent = 0;
  for (size_t i = 0; i < p->session->n_strips; ++i) {
    const lq_strip* const s = &p->session->strips[i];
    if (s->kind != LQ_STRIP_TRACK || !is_in(version, p->roles[i])) {
      continue;
    }
    lq_part* const part = &plan->parts[plan->n_parts];
    *part               = (lq_part){.strip = s, .with_last = plan->n_parts++ > first};
    if (version == LQ_VERSION_CLEAN) {
      LQ_TRY(join_spans(p, part, s->clean, s->n_clean, p->session->clean,
                        is_voice(p->roles[i]) ? p->session->n_clean : 0));
      n_silent += part->n_silent;
    }
  }
  plan->version[plan->n++] = version;
  if (version == LQ_VERSION_CLEAN && !n_silent) {
    return lq_fail_file(p->error, LQ_ERR_MISSING, p->session->file,
                        "nothing in the session says where a clean version is silent; expected "
                        "clean: [[12.3 s, 12.9 s], ...] of the session or of a track.");
  }
  return plan->n_parts > first
             ? LQ_OK
             : lq_fail_file(p->error, LQ_ERR_MISSING, p->session->file,
                            "the %s version would be empty: every track is a voice.",
                            lq_album_versions[version]);
}

static lq_status find_roles(planning* const p)
{
  lq_roles roles;
  LQ_TRY(lq_roles_load(&roles, p->pool, p->error));
  for (size_t i = 0; i < p->session->n_strips; ++i) {
    const lq_strip* const s = &p->session->strips[i];
    if (s->kind == LQ_STRIP_TRACK && !s->mute) {
      p->roles[i] = role_of(p->session, &roles, s);
      p->plan->n_voices += is_voice(p->roles[i]);
      p->plan->n_leads += is_voice(p->roles[i]) && p->roles[i]->lead;
    }
  }
  return LQ_OK;
}

static lq_status check_voices(const planning* const p, const unsigned versions)
{
  const unsigned of_voices = 1U << LQ_VERSION_INSTRUMENTAL | 1U << LQ_VERSION_A_CAPPELLA;
  if ((versions & of_voices) && !p->plan->n_voices) {
    return lq_fail_file(
        p->error, LQ_ERR_MISSING, p->session->file,
        "no track that is heard is a voice, so there is nothing to take away; say who sings "
        "with role: lead-vocal or backing-vocal, or make no such version.");
  }
  if ((versions & 1U << LQ_VERSION_TV) && !p->plan->n_leads) {
    return lq_fail_file(
        p->error, LQ_ERR_MISSING, p->session->file,
        "no track that is heard is a lead vocal, so a TV mix has nothing to take away; say who "
        "leads with role: lead-vocal, or make no such version.");
  }
  return LQ_OK;
}

lq_status lq_version_plan_new(lq_version_plan* const plan, lq_pool* const pool,
                              const lq_session* const session, const unsigned versions,
                              lq_error* const error)
{
  const size_t n = session->n_strips;
  planning     p = {.pool    = pool,
                    .session = session,
                    .roles   = LQ_POOL_TAKE(pool, const lq_role*, n),
                    .plan    = plan,
                    .error   = error};
  *plan          = (lq_version_plan){.parts = LQ_POOL_TAKE(pool, lq_part, LQ_VERSION_N * n)};
  LQ_TRY(p.roles && plan->parts ? LQ_OK : LQ_ERR_MEMORY);
  LQ_TRY(find_roles(&p));
  LQ_TRY(check_voices(&p, versions));
  for (unsigned v = 0; v < LQ_VERSION_N; ++v) {
    LQ_TRY(versions & 1U << v ? add_version(&p, (lq_version)v) : LQ_OK);
  }
  return LQ_OK;
}
