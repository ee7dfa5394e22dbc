// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Clips that start by the time stamps of their files. Fixed: 48 kHz, clicks at frame 100 of files
// of 9600 frames.
#include "session_tools.h"

#include "audio/stamp.h"

// A stereo file with a click and, unless negative, a time reference.
static const char* stamped(desk* const d, const unsigned rate_hz, const int64_t frames)
{
  char    name[48];
  SF_INFO info = {
      .samplerate = (int)rate_hz, .channels = 2, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
  static float x[2 * 9600];
  x[200] = x[201] = 1;
  (void)snprintf(name, sizeof name, "%p-stamp%u.wav", (void*)d->session, d->n_files);
  const char* const path = temp_name(d->files[d->n_files++], name);
  SNDFILE* const    f    = sf_open(path, SFM_WRITE, &info);
  SF_BROADCAST_INFO bext = {.time_reference_high = (uint32_t)((uint64_t)frames >> 32U),
                            .time_reference_low  = (uint32_t)frames};
  CHECK(f && (frames < 0 || sf_command(f, SFC_SET_BROADCAST_INFO, &bext, sizeof bext) == SF_TRUE));
  CHECK(sf_writef_float(f, x, 9600) == 9600);
  sf_close(f);
  return path;
}

static void clips_start_at_their_stamps(void) // the earliest an hour into the day; one by a time
{
  const int64_t hour = 3600LL * 48000;
  desk          d    = desk_new(48000);
  lq_clip       clip = {.at_stamp = true};
  desk_clip(&d, desk_track(&d, "later", NULL), stamped(&d, 48000, hour + 4801), &clip);
  desk_clip(&d, desk_track(&d, "first", NULL), stamped(&d, 48000, hour), &clip);
  clip = (lq_clip){.start_sec = 0.01};
  desk_clip(&d, desk_track(&d, "by time", NULL), stamped(&d, 48000, 5), &clip);
  tape t = desk_render(&d);
  CHECK(t.n == 4801 + 9600);
  CHECK_NEAR(tape_at(&t, 0, 100), 1, 0);
  CHECK_NEAR(tape_at(&t, 0, 4901), 1, 0);
  CHECK_NEAR(tape_at(&t, 0, 480 + 100), 1, 0);
  tape_free(&t);
  desk_free(&d);
}

static void the_first_stamp_may_be_0(void)
{
  desk          d    = desk_new(48000);
  const lq_clip clip = {.at_stamp = true};
  desk_clip(&d, desk_track(&d, "a", NULL), stamped(&d, 48000, 0), &clip);
  desk_clip(&d, desk_track(&d, "b", NULL), stamped(&d, 48000, 1000), &clip);
  tape t = desk_render(&d);
  CHECK_NEAR(tape_at(&t, 0, 100), 1, 0);
  CHECK_NEAR(tape_at(&t, 0, 1100), 1, 0);
  tape_free(&t);
  desk_free(&d);
}

static void a_file_without_a_stamp_is_refused(void)
{
  desk          d    = desk_new(48000);
  const lq_clip clip = {.at_stamp = true, .at = {.line = 7}};
  desk_clip(&d, desk_track(&d, "a", NULL), stamped(&d, 48000, -1), &clip);
  tape     t = {0};
  lq_error e = {0};
  CHECK(lq_render_session(d.session, (lq_sink){tape_write, &t}, NULL, NULL, &e) == LQ_ERR_MISSING);
  CHECK(e.line == 7 && strstr(e.text, "its file has none"));
  desk_free(&d);
}

static void files_of_one_song_are_placed_and_others_left_alone(void)
{
  lq_audio_info f[3]     = {{.rate_hz = 48000, .n_frames = 480000, .stamped = true},
                            {.rate_hz = 44100, .n_frames = 44100, .stamped = true},
                            {.rate_hz = 48000, .n_frames = 48000, .stamped = true}};
  double        start[3] = {-1, -1, -1};
  CHECK(!lq_stamp_starts(f, 3, start)); // all the same
  f[0].time_reference_frames = 96000;
  f[1].time_reference_frames = 441000; // 10 s
  f[2].time_reference_frames = 144000;
  CHECK(lq_stamp_starts(f, 3, start));
  CHECK_NEAR(start[0], 0, 0);
  CHECK_NEAR(start[1], 8, 1e-9);
  CHECK_NEAR(start[2], 1, 1e-9);
  start[0]                   = -1;
  f[1].time_reference_frames = 44100 * 12; // 10 s behind the first, which has 10 s
  CHECK(!lq_stamp_starts(f, 3, start));
  f[1].time_reference_frames = 441000;
  f[2].stamped               = false;
  CHECK(!lq_stamp_starts(f, 3, start));
  CHECK_NEAR(start[0], -1, 0);
}

static const check_test tests[] = {CHECK_TEST(clips_start_at_their_stamps),
                                   CHECK_TEST(the_first_stamp_may_be_0),
                                   CHECK_TEST(a_file_without_a_stamp_is_refused),
                                   CHECK_TEST(files_of_one_song_are_placed_and_others_left_alone)};
CHECK_MAIN(tests)
