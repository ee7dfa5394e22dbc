// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A track, a bus, a return or the main strip in a session.
#ifndef LQ_SESSION_STRIP_H
#define LQ_SESSION_STRIP_H

#include "session/reading.h"

/// @param strip  with default controls, its kind set
LQ_NODISCARD lq_status lq_strip_read(const lq_reading* r, const lq_node* node,
                                     const lq_place* place, lq_strip* strip);

lq_node* lq_strip_node(lq_pool* pool, const lq_strip* strip);

/// The words of `why` for the controls: "trim", "polarity", "delay", "fader", "pan".
extern const char* const lq_control_names[LQ_CONTROL_N];

#endif
