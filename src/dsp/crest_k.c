// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/crest.h"

#include "dsp/kernels.h"

#include <stdint.h>
#include <string.h>

enum { LANES = LQ_CREST_LANES, FLUSH = 256 };

typedef float   lanes __attribute__((vector_size(LANES * sizeof(float))));
typedef int32_t words __attribute__((vector_size(LANES * sizeof(int32_t))));

static inline lanes load(const float* const p)
{
  lanes v;
  memcpy(&v, p, sizeof v);
  return v;
}

static void run(const lq_crest_coef* const c, lq_crest_state* const s, const float* const x,
                const size_t n_frames, float* const peak, double* const sum)
{
  const lanes a1 = load(c->a1), a2 = load(c->a2), a3 = load(c->a3);
  const lanes k = load(c->k), direct = load(c->direct), second = 1.0F - direct;
  lanes       p = load(s->ic[0]), q = load(s->ic[1]), u = load(s->ic[2]), v = load(s->ic[3]);
  lanes       top = load(peak);
  for (size_t at = 0; at < n_frames; at += FLUSH) {
    const size_t end    = n_frames - at < FLUSH ? n_frames : at + FLUSH;
    lanes        energy = {0}; // in float over a short while, then in double
    for (size_t i = at; i < end; ++i) {
      const lanes d   = x[i] - q;
      const lanes v1  = a1 * p + a2 * d;
      const lanes v2  = q + a2 * p + a3 * d;
      p               = 2.0F * v1 - p;
      q               = 2.0F * v2 - q;
      const lanes one = direct * x[i] + k * v1;
      // The second filter is the first again; a turn does not pass it.
      const lanes e  = one - v;
      const lanes w1 = a1 * u + a2 * e;
      const lanes w2 = v + a2 * u + a3 * e;
      u              = 2.0F * w1 - u;
      v              = 2.0F * w2 - v;
      const lanes y  = direct * one + second * k * w1;
      const lanes a  = (lanes)((words)y & 0x7FFFFFFF);
      const words up = a > top;
      top            = (lanes)(((words)a & up) | ((words)top & ~up));
      energy += y * y;
    }
    for (size_t j = 0; j < LANES; ++j) {
      sum[j] += (double)energy[j];
    }
  }
  memcpy(s->ic[0], &p, sizeof p);
  memcpy(s->ic[1], &q, sizeof q);
  memcpy(s->ic[2], &u, sizeof u);
  memcpy(s->ic[3], &v, sizeof v);
  memcpy(peak, &top, sizeof top);
}

extern const lq_crest_kernels LQ_KERNELS(crest);
const lq_crest_kernels        LQ_KERNELS(crest) = {.run = run};
