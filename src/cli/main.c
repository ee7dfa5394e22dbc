// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lacquer/lacquer.h"

#include <stdio.h>

int main(void)
{
  for (const lq_proc* const* p = lq_proc_all(); *p; ++p) {
    printf("%s: %s\n", (*p)->symbol, (*p)->doc);
  }
  return 0;
}
