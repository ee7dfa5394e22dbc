// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter_tools.h"

#include "dsp/eq_band.h"
#include "proc/eq.h"

#include <complex.h>

enum { N = 48000 };

static void set_band(rig* const r, const unsigned band, const unsigned type, const double freq_hz,
                     const double gain_db, const double q)
{
  float* const v     = r->values + LQ_EQ_N + (size_t)band * LQ_EQ_BAND_N;
  v[LQ_EQ_BAND_TYPE] = (float)type;
  v[LQ_EQ_BAND_FREQ] = (float)freq_hz;
  v[LQ_EQ_BAND_GAIN] = (float)gain_db;
  v[LQ_EQ_BAND_Q]    = (float)q;
}

// The analogue shapes as the cookbook writes them, in s / w0.
static double analogue_db(const unsigned type, const double freq_hz, const double gain_db,
                          const double q, const double at_hz)
{
  const double complex s = I * at_hz / freq_hz;
  const double         a = pow(10, gain_db / 40), ra = sqrt(a);
  double complex       h = 0;
  switch (type) {
  case LQ_BAND_BELL:
    h = (s * s + s * a / q + 1) / (s * s + s / (a * q) + 1);
    break;
  case LQ_BAND_LOW_SHELF:
    h = a * (s * s + ra / q * s + a) / (a * s * s + ra / q * s + 1);
    break;
  case LQ_BAND_HIGH_SHELF:
    h = a * (a * s * s + ra / q * s + 1) / (s * s + ra / q * s + a);
    break;
  case LQ_BAND_NOTCH:
    h = (s * s + 1) / (s * s + s / q + 1);
    break;
  default: // a high shelf, turned about the corner
    h = (a * s * s + ra / q * s + 1) / (s * s + ra / q * s + a);
  }
  return 20 * log10(cabs(h));
}

// Worst difference for one type, dB, where the prototype is above -40 dB, 5 Hz to 20 kHz.
static double worst_db(const double rate_hz, const unsigned type)
{
  static const double qs[]    = {0.1, 0.2, 0.4, 0.7071, 1, 2, 4, 7, 10};
  static const double gains[] = {-24, -12, -3, 1, 6, 18, 24};
  static const double freqs[] = {20,    100,   500,   1000,  2000,  3000,  5000,
                                 7000,  9000,  11000, 13000, 14500, 16000, 17000,
                                 18000, 18500, 19000, 19500, 20000};
  double              worst   = 0;
  const unsigned      n_gains = type == LQ_BAND_NOTCH ? 1 : sizeof gains / sizeof *gains;
  for (unsigned f = 0; f < sizeof freqs / sizeof *freqs; ++f) {
    for (unsigned k = 0; k < n_gains * (sizeof qs / sizeof *qs); ++k) {
      const lq_band  band = {(lq_band_type)type, freqs[f], gains[k % n_gains], qs[k / n_gains]};
      lq_section     s[LQ_BAND_SECTIONS];
      lq_biquad_coef c[LQ_BAND_SECTIONS];
      const unsigned n = lq_band_design(&band, rate_hz, s);
      for (unsigned i = 0; i < n; ++i) {
        c[i] = lq_biquad_design(&s[i]);
      }
      for (int i = 0; i < 72; ++i) {
        const double at =
            i < 40 ? 5 * pow(4000, i / 39.0) : band.freq_hz * pow(2, (i - 56) / 16.0 / band.q);
        const double want = analogue_db(type, band.freq_hz, band.gain_db, band.q, at);
        if (at <= 20000 && at >= 5 && want > -40) {
          worst = fmax(worst, fabs(lq_cascade_response_db(c, n, at, rate_hz) - want));
        }
      }
    }
  }
  return worst;
}

static void response_follows_analogue_to_20_khz_within_a_tenth_of_a_db(void)
{
  static const double rates_hz[] = {44100, 48000, 96000};
  for (unsigned i = 0; i < 3; ++i) {
    for (unsigned type = 0; type < LQ_BAND_N; ++type) {
      const double worst = worst_db(rates_hz[i], type);
      printf("# %.0f Hz, type %u: %.4f dB\n", rates_hz[i], type, worst);
      CHECK_AT_MOST(worst, 0.1);
    }
  }
}

static const struct {
  unsigned type;
  double   freq_hz, gain_db, q;
} mixed[] = {{LQ_BAND_LOW_SHELF, 80, -6, 0.7},  {LQ_BAND_BELL, 310, 9, 4},
             {LQ_BAND_BELL, 16000, 12, 2},      {LQ_BAND_HIGH_SHELF, 12000, 5, 0.7},
             {LQ_BAND_TILT, 700, 3, 0.4},       {LQ_BAND_NOTCH, 50, 0, 10},
             {LQ_BAND_BELL, 19000, -18, 8},     {LQ_BAND_NOTCH, 15700, 0, 3},
             {LQ_BAND_LOW_SHELF, 9000, 7, 1.1}, {LQ_BAND_BELL, 25, 6, 1}};
enum { N_MIXED = sizeof mixed / sizeof *mixed };

static rig new_mixed(const double rate_hz, const unsigned n_channels)
{
  rig r = rig_new(&lq_eq, rate_hz, n_channels, N_MIXED);
  for (unsigned b = 0; b < N_MIXED; ++b) {
    set_band(&r, b, mixed[b].type, mixed[b].freq_hz, mixed[b].gain_db, mixed[b].q);
  }
  return r;
}

static void audio_is_what_response_db_says(void) // fixed: 48 kHz, ten bands, last half of 1 s
{
  static float        x[N];
  static const double tones_hz[] = {40, 100, 300, 1000, 5000, 12000, 17000, 21000};
  for (unsigned i = 0; i < sizeof tones_hz / sizeof *tones_hz; ++i) {
    rig r = new_mixed(48000, 1);
    rig_start(&r);
    fill_sine(x, N, 0.1, tones_hz[i], 48000);
    rig_run(&r, (float*[]){x}, N, 0, 1);
    CHECK_NEAR(tone_level_db(x + N / 2, N / 2, tones_hz[i], 48000) + 20,
               lq_eq.response_db(&r.spec, r.values, tones_hz[i]), 0.001);
    rig_free(&r);
  }
}

// Each band alone, so that only one rounding to float stands between.
static void agrees_with_long_double_to_140_db(void)
{
  static float  x[2][N];
  static double want[N];
  for (unsigned b = 0; b < N_MIXED + 1; ++b) {
    const bool   low     = b == N_MIXED; // the hardest for numbers: 10 Hz at 192 kHz, q 40
    const double rate_hz = low ? 192000 : 44100;
    rig          r       = rig_new(&lq_eq, rate_hz, 2, 1);
    lq_band      band    = {LQ_BAND_BELL, 10, 24, 40};
    if (!low) {
      band = (lq_band){mixed[b].type, mixed[b].freq_hz, mixed[b].gain_db, mixed[b].q};
    }
    set_band(&r, 0, band.type, band.freq_hz, band.gain_db, band.q);
    const float* const v = r.values + LQ_EQ_N;
    band.gain_db         = v[LQ_EQ_BAND_GAIN];
    band.q               = v[LQ_EQ_BAND_Q];
    rig_start(&r);
    fill_noise(x[0], N, 0.5, b + 1);
    fill_noise(x[1], N, 0.5, b + 2);
    lq_section     s[LQ_BAND_SECTIONS];
    const unsigned n       = lq_band_design(&band, rate_hz, s);
    slow_biquad    slow[2] = {{.b = {0}}};
    for (unsigned k = 0; k < n; ++k) {
      slow[k] = slow_new(s[k].n2, s[k].n1, s[k].n0, s[k].d1, s[k].d0);
    }
    for (size_t i = 0; i < N; ++i) {
      want[i] = x[1][i];
      for (unsigned k = 0; k < n; ++k) {
        want[i] = slow_run(&slow[k], want[i]);
      }
    }
    rig_run(&r, (float*[]){x[0], x[1]}, N, 0, 7);
    const double snr = snr_db(x[1], want, N);
    printf("# band %u, %u sections: %.1f dB\n", b, n, snr);
    CHECK_AT_MOST(-snr, -140);
    rig_free(&r);
  }
}

static void bands_that_do_nothing_are_bit_transparent(void)
{
  static float x[2][N], y[2][N];
  for (unsigned how = 0; how < 3; ++how) {
    rig r = new_mixed(48000, 2);
    for (unsigned b = 0; b < N_MIXED; ++b) {
      float* const v     = r.values + LQ_EQ_N + (size_t)b * LQ_EQ_BAND_N;
      v[LQ_EQ_BAND_TYPE] = how == 0 ? (float)(b % 3) : v[LQ_EQ_BAND_TYPE];
      v[LQ_EQ_BAND_GAIN] = how == 0 ? 0 : v[LQ_EQ_BAND_GAIN];
      v[LQ_EQ_BAND_ON]   = how == 1 ? 0 : 1;
    }
    r.values[LQ_EQ_ON] = how == 2 ? 0 : 1;
    rig_start(&r);
    for (unsigned c = 0; c < 2; ++c) {
      fill_noise(x[c], N, 0.9, c + 1);
      x[c][5] = -0.0F;
      memcpy(y[c], x[c], sizeof x[c]);
    }
    rig_run(&r, (float*[]){y[0], y[1]}, N, 0, 3);
    CHECK(!memcmp(x, y, sizeof x));
    rig_free(&r);
  }
}

static void sixty_four_bands_work(void) // more than one pass of the bank
{
  static float x[N];
  rig          r = rig_new(&lq_eq, 48000, 1, LQ_MAX_BANDS);
  for (unsigned b = 0; b < LQ_MAX_BANDS; ++b) {
    set_band(&r, b, LQ_BAND_BELL, 200 + 250 * b, b % 2 ? 3 : -3, 3);
  }
  rig_start(&r);
  fill_sine(x, N, 0.1, 3000, 48000);
  rig_run(&r, (float*[]){x}, N, 0, 1);
  CHECK_NEAR(tone_level_db(x + N / 2, N / 2, 3000, 48000) + 20,
             lq_eq.response_db(&r.spec, r.values, 3000), 0.001);
  rig_free(&r);
}

static void sweep_freq(rig* const r, const double turn)
{
  set_band(r, 0, LQ_BAND_BELL, 200 * pow(60, turn), 12, 2);
}

static void sweep_gain_and_q(rig* const r, const double turn)
{
  set_band(r, 0, LQ_BAND_HIGH_SHELF, 900, 24 * sin(2 * LQ_PI * turn), 0.7071 + 2 * turn);
}

// Bell at 600 Hz, switched off and on and to another type.
static void switch_band(rig* const r, const double turn)
{
  const int k = (int)(turn * 10);
  set_band(r, 0, k % 3 == 1 ? LQ_BAND_LOW_SHELF : LQ_BAND_BELL, 600, 6, 1);
  r->values[LQ_EQ_N + LQ_EQ_BAND_ON] = k % 3 != 2;
}

static double moving_click_db(void (*const move)(rig* r, double turn))
{
  static float x[N];
  rig          r = rig_new(&lq_eq, 48000, 1, 1);
  move(&r, 0);
  rig_start(&r);
  fill_sine(x, N, 0.25, 500, 48000);
  run_moving(&r, (float*[]){x}, N, move);
  rig_free(&r);
  return click_db(x, N);
}

// Fixed: 500 Hz at -12 dBFS through 1 s of moves; bands that jump instead of ramping make these
// -77, -46 and -8 dBFS.
static void moving_bands_make_no_click(void)
{
  const double freq = moving_click_db(sweep_freq), gain = moving_click_db(sweep_gain_and_q),
               on = moving_click_db(switch_band);
  printf("# hidden steps: sweep %.1f, gain and q %.1f, switches %.1f dBFS\n", freq, gain, on);
  CHECK_AT_MOST(freq, -100);
  CHECK_AT_MOST(gain, -80); // the move starts at once at 150 dB a second
  CHECK_AT_MOST(on, -45);   // the corners of a straight fade over 64 frames
}

// Every row jumps to any place every 64 frames for a second; then silence must come.
static void wild_jumps_stay_stable(void)
{
  static const double rates_hz[] = {44100, 192000};
  static float        x[2][N];
  for (unsigned k = 0; k < 2; ++k) {
    rig r = rig_new(&lq_eq, rates_hz[k], 2, 6);
    rig_start(&r);
    fill_noise(x[0], N, 0.5, 1);
    fill_noise(x[1], N, 0.5, 2);
    for (size_t at = 0; at < N; at += LQ_GRID_FRAMES) {
      for (size_t i = 0; i < lq_proc_n_values(&lq_eq, 6); ++i) {
        const double p = (double)(lq_rng_at(at, i) >> 11U) * 0x1p-53;
        r.values[i]    = i ? lq_param_from_unit(lq_proc_row(&lq_eq, i), (float)p) : 1;
        r.values[i] = i % LQ_EQ_BAND_N == LQ_EQ_BAND_GAIN + 1 ? fminf(r.values[i], 0) : r.values[i];
      }
      rig_update(&r);
      rig_run(&r, (float*[]){x[0] + at, x[1] + at}, LQ_GRID_FRAMES, 64, 0);
    }
    double peak = 0;
    for (size_t i = 0; i < N; ++i) {
      peak = fmax(peak, fabs((double)x[1][i]));
    }
    printf("# cuts jumping at random, %.0f Hz: peak %.2f\n", rates_hz[k], peak);
    CHECK_AT_MOST(peak, 1000); // resonant shelves reach 30 dB each by themselves
    CHECK(isfinite(peak));
    rig_free(&r);
  }
}

static void extremes_ring_out(void) // fixed: 192 kHz, 10 Hz, q 40, all types; 30 s
{
  static float x[N];
  for (unsigned type = 0; type < LQ_BAND_N; ++type) {
    rig r = rig_new(&lq_eq, 192000, 1, 1);
    set_band(&r, 0, type, 10, type == LQ_BAND_NOTCH ? 0 : -24, 40);
    rig_start(&r);
    fill_noise(x, N, 1, 1);
    rig_run(&r, (float*[]){x}, N, 1024, 0);
    double last = 1;
    for (unsigned turn = 0; turn < 120; ++turn) {
      memset(x, 0, sizeof x);
      rig_run(&r, (float*[]){x}, N, 1024, 0);
      last = fabs((double)x[N - 1]);
    }
    CHECK_AT_MOST(last, 1e-6);
    rig_free(&r);
  }
}

static void any_band_at_any_rate_designs_a_stable_filter(void)
{
  static const double rates_hz[] = {8000, 22050, 44100, 48000, 88200, 96000, 192000, 384000};
  unsigned            n_bad      = 0;
  for (unsigned i = 0; i < 20000; ++i) {
    double p[3];
    for (unsigned k = 0; k < 3; ++k) {
      p[k] = (double)(lq_rng_at(3, 3 * (uint64_t)i + k) >> 11U) * 0x1p-53;
    }
    const lq_band  b = {(lq_band_type)(i % LQ_BAND_N), 10 * pow(2400, p[0]), -24 + 48 * p[1],
                        0.1 * pow(400, p[2])};
    lq_section     s[LQ_BAND_SECTIONS];
    const unsigned n = lq_band_design(&b, rates_hz[i / LQ_BAND_N % 8], s);
    for (unsigned k = 0; k < n; ++k) {
      n_bad += !(s[k].d1 > 0 && s[k].d0 > 0 && isfinite(s[k].d1 + s[k].d0) && s[k].n2 >= 0 &&
                 s[k].n1 >= 0 && s[k].n0 >= 0 && isfinite(s[k].n2 + s[k].n1 + s[k].n0));
    }
  }
  CHECK(n_bad == 0);
}

static const check_test tests[] = {
    CHECK_TEST(response_follows_analogue_to_20_khz_within_a_tenth_of_a_db),
    CHECK_TEST(audio_is_what_response_db_says),
    CHECK_TEST(agrees_with_long_double_to_140_db),
    CHECK_TEST(bands_that_do_nothing_are_bit_transparent),
    CHECK_TEST(sixty_four_bands_work),
    CHECK_TEST(moving_bands_make_no_click),
    CHECK_TEST(wild_jumps_stay_stable),
    CHECK_TEST(extremes_ring_out),
    CHECK_TEST(any_band_at_any_rate_designs_a_stable_filter)};
CHECK_MAIN(tests)
