// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How late music is at every place of the graph, and how long it sounds on from there.
#ifndef LQ_ENGINE_AGE_H
#define LQ_ENGINE_AGE_H

#include "engine/graph.h"

/// Give every path that meets another the same age, with as little waiting as possible, tell all
/// runners and sources how late they are, and find the latency of the whole.
void lq_age_align(lq_graph* graph);

/// How long a sound goes on from each lane's input to the mix, and from there the longest render.
void lq_age_tails(lq_graph* graph);

#endif
