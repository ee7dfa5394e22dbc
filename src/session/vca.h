// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A VCA in a session: `{name: Band, level: -1.5 dB, why: "..."}`.
#ifndef LQ_SESSION_VCA_H
#define LQ_SESSION_VCA_H

#include "session/reading.h"

/// `vcas: [...]`
LQ_NODISCARD lq_status lq_vcas_read(const lq_reading* r, const lq_node* node, const lq_place* place,
                                    lq_session* session);

/// `vca: NAME` or `vca: [NAME, NAME]` of a strip.
LQ_NODISCARD lq_status lq_vca_read_names(const lq_reading* r, const lq_node* node,
                                         const lq_place* place, lq_strip* strip);

/// `vcas` into the mapping of a session, `vca` into that of a strip, when there are any.
lq_node* lq_vcas_put(lq_pool* pool, lq_node* map, const lq_session* session);
lq_node* lq_vca_put_names(lq_pool* pool, lq_node* map, const lq_strip* strip);

#endif
