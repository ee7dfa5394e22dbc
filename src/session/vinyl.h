// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Sizes of records and their limits (data/vinyl.yaml).
#ifndef LQ_SESSION_VINYL_H
#define LQ_SESSION_VINYL_H

#include "model/vinyl.h"

/// Those that the library carries; memory from the pool.
LQ_NODISCARD lq_status lq_vinyl_load(lq_vinyl* vinyl, lq_pool* pool, lq_error* error);

/// "12in-33" and its like; LQ_ERR_USAGE lists all.
LQ_NODISCARD lq_status lq_vinyl_choose(const char* id, lq_record* record, lq_error* error);

#endif
