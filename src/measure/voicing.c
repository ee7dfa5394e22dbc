// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/voicing.h"

#include "base/maths.h"
#include "dsp/transform.h"
#include "measure/signature.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
  FRAME    = 256, // 64 ms: four periods of 62 Hz
  PADDED   = 512,
  HOP      = LQ_SIGNATURE_HZ / 50,
  BLOCK    = LQ_SIGNATURE_HZ / 10,
  SHORTEST = 4,  // 1 kHz
  LONGEST  = 66, // 61 Hz
};

static const double clear        = 0.8;
static const double first_enough = 0.88; // of the best peak: the shortest such period is the pitch

typedef struct {
  float clearness; // 0 where nothing sounds
  float octaves;   // log2 of the pitch
  float centroid;  // log2
} frame;

typedef struct {
  lq_transform* t;
  frame*        frames;
  size_t        n;
  float*        list; // [n]
} work;

static double load(const work* const w, const float* const x)
{
  float* const y   = lq_transform_frames(w->t);
  double       sum = 0;
  memcpy(y, x, FRAME * sizeof *y);
  memset(y + FRAME, 0, (PADDED - FRAME) * sizeof *y);
  for (size_t i = 0; i < FRAME; ++i) {
    sum += (double)(x[i] * x[i]);
  }
  return sum;
}

static double centroid(const lq_bin* const y)
{
  double sum = 0, moment = 0;
  for (size_t i = 8; i <= PADDED / 2; ++i) { // from 62 Hz
    const double size = sqrt((double)y[i].re * (double)y[i].re + (double)y[i].im * (double)y[i].im);
    sum += size;
    moment += size * (double)i;
  }
  return sum > 0 ? lq_log2(moment / sum * LQ_SIGNATURE_HZ / PADDED) : 0.0;
}

// What remains of the frame's energy in both halves that a shift of `lag` lays over each other.
static double overlap(const double* const energy, const size_t lag)
{
  const double a = energy[FRAME - lag], b = energy[FRAME] - energy[lag];
  return sqrt(a * b);
}

static double parabola(const double a, const double b, const double c)
{
  const double bend = a - 2 * b + c;
  return bend < 0 ? 0.5 * (a - c) / bend : 0.0;
}

static frame hear(const work* const w, const float* const x)
{
  double energy[FRAME + 1] = {0}, r[LONGEST + 2];
  for (size_t i = 0; i < FRAME; ++i) {
    energy[i + 1] = energy[i] + (double)(x[i] * x[i]);
  }
  (void)load(w, x);
  lq_transform_forward(w->t);
  lq_bin* const y = lq_transform_bins(w->t);
  frame         f = {.centroid = (float)centroid(y)};
  for (size_t i = 0; i <= PADDED / 2; ++i) {
    y[i] = (lq_bin){y[i].re * y[i].re + y[i].im * y[i].im, 0};
  }
  lq_transform_backward(w->t);
  const float* const a    = lq_transform_frames(w->t);
  double             best = 0;
  for (size_t k = SHORTEST - 1; k < LONGEST + 2; ++k) {
    const double whole = overlap(energy, k);
    r[k]               = whole > 0 ? (double)a[k] / (PADDED * whole) : 0.0;
  }
  for (size_t k = SHORTEST; k <= LONGEST; ++k) {
    best = r[k] > r[k - 1] && r[k] >= r[k + 1] ? fmax(best, r[k]) : best;
  }
  for (size_t k = SHORTEST; best > 0 && k <= LONGEST; ++k) {
    if (r[k] > r[k - 1] && r[k] >= r[k + 1] && r[k] >= first_enough * best) {
      f.octaves =
          (float)lq_log2(LQ_SIGNATURE_HZ / ((double)k + parabola(r[k - 1], r[k], r[k + 1])));
      break;
    }
  }
  f.clearness = (float)fmax(1e-3, fmin(1.0, best));
  return f;
}

static int by_size(const void* const a, const void* const b)
{
  const float x = *(const float*)a, y = *(const float*)b;
  return (x > y) - (x < y);
}

static double percentile(float* const list, const size_t n, const double p)
{
  return n ? (double)list[(size_t)floor(p * (double)(n - 1) + 0.5)] : 0.0;
}

static bool is_clear(const frame f)
{
  return (double)f.clearness > clear && f.octaves > 0;
}

static void reduce_steps(const work* const w, lq_voicing* const v)
{
  size_t n = 0, n_notes = 0, n_held = 0;
  bool   in_note = false;
  for (size_t i = 1; i < w->n; ++i) {
    const double step   = 12.0 * fabs((double)(w->frames[i].octaves - w->frames[i - 1].octaves));
    const bool   stayed = is_clear(w->frames[i]) && is_clear(w->frames[i - 1]) && step < 0.5;
    if (stayed) {
      w->list[n++] = (float)step;
      ++n_held;
      n_notes += !in_note;
    }
    in_note = stayed;
  }
  qsort(w->list, n, sizeof *w->list, by_size);
  v->wander   = percentile(w->list, n, 0.5);
  v->held_sec = n_notes ? (double)n_held / (double)n_notes * HOP / LQ_SIGNATURE_HZ : 0.0;
}

static void reduce(const work* const w, lq_voicing* const v)
{
  size_t n = 0, n_sounds = 0;
  double sum = 0, squares = 0;
  for (size_t i = 0; i < w->n; ++i) {
    if (is_clear(w->frames[i])) {
      const double c = (double)w->frames[i].centroid;
      w->list[n++]   = w->frames[i].octaves;
      sum += c;
      squares += c * c;
    }
  }
  if (n) {
    qsort(w->list, n, sizeof *w->list, by_size);
    v->pitch_hz      = lq_exp2(percentile(w->list, n, 0.5));
    v->range_octaves = percentile(w->list, n, 0.9) - percentile(w->list, n, 0.1);
    v->colour        = sqrt(fmax(0.0, squares / (double)n - sum * sum / ((double)n * (double)n)));
  }
  const size_t n_clear = n;
  n                    = 0;
  for (size_t i = 0; i < w->n; ++i) {
    if (w->frames[i].clearness > 0) {
      w->list[n++] = w->frames[i].clearness;
      ++n_sounds;
    }
  }
  qsort(w->list, n, sizeof *w->list, by_size);
  v->clearness = percentile(w->list, n, 0.5);
  v->share     = n_sounds ? (double)n_clear / (double)n_sounds : 0.0;
  reduce_steps(w, v);
}

lq_status lq_voicing_find(lq_voicing* const voicing, const lq_signal low,
                          const lq_activity* const activity)
{
  lq_voicing v   = {0};
  work       w   = {.n = low.n > FRAME ? (low.n - FRAME) / HOP : 0};
  w.frames       = calloc(w.n + 1, sizeof *w.frames);
  w.list         = calloc(w.n + 1, sizeof *w.list);
  lq_status st   = w.frames && w.list ? lq_transform_new(&w.t, PADDED) : LQ_ERR_MEMORY;
  double    most = 0;
  for (size_t b = 0; !st && (b + 1) * BLOCK <= low.n; ++b) {
    const lq_signal block = {low.x + b * BLOCK, BLOCK};
    most                  = fmax(most, lq_signal_product(block, block) / BLOCK);
  }
  for (size_t i = 0; !st && i < w.n; ++i) {
    const size_t block = (i * HOP + FRAME / 2) / BLOCK;
    if (block < activity->n_blocks && activity->active[block] &&
        load(&w, low.x + i * HOP) > 3e-4 * FRAME * most) { // -35 dB
      w.frames[i] = hear(&w, low.x + i * HOP);
    }
  }
  if (!st) {
    reduce(&w, &v);
    *voicing = v;
  }
  lq_transform_free(w.t);
  free(w.frames);
  free(w.list);
  return st;
}
