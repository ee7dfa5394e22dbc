// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Width of the whole, on songs made of numbers, worked out again from what was written into the
/// strips.
#include "scene_tools.h"

#include "assist/widening.h"
#include "proc/all.h"

enum { STEPS = 50 };

static const double pi = 3.14159265358979323846;

static lq_track* stereo(made* const m, const char* const name, const char* const role,
                        const unsigned band, const double side_db)
{
  lq_track* const t = made_add(m, name, role);
  made_play(m, t, band, -20 + lq_scene_k_db(band), 0, STEPS); // -20 dB unweighed
  made_side(m, t, band, side_db);
  return t;
}

static lq_track* mono(made* const m, const char* const name, const char* const role,
                      const unsigned band, const double pan)
{
  lq_track* const  t = made_add(m, name, role);
  lq_device* const d = &lq_session_find(m->session, name)->controls[LQ_CONTROL_PAN];
  made_play(m, t, band, -20 + lq_scene_k_db(band), 0, STEPS);
  lq_device_set(d, "position", (float)pan);
  d->why = "by hand";
  return t;
}

static const lq_device* width_of(const lq_track* const t)
{
  return t->stages[LQ_STAGE_WIDTH];
}

static double width(const lq_track* const t)
{
  return width_of(t) ? (double)lq_device_get(width_of(t), "width") / 100 : 1;
}

static double pan(const made* const m, const lq_track* const t)
{
  return (double)lq_device_get(&lq_session_find(m->session, t->name)->controls[LQ_CONTROL_PAN],
                               "position");
}

// Sides over mid of the mix, dB: a panned mono source has its gains' difference on the sides; the
// returns bring a twelfth of all to both.
static double side_db(const made* const m)
{
  double mid = 0, side = 0;
  for (size_t i = 0; i < m->song.n; ++i) {
    const lq_track* const t = &m->song.tracks[i];
    double                a = 0, b = 0;
    for (unsigned k = 0; k < LQ_SPECTRUM_BANDS; ++k) {
      a += (double)m->steps[i][10].mid[k];
      b += (double)m->steps[i][10].side[k];
    }
    if (t->n_channels == 1) {
      const double angle = (pan(m, t) / 100 + 1) * pi / 4; // constant power
      const double left = cos(angle), right = sin(angle);
      mid += a * 0.5 * (left + right) * (left + right);
      side += a * 0.5 * (left - right) * (left - right);
    } else {
      mid += a;
      side += b * width(t) * width(t);
    }
  }
  const double back = 0.04 * (mid + side);
  return lq_power_to_db((side + back) / (mid + back));
}

static void widen(made* const m)
{
  made_listen(m);
  CHECK(!lq_widen_tracks(&m->song, m->session, LQ_WIDTH_RANGE, "released records"));
}

static void too_wide_is_narrowed_into_the_range(void)
{
  made m;
  made_new(&m, STEPS);
  lq_track* a = stereo(&m, "Pad", "pad", 14, 2);
  lq_track* b = stereo(&m, "Keys", "keys", 17, -9);
  lq_track* c = mono(&m, "Gtr", "electric-guitar", 16, 40);
  mono(&m, "Snare", "snare", 18, 0);
  mono(&m, "Vox", "lead-vocal", 18, 0);
  CHECK(side_db(&m) > -6);
  widen(&m);
  CHECK(side_db(&m) <= -9.3 + 0.1 && side_db(&m) >= -11.7);
  CHECK(width(a) < 0.9 && width(a) < width(b)); // the widest gives most
  CHECK(width(a) >= 0.4 - 1e-6);
  CHECK(pan(&m, c) >= 20 && pan(&m, c) <= 40);
  CHECK(width_of(a) &&
        strstr(width_of(a)->why, "narrower so that the mix is as wide as released records"));
  made_free(&m);
}

static void too_narrow_is_widened_and_not_over_its_limits(void)
{
  made m;
  made_new(&m, STEPS);
  lq_track* a = stereo(&m, "Pad", "pad", 14, -14);
  lq_track* b = mono(&m, "Gtr", "electric-guitar", 16, 20);
  mono(&m, "Vox", "lead-vocal", 18, 0);
  CHECK(side_db(&m) < -11.7);
  widen(&m);
  CHECK(side_db(&m) >= -11.7 - 0.1 && side_db(&m) <= -9.3);
  CHECK(width(a) > 1.03 && pan(&m, b) > 20);
  made_free(&m);

  made_new(&m, STEPS); // there is not enough to make it wide of
  a = stereo(&m, "Pad", "pad", 14, -16);
  b = mono(&m, "Gtr", "electric-guitar", 16, 10);
  for (unsigned i = 0; i < 4; ++i) {
    static const char* const names[] = {"one", "two", "three", "four"};
    mono(&m, names[i], "other", 18, 0);
  }
  widen(&m);
  CHECK(side_db(&m) < -11.7);
  CHECK_AT_MOST(width(a), 1.4);
  CHECK_NEAR(pan(&m, b), 15, 0.5); // one and a half times
  made_free(&m);
}

static void a_width_that_is_right_is_left_alone(void)
{
  made m;
  made_new(&m, STEPS);
  lq_track* a = stereo(&m, "Pad", "pad", 14, -7);
  lq_track* b = mono(&m, "Gtr", "electric-guitar", 16, 30);
  mono(&m, "Vox", "lead-vocal", 18, 0);
  mono(&m, "Snare", "snare", 18, 0);
  CHECK(side_db(&m) > -11.7 && side_db(&m) < -9.3);
  widen(&m);
  CHECK(!width_of(a));
  CHECK_NEAR(pan(&m, b), 30, 0);
  made_free(&m);
}

static void a_bass_that_differs_between_the_sides_is_made_one(void)
{
  made m;
  made_new(&m, STEPS);
  lq_track* a = stereo(&m, "Synth bass", "synth-bass", 5, -6); // 63 Hz
  lq_track* b = stereo(&m, "Pad", "pad", 14, -6);
  lq_track* c = stereo(&m, "Sub", "synth-bass", 4, -20);
  mono(&m, "Vox", "lead-vocal", 18, 0);
  widen(&m);
  CHECK(width_of(a) && width_of(a)->proc == &lq_width);
  CHECK_NEAR(width_of(a) ? lq_device_get(width_of(a), "mono_below") : 0, 120, 0);
  CHECK(!width_of(b) || lq_device_get(width_of(b), "mono_below") < 100);
  CHECK(!width_of(c) || lq_device_get(width_of(c), "mono_below") < 100); // one enough already
  made_free(&m);
}

// One loudspeaker plays the middle alone: of the lead it may lose 1.5 dB in its worst octave.
static double fold_db(const made* const m, const lq_track* const t)
{
  double                    most = 0;
  const lq_band_step* const s    = &m->steps[t - m->song.tracks][10];
  for (unsigned b = 1; b + 2 < LQ_SPECTRUM_BANDS; b += 3) {
    double mid = 0, side = 0;
    for (unsigned k = b; k < b + 3; ++k) {
      mid += (double)s->mid[k];
      side += (double)s->side[k] * width(t) * width(t);
    }
    most = mid > 0 ? fmax(most, lq_power_to_db((mid + side) / mid)) : most;
  }
  return most;
}

static void one_loudspeaker_keeps_the_lead(void)
{
  for (unsigned narrow_song = 0; narrow_song < 2; ++narrow_song) {
    made m;
    made_new(&m, STEPS);
    lq_track* vox = stereo(&m, "Vox", "lead-vocal", 14, -40);
    made_play(&m, vox, 20, -26 + lq_scene_k_db(20), 0, STEPS);
    made_side(&m, vox, 20, 0); // its presence lies on both sides as much as in the middle
    vox->lead = true;
    CHECK_NEAR(fold_db(&m, vox), 3.01, 0.01);
    for (unsigned i = 0; i < 6 && narrow_song; ++i) {
      static const char* const names[] = {"one", "two", "three", "four", "five", "six"};
      mono(&m, names[i], "other", 18, 0);
    }
    widen(&m);
    CHECK(width(vox) < 1);
    CHECK_AT_MOST(fold_db(&m, vox), 1.5);
    made_free(&m);
  }
}

// The last listen moves places and widths of the whole session once more.
static void the_last_word_on_width_keeps_limits_leads_and_what_is_kept(void)
{
  made m;
  made_new(&m, STEPS);
  static const char* const names[] = {"Pad", "Keys", "Vox", "Gtr"};
  for (unsigned i = 0; i < 4; ++i) {
    lq_track* const t = i == 2 ? stereo(&m, names[i], "lead-vocal", 14, 0)
                               : mono(&m, names[i], "other", 14, i == 1 ? 80 : -30);
    t->lead           = i == 2;
    t->keep           = i == 3;
    lq_strip* const s = lq_session_find(m.session, names[i]);
    lq_device       d;
    CHECK(!lq_device_init(&d, m.song.pool, &lq_width, 0));
    lq_device_set(&d, "width", 90);
    CHECK(!lq_chain_push(&s->chain, m.song.pool, &d));
  }
  made_listen(&m);
  lq_widen_all(&m.song, m.session, 1.7);
  double got[4];
  for (unsigned i = 0; i < 4; ++i) {
    got[i] = lq_device_get(&lq_session_find(m.session, names[i])->chain.devices[0], "width");
  }
  CHECK_NEAR(got[0], 140, 0);
  CHECK_NEAR(got[2], 90, 0); // what its fold bears was worked out
  CHECK_NEAR(got[3], 90, 0);
  CHECK_NEAR(pan(&m, &m.song.tracks[0]), -51, 0);
  CHECK_NEAR(pan(&m, &m.song.tracks[1]), 100, 0);
  CHECK_NEAR(pan(&m, &m.song.tracks[3]), -30, 0);
  lq_widen_all(&m.song, m.session, 0.6);
  CHECK_NEAR(lq_device_get(&lq_session_find(m.session, "Vox")->chain.devices[0], "width"), 54, 0);
  made_free(&m);
}

static void kept_tracks_keep_width_and_place(void)
{
  made m;
  made_new(&m, STEPS);
  lq_track* a = stereo(&m, "Pad", "pad", 14, 3);
  lq_track* b = mono(&m, "Gtr", "electric-guitar", 16, 90);
  stereo(&m, "Keys", "keys", 17, 3);
  a->keep = b->keep = true;
  widen(&m);
  CHECK(!width_of(a));
  CHECK_NEAR(pan(&m, b), 90, 0);
  made_free(&m);
}

static const check_test tests[] = {
    CHECK_TEST(too_wide_is_narrowed_into_the_range),
    CHECK_TEST(too_narrow_is_widened_and_not_over_its_limits),
    CHECK_TEST(a_width_that_is_right_is_left_alone),
    CHECK_TEST(a_bass_that_differs_between_the_sides_is_made_one),
    CHECK_TEST(one_loudspeaker_keeps_the_lead),
    CHECK_TEST(the_last_word_on_width_keeps_limits_leads_and_what_is_kept),
    CHECK_TEST(kept_tracks_keep_width_and_place)};
CHECK_MAIN(tests)
