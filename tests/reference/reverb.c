// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The reverb's network against a plain double loop, frame by frame with a written-out matrix.
#include "proc_tools.h"

#include "dsp/cut.h"
#include "dsp/fdn.h"
#include "proc/reverb.h"

enum { N = 64 * 750, RING = 1 << 14, LINES = LQ_FDN_LINES };
static const double RATE = 48000;

static const lq_fdn_kind KIND = {.shortest_ms  = 12,
                                 .longest_ms   = 50,
                                 .spread_ms    = 13,
                                 .spread_ratio = 0.75,
                                 .early        = 0.8,
                                 .seed         = 7};

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

// The loop as the docs write it: diffusion, lines, rotations, Hadamard, damping.
typedef struct {
  memory in[2], lines[LINES], stages[2][LQ_FDN_LONG];
  double low[LINES], high[LINES];
  double turn_amount;
} plain;

static double damp(plain* const p, const lq_fdn* const f, const unsigned i, const double x)
{
  const double y =
      f->damping.straight[i] * x + f->damping.low[i] * p->low[i] + f->damping.high[i] * p->high[i];
  p->low[i] += (1.0 - f->damping.low_pole[i]) * (x - p->low[i]);
  p->high[i] += (1.0 - f->damping.high_pole[i]) * (x - p->high[i]);
  return y;
}

// Where a rotation stands at the start of a grid step: the tangent of half its angle swings on two
// parabolas a cycle, for each pair at its own speed.
static void turn_at(const double amount, const unsigned pair, const size_t step, double at[2])
{
  const double cycles = 0.137 * pair + (double)step * (0.23 + 0.11 * pair) * 64 / RATE;
  const double u      = 2 * (cycles - floor(cycles + 0.5)); // -1 to 1
  const double t      = 2.0 * amount * 4 * u * (1 - fabs(u));
  at[0]               = (1 - t * t) / (1 + t * t);
  at[1]               = 2 * t / (1 + t * t);
}

static void turn(const double amount, const size_t now, double* const v)
{
  for (unsigned p = 0; p < LQ_FDN_PAIRS; ++p) {
    double from[2], to[2];
    turn_at(amount, p, now / 64, from);
    turn_at(amount, p, now / 64 + 1, to);
    const double   part = (double)(now % 64 + 1) / 64;
    const double   c = from[0] + part * (to[0] - from[0]), s = from[1] + part * (to[1] - from[1]);
    const unsigned i = 4 * (p / 2) + p % 2;
    const double   a = v[i], b = v[i + 2];
    v[i]     = c * a - s * b;
    v[i + 2] = s * a + c * b;
  }
}

// The sign of an echo of the cluster, found by walking back through its stages.
static double echo_sign(const bool second, const unsigned k)
{
  double sign = 1;
  bool   b    = second;
  for (unsigned stage = LQ_FDN_SHORT; stage-- > 0;) {
    const bool late = k >> stage & 1;
    sign            = b && late ? -sign : sign;
    b               = late;
  }
  return sign;
}

// @param x  the two signals of a channel
static void diffuse(plain* const p, const lq_fdn* const f, const unsigned c, const size_t now,
                    const double in, double x[2])
{
  p->in[c].x[now % RING] = in;
  x[0] = x[1] = 0;
  for (unsigned k = 0; k < LQ_FDN_CLUSTER; ++k) {
    const double echo = past(&p->in[c], now, f->cluster[c][k]);
    x[0] += echo_sign(false, k) * echo;
    x[1] += echo_sign(true, k) * echo;
  }
  for (unsigned k = 0; k < LQ_FDN_LONG; ++k) {
    const size_t n    = f->stages[c][k].delay_frames;
    const double gain = pow(10, -3 * (double)n / RATE / VALUES.decay_sec);
    const double a = x[0], late = gain * past(&p->stages[c][k], now, n);

    p->stages[c][k].x[now % RING] = x[1];
    x[0]                          = a + late;
    x[1]                          = a - late;
  }
}

static void plain_frame(plain* const p, const lq_fdn* const f, const size_t now, const double in[2],
                        double out[2])
{
  double v[LINES], x[2][2], late[2] = {0};
  for (unsigned c = 0; c < 2; ++c) {
    diffuse(p, f, c, now, in[c], x[c]);
  }
  for (unsigned i = 0; i < LINES; ++i) {
    v[i] = past(&p->lines[i], now, f->lines[i].delay_frames);
    late[i % 2] += (i / 2 + i / 8) % 2 ? -v[i] : v[i];
  }
  for (unsigned c = 0; c < 2; ++c) {
    out[c] = f->late_lin * late[c] + f->early_lin * (0.8 * x[c][0] + 0.6 * x[1 - c][1]);
  }
  turn(p->turn_amount, now, v);
  for (unsigned k = 0; k < 2; ++k) {
    const unsigned row = k ? LQ_FDN_IN_2 : LQ_FDN_IN;
    v[row] += x[0][k] + x[1][k];
    v[row + 1] += x[0][k] - x[1][k];
  }
  for (unsigned i = 0; i < LINES; ++i) {
    double sum = 0;
    for (unsigned k = 0; k < LINES; ++k) {
      sum += (__builtin_popcount(i & k) % 2 ? -1 : 1) * v[k];
    }
    p->lines[i].x[now % RING] = damp(p, f, i, sum);
  }
}

// @param expected  modulation of the plain loop
static double network_snr_db(const double turn_amount, const double expected)
{
  enum { BEFORE = LQ_FDN_BEFORE };
  static float  in[2][BEFORE + N], io[2][N];
  static double want[2][N];
  lq_arena      arena = {0};
  lq_fdn_prepare(&arena, &KIND, RATE);
  void* const   base = lq_alloc_aligned(arena.used);
  plain* const  p    = calloc(1, sizeof *p);
  lq_fdn_values v    = VALUES;
  v.turn_amount      = turn_amount;
  p->turn_amount     = expected;
  arena              = (lq_arena){.base = base, .size = arena.used};
  lq_fdn* const f    = lq_fdn_prepare(&arena, &KIND, RATE);
  lq_fdn_reset(f);
  lq_fdn_update(f, &v);
  for (unsigned c = 0; c < 2; ++c) {
    memset(in[c], 0, sizeof in[c]);
    fill_noise(in[c] + BEFORE, N / 4, 0.5, 1 + c);
  }
  for (size_t i = 0; i < N; ++i) {
    double out[2];
    plain_frame(p, f, i, (double[2]){in[0][BEFORE + i], in[1][BEFORE + i]}, out);
    want[0][i] = out[0];
    want[1][i] = out[1];
  }
  for (size_t at = 0; at < N; at += 64) {
    lq_fdn_step(f, lq_simd_best(), (const float* [2]){in[0] + BEFORE + at, in[1] + BEFORE + at},
                (float* [2]){io[0] + at, io[1] + at});
  }
  const double snr = fmin(snr_db(io[0], want[0], N), snr_db(io[1], want[1], N));
  free(p);
  free(base);
  return snr;
}

static void the_network_is_what_the_docs_write(void) // fixed: 0.25 s noise, 0.75 s tail
{
  const double still = network_snr_db(0, 0), moving = network_snr_db(0.5, 0.5);
  printf("# SNR %.1f dB, with modulation %.1f dB\n", still, moving);
  CHECK_AT_MOST(110, still);
  CHECK_AT_MOST(90, moving);
}

static void modulation_moves_the_matrix(void) // the same comparison falls apart when one stands
{
  CHECK_AT_MOST(network_snr_db(0.5, 0), 20);
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
    // At 0 Hz both one-poles rest at x; far up they rest at nothing. The matrix brings 4.
    const double dc = 4.0 * (f->damping.straight[i] + f->damping.low[i] + f->damping.high[i]);
    CHECK_NEAR(20 * log10(dc) * passes * VALUES.low_ratio, -60, 0.05);
    for (double hz = 20; hz < 24000; hz *= 1.1) { // below 1 everywhere: stable
      const double w  = 2 * LQ_PI * hz / RATE;
      double       re = 4 * f->damping.straight[i], im = 0;
      const double poles[2] = {f->damping.low_pole[i], f->damping.high_pole[i]};
      const double gains[2] = {4 * f->damping.low[i], 4 * f->damping.high[i]};
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

static void a_step_of_the_cuts_is_the_plain_loop(void) // fixed: 250 Hz and 8.5 kHz; then they move
{
  static float  fast[2][N];
  static float  slow[2][N];
  static double want[N];
  lq_cut        a, b;
  lq_cut_reset(&a);
  lq_cut_reset(&b);
  for (unsigned c = 0; c < 2; ++c) {
    fill_noise(fast[c], N, 0.5, 5 + c);
    memcpy(slow[c], fast[c], sizeof slow[c]);
  }
  for (size_t at = 0; at < N; at += 64) {
    const double low_hz = at < N / 2 ? 250 : 40, high_hz = at < N / 2 ? 8500 : 15000;
    lq_cut_to(&a, low_hz, high_hz, RATE);
    lq_cut_to(&b, low_hz, high_hz, RATE);
    lq_cut_step(&a, lq_simd_best(), (float* [2]){fast[0] + at, fast[1] + at});
    lq_cut_process(&b, (float* [2]){slow[0] + at, slow[1] + at}, 64);
  }
  for (unsigned c = 0; c < 2; ++c) {
    for (size_t i = 0; i < N; ++i) {
      want[i] = slow[c][i];
    }
    const double snr = snr_db(fast[c], want, N);
    printf("# SNR %.1f dB\n", snr);
    CHECK_AT_MOST(130, snr);
  }
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
    for (unsigned c = 0; c < 2; ++c) {
      for (unsigned i = 0; i < LQ_FDN_LONG; ++i) {
        CHECK(f->stages[c][i].delay_frames > LQ_GRID_FRAMES);
      }
    }
    free(base);
  }
}

static const check_test tests[] = {
    CHECK_TEST(the_network_is_what_the_docs_write), CHECK_TEST(modulation_moves_the_matrix),
    CHECK_TEST(every_pass_is_lossless_but_for_damping),
    CHECK_TEST(a_step_of_the_cuts_is_the_plain_loop), CHECK_TEST(line_lengths_are_prime_and_fair)};
CHECK_MAIN(tests)
