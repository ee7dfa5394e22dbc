// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// All that is heard of a side in one pass: meters, bass, ends of the spectrum, and its groove.
#ifndef LQ_DELIVER_SIDE_HEARING_H
#define LQ_DELIVER_SIDE_HEARING_H

#include "model/vinyl.h"

#include "lacquer/render.h"

typedef struct lq_side_hearing lq_side_hearing;

LQ_NODISCARD lq_status lq_side_hearing_new(lq_side_hearing** hearing, double rate_hz,
                                           unsigned n_channels, const lq_vinyl* vinyl,
                                           const lq_vinyl_record* record, const lq_simd* simd);
void                   lq_side_hearing_free(lq_side_hearing* hearing); ///< NULL is fine

/// Where the sound goes.
lq_sink lq_side_hearing_sink(lq_side_hearing* hearing);

/// No sound may follow. Fills what was measured: m, peak_dbtp and all below it but the spiral; the
/// groove's steps from the pool.
LQ_NODISCARD lq_status lq_side_hearing_end(lq_side_hearing* hearing, lq_side* side, lq_pool* pool);

#endif
