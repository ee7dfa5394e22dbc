// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/tempo.h"

#include "base/maths.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  HOPS_A_MINUTE = 6000,
  LEAST_HOPS    = 1200,
  MOST_HOPS     = 20 * HOPS_A_MINUTE,
  LEAST_LAG     = 20,   // nearer than that a rise agrees with its own slope
  MOST_LAG      = 1800, // 16 beats of 60 BPM, and what is looked at beside them
  MOST_BEATS    = 16,
  N_TEMPI       = 1401 // 60 to 200 by 0.1 BPM
};

static const double sink    = 0.99311605; // 3 dB a second, 100 times a second
static const double quiet   = 1e-4;       // 40 dB
static const double nothing = 1e-9;

uint8_t lq_rise_push(lq_rise* const r, const double energy)
{
  enum { PER_DB = 8, LEAST = 12 }; // less than 1.5 dB is the ripple of a low note
  memmove(r->past + 1, r->past, (LQ_RISE_PAST - 1) * sizeof *r->past);
  r->past[0]          = energy;
  const double now    = 0.5 * (r->past[0] + r->past[1]);
  const double before = 0.5 * (r->past[2] + r->past[3]);
  r->recent           = fmax(sink * r->recent, now);
  const double floor  = fmax(nothing, quiet * r->recent);
  const double eighth = PER_DB * lq_power_to_db(fmax(now, floor) / fmax(before, floor));
  return eighth < LEAST ? 0 : (uint8_t)fmin(255, eighth);
}

// How a row of rises agrees with itself later: mean product at every lag over that at none, less
// the mean of all lags.
typedef struct {
  double lag[MOST_LAG + 1];
  size_t n; // lags that are known
} agreement;

static void agree(agreement* const a, const float* const x, const size_t n)
{
  double mean = 0, power = 0, usual = 0;
  a->n = n / 2 < MOST_LAG ? n / 2 : MOST_LAG;
  for (size_t i = 0; i < n; ++i) {
    mean += (double)x[i] / (double)n;
    power += (double)x[i] * (double)x[i] / (double)n;
  }
  power = fmax(power - mean * mean, 1e-9);
  memset(a->lag, 0, sizeof a->lag);
  for (size_t i = 0; i < n; ++i) { // most hops do not rise
    const size_t most = n - 1 - i < a->n ? n - 1 - i : a->n;
    for (size_t k = 1; x[i] > 0 && k <= most; ++k) {
      a->lag[k] += (double)(x[i] * x[i + k]);
    }
  }
  for (size_t k = 1; k <= a->n; ++k) {
    a->lag[k] = (a->lag[k] / (double)(n - k) - mean * mean) / power;
    usual += k < LEAST_LAG ? 0 : a->lag[k] / (double)(a->n + 1 - LEAST_LAG);
  }
  a->lag[0] = 1;
  for (size_t k = 0; k <= a->n; ++k) {
    a->lag[k] -= usual;
  }
}

// Mean agreement at first, first + step, ... lags; n at most.
static double comb(const agreement* const a, const double first, const double step,
                   const unsigned n)
{
  double   sum = 0;
  unsigned k   = 0;
  for (; k < n && first + k * step < (double)a->n; ++k) {
    const double lag = first + k * step;
    const size_t i   = (size_t)lag;
    const double f   = lag - (double)i;
    sum += (1 - f) * a->lag[i] + f * a->lag[i + 1];
  }
  return k ? sum / k : 0;
}

static double on_beats(const agreement* const a, const double bpm)
{
  const double beat = HOPS_A_MINUTE / bpm;
  return comb(a, beat, beat, MOST_BEATS);
}

// What makes a beat of a period: it comes again, it has halves, and four of it come again. The
// halves tell it from three halves of itself, the bars from three quarters.
static double fit(const agreement* const a, const double bpm)
{
  const double beat = HOPS_A_MINUTE / bpm;
  return on_beats(a, bpm) + 0.5 * comb(a, 0.5 * beat, beat, MOST_BEATS) +
         0.5 * comb(a, 4 * beat, 4 * beat, MOST_BEATS / 4);
}

static double bpm_of(const unsigned i)
{
  return 60 + 0.1 * i;
}

static double preferred(const double bpm)
{
  const double octaves = lq_log2(bpm / 120) / 0.7;
  return lq_exp(-0.5 * octaves * octaves);
}

static double best_within(const agreement* const a, const double bpm, const double by)
{
  double best = 0;
  for (int i = -10; i <= 10; ++i) {
    best = fmax(best, on_beats(a, bpm * (1 + 0.1 * by * i)));
  }
  return best;
}

static void choose(lq_tempo* const t, const agreement* const a)
{
  double   score[N_TEMPI], other = 0;
  unsigned best = 0;
  for (unsigned i = 0; i < N_TEMPI; ++i) {
    score[i] = fit(a, bpm_of(i)) * preferred(bpm_of(i));
    best     = score[i] > score[best] ? i : best;
  }
  for (unsigned i = 0; i < N_TEMPI; ++i) {
    other = fabs(bpm_of(i) / bpm_of(best) - 1) > 0.06 ? fmax(other, score[i]) : other;
  }
  if (score[best] > 0) {
    t->bpm   = bpm_of(best);
    t->clear = fmax(0, on_beats(a, t->bpm));
    t->apart = 1 - other / score[best];
  }
}

static void put(float* const x, const lq_tempo_part* const p, const size_t n, const double weight)
{
  for (size_t i = 0; i < n && i < p->n; ++i) {
    x[i] += (float)weight * (float)p->rises[i];
  }
}

// A part has the beat when it comes again on one, two or four beats about as well as on anything.
static void vote(lq_tempo* const t, const lq_tempo_part* const parts, const size_t n_parts,
                 agreement* const a, float* const x, const size_t n)
{
  const double least = 0.05, nearly = 0.6;
  double       yes = 0, all = 0, most = 0;
  for (size_t p = 0; p < n_parts; ++p) {
    memset(x, 0, n * sizeof *x);
    put(x, &parts[p], n, 1);
    agree(a, x, n);
    double any = 0;
    for (unsigned i = 0; i < N_TEMPI; i += 2) {
      any = fmax(any, on_beats(a, bpm_of(i)));
    }
    double same = 0;
    for (int beats = 1; beats <= 4; beats *= 2) {
      same = fmax(same, best_within(a, t->bpm / beats, 0.004));
    }
    all += any > least ? parts[p].weight : 0;
    yes += any > least && same > nearly * any ? parts[p].weight : 0;
    if (parts[p].weight * same > most) {
      most    = parts[p].weight * same;
      t->best = p;
    }
  }
  t->agree = all > 0 ? yes / all : 0;
}

static double ramp(const double x, const double none, const double full)
{
  return fmax(0, fmin(1, (x - none) / (full - none)));
}

// A tempo that changes, or that one of the halves does not have, is none to act upon.
static void be_sure(lq_tempo* const t, agreement* const a, const float* const x, const size_t n)
{
  t->steady = 1;
  for (unsigned half = 0; half < 2 && t->clear > 0; ++half) {
    agree(a, x + half * (n / 2), n / 2);
    t->steady = fmin(t->steady, best_within(a, t->bpm, 0.004) / t->clear);
  }
  t->confidence = ramp(t->clear, 0.05, 0.15) * ramp(t->apart, 0.1, 0.4) * ramp(t->agree, 0.3, 0.6) *
                  ramp(t->steady, 0.3, 0.6);
}

lq_status lq_tempo_find(lq_tempo* const tempo, const lq_tempo_part* const parts,
                        const size_t n_parts)
{
  lq_tempo t = {0};
  size_t   n = 0;
  for (size_t p = 0; p < n_parts; ++p) {
    n = parts[p].n > n ? parts[p].n : n;
  }
  n = n < MOST_HOPS ? n : MOST_HOPS;
  if (n < LEAST_HOPS) {
    *tempo = t;
    return LQ_OK;
  }
  float* const     x = calloc(2 * n, sizeof *x);
  agreement* const a = malloc(sizeof *a);
  if (x && a) {
    for (size_t p = 0; p < n_parts; ++p) {
      put(x, &parts[p], n, parts[p].weight);
    }
    agree(a, x, n);
    choose(&t, a);
    if (t.bpm > 0) {
      vote(&t, parts, n_parts, a, x + n, n);
      be_sure(&t, a, x, n);
    }
    *tempo = t;
  }
  const lq_status st = x && a ? LQ_OK : LQ_ERR_MEMORY;
  free(x);
  free(a);
  return st;
}
