// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/kweight.h"

#include "base/arena.h"
#include "base/maths.h"

#include <stdlib.h>
#include <string.h>

// The tables of BS.1770-5, to the digit.
static const lq_kweight_coef at_48_khz = {.b0 = 1.53512485958697,
                                          .b1 = -2.69169618940638,
                                          .b2 = 1.19839281085285,
                                          .a1 = -1.69065929318241,
                                          .a2 = 0.73248077421585,
                                          .c1 = -1.99004745483398,
                                          .c2 = 0.99007225036621};

lq_kweight_coef lq_kweight_design(const double rate_hz)
{
  if (rate_hz == 48000.0) {
    return at_48_khz;
  }
  // The analogue parameters that the bilinear transform at 48 kHz takes to the tables above.
  static const double shelf_hz = 1681.974450955533, shelf_q = 0.7071752369554196;
  static const double gain_db = 3.999843853973347, middle_power = 0.4996667741545416;
  static const double high_hz = 38.13547087602444, high_q = 0.5003270373238773;

  const double    high = lq_db_to_lin(gain_db);
  const double    mid  = lq_pow(high, middle_power);
  const double    k    = lq_tan(LQ_PI * shelf_hz / rate_hz);
  const double    a0   = 1.0 + k / shelf_q + k * k;
  lq_kweight_coef c    = {.b0 = (high + mid * k / shelf_q + k * k) / a0,
                          .b1 = 2.0 * (k * k - high) / a0,
                          .b2 = (high - mid * k / shelf_q + k * k) / a0,
                          .a1 = 2.0 * (k * k - 1.0) / a0,
                          .a2 = (1.0 - k / shelf_q + k * k) / a0};
  const double    h    = lq_tan(LQ_PI * high_hz / rate_hz);
  const double    h0   = 1.0 + h / high_q + h * h;
  c.c1                 = 2.0 * (h * h - 1.0) / h0;
  c.c2                 = (1.0 - h / high_q + h * h) / h0;
  // Zeros of exactly 1 -2 1 lift the pass band by h0: 0.043 dB at 48 kHz, which belongs to the
  // standard's response. Give every rate that lift, not its own.
  const double g    = lq_tan(LQ_PI * high_hz / 48000.0);
  const double lift = (1.0 + g / high_q + g * g) / h0;
  c.b0 *= lift;
  c.b1 *= lift;
  c.b2 *= lift;
  return c;
}

double lq_kweight_frame(const lq_kweight_coef* const c, lq_kweight_state* const s, const double x)
{
  const double v = c->b0 * x + s->s[0];
  const double y = v + s->s[2];
  s->s[0]        = (c->b1 * x + s->s[1]) - c->a1 * v;
  s->s[1]        = c->b2 * x - c->a2 * v;
  s->s[2]        = (s->s[3] - (v + v)) - c->c1 * y;
  s->s[3]        = v - c->c2 * y;
  return y;
}

lq_status lq_kweight_new(lq_kweight* const k, const double rate_hz, const size_t max_hop)
{
  double* const memory = lq_alloc_aligned(max_hop * LQ_KWEIGHT_STATES * sizeof *memory);
  if (!memory) {
    return LQ_ERR_MEMORY;
  }
  *k = (lq_kweight){.coef = lq_kweight_design(rate_hz), .max_hop = max_hop, .memory = memory};
  lq_kweight_state s = {{0}};
  for (size_t m = 0; m < max_hop; ++m) {
    (void)lq_kweight_frame(&k->coef, &s, m ? 0.0 : 1.0);
    memcpy(memory + m * LQ_KWEIGHT_STATES, s.s, sizeof s.s);
  }
  for (unsigned from = 0; from < LQ_KWEIGHT_STATES; ++from) {
    s         = (lq_kweight_state){{0}};
    s.s[from] = 1.0;
    for (size_t m = 0; m < max_hop; ++m) {
      memcpy(k->power[0][from], s.s, sizeof s.s);
      (void)lq_kweight_frame(&k->coef, &s, 0.0);
    }
    memcpy(k->power[1][from], s.s, sizeof s.s);
  }
  return LQ_OK;
}

void lq_kweight_free(lq_kweight* const k)
{
  free(k->memory);
  k->memory = NULL;
}
