// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What one destination gets, in a master plan: `{target: cd, rate: 44.1 kHz, bits: 16}`.
#ifndef LQ_SESSION_DELIVERY_H
#define LQ_SESSION_DELIVERY_H

#include "session/chain.h"

/// Its rows, for what else has such values: destinations.
extern const lq_param lq_delivery_rate_row, lq_delivery_bits_row, lq_delivery_dither_row,
    lq_delivery_format_row;

/// Bits of a choice of lq_delivery_bits_row.
unsigned lq_delivery_bits(float choice);

LQ_NODISCARD lq_status lq_delivery_read(const lq_reading* r, const lq_node* node,
                                        const lq_place* place, lq_delivery* delivery);

lq_node* lq_delivery_node(lq_pool* pool, const lq_delivery* delivery);

#endif
