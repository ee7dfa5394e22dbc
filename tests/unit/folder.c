// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Folders that appear whole or not at all.
#include "audio_tools.h"

#include "base/folder.h"
#include "base/tree.h"

static bool begins_with_a(void* const user, const char* const path)
{
  const char* const slash = strrchr(path, '/');
  (void)user;
  return (slash ? slash[1] : path[0]) == 'a';
}

static const lq_ours ours = {.is = begins_with_a};

static void put(const char* const folder, const char* const name, const char* const text)
{
  char path[1024];
  (void)snprintf(path, sizeof path, "%s/%s", folder, name);
  tool_save(path, text, strlen(text));
}

static void contains(const char* const folder, const char* const name, const char* const want)
{
  char   path[1024];
  size_t n = 0;
  (void)snprintf(path, sizeof path, "%s/%s", folder, name);
  unsigned char* const bytes = tool_load(path, &n);
  CHECK(bytes && n == strlen(want) && !memcmp(bytes, want, n));
  free(bytes);
}

static void drop(const char* const folder, const char* const name)
{
  char path[1024];
  (void)snprintf(path, sizeof path, "%s/%s", folder, name);
  CHECK(!unlink(path));
}

static void a_folder_appears_only_at_commit(void)
{
  lq_folder*        f    = NULL;
  const char* const path = tool_path("out");
  CHECK(!lq_folder_open(&f, path, false, ours, NULL));
  put(lq_folder_path(f), "a1", "one");
  CHECK(access(path, F_OK));
  CHECK(!lq_folder_commit(f, NULL));
  contains(path, "a1", "one");
  CHECK(tool_count_files() == 1);
  drop(path, "a1");
  CHECK(!lq_folder_open(&f, path, false, ours, NULL)); // an empty one is as good as none
  put(lq_folder_path(f), "a2", "two");
  CHECK(!lq_folder_commit(f, NULL));
  contains(path, "a2", "two");
  drop(path, "a2");
  tool_clean();
}

static void an_abandoned_folder_leaves_nothing(void)
{
  lq_folder* f = NULL;
  CHECK(!lq_folder_open(&f, tool_path("out/"), false, ours, NULL));
  put(lq_folder_path(f), "a1", "one");
  lq_folder_abandon(f);
  lq_folder_abandon(NULL);
  CHECK(tool_count_files() == 0);
}

static void an_older_folder_goes_by_force_only(void)
{
  lq_folder*        f    = NULL;
  lq_error          e    = {0};
  const char* const path = tool_path("out");
  CHECK(!mkdir(path, 0777));
  put(path, "a old", "old");
  CHECK(lq_folder_open(&f, path, false, ours, &e) == LQ_ERR_EXISTS);
  CHECK(lq_folder_may(path, false, ours, &e) == LQ_ERR_EXISTS);
  CHECK(!lq_folder_open(&f, path, true, ours, &e));
  put(lq_folder_path(f), "a new", "new");
  contains(path, "a old", "old"); // until the end
  CHECK(!lq_folder_commit(f, &e));
  contains(path, "a new", "new");
  CHECK(tool_count_files() == 1);
  drop(path, "a new");
  tool_clean();
}

static void what_is_not_ours_is_never_removed(void)
{
  lq_folder*        f    = NULL;
  lq_error          e    = {0};
  const char* const path = tool_path("out");
  char              deep[1024];
  (void)snprintf(deep, sizeof deep, "%s/a folder", path);
  CHECK(!mkdir(path, 0777));
  put(path, "notes", "mine");
  CHECK(lq_folder_open(&f, path, true, ours, &e) == LQ_ERR_EXISTS);
  CHECK(strstr(e.text, "holds 'notes', which did not come from here") != NULL);
  drop(path, "notes");
  CHECK(!mkdir(deep, 0777)); // its name would do
  CHECK(lq_folder_open(&f, path, true, ours, &e) == LQ_ERR_EXISTS);
  CHECK(!rmdir(deep));
  CHECK(!lq_folder_open(&f, path, true, ours, &e));
  put(path, "notes", "written meanwhile");
  CHECK(lq_folder_commit(f, &e) == LQ_ERR_EXISTS);
  contains(path, "notes", "written meanwhile");
  CHECK(tool_count_files() == 1);
  drop(path, "notes");
  tool_clean();
}

static void make_in(const char* const folder, const char* const name)
{
  char path[1024];
  (void)snprintf(path, sizeof path, "%s/%s", folder, name);
  CHECK(!mkdir(path, 0777));
}

static void take_away(const char* const folder)
{
  lq_tree_remove(folder);
  CHECK(access(folder, F_OK));
}

static void folders_in_it_come_and_go_with_it(void)
{
  lq_folder*        f    = NULL;
  lq_error          e    = {0};
  const char* const path = tool_path("out");
  CHECK(!lq_folder_open(&f, path, false, ours, &e));
  make_in(lq_folder_path(f), "cd");
  make_in(lq_folder_path(f), "cd/deep");
  put(lq_folder_path(f), "cd/a1", "one");
  put(lq_folder_path(f), "cd/deep/a2", "two");
  CHECK(!lq_folder_commit(f, &e));
  contains(path, "cd/deep/a2", "two");
  CHECK(!lq_folder_open(&f, path, true, ours, &e));
  put(lq_folder_path(f), "a3", "three");
  CHECK(!lq_folder_commit(f, &e));
  contains(path, "a3", "three");
  CHECK(tool_count_files() == 1);
  take_away(path);
  tool_clean();
}

static void what_lies_deep_in_it_is_asked_for_too(void)
{
  lq_folder*        f    = NULL;
  lq_error          e    = {0};
  const char* const path = tool_path("out");
  CHECK(!mkdir(path, 0777));
  make_in(path, "cd");
  put(path, "cd/a1", "one");
  CHECK(!lq_folder_may(path, true, ours, &e));
  put(path, "cd/notes", "mine");
  CHECK(lq_folder_may(path, true, ours, &e) == LQ_ERR_EXISTS);
  CHECK(strstr(e.text, "holds 'cd/notes', which did not come from here") != NULL);
  drop(path, "cd/notes");
  CHECK(!symlink("a1", tool_path("out/cd/a2"))); // a link is nobody's
  CHECK(lq_folder_may(path, true, ours, &e) == LQ_ERR_EXISTS);
  drop(path, "cd/a2");
  CHECK(!lq_folder_open(&f, path, true, ours, &e));
  put(lq_folder_path(f), "a3", "three");
  put(path, "cd/notes", "written meanwhile");
  CHECK(lq_folder_commit(f, &e) == LQ_ERR_EXISTS);
  contains(path, "cd/a1", "one");
  contains(path, "cd/notes", "written meanwhile");
  CHECK(tool_count_files() == 1);
  take_away(path);
  tool_clean();
}

// What a killed run leaves is removed by the next one; what somebody works in is not.
static void a_dead_hidden_folder_goes_and_a_living_one_stays(void)
{
  lq_folder *       f = NULL, *g = NULL;
  lq_error          e       = {0};
  const char* const dead    = tool_path(".lacquer-0123456789abcdef");
  const char* const unlike  = tool_path(".lacquer-0123");
  const char* const foreign = tool_path(".lacquer-0123456789abcdeX");
  CHECK(!mkdir(dead, 0777) && !mkdir(unlike, 0777) && !mkdir(foreign, 0777));
  make_in(dead, "cd");
  put(dead, "cd/half", "of it");
  CHECK(!lq_folder_open(&f, tool_path("out"), false, ours, &e));
  CHECK(access(dead, F_OK));
  CHECK(!access(unlike, F_OK) && !access(foreign, F_OK));
  put(lq_folder_path(f), "a1", "one");
  CHECK(!lq_folder_open(&g, tool_path("other"), false, ours, &e));
  contains(lq_folder_path(f), "a1", "one");
  lq_folder_abandon(g);
  lq_folder_abandon(f);
  CHECK(tool_count_files() == 2);
  CHECK(!rmdir(unlike) && !rmdir(foreign));
  tool_clean();
}

// tool_path() keeps four names.
static void own_path(char path[512], const char* const name)
{
  (void)snprintf(path, 512, "%s", tool_path(name));
}

static void joining_leaves_what_was_there(void)
{
  lq_folder* f = NULL;
  lq_error   e = {0};
  char       path[512];
  own_path(path, "out");
  CHECK(!mkdir(path, 0777));
  make_in(path, "cd");
  put(path, "notes", "mine");
  put(path, "cd/old", "old");
  CHECK(!lq_folder_join(&f, path, false, &e));
  make_in(lq_folder_path(f), "cd");
  make_in(lq_folder_path(f), "new");
  put(lq_folder_path(f), "cd/one", "1");
  put(lq_folder_path(f), "new/two", "2");
  CHECK(access(tool_path("out/cd/one"), F_OK));
  CHECK(!lq_folder_commit(f, &e));
  contains(path, "notes", "mine");
  contains(path, "cd/old", "old");
  contains(path, "cd/one", "1");
  contains(path, "new/two", "2");
  take_away(path);
  CHECK(tool_count_files() == 0);
  tool_clean();
}

static void joining_replaces_by_force_and_all_of_it(void)
{
  lq_folder* f = NULL;
  lq_error   e = {0};
  char       path[512];
  own_path(path, "out");
  CHECK(!mkdir(path, 0777));
  put(path, "b", "old");
  put(path, "kept", "other");
  CHECK(!symlink("kept", tool_path("out/d")));
  for (int force = 0; force < 2; ++force) {
    CHECK(!lq_folder_join(&f, path, force, &e));
    put(lq_folder_path(f), "a", "new");
    put(lq_folder_path(f), "b", "new");
    put(lq_folder_path(f), "d", "through the link");
    CHECK(lq_folder_commit(f, &e) == (force ? LQ_OK : LQ_ERR_EXISTS));
    contains(path, "b", force ? "new" : "old");
    CHECK(access(tool_path("out/a"), F_OK) == (force ? 0 : -1));
  }
  contains(path, "kept", "through the link");
  char target[16];
  CHECK(readlink(tool_path("out/d"), target, sizeof target) == 4);
  take_away(path);
  tool_clean();
}

static void a_move_that_fails_takes_the_others_back(void)
{
  char       path[512], far[64]; // no rename reaches another disk
  lq_folder* f = NULL;
  lq_error   e = {0};
  own_path(path, "out");
  CHECK(!mkdir(path, 0777));
  (void)snprintf(far, sizeof far, "%s/lacquer-far-XXXXXX", getenv("TMPDIR") ? "/dev/shm" : "/tmp");
  const int   fd = mkstemp(far);
  struct stat here, there;
  CHECK(fd >= 0 && !fstat(fd, &there) && !stat(path, &here));
  if (here.st_dev != there.st_dev) {
    put(path, "b", "old");
    CHECK(!symlink(far, tool_path("out/z")));
    CHECK(!lq_folder_join(&f, path, true, &e));
    make_in(lq_folder_path(f), "c");
    put(lq_folder_path(f), "a", "new");
    put(lq_folder_path(f), "b", "new");
    put(lq_folder_path(f), "c/c", "new");
    put(lq_folder_path(f), "z", "new");
    CHECK(lq_folder_commit(f, &e) == LQ_ERR_WRITE);
    contains(path, "b", "old");
    CHECK(access(tool_path("out/a"), F_OK) && access(tool_path("out/c"), F_OK));
  }
  CHECK(!close(fd) && !unlink(far));
  take_away(path);
  CHECK(tool_count_files() == 0);
  tool_clean();
}

static void odd_targets_have_clear_errors(void)
{
  lq_folder* f = NULL;
  lq_error   e = {0};
  tool_save(tool_path("file"), "x", 1);
  CHECK(lq_folder_open(&f, tool_path("file"), true, ours, &e) == LQ_ERR_EXISTS);
  CHECK(strstr(e.text, "is no folder") != NULL);
  CHECK(lq_folder_open(&f, tool_path("file/out"), true, ours, &e) == LQ_ERR_WRITE);
  CHECK(lq_folder_open(&f, "", true, ours, &e) == LQ_ERR_WRITE);
  tool_clean();
}

static const check_test tests[] = {CHECK_TEST(a_folder_appears_only_at_commit),
                                   CHECK_TEST(an_abandoned_folder_leaves_nothing),
                                   CHECK_TEST(an_older_folder_goes_by_force_only),
                                   CHECK_TEST(what_is_not_ours_is_never_removed),
                                   CHECK_TEST(folders_in_it_come_and_go_with_it),
                                   CHECK_TEST(what_lies_deep_in_it_is_asked_for_too),
                                   CHECK_TEST(a_dead_hidden_folder_goes_and_a_living_one_stays),
                                   CHECK_TEST(joining_leaves_what_was_there),
                                   CHECK_TEST(joining_replaces_by_force_and_all_of_it),
                                   CHECK_TEST(a_move_that_fails_takes_the_others_back),
                                   CHECK_TEST(odd_targets_have_clear_errors)};

int main(void)
{
  const int failed = check_all(tests, sizeof tests / sizeof *tests);
  tool_done();
  return failed;
}
