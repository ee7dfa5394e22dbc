// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Records to go by: `record.wav`, `record.wav:0.5`, `{file: record.wav, weight: 0.5}`, or a list
/// of these.
#ifndef LQ_SESSION_REFERENCES_H
#define LQ_SESSION_REFERENCES_H

#include "model/reference.h"
#include "session/reading.h"

extern const lq_param lq_reference_weight_row;

LQ_NODISCARD lq_status lq_references_read(const lq_reading* r, const lq_node* node,
                                          const lq_place* place, const lq_reference** references,
                                          size_t* n);

lq_node* lq_references_node(lq_pool* pool, const lq_reference* references, size_t n);

#endif
