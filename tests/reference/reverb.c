// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The reverb's network against a plain double loop, frame by frame with a written-out matrix.
#include "proc_tools.h"

#include "dsp/fdn.h"
#include "proc/reverb.h"

enum { N = 64 * 750, RING = 1 << 14, LINES = LQ_FDN_LINES };
static const double RATE = 48000;

static const lq_fdn_kind KIND = {.shortest_ms    = 12,
                                 .longest_ms     = 50,
                                 .allpass_ms     = 8,
                                 .allpass_gain   = 0.6,
                                 .early_first_ms = 3,
                                 .early_last_ms  = 40,
                                 .early_share    = 0.2,
                                 .seed           = 7};

static const lq_fdn_values VALUES = {.decay_sec  = 1.7,
                                     .low_ratio  = 1.4,
                                     .high_ratio = 0.4,
                                     .low_hz     = 300,
                                     .high_hz    = 3500,
                                     .early_lin  = 1.2};

typedef struct {
  double x[RING];
} memory;

static double past(const memory* const m, const size_t now, const size_t delay)
{
  return now >= delay ? m->x[(now - delay) % RING] : 0;
}

// The loop as the docs write it: lines, rotations (fixed here), Hadamard, injection, damping.
typedef struct {
  memory lines[LINES], early[2], allpasses[2][LQ_FDN_ALLPASSES];
  double low[LINES], high[LINES];
} plain;

static double damp(plain* const p, const lq_fdn* const f, const unsigned i, const double x)
{
  const double y =
      f->damping.straight[i] * x + f->damping.low[i] * p->low[i] + f->damping.high[i] * p->high[i];
  p->low[i] += (1.0 - f->damping.low_pole[i]) * (x - p->low[i]);
  p->high[i] += (1.0 - f->damping.high_pole[i]) * (x - p->high[i]);
  return y;
}

static void turn(const lq_fdn* const f, double* const v)
{
  for (unsigned k = 0; k < LQ_FDN_PAIRS; ++k) {
    const double a = v[2 * k], b = v[2 * k + 1];
    v[2 * k]     = f->cosine[k] * a - f->sine[k] * b;
    v[2 * k + 1] = f->sine[k] * a + f->cosine[k] * b;
  }
}

static void plain_frame(plain* const p, const lq_fdn* const f, const size_t now, const double in[2],
                        double out[2])
{
  double v[LINES], x[2];
  for (unsigned c = 0; c < 2; ++c) {
    x[c] = in[c];
    for (unsigned k = 0; k < LQ_FDN_ALLPASSES; ++k) {
      if (k == LQ_FDN_SOFT) {
        p->early[c].x[now % RING] = x[c];
      }
      const double g   = f->allpass_gain;
      const double d   = past(&p->allpasses[c][k], now, f->allpasses[c][k].delay_frames);
      const double sum = x[c] + g * d;

      p->allpasses[c][k].x[now % RING] = sum;
      x[c]                             = d - g * sum;
    }
  }
  for (unsigned c = 0; c < 2; ++c) {
    out[c] = 0;
    for (unsigned k = 0; k < LQ_FDN_EARLY; ++k) {
      const lq_fdn_tap* const t = &f->taps[c][k];
      out[c] += f->early_lin * t->gain_lin * past(&p->early[t->from], now, t->delay_frames);
    }
  }
  for (unsigned i = 0; i < LINES; ++i) {
    v[i] = past(&p->lines[i], now, f->lines[i].delay_frames);
    out[i % 2] += f->late_lin * f->out_gain[i] * v[i];
  }
  turn(f, v);
  for (unsigned i = 0; i < LINES; ++i) {
    double sum = 0;
    for (unsigned k = 0; k < LINES; ++k) {
      sum += (__builtin_popcount(i & k) % 2 ? -0.25 : 0.25) * v[k];
    }
    p->lines[i].x[now % RING] = damp(p, f, i, sum + f->in_gain[i] * x[i % 2]);
  }
}

static double network_snr_db(const double turn_amount)
{
  static float  io[2][N];
  static double want[2][N];
  lq_arena      arena = {0};
  lq_fdn_prepare(&arena, &KIND, RATE);
  void* const   base = lq_alloc_aligned(arena.used);
  plain* const  p    = calloc(1, sizeof *p);
  lq_fdn_values v    = VALUES;
  v.turn_amount      = turn_amount;
  arena              = (lq_arena){.base = base, .size = arena.used};
  lq_fdn* const f    = lq_fdn_prepare(&arena, &KIND, RATE);
  lq_fdn_reset(f);
  lq_fdn_update(f, &v);
  fill_noise(io[0], N / 4, 0.5, 1);
  fill_noise(io[1], N / 4, 0.5, 2);
  memset(io[0] + N / 4, 0, (N - N / 4) * sizeof(float));
  memset(io[1] + N / 4, 0, (N - N / 4) * sizeof(float));
  for (size_t i = 0; i < N; ++i) {
    double out[2];
    plain_frame(p, f, i, (double[2]){io[0][i], io[1][i]}, out);
    want[0][i] = out[0];
    want[1][i] = out[1];
  }
  for (size_t at = 0; at < N; at += 64) {
    lq_fdn_step(f, lq_simd_best(), (const float* [2]){io[0] + at, io[1] + at},
                (float* [2]){io[0] + at, io[1] + at});
  }
  const double snr = fmin(snr_db(io[0], want[0], N), snr_db(io[1], want[1], N));
  free(p);
  free(base);
  return snr;
}

static void
the_network_is_what_the_docs_write(void) // fixed: no modulation, 0.25 s noise, 0.75 s tail
{
  const double snr = network_snr_db(0);
  printf("# SNR %.1f dB\n", snr);
  CHECK_AT_MOST(110, snr);
}

static void modulation_moves_the_matrix(void) // the same comparison falls apart when it turns
{
  CHECK_AT_MOST(network_snr_db(0.5), 20);
}

static void every_pass_is_lossless_but_for_damping(void) // -60 dB after the decay, each line
{
  lq_arena arena = {0};
  lq_fdn_prepare(&arena, &KIND, RATE);
  void* const base = lq_alloc_aligned(arena.used);
  arena            = (lq_arena){.base = base, .size = arena.used};
  lq_fdn* const f  = lq_fdn_prepare(&arena, &KIND, RATE);
  lq_fdn_reset(f);
  lq_fdn_update(f, &VALUES);
  for (unsigned i = 0; i < LINES; ++i) {
    const double passes = VALUES.decay_sec * RATE / (double)f->lines[i].delay_frames;
    // At 0 Hz both one-poles rest at x; far up they rest at nothing. Whole gains:
    const double dc = f->damping.straight[i] + f->damping.low[i] + f->damping.high[i];
    CHECK_NEAR(20 * log10(dc) * passes * VALUES.low_ratio, -60, 0.05);
    for (double hz = 20; hz < 24000; hz *= 1.1) { // below 1 everywhere: stable
      const double w  = 2 * LQ_PI * hz / RATE;
      double       re = f->damping.straight[i], im = 0;
      const double poles[2] = {f->damping.low_pole[i], f->damping.high_pole[i]};
      const double gains[2] = {f->damping.low[i], f->damping.high[i]};
      for (int k = 0; k < 2; ++k) { // (1 - p) / (z - p)
        const double a = cos(w) - poles[k], b = sin(w), g = gains[k] * (1 - poles[k]);
        re += g * a / (a * a + b * b);
        im -= g * b / (a * a + b * b);
      }
      CHECK_AT_MOST(re * re + im * im, 0.999999);
      if (fabs(hz / sqrt(300 * 3500.0) - 1) < 0.04) {
        CHECK_NEAR(10 * log10(re * re + im * im) * passes, -60, 1.2);
      }
    }
  }
  free(base);
}

static void line_lengths_are_prime_and_fair(void)
{
  for (unsigned k = 0; k < 4; ++k) {
    const double rate  = (double[]){44100, 48000, 96000, 192000}[k];
    lq_arena     arena = {0};
    lq_fdn_prepare(&arena, &KIND, rate);
    void* const base     = lq_alloc_aligned(arena.used);
    arena                = (lq_arena){.base = base, .size = arena.used};
    const lq_fdn* f      = lq_fdn_prepare(&arena, &KIND, rate);
    double        sum[2] = {0};
    for (unsigned i = 0; i < LINES; ++i) {
      const size_t n = f->lines[i].delay_frames;
      sum[i % 2] += (double)n;
      for (size_t d = 2; d * d <= n; ++d) {
        CHECK(n % d != 0);
      }
      for (unsigned m = 0; m < i; ++m) {
        CHECK(f->lines[m].delay_frames != n);
      }
    }
    CHECK_NEAR(sum[0] / sum[1], 1, 0.05); // both ears hear equally long lines
    free(base);
  }
}

static const check_test tests[] = {CHECK_TEST(the_network_is_what_the_docs_write),
                                   CHECK_TEST(modulation_moves_the_matrix),
                                   CHECK_TEST(every_pass_is_lossless_but_for_damping),
                                   CHECK_TEST(line_lengths_are_prime_and_fair)};
CHECK_MAIN(tests)
