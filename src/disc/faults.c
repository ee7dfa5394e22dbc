// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/faults.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST = 250 }; // bytes made up by nobody could have a fault each

static void add(const lq_fault_list* const list, const bool error, const lq_at at,
                const char* const format, va_list args) __attribute__((format(printf, 4, 0)));

static void add(const lq_fault_list* const list, const bool error, const lq_at at,
                const char* const format, va_list args)
{
  lq_disc_faults* const f = list->to;
  f->n_errors += error;
  if (f->n > MOST) {
    return;
  }
  lq_disc_fault* items = (lq_disc_fault*)f->items;
  if (!items) {
    f->items = items = LQ_POOL_TAKE(list->pool, lq_disc_fault, MOST + 1);
  }
  char* made = NULL;
  if (f->n == MOST) {
    made = lq_pool_copy(list->pool, "There are more; these are the first.");
  } else {
    char* text = NULL;
    if (vasprintf(&text, format, args) >= 0) {
      made = lq_pool_copy(list->pool, text);
      free(text);
    }
  }
  if (!items || !made) {
    f->no_memory = true;
    return;
  }
  items[f->n++] = (lq_disc_fault){.error = error, .sentence = made, .at = at};
}

void lq_fault_error(const lq_fault_list* const list, const lq_at at, const char* const format, ...)
{
  va_list args;
  va_start(args, format);
  add(list, true, at, format, args);
  va_end(args);
}

void lq_fault_warn(const lq_fault_list* const list, const lq_at at, const char* const format, ...)
{
  va_list args;
  va_start(args, format);
  add(list, false, at, format, args);
  va_end(args);
}
