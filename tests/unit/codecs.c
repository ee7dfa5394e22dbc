// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Codecs: what comes out is as long as what went in, stands where it stood, and is not clipped.
#include "codec_tools.h"

static const char* const codecs[] = {"vorbis 320", "opus 256", "mp3 320", "aac 256"};
enum { N_CODECS = sizeof codecs / sizeof *codecs };

// AAC only where ffmpeg is there.
static bool there(const char* const text)
{
  return strncmp(text, "aac", 3) != 0 || tool_has_ffmpeg();
}

// Decaying chords every 200 ms, other pitches left and right: onsets to line up by, and no noise.
static tool_sound chords(const double rate_hz, const unsigned n_channels, const size_t n_frames)
{
  static const double pitch_hz[] = {98, 196, 294, 441, 740, 1175, 2350, 4186};
  tool_sound          s          = tool_sound_new(n_channels, n_frames);
  for (unsigned c = 0; c < n_channels; ++c) {
    for (size_t i = 0; i < n_frames; ++i) {
      const double t = (double)i / rate_hz, since = fmod(t + 0.01, 0.2);
      double       sum = 0;
      for (unsigned k = 0; k < 8; ++k) {
        sum += sin(2 * LQ_PI * pitch_hz[k] * (1 + 0.01 * c) * t + k) / (1 + k);
      }
      s.x[c][i] = (float)(0.3 * sum * exp(-8 * since) * fmin(1, since / 0.002));
    }
  }
  return s;
}

static double product(const float* const a, const float* const b, const size_t n)
{
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += (double)a[i] * (double)b[i];
  }
  return sum;
}

// By how many frames y lies behind x, where they are most alike.
static int lag_frames(const float* const x, const float* const y, const size_t n)
{
  enum { MOST = 2500 }; // more than any codec's delay
  int    best = -MOST;
  double top  = -INFINITY;
  for (int lag = -MOST; lag <= MOST; ++lag) {
    const double p = product(x + MOST, y + MOST + lag, n - 2 * MOST);
    if (p > top) {
      top  = p;
      best = lag;
    }
  }
  return best;
}

static double snr_db(const float* const x, const float* const y, const size_t n)
{
  double noise = 0;
  for (size_t i = 0; i < n; ++i) {
    noise += ((double)y[i] - (double)x[i]) * ((double)y[i] - (double)x[i]);
  }
  return lq_power_to_db(product(x, x, n) / noise);
}

static double peak_of(const float* const x, const size_t n)
{
  double most = 0;
  for (size_t i = 0; i < n; ++i) {
    most = fmax(most, fabs((double)x[i]));
  }
  return most;
}

static void names_are_read_and_written(void)
{
  lq_codec_spec spec;
  for (unsigned i = 0; i < N_CODECS; ++i) {
    CHECK(!lq_codec_parse(codecs[i], &spec));
    CHECK(spec.kind == (lq_codec_kind)i);
    CHECK_TEXT(lq_codec_format(spec).text, codecs[i]);
  }
  CHECK(!lq_codec_parse("mp3  128", &spec) && spec.kbps == 128);
  static const char* const unknown[] = {"", " 320", "ogg 320", "Vorbis 320", "mp33 320", "mp 320"};
  static const char* const bad[]     = {"vorbis",   "vorbis ",   "vorbis 320k", "vorbis 44",
                                        "opus 511", "opus 64.5", "mp3 100",     "mp3 -128",
                                        "aac 1e9",  "mp3 0",     "vorbis 320 "};
  for (unsigned i = 0; i < sizeof unknown / sizeof *unknown; ++i) {
    CHECK(lq_codec_parse(unknown[i], &spec) == LQ_ERR_UNKNOWN);
  }
  for (unsigned i = 0; i < sizeof bad / sizeof *bad; ++i) {
    CHECK(lq_codec_parse(bad[i], &spec) == LQ_ERR_BAD_VALUE);
  }
}

// fixed: 1 s of chords; the floors are 6 dB under the worst that was measured
static void the_sound_stands_where_it_stood_at_every_rate(void)
{
  static const double rates_hz[]         = {22050, 32000, 44100, 48000, 88200, 96000, 192000};
  static const double floor_db[N_CODECS] = {30, 21, 46, 29};
  for (unsigned k = 0; k < N_CODECS; ++k) {
    for (unsigned r = 0; there(codecs[k]) && r < sizeof rates_hz / sizeof *rates_hz; ++r) {
      const unsigned n_channels = 1 + r % 2;
      tool_sound     x          = chords(rates_hz[r], n_channels, (size_t)rates_hz[r]), y;
      double         out_hz     = 0;
      lq_error       error;
      CHECK(
          !tool_codec_run(tool_codec_spec(codecs[k]), rates_hz[r], &x, 5000, &y, &out_hz, &error));
      const bool of_cd = fmod(rates_hz[r], 11025) == 0;
      CHECK(out_hz == (of_cd && k != LQ_CODEC_OPUS ? 44100 : 48000));
      tool_sound want = chords(out_hz, n_channels, y.n_frames); // the same music at that rate
      for (unsigned c = 0; c < n_channels; ++c) {
        CHECK(lag_frames(want.x[c], y.x[c], y.n_frames) == 0);
        const size_t cut = 2000; // soxr's ends
        const double snr = snr_db(want.x[c] + cut, y.x[c] + cut, y.n_frames - 2 * cut);
        CHECK(snr > floor_db[k]);
      }
      tool_sound_free(&want);
      tool_sound_free(&x);
      tool_sound_free(&y);
    }
  }
}

// fixed: one frame of 0.9 in half a second of silence, at every codec's own rate
static void an_impulse_stays_on_its_frame(void)
{
  for (unsigned k = 0; k < N_CODECS; ++k) {
    for (double rate_hz = 44100; there(codecs[k]) && rate_hz <= 48000; rate_hz += 3900) {
      tool_sound   x      = tool_sound_new(2, 24000), y;
      const size_t at     = 11111;
      double       out_hz = 0;
      lq_error     error;
      x.x[0][at] = x.x[1][at] = 0.9F;
      CHECK(!tool_codec_run(tool_codec_spec(codecs[k]), rate_hz, &x, 24000, &y, &out_hz, &error));
      const size_t want = (size_t)((double)at / rate_hz * out_hz + 0.5);
      size_t       top  = 0;
      for (size_t i = 0; i < y.n_frames; ++i) {
        top = fabsf(y.x[1][i]) > fabsf(y.x[1][top]) ? i : top;
      }
      CHECK_NEAR((double)top, (double)want, 0);
      tool_sound_free(&x);
      tool_sound_free(&y);
    }
  }
}

// fixed: a square of 100 Hz, 1.6 high (+4.1 dBFS), 1 s; a clipped one would end at 1
static void what_is_over_full_scale_stays_over_it(void)
{
  for (unsigned k = 0; k < N_CODECS; ++k) {
    tool_sound x      = tool_sound_new(2, 48000), y;
    double     out_hz = 0;
    lq_error   error;
    for (size_t i = 0; there(codecs[k]) && i < x.n_frames; ++i) {
      x.x[0][i] = x.x[1][i] = i / 240 % 2 ? 1.6F : -1.6F;
    }
    if (there(codecs[k])) {
      CHECK(!tool_codec_run(tool_codec_spec(codecs[k]), 48000, &x, 4096, &y, &out_hz, &error));
      const double rms = sqrt(product(y.x[0], y.x[0], y.n_frames) / (double)y.n_frames);
      // ffmpeg's encoder of AAC turns blocks over 0.95 down to that; its decoder does not clip.
      CHECK_NEAR(lq_lin_to_db(rms), lq_lin_to_db(k == LQ_CODEC_AAC ? 0.95 : 1.6), 0.2);
      CHECK(peak_of(y.x[0], y.n_frames) > 1.6);
      tool_sound_free(&y);
    }
    tool_sound_free(&x);
  }
}

static void silence_stays_silent_and_short_sounds_keep_their_length(void)
{
  static const size_t lengths[] = {0, 1, 2, 63, 1023, 1024, 1025, 1152, 4000};
  for (unsigned k = 0; k < N_CODECS; ++k) {
    for (unsigned l = 0; there(codecs[k]) && l < sizeof lengths / sizeof *lengths; ++l) {
      for (unsigned rate_hz = 44100; rate_hz <= 96000; rate_hz += 51900) {
        tool_sound x      = tool_sound_new(1, lengths[l]), y;
        double     out_hz = 0;
        lq_error   error;
        CHECK(!tool_codec_run(tool_codec_spec(codecs[k]), rate_hz, &x, 1000, &y, &out_hz, &error));
        CHECK(peak_of(y.x[0], y.n_frames) < 1e-4); // Opus leaves a trace of its own
        tool_sound_free(&x);
        tool_sound_free(&y);
      }
    }
  }
}

// fixed: chords at 44.1 and 96 kHz, in blocks of 1, 333 and all at once
static void blocks_do_not_matter(void)
{
  for (unsigned k = 0; k < N_CODECS; ++k) {
    for (unsigned rate_hz = 44100; there(codecs[k]) && rate_hz <= 96000; rate_hz += 51900) {
      const size_t        n      = 12000;
      tool_sound          x      = chords(rate_hz, 2, n), a, b, c;
      double              out_hz = 0;
      lq_error            error;
      const lq_codec_spec spec = tool_codec_spec(codecs[k]);
      CHECK(!tool_codec_run(spec, rate_hz, &x, n, &a, &out_hz, &error));
      CHECK(!tool_codec_run(spec, rate_hz, &x, 333, &b, &out_hz, &error));
      CHECK(!tool_codec_run(spec, rate_hz, &x, 1, &c, &out_hz, &error));
      CHECK(tool_same_sound(&a, &b));
      CHECK(tool_same_sound(&a, &c));
      tool_sound_free(&a);
      tool_sound_free(&b);
      tool_sound_free(&c);
      tool_sound_free(&x);
    }
  }
}

// fixed: 1 s of noise at -12 dBFS rms, at a high rate and a low one: fewer bits, more noise
static void the_bit_rate_is_heeded(void)
{
  static const char* const pairs[N_CODECS][2] = {{"vorbis 320", "vorbis 96"},
                                                 {"opus 256", "opus 64"},
                                                 {"mp3 320", "mp3 96"},
                                                 {"aac 256", "aac 64"}};
  for (unsigned k = 0; k < N_CODECS; ++k) {
    tool_sound x      = tool_sound_new(2, 48000), high, low;
    double     out_hz = 0;
    lq_error   error;
    tool_noise(&x, 24, 1);
    for (size_t i = 0; i < 2 * x.n_frames; ++i) {
      x.x[i % 2][i / 2] *= 0.43F;
    }
    if (there(codecs[k])) {
      CHECK(!tool_codec_run(tool_codec_spec(pairs[k][0]), 48000, &x, 4096, &high, &out_hz, &error));
      CHECK(!tool_codec_run(tool_codec_spec(pairs[k][1]), 48000, &x, 4096, &low, &out_hz, &error));
      const double a = snr_db(x.x[0], high.x[0], x.n_frames);
      const double b = snr_db(x.x[0], low.x[0], x.n_frames);
      CHECK(a > b + 3);
      tool_sound_free(&high);
      tool_sound_free(&low);
    }
    tool_sound_free(&x);
  }
}

static void no_process_is_left(void)
{
  CHECK(tool_is_childless());
}

static const check_test tests[] = {
    CHECK_TEST(names_are_read_and_written),
    CHECK_TEST(the_sound_stands_where_it_stood_at_every_rate),
    CHECK_TEST(an_impulse_stays_on_its_frame),
    CHECK_TEST(what_is_over_full_scale_stays_over_it),
    CHECK_TEST(silence_stays_silent_and_short_sounds_keep_their_length),
    CHECK_TEST(blocks_do_not_matter),
    CHECK_TEST(the_bit_rate_is_heeded),
    CHECK_TEST(no_process_is_left),
};
CHECK_MAIN(tests)
