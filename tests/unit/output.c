// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio_tools.h"

#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static void contains(const char* const path, const char* const want)
{
  size_t               n     = 0;
  unsigned char* const bytes = tool_load(path, &n);
  if (bytes) {
    bytes[n] = '\0';
  }
  CHECK_TEXT((char*)bytes, want);
  free(bytes);
}

static void says(const lq_error* const e, const char* const what)
{
  if (!strstr(e->text, what)) {
    CHECK_TEXT(e->text, what);
  }
}

static void a_file_appears_only_at_commit(void)
{
  lq_output* o = NULL;
  CHECK(!lq_output_open(&o, tool_path("a"), false, NULL));
  CHECK(!lq_output_in_place(o));
  CHECK(!lq_output_write(o, "hello", 5, NULL));
  CHECK(access(tool_path("a"), F_OK));
  CHECK(!lq_output_commit(o, NULL));
  contains(tool_path("a"), "hello");
  CHECK(tool_count_files() == 1);
  tool_clean();
}

static void an_abandoned_file_leaves_nothing(void)
{
  lq_output* o = NULL;
  tool_save(tool_path("a"), "old", 3);
  CHECK(!lq_output_open(&o, tool_path("a"), true, NULL));
  CHECK(!lq_output_write(o, "hello", 5, NULL));
  lq_output_abandon(o);
  lq_output_abandon(NULL);
  contains(tool_path("a"), "old");
  CHECK(tool_count_files() == 1);
  tool_clean();
}

static void an_existing_file_is_replaced_only_by_force(void)
{
  lq_error e = {0};
  tool_save(tool_path("a"), "old", 3);
  CHECK(lq_output_text(tool_path("a"), "new", 3, false, &e) == LQ_ERR_EXISTS);
  says(&e, "--force");
  contains(tool_path("a"), "old");
  CHECK(!lq_output_text(tool_path("a"), "new", 3, true, &e));
  contains(tool_path("a"), "new");
  CHECK(tool_count_files() == 1);
  tool_clean();
}

static void a_name_taken_in_between_is_not_overwritten(void)
{
  lq_output* o = NULL;
  CHECK(!lq_output_open(&o, tool_path("a"), false, NULL));
  tool_save(tool_path("a"), "other", 5);
  CHECK(lq_output_commit(o, NULL) == LQ_ERR_EXISTS);
  contains(tool_path("a"), "other");
  CHECK(tool_count_files() == 1);
  tool_clean();
}

static void permissions_follow_the_umask(void)
{
  const mode_t old = umask(027);
  struct stat  info;
  tool_save(tool_path("b"), "", 0);
  CHECK(!lq_output_text(tool_path("a"), "x", 1, false, NULL));
  CHECK(!lq_output_text(tool_path("b"), "x", 1, true, NULL));
  CHECK(!stat(tool_path("a"), &info) && (info.st_mode & 0777) == 0640);
  CHECK(!stat(tool_path("b"), &info) && (info.st_mode & 0777) == 0640);
  umask(old);
  tool_clean();
}

static void a_link_stays_and_its_file_is_replaced(void)
{
  struct stat info;
  char        target[512];
  tool_save(tool_path("file"), "old", 3);
  snprintf(target, sizeof target, "%s", tool_path("to"));
  CHECK(!symlink("file", target));
  CHECK(!symlink("missing", tool_path("new")));
  CHECK(!symlink("circle", tool_path("circle")));
  CHECK(lq_output_text(target, "new", 3, false, NULL) == LQ_ERR_EXISTS);
  CHECK(!lq_output_text(target, "new", 3, true, NULL));
  CHECK(!lstat(target, &info) && S_ISLNK(info.st_mode));
  contains(tool_path("file"), "new");
  CHECK(!lq_output_text(tool_path("new"), "n", 1, false, NULL));
  contains(tool_path("missing"), "n");
  lq_error e = {0};
  CHECK(lq_output_text(tool_path("circle"), "n", 1, false, &e) == LQ_ERR_WRITE);
  says(&e, "circle");
  CHECK(tool_count_files() == 5);
  tool_clean();
}

static void odd_targets_have_clear_errors(void)
{
  lq_error e = {0};
  CHECK(lq_output_text(tool_folder, "x", 1, true, &e) == LQ_ERR_WRITE);
  says(&e, "is a folder");
  CHECK(lq_output_text("", "x", 1, true, &e) == LQ_ERR_WRITE);
  CHECK(lq_output_text(tool_path("none/a"), "x", 1, true, &e) == LQ_ERR_WRITE);
  says(&e, "there is no folder");
  tool_save(tool_path("f"), "", 0);
  CHECK(lq_output_text(tool_path("f/a"), "x", 1, true, &e) == LQ_ERR_WRITE);
  says(&e, "there is no folder");
  char name[400];
  memset(name, 'n', sizeof name - 1);
  name[sizeof name - 1] = '\0';
  char path[1024];
  snprintf(path, sizeof path, "%s/%s", tool_folder, name);
  CHECK(lq_output_text(path, "x", 1, true, &e) == LQ_ERR_WRITE);
  says(&e, "too long");
  CHECK(lq_output_text("/proc/nothing", "x", 1, true, &e) == LQ_ERR_WRITE);
  CHECK(tool_count_files() == 1);
  tool_clean();
}

static void devices_and_pipes_are_written_in_place(void)
{
  struct stat info;
  lq_error    e = {0};
  CHECK(!lq_output_text("/dev/null", "x", 1, false, &e));
  CHECK(!stat("/dev/null", &info) && S_ISCHR(info.st_mode));
  if (!access("/dev/full", W_OK)) {
    CHECK(lq_output_text("/dev/full", "x", 1, false, &e) == LQ_ERR_WRITE);
    says(&e, "the disk is full");
  }
  CHECK(!mkfifo(tool_path("pipe"), 0600));
  const int reader = open(tool_path("pipe"), O_RDONLY | O_NONBLOCK);
  char      got[8] = "";
  CHECK(!lq_output_text(tool_path("pipe"), "x", 1, false, &e));
  CHECK(read(reader, got, sizeof got) == 1 && got[0] == 'x');
  lq_output* o = NULL;
  CHECK(!lq_output_open(&o, tool_path("pipe"), false, &e));
  close(reader);
  CHECK(lq_output_write(o, "x", 1, &e) == LQ_ERR_WRITE); // main() ignores SIGPIPE
  says(&e, "went away");
  lq_output_abandon(o);
  tool_clean();
}

static void folders_are_made_with_their_parents(void)
{
  lq_error    e = {0};
  struct stat info;
  char        path[600];
  snprintf(path, sizeof path, "%s/a//b/c/", tool_folder);
  CHECK(!lq_make_folder(path, &e) && !stat(path, &info) && S_ISDIR(info.st_mode));
  CHECK(!lq_make_folder(path, &e) && !lq_make_folder("/", &e) && !lq_make_folder(".", &e));
  CHECK(lq_make_folder("", &e) == LQ_ERR_WRITE);
  snprintf(path, sizeof path, "%s/f", tool_folder);
  tool_save(path, "", 0);
  CHECK(lq_make_folder(path, &e) == LQ_ERR_WRITE);
  says(&e, "is a file");
  snprintf(path, sizeof path, "%s/f/g", tool_folder);
  CHECK(lq_make_folder(path, &e) == LQ_ERR_WRITE);
  rmdir(tool_path("a/b/c"));
  rmdir(tool_path("a/b"));
  tool_clean();
}

static const char* const names[] = {"a.wav", "a.flac", "a.aiff", "a.caf",
                                    "a.w64", "a.mp3",  "a.opus", "a.ogg"};

static lq_status write_noise(const char* const path, const size_t n_frames, lq_error* const error)
{
  const bool    lossy = strstr(path, ".mp3") || strstr(path, ".opus") || strstr(path, ".ogg");
  const lq_tags tags  = {.text = {"Song"}};
  const lq_audio_out_spec spec = {.rate_hz = 48000,
                                  .bits    = 24,
                                  .force   = true,
                                  .tags    = lossy ? &tags : NULL,
                                  .kbps    = lossy ? 320 : 0};
  tool_sound              s    = tool_sound_new(2, n_frames);
  tool_noise(&s, 24, 5);
  const lq_status status = tool_write(path, &s, spec, error);
  tool_sound_free(&s);
  return status;
}

// fixed: every container, limits that fall at many places: in the header, in the sound, and in what
// the encoder keeps to itself until it is closed
static void a_full_disk_is_an_error_and_the_old_file_stays(void)
{
  const struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};
  struct rlimit       before;
  getrlimit(RLIMIT_FSIZE, &before);
  for (size_t k = 0; k < sizeof names / sizeof *names; ++k) {
    struct stat whole;
    CHECK(!write_noise(tool_path(names[k]), 5000, NULL) && !stat(tool_path(names[k]), &whole));
    const rlim_t limits[] = {0, 1, 40, 100, 4096, 15000, (rlim_t)whole.st_size - 1};
    tool_clean();
    for (size_t i = 0; i < sizeof limits / sizeof *limits; ++i) {
      if (limits[i] >= (rlim_t)whole.st_size) { // a lossy file is small
        continue;
      }
      tool_save(tool_path(names[k]), "old", 3);
      lq_error            e     = {0};
      const struct rlimit limit = {limits[i], before.rlim_max};
      setrlimit(RLIMIT_FSIZE, &limit);
      const lq_status status = write_noise(tool_path(names[k]), 5000, &e);
      setrlimit(RLIMIT_FSIZE, before.rlim_max == RLIM_INFINITY ? &all : &before);
      if (status != LQ_ERR_WRITE) {
        printf("# %s, limit %d\n", names[k], (int)limits[i]);
      }
      CHECK_TEXT(lq_status_name(status), "WRITE");
      says(&e, "file size limit");
      contains(tool_path(names[k]), "old");
      CHECK(tool_count_files() == 1);
    }
    tool_clean();
  }
}

// fixed: a child that writes and never stops, killed at once, after 5, 10 ... ms
static void a_kill_leaves_the_old_file_and_no_litter(void)
{
  for (useconds_t wait_ms = 0; wait_ms <= 40; wait_ms += 5) {
    for (size_t k = 0; k < 2; ++k) {
      tool_save(tool_path(names[k]), "old", 3);
      fflush(stdout);
      const pid_t child = fork();
      if (!child) {
        tool_sound    s   = tool_sound_new(2, 1000);
        lq_audio_out* out = NULL;
        tool_noise(&s, 24, 5);
        const lq_audio_out_spec spec = {
            .rate_hz = 48000, .n_channels = 2, .bits = 24, .force = true};
        if (lq_audio_out_open(&out, tool_path(names[k]), &spec, NULL)) {
          _exit(1);
        }
        while (!lq_audio_out_write(out, (const float* const*)s.x, 1000, NULL)) {
        }
        _exit(1);
      }
      usleep(wait_ms * 1000);
      kill(child, SIGKILL);
      int status = 0;
      CHECK(waitpid(child, &status, 0) == child && WIFSIGNALED(status));
      contains(tool_path(names[k]), "old");
      CHECK(tool_count_files() == 1);
      tool_clean();
    }
  }
}

static void descriptors_are_given_back(void)
{
  const int before = dup(0);
  close(before);
  lq_output* o = NULL;
  for (int i = 0; i < 20; ++i) {
    CHECK(!lq_output_text(tool_path("a"), "x", 1, true, NULL));
    CHECK(lq_output_open(&o, tool_path("a"), false, NULL) == LQ_ERR_EXISTS);
    CHECK(lq_output_open(&o, tool_path("none/a"), false, NULL) == LQ_ERR_WRITE);
    CHECK(!lq_output_open(&o, tool_path("b"), false, NULL));
    lq_output_abandon(o);
  }
  const int after = dup(0);
  close(after);
  CHECK(before == after);
  tool_clean();
}

static const check_test tests[] = {
    CHECK_TEST(a_file_appears_only_at_commit),
    CHECK_TEST(an_abandoned_file_leaves_nothing),
    CHECK_TEST(an_existing_file_is_replaced_only_by_force),
    CHECK_TEST(a_name_taken_in_between_is_not_overwritten),
    CHECK_TEST(permissions_follow_the_umask),
    CHECK_TEST(a_link_stays_and_its_file_is_replaced),
    CHECK_TEST(odd_targets_have_clear_errors),
    CHECK_TEST(devices_and_pipes_are_written_in_place),
    CHECK_TEST(folders_are_made_with_their_parents),
    CHECK_TEST(a_full_disk_is_an_error_and_the_old_file_stays),
    CHECK_TEST(a_kill_leaves_the_old_file_and_no_litter),
    CHECK_TEST(descriptors_are_given_back),
};

int main(void)
{
  // As the command line program does.
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  const int failed = check_all(tests, sizeof tests / sizeof *tests);
  tool_done();
  return failed;
}
