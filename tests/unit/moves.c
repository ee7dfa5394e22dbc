// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What moves on the console: shapes of automation, jumps to the frame, mutes, VCAs. Fixed: 48 kHz,
// a constant of 0.5 for 1 s, through latency where a test says so.
#include "session_tools.h"

#include "proc/send_level.h"

enum { N = 48000 };

// A stereo track of 0.5 throughout.
static lq_strip* constant(desk* const d, const char* const name)
{
  static float x[N];
  for (size_t i = 0; i < N; ++i) {
    x[i] = 0.5F;
  }
  return desk_track(d, name, desk_file(d, 48000, 2, (const float* const[]){x, x}, N));
}

static lq_device* fader(lq_strip* const strip)
{
  return &strip->controls[LQ_CONTROL_FADER];
}

static double level_db(const tape* const t, const size_t i)
{
  return 20 * log10(tape_at(t, 0, i) / 0.5);
}

static void a_curve_is_half_a_cosine_in_the_unit_of_its_row(void)
{
  desk           d   = desk_new(48000);
  const lq_point p[] = {{0.25, -18, LQ_SHAPE_CURVE}, {0.75, 0, LQ_SHAPE_HOLD}};
  lq_strip*      a   = constant(&d, "a");
  desk_late(&d, a, 1000);
  desk_automate(&d, fader(a), 0, p, 2);
  tape t = desk_render(&d);
  for (double sec = 0; sec < 1; sec += 0.0101) {
    const double x = fmin(1, fmax(0, (sec - 0.25) / 0.5));
    CHECK_NEAR(level_db(&t, (size_t)(sec * 48000 + 0.5)), -9 - 9 * cos(M_PI * x), 0.01);
  }
  CHECK_NEAR(level_db(&t, 24000), -9, 0.002); // the middle, in dB
  tape_free(&t);
  desk_free(&d);
}

// The ramp of 64 frames before a jump ends in the frame of the jump, wherever that lies, whatever
// comes late before it, in any blocks.
static void a_fader_jumps_to_the_frame(void)
{
  static const size_t at[] = {24000, 24001, 24031, 24063, 12345};
  for (unsigned k = 0; k < 15; ++k) {
    const size_t   jump = at[k % 5];
    desk           d    = desk_new(48000);
    const lq_point p[]  = {{0, 0, LQ_SHAPE_HOLD}, {(double)jump / 48000, -20, LQ_SHAPE_HOLD}};
    lq_strip*      a    = constant(&d, "a");
    desk_late(&d, a, k < 5 ? 0 : 777);
    desk_automate(&d, fader(a), 0, p, 2);
    tape t = desk_render_as(&d, &(lq_render_options){.block_frames = k < 10 ? 0 : 97});
    CHECK_NEAR(tape_at(&t, 0, jump - 65), 0.5, 0);
    CHECK_NEAR(tape_at(&t, 0, jump - 33), 0.5 * (1 - 0.9 * 32 / 64), 1e-6); // half way
    CHECK_NEAR(tape_at(&t, 0, jump - 2), 0.5 * (1 - 0.9 * 63 / 64), 1e-6);
    CHECK_NEAR(tape_at(&t, 0, jump - 1), 0.05, 1e-8);
    CHECK_NEAR(tape_at(&t, 0, jump), 0.05, 1e-8);
    tape_free(&t);
    desk_free(&d);
  }
}

static void a_jump_into_a_line_is_followed(void) // at 24001, then 6 dB down in half a second
{
  desk           d   = desk_new(48000);
  const lq_point p[] = {
      {0, -40, LQ_SHAPE_HOLD}, {24001.0 / 48000, 0, LQ_SHAPE_LINEAR}, {1, -6, LQ_SHAPE_LINEAR}};
  lq_strip* a = constant(&d, "a");
  desk_automate(&d, fader(a), 0, p, 3);
  tape t = desk_render(&d);
  CHECK_NEAR(level_db(&t, 23900), -40, 0.001);
  CHECK_NEAR(level_db(&t, 24000), 0, 0.001);
  for (size_t i = 24128; i < 47900; i += 501) {
    CHECK_NEAR(level_db(&t, i), -6.0 * ((double)i - 24001) / 23999, 0.01);
  }
  tape_free(&t);
  desk_free(&d);
}

static double steepest(const tape* const t)
{
  double most = 0;
  for (size_t i = 1; i < t->n; ++i) {
    most = fmax(most, fabs(tape_at(t, 0, i) - tape_at(t, 0, i - 1)));
  }
  return most;
}

static const lq_point from_quarter_to_half[] = {
    {0, 1, LQ_SHAPE_HOLD}, {0.25, 0, LQ_SHAPE_HOLD}, {0.5, 1, LQ_SHAPE_HOLD}};

// Heard from 12000 to 24000, with ramps of 64 frames in front of both.
static void check_gated(const tape* const t, const double level)
{
  CHECK_NEAR(tape_at(t, 0, 0), 0, 0);
  CHECK_NEAR(tape_at(t, 0, 12000 - 65), 0, 0);
  CHECK_NEAR(tape_at(t, 0, 12000), level, 1e-6);
  CHECK_NEAR(tape_at(t, 0, 24000 - 65), level, 1e-6);
  CHECK_NEAR(tape_at(t, 0, 24000), 0, 0);
  CHECK_NEAR(steepest(t), level / 64, 1e-6);
}

static void a_mute_that_moves_silences_out_and_sends_without_a_click(void)
{
  desk      d   = desk_new(48000);
  lq_strip* pre = constant(&d, "a");
  lq_session_add(d.session, LQ_STRIP_RETURN, "plate");
  pre = lq_session_find(d.session, "a");
  CHECK(!lq_strip_add_send(pre, d.session->pool, "plate", 0));
  CHECK(!lq_strip_add_send(pre, d.session->pool, "main", 0));
  lq_device_set((lq_device*)&pre->sends[0].device, "tap", 1);
  desk_late(&d, pre, 333);
  desk_automate(&d, &pre->muting, 0, from_quarter_to_half, 3);
  tape t = desk_render(&d);
  check_gated(&t, 1.5); // the out, a send before the fader, one behind it
  tape_free(&t);
  desk_free(&d);
}

static void a_mute_that_moves_leaves_keys_alone(void)
{
  desk      d = desk_new(48000);
  lq_strip* k = constant(&d, "key");
  desk_automate(&d, &k->muting, 0, (const lq_point[]){{0, 1, LQ_SHAPE_HOLD}}, 1);
  lq_device* duck = desk_late(&d, constant(&d, "a"), 5);
  duck->key       = "key"; // takes the same sound away
  tape t          = desk_render(&d);
  CHECK(tape_first(&t) == SIZE_MAX);
  tape_free(&t);
  desk_free(&d);
}

static void a_send_has_a_mute_of_its_own(void)
{
  desk d                 = desk_new(48000);
  constant(&d, "a")->out = "";
  lq_session_add(d.session, LQ_STRIP_RETURN, "plate");
  lq_strip* const a = lq_session_find(d.session, "a");
  CHECK(!lq_strip_add_send(a, d.session->pool, "plate", -6.0206F));
  lq_device* const send = (lq_device*)&a->sends[0].device;
  desk_automate(&d, send, LQ_SEND_MUTE, from_quarter_to_half, 3);
  tape t = desk_render(&d);
  check_gated(&t, 0.25);
  tape_free(&t);
  send->curves = NULL;
  lq_device_set(send, "mute", 1);
  t = desk_render(&d);
  CHECK(tape_first(&t) == SIZE_MAX);
  tape_free(&t);
  desk_free(&d);
}

static lq_vca* vca(desk* const d, const char* const name, const double level)
{
  lq_vca* const v = lq_session_add_vca(d->session, name);
  CHECK(v != NULL);
  lq_device_set(&v->level, "level", (float)level);
  return v;
}

static void vcas_add_their_decibels_to_faders_and_sends_behind_them(void)
{
  desk d                 = desk_new(48000);
  constant(&d, "a")->out = "bus";
  constant(&d, "other");
  lq_session_add(d.session, LQ_STRIP_BUS, "bus");
  lq_session_add(d.session, LQ_STRIP_RETURN, "post");
  lq_session_add(d.session, LQ_STRIP_RETURN, "pre");
  lq_strip* const a     = lq_session_find(d.session, "a");
  lq_strip* const other = lq_session_find(d.session, "other");
  lq_pool* const  pool  = d.session->pool;
  vca(&d, "one", -3);
  vca(&d, "two", -1);
  lq_device_set(fader(a), "level", -2);
  CHECK(!lq_strip_add_vca(a, pool, "one") && !lq_strip_add_vca(a, pool, "two") &&
        !lq_strip_add_vca(lq_session_find(d.session, "bus"), pool, "one"));
  other->mute = true;
  tape t      = desk_render(&d);
  CHECK_NEAR(level_db(&t, 100), -2 - 3 - 1 - 3, 0.001); // once as a track, once through its bus
  tape_free(&t);
  a->out = "";
  CHECK(!lq_strip_add_send(a, pool, "post", -5));
  t = desk_render(&d);
  CHECK_NEAR(level_db(&t, 100), -2 - 3 - 1 - 5, 0.001);
  tape_free(&t);
  lq_device_set((lq_device*)&a->sends[0].device, "tap", 1);
  t = desk_render(&d);
  CHECK_NEAR(level_db(&t, 100), -5, 0.001); // before the fader
  tape_free(&t);
  desk_free(&d);
}

static void automation_of_a_vca_adds_to_that_of_the_fader(void)
{
  desk           d      = desk_new(48000);
  const lq_point up[]   = {{0, -12, LQ_SHAPE_LINEAR}, {1, 0, LQ_SHAPE_LINEAR}};
  const lq_point down[] = {{0, 0, LQ_SHAPE_LINEAR}, {1, -6, LQ_SHAPE_LINEAR}};
  lq_strip*      a      = constant(&d, "a");
  desk_late(&d, a, 4801);
  desk_automate(&d, fader(a), 0, up, 2);
  desk_automate(&d, &vca(&d, "v", 0)->level, 0, down, 2);
  CHECK(!lq_strip_add_vca(a, d.session->pool, "v"));
  tape t = desk_render(&d);
  for (double sec = 0.01; sec < 1; sec += 0.0127) {
    CHECK_NEAR(level_db(&t, (size_t)(sec * 48000 + 0.5)), -12 + 6 * sec, 0.01);
  }
  tape_free(&t);
  desk_free(&d);
}

static void the_mute_of_a_vca_mutes_its_strips(void)
{
  for (unsigned moving = 0; moving < 2; ++moving) {
    desk d = desk_new(48000);
    constant(&d, "a");
    constant(&d, "b");
    lq_session_add(d.session, LQ_STRIP_RETURN, "plate");
    lq_strip* const a = lq_session_find(d.session, "a");
    CHECK(!lq_strip_add_send(a, d.session->pool, "plate", 0));
    lq_device_set((lq_device*)&a->sends[0].device, "tap", 1);
    lq_vca* const v = vca(&d, "v", 6);
    CHECK(!lq_strip_add_vca(a, d.session->pool, "v"));
    if (moving) {
      desk_automate(&d, &v->muting, 0, from_quarter_to_half, 3);
    } else {
      v->mute = true;
    }
    tape t = desk_render(&d);
    CHECK_NEAR(tape_at(&t, 0, 100), 0.5, 0); // b alone
    CHECK_NEAR(tape_at(&t, 0, 18000), moving ? 0.5 + 0.5 * pow(10, 0.3) + 0.5 : 0.5, 1e-6);
    CHECK_NEAR(tape_at(&t, 0, 30000), 0.5, 0);
    tape_free(&t);
    desk_free(&d);
  }
}

static void vcas_that_do_not_hold_together_are_refused(void)
{
  desk d = desk_new(48000);
  constant(&d, "a");
  lq_error e;
  tape     t = {0};
  CHECK(!lq_strip_add_vca(lq_session_find(d.session, "a"), d.session->pool, "v"));
  CHECK(lq_render_session(d.session, (lq_sink){tape_write, &t}, NULL, NULL, &e) == LQ_ERR_UNKNOWN);
  CHECK_TEXT(e.text, "track 'a' is moved by 'v', and there is no VCA of that name.");
  vca(&d, "v", 0);
  vca(&d, "a", 0);
  CHECK(lq_render_session(d.session, (lq_sink){tape_write, &t}, NULL, NULL, &e) ==
        LQ_ERR_BAD_VALUE);
  CHECK_TEXT(e.text, "two strips or VCAs are called 'a'; every name may stand once.");
  desk_free(&d);
}

static const check_test tests[] = {
    CHECK_TEST(a_curve_is_half_a_cosine_in_the_unit_of_its_row),
    CHECK_TEST(a_fader_jumps_to_the_frame),
    CHECK_TEST(a_jump_into_a_line_is_followed),
    CHECK_TEST(a_mute_that_moves_silences_out_and_sends_without_a_click),
    CHECK_TEST(a_mute_that_moves_leaves_keys_alone),
    CHECK_TEST(a_send_has_a_mute_of_its_own),
    CHECK_TEST(vcas_add_their_decibels_to_faders_and_sends_behind_them),
    CHECK_TEST(automation_of_a_vca_adds_to_that_of_the_fader),
    CHECK_TEST(the_mute_of_a_vca_mutes_its_strips),
    CHECK_TEST(vcas_that_do_not_hold_together_are_refused)};
CHECK_MAIN(tests)
