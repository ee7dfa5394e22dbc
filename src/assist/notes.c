// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/notes.h"

#include "base/pool.h"

#include <stdarg.h>
#include <stdio.h>

lq_status lq_add_note(lq_pool* const pool, const char* const** const notes, size_t* const n_notes,
                      const char* const format, ...)
{
  char    text[1024];
  va_list args;
  va_start(args, format);
  (void)vsnprintf(text, sizeof text, format, args);
  va_end(args);
  const char** const grown = lq_pool_grow(pool, *notes, *n_notes, sizeof *grown);
  const char* const  copy  = lq_pool_copy(pool, text);
  if (!grown || !copy) {
    return LQ_ERR_MEMORY;
  }
  grown[(*n_notes)++] = copy;
  *notes              = grown;
  return LQ_OK;
}
