// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Names of a session that must hold together, with the place where each is written.
#ifndef LQ_SESSION_ROUTING_H
#define LQ_SESSION_ROUTING_H

#include "session/reading.h"

/// Every name stands once; every `out`, send and key names a strip. Loops are left to
/// lq_session_check().
/// @param nodes  [n_strips] where each strip was written, or NULL
LQ_NODISCARD lq_status lq_routing_check(const lq_reading* r, const lq_session* session,
                                        const lq_node* const* nodes);

#endif
