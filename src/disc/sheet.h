// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Sheets as texts that grow.
#ifndef LQ_DISC_SHEET_H
#define LQ_DISC_SHEET_H

#include "base/pool.h"

#include <stdio.h>

/// @param put   writes all of it
/// @param text  zero-ended, in the pool
LQ_NODISCARD lq_status lq_sheet_make(lq_pool* pool, lq_status (*put)(void* user, FILE* out),
                                     void* user, const char** text);

#endif
