// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// `mute: true`, or `mute: [[0 s, on], [12 s, off]]`: of a strip, or of a VCA.
#ifndef LQ_SESSION_MUTE_H
#define LQ_SESSION_MUTE_H

#include "session/reading.h"

/// @param muting  lq_mute: gets the automation, if there is any
LQ_NODISCARD lq_status lq_mute_read(const lq_reading* r, const lq_node* node, const lq_place* place,
                                    bool* mute, lq_device* muting);

/// `mute` into a mapping, when there is something to say.
/// @param why  there is a reason, so that the value is worth a line
lq_node* lq_mute_put(lq_pool* pool, lq_node* map, bool mute, const lq_device* muting, bool why);

#endif
