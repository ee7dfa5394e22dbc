// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "check.h"

#include "base/arena.h"
#include "base/rng.h"
#include "dsp/bank.h"
#include "dsp/eq_band.h"
#include "dsp/simd.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N = 9600, MOST = 12, FIRST = 4801, SECOND = FIRST + LQ_GRID_FRAMES };

static const lq_band bands[] = {{LQ_BAND_BELL, 10, 18, 40},       {LQ_BAND_LOW_SHELF, 80, -6, 0.7},
                                {LQ_BAND_BELL, 310, 9, 4},        {LQ_BAND_NOTCH, 50, 0, 10},
                                {LQ_BAND_HIGH_SHELF, 9000, 5, 1}, {LQ_BAND_BELL, 16000, -12, 2}};

// One section a band is enough here; the second set is the first one turned round.
static void fill(lq_biquad_coef* const c, const unsigned n, const unsigned set)
{
  for (unsigned i = 0; i < n; ++i) {
    const unsigned k = (set ? n - 1 - i : i) % (sizeof bands / sizeof *bands);
    lq_section     s[LQ_BAND_SECTIONS];
    c[i] = lq_band_design(&bands[k], 48000, s) ? lq_biquad_design(&s[0])
                                               : (lq_biquad_coef)LQ_BIQUAD_IDENTITY;
  }
}

typedef struct {
  void*    memory;
  lq_bank* bank;
} rig;

static rig rig_new(const unsigned n_slots, const unsigned n_channels, const lq_simd* const simd)
{
  lq_arena arena = {0};
  (void)lq_bank_prepare(&arena, n_slots, n_channels, simd);
  rig r  = {.memory = lq_alloc_aligned(arena.used)};
  arena  = (lq_arena){.base = r.memory, .size = arena.used};
  r.bank = lq_bank_prepare(&arena, n_slots, n_channels, simd);
  return r;
}

// The plain loop, frame by frame, section by section, coefficients on straight lines.
typedef struct {
  lq_biquad_coef from, to;
  double         s1, s2;
} slow;

static double slow_step(slow* const f, const double x, const double t)
{
  const lq_biquad_coef *a = &f->from, *b = &f->to;
  const double          p = a->p + t * (b->p - a->p), q = a->q + t * (b->q - a->q);
  const double          r = a->r + t * (b->r - a->r), d = a->d + t * (b->d - a->d);
  const double          c1 = a->c1 + t * (b->c1 - a->c1), c2 = a->c2 + t * (b->c2 - a->c2);
  const double          e = x - f->s2, y = d * x + c1 * f->s1 + c2 * f->s2;
  f->s2 += q * f->s1 + r * e;
  f->s1 = p * f->s1 + q * e;
  return y;
}

static void noise(float* const x, const uint64_t seed)
{
  for (size_t i = 0; i < N; ++i) {
    x[i] = (float)((double)(lq_rng_at(seed, i) >> 11U) * 0x1p-52 - 1.0) * 0.5F;
  }
}

static double error_db(const double* const want, const float* const got)
{
  double signal = 0, error = 0;
  for (size_t i = 0; i < N; ++i) {
    signal += want[i] * want[i];
    error += (want[i] - (double)got[i]) * (want[i] - (double)got[i]);
  }
  return 10 * log10(error / signal);
}

// Set 0, then to set 1, and back at once when that is reached; in blocks of `block` frames. The
// first change comes in the middle of a step.
static void run(const rig* const r, const unsigned n_slots, float* const* const x,
                const size_t block)
{
  lq_biquad_coef c[2][MOST];
  fill(c[0], n_slots, 0);
  fill(c[1], n_slots, 1);
  lq_bank_reset(r->bank);
  lq_bank_to(r->bank, c[0]);
  for (size_t at = 0, n; at < N; at += n) {
    const size_t stop = at < FIRST ? FIRST : at < SECOND ? SECOND : N;
    if (at == FIRST || at == SECOND) {
      lq_bank_to(r->bank, c[at == FIRST]);
    }
    n = stop - at < block ? stop - at : block;
    lq_bank_process(r->bank, (float*[]){x[0] + at, x[1] + at}, n);
  }
}

static void run_slow(const unsigned n_slots, const float* const x, double* const y)
{
  lq_biquad_coef c[2][MOST];
  slow           f[MOST] = {{.s1 = 0}};
  fill(c[0], n_slots, 0);
  fill(c[1], n_slots, 1);
  for (size_t i = 0; i < N; ++i) {
    const bool there = i >= FIRST && i < SECOND;
    const bool back  = i >= SECOND && i < SECOND + LQ_GRID_FRAMES;
    y[i]             = (double)x[i];
    for (unsigned k = 0; k < n_slots; ++k) {
      f[k].from = c[back][k];
      f[k].to   = c[there][k];
      y[i]      = slow_step(&f[k], y[i],
                       there || back ? (double)((i - FIRST) % LQ_GRID_FRAMES + 1) / LQ_GRID_FRAMES
                                          : 1);
    }
  }
}

static void four_frames_a_step_are_the_plain_loop(void) // fixed: noise, 48 kHz, two changes
{
  static float  x[2][N], in[2][N];
  static double want[N];
  noise(in[0], 1);
  noise(in[1], 2);
  for (unsigned n_channels = 1; n_channels <= 2; ++n_channels) {
    for (unsigned n = 1; n <= MOST; ++n) {
      const rig r = rig_new(n, n_channels, lq_simd_best());
      memcpy(x, in, sizeof x);
      run(&r, n, (float*[]){x[0], x[1]}, 1024);
      for (unsigned c = 0; c < n_channels; ++c) {
        run_slow(n, in[c], want);
        CHECK_AT_MOST(error_db(want, x[c]), -145); // floats at the end, and between passes
      }
      free(r.memory);
    }
  }
}

static void cuts_and_levels_do_not_matter(void) // fixed: the same; blocks of 1 to 11 frames
{
  static float in[2][N], want[2][N], x[2][N];
  noise(in[0], 3);
  noise(in[1], 4);
  for (unsigned n = 3; n <= MOST; n += 3) {
    for (unsigned level = 0; level < lq_simd_count(); ++level) {
      const lq_simd* const simd = lq_simd_find(lq_simd_level(level)->name);
      const rig            r    = rig_new(n, 2, simd ? simd : lq_simd_best());
      for (size_t block = 1; block <= 11; ++block) {
        memcpy(x, in, sizeof x);
        run(&r, n, (float*[]){x[0], x[1]}, block);
        if (!level && block == 1) {
          memcpy(want, x, sizeof want);
        }
        CHECK(!memcmp(want, x, sizeof want));
      }
      free(r.memory);
    }
  }
}

// A zero of some lies on a pole, which cannot be seen from outside; each goes on to a low-pass.
static void what_a_zero_takes_away_is_still_right(void) // fixed: noise, 48 kHz, one change
{
  static float         x[2][N];
  static double        want[N];
  const lq_section     low        = {0, 0, 0.02, 0.3, 0.02};
  const lq_section     sections[] = {{1, 0.5, 0.04, 0.3, 0.02},   // (s + 0.1)(s + 0.4)
                                     {0, 1, -1, 0.5, 0.5},        // answers a frame late: d is 0
                                     {1, -0.3, 0.02, 0.3, 0.02}}; // all-pass
  const lq_biquad_coef next       = lq_biquad_design(&low);
  for (unsigned i = 0; i < sizeof sections / sizeof *sections; ++i) {
    const lq_biquad_coef c = lq_biquad_design(&sections[i]);
    const rig            r = rig_new(1, 1, lq_simd_best());
    slow                 f = {.from = c, .to = next};
    noise(x[0], 5);
    for (size_t k = 0; k < N; ++k) {
      const double t = k < SECOND ? 0 : (double)(k - SECOND + 1) / LQ_GRID_FRAMES;
      want[k]        = slow_step(&f, (double)x[0][k], t < 1 ? t : 1);
    }
    lq_bank_reset(r.bank);
    lq_bank_to(r.bank, &c);
    lq_bank_process(r.bank, (float*[]){x[0], x[1]}, SECOND);
    lq_bank_to(r.bank, &next);
    lq_bank_process(r.bank, (float*[]){x[0] + SECOND, x[1]}, N - SECOND);
    CHECK_AT_MOST(error_db(want, x[0]), -145);
    free(r.memory);
  }
}

static const check_test tests[] = {CHECK_TEST(four_frames_a_step_are_the_plain_loop),
                                   CHECK_TEST(cuts_and_levels_do_not_matter),
                                   CHECK_TEST(what_a_zero_takes_away_is_still_right)};
CHECK_MAIN(tests)
