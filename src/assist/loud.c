// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/loud.h"

#include "assist/scene.h"

#include <stdlib.h>
#include <string.h>

enum { BANDS = LQ_SPECTRUM_BANDS };

void lq_loud_weigh(double* const weight, const lq_band_step* const steps, const size_t n)
{
  double k[BANDS];
  for (unsigned b = 0; b < BANDS; ++b) {
    k[b] = lq_scene_k_power(b);
  }
  for (size_t i = 0; i < n; ++i) {
    weight[i] = 0;
    for (unsigned b = 0; b < BANDS; ++b) {
      weight[i] += k[b] * ((double)steps[i].mid[b] + (double)steps[i].side[b]);
    }
  }
}

// Mean of those above a gate; the gate itself when there are none.
static double mean_above(const double* const x, const size_t n, const double gate)
{
  double sum   = 0;
  size_t count = 0;
  for (size_t i = 0; i < n; ++i) {
    if (x[i] > gate) {
      sum += x[i];
      ++count;
    }
  }
  return count ? sum / (double)count : gate;
}

lq_status lq_loud_find(unsigned char* const loud, double* const weight,
                       const lq_band_step* const steps, const size_t n, const double step_sec)
{
  const double  under = 0.63095734448019325; // -2 dB
  const size_t  half  = (size_t)(1.5 / step_sec);
  double* const wide  = calloc(n + 1, sizeof *wide);
  double* const sum   = calloc(n + 1, sizeof *sum);
  if (!wide || !sum) {
    free(wide);
    free(sum);
    return LQ_ERR_MEMORY;
  }
  lq_loud_weigh(weight, steps, n);
  for (size_t i = 0; i < n; ++i) {
    sum[i + 1] = sum[i] + weight[i];
  }
  for (size_t i = 0; i < n; ++i) {
    const size_t from = i > half ? i - half : 0, to = i + half < n ? i + half + 1 : n;
    wide[i] = (sum[to] - sum[from]) / (double)(to - from);
  }
  // As BS.1770's gate: first what is not silence, then what is within 10 dB of that.
  const double sounding = mean_above(wide, n, 1e-10);
  const double least    = under * mean_above(wide, n, 0.1 * sounding);
  for (size_t i = 0; i < n; ++i) {
    loud[i] = wide[i] >= least && wide[i] > 1e-10;
  }
  free(wide);
  free(sum);
  return LQ_OK;
}

void lq_loud_mean(const unsigned char* const loud, const lq_band_step* const steps, const size_t n,
                  double* const mid, double* const side)
{
  size_t count = 0;
  memset(mid, 0, BANDS * sizeof *mid);
  memset(side, 0, BANDS * sizeof *side);
  for (size_t i = 0; i < n; ++i) {
    count += loud[i];
    for (unsigned b = 0; loud[i] && b < BANDS; ++b) {
      mid[b] += (double)steps[i].mid[b];
      side[b] += (double)steps[i].side[b];
    }
  }
  for (unsigned b = 0; count && b < BANDS; ++b) {
    mid[b] /= (double)count;
    side[b] /= (double)count;
  }
}
