// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Every folder of tests/bad holds a plan that is wrong in one way, and the answer that it gets:
/// the first line for programs (line:column STATUS path), the second for people.
/// LACQUER_BLESS=1 writes the answers as they are now; read the difference before committing it.
#include "plan_tools.h"

#include "base/pool.h"
#include "model/album.h"
#include "session/brief.h"
#include "session/targets.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

typedef enum { SESSION, MASTER, ALBUM, BRIEF, TARGETS, N_KINDS } kind;

static const char* const file_names[N_KINDS] = {"session.yaml", "master.yaml", "album.yaml",
                                                "brief.yaml", "targets.yaml"};

// Which file there is says what is meant to be wrong.
static kind find_kind(const char* const folder)
{
  kind k = MASTER;
  for (; k < N_KINDS; ++k) {
    char        path[4096];
    struct stat is;
    (void)snprintf(path, sizeof path, "%s/%s", folder, file_names[k]);
    if (!stat(path, &is)) {
      return k;
    }
  }
  return SESSION;
}

static lq_status read_brief(const char* const path, lq_error* const error)
{
  lq_brief  b    = LQ_BRIEF;
  lq_genres g    = {0};
  lq_pool*  pool = NULL;
  lq_status st   = lq_pool_new(&pool);
  st             = st ? st : lq_genres_load(&g, pool, error);
  st             = st ? st : lq_brief_read(&b, pool, &g, path, error);
  lq_pool_free(pool);
  return st;
}

// On top of Lacquer's own, as a person's file is; what is wrong leaves them as they were.
static lq_status read_targets(const char* const path, lq_error* const error)
{
  lq_targets t            = {0};
  lq_pool*   pool         = NULL;
  lq_status  st           = lq_pool_new(&pool);
  st                      = st ? st : lq_targets_load(&t, pool, error);
  const lq_targets before = t;
  CHECK(!st);
  st = st ? st : lq_targets_add(&t, pool, path, error);
  CHECK(t.targets == before.targets && t.n == before.n);
  lq_pool_free(pool);
  return st;
}

static lq_status read_plan(const char* const folder, const lq_proc* const* const procs,
                           lq_error* const error)
{
  char       path[4096];
  const kind k = find_kind(folder);
  (void)snprintf(path, sizeof path, "%s/%s", folder, file_names[k]);
  if (k == BRIEF || k == TARGETS) {
    return k == BRIEF ? read_brief(path, error) : read_targets(path, error);
  }
  size_t               n      = 0;
  char* const          text   = slurp(path, &n);
  const lq_plan_source source = {.name = "plan", .folder = folder, .procs = procs};
  lq_session*          s      = NULL;
  lq_master*           m      = NULL;
  lq_album*            a      = NULL;
  lq_status            st     = LQ_ERR_READ;
  if (text) {
    st = k == MASTER  ? lq_master_parse(&m, text, n, &source, error)
         : k == ALBUM ? lq_album_parse(&a, text, n, &source, error)
                      : lq_session_parse(&s, text, n, &source, error);
  }
  lq_session_free(s);
  lq_master_free(m);
  lq_album_free(a);
  free(text);
  return st;
}

static void check_case(const char* const root, const char* const name,
                       const lq_proc* const* const procs)
{
  char folder[2048], path[4096], got[4096];
  (void)snprintf(folder, sizeof folder, "%s/%s", root, name);
  (void)snprintf(path, sizeof path, "%s/expect", folder);
  lq_error        e  = {0};
  const lq_status st = read_plan(folder, procs, &e);
  (void)snprintf(got, sizeof got, "%u:%u %s%s%s\n%s\n", e.line, e.column, lq_status_name(st),
                 *e.path ? " " : "", e.path, e.text);
  if (getenv("LACQUER_BLESS")) {
    FILE* const file = fopen(path, "w");
    CHECK(file && fputs(got, file) >= 0 && !fclose(file));
    return;
  }
  char* const want = slurp(path, NULL);
  if (!want || strcmp(got, want) != 0) {
    printf("# case %s\n", name);
    CHECK_TEXT(got, want ? want : "");
  }
  CHECK(st == e.status && st != LQ_OK);
  free(want);
}

static void wrong_plans_get_their_answer(void)
{
  const lq_proc** const procs = fixed_procs();
  const char* const     home  = getenv("LACQUER_SOURCE");
  char                  root[1024];
  (void)snprintf(root, sizeof root, "%s/tests/bad", home ? home : ".");
  DIR* const dir = opendir(root);
  CHECK(dir != NULL);
  unsigned n_cases = 0;
  for (const struct dirent* d; dir && (d = readdir(dir)) != NULL;) {
    char        folder[2048];
    struct stat is;
    (void)snprintf(folder, sizeof folder, "%s/%s", root, d->d_name);
    if (*d->d_name != '.' && !stat(folder, &is) && S_ISDIR(is.st_mode)) {
      check_case(root, d->d_name, procs);
      ++n_cases;
    }
  }
  if (dir) {
    (void)closedir(dir);
  }
  CHECK(n_cases >= 40);
  free((void*)procs);
}

static const check_test tests[] = {CHECK_TEST(wrong_plans_get_their_answer)};
CHECK_MAIN(tests)
