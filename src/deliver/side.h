// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The file of one side: rendered, written, read back and heard by meters and groove model before
/// it has its name. What is told of a side was read back from its file.
#ifndef LQ_DELIVER_SIDE_H
#define LQ_DELIVER_SIDE_H

#include "engine/take.h"
#include "model/vinyl.h"

/// The side's record, songs, level and chain must be there; the rest is filled.
/// @param path  of the WAV file
LQ_NODISCARD lq_status lq_side_write(lq_side* side, const lq_vinyl* vinyl, const lq_take* take,
                                     const char* path, bool force, lq_pool* pool,
                                     const lq_render_options* options, lq_error* error);

#endif
