// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One processor of a plan with its settings: `- hpf: {freq: 90 Hz}`, `fader: -1.5 dB`.
#ifndef LQ_SESSION_DEVICE_H
#define LQ_SESSION_DEVICE_H

#include "session/values.h"

/// @param node  nothing (defaults), a value or automation of the first row, or a mapping of rows
LQ_NODISCARD lq_status lq_device_read(const lq_reading* r, const lq_node* node,
                                      const lq_place* place, const lq_proc* proc,
                                      lq_device* device);

/// Does anything differ from the defaults?
bool lq_device_is_changed(const lq_device* device);

/// What differs from the defaults, as a mapping; NULL without memory.
/// @param bare  a control or a send: the first row alone stands as a bare value
/// @param why   with the reason
lq_node* lq_device_node(lq_pool* pool, const lq_device* device, bool bare, bool why);

#endif
