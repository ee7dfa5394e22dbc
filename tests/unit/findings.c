// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Every finding of the check about format, level and the main bus: one sound that shows it and one
/// near it that must not. The sounds are made here: a small band of drums, bass, chords and air,
/// unevenly played, 12 s.
#include "audio_tools.h"

#include "base/maths.h"
#include "base/pool.h"
#include "check/check.h"
#include "check/passages.h"
#include "measure/feature_file.h"
#include "measure/file.h"

enum { RATE = 48000, SEC = 12, FIR = 511 };

typedef struct {
  double           rate_hz;
  unsigned         bits;
  lq_dither_kind   dither;
  tool_sound       s;
  lq_pool*         pool;
  lq_findings      findings;
  lq_measured_file mix;
} song;

static double white(const uint64_t seed, const uint64_t at)
{
  return (double)(lq_rng_at(seed, at) >> 11U) / 4503599627370496.0 - 1.0;
}

// `even`: a machine plays, every hit the same; otherwise people do.
static song play(const double rate_hz, const double sec, const bool even)
{
  song s = {.rate_hz = rate_hz, .bits = 24, .dither = LQ_DITHER_TPDF};
  s.s    = tool_sound_new(2, (size_t)(sec * rate_hz));
  for (size_t i = 0; i < s.s.n_frames; ++i) {
    const double   t    = (double)i / rate_hz;
    const uint64_t beat = (uint64_t)(t / 0.25);
    const double   at   = t - 0.25 * (double)beat;
    const double   hard = even ? 1 : pow(10, (4 * white(1, beat) - 4) / 20);
    const double   kick = beat % 2 ? 0 : 0.5 * hard * exp(-18 * at) * lq_sin(2 * LQ_PI * 55 * at);
    const double   hit =
        beat % 4 == 2 ? 0.18 * hard * exp(-25 * at) * white(2, i - (even ? beat * 12000 : 0)) : 0;
    const double bass = even ? 0 : 0.08 * lq_sin(2 * LQ_PI * (beat / 8 % 2 ? 55 : 65.4) * t);
    const double pad =
        even ? 0 : 0.04 * (lq_sin(2 * LQ_PI * 220 * t) + lq_sin(2 * LQ_PI * 277 * t));
    for (unsigned c = 0; c < 2; ++c) {
      const double air = even ? 0 : 0.01 * white(3 + c, i);
      s.s.x[c][i] = (float)(0.8 * (kick + hit * (c ? 0.9 : 1) + bass + pad * (c ? 1 : 0.8) + air));
    }
  }
  return s;
}

static song band(void)
{
  static song once;
  if (!once.s.n_frames) {
    once = play(RATE, SEC, false);
  }
  song s = once;
  s.s    = tool_sound_new(2, once.s.n_frames);
  for (unsigned c = 0; c < 2; ++c) {
    memcpy(s.s.x[c], once.s.x[c], s.s.n_frames * sizeof(float));
  }
  return s;
}

static float peak_of(const song* const s)
{
  float peak = 0;
  for (unsigned c = 0; c < s->s.n_channels; ++c) {
    for (size_t i = 0; i < s->s.n_frames; ++i) {
      peak = fmaxf(peak, fabsf(s->s.x[c][i]));
    }
  }
  return peak;
}

static void turn(const song* const s, const double db)
{
  for (unsigned c = 0; c < s->s.n_channels; ++c) {
    for (size_t i = 0; i < s->s.n_frames; ++i) {
      s->s.x[c][i] *= (float)lq_db_to_lin(db);
    }
  }
}

static void clip(const song* const s, const double db)
{
  const float most = peak_of(s) * (float)lq_db_to_lin(-db);
  for (unsigned c = 0; c < s->s.n_channels; ++c) {
    for (size_t i = 0; i < s->s.n_frames; ++i) {
      s->s.x[c][i] = fminf(fmaxf(s->s.x[c][i], -most), most);
    }
  }
}

// A plain brick wall: the least gain of the next 2 ms, 60 ms of release, both sides alike.
static void limit(const song* const s, const double db)
{
  enum { AHEAD = 96 };
  const float  most = peak_of(s) * (float)lq_db_to_lin(-db);
  const size_t n    = s->s.n_frames;
  float* const gain = malloc((n + AHEAD) * sizeof *gain);
  for (size_t i = 0; i < n + AHEAD; ++i) {
    const float x = i < n ? fmaxf(fabsf(s->s.x[0][i]), fabsf(s->s.x[1][i])) : 0;
    gain[i]       = x > most ? most / x : 1;
  }
  float held = 1;
  for (size_t i = 0; i < n; ++i) {
    float least = 1;
    for (size_t k = 0; k < AHEAD; ++k) {
      least = fminf(least, gain[i + k]);
    }
    held = least < held ? fmaxf(least, held - (1 - least) / 48) : held + (1 - held) / 2880;
    held = fminf(held, gain[i]);
    s->s.x[0][i] *= held;
    s->s.x[1][i] *= held;
  }
  free(gain);
}

// 10:1 over the RMS less 12 dB, at once and 30 ms: what no one should leave on a main bus.
static void squash(const song* const s)
{
  double sum = 0, level = 0;
  for (size_t i = 0; i < s->s.n_frames; ++i) {
    sum += (double)(s->s.x[0][i] * s->s.x[0][i]);
  }
  const double threshold = 0.06 * sum / (double)s->s.n_frames;
  for (size_t i = 0; i < s->s.n_frames; ++i) {
    const double power = (double)(s->s.x[0][i] * s->s.x[0][i]);
    level              = power > level ? power : level + (power - level) / 1440;
    const double gain  = level > threshold ? pow(threshold / level, 0.45) : 1;
    s->s.x[0][i] *= (float)gain;
    s->s.x[1][i] *= (float)gain;
  }
}

// A wall at this frequency: windowed sinc, linear phase.
static void wall(const song* const s, const double hz)
{
  float h[FIR];
  for (int k = 0; k < FIR; ++k) {
    const double t = k - (FIR - 1) / 2;
    const double w = 0.42 - 0.5 * lq_cos(2 * LQ_PI * (k + 0.5) / FIR) +
                     0.08 * lq_cos(4 * LQ_PI * (k + 0.5) / FIR);
    const double f = 2 * hz / s->rate_hz;
    h[k]           = (float)(w * (t == 0 ? f : lq_sin(LQ_PI * f * t) / (LQ_PI * t)));
  }
  for (unsigned c = 0; c < 2; ++c) {
    float* const x = s->s.x[c];
    for (size_t i = s->s.n_frames; i-- > FIR;) {
      float sum = 0;
      for (size_t k = 0; k < FIR; ++k) {
        sum += h[k] * x[i - k];
      }
      x[i] = sum;
    }
  }
}

static void grain(const song* const s, const unsigned bits)
{
  const float steps = (float)(1U << (bits - 1));
  for (unsigned c = 0; c < 2; ++c) {
    for (size_t i = 0; i < s->s.n_frames; ++i) {
      s->s.x[c][i] = roundf(s->s.x[c][i] * steps) / steps;
    }
  }
}

static void check(song* const s)
{
  const lq_audio_out_spec spec = {
      .rate_hz = s->rate_hz, .bits = s->bits, .dither = s->dither, .force = true};
  lq_features       f    = {0};
  lq_audio_info     info = {0};
  lq_error          e    = {0};
  const char* const path = tool_path("mix.wav");
  CHECK(!lq_pool_new(&s->pool));
  CHECK(!tool_write(path, &s->s, spec, &e));
  CHECK(!lq_measure_file(path, &s->mix.m, &info, &e));
  CHECK(!lq_feature_file(path, &f, NULL, NULL, NULL, &e));
  CHECK(!lq_check_mix(&s->findings, s->pool, path, &s->mix, &f, NULL, NULL, NULL, NULL, &e));
  CHECK_TEXT(e.text, "");
  lq_features_free(&f);
}

static const lq_finding* found(const song* const s, const char* const id)
{
  for (size_t i = 0; i < s->findings.n; ++i) {
    if (!strncmp(s->findings.findings[i].id, id, strlen(id))) {
      return &s->findings.findings[i];
    }
  }
  return NULL;
}

static void forget(song* const s)
{
  tool_sound_free(&s->s);
  lq_pool_free(s->pool);
}

// Checks and forgets: is there a finding whose id starts so, and how severe is it?
static int severity_of(song s, const char* const id)
{
  check(&s);
  const lq_finding* const f        = found(&s, id);
  const int               severity = f ? (int)f->severity : -1;
  if (f) {
    CHECK(f->advice && f->message && f->unit && f->end_sec >= f->start_sec);
    CHECK(f->confidence >= 0 && f->confidence <= 1);
    printf("# %s: %s\n", f->id, f->message);
  }
  forget(&s);
  return severity;
}

enum { NOTE = LQ_SEVERITY_NOTE, WARNING = LQ_SEVERITY_WARNING, STOP = LQ_SEVERITY_STOP, NO = -1 };

// A bare band of tones and hits is no record, and other finders say so; of what this file is about,
// nothing may be found in it.
static void a_mix_as_it_should_be_has_no_findings(void)
{
  static const char* const ids[] = {
      "bits", "bits-unused",     "bus-compression", "dc",        "headroom", "lossy-source",
      "mono", "limiter-clipped", "limiter-peaks",   "overs",     "phase",    "quiet",
      "rate", "short",           "silent",          "upsampled", "lop-sided"};
  for (size_t i = 0; i < sizeof ids / sizeof *ids; ++i) {
    const int severity = severity_of(band(), ids[i]);
    if (severity != NO) {
      printf("# found: %s\n", ids[i]);
    }
    CHECK(severity == NO);
  }
}

static void a_limiter_of_3_db_stops_the_mastering(void)
{
  song s = band();
  limit(&s, 3);
  check(&s);
  const lq_finding* const f = found(&s, "limiter");
  CHECK(f && !strcmp(f->id, "limiter-peaks") && f->severity == LQ_SEVERITY_STOP);
  if (f) {
    printf("# %s\n", f->message);
    CHECK_NEAR(f->value, 3, 2); // about
    CHECK(f->confidence >= 0.8 && f->end_sec > f->start_sec && f->end_sec <= SEC + 1);
  }
  CHECK(!lq_findings_ready(s.findings));
  forget(&s);
}

static void a_limiter_shows_when_the_file_was_turned_down_and_stored_with_16_bits(void)
{
  song s = band();
  limit(&s, 4);
  turn(&s, -9);
  s.bits = 16;
  CHECK(severity_of(s, "limiter") == STOP);
}

static void a_drum_machine_is_no_limiter(void) // every hit has the same peak
{
  CHECK(severity_of(play(RATE, SEC, true), "limiter") == NO);
}

static void clipping_stops_the_mastering_at_any_level(void)
{
  song s = band();
  clip(&s, 2);
  CHECK(severity_of(s, "limiter-clipped") == STOP);
  s = band();
  clip(&s, 2);
  turn(&s, -12);
  s.bits = 16;
  CHECK(severity_of(s, "limiter-clipped") == STOP);
}

static void a_deep_sine_is_not_clipped(void) // its tops are the flattest that round ones can be
{
  song s = band();
  for (size_t i = 0; i < s.s.n_frames; ++i) {
    s.s.x[0][i] = s.s.x[1][i] = (float)(0.5 * lq_sin(2 * LQ_PI * 30 * (double)i / RATE));
  }
  CHECK(severity_of(s, "limiter") == NO);
}

static void a_heavy_bus_compressor_is_told(void)
{
  song s = band();
  squash(&s);
  CHECK(severity_of(s, "bus-compression") >= NOTE);
  CHECK(severity_of(band(), "bus-compression") == NO);
}

static void held_notes_are_neither_limited_nor_compressed(void)
{
  song s = band();
  for (size_t i = 0; i < s.s.n_frames; ++i) {
    const double t = (double)i / RATE;
    s.s.x[0][i]    = (float)(0.1 * (lq_sin(2 * LQ_PI * 220 * t) + lq_sin(2 * LQ_PI * 331 * t)));
    s.s.x[1][i]    = (float)(0.1 * (lq_sin(2 * LQ_PI * 221 * t) + lq_sin(2 * LQ_PI * 277 * t)));
  }
  check(&s);
  CHECK(!found(&s, "bus-compression") && !found(&s, "limiter"));
  forget(&s);
}

static void overs_hide_between_the_samples(void) // rate / 4 at 45 degrees: 3 dB between them
{
  for (int over = 0; over < 2; ++over) {
    song s = band();
    for (size_t i = 0; i < s.s.n_frames; ++i) {
      const double way = lq_sin(LQ_PI / 2 * (double)(i % 4) + LQ_PI / 4);
      s.s.x[0][i] += (float)((i / 12000 % 8 == 3 ? over ? 0.9 : 0.1 : 0) * way);
      s.s.x[0][i] = fminf(fmaxf(s.s.x[0][i], -0.99F), 0.99F);
    }
    turn(&s, over ? 1.5 : 0);
    CHECK(severity_of(s, "overs") == (over ? WARNING : NO));
  }
}

static void sixteen_bits_in_a_24_bit_file_are_seen_after_a_gain_too(void)
{
  song s = band();
  grain(&s, 16);
  s.dither = LQ_DITHER_OFF;
  check(&s);
  const lq_finding* const f = found(&s, "bits-unused");
  CHECK(f != NULL);
  CHECK_NEAR(f ? f->value : 0, 16, 0.01);
  forget(&s);
  s = band();
  turn(&s, -12);
  grain(&s, 16);
  turn(&s, -3.3);
  s.dither = LQ_DITHER_OFF;
  CHECK(severity_of(s, "bits-unused") == NOTE);
  s        = band();
  s.dither = LQ_DITHER_OFF;
  CHECK(severity_of(s, "bits-unused") == NO);
}

static void sixteen_bit_files_are_noted(void)
{
  song s = band();
  s.bits = 16;
  CHECK(severity_of(s, "bits") == NOTE);
}

static void a_wall_at_16_khz_is_a_lossy_source(void)
{
  song s = band();
  wall(&s, 16000);
  CHECK(severity_of(s, "lossy-source") == WARNING);
  CHECK(severity_of(band(), "lossy-source") == NO);
}

static void a_wall_at_half_an_old_rate_is_an_upsampled_source(void)
{
  song s = band();
  wall(&s, 21700);
  check(&s);
  CHECK(found(&s, "upsampled") && !found(&s, "lossy-source"));
  forget(&s);
  CHECK(severity_of(play(44100, SEC, false), "upsampled") == NO);
}

static void rates_under_44100_hz_are_a_warning(void)
{
  CHECK(severity_of(play(32000, SEC, false), "rate") == WARNING);
  CHECK(severity_of(play(44100, SEC, false), "rate") == NO);
}

static void a_file_of_4_seconds_is_short(void)
{
  CHECK(severity_of(play(RATE, 4, false), "short") == NOTE);
  CHECK(severity_of(band(), "short") == NO);
}

static void peaks_over_minus_3_dbtp_stop_the_mastering(void)
{
  song s = band();
  turn(&s, lq_lin_to_db(1 / (double)peak_of(&s)) - 1);
  CHECK(severity_of(s, "headroom") == STOP);
  CHECK(severity_of(band(), "headroom") == NO);
}

static void silence_stops_and_a_whisper_warns(void)
{
  song s = band();
  turn(&s, -300);
  s.dither = LQ_DITHER_OFF;
  CHECK(severity_of(s, "silent") == STOP);
  s = band();
  turn(&s, -40);
  CHECK(severity_of(s, "quiet") == WARNING);
}

static void sides_that_are_one_or_lean_or_cancel_are_told(void)
{
  song s = band();
  memcpy(s.s.x[1], s.s.x[0], s.s.n_frames * sizeof(float));
  CHECK(severity_of(s, "mono") == NOTE);
  CHECK(severity_of(band(), "mono") == NO);
  s = band();
  for (size_t i = 0; i < s.s.n_frames; ++i) {
    s.s.x[1][i] *= 0.5F;
  }
  CHECK(severity_of(s, "lop-sided") == WARNING);
  CHECK(severity_of(band(), "lop-sided") == NO);
  s = band();
  for (size_t i = 0; i < s.s.n_frames; ++i) {
    s.s.x[1][i] = -s.s.x[1][i];
  }
  CHECK(severity_of(s, "phase") == WARNING);
  CHECK(severity_of(band(), "phase") == NO);
}

static void an_offset_is_dc(void)
{
  song s = band();
  for (size_t i = 0; i < s.s.n_frames; ++i) {
    s.s.x[0][i] += 0.01F;
  }
  CHECK(severity_of(s, "dc") == WARNING);
  CHECK(severity_of(band(), "dc") == NO);
}

static void the_worst_passages_are_told_in_the_order_of_the_song(void)
{
  const uint32_t    count[] = {0, 4, 5, 0, 0, 0, 1, 1, 0, 6, 0, 0, 0, 0, 3};
  const lq_passages p       = lq_passages_find(count, sizeof count / sizeof *count);
  lq_pool*          pool    = NULL;
  CHECK(!lq_pool_new(&pool));
  CHECK(p.n == 3 && p.worst == 0);
  CHECK_TEXT(lq_passages_text(pool, &p), "0:01.0 to 0:03.0, 0:09.0 to 0:10.0, 0:14.0 to 0:15.0");
  CHECK_TEXT(lq_clock_text(pool, 62.46), "1:02.5");
  lq_pool_free(pool);
}

static void files_of_a_few_frames_are_judged_without_a_fall(void)
{
  for (size_t n = 1; n < 2000; n = n * 3 + 1) {
    song s       = play(RATE, 1, false);
    s.s.n_frames = n;
    check(&s);
    CHECK(!lq_findings_ready(s.findings)); // nothing to hear
    forget(&s);
  }
}

static const check_test tests[] = {
    CHECK_TEST(a_mix_as_it_should_be_has_no_findings),
    CHECK_TEST(a_limiter_of_3_db_stops_the_mastering),
    CHECK_TEST(a_limiter_shows_when_the_file_was_turned_down_and_stored_with_16_bits),
    CHECK_TEST(a_drum_machine_is_no_limiter),
    CHECK_TEST(clipping_stops_the_mastering_at_any_level),
    CHECK_TEST(a_deep_sine_is_not_clipped),
    CHECK_TEST(a_heavy_bus_compressor_is_told),
    CHECK_TEST(held_notes_are_neither_limited_nor_compressed),
    CHECK_TEST(overs_hide_between_the_samples),
    CHECK_TEST(sixteen_bits_in_a_24_bit_file_are_seen_after_a_gain_too),
    CHECK_TEST(sixteen_bit_files_are_noted),
    CHECK_TEST(a_wall_at_16_khz_is_a_lossy_source),
    CHECK_TEST(a_wall_at_half_an_old_rate_is_an_upsampled_source),
    CHECK_TEST(rates_under_44100_hz_are_a_warning),
    CHECK_TEST(a_file_of_4_seconds_is_short),
    CHECK_TEST(peaks_over_minus_3_dbtp_stop_the_mastering),
    CHECK_TEST(silence_stops_and_a_whisper_warns),
    CHECK_TEST(sides_that_are_one_or_lean_or_cancel_are_told),
    CHECK_TEST(an_offset_is_dc),
    CHECK_TEST(the_worst_passages_are_told_in_the_order_of_the_song),
    CHECK_TEST(files_of_a_few_frames_are_judged_without_a_fall),
};

int main(void)
{
  const int faults = check_all(tests, sizeof tests / sizeof *tests);
  tool_done();
  return faults;
}
