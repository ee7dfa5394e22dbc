// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/fault_places.h"

#include <math.h>

enum { MOST_A_SEC = 16 };

// Both channels' places as one list in time order; what lies within 10 ms is one place.
static void merge(lq_fault_places* const p)
{
  for (size_t i = 1; i < p->n; ++i) { // two sorted runs: insertion is quick enough
    const lq_fault_place x = p->list[i];
    size_t               k = i;
    for (; k > 0 && p->list[k - 1].start_sec > x.start_sec; --k) {
      p->list[k] = p->list[k - 1];
    }
    p->list[k] = x;
  }
  size_t n = 0;
  for (size_t i = 0; i < p->n; ++i) {
    lq_fault_place* const last = n ? &p->list[n - 1] : NULL;
    if (last && p->list[i].start_sec < last->end_sec + 0.01) {
      last->end_sec = fmax(last->end_sec, p->list[i].end_sec);
      last->channels |= p->list[i].channels;
      last->size = fmax(last->size, p->list[i].size);
    } else {
      p->list[n++] = p->list[i];
    }
  }
  p->n = n;
}

// A fault is rare; what comes many times a second is how the thing sounds.
static void drop_dense(lq_fault_places* const p)
{
  size_t n = 0;
  for (size_t i = 0; i < p->n; ++i) {
    size_t near = 0;
    for (size_t k = i; k < p->n && p->list[k].start_sec < p->list[i].start_sec + 0.5; ++k) {
      ++near;
    }
    for (size_t k = i; k-- > 0 && p->list[k].start_sec > p->list[i].start_sec - 0.5;) {
      ++near;
    }
    p->list[i].size = near > MOST_A_SEC ? -1 : p->list[i].size;
  }
  for (size_t i = 0; i < p->n; ++i) {
    if (p->list[i].size >= 0) {
      p->list[n++] = p->list[i];
    }
  }
  p->n = n;
}

static double level(const lq_trace* const t, const double from_sec, const double to_sec)
{
  const double steps_a_sec = t->rate_hz / (double)t->step_frames;
  return lq_trace_power(t, from_sec > 0 ? (size_t)(from_sec * steps_a_sec) : 0,
                        to_sec > 0 ? (size_t)(to_sec * steps_a_sec) + 1 : 0);
}

// Cut off on one side and cut in on the other, in the middle of music.
static bool is_dropout(const lq_gap* const g, const lq_trace* const t, const double sample_peak)
{
  const double rate = t->rate_hz, start = (double)g->start / rate, end = (double)g->end / rate;
  const double least = lq_trace_body(t) / 300; // 25 dB
  // The step that holds the edge is part gap, so the edges themselves are left out.
  const double before = level(t, start - 0.1, start - 0.01);
  const double after  = level(t, end + 0.01, end + 0.1);
  const double value  = fabs((double)g->value);
  const bool   held   = value > 1e-6;
  return before > least && after > least && end - start < 2.0 &&
         (double)g->before > 0.5 * sqrt(before) && (double)g->after > 0.5 * sqrt(after) &&
         (!held || (value < 0.8 * sample_peak && end - start > 0.002));
}

static lq_status find_gaps(const lq_faults* const f, const lq_trace* const t,
                           const double sample_peak, lq_pool* const pool, lq_fault_places* const p)
{
  size_t              n;
  const lq_gap* const gaps = lq_faults_gaps(f, &n);
  p->list                  = LQ_POOL_TAKE(pool, lq_fault_place, n + 1);
  for (size_t i = 0; p->list && i < n; ++i) {
    if (is_dropout(&gaps[i], t, sample_peak)) {
      p->list[p->n++] = (lq_fault_place){.start_sec = (double)gaps[i].start / t->rate_hz,
                                         .end_sec   = (double)gaps[i].end / t->rate_hz,
                                         .channels  = 1U << gaps[i].channel,
                                         .zero      = fabsf(gaps[i].value) <= 1e-6F};
    }
  }
  return p->list ? LQ_OK : LQ_ERR_MEMORY;
}

// The edges of dropouts click as well; they are told already.
static bool at_gap(const lq_fault_places* const gaps, const double sec)
{
  for (size_t i = 0; i < gaps->n; ++i) {
    if (sec > gaps->list[i].start_sec - 0.02 && sec < gaps->list[i].end_sec + 0.02) {
      return true;
    }
  }
  return false;
}

static lq_status find_clicks(const lq_faults* const f, const lq_trace* const t,
                             const lq_fault_places* const gaps, lq_pool* const pool,
                             lq_fault_places* const p)
{
  size_t                n;
  const lq_click* const clicks = lq_faults_clicks(f, &n);
  p->list                      = LQ_POOL_TAKE(pool, lq_fault_place, n + 1);
  for (size_t i = 0; p->list && i < n; ++i) {
    const double sec = (double)clicks[i].frame / t->rate_hz;
    if (!at_gap(gaps, sec)) {
      p->list[p->n++] = (lq_fault_place){.start_sec = sec,
                                         .end_sec   = sec,
                                         .channels  = 1U << clicks[i].channel,
                                         .size      = (double)clicks[i].height};
    }
  }
  return p->list ? LQ_OK : LQ_ERR_MEMORY;
}

lq_status lq_fault_places_find(const lq_faults* const faults, const lq_trace* const trace,
                               const double sample_peak, lq_pool* const pool,
                               lq_fault_places* const dropouts, lq_fault_places* const clicks)
{
  LQ_TRY(find_gaps(faults, trace, sample_peak, pool, dropouts));
  drop_dense(dropouts); // before, and once more when both channels' places are one
  merge(dropouts);
  drop_dense(dropouts);
  LQ_TRY(find_clicks(faults, trace, dropouts, pool, clicks));
  drop_dense(clicks);
  merge(clicks);
  drop_dense(clicks);
  return LQ_OK;
}
