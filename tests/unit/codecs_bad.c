// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// An ffmpeg that is not there, or is not what it seems: the caller is told, goes on, and nothing is
// left running.
#include "codec_tools.h"

#include "audio/codec_kind.h"

#include <signal.h>
#include <time.h>

static double now_sec(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

// Two seconds of noise through AAC.
static lq_status run(lq_error* const error)
{
  tool_sound x      = tool_sound_new(2, 96000), y;
  double     out_hz = 0;
  tool_noise(&x, 16, 1);
  *error = (lq_error){0};
  const lq_status status =
      tool_codec_run(tool_codec_spec("aac 256"), 48000, &x, 4096, &y, &out_hz, error);
  tool_sound_free(&x);
  tool_sound_free(&y);
  CHECK(tool_is_childless());
  return status;
}

static void without_ffmpeg_there_is_no_aac(void)
{
  lq_error error;
  tool_fake_ffmpeg(NULL);
  CHECK(run(&error) == LQ_ERR_NOT_FOUND);
  CHECK_TEXT(error.text, "There is no encoder for aac here: install ffmpeg to hear what it does.");
  CHECK(!chdir(tool_folder)); // a folder named by where one stands does not count
  tool_fake_ffmpeg("exec cat");
  static const char* const paths[] = {"", ".", ":", "::", "no/such", "relative:"};
  for (unsigned i = 0; i < sizeof paths / sizeof *paths; ++i) {
    setenv("PATH", paths[i], 1);
    CHECK(run(&error) == LQ_ERR_NOT_FOUND);
  }
  unsetenv("PATH");
  CHECK(run(&error) == LQ_ERR_NOT_FOUND);
  tool_fake_ffmpeg("exec cat");
  chmod(tool_path("ffmpeg"), 0644); // may not be run
  CHECK(run(&error) == (geteuid() ? LQ_ERR_NOT_FOUND : error.status));
}

static void one_that_ends_or_lies_is_found_out(void)
{
  static const struct {
    const char* script;
    const char* text; ///< as the error begins; several are possible where two programs race
  } fakes[] = {
      {"exit 0", "Encoding aac 256 failed: ffmpeg ended early"},
      {"exit 3", "Encoding aac 256 failed: ffmpeg ended"},
      {"kill -9 $$", "Encoding aac 256 failed: "},
      {"head -c 1000 > /dev/null", "Encoding aac 256 failed: ffmpeg ended early"},
      {"cat > /dev/null", "What the aac decoder gave is no sound."},
      {"head -c 100000", "Encoding aac 256 failed: ffmpeg ended early"},
      {"cat > /dev/null; echo rubbish", "What the aac decoder gave is no sound."},
      {"cat; exit 1", "Encoding aac 256 failed: ffmpeg ended with status 1"},
      {"exec cat /dev/zero", "What the aac decoder gave is no sound."},
      {"exec yes", "What the aac decoder gave is no sound."},
      {"exec tr '\\000-\\377' '\\377'", "What the aac decoder gave is no sound."}, // NaN
  };
  for (unsigned i = 0; i < sizeof fakes / sizeof *fakes; ++i) {
    lq_error error;
    tool_fake_ffmpeg(fakes[i].script);
    const lq_status status = run(&error);
    CHECK(status == LQ_ERR_FAILED);
    if (strncmp(error.text, fakes[i].text, strlen(fakes[i].text)) != 0) {
      CHECK_TEXT(error.text, fakes[i].text);
      printf("# with '%s'\n", fakes[i].script);
    }
  }
}

static void one_that_cannot_be_run_is_told_of(void)
{
  lq_error error;
  tool_fake_ffmpeg("");
  tool_save(tool_path("ffmpeg"), "\177ELF nothing", 12);
  chmod(tool_path("ffmpeg"), 0755);
  CHECK(run(&error) == LQ_ERR_FAILED);
  CHECK_TEXT(error.text, "Encoding aac 256 failed: ffmpeg could not be started.");
}

// fixed: 0.3 s of patience
static void one_that_hangs_is_given_up(void)
{
  static const char* const scripts[] = {"exec sleep 60", "exec cat > /dev/null; sleep 60",
                                        "exec 0<&-; exec 1>&-; sleep 60", "trap '' TERM; sleep 60"};
  for (unsigned i = 0; i < sizeof scripts / sizeof *scripts; ++i) {
    static float              zeros[LQ_CODEC_BLOCK_FRAMES];
    static const float* const x[2]   = {zeros, zeros};
    void*                     aac    = NULL;
    const double              before = now_sec();
    lq_status                 status = LQ_OK;
    tool_fake_ffmpeg(scripts[i]);
    CHECK(!lq_codec_aac_open(&aac, tool_codec_spec("aac 256"), 48000, 2, NULL, 300));
    for (int k = 0; k < 200 && !status; ++k) { // more than pipes hold
      status = lq_codec_aac.push(aac, x, LQ_CODEC_BLOCK_FRAMES);
    }
    status                  = status ? status : lq_codec_aac.finish(aac);
    const char* const fault = lq_codec_aac.fault(aac);
    CHECK(status == LQ_ERR_FAILED);
    if (strcmp(fault, "did nothing for 0.3 s") && strcmp(fault, "ended early")) {
      CHECK_TEXT(fault, "did nothing for 0.3 s");
      printf("# with '%s', status %d\n", scripts[i], (int)status);
    }
    lq_codec_aac.free(aac);
    CHECK_AT_MOST(now_sec() - before, 5);
    CHECK(tool_is_childless());
  }
}

static lq_status count(void* const user, const void* const bytes, const size_t n)
{
  const unsigned char* const p = bytes;
  size_t* const              k = user;
  for (size_t i = 0; i < n; ++i) {
    CHECK(p[i] == (unsigned char)((*k + i) * 7 % 251));
  }
  *k += n;
  return LQ_OK;
}

// fixed: 8 MB through four programs, more than a hundred times what all pipes hold
static void bytes_go_in_while_bytes_come_out(void)
{
  static const char* const        cat[]      = {"/bin/cat", NULL};
  static const char* const* const programs[] = {cat, cat, cat, cat};
  enum { BLOCK = 250000, N = 8000000 };
  lq_child*            child = NULL;
  size_t               n     = 0;
  unsigned char* const bytes = malloc(BLOCK);
  CHECK(!lq_child_start(&child, programs, 4, 10000, count, &n));
  for (size_t at = 0; at < N; at += BLOCK) {
    for (size_t i = 0; i < BLOCK; ++i) {
      bytes[i] = (unsigned char)((at + i) * 7 % 251);
    }
    CHECK(!lq_child_write(child, bytes, BLOCK));
  }
  CHECK(!lq_child_finish(child));
  CHECK(n == N);
  lq_child_free(child);
  free(bytes);
  CHECK(tool_is_childless());
}

static int n_open_files(void)
{
  int        n   = 0;
  DIR* const dir = opendir("/proc/self/fd");
  while (dir && readdir(dir)) {
    ++n;
  }
  if (dir) {
    closedir(dir);
  }
  return n;
}

static void no_file_stays_open_and_no_signal_is_changed(void)
{
  struct sigaction before, after;
  lq_error         error;
  sigset_t         mask_before, mask_after;
  const int        n = n_open_files();
  sigaction(SIGPIPE, NULL, &before);
  sigprocmask(SIG_SETMASK, NULL, &mask_before);
  tool_fake_ffmpeg("exit 0");
  CHECK(run(&error) == LQ_ERR_FAILED);
  tool_fake_ffmpeg("exec cat");
  (void)run(&error);
  sigaction(SIGPIPE, NULL, &after);
  sigprocmask(SIG_SETMASK, NULL, &mask_after);
  CHECK(after.sa_handler == before.sa_handler);
  for (int s = 1; s < 32; ++s) {
    CHECK(sigismember(&mask_before, s) == sigismember(&mask_after, s));
  }
  CHECK(n_open_files() == n);
}

static void who_ignores_children_is_not_held_up(void)
{
  lq_error error;
  signal(SIGCHLD, SIG_IGN);
  tool_fake_ffmpeg("exec cat");
  (void)run(&error); // cat gives the sound back, a block earlier than AAC would
  signal(SIGCHLD, SIG_DFL);
  tool_done();
}

static const check_test tests[] = {
    CHECK_TEST(without_ffmpeg_there_is_no_aac),
    CHECK_TEST(one_that_ends_or_lies_is_found_out),
    CHECK_TEST(one_that_cannot_be_run_is_told_of),
    CHECK_TEST(one_that_hangs_is_given_up),
    CHECK_TEST(bytes_go_in_while_bytes_come_out),
    CHECK_TEST(no_file_stays_open_and_no_signal_is_changed),
    CHECK_TEST(who_ignores_children_is_not_held_up),
};
CHECK_MAIN(tests)
