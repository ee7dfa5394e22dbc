// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A limiter for each destination of a master, solved side by side over one rendering of what they
/// have in common.
#ifndef LQ_ASSIST_DESTINATIONS_H
#define LQ_ASSIST_DESTINATIONS_H

#include "assist/loudness.h"
#include "assist/master.h"

/// Adds the deliveries to a master whose chain is complete, and leaves their files in the brief's
/// `prints`.
LQ_NODISCARD lq_status lq_destinations_solve(lq_master* master, const lq_master_brief* brief,
                                             const lq_render_options* options, lq_error* error);

/// What keeps a master from being louder, as half a sentence. @param genre  or NULL
const char* lq_guard_reason(lq_pool* pool, const lq_genre* genre, const lq_loudness_answer* answer);

#endif
