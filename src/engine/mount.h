// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Processors into lanes: the fixed controls that do something, the chain, fader and pan, sends.
#ifndef LQ_ENGINE_MOUNT_H
#define LQ_ENGINE_MOUNT_H

#include "engine/graph.h"

/// Make the runners of every lane that is used, and set its channel counts.
LQ_NODISCARD lq_status lq_mount(lq_graph* graph, double tempo_bpm, lq_error* error);

#endif
