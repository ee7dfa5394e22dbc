// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "check_pool.h"

#include "base/path.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void names_and_stems(void)
{
  CHECK_TEXT(lq_path_name(pool, "a/b/"), "b");
  CHECK_TEXT(lq_path_name(pool, "b"), "b");
  char* const here = realpath(".", NULL);
  CHECK(here != NULL);
  CHECK_TEXT(lq_path_name(pool, "."), lq_path_name(pool, here));
  CHECK_TEXT(lq_path_name(pool, "./"), lq_path_name(pool, here));
  free(here);
  CHECK_TEXT(lq_path_stem(pool, "tracks/09 Lead.v2.wav"), "09 Lead.v2");
  CHECK_TEXT(lq_path_stem(pool, ".hidden"), ".hidden");
  CHECK_TEXT(lq_path_folder(pool, "a/b.wav"), "a");
  CHECK_TEXT(lq_path_folder(pool, "/b.wav"), "/");
  CHECK_TEXT(lq_path_folder(pool, "b.wav"), ".");
  CHECK_TEXT(lq_path_join(pool, "a", "b.wav"), "a/b.wav");
  CHECK_TEXT(lq_path_join(pool, "a/", "b.wav"), "a/b.wav");
  CHECK_TEXT(lq_path_join(pool, "a", "/b.wav"), "/b.wav");
}

static void titles_become_names(void)
{
  CHECK_TEXT(lq_path_safe(pool, "AC/DC: live?"), "AC_DC_ live_");
  CHECK_TEXT(lq_path_safe(pool, "..."), "untitled");
  CHECK_TEXT(lq_path_safe(pool, ""), "untitled");
  CHECK_TEXT(lq_path_safe(pool, ".x"), "_x");
  CHECK_NEAR((double)strlen(lq_path_safe(pool, lq_pool_format(pool, "%0300d", 1))), 240, 0);
  CHECK_TEXT(lq_path_safe(pool, lq_pool_format(pool, "%0239dä", 0)),
             lq_pool_format(pool, "%0239d", 0)); // no half letter
  CHECK_TEXT(lq_path_safe(pool, "Über Wasser "), "Über Wasser");
}

static void the_way_from_a_folder_to_a_file(void)
{
  char folder[] = "/tmp/lacquer-path-XXXXXX";
  CHECK(mkdtemp(folder) != NULL);
  const char* const names[] = {"/out", "/out/deep", "/song", "/outer"};
  for (unsigned i = 0; i < 4; ++i) {
    CHECK(!mkdir(lq_pool_format(pool, "%s%s", folder, names[i]), 0700));
  }
  const char* const out  = lq_pool_format(pool, "%s/out", folder);
  const char* const deep = lq_pool_format(pool, "%s/out/deep", folder);
  CHECK_TEXT(lq_path_relative(pool, out, lq_pool_format(pool, "%s/song", folder)), "../song");
  CHECK_TEXT(lq_path_relative(pool, deep, lq_pool_format(pool, "%s/song", folder)), "../../song");
  CHECK_TEXT(lq_path_relative(pool, out, deep), "deep");
  CHECK_TEXT(lq_path_relative(pool, out, lq_pool_format(pool, "%s/outer", folder)), "../outer");
  CHECK_TEXT(lq_path_relative(pool, out, out), ".");
  for (unsigned i = 4; i-- > 0;) {
    rmdir(lq_pool_format(pool, "%s%s", folder, i == 1 ? names[1] : names[i]));
  }
  rmdir(out);
  rmdir(folder);
}

static const check_test tests[] = {CHECK_TEST(names_and_stems), CHECK_TEST(titles_become_names),
                                   CHECK_TEST(the_way_from_a_folder_to_a_file)};

CHECK_MAIN_WITH_POOL(tests)
