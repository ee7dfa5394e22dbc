// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/finder.h"

#include "base/pool.h"

// clang-format off
static const lq_finder* const all[] = {
    &lq_find_format,
    &lq_find_level,
    &lq_find_peaks,
    &lq_find_stereo,
    NULL,
};
// clang-format on

const lq_finder* const* lq_finders(void)
{
  return all;
}

lq_status lq_finds_add(lq_finds* const finds, const lq_finding* const finding)
{
  lq_finding* const grown = lq_pool_grow(finds->pool, finds->list, finds->n, sizeof *grown);
  if (!grown || !finding->message) {
    return LQ_ERR_MEMORY;
  }
  grown[finds->n++] = *finding;
  finds->list       = grown;
  return LQ_OK;
}
