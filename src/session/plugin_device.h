// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A plug-in in a chain: `- lv2: {uri: "urn:x", controls: {gain: 3 dB}, preset: Warm}`.
#ifndef LQ_SESSION_PLUGIN_DEVICE_H
#define LQ_SESSION_PLUGIN_DEVICE_H

#include "plugin/plugin.h"
#include "session/device.h"

/// What is not installed keeps its controls as they are written: each is a choice of the very texts
/// that stand there.
LQ_NODISCARD lq_status lq_plugin_device_read(const lq_reading* r, const lq_node* node,
                                             const lq_place* place, lq_device* device);

lq_node* lq_plugin_device_node(lq_pool* pool, const lq_device* device);

/// Say where its state lies as seen from another folder.
LQ_NODISCARD lq_status lq_plugin_device_rebase(lq_pool* pool, lq_device* device,
                                               const char* folder);

#endif
