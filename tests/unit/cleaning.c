// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What is taken away before anything else: hum, rumble, sharp s. On tracks made of numbers.
#include "scene_tools.h"

#include "assist/cleaning.h"
#include "assist/sibilance.h"
#include "dsp/eq_band.h"
#include "proc/all.h"

static double band_value(const lq_device* const d, const unsigned band, const char* const symbol)
{
  for (size_t i = 0; i < d->proc->n_band_params; ++i) {
    if (!strcmp(d->proc->band_params[i].symbol, symbol)) {
      return (double)d->values[d->proc->n_params + band * d->proc->n_band_params + i];
    }
  }
  return (double)NAN;
}

// A guitar at -20 LUFS, nothing in its lowest octaves.
static lq_track* guitar(made* const m, const double hum_50_dbfs, const double hum_60_dbfs)
{
  made_new(m, 10);
  lq_track* const t          = made_add(m, "Gtr", "electric-guitar");
  t->features->activity.lufs = -20;
  t->features->hum_50_dbfs   = hum_50_dbfs;
  t->features->hum_60_dbfs   = hum_60_dbfs;
  for (unsigned b = 12; b < 20; ++b) {
    t->features->band_power[b] = 0.01;
  }
  return t;
}

static void hum_is_notched_where_the_mains_are(void)
{
  static const struct {
    double hum_50, hum_60, hz; // 0: none
  } cases[] = {{-70, -INFINITY, 50}, {-INFINITY, -70, 60}, {-72, -66, 60},
               {-74, -74.5, 50},     {-76, -77, 0},        {-INFINITY, -INFINITY, 0}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    made            m;
    lq_track* const t = guitar(&m, cases[i].hum_50, cases[i].hum_60);
    CHECK(!lq_clean_track(&m.song, t));
    const lq_device* const d = t->stages[LQ_STAGE_HUM];
    CHECK((d != NULL) == (cases[i].hz > 0));
    for (unsigned k = 0; d && k < 3; ++k) {
      CHECK(d->proc == &lq_eq && d->n_bands == 3);
      CHECK_NEAR(band_value(d, k, "type"), LQ_BAND_NOTCH, 0);
      CHECK_NEAR(band_value(d, k, "freq"), cases[i].hz * (k + 1), 1e-4);
      CHECK_NEAR(band_value(d, k, "q"), 30, 0);
      CHECK_NEAR(band_value(d, k, "on"), 1, 0);
    }
    made_free(&m);
  }
}

// What the notches do is what a listener gets: the tone gone, its neighbours there.
static void notches_take_the_hum_and_leave_what_is_beside_it(void)
{
  made            m;
  lq_track* const t = guitar(&m, -60, -INFINITY);
  CHECK(!lq_clean_track(&m.song, t));
  const lq_device* const d    = t->stages[LQ_STAGE_HUM];
  const lq_spec          spec = {.rate_hz = 48000, .n_channels = 1, .n_bands = 3};
  CHECK(d != NULL);
  for (unsigned k = 1; d && k <= 3; ++k) {
    CHECK_AT_MOST(lq_eq.response_db(&spec, d->values, 50.0 * k), -40);
    CHECK_NEAR(lq_eq.response_db(&spec, d->values, 50.0 * k * 1.06), 0, 0.6); // half a tone beside
  }
  made_free(&m);
}

static double corner_hz(const double rumble_db)
{
  made            m;
  lq_track* const t          = guitar(&m, -INFINITY, -INFINITY);
  t->features->band_power[2] = 0.08 * power_of_db(rumble_db); // at 31.5 Hz
  CHECK(!lq_clean_track(&m.song, t));
  const lq_device* const d  = t->stages[LQ_STAGE_HIGHPASS];
  const double           hz = d ? (double)lq_device_get(d, "freq") : 0;
  made_free(&m);
  return hz;
}

static void a_high_pass_goes_in_only_where_there_is_something_to_take_away(void)
{
  CHECK_NEAR(corner_hz(-200), 0, 0); // nothing there at all
  CHECK_NEAR(corner_hz(-50), 0, 0);
  CHECK_NEAR(corner_hz(-35), 100, 0.5); // the role's limit: empty up to there
  CHECK_NEAR(corner_hz(-20), 51, 0.5);  // rumble, where a guitar does not play: 0.85 of its floor
}

// A voice of eight bands; in every n-th step an s, `over_db` over the whole of the rest.
static const lq_device* deesser(made* const m, const char* const role, const size_t every,
                                const double over_db, const double strength)
{
  enum { STEPS = 400 };
  made_new(m, STEPS);
  lq_track* const t = made_add(m, "It", role);
  for (unsigned b = 10; b < 18; ++b) {
    made_play(m, t, b, -29, 0, STEPS);
  }
  made_play(m, t, 25, -45, 0, STEPS);
  for (size_t i = 0; every && i < STEPS; i += every) {
    made_play(m, t, 25, -20 + over_db, i, i + 1);
  }
  made_listen(m);
  m->song.strength = strength;
  CHECK(!lq_deess_track(&m->song, t));
  return t->stages[LQ_STAGE_DEESS];
}

static void a_voice_with_sharp_s_gets_a_deesser(void)
{
  made                   m;
  const lq_device* const d = deesser(&m, "lead-vocal", 20, 0, 1);
  CHECK(d && d->proc == &lq_deesser);
  if (d) {
    CHECK_NEAR(lq_device_get(d, "freq"), 6310 / 1.4, 50);   // under the third where it is sharpest
    CHECK_NEAR(lq_device_get(d, "threshold"), -3 - 5, 0.5); // 5 dB under the share of an s
    CHECK_NEAR(lq_device_get(d, "range"), 8, 0.01);         // 22 dB apart: as far as it goes
  }
  made_free(&m);
  const lq_device* const half = deesser(&m, "backing-vocal", 20, 0, 0.5);
  CHECK_NEAR(half ? lq_device_get(half, "range") : 0, 4, 0.01);
  made_free(&m);
}

static void who_has_no_sharp_s_gets_none(void)
{
  static const struct {
    const char* role;
    size_t      every;
    double      over_db;
  } cases[] = {
      {"lead-vocal", 0, 0},    // none at all
      {"lead-vocal", 20, -10}, // soft ones
      {"lead-vocal", 60, 0},   // one in sixty is rare
      {"lead-vocal", 1, 0},    // bright throughout: nothing stands out
      {"hihat", 20, 0},        // no voice
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    made m;
    CHECK(!deesser(&m, cases[i].role, cases[i].every, cases[i].over_db, 1));
    made_free(&m);
  }
}

static const check_test tests[] = {
    CHECK_TEST(hum_is_notched_where_the_mains_are),
    CHECK_TEST(notches_take_the_hum_and_leave_what_is_beside_it),
    CHECK_TEST(a_high_pass_goes_in_only_where_there_is_something_to_take_away),
    CHECK_TEST(a_voice_with_sharp_s_gets_a_deesser), CHECK_TEST(who_has_no_sharp_s_gets_none)};
CHECK_MAIN(tests)
