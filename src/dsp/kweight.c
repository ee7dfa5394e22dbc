// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/kweight.h"

#include "base/arena.h"
#include "base/maths.h"

#include <math.h>
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

// The analogue parameters that the bilinear transform at 48 kHz takes to the tables above.
static const double shelf_hz = 1681.974450955533, shelf_q = 0.7071752369554196;
static const double gain_db = 3.999843853973347, middle_power = 0.4996667741545416;
static const double high_hz = 38.13547087602444, high_q = 0.5003270373238773;

static void design_high_pass(lq_kweight_coef* const c, const double rate_hz)
{
  const double h  = lq_tan(LQ_PI * high_hz / rate_hz);
  const double h0 = 1.0 + h / high_q + h * h;
  c->c1           = 2.0 * (h * h - 1.0) / h0;
  c->c2           = (1.0 - h / high_q + h * h) / h0;
}

// Zeros of exactly 1 -2 1 lift the pass band by h0: 0.043 dB at 48 kHz, which belongs to the
// standard's response. Give every rate that lift, not its own.
static void lift(lq_kweight_coef* const c, const double rate_hz)
{
  const double h    = lq_tan(LQ_PI * high_hz / rate_hz);
  const double g    = lq_tan(LQ_PI * high_hz / 48000.0);
  const double gain = (1.0 + g / high_q + g * g) / (1.0 + h / high_q + h * h);
  c->b0 *= gain;
  c->b1 *= gain;
  c->b2 *= gain;
}

// |b0 + b1 z^-1 + b2 z^-2|^2 at a place in the spectrum, as a sum of three shapes.
static double quadratic(const double b0, const double b1, const double b2, const double sine)
{
  const double s = sine * sine; // of half the angle
  return (b0 + b1 + b2) * (b0 + b1 + b2) * (1.0 - s) + (b0 - b1 + b2) * (b0 - b1 + b2) * s -
         16.0 * b0 * b2 * s * (1.0 - s);
}

// Power of the standard's own shelf at 48 kHz.
static double wanted(const double hz)
{
  const lq_kweight_coef* const k    = &at_48_khz;
  const double                 sine = lq_sin(LQ_PI * hz / 48000.0);
  return quadratic(k->b0, k->b1, k->b2, sine) / quadratic(1.0, k->a1, k->a2, sine);
}

// Where the rate is low the bilinear transform turns the shelf too early. Here its poles decay as
// the analogue ones do, and its zeros are such that the power at 0 Hz, at the corner and at half
// the rate is the standard's. M. Vicanek, "Matched second order digital filters", 2016.
static lq_kweight_coef matched(const double rate_hz)
{
  const double    w     = 2.0 * LQ_PI * shelf_hz / rate_hz;
  const double    decay = 0.5 / shelf_q;
  const double    e     = lq_exp(-decay * w);
  lq_kweight_coef c     = {.a1 = -2.0 * e * lq_cos(w * sqrt(1.0 - decay * decay)), .a2 = e * e};
  const double    sine  = lq_sin(0.5 * w);
  const double    s     = sine * sine;
  const double    at_0  = 1.0 + c.a1 + c.a2;
  const double    at_pi = (1.0 - c.a1 + c.a2) * sqrt(wanted(0.5 * rate_hz));
  const double    whole = wanted(shelf_hz) * quadratic(1.0, c.a1, c.a2, sine);
  const double    rest =
      (whole - at_0 * at_0 * (1.0 - s) - at_pi * at_pi * s) / (4.0 * s * (1.0 - s)); // -4 b0 b2
  const double half = 0.5 * (at_0 + at_pi);
  c.b0              = 0.5 * (half + sqrt(half * half + rest));
  c.b1              = 0.5 * (at_0 - at_pi);
  c.b2              = -rest / (4.0 * c.b0);
  return c;
}

// The bilinear transform of the analogue shelf.
static lq_kweight_coef warped(const double rate_hz)
{
  const double high = lq_db_to_lin(gain_db);
  const double mid  = lq_pow(high, middle_power);
  const double k    = lq_tan(LQ_PI * shelf_hz / rate_hz);
  const double a0   = 1.0 + k / shelf_q + k * k;
  return (lq_kweight_coef){.b0 = (high + mid * k / shelf_q + k * k) / a0,
                           .b1 = 2.0 * (k * k - high) / a0,
                           .b2 = (high - mid * k / shelf_q + k * k) / a0,
                           .a1 = 2.0 * (k * k - 1.0) / a0,
                           .a2 = (1.0 - k / shelf_q + k * k) / a0};
}

lq_kweight_coef lq_kweight_design(const double rate_hz)
{
  if (rate_hz == 48000.0) {
    return at_48_khz;
  }
  static const double low_rate_hz = 40000.0;
  lq_kweight_coef     c           = rate_hz < low_rate_hz ? matched(rate_hz) : warped(rate_hz);
  design_high_pass(&c, rate_hz);
  lift(&c, rate_hz);
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
