// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The recording characteristic against its closed form, the standard's table, and ffmpeg.
#include "codec_tools.h"
#include "proc_tools.h"

#include "dsp/riaa.h"

static const double rates_hz[] = {44100, 48000, 88200, 96000, 176400, 192000, 384000};
enum { N_RATES = sizeof rates_hz / sizeof *rates_hz };

static double power(const double hz) // |H|^2 as the standard writes it, not normalised
{
  const double w = 2 * LQ_PI * hz, a = w * 3180e-6, b = w * 318e-6, c = w * 75e-6;
  return (1 + a * a) * (1 + c * c) / (1 + b * b);
}

static double closed_db(const double hz)
{
  return 10 * log10(power(hz) / power(1000));
}

static double got_db(const lq_riaa_kind kind, const double hz, const double rate_hz)
{
  lq_biquad_coef c[LQ_RIAA_SECTIONS];
  lq_riaa_design(kind, rate_hz, c);
  return lq_cascade_response_db(c, LQ_RIAA_SECTIONS, hz, rate_hz);
}

static void it_is_the_closed_form(void)
{
  for (unsigned k = 0; k < N_RATES; ++k) {
    double worst = 0, at = 0;
    for (double hz = 10; hz <= 20000; hz *= 1.01) {
      const double off = fabs(got_db(LQ_RIAA_RECORD, hz, rates_hz[k]) - closed_db(hz));
      at               = off > worst ? hz : at;
      worst            = fmax(worst, off);
    }
    printf("# %.0f Hz: within %.4f dB, at %.0f Hz\n", rates_hz[k], worst, at);
    CHECK_AT_MOST(worst, rates_hz[k] < 46000 ? 0.03 : rates_hz[k] < 88000 ? 0.01 : 0.003);
  }
}

static void it_is_the_table_of_the_standard(void)
{
  static const double table[][2] = {{20, -19.27},   {50, -16.95},   {100, -13.09}, {200, -8.22},
                                    {500, -2.65},   {1000, 0},      {2000, 2.59},  {5000, 8.21},
                                    {10000, 13.73}, {15000, 17.16}, {20000, 19.62}};
  for (unsigned k = 0; k < N_RATES; ++k) {
    for (unsigned i = 0; i < sizeof table / sizeof *table; ++i) {
      CHECK_NEAR(got_db(LQ_RIAA_RECORD, table[i][0], rates_hz[k]), table[i][1], 0.035);
    }
  }
}

static void playing_takes_back_what_recording_does(void) // fixed: noise, every rate
{
  enum { N = 4000 };
  for (unsigned k = 0; k < N_RATES; ++k) {
    lq_biquad_coef c[2 * LQ_RIAA_SECTIONS];
    double         s1[2 * LQ_RIAA_SECTIONS] = {0}, s2[2 * LQ_RIAA_SECTIONS] = {0};
    double         worst = 0;
    lq_riaa_design(LQ_RIAA_RECORD, rates_hz[k], c);
    lq_riaa_design(LQ_RIAA_PLAY, rates_hz[k], c + LQ_RIAA_SECTIONS);
    float x[N];
    fill_noise(x, N, 1, k);
    for (size_t i = 0; i < N; ++i) {
      double y = (double)x[i];
      for (unsigned s = 0; s < 2 * LQ_RIAA_SECTIONS; ++s) {
        const double e   = y - s2[s];
        const double out = c[s].d * y + c[s].c1 * s1[s] + c[s].c2 * s2[s];
        s2[s] += c[s].q * s1[s] + c[s].r * e;
        s1[s] = c[s].p * s1[s] + c[s].q * e;
        y     = out;
      }
      worst = fmax(worst, fabs(y - (double)x[i]));
    }
    CHECK_AT_MOST(worst, 1e-10);
  }
}

// ffmpeg's own filter, at 96 kHz, where it is right to 15 kHz. Both hear tones one after the other.
static void ffmpeg_agrees(void)
{
  enum { RATE = 96000, N = RATE / 2, N_TONES = 12 };
  static const double tones_hz[N_TONES] = {1000, 30,   60,   120,  250,   500,
                                           2000, 4000, 6000, 8000, 11000, 14900};
  static float        x[N], y[N];
  double              first_db = 0;
  if (!tool_has_ffmpeg()) {
    printf("# SKIP: no ffmpeg\n");
    return;
  }
  for (unsigned t = 0; t < N_TONES; ++t) {
    char in[256], command[1024];
    snprintf(in, sizeof in, "%s", tool_path("riaa.f32"));
    snprintf(command, sizeof command,
             "ffmpeg -nostdin -v quiet -f f32le -ar 96000 -ac 1 -i '%s' "
             "-af aemphasis=mode=production:type=riaa -f f32le -",
             in);
    fill_sine(x, N, 0.02, tones_hz[t], RATE);
    FILE* const to = fopen(in, "wb");
    CHECK(to && fwrite(x, sizeof *x, N, to) == N);
    CHECK(to && !fclose(to));
    FILE* const from = popen(command, "r");
    CHECK(from && fread(y, sizeof *y, N, from) == N);
    CHECK(from && !pclose(from));
    const double db = tone_level_db(y + N / 2, N / 2, tones_hz[t], RATE);
    first_db        = t ? first_db : db;
    CHECK_NEAR(db - first_db, got_db(LQ_RIAA_RECORD, tones_hz[t], RATE), 0.2);
    (void)remove(in);
  }
}

static const check_test tests[] = {
    CHECK_TEST(it_is_the_closed_form),
    CHECK_TEST(it_is_the_table_of_the_standard),
    CHECK_TEST(playing_takes_back_what_recording_does),
    CHECK_TEST(ffmpeg_agrees),
};
CHECK_MAIN(tests)
