// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// docs/album.md has every key in one of its tables.
#include "plan_tools.h"

#include "model/album.h"

// The keys are those that the sentence about an unknown one lists.
static unsigned check_keys(const char* const manual, const char* const plan)
{
  lq_album*   album = NULL;
  lq_error    e     = {0};
  unsigned    n     = 0;
  const char* list  = NULL;
  CHECK(lq_album_parse(&album, plan, strlen(plan), &(lq_plan_source){0}, &e) == LQ_ERR_UNKNOWN);
  list = strstr(e.text, "it has ");
  CHECK(list != NULL);
  for (char* at = list ? (char*)(e.text + (list - e.text) + strlen("it has ")) : NULL; at && *at;) {
    char   quoted[80];
    size_t length = strcspn(at, ",. ");
    (void)snprintf(quoted, sizeof quoted, "`%.*s`", (int)length, at);
    const char* const found = strstr(manual, quoted);
    CHECK(found != NULL);
    if (!found) {
      printf("# %s is missing\n", quoted);
    }
    ++n;
    at += length;
    at += strspn(at, ",. ");
    at += strncmp(at, "and ", 4) != 0 ? 0 : 4;
  }
  return n;
}

// The lines of a table alone: between a head and the next one.
static char* tables_under(const char* const text, const char* const head)
{
  const char* const begin  = strstr(text, head);
  char* const       tables = calloc(strlen(text) + 1, 1);
  CHECK(begin != NULL);
  const char* line = begin ? strchr(begin, '\n') : NULL;
  for (size_t n = 0; line && strncmp(line, "\n## ", 4) != 0; line = strchr(line + 1, '\n')) {
    const size_t length = strcspn(line + 1, "\n") + 1;
    if (line[1] == '|') {
      memcpy(tables + n, line, length);
      n += length;
    }
  }
  return tables;
}

static void the_manual_has_every_key_in_a_table(void)
{
  const char* const home = getenv("LACQUER_SOURCE");
  char              path[1024];
  (void)snprintf(path, sizeof path, "%s/docs/album.md", home ? home : ".");
  char* const text  = slurp(path, NULL);
  char* const album = tables_under(text ? text : "", "## The album");
  char* const songs = tables_under(text ? text : "", "## Songs");
  CHECK(check_keys(album, "lacquer: 1\nxyzzyx: 1\n") >= 30);
  CHECK(check_keys(songs, "lacquer: 1\nsongs: [{xyzzyx: 1}]\n") >= 35);
  free(songs);
  free(album);
  free(text);
}

static const check_test tests[] = {CHECK_TEST(the_manual_has_every_key_in_a_table)};
CHECK_MAIN(tests)
