// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Clips on the timeline; what is fixed is 48 kHz.
#include "session_tools.h"

#include <dirent.h>
#include <sys/resource.h>

static double worst_against(const tape* const t, const uint64_t seed, const size_t start,
                            const size_t offset, const size_t length)
{
  double worst = 0;
  for (size_t i = 0; i < t->n; ++i) {
    const double want =
        i >= start && i < start + length ? (double)noise_at(seed, i - start + offset) : 0.0;
    worst = fmax(worst, fabs(tape_at(t, 0, i) - want));
  }
  return worst;
}

static void clips_lie_where_the_plan_says(void)
{
  desk          d    = desk_new(48000);
  const lq_clip clip = {.start_sec = 0.1, .offset_sec = 0.05, .length_sec = 0.2};
  desk_clip(&d, desk_track(&d, "a", NULL), desk_noise(&d, 48000, 1, 48000, 1), &clip);
  tape t = desk_render(&d);
  CHECK(t.n == 14400);
  CHECK_NEAR(worst_against(&t, 1, 4800, 2400, 9600), 0, 0);
  tape_free(&t);
  desk_free(&d);
}

static void clips_before_time_0_are_cut(void)
{
  desk          d    = desk_new(48000);
  const lq_clip clip = {.start_sec = -0.1};
  desk_clip(&d, desk_track(&d, "a", NULL), desk_noise(&d, 48000, 1, 9600, 1), &clip);
  tape t = desk_render(&d);
  CHECK(t.n == 4800);
  CHECK_NEAR(worst_against(&t, 1, 0, 4800, 4800), 0, 0);
  tape_free(&t);
  desk_free(&d);
}

// The track starts late because another one has latency; what was cut stays
// cut, also behind a delay that would bring it to light.
static void clips_before_time_0_are_cut_under_latency(void)
{
  desk          d    = desk_new(48000);
  const lq_clip clip = {.start_sec = -0.1};
  desk_clip(&d, desk_track(&d, "a", NULL), desk_noise(&d, 48000, 1, 9600, 1), &clip);
  lq_device_set(&lq_session_find(d.session, "a")->controls[LQ_CONTROL_DELAY], "time", 20);
  desk_late(&d, desk_track(&d, "slow", desk_click(&d, 1, 4000, 4)), 1234)->on = true;
  lq_session_find(d.session, "slow")->controls[LQ_CONTROL_FADER].values[0]    = -120;
  tape t                                                                      = desk_render(&d);
  CHECK(t.n == 4800 + 960);
  CHECK_NEAR(worst_against(&t, 1, 960, 4800, 4800), 0, 0);
  tape_free(&t);
  desk_free(&d);
}

// Cuts at times that no frame falls on: the pieces put together are the whole.
static void pieces_of_a_file_touch(void)
{
  desk              d    = desk_new(48000);
  const char* const file = desk_noise(&d, 48000, 2, 20000, 1);
  lq_strip* const   a    = desk_track(&d, "a", NULL);
  const double      step = 0.0033337;
  for (unsigned i = 0; i * step < 0.3; ++i) {
    const lq_clip clip = {.start_sec = i * step, .offset_sec = i * step, .length_sec = step};
    desk_clip(&d, a, file, &clip);
  }
  tape t = desk_render(&d);
  CHECK(t.n > 14000);
  CHECK_NEAR(worst_against(&t, 1, 0, 0, t.n), 0, 0);
  tape_free(&t);
  desk_free(&d);
}

// The same with a file of another rate, out of order and overlapping too: every piece has the bits
// of the whole.
static void pieces_of_a_resampled_file_are_the_whole(void)
{
  desk              d    = desk_new(48000);
  const char* const file = desk_noise(&d, 44100, 2, 20000, 1);
  desk_track(&d, "whole", file);
  tape want = desk_render(&d);
  CHECK(want.n == 21769);
  desk              e     = desk_new(48000);
  const char* const again = desk_noise(&e, 44100, 2, 20000, 1);
  lq_strip* const   a     = desk_track(&e, "a", NULL);
  const double      step  = 0.0093337;
  for (unsigned i = 0; i < 49; ++i) {
    const double  at   = ((i * 11) % 49) * step;
    const lq_clip clip = {.start_sec = at, .offset_sec = at, .length_sec = step};
    desk_clip(&e, a, again, &clip);
  }
  tape got = desk_render(&e);
  CHECK(got.n == want.n);
  CHECK(tape_same(&got, &want));
  tape_free(&got);
  tape_free(&want);
  desk_free(&d);
  desk_free(&e);
}

static void fades_are_raised_cosines(void)
{
  desk         d   = desk_new(48000);
  float* const one = malloc(4800 * sizeof *one);
  for (size_t i = 0; i < 4800; ++i) {
    one[i] = 1;
  }
  const lq_clip clip = {.fade_in_sec = 0.01, .fade_out_sec = 0.02, .gain_db = -6};
  desk_clip(&d, desk_track(&d, "a", NULL),
            desk_file(&d, 48000, 1, (const float* const[]){one}, 4800), &clip);
  tape         t = desk_render(&d);
  const double g = pow(10, -6 / 20.0);
  for (size_t i = 0; i < 480; i += 7) {
    CHECK_NEAR(tape_at(&t, 0, i), g * (0.5 - 0.5 * cos(LQ_PI * ((double)i + 0.5) / 480)), 1e-6);
  }
  for (size_t i = 0; i < 960; i += 7) {
    CHECK_NEAR(tape_at(&t, 0, 4799 - i), g * (0.5 - 0.5 * cos(LQ_PI * ((double)i + 0.5) / 960)),
               1e-6);
  }
  CHECK_NEAR(tape_at(&t, 0, 2000), g, 1e-7);
  tape_free(&t);
  free(one);
  desk_free(&d);
}

static void crossfades_of_one_sound_keep_its_level(void)
{
  desk              d    = desk_new(48000);
  const char* const file = desk_noise(&d, 48000, 1, 9600, 1);
  lq_strip* const   a    = desk_track(&d, "a", NULL);
  const lq_clip     one  = {.length_sec = 0.12, .fade_out_sec = 0.04};
  const lq_clip     two  = {.start_sec = 0.08, .offset_sec = 0.08, .fade_in_sec = 0.04};
  desk_clip(&d, a, file, &one);
  desk_clip(&d, a, file, &two);
  tape t = desk_render(&d);
  CHECK(t.n == 9600);
  CHECK_AT_MOST(worst_against(&t, 1, 0, 0, 9600), 1e-6);
  tape_free(&t);
  desk_free(&d);
}

static void fades_have_three_shapes(void) // of 480 frames in and out
{
  desk         d   = desk_new(48000);
  float* const one = malloc(4800 * sizeof *one);
  for (size_t i = 0; i < 4800; ++i) {
    one[i] = 1;
  }
  const lq_clip clip = {.fade_in_sec    = 0.01,
                        .fade_in_shape  = LQ_FADE_POWER,
                        .fade_out_sec   = 0.01,
                        .fade_out_shape = LQ_FADE_LINEAR};
  desk_clip(&d, desk_track(&d, "a", NULL),
            desk_file(&d, 48000, 1, (const float* const[]){one}, 4800), &clip);
  tape t = desk_render(&d);
  for (size_t i = 0; i < 480; i += 7) {
    CHECK_NEAR(tape_at(&t, 0, i), sin(0.5 * LQ_PI * ((double)i + 0.5) / 480), 1e-6);
    CHECK_NEAR(tape_at(&t, 0, 4799 - i), ((double)i + 0.5) / 480, 1e-6);
  }
  tape_free(&t);
  free(one);
  desk_free(&d);
}

static double level_db(const tape* const t, const size_t from, const size_t to)
{
  double sum = 0;
  for (size_t i = from; i < to; ++i) {
    sum += tape_at(t, 0, i) * tape_at(t, 0, i);
  }
  return 10 * log10(sum / (double)(to - from));
}

// Two noises that have nothing in common, 1 s each, crossing for 0.5 s: the middle of the cross
// against what stands before it.
static void only_equal_power_keeps_the_level_of_sounds_that_differ(void)
{
  static const double dip_db[] = {
      [LQ_FADE_COSINE] = -3.01, [LQ_FADE_POWER] = 0, [LQ_FADE_LINEAR] = -3.01};
  for (unsigned k = 0; k < 3; ++k) {
    desk            d   = desk_new(48000);
    lq_strip* const a   = desk_track(&d, "a", NULL);
    const lq_clip   one = {.fade_out_sec = 0.5, .fade_out_shape = (lq_fade)k};
    const lq_clip   two = {.start_sec = 0.5, .fade_in_sec = 0.5, .fade_in_shape = (lq_fade)k};
    desk_clip(&d, a, desk_noise(&d, 48000, 1, 48000, 1), &one);
    desk_clip(&d, a, desk_noise(&d, 48000, 1, 48000, 2), &two);
    tape t = desk_render(&d);
    CHECK_NEAR(level_db(&t, 35000, 37000) - level_db(&t, 0, 24000), dip_db[k], 0.3);
    tape_free(&t);
    desk_free(&d);
  }
}

static void a_muted_clip_is_silent_and_keeps_its_place(void)
{
  desk            d    = desk_new(48000);
  lq_strip* const a    = desk_track(&d, "a", desk_noise(&d, 48000, 1, 4800, 1));
  const lq_clip   mute = {.start_sec = 0.05, .mute = true};
  desk_clip(&d, a, desk_noise(&d, 48000, 1, 9600, 2), &mute);
  tape t = desk_render(&d);
  CHECK(t.n == 2400 + 9600);
  CHECK_NEAR(worst_against(&t, 1, 0, 0, 4800), 0, 0);
  tape_free(&t);
  desk_free(&d);
}

static void mono_clips_on_a_stereo_track_feed_both_sides(void)
{
  desk            d = desk_new(48000);
  lq_strip* const a = desk_track(&d, "a", desk_click(&d, 2, 1000, 100));
  desk_clip(&d, a, desk_click(&d, 1, 1000, 200), NULL);
  tape t = desk_render(&d);
  CHECK_NEAR(tape_at(&t, 0, 200), 1, 0);
  CHECK_NEAR(tape_at(&t, 1, 200), 1, 0);
  tape_free(&t);
  desk_free(&d);
}

static void clips_beyond_their_file_are_refused(void)
{
  desk          d    = desk_new(48000);
  const lq_clip clip = {.offset_sec = 2, .at = {.line = 3}};
  desk_clip(&d, desk_track(&d, "a", NULL), desk_noise(&d, 48000, 1, 48000, 1), &clip);
  tape     t = {0};
  lq_error e = {0};
  CHECK(lq_render_session(d.session, (lq_sink){tape_write, &t}, NULL, NULL, &e) ==
        LQ_ERR_BAD_VALUE);
  CHECK(e.line == 3);
  CHECK(strstr(e.text, "2.000 s") && strstr(e.text, "1.000 s"));
  desk_free(&d);
}

static unsigned n_open;

static bool count_open(void* const user, const double done)
{
  (void)user;
  (void)done;
  unsigned   n   = 0;
  DIR* const dir = opendir("/proc/self/fd");
  while (dir && readdir(dir)) {
    ++n;
  }
  closedir(dir);
  n_open = n > n_open ? n : n_open;
  return false;
}

static void two_hundred_clips_need_few_descriptors(void)
{
  desk            d = desk_new(48000);
  lq_strip* const a = desk_track(&d, "a", NULL);
  const char*     files[10];
  for (unsigned i = 0; i < 10; ++i) {
    files[i] = desk_noise(&d, 48000, 1, 2400, i);
  }
  for (unsigned i = 0; i < 200; ++i) {
    const lq_clip clip = {.start_sec = 0.025 * ((i * 77) % 200)}; // out of order, two at a time
    desk_clip(&d, a, files[i % 10], &clip);
  }
  struct rlimit old, few;
  CHECK(!getrlimit(RLIMIT_NOFILE, &old));
  few = (struct rlimit){.rlim_cur = 40, .rlim_max = old.rlim_max};
  CHECK(!setrlimit(RLIMIT_NOFILE, &few));
  n_open = 0;
  tape t = desk_render_as(&d, &(lq_render_options){.progress = count_open});
  CHECK(!setrlimit(RLIMIT_NOFILE, &old));
  CHECK(t.n == (size_t)(199 * 1200 + 2400));
  CHECK_AT_MOST(n_open, 16);
  tape_free(&t);
  desk_free(&d);
}

static const check_test tests[] = {
    CHECK_TEST(clips_lie_where_the_plan_says),
    CHECK_TEST(clips_before_time_0_are_cut),
    CHECK_TEST(clips_before_time_0_are_cut_under_latency),
    CHECK_TEST(pieces_of_a_file_touch),
    CHECK_TEST(pieces_of_a_resampled_file_are_the_whole),
    CHECK_TEST(fades_are_raised_cosines),
    CHECK_TEST(crossfades_of_one_sound_keep_its_level),
    CHECK_TEST(fades_have_three_shapes),
    CHECK_TEST(only_equal_power_keeps_the_level_of_sounds_that_differ),
    CHECK_TEST(a_muted_clip_is_silent_and_keeps_its_place),
    CHECK_TEST(mono_clips_on_a_stereo_track_feed_both_sides),
    CHECK_TEST(clips_beyond_their_file_are_refused),
    CHECK_TEST(two_hundred_clips_need_few_descriptors)};
CHECK_MAIN(tests)
