// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Sticks that count in, and a metronome that was left in: short, bare, regular knocks.
#include "base/maths.h"
#include "base/pool.h"
#include "check/finder.h"

#include <math.h>
#include <stdlib.h>

enum { STEPS_A_SEC = 100, MOST_KNOCKS = 8192 };

typedef struct {
  size_t step;
  double power;
} knock;

typedef struct {
  knock* list;
  size_t n;
} knocks;

// One or two steps that stand 10 dB over what is before and behind, and hold no low end.
static bool is_knock(const lq_trace* const t, const size_t i, const double body)
{
  const lq_step* const s = &t->steps[i];
  const double         p = lq_step_power(s);
  if (p < 0.003 * body || p < lq_step_power(&t->steps[i - 1]) ||
      p <= lq_step_power(&t->steps[i + 1])) {
    return false;
  }
  const double low = 0.5 * ((double)s->low_left + (double)s->low_right);
  return low < 0.05 * p && p > 10 * lq_trace_power(t, i - 8, i - 2) &&
         p > 10 * lq_trace_power(t, i + 6, i + 14) && p > 8 * lq_trace_power(t, i + 4, i + 6);
}

static lq_status find_knocks(const lq_trace* const t, const double body, lq_pool* const pool,
                             knocks* const k)
{
  k->list = LQ_POOL_TAKE(pool, knock, MOST_KNOCKS);
  for (size_t i = 8; k->list && i + 14 < t->n && k->n < MOST_KNOCKS; ++i) {
    if (is_knock(t, i, body)) {
      k->list[k->n++] = (knock){.step = i, .power = lq_step_power(&t->steps[i])};
      i += 5;
    }
  }
  return k->list ? LQ_OK : LQ_ERR_MEMORY;
}

// Where the music begins: from there on most of a second and a half is loud.
static size_t music_start(const lq_trace* const t, const double body)
{
  enum { SPAN = 150 };
  size_t n_loud = 0;
  for (size_t i = 0; i < t->n; ++i) {
    n_loud += lq_step_power(&t->steps[i]) > 0.01 * body;
    if (i >= SPAN) {
      n_loud -= lq_step_power(&t->steps[i - SPAN]) > 0.01 * body;
    }
    if (i + 1 >= SPAN && n_loud > SPAN * 3 / 4) {
      size_t from = i + 1 - SPAN;
      while (from < i && lq_step_power(&t->steps[from]) <= 0.01 * body) {
        ++from;
      }
      return from;
    }
  }
  return t->n;
}

// Is a distance a whole multiple of the period, up to four, within 3 % and a step?
static bool fits(const size_t distance, const double period)
{
  const double n = floor((double)distance / period + 0.5);
  return n >= 1 && n <= 4 && fabs((double)distance - n * period) < 0.03 * n * period + 1.5;
}

static bool alike(const knock* const a, const knock* const b, const double db)
{
  return fabs(lq_power_to_db(a->power / b->power)) < db;
}

static lq_status find_count_in(const lq_trace* const t, const knocks* const k, const double body,
                               lq_finds* const finds)
{
  const size_t start = music_start(t, body);
  size_t       n     = 0;
  while (n < k->n && k->list[n].step + 15 < start) {
    ++n;
  }
  if (n < 3 || n > 32 || start >= t->n) {
    return LQ_OK;
  }
  double period = 1e9;
  for (size_t i = 1; i < n; ++i) {
    period = fmin(period, (double)(k->list[i].step - k->list[i - 1].step));
  }
  bool   regular = period >= 20 && period <= 150;
  double of_them = 0;
  for (size_t i = 0; i < n; ++i) {
    regular &= !i || (fits(k->list[i].step - k->list[i - 1].step, period) &&
                      alike(&k->list[i], &k->list[0], 8));
    for (size_t s = k->list[i].step - 2; s < k->list[i].step + 15; ++s) {
      of_them += lq_step_power(&t->steps[s]);
    }
  }
  double all = 0;
  for (size_t s = k->list[0].step - 8; s < start; ++s) {
    all += lq_step_power(&t->steps[s]);
  }
  if (!regular || of_them < 0.9 * all || (double)(start - k->list[n - 1].step) > 4.2 * period) {
    return LQ_OK;
  }
  const double bpm = 60.0 * STEPS_A_SEC / period;
  return lq_finds_say(
      finds,
      &(lq_finding){.id         = "count-in",
                    .severity   = LQ_SEVERITY_WARNING,
                    .start_sec  = lq_trace_sec(t, k->list[0].step),
                    .end_sec    = lq_trace_sec(t, start),
                    .value      = (double)n,
                    .limit      = 2,
                    .unit       = "knocks",
                    .confidence = 0.7,
                    .advice     = "Cut the file just before the first note, unless the count "
                                  "belongs to the record."},
      "%zu bare knocks, %.0f a minute, come before the music, which starts at %s: a count-in was "
      "left in.",
      n, bpm, lq_finds_time(finds, lq_trace_sec(t, start)));
}

// The most common distance between neighbours of like level.
static double common_period(const knocks* const k)
{
  enum { LONGEST = 150 };
  unsigned count[LONGEST + 2] = {0};
  for (size_t i = 1; i < k->n; ++i) {
    const size_t d = k->list[i].step - k->list[i - 1].step;
    count[d <= LONGEST ? d : LONGEST + 1] += d >= 20;
  }
  size_t   best = 0;
  unsigned most = 0;
  for (size_t d = 20; d < LONGEST; ++d) {
    const unsigned n = count[d] + count[d + 1]; // 10 ms steps: a period falls on two
    best             = n > most ? d : best;
    most             = n > most ? n : most;
  }
  return most ? (double)best + (double)count[best + 1] / most : 0.0;
}

static lq_status find_click_track(const lq_trace* const t, const knocks* const k,
                                  lq_finds* const finds)
{
  const double period = k->n >= 16 ? common_period(k) : 0.0;
  double*      power  = period > 0 ? malloc(k->n * sizeof *power) : NULL;
  if (!power) {
    return period > 0 ? LQ_ERR_MEMORY : LQ_OK;
  }
  for (size_t i = 0; i < k->n; ++i) {
    power[i] = k->list[i].power;
  }
  qsort(power, k->n, sizeof *power, lq_by_size);
  const knock usual = {.power = power[k->n / 2]};
  free(power);
  size_t n_fit = 0, first = 0, last = 0;
  for (size_t i = 1; i < k->n; ++i) {
    if (alike(&k->list[i], &usual, 4) && fits(k->list[i].step - k->list[i - 1].step, period)) {
      first = n_fit ? first : k->list[i - 1].step;
      last  = k->list[i].step;
      ++n_fit;
    }
  }
  const double share = (double)n_fit * period / (double)t->n;
  if (share < 0.4 || (double)(last - first) < 0.6 * (double)t->n) {
    return LQ_OK;
  }
  return lq_finds_say(
      finds,
      &(lq_finding){.id         = "click-track",
                    .severity   = LQ_SEVERITY_WARNING,
                    .start_sec  = lq_trace_sec(t, first),
                    .end_sec    = lq_trace_sec(t, last),
                    .value      = 60.0 * STEPS_A_SEC / period,
                    .limit      = (double)NAN,
                    .unit       = "BPM",
                    .confidence = 0.5,
                    .advice     = "Mute the click and bounce again; if it is an instrument, all "
                                  "is well."},
      "Even, short knocks go through the whole piece at %.0f BPM (%zu of them): a click track may "
      "have been left in.",
      60.0 * STEPS_A_SEC / period, n_fit);
}

static lq_status finish(void* const self, const lq_finder_context* const c, lq_finds* const finds)
{
  (void)self;
  knocks       k    = {0};
  const double body = lq_trace_body(c->trace);
  if (!isfinite(c->measured->integrated_lufs)) {
    return LQ_OK;
  }
  LQ_TRY(find_knocks(c->trace, body, finds->pool, &k));
  LQ_TRY(find_count_in(c->trace, &k, body, finds));
  return find_click_track(c->trace, &k, finds);
}

const lq_finder lq_find_metronome = {.name = "metronome", .finish = finish};
