// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/low_end.h"

#include "base/maths.h"
#include "dsp/butterworth.h"
#include "dsp/svf.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

const double lq_low_end_hz[LQ_LOW_END_BANDS] = {100, 150, 300};

enum {
  SECTIONS = 2,    // order 4
  KEPT_HZ  = 6000, // 4.3 octaves above 300 Hz: what folds back is 100 dB down
  WINDOW   = 3,    // steps of 100 ms
};

typedef struct {
  lq_svf_coef  coef[SECTIONS];
  lq_svf_state state[2][SECTIONS];
} pass;

typedef struct {
  float left_left, right_right, left_right;
} sums;

struct lq_low_end {
  double   rate_hz;
  unsigned every;                   ///< one frame in so many is kept
  pass     door;                    ///< of left and right, at the full rate
  pass     bands[LQ_LOW_END_BANDS]; ///< of mid and side
  double   mid[LQ_LOW_END_BANDS], side[LQ_LOW_END_BANDS];
  double   left_left, right_right, left_right;
  uint64_t n_frames, step_end;
  sums*    steps; ///< [n]
  size_t   n, room;
};

static pass make(const double hz, const double rate_hz)
{
  pass p = {0};
  for (unsigned i = 0; i < SECTIONS; ++i) {
    p.coef[i] = lq_svf_design(hz, 1.0 / lq_butterworth_k4[i], rate_hz);
  }
  return p;
}

static double low(pass* const p, const unsigned channel, double x)
{
  double band;
  for (unsigned i = 0; i < SECTIONS; ++i) {
    x = lq_svf_step(&p->coef[i], &p->state[channel][i], x, &band);
  }
  return x;
}

lq_status lq_low_end_new(lq_low_end** const made, const double rate_hz)
{
  lq_low_end* const l = calloc(1, sizeof *l);
  if (!l) {
    return LQ_ERR_MEMORY;
  }
  l->rate_hz  = rate_hz;
  l->every    = rate_hz > KEPT_HZ ? (unsigned)(rate_hz / KEPT_HZ) : 1;
  l->door     = make(lq_low_end_hz[LQ_LOW_END_BANDS - 1], rate_hz);
  l->step_end = (uint64_t)ceil(rate_hz / 10.0);
  for (unsigned i = 0; i + 1 < LQ_LOW_END_BANDS; ++i) {
    l->bands[i] = make(lq_low_end_hz[i], rate_hz / l->every);
  }
  *made = l;
  return LQ_OK;
}

void lq_low_end_free(lq_low_end* const l)
{
  if (l) {
    free(l->steps);
    free(l);
  }
}

static lq_status end_step(lq_low_end* const l)
{
  if (l->n == l->room) {
    const size_t room  = l->room ? 2 * l->room : 4096;
    sums* const  grown = realloc(l->steps, room * sizeof *grown);
    if (!grown) {
      return LQ_ERR_MEMORY;
    }
    l->steps = grown;
    l->room  = room;
  }
  l->steps[l->n++] = (sums){(float)l->left_left, (float)l->right_right, (float)l->left_right};
  l->left_left = l->right_right = l->left_right = 0.0;
  l->step_end = (uint64_t)ceil((double)(l->n + 1) * l->rate_hz / 10.0);
  return LQ_OK;
}

static void keep(lq_low_end* const l, const double left, const double right)
{
  const double both[] = {(left + right) / 2.0, (left - right) / 2.0};
  l->left_left += left * left;
  l->right_right += right * right;
  l->left_right += left * right;
  for (unsigned i = 0; i < LQ_LOW_END_BANDS; ++i) {
    const bool   last = i + 1 == LQ_LOW_END_BANDS; // that is what came through the door
    const double mid  = last ? both[0] : low(&l->bands[i], 0, both[0]);
    const double side = last ? both[1] : low(&l->bands[i], 1, both[1]);
    l->mid[i] += mid * mid;
    l->side[i] += side * side;
  }
}

lq_status lq_low_end_process(lq_low_end* const l, const float* const* const x,
                             const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    const double left  = low(&l->door, 0, (double)x[0][i]);
    const double right = low(&l->door, 1, (double)x[1][i]);
    if (l->n_frames % l->every == 0) {
      keep(l, left, right);
    }
    if (++l->n_frames == l->step_end) {
      LQ_TRY(end_step(l));
    }
  }
  return LQ_OK;
}

static sums window(const lq_low_end* const l, const size_t first)
{
  sums w = {0};
  for (size_t k = first; k < first + WINDOW; ++k) {
    w.left_left += l->steps[k].left_left;
    w.right_right += l->steps[k].right_right;
    w.left_right += l->steps[k].left_right;
  }
  return w;
}

lq_low_end_figures lq_low_end_read(const lq_low_end* const l)
{
  const double       soft = 1e-3; // 30 dB
  lq_low_end_figures f    = {.correlation = 1.0};
  double             most = 0.0;
  size_t             n = 0, n_apart = 0;
  for (unsigned i = 0; i < LQ_LOW_END_BANDS; ++i) {
    f.side_db[i] = l->mid[i] > 0.0    ? lq_power_to_db(l->side[i] / l->mid[i])
                   : l->side[i] > 0.0 ? (double)INFINITY
                                      : -(double)INFINITY;
  }
  for (size_t k = 0; k + WINDOW <= l->n; ++k) {
    const sums w = window(l, k);
    most         = fmax(most, (double)(w.left_left + w.right_right));
  }
  for (size_t k = 0; k + WINDOW <= l->n; ++k) {
    const sums   w     = window(l, k);
    const double power = sqrt((double)w.left_left * (double)w.right_right);
    if ((double)(w.left_left + w.right_right) > soft * most && power > 0.0) {
      const double r = (double)w.left_right / power;
      ++n;
      n_apart += r < 0.0;
      if (r < f.correlation) {
        f.correlation = r;
        f.at_sec      = (double)k / 10.0;
      }
    }
  }
  f.apart = n ? (double)n_apart / (double)n : 0.0;
  return f;
}
