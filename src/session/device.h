// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One processor of a plan with its settings: `- hpf: {freq: 90 Hz}`, `fader: -1.5 dB`.
#ifndef LQ_SESSION_DEVICE_H
#define LQ_SESSION_DEVICE_H

#include "session/values.h"

/// @param node  nothing (defaults), a value or automation of the first row, or a mapping of rows
/// @param in_chain  a control or a send has no `channels`
LQ_NODISCARD lq_status lq_device_read(const lq_reading* r, const lq_node* node,
                                      const lq_place* place, const lq_proc* proc, bool in_chain,
                                      lq_device* device);

/// One setting of a device that is being read; `owner` is what errors call it.
LQ_NODISCARD lq_status lq_device_read_row(const lq_reading* r, lq_device* device, size_t index,
                                          const lq_node* node, const lq_place* place,
                                          const char* owner);

/// The keys that every device of a chain has: `on`, `channels`, `key` and `why`.
/// @param known  false: it is none of them
LQ_NODISCARD lq_status lq_device_read_common(const lq_reading* r, lq_device* device,
                                             const lq_node* node, const lq_place* place,
                                             bool* known);

/// Does anything differ from the defaults?
bool lq_device_is_changed(const lq_device* device);

/// What differs from the defaults, as a mapping; NULL without memory.
/// @param bare  a control or a send: the first row alone stands as a bare value
/// @param why   with the reason
lq_node* lq_device_node(lq_pool* pool, const lq_device* device, bool bare, bool why);

/// `n` rows from `first` on into a mapping: what differs from the defaults, and what was given.
lq_node* lq_device_put_rows(lq_pool* pool, lq_node* map, const lq_device* device, size_t first,
                            size_t n);

/// `on`, `channels`, `key` and, if wanted, `why` into a mapping.
lq_node* lq_device_put_common(lq_pool* pool, lq_node* map, const lq_device* device, bool why);

#endif
