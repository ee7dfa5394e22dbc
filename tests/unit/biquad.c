// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc_tools.h"

#include "dsp/bank.h"
#include "dsp/biquad.h"

static double chance(const uint64_t i)
{
  return (double)(lq_rng_at(11, i) >> 11U) * 0x1p-53;
}

static lq_biquad_coef any_coef(const uint64_t i)
{
  const double     g = pow(10, -5 + 8 * chance(3 * i)), k = pow(10, -3 + 5 * chance(3 * i + 1));
  const lq_section s = {.n2 = chance(3 * i + 2), .n1 = g, .n0 = g * g, .d1 = g * k, .d0 = g * g};
  return lq_biquad_design(&s);
}

// Largest singular value of [[p, -q], [q, 1 - r]].
static double norm_of(const double p, const double q, const double r)
{
  const double a = p * p + q * q, b = -p * q + q * (1 - r), d = q * q + (1 - r) * (1 - r);
  return sqrt((a + d) / 2 + sqrt((a - d) * (a - d) / 4 + b * b));
}

// Why coefficients may move in straight lines: no mixture of two filters lengthens the state.
static void every_mixture_of_two_filters_contracts(void)
{
  double most = 0;
  for (uint64_t i = 0; i < 20000; ++i) {
    const lq_biquad_coef a = any_coef(2 * i), b = any_coef(2 * i + 1);
    const double         t = (double)(i % 11) / 10;
    most = fmax(most, norm_of(a.p + t * (b.p - a.p), a.q + t * (b.q - a.q), a.r + t * (b.r - a.r)));
  }
  CHECK_AT_MOST(most, 1 + 1e-12);
}

static void power_is_that_of_the_section(void)
{
  double worst = 0;
  for (uint64_t i = 0; i < 2000; ++i) {
    const double         g = pow(10, -4 + 5 * chance(5 * i)), k = 0.05 + 2 * chance(5 * i + 1);
    const lq_section     s = {chance(5 * i + 2) + 0.1, g * chance(5 * i + 3), g * g, g * k, g * g};
    const lq_biquad_coef c = lq_biquad_design(&s);
    const double         w = LQ_PI * chance(5 * i + 4) * 0.999, t = pow(tan(w / 2), 2);
    const double         want =
        (pow(s.n0 - s.n2 * t, 2) + s.n1 * s.n1 * t) / (pow(s.d0 - t, 2) + s.d1 * s.d1 * t);
    if (want > 1e-6) {
      worst = fmax(worst, fabs(lq_biquad_power(&c, w) / want - 1));
    }
  }
  CHECK_AT_MOST(worst, 1e-9);
}

static void tail_covers_what_rings(void) // fixed: 100 Hz, q 10 at 48 kHz
{
  static float         x[96000];
  const double         g    = tan(LQ_PI * 100 / 48000);
  const lq_section     s    = {.n2 = 0, .n1 = g / 10, .n0 = 0, .d1 = g / 10, .d0 = g * g};
  const lq_biquad_coef c    = lq_biquad_design(&s);
  const size_t         n    = lq_cascade_tail_frames(&c, 1);
  const lq_simd* const simd = lq_simd_best();
  lq_bank_pass         pass = {.n_stages = 1};
  const double         v[]  = {c.p, c.q, c.r, c.d, c.c1, c.c2};
  for (unsigned k = 0; k < LQ_BANK_COEFS; ++k) {
    pass.coef[k][LQ_BANK_LANES - 1] = v[k];
  }
  x[0] = 1;
  for (size_t at = 0; at < 96000; at += 1000) {
    simd->bank->move(&pass, 1, (float*[]){x + at}, 1000);
  }
  double peak = 0, after = 0;
  for (size_t i = 0; i < 96000; ++i) {
    peak  = fmax(peak, fabs((double)x[i]));
    after = i >= n ? fmax(after, fabs((double)x[i])) : after;
  }
  CHECK(n > 20000 && n < 96000); // 6 ln 10 * 2 q / w
  CHECK_AT_MOST(after, peak * 1.1e-6);
}

static void an_identity_slot_is_an_identity(void)
{
  const lq_section s = {1, 0.3, 0.2, 0.3, 0.2};
  lq_biquad_coef   c = lq_biquad_design(&s);
  CHECK(lq_biquad_is_identity(&c));
  c.d = 1.0001;
  CHECK(!lq_biquad_is_identity(&c));
}

static const check_test tests[] = {
    CHECK_TEST(every_mixture_of_two_filters_contracts), CHECK_TEST(power_is_that_of_the_section),
    CHECK_TEST(tail_covers_what_rings), CHECK_TEST(an_identity_slot_is_an_identity)};
CHECK_MAIN(tests)
