// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a cutting engineer would worry about in a side, by song and time.
#ifndef LQ_DELIVER_SIDE_WORRIES_H
#define LQ_DELIVER_SIDE_WORRIES_H

#include "model/vinyl.h"

/// Fills the worries of a side that was heard and whose groove is known.
LQ_NODISCARD lq_status lq_side_worry(lq_side* side, const lq_vinyl* vinyl, lq_pool* pool);

#endif
