// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a plan: refused with place and sentence, or read, written and read again the same.
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

int LLVMFuzzerTestOneInput(const unsigned char* const data, const size_t n_bytes)
{
  as_session((const char*)data, n_bytes);
  as_master((const char*)data, n_bytes);
  return 0;
}
