// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The console: what is fixed is 48 kHz, unless a test says otherwise.
#include "session_tools.h"

static double side_sum_error(const tape* const t, const uint64_t* const seeds, const size_t n_seeds,
                             const size_t n)
{
  double worst = 0;
  for (size_t i = 0; i < n; ++i) {
    float want[2] = {0, 0};
    for (size_t k = 0; k < n_seeds; ++k) {
      want[0] += noise_at(seeds[k], i);
      want[1] += noise_at(seeds[k] + 1000, i);
    }
    worst = fmax(worst, fabs(tape_at(t, 0, i) - want[0]));
    worst = fmax(worst, fabs(tape_at(t, 1, i) - want[1]));
  }
  return worst;
}

static void an_untouched_track_is_its_file(void)
{
  desk       d = desk_new(0);
  const tape t = (desk_track(&d, "a", desk_noise(&d, 44100, 2, 10007, 1)), desk_render(&d));
  CHECK(t.n == 10007);
  CHECK_NEAR(side_sum_error(&t, (const uint64_t[]){1}, 1, t.n), 0, 0);
  tape_free((tape*)&t);
  desk_free(&d);
}

static void two_tracks_are_their_sum(void)
{
  desk d = desk_new(0);
  desk_track(&d, "a", desk_noise(&d, 48000, 2, 9000, 1));
  desk_track(&d, "b", desk_noise(&d, 48000, 2, 5000, 2))->out = "bus";
  lq_session_add(d.session, LQ_STRIP_BUS, "bus");
  tape t = desk_render(&d);
  CHECK(t.n == 9000);
  CHECK_NEAR(side_sum_error(&t, (const uint64_t[]){1, 2}, 2, 5000), 0, 0);
  tape_free(&t);
  desk_free(&d);
}

static void mono_tracks_pan_by_their_law(void)
{
  desk            d = desk_new(48000);
  lq_strip* const a = desk_track(&d, "a", desk_click(&d, 1, 100, 50));
  lq_device_set(&a->controls[LQ_CONTROL_PAN], "law", 0);
  tape t = desk_render(&d);
  CHECK_NEAR(20 * log10(tape_at(&t, 0, 50)), -3.0103, 0.0001);
  CHECK_NEAR(20 * log10(tape_at(&t, 1, 50)), -3.0103, 0.0001);
  tape_free(&t);
  desk_free(&d);
}

// Clicks at the same time on every path must come out as one click, exactly where it lay.
static void paths_of_any_latency_meet(void)
{
  desk              d     = desk_new(48000);
  const char* const click = desk_click(&d, 2, 9000, 3000);
  lq_session*       s     = d.session;
  lq_session_add(s, LQ_STRIP_BUS, "bus");
  lq_session_add(s, LQ_STRIP_BUS, "slow bus");
  lq_session_add(s, LQ_STRIP_RETURN, "plate");
  desk_track(&d, "plain", click);
  desk_late(&d, desk_track(&d, "late", click), 1500);
  desk_late(&d, desk_track(&d, "in bus", click), 7)->on = true;
  lq_session_find(s, "in bus")->out                     = "bus";
  desk_track(&d, "in slow bus", click)->out             = "slow bus";
  lq_session_find(s, "slow bus")->out                   = "bus";
  desk_late(&d, lq_session_find(s, "slow bus"), 333);
  desk_late(&d, lq_session_find(s, "plate"), 4097);
  desk_late(&d, lq_session_find(s, "main"), 64);
  CHECK(!lq_strip_add_send(lq_session_find(s, "late"), s->pool, "plate", 0));
  CHECK(!lq_strip_add_send(lq_session_find(s, "plain"), s->pool, "plate", 0));
  CHECK(!lq_strip_add_send(lq_session_find(s, "in slow bus"), s->pool, "bus", 0));
  lq_device* const pre = &((lq_send*)lq_session_find(s, "late")->sends)[0].device;
  lq_device_set(pre, "tap", 1);
  tape t = desk_render(&d);
  CHECK(t.n == 9000);
  CHECK(tape_first(&t) == 3000);
  CHECK_NEAR(tape_at(&t, 0, 3000), 7, 0); // four outs, three sends
  CHECK_NEAR(tape_at(&t, 1, 3000), 7, 0);
  double rest = 0;
  for (size_t i = 0; i < t.n; ++i) {
    rest += i == 3000 ? 0 : fabs(tape_at(&t, 0, i));
  }
  CHECK_NEAR(rest, 0, 0);
  tape_free(&t);
  desk_free(&d);
}

// The fake takes its key away from its input: silence only when both arrive in the same frame.
static void keys_meet_what_they_control(void)
{
  for (unsigned turn = 0; turn < 4; ++turn) {
    desk              d     = desk_new(48000);
    const char* const noise = desk_noise(&d, 48000, 1, 6000, 5);
    lq_strip*         kick  = desk_track(&d, "kick", noise);
    desk_late(&d, kick, turn & 1U ? 900 : 3);
    kick->mute     = true; // a muted strip still keys
    lq_strip* bass = desk_track(&d, "bass", noise);
    desk_late(&d, bass, turn & 2U ? 1200 : 0);
    lq_device* duck = desk_late(&d, bass, 50);
    duck->key       = "kick";
    tape t          = desk_render(&d);
    CHECK(t.n == 6000);
    CHECK(tape_first(&t) == SIZE_MAX);
    tape_free(&t);
    lq_device_set(&lq_session_find(d.session, "bass")->chain.devices[1], "gain", 3);
    t = desk_render(&d);
    for (size_t i = 0; i < t.n; i += 97) {
      CHECK_NEAR(tape_at(&t, 0, i), 2 * noise_at(5, i), 1e-6);
    }
    tape_free(&t);
    desk_free(&d);
  }
}

static void keys_reach_buses(void)
{
  desk              d     = desk_new(48000);
  const char* const noise = desk_noise(&d, 48000, 2, 6000, 5);
  desk_late(&d, desk_track(&d, "kick", noise), 2000);
  lq_session_find(d.session, "kick")->mute = true;
  desk_track(&d, "bass", noise)->out       = "bus";
  lq_strip* const bus                      = lq_session_add(d.session, LQ_STRIP_BUS, "bus");
  lq_device_set(desk_late(&d, bus, 11), "gain", 1);
  bus->chain.devices[0].key = "kick";
  tape t                    = desk_render(&d);
  for (size_t i = 0; i < t.n; i += 97) { // the key's left side is taken from both
    CHECK_NEAR(tape_at(&t, 0, i), 0, 0);
    CHECK_NEAR(tape_at(&t, 1, i), noise_at(1005, i) - noise_at(5, i), 1e-7);
  }
  tape_free(&t);
  desk_free(&d);
}

static void sends_stand_before_or_behind_the_fader(void)
{
  for (unsigned mono = 0; mono < 2; ++mono) {
    desk            d = desk_new(48000);
    lq_strip* const a = desk_track(&d, "a", desk_click(&d, mono ? 1 : 2, 100, 50));
    lq_device_set(&a->controls[LQ_CONTROL_PAN], "law", 0);
    a->out = ""; // only what is sent is heard
    lq_session_add(d.session, LQ_STRIP_RETURN, "plate");
    lq_strip* const track = lq_session_find(d.session, "a");
    CHECK(!lq_strip_add_send(track, d.session->pool, "plate", -6));
    lq_device_set(&track->controls[LQ_CONTROL_FADER], "level", -20);
    const double at_pan_db = mono ? -3.0103 : 0;
    tape         t         = desk_render(&d);
    CHECK_NEAR(20 * log10(tape_at(&t, 0, 50)), -26 + at_pan_db, 0.001);
    tape_free(&t);
    lq_device_set(&((lq_send*)track->sends)[0].device, "tap", 1);
    t = desk_render(&d);
    CHECK_NEAR(20 * log10(tape_at(&t, 0, 50)), -6 + at_pan_db, 0.001);
    CHECK_NEAR(20 * log10(tape_at(&t, 1, 50)), -6 + at_pan_db, 0.001);
    tape_free(&t);
    desk_free(&d);
  }
}

static void mute_takes_sends_along(void)
{
  desk            d = desk_new(48000);
  lq_strip* const a = desk_track(&d, "a", desk_click(&d, 2, 100, 50));
  CHECK(lq_session_add(d.session, LQ_STRIP_RETURN, "plate") != NULL);
  CHECK(!lq_strip_add_send(lq_session_find(d.session, "a"), d.session->pool, "plate", 0));
  (void)a;
  tape t = desk_render(&d);
  CHECK_NEAR(tape_at(&t, 0, 50), 2, 0);
  tape_free(&t);
  lq_session_find(d.session, "a")->mute = true;
  t                                     = desk_render(&d);
  CHECK(t.n == 100); // the length stays
  CHECK(tape_first(&t) == SIZE_MAX);
  tape_free(&t);
  desk_free(&d);
}

static void solo_silences_other_tracks_but_not_buses_and_returns(void)
{
  desk d                                               = desk_new(48000);
  desk_track(&d, "a", desk_click(&d, 2, 100, 10))->out = "bus";
  desk_track(&d, "b", desk_click(&d, 2, 100, 20));
  lq_session_add(d.session, LQ_STRIP_BUS, "bus");
  lq_session_add(d.session, LQ_STRIP_RETURN, "plate");
  CHECK(!lq_strip_add_send(lq_session_find(d.session, "a"), d.session->pool, "plate", 0));
  CHECK(!lq_strip_add_send(lq_session_find(d.session, "b"), d.session->pool, "plate", 0));
  lq_session_find(d.session, "a")->solo = true;
  tape t                                = desk_render(&d);
  CHECK_NEAR(tape_at(&t, 0, 10), 2, 0);
  CHECK_NEAR(tape_at(&t, 0, 20), 0, 0);
  tape_free(&t);
  lq_session_find(d.session, "a")->solo   = false;
  lq_session_find(d.session, "bus")->solo = true; // its tracks are meant
  t                                       = desk_render(&d);
  CHECK_NEAR(tape_at(&t, 0, 10), 2, 0);
  CHECK_NEAR(tape_at(&t, 0, 20), 0, 0);
  tape_free(&t);
  desk_free(&d);
}

// A line of 12 dB in a second, through latency in front of the device and in it: the level of the
// music at time t is the curve's value at time t.
static void automation_follows_the_music_without_lag(void)
{
  desk           d   = desk_new(48000);
  float* const   x   = malloc(96000 * sizeof *x);
  const lq_point p[] = {{0.25, -6, LQ_SHAPE_LINEAR}, {1.25, 6, LQ_SHAPE_LINEAR}};
  for (size_t i = 0; i < 96000; ++i) {
    x[i] = 0.5F;
  }
  lq_strip* const a =
      desk_track(&d, "a", desk_file(&d, 48000, 2, (const float* const[]){x, x}, 96000));
  desk_late(&d, a, 4801); // on no grid
  desk_automate(&d, &a->controls[LQ_CONTROL_FADER], 0, p, 2);
  tape t = desk_render(&d);
  for (double sec = 0; sec < 1.9; sec += 0.013) {
    const size_t i    = (size_t)(sec * 48000 + 0.5);
    const double want = fmin(6, fmax(-6, -6 + 12 * (sec - 0.25)));
    CHECK_NEAR(20 * log10(tape_at(&t, 0, i) / 0.5), want, 0.01);
  }
  tape_free(&t);
  free(x);
  desk_free(&d);
}

static void a_jump_is_over_within_one_step(void)
{
  desk            d   = desk_new(48000);
  const lq_point  p[] = {{0, 1, LQ_SHAPE_HOLD}, {0.5, 100, LQ_SHAPE_HOLD}};
  lq_strip* const a   = desk_track(&d, "a", desk_noise(&d, 48000, 2, 48000, 3));
  desk_automate(&d, desk_late(&d, a, 0), LATE_GAIN, p, 2);
  tape t = desk_render(&d);
  CHECK_NEAR(tape_at(&t, 0, 24000 - 65) / noise_at(3, 24000 - 65), 1, 1e-6);
  CHECK_NEAR(tape_at(&t, 0, 24000) / noise_at(3, 24000), 100, 1e-4);
  tape_free(&t);
  desk_free(&d);
}

static void a_device_that_is_off_keeps_its_latency(void)
{
  desk            d = desk_new(48000);
  lq_strip* const a = desk_track(&d, "a", desk_noise(&d, 48000, 2, 3000, 1));
  lq_device*      l = desk_late(&d, a, 777);
  lq_device_set(l, "gain", 50);
  l->on  = false;
  tape t = desk_render(&d);
  CHECK(t.n == 3000);
  CHECK_NEAR(side_sum_error(&t, (const uint64_t[]){1}, 1, t.n), 0, 0);
  tape_free(&t);
  desk_free(&d);
}

static void loops_are_refused(void)
{
  desk d = desk_new(48000);
  desk_track(&d, "a", desk_click(&d, 2, 100, 10));
  lq_session_add(d.session, LQ_STRIP_BUS, "x")->out = "y";
  lq_session_add(d.session, LQ_STRIP_BUS, "y")->out = "x";
  tape     t                                        = {0};
  lq_error e;
  CHECK(lq_render_session(d.session, (lq_sink){tape_write, &t}, NULL, NULL, &e) == LQ_ERR_LOOP);
  CHECK(t.n == 0);
  tape_free(&t);
  desk_free(&d);
}

static void empty_sessions_are_refused(void)
{
  desk     d = desk_new(0);
  lq_error e;
  tape     t = {0};
  CHECK(lq_render_session(d.session, (lq_sink){tape_write, &t}, NULL, NULL, &e) == LQ_ERR_MISSING);
  lq_session_add(d.session, LQ_STRIP_TRACK, "a");
  CHECK(lq_render_session(d.session, (lq_sink){tape_write, &t}, NULL, NULL, &e) == LQ_ERR_MISSING);
  d.session->rate_hz = 48000;
  CHECK(lq_render_session(d.session, (lq_sink){tape_write, &t}, NULL, NULL, &e) == LQ_ERR_MISSING);
  tape_free(&t);
  desk_free(&d);
}

static void errors_name_the_file_and_the_line(void)
{
  desk            d    = desk_new(48000);
  lq_strip* const a    = desk_track(&d, "a", NULL);
  const lq_clip   clip = {.at = {.file = "session.yaml", .line = 7, .column = 5}};
  desk_clip(&d, a, "/nowhere/vox.wav", &clip);
  tape     t = {0};
  lq_error e = {0};
  CHECK(lq_render_session(d.session, (lq_sink){tape_write, &t}, NULL, NULL, &e) ==
        LQ_ERR_NOT_FOUND);
  CHECK(e.line == 7);
  CHECK_TEXT(e.file, "session.yaml");
  CHECK(strstr(e.text, "vox.wav") != NULL);
  tape_free(&t);
  desk_free(&d);
}

static bool stop_soon(void* const user, const double done)
{
  ++*(unsigned*)user;
  return done > 0.3;
}

static lq_status full(void* const user, const float* const* const x, const size_t n,
                      lq_error* const error)
{
  (void)user;
  (void)x;
  (void)n;
  return lq_fail_file(error, LQ_ERR_WRITE, "out.wav", "the disk is full.");
}

static void renders_stop_when_asked_or_when_the_sink_fails(void)
{
  desk d = desk_new(48000);
  desk_track(&d, "a", desk_noise(&d, 48000, 2, 60000, 1));
  tape                    t       = {0};
  lq_error                e       = {0};
  unsigned                n_calls = 0;
  const lq_render_options options = {.progress = stop_soon, .user = &n_calls};
  CHECK(lq_render_session(d.session, (lq_sink){tape_write, &t}, &options, NULL, &e) ==
        LQ_ERR_CANCELLED);
  CHECK(n_calls > 1);
  CHECK(t.n < 30000);
  CHECK(lq_render_session(d.session, (lq_sink){full, NULL}, NULL, NULL, &e) == LQ_ERR_WRITE);
  CHECK_TEXT(e.text, "the disk is full.");
  tape_free(&t);
  desk_free(&d);
}

static void samples_that_are_no_numbers_are_counted(void)
{
  desk  d      = desk_new(48000);
  float x[100] = {0};
  x[10]        = NAN;
  x[20]        = INFINITY;
  x[30]        = 0.5F;
  desk_track(&d, "a", desk_file(&d, 48000, 1, (const float* const[]){x}, 100));
  tape             t = {0};
  lq_render_result r = {0};
  CHECK(!lq_render_session(d.session, (lq_sink){tape_write, &t}, NULL, &r, NULL));
  CHECK(r.n_nonfinite == 2);
  CHECK(tape_first(&t) == 30);
  tape_free(&t);
  desk_free(&d);
}

static void a_processor_that_breaks_is_named(void)
{
  desk d = desk_new(48000);
  desk_track(&d, "fine", desk_click(&d, 2, 48000, 30000));
  lq_strip* const a = desk_track(&d, "broken", desk_click(&d, 2, 48000, 24000));
  lq_device_set(desk_late(&d, a, 1000), "nan", 1);
  tape     t = {0};
  lq_error e = {0};
  CHECK(lq_render_session(d.session, (lq_sink){tape_write, &t}, NULL, NULL, &e) == LQ_ERR_FAILED);
  CHECK(strstr(e.text, "'broken'") != NULL);
  CHECK(strstr(e.text, "0.500 s") != NULL);
  tape_free(&t);
  desk_free(&d);
}

static void the_most_common_rate_wins(void)
{
  desk d = desk_new(0);
  desk_track(&d, "a", desk_noise(&d, 44100, 1, 4410, 1));
  double   rate_hz = 0;
  uint64_t n       = 0;
  CHECK(!lq_session_measure(d.session, &rate_hz, &n, NULL));
  CHECK_NEAR(rate_hz, 44100, 0);
  CHECK(n == 4410);
  desk_track(&d, "b", desk_noise(&d, 48000, 1, 4800, 2)); // one each: the higher
  CHECK(!lq_session_measure(d.session, &rate_hz, &n, NULL));
  CHECK_NEAR(rate_hz, 48000, 0);
  CHECK(n == 4800);
  desk_track(&d, "c", desk_noise(&d, 44100, 1, 441, 3));
  CHECK(!lq_session_measure(d.session, &rate_hz, &n, NULL));
  CHECK_NEAR(rate_hz, 44100, 0);
  desk_free(&d);
}

static void tails_are_rendered_whole(void)
{
  desk            d = desk_new(48000);
  lq_strip* const a = desk_track(&d, "a", desk_click(&d, 2, 48000, 47000));
  lq_device_set(&a->controls[LQ_CONTROL_DELAY], "time", 900);
  tape t = desk_render(&d);
  CHECK(t.n == 48000 + 43200);
  CHECK_NEAR(tape_at(&t, 0, 47000 + 43200), 1, 0);
  tape_free(&t);
  desk_free(&d);
}

static void two_quiet_seconds_end_a_long_tail(void)
{
  desk            d = desk_new(48000);
  lq_strip* const a = desk_track(&d, "a", desk_click(&d, 2, 4800, 100));
  lq_device_set(desk_late(&d, a, 100), "tail", 30 * 48000);
  double   rate_hz;
  uint64_t n;
  CHECK(!lq_session_measure(d.session, &rate_hz, &n, NULL));
  CHECK(n == 4800 + 20 * 48000);
  tape t = desk_render(&d);
  CHECK(t.n == 4800 + 2 * 48000); // 4800 and 96000 lie on the grid
  tape_free(&t);
  desk_free(&d);
}

typedef struct {
  char  strip[32];
  float peak;
} seen;

static void see(void* const user, const lq_strip* const strip, const size_t device,
                const float* const values, const unsigned n_values)
{
  seen* const s = user;
  CHECK(device == 1 && n_values == 1);
  snprintf(s->strip, sizeof s->strip, "%s", strip->name);
  s->peak = values[0];
}

static void meters_are_told_at_the_end(void)
{
  desk            d = desk_new(48000);
  lq_strip* const a = desk_track(&d, "a", desk_click(&d, 2, 9000, 4000));
  lq_device_set(&a->controls[LQ_CONTROL_TRIM], "gain", 6);
  desk_late(&d, a, 10)->on                = false; // tells nothing
  desk_late(&d, a, 10)->values[LATE_GAIN] = 3;
  seen s                                  = {0};
  tape t = desk_render_as(&d, &(lq_render_options){.meters = see, .user = &s});
  CHECK_TEXT(s.strip, "a");
  CHECK_NEAR((double)s.peak, 3 * pow(10, 6 / 20.0), 1e-5);
  tape_free(&t);
  desk_free(&d);
}

// One tape for each strip and tap, so that threads do not meet.
typedef struct {
  const lq_session* session;
  tape              tapes[8][2];
} listener;

static lq_status hear(void* const user, const lq_strip* const strip, const lq_tap_point point,
                      const float* const* const x, const unsigned n_channels, const size_t n,
                      lq_error* const error)
{
  listener* const    l      = user;
  const float* const two[2] = {x[0], n_channels == 2 ? x[1] : x[0]};
  return tape_write(&l->tapes[strip - l->session->strips][point], two, n, error);
}

static void what_the_taps_hear_adds_up_to_the_mix(void)
{
  desk            d = desk_new(48000);
  lq_strip* const a = desk_track(&d, "a", desk_click(&d, 2, 9000, 4000));
  desk_late(&d, a, 5000); // longer than a chunk
  lq_device_set(&a->controls[LQ_CONTROL_FADER], "level", -6);
  desk_track(&d, "b", desk_click(&d, 2, 9000, 4100));
  listener l = {.session = d.session};
  tape     t = desk_render_as(&d, &(lq_render_options){.n_jobs = 2, .tap = {hear, &l}});
  CHECK(l.tapes[0][LQ_TAP_PRE].n >= t.n && l.tapes[0][LQ_TAP_POST].n == l.tapes[1][LQ_TAP_POST].n);
  CHECK_NEAR(tape_at(&l.tapes[0][LQ_TAP_PRE], 0, 4000), 1, 0);
  double worst = 0;
  for (size_t i = 0; i < t.n; ++i) {
    const double sum =
        tape_at(&l.tapes[0][LQ_TAP_POST], 1, i) + tape_at(&l.tapes[1][LQ_TAP_POST], 1, i);
    worst = fmax(worst, fabs(sum - tape_at(&t, 1, i)));
  }
  CHECK_NEAR(worst, 0, 0);
  for (size_t i = 0; i < 8; ++i) {
    tape_free(&l.tapes[i][0]);
    tape_free(&l.tapes[i][1]);
  }
  tape_free(&t);
  desk_free(&d);
}

static const check_test tests[] = {CHECK_TEST(an_untouched_track_is_its_file),
                                   CHECK_TEST(two_tracks_are_their_sum),
                                   CHECK_TEST(mono_tracks_pan_by_their_law),
                                   CHECK_TEST(paths_of_any_latency_meet),
                                   CHECK_TEST(keys_meet_what_they_control),
                                   CHECK_TEST(keys_reach_buses),
                                   CHECK_TEST(sends_stand_before_or_behind_the_fader),
                                   CHECK_TEST(mute_takes_sends_along),
                                   CHECK_TEST(solo_silences_other_tracks_but_not_buses_and_returns),
                                   CHECK_TEST(automation_follows_the_music_without_lag),
                                   CHECK_TEST(a_jump_is_over_within_one_step),
                                   CHECK_TEST(a_device_that_is_off_keeps_its_latency),
                                   CHECK_TEST(loops_are_refused),
                                   CHECK_TEST(empty_sessions_are_refused),
                                   CHECK_TEST(errors_name_the_file_and_the_line),
                                   CHECK_TEST(renders_stop_when_asked_or_when_the_sink_fails),
                                   CHECK_TEST(samples_that_are_no_numbers_are_counted),
                                   CHECK_TEST(a_processor_that_breaks_is_named),
                                   CHECK_TEST(the_most_common_rate_wins),
                                   CHECK_TEST(tails_are_rendered_whole),
                                   CHECK_TEST(two_quiet_seconds_end_a_long_tail),
                                   CHECK_TEST(meters_are_told_at_the_end),
                                   CHECK_TEST(what_the_taps_hear_adds_up_to_the_mix)};
CHECK_MAIN(tests)
