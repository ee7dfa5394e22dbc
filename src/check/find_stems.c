// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What only the tracks can tell: a lead that is covered, by what and where; a solo button left on;
// one track alone in front; a track that gives nothing.
#include "base/maths.h"
#include "base/pool.h"
#include "check/finder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STRONGEST = 3, BANDS = LQ_SPECTRUM_BANDS, MOST_TOLD = 4 };

static const double masked_db = -6, share_limit = 0.35, active_db = -20, alone_db = 10;

static double at(const lq_stem* const s, const size_t i, const unsigned b)
{
  return i < s->n ? (double)s->power[i][b] : 0.0;
}

// Where speech lives; above 1.6 kHz the ear hears 4 dB more (BS.1770's shelf).
static double voice_power(const lq_stem* const s, const size_t i, const unsigned b)
{
  const double hz = lq_spectrum_band_hz(b);
  return hz < 180 || hz > 6500 ? 0.0 : at(s, i, b) * (hz > 1600 ? 2.5 : 1.0);
}

static double voice_total(const lq_stem* const s, const size_t i)
{
  double sum = 0;
  for (unsigned b = 0; b < BANDS; ++b) {
    sum += voice_power(s, i, b);
  }
  return sum;
}

// The lead plays where it is within 20 dB of its own louder moments.
static lq_status playing_above(const lq_stem* const lead, double* const least)
{
  double* const p = malloc((lead->n + 1) * sizeof *p);
  if (!p) {
    return LQ_ERR_MEMORY;
  }
  size_t n = 0;
  for (size_t i = 0; i < lead->n; ++i) {
    p[n] = voice_total(lead, i);
    n += p[n] > 1e-12;
  }
  qsort(p, n, sizeof *p, lq_by_size);
  *least = n ? p[n * 9 / 10] * lq_db_to_lin(2 * active_db) : (double)INFINITY;
  free(p);
  return LQ_OK;
}

static void strongest(const lq_stem* const lead, const size_t i, unsigned* const best)
{
  for (unsigned k = 0; k < STRONGEST; ++k) {
    best[k] = 0;
    for (unsigned b = 0; b < BANDS; ++b) {
      bool taken = false;
      for (unsigned j = 0; j < k; ++j) {
        taken |= best[j] == b;
      }
      if (!taken && voice_power(lead, i, b) > voice_power(lead, i, best[k])) {
        best[k] = b;
      }
    }
  }
}

/// What covers a lead.
typedef struct {
  size_t  n_active, n_masked;
  double* by; ///< [n stems] power in the lead's bands where it is masked
  double  start[MOST_TOLD], end[MOST_TOLD];
  size_t  n_ranges;
} cover;

static bool is_masked(const lq_stems* const s, const lq_stem* const lead, const size_t i,
                      double* const by)
{
  unsigned best[STRONGEST];
  double   own = 0, rest = 0;
  strongest(lead, i, best);
  for (unsigned k = 0; k < STRONGEST; ++k) {
    own += at(lead, i, best[k]);
    for (size_t t = 0; t < s->n; ++t) {
      rest += s->stems[t].lead ? 0 : at(&s->stems[t], i, best[k]);
    }
  }
  const bool masked = own < rest * lq_db_to_lin(2 * masked_db);
  for (size_t t = 0; masked && t < s->n; ++t) {
    for (unsigned k = 0; k < STRONGEST; ++k) {
      by[t] += s->stems[t].lead ? 0 : at(&s->stems[t], i, best[k]) / rest;
    }
  }
  return masked;
}

// Stretches of a second or more, bridged over half-second gaps.
static void note_range(cover* const c, const double from_sec, const double to_sec)
{
  if (to_sec - from_sec >= 1 && c->n_ranges < MOST_TOLD) {
    c->start[c->n_ranges] = from_sec;
    c->end[c->n_ranges++] = to_sec;
  }
}

static lq_status find_cover(const lq_stems* const s, const lq_stem* const lead, cover* const c)
{
  double least;
  double from = -1, last = 0;
  LQ_TRY(playing_above(lead, &least));
  for (size_t i = 0; i < lead->n; ++i) {
    const double sec = (double)i * s->step_sec;
    if (voice_total(lead, i) < least) {
      continue;
    }
    ++c->n_active;
    if (is_masked(s, lead, i, c->by)) {
      ++c->n_masked;
      if (from >= 0 && sec > last + 0.5) {
        note_range(c, from, last);
        from = -1;
      }
      from = from < 0 ? sec : from;
      last = sec + s->step_sec;
    }
  }
  if (from >= 0) {
    note_range(c, from, last);
  }
  return LQ_OK;
}

static lq_status tell_cover(const lq_stems* const s, const lq_stem* const lead,
                            const cover* const c, lq_finds* const finds)
{
  size_t most = 0;
  for (size_t t = 1; t < s->n; ++t) {
    most = c->by[t] > c->by[most] ? t : most;
  }
  const char* where = "";
  for (size_t i = 0; where && i < c->n_ranges; ++i) {
    where = lq_pool_format(finds->pool, "%s%s%s to %s", where, i ? ", " : " Listen at ",
                           lq_finds_time(finds, c->start[i]), lq_finds_time(finds, c->end[i]));
  }
  const double share = (double)c->n_masked / (double)c->n_active;
  return lq_finds_say(
      finds,
      &(lq_finding){.id         = "lead-masked",
                    .severity   = LQ_SEVERITY_WARNING,
                    .start_sec  = c->n_ranges ? c->start[0] : 0,
                    .end_sec    = c->n_ranges ? c->end[c->n_ranges - 1] : 0,
                    .value      = 100 * share,
                    .limit      = 100 * share_limit,
                    .unit       = "% of the time it plays",
                    .confidence = 0.8,
                    .advice     = "Bring the lead up, or cut what covers it in its strongest "
                                  "bands while it plays."},
      "'%s' is covered for %.0f %% of the time it plays, mostly by '%s': the rest is %.0f dB and "
      "more over its strongest bands.%s%s",
      lead->name, 100 * share, s->stems[most].name, -masked_db, where ? where : "",
      where && *where ? "." : "");
}

static lq_status find_masked(const lq_stems* const s, lq_finds* const finds)
{
  for (size_t t = 0; t < s->n; ++t) {
    cover c = {.by = LQ_POOL_TAKE(finds->pool, double, s->n)};
    if (!c.by) {
      return LQ_ERR_MEMORY;
    }
    if (!s->stems[t].lead || s->stems[t].total <= 0) {
      continue;
    }
    LQ_TRY(find_cover(s, &s->stems[t], &c));
    if (c.n_active && (double)c.n_masked > share_limit * (double)c.n_active) {
      LQ_TRY(tell_cover(s, &s->stems[t], &c, finds));
    }
  }
  return LQ_OK;
}

static lq_status find_solo(const lq_session* const session, lq_finds* const finds)
{
  const char* names = NULL;
  size_t      n     = 0;
  for (size_t i = 0; i < session->n_strips; ++i) {
    const lq_strip* const s = &session->strips[i];
    if (s->solo && (s->kind == LQ_STRIP_TRACK || s->kind == LQ_STRIP_BUS)) {
      names = names ? lq_pool_format(finds->pool, "%s, '%s'", names, s->name)
                    : lq_pool_format(finds->pool, "'%s'", s->name);
      ++n;
    }
  }
  return n ? lq_finds_say(finds,
                          &(lq_finding){.id       = "solo-on",
                                        .severity = LQ_SEVERITY_WARNING,
                                        .value    = (double)n,
                                        .limit    = 0,
                                        .unit     = "strips",
                                        .advice   = "Take the solo off and mix down again."},
                          "Solo is on for %s: nothing else is in the mix.", names ? names : "")
           : LQ_OK;
}

static lq_status find_alone(const lq_stems* const s, lq_finds* const finds)
{
  const lq_stem *first = NULL, *second = NULL;
  for (size_t t = 0; t < s->n; ++t) {
    const lq_stem* const x = &s->stems[t];
    if (!first || x->total > first->total) {
      second = first;
      first  = x;
    } else if (!second || x->total > second->total) {
      second = x;
    }
    if (x->total <= 0) {
      LQ_TRY(lq_finds_say(finds,
                          &(lq_finding){.id       = "silent-track",
                                        .severity = LQ_SEVERITY_NOTE,
                                        .value    = (double)NAN,
                                        .limit    = (double)NAN,
                                        .unit     = "",
                                        .advice   = "Mute it if it is meant, or look where its "
                                                    "sound stays."},
                          "Nothing comes from '%s'.", x->name));
    }
  }
  if (!second || second->total <= 0 || first->total < second->total * lq_db_to_lin(2 * alone_db)) {
    return LQ_OK;
  }
  const double over = lq_power_to_db(first->total / second->total);
  return lq_finds_say(finds,
                      &(lq_finding){.id         = "one-in-front",
                                    .severity   = LQ_SEVERITY_WARNING,
                                    .value      = over,
                                    .limit      = alone_db,
                                    .unit       = "dB over the next",
                                    .confidence = 0.8,
                                    .advice     = "Was its fader left up while you worked on it?"},
                      "'%s' is %.0f dB louder than any other track ('%s' comes next).", first->name,
                      over, second->name);
}

static lq_status finish(void* const self, const lq_finder_context* const c, lq_finds* const finds)
{
  (void)self;
  const lq_stems* const s = c->stems;
  if (!s) {
    return LQ_OK;
  }
  if (fabs(s->duration_sec - c->features->duration_sec) > 2) {
    LQ_TRY(lq_finds_say(finds,
                        &(lq_finding){.id       = "other-length",
                                      .severity = LQ_SEVERITY_NOTE,
                                      .value    = c->features->duration_sec,
                                      .limit    = s->duration_sec,
                                      .unit     = "s",
                                      .advice   = "Mix the session down again if it was changed."},
                        "The mix lasts %.1f seconds, its session %.1f.", c->features->duration_sec,
                        s->duration_sec));
  }
  LQ_TRY(find_solo(s->session, finds));
  LQ_TRY(find_alone(s, finds));
  return find_masked(s, finds);
}

const lq_finder lq_find_stems = {.name = "stems", .finish = finish};
