// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/entry.h"

#include <string.h>

bool lq_entry_is_side(const lq_entry* const e)
{
  const size_t n = e->title ? strlen(e->title) : 0;
  return e->target && !strcmp(e->target->id, "vinyl") && n > 2 && e->title[n - 2] == '_' &&
         e->title[n - 1] >= 'A' && e->title[n - 1] <= 'Z';
}
