// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Up and down again: how flat, how late, what images and aliases are left, and a plain double
// convolution beside it.
#include "proc_tools.h"

#include "dsp/oversample.h"

enum { N = 8192, STEP = LQ_OVERSAMPLE_FRAMES, MOST = LQ_OVERSAMPLE_MOST };
static const double RATE = 44100;

typedef struct {
  unsigned       factor;
  lq_oversample* o;
  void*          memory;
} machine;

static machine make(const unsigned factor)
{
  machine  m     = {.factor = factor};
  lq_arena arena = {0};
  lq_oversample_prepare(&arena, factor, 1);
  m.memory = lq_alloc_aligned(arena.used);
  arena    = (lq_arena){.base = m.memory, .size = arena.used};
  m.o      = lq_oversample_prepare(&arena, factor, 1);
  return m;
}

// x up into fast, the fast signal in `instead` (or what came up) down into y.
static void run(machine* const m, const float* const x, float* const fast,
                const float* const instead, float* const y)
{
  lq_oversample_reset(m->o);
  for (size_t at = 0; at < N; at += STEP) {
    const lq_oversample_planes p = lq_oversample_up(m->o, lq_simd_best(), 0, x + at, STEP);
    for (size_t i = 0; i < STEP; ++i) {
      for (unsigned k = 0; k < m->factor; ++k) {
        const size_t j = (at + i) * m->factor + k;
        fast[j]        = p.from[k][i];
        p.to[k][i]     = instead ? instead[j] : fast[j];
      }
    }
    lq_oversample_down(m->o, lq_simd_best(), 0, y + at, STEP);
  }
}

static float x[N], y[N], fast[N * MOST], other[N * MOST];

static void an_impulse_comes_back_on_its_frame(void)
{
  for (unsigned factor = 2; factor <= MOST; factor *= 2) {
    machine      m    = make(factor);
    const size_t late = lq_oversample_latency(factor);
    memset(x, 0, sizeof x);
    x[100] = 1;
    run(&m, x, fast, NULL, y);
    double asymmetry = 0;
    for (size_t i = 1; i < 100; ++i) {
      asymmetry = fmax(asymmetry, fabs((double)y[100 + late + i] - y[100 + late - i]));
    }
    printf("# %ux: %zu frames late, peak %.6f, asymmetry %.1e\n", factor, late, y[100 + late],
           asymmetry);
    CHECK_AT_MOST(asymmetry, 1e-7); // linear phase about a whole frame
    CHECK(y[100 + late] > 0.9F);
    free(m.memory);
  }
}

static void flat_to_20_khz(void) // fixed: 44.1 kHz
{
  for (unsigned factor = 2; factor <= MOST; factor *= 2) {
    machine m     = make(factor);
    double  least = 0, most = 0;
    for (double f = 100; f <= 20000; f = f < 18000 ? f * 1.3 : f + 100) {
      fill_sine(x, N, 0.5, f, RATE);
      run(&m, x, fast, NULL, y);
      const double db =
          tone_level_db(y + 1024, N - 2048, f, RATE) - tone_level_db(x + 1024, N - 2048, f, RATE);
      least = fmin(least, db);
      most  = fmax(most, db);
    }
    printf("# %ux: %+.6f to %+.6f dB\n", factor, least, most);
    CHECK_AT_MOST(-least, 0.001);
    CHECK_AT_MOST(most, 0.001);
    free(m.memory);
  }
}

static void images_stay_out(void) // of a tone of full scale up to 20 kHz, at every multiple
{
  for (unsigned factor = 2; factor <= MOST; factor *= 2) {
    machine m    = make(factor);
    double  most = -300;
    for (double f = 317; f <= 20000; f += 1789) {
      fill_sine(x, N, 1, f, RATE);
      run(&m, x, fast, NULL, y);
      for (unsigned k = 1; k <= factor / 2; ++k) {
        for (int side = -1; side <= 1; side += 2) {
          const double image = k * RATE + side * f;
          if (image < factor * RATE / 2) {
            const double db = tone_level_db(fast + (size_t)1024 * factor,
                                            (size_t)(N - 2048) * factor, image, factor * RATE);
            most            = fmax(most, db);
          }
        }
      }
    }
    printf("# %ux: images at most %.1f dB\n", factor, most);
    CHECK_AT_MOST(most, -113);
    free(m.memory);
  }
}

static void aliases_stay_out(void) // of a fast tone of full scale beyond 24.1 kHz, anywhere
{
  for (unsigned factor = 2; factor <= MOST; factor *= 2) {
    machine m    = make(factor);
    double  most = -300;
    memset(x, 0, sizeof x);
    for (double f = 24100; f < factor * RATE / 2; f += 1009) {
      fill_sine(other, (size_t)N * factor, 1, f, factor * RATE);
      run(&m, x, fast, other, y);
      double peak = 0;
      for (size_t i = 1024; i < N; ++i) {
        peak = fmax(peak, fabs(y[i]));
      }
      most = fmax(most, 20 * log10(peak));
    }
    printf("# %ux: aliases at most %.1f dB\n", factor, most);
    CHECK_AT_MOST(most, -113);
    free(m.memory);
  }
}

// One half-band step up in double: zeros between, then every tap of the filter.
static void the_first_step_is_a_convolution(void)
{
  enum { H = LQ_OVERSAMPLE_HALF, TAPS = 4 * H - 1 };
  machine       m = make(2);
  static double want[2 * N], tap[TAPS];
  double        sum = 0, top = 0;
  const double  beta = 11.65;
  for (int k = 0; k < 200; ++k) { // I0(beta)
    double term = 1;
    for (int j = 1; j <= k; ++j) {
      term *= beta / 2 / j;
    }
    top += term * term;
  }
  for (int k = 0; k < TAPS; ++k) {
    const double t = (k - (2 * H - 1)) / 2.0, r = t / H, b = beta * sqrt(1 - r * r);
    double       w = 0, term = 1;
    for (int j = 0; j < 60; term *= b / 2 / ++j) {
      w += term * term;
    }
    tap[k] = (t == 0 ? 1 : sin(LQ_PI * t) / (LQ_PI * t)) * w / top;
    sum += k % 2 ? 0 : tap[k]; // between the input's samples
  }
  for (int k = 0; k < TAPS; k += 2) {
    tap[k] /= sum;
  }
  fill_noise(x, N, 1, 3);
  run(&m, x, fast, NULL, y);
  for (size_t j = 0; j < 2 * N; ++j) {
    want[j] = 0;
    for (size_t k = 0; k < TAPS && k + 1 <= j; ++k) {
      const size_t i = j - k - 1; // 2 H late in all
      want[j] += i % 2 ? 0 : tap[k] * x[i / 2];
    }
  }
  const double snr = snr_db(fast, want, 2 * N);
  printf("# %.1f dB\n", snr);
  CHECK(snr > 130);
  free(m.memory);
}

static const check_test tests[] = {CHECK_TEST(an_impulse_comes_back_on_its_frame),
                                   CHECK_TEST(flat_to_20_khz), CHECK_TEST(images_stay_out),
                                   CHECK_TEST(aliases_stay_out),
                                   CHECK_TEST(the_first_step_is_a_convolution)};
CHECK_MAIN(tests)
