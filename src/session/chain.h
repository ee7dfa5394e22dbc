// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A chain of processors in a plan: `[hpf: 80 Hz, eq: {...}]`.
#ifndef LQ_SESSION_CHAIN_H
#define LQ_SESSION_CHAIN_H

#include "session/device.h"

enum { LQ_CHAIN_MAX_DEVICES = 64 }; ///< processors in one chain; a mix needs eight

/// @param node  a list of processors, or a mapping of them in its order
LQ_NODISCARD lq_status lq_chain_read(const lq_reading* r, const lq_node* node,
                                     const lq_place* place, lq_chain* chain);

lq_node* lq_chain_node(lq_pool* pool, const lq_chain* chain);

#endif
