// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Strokes over bleed, and the gates that follow from them.
#include "scene_tools.h"

#include "assist/gating.h"
#include "base/rng.h"
#include "proc/all.h"

enum { WINDOW_HOPS = 8 };

// Windows of 80 ms with one hop of so many dB, and 20 dB less in the other seven.
static void push(lq_strokes* const s, const unsigned n_windows, const double db)
{
  for (unsigned i = 0; i < n_windows; ++i) {
    for (unsigned k = 0; k < WINDOW_HOPS; ++k) {
      lq_strokes_push(s, power_of_db(k == 3 ? db : db - 20));
    }
  }
}

static void strokes_and_bleed_are_told_apart(void)
{
  lq_strokes s = {0};
  push(&s, 20, -9);
  push(&s, 20, -11);
  push(&s, 60, -38);
  push(&s, 60, -42);
  const lq_stroke_parts p = lq_strokes_part(&s);
  CHECK_NEAR(p.hard_db, -10, 0.01);
  CHECK_NEAR(p.soft_db, -40, 0.01);
  CHECK(p.n_hard == 40 && p.n_soft == 120);
  CHECK(p.split_db < -14 && p.split_db > -36);
  CHECK_NEAR(p.between, 0, 0);
}

static void what_falls_between_is_counted(void)
{
  lq_strokes s = {0};
  push(&s, 40, -10);
  push(&s, 120, -40);
  for (unsigned i = 11; i < 40; ++i) {
    push(&s, 2, -(double)i); // soft strokes all the way down
  }
  const lq_stroke_parts p = lq_strokes_part(&s);
  CHECK_NEAR(p.between, 14.0 / 218, 0.001); // seven levels around the split, two at each
}

static void one_level_has_no_parts(void)
{
  lq_strokes s = {0};
  push(&s, 40, -10);
  const lq_stroke_parts p = lq_strokes_part(&s);
  CHECK(p.n_hard == 0 && p.n_soft == 0);
}

// A drum of 10 ms at -10 dBFS twice a second, in noise at -40.
static void features_carry_the_strokes(void)
{
  enum { RATE = 48000, SEC = 12, N = RATE * SEC };
  float* const      x = malloc(N * sizeof *x);
  lq_feature_meter* m = NULL;
  lq_features       f = {0};
  for (size_t i = 0; i < N; ++i) {
    const double white = (double)(lq_rng_at(3, i) >> 11U) * 0x1p-52 - 1.0; // RMS 1/sqrt(3)
    const bool   drum  = i % (RATE / 2) < RATE / 50;
    x[i]               = (float)(lq_db_to_lin(drum ? -10 : -40) * sqrt(3) * white);
  }
  CHECK(!lq_feature_meter_new(&m, RATE, 1));
  CHECK(!lq_feature_meter_process(m, (const float* const[]){x}, N));
  CHECK(!lq_feature_meter_finish(m, &f));
  CHECK_NEAR(f.strokes.hard_db, -10, 0.7); // noise of 10 ms strays
  CHECK_NEAR(f.strokes.soft_db, -40, 0.7);
  CHECK(f.strokes.n_hard == 2 * SEC);
  lq_features_free(&f);
  lq_feature_meter_free(m);
  free(x);
}

static const lq_stroke_parts clear = {
    .hard_db = -10, .soft_db = -40, .split_db = -25, .n_hard = 40, .n_soft = 120};

/// Does a track with these strokes get a gate? `threshold_db` is NaN without.
static bool gated(const char* const role, const bool in_kit, const lq_stroke_parts* const strokes,
                  const double strength, double* const threshold_db, double* const range_db)
{
  made m;
  made_new(&m, 10);
  lq_track* const t                = made_add(&m, "It", role);
  t->features->strokes             = *strokes;
  t->in_kit                        = in_kit;
  t->trim_db                       = 4;
  m.song.strength                  = strength;
  t->features->activity.noise_lufs = -INFINITY;
  CHECK(!lq_gate_track(&m.song, t));
  const lq_device* const g = t->stages[LQ_STAGE_GATE];
  CHECK(!g || g->proc == &lq_gate);
  *threshold_db  = g ? (double)lq_device_get(g, "threshold") : (double)NAN;
  *range_db      = g ? (double)lq_device_get(g, "range") : 0;
  const bool yes = g != NULL;
  made_free(&m);
  return yes;
}

static void a_close_drum_that_stands_clear_is_gated_between_its_parts(void)
{
  static const char* const drums[] = {"kick", "snare", "tom"};
  double                   threshold_db, range_db;
  for (unsigned i = 0; i < 3; ++i) {
    CHECK(gated(drums[i], true, &clear, 1, &threshold_db, &range_db));
    CHECK_NEAR(threshold_db, -25 + 4, 0.5);
    CHECK_NEAR(range_db, 14, 0);
    CHECK(gated(drums[i], true, &clear, 0.5, &threshold_db, &range_db));
    CHECK_NEAR(range_db, 7, 0); // strength scales how far it closes
  }
}

static void soft_strokes_in_the_gap_forbid_a_gate(void)
{
  double          threshold_db, range_db;
  lq_stroke_parts s = clear;
  s.between         = 0.07;
  CHECK(gated("snare", true, &s, 1, &threshold_db, &range_db));
  s.between = 0.09;
  CHECK(!gated("snare", true, &s, 1, &threshold_db, &range_db));
  s         = clear;
  s.soft_db = -21; // 11 dB apart
  CHECK(!gated("snare", true, &s, 1, &threshold_db, &range_db));
  s        = clear;
  s.n_hard = 3;
  CHECK(!gated("snare", true, &s, 1, &threshold_db, &range_db));
  s        = clear;
  s.n_hard = 130; // more strokes than rest
  CHECK(!gated("snare", true, &s, 1, &threshold_db, &range_db));
}

static void what_hangs_in_no_kit_or_hears_all_of_it_is_never_gated(void)
{
  static const char* const open[] = {"overhead", "room", "hihat", "cymbal", "percussion", "drums"};
  double                   threshold_db, range_db;
  CHECK(!gated("kick", false, &clear, 1, &threshold_db, &range_db)); // samples
  CHECK(!gated("tom", false, &clear, 1, &threshold_db, &range_db));
  for (unsigned i = 0; i < sizeof open / sizeof *open; ++i) {
    CHECK(!gated(open[i], true, &clear, 1, &threshold_db, &range_db));
  }
}

// A voice at -20 LUFS that rests for half of the song.
static const lq_device* gate_of_voice(made* const m, const double noise_lufs, const double share)
{
  made_new(m, 10);
  lq_track* const t                = made_add(m, "Vox", "lead-vocal");
  t->features->strokes             = clear;
  t->trim_db                       = -3;
  t->features->activity.lufs       = -20;
  t->features->activity.low_lufs   = -26;
  t->features->activity.noise_lufs = noise_lufs;
  t->features->activity.share      = share;
  CHECK(!lq_gate_track(&m->song, t));
  return t->stages[LQ_STAGE_GATE];
}

static void noise_that_is_heard_in_rests_is_turned_down(void)
{
  static const struct {
    double noise_lufs, share;
    bool   gate;
  } cases[] = {{-60, 0.5, true},
               {-60, 0.9, false}, // hardly rests
               {-72, 0.5, false},
               {-INFINITY, 0.5, false}, // nobody hears it
               {-40, 0.5, false}};      // too near to soft singing
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    made                   m;
    const lq_device* const g = gate_of_voice(&m, cases[i].noise_lufs, cases[i].share);
    CHECK((g != NULL) == cases[i].gate);
    if (g) {
      CHECK_NEAR(lq_device_get(g, "threshold"), -60 + 10 - 3, 0.5);
      CHECK_NEAR(lq_device_get(g, "range"), 12, 0);
    }
    made_free(&m);
  }
}

static const check_test tests[] = {
    CHECK_TEST(strokes_and_bleed_are_told_apart),
    CHECK_TEST(what_falls_between_is_counted),
    CHECK_TEST(one_level_has_no_parts),
    CHECK_TEST(features_carry_the_strokes),
    CHECK_TEST(a_close_drum_that_stands_clear_is_gated_between_its_parts),
    CHECK_TEST(soft_strokes_in_the_gap_forbid_a_gate),
    CHECK_TEST(what_hangs_in_no_kit_or_hears_all_of_it_is_never_gated),
    CHECK_TEST(noise_that_is_heard_in_rests_is_turned_down)};
CHECK_MAIN(tests)
