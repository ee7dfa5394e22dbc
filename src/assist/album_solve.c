// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/album_levels.h"
#include "assist/album_place.h"
#include "assist/album_takes.h"
#include "base/pool.h"
#include "base/thread.h"

// Rounds of asking the codecs: what is left over then is told, and the verdict says so.
enum { MOST_PROOFS = 6 };

typedef struct {
  lq_album_place*          places;
  const lq_render_options* options;
} printing;

static lq_status print_one(void* const user, const size_t i, lq_error* const error)
{
  const printing* const w = user;
  lq_album_place* const p = &w->places[i];
  LQ_TRY(p->printed ? LQ_OK : lq_album_print_place(p, w->options, error));
  p->printed = true;
  return LQ_OK;
}

static bool all_printed(const lq_album_place* const places, const size_t n)
{
  bool all = true;
  for (size_t i = 0; i < n; ++i) {
    all = all && places[i].printed;
  }
  return all;
}

// Printed, proven, and again what the codecs changed. The last round is told as it is.
static lq_status print_all(lq_album_place* const places, const size_t n,
                           const lq_album_sound* const s, const lq_render_options* const options,
                           lq_error* const error)
{
  printing w = {.places = places, .options = options};
  for (unsigned i = 0; i < MOST_PROOFS && !all_printed(places, n); ++i) {
    LQ_TRY(i ? lq_album_drive(places, n, options, error) : LQ_OK);
    LQ_TRY(lq_crew_try(options ? options->n_jobs : 0, n, print_one, &w, error));
    LQ_TRY(s->brief.prove ? lq_album_prove(places, n, s->pool, options, error) : LQ_OK);
  }
  return LQ_OK;
}

// All destinations at one rate, which share what was converted.
static lq_status solve_rate(lq_album_sound* const s, lq_album_place* const places, const size_t n,
                            const lq_render_options* const options, lq_error* const error)
{
  LQ_TRY(lq_album_convert(s, places[0].rate_hz, options, error));
  LQ_TRY(lq_album_drive(places, n, options, error));
  return print_all(places, n, s, options, error);
}

typedef struct {
  lq_album_place*       places; ///< [n] by rate
  size_t*               target; ///< [n] which of the brief's
  lq_album_print_facts* facts;  ///< [n] in the order of the brief
  size_t                n;
} solving;

static lq_status start(solving* const w, const lq_album_sound* const s)
{
  const size_t n = s->brief.n_targets;
  w->places      = LQ_POOL_TAKE(s->pool, lq_album_place, n + 1);
  w->target      = LQ_POOL_TAKE(s->pool, size_t, n + 1);
  w->facts       = LQ_POOL_TAKE(s->pool, lq_album_print_facts, n + 1);
  if (!w->places || !w->target || !w->facts) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < n; ++i) {
    size_t at = w->n;
    LQ_TRY(lq_album_place_start(&w->places[w->n], s, s->brief.targets[i]));
    w->target[w->n++] = i;
    for (; at && w->places[at - 1].rate_hz > w->places[at].rate_hz; --at) {
      const lq_album_place p = w->places[at];
      const size_t         t = w->target[at];
      w->places[at]          = w->places[at - 1];
      w->target[at]          = w->target[at - 1];
      w->places[at - 1]      = p;
      w->target[at - 1]      = t;
    }
  }
  return LQ_OK;
}

static lq_status solve_all(solving* const w, lq_album_sound* const s,
                           const lq_render_options* const options, lq_error* const error)
{
  LQ_TRY(start(w, s));
  for (size_t i = 0, end; i < w->n; i = end) {
    const double rate_hz = w->places[i].rate_hz;
    for (end = i + 1; end < w->n && w->places[end].rate_hz == rate_hz; ++end) {
    }
    LQ_TRY(solve_rate(s, &w->places[i], end - i, options, error));
    for (size_t k = i; k < end; ++k) {
      LQ_TRY(lq_album_tell_place(&w->places[k], s->pool, &w->facts[w->target[k]]));
    }
    lq_album_forget_rate(s, rate_hz);
  }
  for (size_t t = 0; t < w->n; ++t) { // plans name destinations in the order of the album
    for (size_t i = 0; i < w->n; ++i) {
      LQ_TRY(w->target[i] == t ? lq_album_plan_place(&w->places[i], &w->facts[t]) : LQ_OK);
    }
  }
  return LQ_OK;
}

lq_status lq_album_solve(lq_album_sound* const s, lq_album_print** const prints,
                         const lq_render_options* const options, lq_error* const error)
{
  solving         w  = {0};
  const lq_status st = solve_all(&w, s, options, error);
  for (size_t i = 0; i < w.n; ++i) {
    if (!st) {
      prints[w.target[i]] = w.places[i].print;
      w.places[i].print   = NULL;
    }
    lq_album_place_end(&w.places[i]);
  }
  if (!st) {
    s->facts.prints   = w.facts;
    s->facts.n_prints = w.n;
  }
  return st;
}
