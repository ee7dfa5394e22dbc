// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Records as data, songs on sides, and what is worried about, on sides written by hand.
#include "check.h"

#include "assist/vinyl_sides.h"
#include "base/pool.h"
#include "deliver/side_groove.h"
#include "deliver/side_worries.h"
#include "session/vinyl.h"

static lq_pool* pool;
static lq_vinyl vinyl;

static void every_size_has_its_row(void)
{
  static const char* const ids[] = {"12in-33", "12in-45", "10in-33", "7in-45", "7in-33"};
  lq_error                 error = {0};
  for (unsigned i = 0; i < LQ_RECORD_N; ++i) {
    lq_record                    record = LQ_RECORD_N;
    const lq_vinyl_record* const r      = &vinyl.records[i];
    CHECK(!lq_vinyl_choose(ids[i], &record, &error) && record == (lq_record)i);
    CHECK_TEXT(r->id, ids[i]);
    CHECK(r->side.outer_mm > r->side.inner_mm && r->side.stylus_um[0] > r->side.stylus_um[1]);
    CHECK(r->recommended_min < r->most_min && r->n_sources > 0 && *r->name);
  }
  CHECK_NEAR(vinyl.records[LQ_RECORD_12_33].side.outer_mm, 146.3, 1e-5);
  CHECK_NEAR(vinyl.records[LQ_RECORD_12_33].side.rpm, 100.0 / 3, 1e-5);
  CHECK_NEAR(vinyl.peak_cm_s, 7, 0);
  lq_record record = LQ_RECORD_N;
  CHECK(lq_vinyl_choose("12in", &record, &error) == LQ_ERR_USAGE);
  CHECK(strstr(error.text, "'12in'") && strstr(error.text, "10in-33"));
}

static void the_table_is_read_between_its_points(void)
{
  const lq_vinyl_record* const lp = &vinyl.records[LQ_RECORD_12_33];
  CHECK_NEAR(lq_vinyl_guide_db(lp, 20), 0, 1e-9);
  CHECK_NEAR(lq_vinyl_guide_db(lp, 22), -1.5, 1e-9);
  CHECK_NEAR(lq_vinyl_guide_db(lp, 28), -6, 1e-9);
  CHECK_NEAR(lq_vinyl_guide_db(lp, 16), 3, 1e-9);
  CHECK(isnan(lq_vinyl_guide_db(lp, 5)));
  CHECK(isnan(lq_vinyl_guide_db(&vinyl.records[LQ_RECORD_10_33], 14)));
}

static size_t split(const lq_record record, const lq_sides_song* const songs, const size_t n,
                    unsigned* const first)
{
  size_t      n_sides = 0;
  const char* why     = NULL;
  CHECK(!lq_vinyl_split(first, &n_sides, &why, songs, n, &vinyl.records[record], pool));
  CHECK(why && strstr(why, "minutes on"));
  return n_sides;
}

static void sides_are_even_and_in_order(void)
{
  lq_sides_song songs[12];
  unsigned      first[13] = {0};
  for (unsigned i = 0; i < 12; ++i) {
    songs[i] = (lq_sides_song){.length_sec = 200};
  }
  CHECK(split(LQ_RECORD_12_33, songs, 12, first) == 2); // 40 minutes
  CHECK(first[0] == 0 && first[1] == 6);
  songs[0].length_sec = 600; // a long one first
  CHECK(split(LQ_RECORD_12_33, songs, 12, first) == 2 && first[1] == 5);
  CHECK(split(LQ_RECORD_12_45, songs, 12, first) == 4); // 46.7 minutes at 13.5 a side
  CHECK(first[0] == 0 && first[1] <= 2 && first[3] - first[2] <= 4 && 12 - first[3] <= 4);
  CHECK(split(LQ_RECORD_7_45, songs, 2, first) == 2 && first[1] == 1);
  CHECK(split(LQ_RECORD_12_33, songs, 1, first) == 1 && first[0] == 0);
}

static void an_inner_song_is_a_calm_one(void) // fixed: halves even, or nearly
{
  lq_sides_song songs[4] = {{300, 0}, {300, 6}, {30, -6}, {570, 0}};
  unsigned      first[5] = {0};
  CHECK(split(LQ_RECORD_12_33, songs, 4, first) == 2);
  CHECK(first[1] == 3); // the loud one is not the last of its side
  songs[1].demand_db = -6;
  songs[2].demand_db = 6;
  CHECK(split(LQ_RECORD_12_33, songs, 4, first) == 2);
  CHECK(first[1] == 2);
}

/// A side of one tone.
typedef struct {
  lq_groove_step steps[60000];
  lq_side        side;
} hand;

static hand               h;
static const lq_side_song two_songs[] = {{"One", 0, 300}, {"Two", 302, 600}};

static void make(const double minutes, const lq_groove_step step)
{
  memset(&h, 0, sizeof h);
  const double step_sec = 60.0 / vinyl.records[0].side.rpm / LQ_GROOVE_STEPS_A_TURN;
  h.side                = (lq_side){.letter   = 'A',
                                    .record   = &vinyl.records[0],
                                    .songs    = two_songs,
                                    .n_songs  = 2,
                                    .steps    = h.steps,
                                    .n_steps  = (size_t)(minutes * 60 / step_sec),
                                    .step_sec = step_sec};
  CHECK(h.side.n_steps < sizeof h.steps / sizeof *h.steps);
  for (size_t i = 0; i < h.side.n_steps; ++i) {
    h.steps[i] = step;
  }
  h.side.m.max_short_term_lufs = 0;
  h.side.m.integrated_lufs     = -14;
  h.side.peak_dbtp             = -0.5;
  h.side.rumble_db = h.side.whistle_db = h.side.dc_dbfs = -90;
}

static const lq_worry* worry(const lq_worry_kind kind)
{
  for (size_t i = 0; i < h.side.n_worries; ++i) {
    if (h.side.worries[i].kind == kind) {
      return &h.side.worries[i];
    }
  }
  return NULL;
}

static void judge(const double level_db)
{
  CHECK(!lq_side_groove_cut(&h.side, level_db, pool));
  CHECK(!lq_side_worry(&h.side, &vinyl, pool));
}

static const lq_groove_step easy = {
    .inner_um = 10, .outer_um = 10, .lateral_cm_s = 7, .bend_m_s2 = 500, .sharp_cm_s = 1};

static void nothing_to_worry_about(void)
{
  make(10, easy);
  judge((double)NAN);
  CHECK_NEAR(h.side.level_db, 0, 1e-9);
  CHECK(h.side.n_worries == 0);
}

static void the_level_is_that_of_the_music(void) // fixed: the loudest 3 s at -15 LUFS
{
  make(10, easy);
  h.side.m.max_short_term_lufs = -15;
  judge(0);
  CHECK_NEAR(h.side.scale_db, 15, 1e-9);
  CHECK_NEAR(h.side.spiral.lateral_cm_s.value, 7 * pow(10, 15 / 20.0), 1e-3);
  const double fit_db = h.side.fit_db;
  judge(fit_db);
  CHECK(h.side.spiral.free_mm >= 0 && h.side.spiral.free_mm < 0.05);
}

static void what_is_asked_for_is_done_and_judged(void)
{
  make(10, easy);
  judge(18); // 55.6 cm/s
  CHECK(worry(LQ_WORRY_SPEED) && worry(LQ_WORRY_SPEED)->rule);
  CHECK(worry(LQ_WORRY_SLOPE) && worry(LQ_WORRY_SLOPE)->rule);
  judge((double)NAN);
  CHECK(!worry(LQ_WORRY_SPEED));
  make(10, (lq_groove_step){.lateral_cm_s = 70, .inner_um = 10, .outer_um = 10});
  judge((double)NAN); // held back by what the cutter can follow: the groove's speed at the end
  CHECK_NEAR(h.side.level_db, h.side.clear_db, 1e-9);
  CHECK_NEAR(h.side.spiral.slope.value, 1, 0.01);
  CHECK(!worry(LQ_WORRY_SLOPE));
}

static void a_long_side_says_by_how_much(void)
{
  make(25, (lq_groove_step){.inner_um = 30, .outer_um = 30, .lateral_cm_s = 5});
  judge(0);
  const lq_worry* const w       = worry(LQ_WORRY_LENGTH);
  const double          want_db = 20 * log10((88800.0 / (25 * 100.0 / 3) - 64 - 800.0 / 833) / 60);
  CHECK(w && w->rule && strstr(w->text, "mm more than a side has"));
  CHECK_NEAR(h.side.fit_db, want_db, 0.1); // a band of 0.8 mm is cut between the songs
  char text[64];
  snprintf(text, sizeof text, "fits %.1f dB softer", -h.side.fit_db);
  CHECK(w && strstr(w->text, text));
  judge(h.side.fit_db);
  CHECK(worry(LQ_WORRY_LENGTH) && !worry(LQ_WORRY_LENGTH)->rule); // 25 minutes: one to think about
}

static void places_are_told_once_a_song(void) // fixed: bends in both songs, twice in the second
{
  make(10, easy);
  static const double at_sec[] = {100, 400, 500};
  for (unsigned i = 0; i < 3; ++i) {
    h.steps[(size_t)(at_sec[i] / h.side.step_sec) + 1].bend_m_s2 = (float)(50000 + 10000 * i);
  }
  judge(0);
  size_t n = 0;
  for (size_t i = 0; i < h.side.n_worries; ++i) {
    n += h.side.worries[i].kind == LQ_WORRY_CURVE;
  }
  CHECK(n == 2);
  const lq_worry* const w = &h.side.worries[h.side.n_worries - 1];
  CHECK(w->kind == LQ_WORRY_CURVE && !w->rule && w->n_places == 2);
  CHECK_TEXT(w->song, "Two");
  CHECK_NEAR(w->start_sec, 400, 0.1);
  CHECK_NEAR(w->end_sec, 500, 0.1);
  CHECK_NEAR(w->at_sec, 500, 0.1);
}

static void each_worry_has_its_limit(void)
{
  make(10, easy);
  h.side.peak_dbtp         = 0.4;
  h.side.low.apart         = 0.2;
  h.side.rumble_db         = -10;
  h.side.dc_dbfs           = -40;
  h.side.tail_sec          = 30;
  h.side.m.integrated_lufs = -6;
  for (size_t i = 1000; i < 1100; ++i) {
    h.steps[i].shallow_um   = 16; // 56 - 32: 24 um wide
    h.steps[i].treble_power = 144;
    h.steps[i].sharp_cm_s   = 90;
  }
  judge(0);
  CHECK(worry(LQ_WORRY_PEAK) && worry(LQ_WORRY_PHASE) && worry(LQ_WORRY_ENDS));
  CHECK(worry(LQ_WORRY_OFFSET) && worry(LQ_WORRY_HEAD) && worry(LQ_WORRY_LIMITED));
  CHECK(worry(LQ_WORRY_WIDTH) && worry(LQ_WORRY_WIDTH)->rule);
  CHECK(worry(LQ_WORRY_TREBLE) && strstr(worry(LQ_WORRY_TREBLE)->text, "12.0 cm/s"));
  CHECK(worry(LQ_WORRY_SHARP));
}

static void a_segue_has_no_band(void)
{
  static const lq_side_song songs[] = {{"One", 0, 300}, {"Two", 298, 600}};
  make(10, easy);
  judge(0);
  const double with_mm = h.side.spiral.used_mm;
  h.side.songs         = songs;
  judge(0);
  CHECK_NEAR(with_mm - h.side.spiral.used_mm, vinyl.records[0].side.band_mm,
             0.05); // its turns are apart already
}

static const check_test tests[] = {
    CHECK_TEST(every_size_has_its_row),
    CHECK_TEST(the_table_is_read_between_its_points),
    CHECK_TEST(sides_are_even_and_in_order),
    CHECK_TEST(an_inner_song_is_a_calm_one),
    CHECK_TEST(nothing_to_worry_about),
    CHECK_TEST(the_level_is_that_of_the_music),
    CHECK_TEST(what_is_asked_for_is_done_and_judged),
    CHECK_TEST(a_long_side_says_by_how_much),
    CHECK_TEST(places_are_told_once_a_song),
    CHECK_TEST(each_worry_has_its_limit),
    CHECK_TEST(a_segue_has_no_band),
};

int main(void)
{
  lq_error error = {0};
  if (lq_pool_new(&pool) || lq_vinyl_load(&vinyl, pool, &error)) {
    printf("Bail out! %s\n", error.text);
    return 1;
  }
  const int code = check_all(tests, sizeof tests / sizeof *tests);
  lq_pool_free(pool);
  return code;
}
