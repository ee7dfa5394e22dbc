// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/sheet.h"

#include <stdlib.h>

lq_status lq_sheet_make(lq_pool* const pool, lq_status (*const put)(void* user, FILE* out),
                        void* const user, const char** const text)
{
  char*       made = NULL;
  size_t      n    = 0;
  FILE* const out  = open_memstream(&made, &n);
  if (!out) {
    return LQ_ERR_MEMORY;
  }
  lq_status st = put(user, out);
  if (fclose(out)) {
    st = LQ_ERR_MEMORY;
  }
  const char* const copy = st ? NULL : lq_pool_copy(pool, made);
  free(made);
  if (copy) {
    *text = copy;
  }
  return st || copy ? st : LQ_ERR_MEMORY;
}
