// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One row of a file of destinations: a new one, or what is different about one that is known.
#ifndef LQ_SESSION_TARGET_ROW_H
#define LQ_SESSION_TARGET_ROW_H

#include "model/target.h"
#include "session/reading.h"

/// The id of a row, checked: it also names a folder and stands in lists.
LQ_NODISCARD lq_status lq_target_row_id(const lq_reading* r, const lq_node* map,
                                        const lq_place* place, const char** id);

/// Fill what the row names and leave the rest, then check that it fits together.
/// @param target  as known so far, or lq_target_row_new()
/// @param known   there was one; else loudness and ceiling must be named
LQ_NODISCARD lq_status lq_target_row_read(const lq_reading* r, const lq_node* map,
                                          const lq_place* place, bool known, lq_target* target);

/// What a row is that names nothing but its id.
lq_target lq_target_row_new(const char* id);

#endif
