// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Packages: manifests that md5sum and sha256sum read, and what --force may replace.
#include "audio_tools.h"

#include "base/output.h"
#include "base/tree.h"
#include "deliver/manifest.h"
#include "deliver/package.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

static lq_pool* pool;
static char     out[512];

static void put(const char* const folder, const char* const name, const char* const text)
{
  CHECK(
      !lq_output_text(lq_pool_format(pool, "%s/%s", folder, name), text, strlen(text), true, NULL));
}

static lq_package* begin(const bool force)
{
  lq_package* p = NULL;
  lq_error    e = {0};
  CHECK(!lq_package_open(&p, out, force, &e));
  CHECK_TEXT(e.text, "");
  CHECK(!lq_make_folder(lq_pool_format(pool, "%s/cd", lq_package_path(p)), NULL));
  put(lq_package_path(p), "tracks.csv", "a,b\r\n");
  put(lq_package_path(p), "cd/01_Title.wav", "sound");
  return p;
}

static bool sums_hold(const char* const program, const char* const manifest)
{
  return !system(lq_pool_format(pool, "cd '%s' && %s --quiet --strict -c %s >/dev/null 2>&1", out,
                                program, manifest));
}

static void a_package_has_both_manifests(void)
{
  CHECK(!lq_package_commit(begin(false), NULL));
  CHECK(sums_hold("md5sum", "MD5SUMS") && sums_hold("sha256sum", "SHA256SUMS"));
  lq_manifest m = {0};
  lq_error    e = {0};
  CHECK(!lq_manifest_read(&m, pool, lq_pool_format(pool, "%s/MD5SUMS", out), LQ_MD5_CHARS, &e));
  CHECK(m.n == 2);
  CHECK_TEXT(m.lines[0].path, "cd/01_Title.wav");
  CHECK_TEXT(m.lines[0].sum, "0b8263d341de01f741e4deadfb18f9eb"); // of "sound", by md5sum
  CHECK(lq_manifest_find(&m, "tracks.csv") == &m.lines[1] && !lq_manifest_find(&m, "cd"));
  put(out, "cd/01_Title.wav", "sounds");
  CHECK(!sums_hold("md5sum", "MD5SUMS") && !sums_hold("sha256sum", "SHA256SUMS"));
  lq_tree_remove(out);
}

static void odd_names_are_written_as_md5sum_reads_them(void)
{
  lq_package* const p = begin(false);
  put(lq_package_path(p), "back\\slash", "1");
  put(lq_package_path(p), "two\nlines", "2");
  put(lq_package_path(p), " blank ", "3");
  put(lq_package_path(p), "Ünïcode", "4");
  CHECK(!lq_package_commit(p, NULL));
  CHECK(sums_hold("md5sum", "MD5SUMS") && sums_hold("sha256sum", "SHA256SUMS"));
  lq_manifest m = {0};
  CHECK(!lq_manifest_read(&m, pool, lq_pool_format(pool, "%s/SHA256SUMS", out), LQ_SHA256_CHARS,
                          NULL));
  CHECK(m.n == 6);
  CHECK(lq_manifest_find(&m, "back\\slash") && lq_manifest_find(&m, "two\nlines"));
  CHECK(lq_manifest_find(&m, " blank ") && lq_manifest_find(&m, "Ünïcode"));
  lq_tree_remove(out);
}

static void an_older_package_goes_when_its_manifest_knows_it_all(void)
{
  lq_error e = {0};
  CHECK(!lq_package_commit(begin(false), NULL));
  CHECK(lq_package_may(out, false, &e) == LQ_ERR_EXISTS);
  CHECK(!lq_package_may(out, true, &e));
  put(out, "cd/notes.txt", "mine");
  CHECK(lq_package_may(out, true, &e) == LQ_ERR_EXISTS);
  CHECK(strstr(e.text, "holds 'cd/notes.txt', which did not come from here") != NULL);
  CHECK(!unlink(lq_pool_format(pool, "%s/cd/notes.txt", out)));
  lq_package* const p = begin(true);
  put(lq_package_path(p), "new", "1");
  CHECK(!lq_package_commit(p, &e));
  CHECK(!access(lq_pool_format(pool, "%s/new", out), F_OK));
  CHECK(tool_count_files() == 1);
  CHECK(!unlink(lq_pool_format(pool, "%s/SHA256SUMS", out))); // nobody vouches for it
  CHECK(lq_package_may(out, true, &e) == LQ_ERR_EXISTS);
  lq_tree_remove(out);
}

static void an_abandoned_one_leaves_nothing(void)
{
  lq_package_abandon(begin(false));
  lq_package_abandon(NULL);
  CHECK(tool_count_files() == 0);
}

// A child begins a new package over the older one, and dies of it.
static void a_killed_one_leaves_the_older_and_the_next_cleans_up(void)
{
  CHECK(!lq_package_commit(begin(false), NULL));
  static const int signals[] = {SIGKILL, SIGTERM};
  for (unsigned i = 0; i < 2; ++i) {
    int  started[2];
    char c = 0;
    CHECK(!pipe(started));
    const pid_t child = fork();
    if (!child) {
      lq_package* const p = begin(true);
      put(lq_package_path(p), "cd/half", "of it");
      (void)!write(started[1], "x", 1);
      pause();
      _exit(0);
    }
    CHECK(read(started[0], &c, 1) == 1 && !kill(child, signals[i]));
    CHECK(waitpid(child, NULL, 0) == child);
    CHECK(!close(started[0]) && !close(started[1]));
    CHECK(sums_hold("sha256sum", "SHA256SUMS"));
    CHECK(tool_count_files() == 2); // and what was hidden
  }
  lq_package_abandon(begin(true)); // sees that nobody works in it
  CHECK(tool_count_files() == 1 && sums_hold("md5sum", "MD5SUMS"));
  lq_tree_remove(out);
}

static void what_is_no_file_has_no_sum(void)
{
  lq_package* const p = begin(false);
  lq_error          e = {0};
  CHECK(!symlink("01_Title.wav", lq_pool_format(pool, "%s/cd/link", lq_package_path(p))));
  CHECK(lq_package_commit(p, &e) == LQ_ERR_FORMAT);
  CHECK(strstr(e.text, "'cd/link' is a link") != NULL);
  CHECK(tool_count_files() == 0);
}

static void reads(const char* const text, const unsigned bad_line)
{
  lq_manifest       m    = {0};
  lq_error          e    = {0};
  const char* const path = tool_path("sums");
  tool_save(path, text, strlen(text));
  const lq_status st = lq_manifest_read(&m, pool, path, LQ_MD5_CHARS, &e);
  CHECK(st == (bad_line ? LQ_ERR_FORMAT : LQ_OK));
  CHECK(e.line == bad_line);
  tool_clean();
}

#define SUM "d41d8cd98f00b204e9800998ecf8427e"

static void bad_manifests_are_told_with_their_line(void)
{
  reads("", 0);
  reads("; a comment\r\n# another\r\n\r\n" SUM " *a\r\n", 0);
  reads(SUM "  a\n" SUM "0  b\n", 2);
  reads(SUM "  a\nd41d  b\n", 2);
  reads(SUM " a\n", 1);
  reads(SUM "  /etc/passwd\n", 1);
  reads(SUM "  a/../../b\n", 1);
  reads(SUM "  ./a\n", 1);
  reads(SUM "  a//b\n", 1);
  reads(SUM "  \n", 1);
  reads("\\" SUM "  a\\x\n", 1);
  reads("\\" SUM "  a\\n", 0); // an escaped line end, and no line end behind it
  lq_manifest m = {0};
  CHECK(lq_manifest_read(&m, pool, tool_path("none"), LQ_MD5_CHARS, NULL) == LQ_ERR_NOT_FOUND);
}

static const check_test tests[] = {CHECK_TEST(a_package_has_both_manifests),
                                   CHECK_TEST(odd_names_are_written_as_md5sum_reads_them),
                                   CHECK_TEST(an_older_package_goes_when_its_manifest_knows_it_all),
                                   CHECK_TEST(an_abandoned_one_leaves_nothing),
                                   CHECK_TEST(a_killed_one_leaves_the_older_and_the_next_cleans_up),
                                   CHECK_TEST(what_is_no_file_has_no_sum),
                                   CHECK_TEST(bad_manifests_are_told_with_their_line)};

int main(void)
{
  if (lq_pool_new(&pool)) {
    return 1;
  }
  (void)snprintf(out, sizeof out, "%s", tool_path("out"));
  const int failed = check_all(tests, sizeof tests / sizeof *tests);
  lq_pool_free(pool);
  tool_done();
  return failed;
}
