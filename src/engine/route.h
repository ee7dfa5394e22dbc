// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Who feeds whom: links between lanes, what is heard, what needs to run, and in which order.
#ifndef LQ_ENGINE_ROUTE_H
#define LQ_ENGINE_ROUTE_H

#include "engine/graph.h"

/// Fill heard, feeds, ears, used and level of every lane, and the graph's order.
LQ_NODISCARD lq_status lq_route(lq_graph* graph, const lq_session* session);

#endif
