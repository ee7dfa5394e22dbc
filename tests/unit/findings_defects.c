// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Every finding of defects and mix problems has a signal that shows it and one, next to it, that
/// must not. Fixed: a made song of 12 s at 44.1 kHz, balanced like a record: half a second of
/// silence, music in beats of half a second, a tail that dies away.
#include "check.h"

#include "base/pool.h"
#include "base/rng.h"
#include "check/check.h"
#include "check/finder.h"
#include "measure/feature_file.h"
#include "session_tools.h"

enum { RATE = 44100, N = 12 * RATE, ROOM = 24 * RATE, HEAD = RATE / 2, BEAT = RATE / 2 };
enum { MUSIC_END = 9 * RATE };

typedef struct {
  float* x[2];
  size_t n;
} song;

/// What the song is made of, each [2][N]; the same for every case.
static float *lows[2], *mids[2], *tops[2], *hats[2];

static double white(const uint64_t seed, const size_t i)
{
  return 4 * (double)noise_at(seed, i);
}

// Each half second a new note, never down to nothing before the music ends; then the tail falls 60
// dB in two seconds.
static double envelope(const size_t i)
{
  if (i < HEAD) {
    return 0;
  }
  const double in_beat = (double)((i - HEAD) % BEAT) / RATE;
  const double attack  = fmin(1, (double)(i - HEAD) / 200);
  return i < MUSIC_END ? attack * (0.5 + 0.5 * exp(-6 * in_beat))
                       : 0.5 * exp(-3.45 * (double)(i - MUSIC_END) / RATE);
}

// One partial a third octave, as loud as records have it; every other one a little to a side.
static void add_partial(float* const* const to, const unsigned k, const double hz, const double db)
{
  const double turn = 2 * LQ_PI * hz / RATE, a = 0.12 * pow(10, db / 20);
  const double left = k % 2 ? 1.25 : 0.7, right = k % 2 ? 0.7 : 1.25;
  const bool   middle = hz < 130;
  double       re = cos(k), im = sin(k);
  for (size_t i = 0; i < N; ++i) {
    const double s = re, v = a * im * envelope(i);
    to[0][i] += (float)(v * (middle ? 1 : left));
    to[1][i] += (float)(v * (middle ? 1 : right));
    re = re * cos(turn) - im * sin(turn);
    im = s * sin(turn) + im * cos(turn);
  }
}

static double record_db(const double hz) // data/tone.yaml, roughly, for one of three in an octave
{
  static const double octaves[] = {-19,   -7.4,  -6.3,  -7.4,  -8.3, -10.4,
                                   -12.2, -16.4, -19.4, -26.8, -30};
  const double        at        = fmax(0, fmin(9, log2(hz / 31.5)));
  const unsigned      o         = (unsigned)at;
  return octaves[o] + (at - o) * (octaves[o + 1] - octaves[o]) - 4.8;
}

static void make_parts(void)
{
  float** const parts[] = {lows, mids, tops, hats};
  for (unsigned p = 0; p < 4; ++p) {
    for (unsigned c = 0; c < 2; ++c) {
      parts[p][c] = calloc(N, sizeof(float));
    }
  }
  for (unsigned k = 0; k < 29; ++k) {
    // Nothing near the mains, or it would hide their hum; no harmony.
    const double hz = k == 2 ? 42 : k == 3 ? 71 : 32.3 * pow(2, k / 3.0) * (1 + 0.01 * (k % 3));
    add_partial(hz < 130 ? lows : hz < 5000 ? mids : tops, k, hz, record_db(hz));
  }
  for (size_t i = HEAD; i < MUSIC_END; ++i) { // hats on every quarter second, high-passed
    const double s = (double)((i - HEAD) % (BEAT / 2)) / RATE;
    const double h = 0.02 * exp(-30 * s) * (white(1, i) - white(1, i - 1));
    hats[0][i]     = (float)(0.8 * h);
    hats[1][i]     = (float)(1.0 * h);
  }
}

static song song_new(void)
{
  song s = {.n = N};
  for (unsigned c = 0; c < 2; ++c) {
    s.x[c] = calloc(ROOM, sizeof(float));
    for (size_t i = 0; i < N; ++i) {
      s.x[c][i] = lows[c][i] + mids[c][i] + tops[c][i] + hats[c][i];
    }
  }
  return s;
}

static size_t at(const double sec)
{
  return (size_t)(sec * RATE);
}

static void scale(const song* const s, const unsigned c, const double from, const double to,
                  const float by)
{
  for (size_t i = at(from); i < at(to) && i < s->n; ++i) {
    s->x[c][i] *= by;
  }
}

static void shift(song* const s, const double sec)
{
  for (unsigned c = 0; c < 2; ++c) {
    memmove(s->x[c] + at(sec), s->x[c], s->n * sizeof(float));
    memset(s->x[c], 0, at(sec) * sizeof(float));
  }
  s->n += at(sec);
}

static void start_at(song* const s, const size_t from)
{
  for (unsigned c = 0; c < 2; ++c) {
    memmove(s->x[c], s->x[c] + from, (s->n - from) * sizeof(float));
  }
  s->n -= from;
}

static void add(const song* const s, const double from, const double to,
                double (*const sound)(double t, size_t i))
{
  for (size_t i = at(from); i < at(to) && i < s->n; ++i) {
    const double v = sound((double)i / RATE - from, i);
    s->x[0][i] += (float)v;
    s->x[1][i] += (float)v;
  }
}

// ---- What is done to it: first what shows the finding, then what must not ----

static void nothing(song* const s)
{
  (void)s;
}

static void stray_sample(song* const s)
{
  s->x[0][at(5.3)] += 0.2F;
}

static double rim(const double t, const size_t i)
{
  return 0.3 * exp(-t / 0.006) * white(3, i);
}

static void rim_shot(song* const s)
{
  add(s, 5.3, 5.4, rim);
}

static void ten_ms_lost(song* const s)
{
  scale(s, 0, 6, 6.01, 0);
  scale(s, 1, 6, 6.01, 0);
}

static void a_stop_with_fades(song* const s)
{
  for (unsigned c = 0; c < 2; ++c) {
    for (size_t i = at(6); i < at(6.4); ++i) {
      const double t = (double)i / RATE - 6, g = t < 0.1 ? 1 - 10 * t : t > 0.3 ? 10 * t - 3 : 0;
      s->x[c][i] *= (float)(g * g);
    }
  }
}

static void one_sample_held(song* const s)
{
  for (size_t i = at(4.2); i < at(4.208); ++i) {
    s->x[1][i] = 0.05F;
  }
}

static double square(const double t, const size_t i)
{
  (void)i;
  return fmod(t * 90, 1) < 0.5 ? 0.03 : -0.03;
}

static void a_square_wave(song* const s)
{
  for (unsigned c = 0; c < 2; ++c) {
    memset(s->x[c], 0, at(2) * sizeof(float));
  }
  add(s, 0.5, 2, square);
}

static double mains(const double t, const size_t i)
{
  (void)i;
  return 0.004 * (sin(2 * LQ_PI * 50 * t) + 0.5 * sin(2 * LQ_PI * 100 * t));
}

static void ground_loop(song* const s)
{
  add(s, 0, 12, mains);
}

static void low_note(song* const s)
{
  add(s, 2, 4, mains);
}

static double hiss(const double t, const size_t i)
{
  (void)t;
  return 0.004 * white(7, i);
}

static void hiss_all_through(song* const s)
{
  add(s, 0, 12, hiss);
}

static double breath(const double t, const size_t i)
{
  (void)t;
  return 0.00002 * white(7, i);
}

static void dither_all_through(song* const s)
{
  add(s, 0, 12, breath);
}

static void stops_in_mid_song(song* const s)
{
  s->n = at(7.93);
}

static void stops_and_silence_follows(song* const s)
{
  scale(s, 0, 7.93, 12, 0);
  scale(s, 1, 7.93, 12, 0);
}

static void tail_cut(song* const s)
{
  s->n = at(9.7);
}

static void begins_inside(song* const s)
{
  size_t i = at(2);
  while (fabsf(s->x[0][i]) < 0.08F) {
    ++i;
  }
  start_at(s, i);
}

static void begins_with_the_note(song* const s)
{
  start_at(s, HEAD);
}

static void four_seconds_before(song* const s)
{
  shift(s, 4);
}

static void one_second_before(song* const s)
{
  shift(s, 1);
}

static void ten_seconds_after(song* const s)
{
  s->n += 10 * RATE;
}

static void three_seconds_after(song* const s)
{
  s->n += 3 * RATE;
}

static void a_hole(song* const s)
{
  scale(s, 0, 4, 6.5, 0);
  scale(s, 1, 4, 6.5, 0);
}

static void a_rest(song* const s)
{
  scale(s, 0, 4, 5, 0);
  scale(s, 1, 4, 5, 0);
}

static void right_is_dead(song* const s)
{
  scale(s, 1, 0, 12, 0);
}

static void right_is_quiet(song* const s)
{
  scale(s, 1, 0, 12, 0.1F);
}

static void right_dies_for_a_while(song* const s)
{
  scale(s, 1, 3, 6, 0);
}

static void right_quiet_for_a_while(song* const s)
{
  scale(s, 1, 3, 6, 0.03F);
}

static void right_4_db_down(song* const s)
{
  scale(s, 1, 0, 12, 0.6F);
}

static void right_1_db_down(song* const s)
{
  scale(s, 1, 0, 12, 0.9F);
}

static void right_turned_round(song* const s)
{
  scale(s, 1, 0, 12, -1);
}

static void sides_that_differ(song* const s)
{
  for (size_t i = 0; i < s->n; ++i) { // the right is what the left was 30 ms before
    s->x[1][i] = i > at(0.53) ? mids[0][i - at(0.03)] + tops[0][i - at(0.03)] + lows[1][i] : 0;
  }
}

static void six_seconds_turned_round(song* const s)
{
  scale(s, 0, 1, 7.5, 0.5F); // and softer, or all of the song would be upside down
  scale(s, 1, 1, 7.5, -0.5F);
}

static void one_second_turned_round(song* const s)
{
  scale(s, 1, 3, 4, -1);
}

static void lows_turned_round(song* const s)
{
  for (size_t i = 0; i < N; ++i) {
    s->x[1][i] -= 2 * lows[1][i];
  }
}

static void tops_turned_round(song* const s)
{
  for (size_t i = 0; i < N; ++i) {
    s->x[1][i] -= 2 * (tops[1][i] + hats[1][i]);
  }
}

static double ess(const double t, const size_t i)
{
  const double u = fmod(t, 0.61);
  return u > 0.09 ? 0 : 0.9 * sin(LQ_PI * u / 0.09) * (white(5, i) - white(5, i - 1)) * 0.2;
}

static void sharp_s(song* const s)
{
  add(s, 1, 8.5, ess);
}

static double shaker(const double t, const size_t i)
{
  return 0.06 * ess(t, i);
}

static void soft_s(song* const s)
{
  add(s, 1, 8.5, shaker);
}

static void louder(song* const s, const double from_hz, const double to_hz, const double db)
{
  for (double hz = from_hz; hz < to_hz; hz *= 1.13) {
    for (size_t i = 0; i < N; ++i) {
      const float v = (float)(0.12 * pow(10, (record_db(from_hz) + db) / 20) * envelope(i) *
                              sin(2 * LQ_PI * hz * (double)i / RATE + hz));
      s->x[0][i] += v;
      s->x[1][i] += v;
    }
  }
}

static void loud_100(song* const s)
{
  louder(s, 95, 150, 7);
}

static void loud_300(song* const s)
{
  louder(s, 220, 450, 7);
}

static void loud_3000(song* const s)
{
  louder(s, 2700, 4700, 9);
}

static void no_tops(song* const s)
{
  for (unsigned c = 0; c < 2; ++c) {
    for (size_t i = 0; i < N; ++i) {
      s->x[c][i] -= 0.97F * (tops[c][i] + hats[c][i]);
    }
  }
}

static void huge_lows(song* const s)
{
  for (unsigned c = 0; c < 2; ++c) {
    for (size_t i = 0; i < N; ++i) {
      s->x[c][i] = 0.2F * s->x[c][i] + 0.8F * lows[c][i];
    }
  }
}

static void no_sides(song* const s)
{
  for (size_t i = 0; i < N; ++i) {
    const float m = 0.5F * (s->x[0][i] + s->x[1][i]), d = 0.5F * (s->x[0][i] - s->x[1][i]);
    s->x[0][i] = m + 0.1F * d;
    s->x[1][i] = m - 0.1F * d;
  }
}

static double stick(const double t, const size_t i)
{
  const double u = fmod(t, 0.5);
  return u > 0.03 ? 0 : 0.15 * exp(-u / 0.004) * sin(2 * LQ_PI * 1800 * u) + 0 * (double)i;
}

static void four_sticks(song* const s)
{
  shift(s, 2);
  add(s, 0.5, 2.4, stick);
}

static void four_notes(song* const s)
{
  for (unsigned c = 0; c < 2; ++c) {
    for (size_t i = HEAD; i < at(2.5); ++i) { // thin and plucked, but notes
      const double u = (double)((i - HEAD) % BEAT) / RATE;
      s->x[c][i]     = (float)(0.1 * exp(-u / 0.12) * sin(2 * LQ_PI * 880 * u));
    }
  }
}

static double metronome(const double t, const size_t i)
{
  return 5 * stick(t, i);
}

static void click_left_in(song* const s)
{
  add(s, 0.25, 12, metronome);
}

static const struct {
  const char* claim;
  const char* id;
  void (*shows)(song*);
  void (*must_not)(song*);
  lq_severity severity;
  const char* channel;
  double      start_sec; ///< of the finding, to 0.1 s; < 0: not asked
} cases[] = {
    {"a stray sample is a click, a rim shot is not", "click", stray_sample, rim_shot, 1, "left",
     5.3},
    {"10 ms of nothing are a dropout, a stop is not", "dropout", ten_ms_lost, a_stop_with_fades, 2,
     NULL, 6.0},
    {"a held sample is a dropout, a square wave is not", "dropout", one_sample_held, a_square_wave,
     2, "right", 4.2},
    {"mains all through is hum, a low note is not", "hum", ground_loop, low_note, 1, NULL, -1},
    {"hiss is noise, dither is not", "noise", hiss_all_through, dither_all_through, 1, NULL, -1},
    {"a stop in mid-song is a cut end, a tail is not", "cut-end", stops_in_mid_song, nothing, 2,
     NULL, 7.9},
    {"also when silence follows it", "cut-end", stops_and_silence_follows, three_seconds_after, 2,
     NULL, 7.9},
    {"a tail that breaks off is cut, a whole one is not", "cut-tail", tail_cut, nothing, 1, NULL,
     9.65},
    {"a wave already running is a cut start, an attack is not", "cut-start", begins_inside,
     begins_with_the_note, 1, NULL, 0},
    {"four seconds of silence before are told, one is not", "silence-start", four_seconds_before,
     one_second_before, 0, NULL, 0},
    {"ten seconds of silence after are told, three are not", "silence-end", ten_seconds_after,
     three_seconds_after, 0, NULL, -1},
    {"a hole inside stops, a rest does not", "silence-inside", a_hole, a_rest, 2, NULL, 4},
    {"a dead channel stops, a quiet one does not", "channel-dead", right_is_dead, right_is_quiet, 2,
     "right", 0},
    {"a channel dead for a while is told, a quiet one is not", "channel-dead",
     right_dies_for_a_while, right_quiet_for_a_while, 1, "right", 3},
    {"4 dB lean, 1 dB does not", "lop-sided", right_4_db_down, right_1_db_down, 1, "left", -1},
    {"a turned channel is told, sides that differ are not", "phase", right_turned_round,
     sides_that_differ, 1, NULL, -1},
    {"a turned passage is told, a moment is not", "phase", six_seconds_turned_round,
     one_second_turned_round, 1, NULL, 1},
    {"a turned low end is told, turned tops are not", "low-end-phase", lows_turned_round,
     tops_turned_round, 1, NULL, -1},
    {"sharp s are told, soft ones are not", "sibilance", sharp_s, soft_s, 0, NULL, -1},
    {"a loud octave at 110 Hz booms", "boom", loud_100, nothing, 0, NULL, -1},
    {"a loud octave at 300 Hz is mud", "mud", loud_300, nothing, 0, NULL, -1},
    {"a loud octave at 3.5 kHz is harsh", "harsh", loud_3000, nothing, 1, NULL, -1},
    {"without tops it is dull", "dull", no_tops, nothing, 1, NULL, -1},
    {"a huge low end would hide a voice", "voice-masked", huge_lows, nothing, 0, NULL, -1},
    {"tops turned round are lost in mono", "mono-loss", tops_turned_round, nothing, 1, NULL, -1},
    {"without sides it is narrow", "narrow", no_sides, nothing, 0, NULL, -1},
    {"four sticks are a count-in, four notes are not", "count-in", four_sticks, four_notes, 1, NULL,
     -1},
    {"a metronome all through is told, even hats are not", "click-track", click_left_in, nothing, 1,
     NULL, -1},
};

typedef struct {
  lq_pool*    pool;
  lq_findings f;
} checked;

static checked check_song(const song* const s, const lq_stems* const stems)
{
  char             path[512];
  checked          c = {0};
  lq_features      features;
  lq_error         e = {0};
  lq_measured_file m = {.file = "mix.wav", .bits = 32};
  write_wav(temp_name(path, "mix.wav"), RATE, 2, (const float* const*)s->x, s->n);
  CHECK(!lq_pool_new(&c.pool));
  CHECK(!lq_feature_file(path, &features, NULL, NULL, NULL, &e));
  m.m = features.whole;
  CHECK(!lq_check_mix(&c.f, c.pool, path, &m, &features, stems, NULL, NULL, NULL, &e));
  lq_features_free(&features);
  unlink(path);
  return c;
}

static const lq_finding* find(const checked* const c, const char* const id)
{
  for (size_t i = 0; i < c->f.n; ++i) {
    if (!strcmp(c->f.findings[i].id, id)) {
      return &c->f.findings[i];
    }
  }
  return NULL;
}

static void tell(const checked* const c)
{
  for (size_t i = 0; i < c->f.n; ++i) {
    printf("#   %s: %s\n", c->f.findings[i].id, c->f.findings[i].message);
  }
}

static unsigned n_now; // which case runs: check_test carries no data

static void run_case(void)
{
  const unsigned k = n_now++;
  song           s = song_new();
  cases[k].shows(&s);
  checked                 c = check_song(&s, NULL);
  const lq_finding* const f = find(&c, cases[k].id);
  CHECK(f != NULL);
  if (f) {
    CHECK_NEAR(f->severity, cases[k].severity, 0);
    CHECK(!f->channel == !cases[k].channel);
    if (cases[k].channel && f->channel) {
      CHECK_TEXT(f->channel, cases[k].channel);
    }
    if (cases[k].start_sec >= 0) {
      CHECK_NEAR(f->start_sec, cases[k].start_sec, 0.1);
    }
    printf("# %s\n", f->message);
  } else {
    tell(&c);
  }
  lq_pool_free(c.pool);
  free(s.x[0]);
  free(s.x[1]);
  s = song_new();
  cases[k].must_not(&s);
  c = check_song(&s, NULL);
  CHECK(find(&c, cases[k].id) == NULL);
  if (find(&c, cases[k].id)) {
    tell(&c);
  }
  lq_pool_free(c.pool);
  free(s.x[0]);
  free(s.x[1]);
}

static void the_song_itself_is_ready(void)
{
  song    s = song_new();
  checked c = check_song(&s, NULL);
  CHECK_TEXT(lq_findings_verdict(c.f), "ready");
  tell(&c);
  lq_pool_free(c.pool);
  free(s.x[0]);
  free(s.x[1]);
}

// ---- With the tracks at hand ----

enum { STEPS = 130 };

static lq_stem stem_of(const checked* const c, const char* const name, const bool lead,
                       const unsigned band, const double power)
{
  lq_stem s = {.name = name, .role = "", .lead = lead, .n = STEPS, .total = power};
  s.power   = lq_pool_take(c->pool, STEPS, sizeof *s.power);
  for (unsigned i = 0; i < STEPS; ++i) {
    s.power[i][band] = (float)power;
  }
  return s;
}

static checked check_stems(lq_stem* const list, const size_t n, const bool solo,
                           void (*const change)(song*))
{
  lq_session* session = NULL;
  CHECK(!lq_session_new(&session));
  lq_session_add(session, LQ_STRIP_TRACK, "voice")->solo = solo;
  const lq_stems stems                                   = {.session      = session,
                                                            .step_sec     = 12.0 / STEPS,
                                                            .duration_sec = 12,
                                                            .n_steps      = STEPS,
                                                            .stems        = list,
                                                            .n            = n};
  song           s                                       = song_new();
  change(&s);
  const checked c = check_song(&s, &stems);
  tell(&c);
  free(s.x[0]);
  free(s.x[1]);
  lq_session_free(session);
  return c;
}

static void a_covered_lead_names_what_covers_it_and_where(void)
{
  enum { BAND_1K = 17 };
  checked memory = {0};
  CHECK(!lq_pool_new(&memory.pool));
  lq_stem list[] = {stem_of(&memory, "voice", true, BAND_1K, 0.001),
                    stem_of(&memory, "guitar", false, BAND_1K, 0.0008),
                    stem_of(&memory, "bass", false, 7, 0.004)};
  checked c      = check_stems(list, 3, false, nothing);
  CHECK(!find(&c, "lead-masked")); // 1 dB over what plays in its band; the bass is elsewhere
  CHECK(!find(&c, "solo-on"));
  CHECK(!find(&c, "one-in-front"));
  lq_pool_free(c.pool);
  for (unsigned i = 40; i < 110; ++i) {
    list[1].power[i][BAND_1K] = 0.008F; // 9 dB over the voice
  }
  c                         = check_stems(list, 3, false, nothing);
  const lq_finding* const f = find(&c, "lead-masked");
  CHECK(f && strstr(f->message, "'voice'") && strstr(f->message, "'guitar'"));
  CHECK_NEAR(f ? f->start_sec : 0, 40 * 12.0 / STEPS, 0.1);
  CHECK_NEAR(f ? f->end_sec : 0, 110 * 12.0 / STEPS, 0.1);
  CHECK_NEAR(f ? f->value : 0, 100 * 70.0 / STEPS, 1);
  lq_pool_free(c.pool);
  lq_pool_free(memory.pool);
}

static void solo_left_on_and_one_in_front_are_told(void)
{
  checked memory = {0};
  CHECK(!lq_pool_new(&memory.pool));
  lq_stem list[] = {stem_of(&memory, "keys", false, 15, 0.02),
                    stem_of(&memory, "drums", false, 15, 0.001),
                    stem_of(&memory, "empty", false, 15, 0)};
  checked c      = check_stems(list, 3, true, nothing);
  CHECK(find(&c, "solo-on") && strstr(find(&c, "solo-on")->message, "'voice'"));
  const lq_finding* const f = find(&c, "one-in-front");
  CHECK(f && strstr(f->message, "'keys'"));
  CHECK_NEAR(f ? f->value : 0, 13.01, 0.1);
  CHECK(find(&c, "silent-track") && strstr(find(&c, "silent-track")->message, "'empty'"));
  lq_pool_free(c.pool);
  lq_pool_free(memory.pool);
}

static void mud_names_the_track_that_makes_it(void)
{
  checked memory = {0};
  CHECK(!lq_pool_new(&memory.pool));
  lq_stem list[] = {stem_of(&memory, "organ", false, 12, 0.003), // 315 Hz
                    stem_of(&memory, "bass", false, 7, 0.004),
                    stem_of(&memory, "strings", false, 13, 0.001)};
  checked c      = check_stems(list, 3, false, loud_300);
  CHECK(find(&c, "mud") && strstr(find(&c, "mud")->message, "'organ' (75 %)"));
  lq_pool_free(c.pool);
  lq_pool_free(memory.pool);
}

static void stems_are_what_comes_through_fader_and_pan(void) // noise at 0 and -12 dB
{
  desk     d = desk_new(RATE);
  lq_stems s;
  lq_pool* pool = NULL;
  lq_error e    = {0};
  CHECK(!lq_pool_new(&pool));
  lq_strip* t = desk_track(&d, "near", desk_noise(&d, RATE, 2, 2 * RATE, 1));
  t           = desk_track(&d, "far", desk_noise(&d, RATE, 2, 2 * RATE, 2));
  lq_device_set(&t->controls[LQ_CONTROL_FADER], "level", -12);
  t       = desk_track(&d, "muted", desk_noise(&d, RATE, 2, 2 * RATE, 3));
  t->mute = true;
  lq_session_find(d.session, "near")->solo = true; // must not keep the other one out
  CHECK(!lq_stems_render(&s, pool, d.session, NULL, &e));
  CHECK(s.n == 2);
  CHECK_NEAR(10 * log10(s.stems[0].total / s.stems[1].total), 12, 0.3);
  CHECK_NEAR(s.duration_sec, 2, 0.2);
  double               share = 0;
  const lq_stem* const most  = lq_stems_most(&s, 200, 5000, 0.5, 1.5, &share);
  CHECK_TEXT(most->name, "near");
  CHECK_NEAR(share, 1 / (1 + pow(10, -1.2)), 0.02);
  CHECK(lq_session_find(d.session, "near")->solo); // the session is left as it was
  lq_pool_free(pool);
  desk_free(&d);
}

int main(void)
{
  static const check_test others[] = {
      CHECK_TEST(the_song_itself_is_ready),
      CHECK_TEST(a_covered_lead_names_what_covers_it_and_where),
      CHECK_TEST(solo_left_on_and_one_in_front_are_told),
      CHECK_TEST(mud_names_the_track_that_makes_it),
      CHECK_TEST(stems_are_what_comes_through_fader_and_pan),
  };
  enum { N_OTHERS = sizeof others / sizeof *others };
  enum { N_CASES = sizeof cases / sizeof *cases };
  check_test tests[N_CASES + N_OTHERS];
  make_parts();
  for (unsigned i = 0; i < N_CASES; ++i) {
    tests[i] = (check_test){cases[i].claim, run_case};
  }
  memcpy(tests + N_CASES, others, sizeof others);
  const int code = check_all(tests, N_CASES + N_OTHERS);
  for (unsigned c = 0; c < 2; ++c) {
    free(lows[c]);
    free(mids[c]);
    free(tops[c]);
    free(hats[c]);
  }
  return code;
}
