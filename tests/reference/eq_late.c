// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The equaliser of linear and mixed phase: its magnitude against the analogue prototype, its sound
// against the plain sum, what rings before, what is left alone, and how it moves.
#include "proc_tools.h"

#include "dsp/dft.h"
#include "dsp/eq_late.h"
#include "proc/eq.h"

static void set_band(rig* const r, const unsigned index, const lq_band b)
{
  float* const v     = r->values + LQ_EQ_N + (size_t)index * LQ_EQ_BAND_N;
  v[LQ_EQ_BAND_TYPE] = (float)(int)b.type;
  v[LQ_EQ_BAND_FREQ] = (float)b.freq_hz;
  v[LQ_EQ_BAND_GAIN] = (float)b.gain_db;
  v[LQ_EQ_BAND_Q]    = (float)b.q;
}

static rig make(const char* const phase, const unsigned n_channels, const lq_band* const bands,
                const unsigned n_bands)
{
  rig r = rig_new(&lq_eq, 48000, n_channels, n_bands);
  rig_set(&r, "phase", phase);
  for (unsigned b = 0; b < n_bands; ++b) {
    set_band(&r, b, bands[b]);
  }
  return r;
}

typedef struct {
  lq_eq_fir* fir;
  void*      memory;
  size_t     n_taps;
} design;

static design design_new(const lq_band* const bands, const unsigned n, const double rate_hz)
{
  lq_arena measure = {0};
  design   d       = {.n_taps = lq_eq_fir_block(rate_hz) * lq_eq_fir_parts(bands, n, rate_hz)};
  lq_eq_fir_prepare(&measure, d.n_taps, rate_hz);
  d.memory       = lq_alloc_aligned(measure.used);
  lq_arena place = {.base = d.memory, .size = measure.used};
  d.fir          = lq_eq_fir_prepare(&place, d.n_taps, rate_hz);
  return d;
}

// Worst difference from the prototypes, dB, 20 Hz to 20 kHz, where they are above `least_db`.
static double worst_db(const lq_band* const bands, const unsigned n_bands, const double rate_hz,
                       const double corner_hz, const double least_db)
{
  design             d    = design_new(bands, n_bands, rate_hz);
  const size_t       n    = 4 * d.n_taps;
  lq_complex* const  x    = calloc(n, sizeof *x);
  lq_complex* const  w    = calloc(n / 2, sizeof *w);
  const float* const taps = lq_eq_fir_design(d.fir, bands, n_bands, corner_hz);
  double             most = 0;
  for (size_t i = 0; i < d.n_taps; ++i) {
    x[i].re = (double)taps[i];
  }
  x[d.n_taps / 2].re += 1;
  lq_dft_twiddles(n, w);
  lq_dft(x, n, w);
  for (size_t k = 0; k <= n / 2; ++k) {
    const double f    = (double)k * rate_hz / (double)n;
    double       want = 0;
    for (unsigned b = 0; b < n_bands; ++b) {
      want += 10 * log10(lq_band_prototype_power(&bands[b], f));
    }
    if (f >= 20 && f <= 20000 && want > least_db) {
      most = fmax(most, fabs(10 * log10(x[k].re * x[k].re + x[k].im * x[k].im) - want));
    }
  }
  free(x);
  free(w);
  free(d.memory);
  return most;
}

static void magnitude_is_the_analogue_one(void) // q as far as 0.68 s reach: 4 at 20 Hz and 6 dB
{
  static const double rates_hz[] = {44100, 48000, 96000};
  static const struct {
    double freq_hz, most_q;
  } at[]                      = {{20, 4}, {30, 6}, {60, 10}, {1000, 10}, {15000, 10}};
  static const double gains[] = {-12, 6};
  for (unsigned i = 0; i < 3; ++i) {
    double worst[2] = {0};
    for (unsigned f = 0; f < 5; ++f) {
      for (unsigned type = 0; type < LQ_BAND_N; ++type) {
        for (unsigned g = 0; type != LQ_BAND_NOTCH && g < 2; ++g) {
          for (double q = 0.5; q <= at[f].most_q; q *= i == 1 ? 2 : 8) {
            const lq_band b = {(lq_band_type)type, at[f].freq_hz, gains[g], q};
            for (unsigned mixed = 0; mixed < 2; ++mixed) {
              const double e = worst_db(&b, 1, rates_hz[i], mixed ? 300 : 0, -100);
              worst[mixed]   = fmax(worst[mixed], e);
              if (e > 0.05) {
                printf("# %u at %.0f Hz, %.0f dB, q %.1f: %.3f\n", type, b.freq_hz, b.gain_db, q,
                       e);
              }
            }
          }
        }
      }
    }
    printf("# %.0f Hz: linear %.4f dB, mixed %.4f dB\n", rates_hz[i], worst[0], worst[1]);
    CHECK_AT_MOST(worst[0], 0.05);
    CHECK_AT_MOST(worst[1], 0.05);
  }
}

static void notches_are_exact_on_their_slopes(void) // a corner of the magnitude needs endless taps
{
  static const double freqs[] = {50, 1000, 8000};
  for (unsigned f = 0; f < 3; ++f) {
    const lq_band b    = {LQ_BAND_NOTCH, freqs[f], 0, 2};
    const double  down = worst_db(&b, 1, 48000, 0, -20), full = worst_db(&b, 1, 48000, 0, -40);
    printf("# %.0f Hz: %.3f dB down to -20 dB, %.2f dB down to -40 dB\n", freqs[f], down, full);
    CHECK_AT_MOST(down, 0.5);
  }
}

static const lq_band bands[] = {{LQ_BAND_LOW_SHELF, 60, -3, 0.7},
                                {LQ_BAND_BELL, 100, 3, 1},
                                {LQ_BAND_BELL, 350, -2, 1.4},
                                {LQ_BAND_BELL, 3000, 2, 1},
                                {LQ_BAND_HIGH_SHELF, 12000, 4, 0.7}};
enum { N_BANDS = sizeof bands / sizeof *bands };

static void sound_is_the_plain_sum(void) // fixed: 48 kHz, noise, 400 frames of 81920
{
  enum { LONG = 81920, TRIES = 400 };
  static float x[2][LONG], y[2][LONG];
  rig          r = make("linear", 2, bands, N_BANDS);
  design       d = design_new(bands, N_BANDS, 48000);
  const float* h = lq_eq_fir_design(d.fir, bands, N_BANDS, 0);
  rig_start(&r);
  rig_update(&r);
  CHECK(rig_latency(&r) == d.n_taps);
  for (unsigned c = 0; c < 2; ++c) {
    fill_noise(x[c], LONG, 0.5, c + 1);
    memcpy(y[c], x[c], sizeof x[c]);
  }
  rig_run(&r, (float*[]){y[0], y[1]}, LONG, 0, 3);
  float  got[TRIES];
  double want[TRIES];
  for (size_t t = 0; t < TRIES; ++t) {
    const size_t at  = LONG / 2 + t * 97;
    double       sum = (double)x[t % 2][at - d.n_taps];
    for (size_t k = 0; k < d.n_taps; ++k) {
      sum += (double)h[k] * (double)x[t % 2][at - d.n_taps / 2 - k];
    }
    got[t]  = y[t % 2][at];
    want[t] = sum;
  }
  const double snr = snr_db(got, want, TRIES);
  printf("# %.1f dB\n", snr);
  CHECK_AT_MOST(-snr, -138);
  rig_free(&r);
  free(d.memory);
}

static void magnitude_is_that_of_minimum_phase_too(void) // which follows the same prototypes
{
  rig    r     = make("linear", 1, bands, N_BANDS);
  rig    m     = make("minimum", 1, bands, N_BANDS);
  double worst = 0;
  for (double f = 20; f <= 20000; f *= 1.03) {
    worst = fmax(worst, fabs(lq_eq.response_db(&r.spec, r.values, f) -
                             lq_eq.response_db(&m.spec, m.values, f)));
  }
  printf("# within %.3f dB\n", worst);
  CHECK_AT_MOST(worst, 0.066 * 2);
  rig_free(&r);
  rig_free(&m);
}

enum { CLICK = 40000, SPAN = 131072 };
static float click[SPAN];

// Energy of what an equaliser adds to a click, earlier than `ms` before it, dB to all of that.
static double before_db(const char* const phase, const lq_band band, const double ms)
{
  rig r = make(phase, 1, &band, 1);
  rig_start(&r);
  rig_update(&r);
  memset(click, 0, sizeof click);
  click[CLICK] = 1;
  rig_run(&r, (float*[]){click}, SPAN, 0, 2);
  const size_t at    = CLICK + rig_latency(&r);
  double       early = 1e-30, all = 1e-30;
  click[at] -= 1;
  for (size_t i = 0; i < SPAN; ++i) {
    const double e = (double)click[i] * (double)click[i];
    all += e;
    early += (double)i < (double)at - ms * 48 ? e : 0;
  }
  rig_free(&r);
  return 10 * log10(early / all);
}

static void only_linear_phase_rings_before(void)
{
  static const lq_band bass = {LQ_BAND_BELL, 100, 3, 1}, high = {LQ_BAND_BELL, 3000, 3, 1};
  static const char*   phases[] = {"minimum", "mixed", "linear"};
  double               got[3][4];
  for (unsigned p = 0; p < 3; ++p) {
    got[p][0] = before_db(phases[p], bass, 0);
    got[p][1] = before_db(phases[p], bass, 1);
    got[p][2] = before_db(phases[p], bass, 5);
    got[p][3] = before_db(phases[p], high, 0);
    printf("# %s: 100 Hz %.1f dB, 1 ms before %.1f dB, 5 ms before %.1f dB; 3 kHz %.1f dB\n",
           phases[p], got[p][0], got[p][1], got[p][2], got[p][3]);
  }
  CHECK(got[0][0] < -200 && got[0][3] < -200);
  CHECK_AT_MOST(got[1][0], -40);
  CHECK_AT_MOST(got[1][1], -70);
  CHECK_NEAR(got[2][0], -3.0, 0.2); // half of it
  CHECK_NEAR(got[1][3], got[2][3], 0.01);
}

static void linear_phase_is_symmetric_to_the_bit_of_its_design(void)
{
  design             d    = design_new(bands, N_BANDS, 48000);
  const float* const h    = lq_eq_fir_design(d.fir, bands, N_BANDS, 0);
  float              most = 0;
  for (size_t i = 1; i < d.n_taps / 2; ++i) {
    most = fmaxf(most, fabsf(h[d.n_taps / 2 + i] - h[d.n_taps / 2 - i]));
  }
  CHECK_AT_MOST((double)most, 1e-9);
  free(d.memory);
}

static void bands_that_do_nothing_are_bit_transparent(void)
{
  static float       x[2][SPAN], y[2][SPAN];
  static const char* phases[] = {"linear", "mixed"};
  for (unsigned how = 0; how < 6; ++how) {
    rig r = make(phases[how % 2], 2, bands, N_BANDS);
    for (unsigned b = 0; b < N_BANDS; ++b) {
      float* const v     = r.values + LQ_EQ_N + (size_t)b * LQ_EQ_BAND_N;
      v[LQ_EQ_BAND_GAIN] = how / 2 == 0 ? 0 : v[LQ_EQ_BAND_GAIN];
      v[LQ_EQ_BAND_ON]   = how / 2 == 1 ? 0 : 1;
    }
    r.values[LQ_EQ_ON] = how / 2 == 2 ? 0 : 1;
    rig_start(&r);
    rig_update(&r);
    for (unsigned c = 0; c < 2; ++c) {
      fill_noise(x[c], SPAN, 0.9, c + 1);
      x[c][5] = -0.0F;
      memcpy(y[c], x[c], sizeof x[c]);
    }
    rig_run(&r, (float*[]){y[0], y[1]}, SPAN, 0, 3);
    const size_t late = rig_latency(&r);
    CHECK(!memcmp(y[0] + late, x[0], (SPAN - late) * sizeof(float)));
    CHECK(!memcmp(y[1] + late, x[1], (SPAN - late) * sizeof(float)));
    rig_free(&r);
  }
}

static void moves_follow_the_music_without_lag(void) // 0 to 12 dB over 2 s, a tone of 1 kHz
{
  enum { MOVE = 96000 };
  static float   x[2 * SPAN];
  static lq_band b = {LQ_BAND_BELL, 1000, 0, 1};
  rig            r = make("linear", 1, &b, 1);
  rig_start(&r);
  rig_update(&r);
  const size_t late = rig_latency(&r);
  fill_sine(x, 2 * SPAN, 0.1, 1000, 48000);
  for (size_t at = 0; at < 2 * SPAN; at += 64) {
    b.gain_db = fmin(12, 12.0 * (double)(at + 64) / MOVE); // as the engine does: the step's end
    set_band(&r, 0, b);
    rig_update(&r);
    rig_run(&r, (float*[]){x + at}, 64, 64, 0);
  }
  double worst = 0, kink = 0;
  for (size_t at = 12000; at + 960 < 120000; at += 960) {
    const double mid = (double)at + 480;
    worst            = fmax(worst, fabs(tone_level_db(x + late + at, 960, 1000, 48000) + 20 -
                                        fmin(12, 12 * mid / MOVE)));
  }
  for (size_t i = late + 100; i < late + 120000; ++i) { // of a tone of 0.4: 0.4 (2 pi / 48)^2
    kink = fmax(kink, fabs((double)x[i + 1] - 2 * (double)x[i] + (double)x[i - 1]));
  }
  printf("# within %.3f dB; second difference %.2g of %.2g\n", worst, kink,
         0.4 * pow(2 * LQ_PI / 48, 2));
  CHECK_AT_MOST(worst, 0.25); // a lag of half a block would be 0.5
  CHECK_AT_MOST(kink, 0.4 * pow(2 * LQ_PI / 48, 2) * 1.01);
  rig_free(&r);
}

static void blocks_and_levels_do_not_matter(void) // of two lengths, with moves
{
  static float         first[2][SPAN], x[2][SPAN];
  static const char*   phases[] = {"linear", "mixed"};
  static const lq_band deep[]   = {{LQ_BAND_BELL, 25, 4, 2}, {LQ_BAND_HIGH_SHELF, 9000, 2, 0.7}};
  for (unsigned p = 0; p < 2; ++p) {
    unsigned n_runs = 0;
    for (unsigned i = 0; i < lq_simd_count(); ++i) {
      const lq_simd* const simd = lq_simd_find(lq_simd_level(i)->name);
      for (size_t block = 13; simd && block <= 1024; block += 1011) {
        rig r       = make(phases[p], 2, p ? deep : bands, p ? 2 : N_BANDS);
        r.spec.simd = simd;
        rig_start(&r);
        rig_update(&r);
        fill_noise(x[0], SPAN, 0.5, 1);
        fill_noise(x[1], SPAN, 0.5, 2);
        rig_run(&r, (float*[]){x[0], x[1]}, SPAN / 2, block, 0);
        r.values[LQ_EQ_N + LQ_EQ_BAND_GAIN] += 2;
        rig_update(&r);
        rig_run(&r, (float*[]){x[0] + SPAN / 2, x[1] + SPAN / 2}, SPAN / 2, block, 0);
        CHECK(!n_runs || !memcmp(x, first, sizeof x));
        memcpy(first, x, sizeof x);
        n_runs++;
        rig_free(&r);
      }
    }
    CHECK(n_runs >= 2);
  }
}

static void low_and_narrow_bands_make_it_longer(void)
{
  static const struct {
    lq_band  band;
    unsigned n_parts;
  } at[]                         = {{{LQ_BAND_BELL, 1000, 0, 0.7}, 2},
                                    {{LQ_BAND_BELL, 30, 6, 1}, 2},
                                    {{LQ_BAND_BELL, 30, 6, 2}, 4},
                                    {{LQ_BAND_BELL, 20, 6, 4}, 8},
                                    {{LQ_BAND_BELL, 20, 24, 40}, 8}};
  static const double rates_hz[] = {44100, 48000, 88200, 96000, 192000};
  for (unsigned i = 0; i < sizeof at / sizeof *at; ++i) {
    for (unsigned k = 0; k < 5; ++k) {
      CHECK(lq_eq_fir_parts(&at[i].band, 1, rates_hz[k]) == at[i].n_parts);
    }
    rig r = make("linear", 1, &at[i].band, 1);
    rig_start(&r);
    CHECK(rig_latency(&r) == (size_t)8192 * (1 + at[i].n_parts / 2));
    rig_free(&r);
  }
}

static const check_test tests[] = {CHECK_TEST(magnitude_is_the_analogue_one),
                                   CHECK_TEST(notches_are_exact_on_their_slopes),
                                   CHECK_TEST(sound_is_the_plain_sum),
                                   CHECK_TEST(magnitude_is_that_of_minimum_phase_too),
                                   CHECK_TEST(only_linear_phase_rings_before),
                                   CHECK_TEST(linear_phase_is_symmetric_to_the_bit_of_its_design),
                                   CHECK_TEST(bands_that_do_nothing_are_bit_transparent),
                                   CHECK_TEST(moves_follow_the_music_without_lag),
                                   CHECK_TEST(blocks_and_levels_do_not_matter),
                                   CHECK_TEST(low_and_narrow_bands_make_it_longer)};
CHECK_MAIN(tests)
