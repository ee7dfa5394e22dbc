// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Destinations as they stand in data/targets.yaml, and in files that a person lays on top.
#ifndef LQ_SESSION_TARGETS_H
#define LQ_SESSION_TARGETS_H

#include "model/target.h"

/// The destinations that the library carries; memory from the pool.
LQ_NODISCARD lq_status lq_targets_load(lq_targets* targets, lq_pool* pool, lq_error* error);

/// Lay a file on top: a row with a known id replaces what it names, another id is a new
/// destination.
LQ_NODISCARD lq_status lq_targets_add(lq_targets* targets, lq_pool* pool, const char* path,
                                      lq_error* error);

/// "spotify,cd" as destinations; LQ_ERR_USAGE lists all when one is unknown or none is named.
/// @param chosen [n_max] out, each at most once, in the order named
LQ_NODISCARD lq_status lq_targets_choose(const lq_targets* targets, const char* list,
                                         const lq_target** chosen, size_t n_max, size_t* n_chosen,
                                         lq_error* error);

#endif
