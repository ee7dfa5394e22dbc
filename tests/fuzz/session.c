// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a plan: refused with place and sentence, or read, written and read again the same.
#include "model/layout.h"
#include "session/plan.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int         LLVMFuzzerTestOneInput(const unsigned char* data, size_t n_bytes);
const char* __lsan_default_suppressions(void);

/// libfyaml 0.7.12 does not release a long quoted key that an error cuts short (corpus:
/// leak_quotes).
const char* __lsan_default_suppressions(void)
{
  return "leak:libfyaml.so";
}

static void demand(const bool holds)
{
  if (!holds) {
    abort();
  }
}

static void as_session(const char* const text, const size_t n_bytes)
{
  lq_session *s = NULL, *again = NULL;
  lq_error    e = {0};
  if (lq_session_parse(&s, text, n_bytes, &(lq_plan_source){0}, &e)) {
    demand(*e.text && e.line >= 1 && e.column >= 1 && !s);
    return;
  }
  char* const first = lq_session_text(s);
  demand(first && !lq_session_parse(&again, first, strlen(first), &(lq_plan_source){0}, &e));
  char* const second = lq_session_text(again);
  demand(second && !strcmp(first, second));
  free(first);
  free(second);
  lq_session_free(s);
  lq_session_free(again);
}

static void as_master(const char* const text, const size_t n_bytes)
{
  lq_master *m = NULL, *again = NULL;
  lq_error   e = {0};
  if (lq_master_parse(&m, text, n_bytes, &(lq_plan_source){0}, &e)) {
    demand(*e.text && e.line >= 1 && e.column >= 1 && !m);
    return;
  }
  char* const first = lq_master_text(m);
  demand(first && !lq_master_parse(&again, first, strlen(first), &(lq_plan_source){0}, &e));
  char* const second = lq_master_text(again);
  demand(second && !strcmp(first, second));
  free(first);
  free(second);
  lq_master_free(m);
  lq_master_free(again);
}

// Laid out with songs of 10 s, its files tile it.
static void lay(const lq_album* const album)
{
  lq_layout     layout = {0};
  lq_disc       disc   = {0};
  lq_error      e      = {0};
  double* const sec    = malloc(album->n_songs * sizeof *sec);
  demand(sec != NULL);
  for (size_t i = 0; i < album->n_songs; ++i) {
    sec[i] = 10;
  }
  if (lq_layout_make(&layout, album, sec, album->pool, &e)) {
    demand(*e.text && e.line >= 1 && e.column >= 1);
  } else {
    for (size_t i = 0; i < layout.n; ++i) {
      demand(layout.places[i].mark < layout.places[i].end &&
             layout.places[i].end ==
                 (i + 1 < layout.n ? layout.places[i + 1].mark : layout.n_sectors));
    }
    demand(!lq_layout_disc(&disc, &layout, album, album->pool));
  }
  free(sec);
}

static void as_album(const char* const text, const size_t n_bytes)
{
  lq_album *a = NULL, *again = NULL;
  lq_error  e = {0};
  if (lq_album_parse(&a, text, n_bytes, &(lq_plan_source){0}, &e)) {
    demand(*e.text && e.line >= 1 && e.column >= 1 && !a);
    return;
  }
  char* const first = lq_album_text(a);
  demand(first && !lq_album_parse(&again, first, strlen(first), &(lq_plan_source){0}, &e));
  char* const second = lq_album_text(again);
  demand(second && !strcmp(first, second));
  lay(a);
  free(first);
  free(second);
  lq_album_free(a);
  lq_album_free(again);
}

int LLVMFuzzerTestOneInput(const unsigned char* const data, const size_t n_bytes)
{
  as_session((const char*)data, n_bytes);
  as_master((const char*)data, n_bytes);
  as_album((const char*)data, n_bytes);
  return 0;
}
