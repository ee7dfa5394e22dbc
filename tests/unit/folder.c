// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Folders that appear whole or not at all.
#include "audio_tools.h"

#include "base/folder.h"

static bool ours(const char* const name)
{
  return name[0] == 'a';
}

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

static const check_test tests[] = {
    CHECK_TEST(a_folder_appears_only_at_commit), CHECK_TEST(an_abandoned_folder_leaves_nothing),
    CHECK_TEST(an_older_folder_goes_by_force_only), CHECK_TEST(what_is_not_ours_is_never_removed),
    CHECK_TEST(odd_targets_have_clear_errors)};

int main(void)
{
  const int failed = check_all(tests, sizeof tests / sizeof *tests);
  tool_done();
  return failed;
}
