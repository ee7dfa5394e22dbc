// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/crossover.h"

#include "base/maths.h"
#include "dsp/butterworth.h"

#include <string.h>

static double warp(const double freq_hz, const double rate_hz)
{
  const double f = freq_hz / rate_hz;
  return lq_tan(LQ_PI * (f < 1e-6 ? 1e-6 : f > 0.49 ? 0.49 : f)); // bilinear
}

static void put(lq_crossover_coef* const c, const unsigned lane, const double v[8])
{
  lq_crossover_row* const rows[] = {&c->a1,     &c->a2,     &c->low[0], &c->low[1],
                                    &c->low[2], &c->all[0], &c->all[1], &c->all[2]};
  for (unsigned i = 0; i < sizeof rows / sizeof *rows; ++i) {
    rows[i]->v[lane] = v[i];
  }
}

void lq_crossover_design(lq_crossover_coef* const c, const double* const edges_hz,
                         const unsigned n_bands, const unsigned n_channels, const double rate_hz)
{
  memset(c, 0, sizeof *c);
  c->n_bands    = n_bands;
  c->n_channels = n_channels;
  for (unsigned lane = 0; lane < LQ_CROSSOVER_LANES; ++lane) {
    const unsigned k = lane / n_channels;
    if (k + 1 < n_bands) {
      const double g    = warp(edges_hz[k], rate_hz);
      const double norm = 1.0 / (1.0 + g * (g + LQ_BUTTERWORTH_K));
      const double a1 = 2.0 * (g * g - 1.0) * norm, a2 = (1.0 + g * (g - LQ_BUTTERWORTH_K)) * norm;
      const double b = g * g * norm;
      put(c, lane, (const double[]){a1, a2, b, 2.0 * b, b, a2, a1, 1.0});
    } else {
      put(c, lane, (const double[]){0, 0, k + 1 == n_bands ? 1.0 : 0.0, 0, 0, 1.0, 0, 0});
    }
  }
}

size_t lq_crossover_tail_frames(const double* const edges_hz, const unsigned n_bands,
                                const double rate_hz)
{
  size_t n = 0;
  for (unsigned k = 0; k + 1 < n_bands; ++k) {
    const double         g = warp(edges_hz[k], rate_hz);
    const lq_section     s = {.n0 = g * g, .d1 = LQ_BUTTERWORTH_K * g, .d0 = g * g};
    const lq_biquad_coef c = lq_biquad_design(&s);
    n += 3 * lq_cascade_tail_frames(&c, 1); // low-pass twice, all-pass
  }
  return n;
}
