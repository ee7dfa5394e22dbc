// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The groove of a side that was heard: at which level it is cut, and where it runs.
#ifndef LQ_DELIVER_SIDE_GROOVE_H
#define LQ_DELIVER_SIDE_GROOVE_H

#include "model/vinyl.h"

/// The bands between songs, from the pool.
LQ_NODISCARD lq_status lq_side_groove_bands(const lq_side* side, lq_pool* pool,
                                            const lq_spiral_band** bands, size_t* n_bands);

/// Fills fit_db, clear_db, guide_db, level_db, scale_db and the spiral from what was heard.
/// @param wanted_db  cutting level; NAN: 0 dB, or less where it does not fit or cannot be followed
LQ_NODISCARD lq_status lq_side_groove_cut(lq_side* side, double wanted_db, lq_pool* pool);

#endif
