// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/stem_plan.h"

#include "base/pool.h"
#include "base/text.h"

#include <string.h>

static const char* const kinds[] = {[LQ_STRIP_TRACK]  = "track",
                                    [LQ_STRIP_BUS]    = "bus",
                                    [LQ_STRIP_RETURN] = "return",
                                    [LQ_STRIP_MAIN]   = "main"};

static bool gets_outs(const lq_session* const s, const char* const name)
{
  bool any = false;
  for (size_t i = 0; i < s->n_strips; ++i) {
    any = any || !strcmp(s->strips[i].out, name);
  }
  return any;
}

static bool gets_sends(const lq_session* const s, const char* const name)
{
  bool any = false;
  for (size_t i = 0; i < s->n_strips; ++i) {
    for (size_t k = 0; k < s->strips[i].n_sends; ++k) {
      any = any || !strcmp(s->strips[i].sends[k].target, name);
    }
  }
  return any;
}

static lq_status add(lq_stem_plan* const plan, lq_pool* const pool, const lq_strip* const strip,
                     const bool sent, const char* const group)
{
  const char* const what =
      sent ? lq_pool_format(pool, "sends to %s", kinds[strip->kind]) : kinds[strip->kind];
  const lq_stem_facts stem = {.strip = lq_pool_copy(pool, strip->name), // it outlives the session
                              .what  = what,
                              .role  = lq_pool_copy(pool, strip->role),
                              .group = lq_pool_copy(pool, group)};
  plan->parts[plan->n]     = (lq_part){.strip = strip, .sent = sent};
  plan->stems[plan->n++]   = stem;
  return what && stem.strip && stem.role && stem.group ? LQ_OK : LQ_ERR_MEMORY;
}

static lq_status begin(lq_stem_plan* const plan, lq_pool* const pool,
                       const lq_session* const session)
{
  // Of a strip both what goes out of it and what is sent to it, and one more for the difference.
  const size_t n = 2 * session->n_strips + 1;
  *plan          = (lq_stem_plan){.stems = LQ_POOL_TAKE(pool, lq_stem_facts, n),
                                  .parts = LQ_POOL_TAKE(pool, lq_part, n)};
  return plan->stems && plan->parts ? LQ_OK : LQ_ERR_MEMORY;
}

static const char* group_of_track(const lq_strip* const track)
{
  return strcmp(track->out, "main") ? track->out : "Main";
}

lq_status lq_stem_plan_tracks(lq_stem_plan* const plan, lq_pool* const pool,
                              const lq_session* const session)
{
  LQ_TRY(begin(plan, pool, session));
  for (size_t i = 0; i < session->n_strips; ++i) {
    const lq_strip* const s = &session->strips[i];
    if (s->kind == LQ_STRIP_TRACK) {
      LQ_TRY(add(plan, pool, s, false, group_of_track(s)));
    }
  }
  return LQ_OK;
}

lq_status lq_stem_plan_new(lq_stem_plan* const plan, lq_pool* const pool,
                           const lq_session* const session, const bool by_track)
{
  static const char* const groups[] = {[LQ_STRIP_TRACK]  = "Track",
                                       [LQ_STRIP_BUS]    = "Bus",
                                       [LQ_STRIP_RETURN] = "Return",
                                       [LQ_STRIP_MAIN]   = "Main"};
  LQ_TRY(by_track ? lq_stem_plan_tracks(plan, pool, session) : begin(plan, pool, session));
  for (size_t i = 0; i < session->n_strips; ++i) {
    const lq_strip* const s       = &session->strips[i];
    const bool            is_main = s->kind == LQ_STRIP_MAIN;
    if (!by_track && !strcmp(s->out, "main")) {
      LQ_TRY(add(plan, pool, s, false, groups[s->kind]));
    }
    if ((by_track || is_main) && gets_sends(session, s->name)) {
      LQ_TRY(add(plan, pool, s, is_main || gets_outs(session, s->name), groups[s->kind]));
    }
  }
  return LQ_OK;
}

// Letters, digits and what is beyond ASCII stay; everything else is "-", and "_" parts the name.
static const char* word(lq_pool* const pool, const char* const text)
{
  enum { MOST_BYTES = 60 };
  char* const w = lq_pool_copy(pool, text);
  size_t      n = 0;
  for (const char* p = text; w && *p && n < MOST_BYTES; ++p) {
    const bool plain = (unsigned char)*p >= 0x80 || (*p >= '0' && *p <= '9') ||
                       (*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z') || *p == '+';
    if (plain || (n && w[n - 1] != '-')) {
      w[n++] = plain ? *p : '-';
    }
  }
  while (w && n && (w[n - 1] == '-' || ((unsigned char)w[n - 1] >= 0x80 && n == MOST_BYTES))) {
    --n; // a letter that may have been cut goes as a whole or in part: it is only a name
  }
  if (w) {
    w[n] = '\0';
  }
  return w && !*w ? "x" : w;
}

const char* lq_stem_file_name(lq_pool* const pool, const lq_stem_facts* const stem,
                              const size_t number, const size_t n_files, const bool dry)
{
  const char* const group = word(pool, stem->group);
  const char* const name  = word(pool, stem->strip);
  const int         width = n_files > 999 ? 4 : n_files > 99 ? 3 : 2;
  return group && name
             ? lq_pool_format(pool, "%0*zu_%s_%s%s_%s.wav", width, number, group, name,
                              strncmp(stem->what, "sends", 5) ? "" : "-sends", dry ? "Dry" : "Wet")
             : NULL;
}

bool lq_stem_is_ours(void* const user, const char* const name)
{
  (void)user;
  const size_t n_digits = strspn(name, "0123456789");
  const size_t n        = strlen(name);
  return !strcmp(name, "stems.txt") || (n_digits >= 2 && name[n_digits] == '_' && n > 8 &&
                                        !strchr(name, '/') && !strcmp(name + n - 4, ".wav"));
}
