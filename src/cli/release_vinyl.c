// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/release.h"

lq_status lq_release_vinyl(lq_release* const r, lq_error* const error)
{
  (void)r;
  (void)error;
  return LQ_OK;
}
