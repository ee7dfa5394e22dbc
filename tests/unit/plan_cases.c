// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Every folder of tests/cases holds a plan as a person may write it, and as it is written back.
/// The examples of docs/session.md and docs/album.md are read too, so that the manual cannot be
/// wrong. LACQUER_BLESS=1 writes what comes back; read the difference before committing it.
#include "plan_tools.h"

#include "session/chain.h"

#include "base/pool.h"
#include "model/album.h"

#include <dirent.h>
#include <sys/stat.h>

typedef enum { SESSION, MASTER, ALBUM, N_KINDS } kind;

static const char* const kind_names[N_KINDS] = {"session", "master", "album"};

// What a plan says once it is read and written; NULL and a fault when it is refused.
static char* normal_form(const char* const text, const size_t n, const kind k,
                         const lq_proc* const* const procs)
{
  const lq_plan_source source = {.procs = procs};
  lq_error             e      = {0};
  lq_session*          s      = NULL;
  lq_master*           m      = NULL;
  lq_album*            a      = NULL;
  const lq_status      st     = k == MASTER  ? lq_master_parse(&m, text, n, &source, &e)
                                : k == ALBUM ? lq_album_parse(&a, text, n, &source, &e)
                                             : lq_session_parse(&s, text, n, &source, &e);
  if (st) {
    printf("# %u:%u %s %s: %s\n", e.line, e.column, lq_status_name(st), e.path, e.text);
  }
  CHECK(!st);
  char* const normal = st            ? NULL
                       : k == MASTER ? lq_master_text(m)
                       : k == ALBUM  ? lq_album_text(a)
                                     : lq_session_text(s);
  lq_session_free(s);
  lq_master_free(m);
  lq_album_free(a);
  return normal;
}

static void check_case(const char* const root, const char* const name,
                       const lq_proc* const* const procs)
{
  char        path[4096];
  struct stat is;
  kind        k = N_KINDS;
  do {
    (void)snprintf(path, sizeof path, "%s/%s/%s.yaml", root, name, kind_names[--k]);
  } while (k && stat(path, &is));
  size_t      n    = 0;
  char* const text = slurp(path, &n);
  char* const got  = text ? normal_form(text, n, k, procs) : NULL;
  (void)snprintf(path, sizeof path, "%s/%s/want.yaml", root, name);
  if (got && getenv("LACQUER_BLESS")) {
    FILE* const file = fopen(path, "w");
    CHECK(file && fputs(got, file) >= 0 && !fclose(file));
  }
  char* const want = slurp(path, NULL);
  CHECK_TEXT(got, want ? want : "");
  char* const again = got ? normal_form(got, strlen(got), k, procs) : NULL;
  CHECK_TEXT(again, want ? want : "");
  free(again);
  free(want);
  free(got);
  free(text);
}

static void plans_get_their_normal_form(void)
{
  const lq_proc** const procs = fixed_procs();
  const char* const     home  = getenv("LACQUER_SOURCE");
  char                  root[1024];
  (void)snprintf(root, sizeof root, "%s/tests/cases", home ? home : ".");
  DIR* const dir = opendir(root);
  CHECK(dir != NULL);
  unsigned n_cases = 0;
  for (const struct dirent* d; dir && (d = readdir(dir)) != NULL;) {
    if (*d->d_name != '.') {
      printf("# case %s\n", d->d_name);
      check_case(root, d->d_name, procs);
      ++n_cases;
    }
  }
  if (dir) {
    (void)closedir(dir);
  }
  CHECK(n_cases >= 5);
  free((void*)procs);
}

// A machine without the plug-ins reads, and writes to the byte, what one that has them wrote.
static void plugins_that_are_not_there_are_kept(void)
{
  static const char* const names[] = {"plugins", "plugins_master"};
  const lq_proc** const    procs   = fixed_procs();
  const char* const        home    = getenv("LACQUER_SOURCE");
  const char* const        there   = getenv("LV2_PATH");
  char                     kept[4096], path[4096];
  (void)snprintf(kept, sizeof kept, "%s", there ? there : "");
  CHECK(!setenv("LV2_PATH", "/no/such/folder", 1));
  for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
    (void)snprintf(path, sizeof path, "%s/tests/cases/%s/want.yaml", home ? home : ".", names[i]);
    char* const want = slurp(path, NULL);
    char* const got  = want ? normal_form(want, strlen(want), i ? MASTER : SESSION, procs) : NULL;
    CHECK_TEXT(got, want ? want : "");
    free(got);
    free(want);
  }
  CHECK(!setenv("LV2_PATH", kept, 1));
  free((void*)procs);
}

static void check_chain(const char* const text, const size_t n, const lq_proc* const* const procs)
{
  lq_pool* pool = NULL;
  CHECK(!lq_pool_new(&pool));
  lq_error         e     = {0};
  lq_node*         root  = NULL;
  lq_chain         chain = {0};
  const lq_reading r = {.pool = pool, .file = "chain", .procs = procs, .strips = true, .error = &e};
  CHECK(!lq_yaml_parse(&root, pool, text, n, "chain", &e) &&
        !lq_chain_read(&r, root, NULL, &chain) && chain.n > 0);
  CHECK_TEXT(e.text, "");
  lq_pool_free(pool);
}

// Between ```yaml and ```: a plan, or a chain.
static unsigned check_examples(const char* const page, const lq_proc* const* const procs)
{
  const char* const home = getenv("LACQUER_SOURCE");
  char              path[1024];
  (void)snprintf(path, sizeof path, "%s/docs/%s", home ? home : ".", page);
  char* const text       = slurp(path, NULL);
  unsigned    n_examples = 0;
  for (char* at = text ? strstr(text, "```yaml\n") : NULL; at; at = strstr(at, "```yaml\n")) {
    char* const begin = at + strlen("```yaml\n");
    char* const end   = strstr(begin, "```");
    CHECK(end != NULL);
    if (!end) {
      break;
    }
    const size_t n = (size_t)(end - begin);
    *end           = '\0';
    printf("# %s, example %u\n", page, ++n_examples);
    if (strstr(begin, "lacquer: 1")) {
      const kind k = strstr(begin, "\nsongs:")    ? ALBUM
                     : strstr(begin, "\nmaster:") ? MASTER
                                                  : SESSION;
      free(normal_form(begin, n, k, procs));
    } else {
      check_chain(begin, n, procs);
    }
    at = end + 1;
  }
  free(text);
  return n_examples;
}

static void examples_of_the_manual_are_valid(void)
{
  const lq_proc** const procs = manual_procs();
  CHECK(check_examples("session.md", procs) >= 5);
  CHECK(check_examples("album.md", procs) >= 2);
  free((void*)procs);
}

static const check_test tests[] = {CHECK_TEST(plans_get_their_normal_form),
                                   CHECK_TEST(plugins_that_are_not_there_are_kept),
                                   CHECK_TEST(examples_of_the_manual_are_valid)};
CHECK_MAIN(tests)
