// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/mute.h"

#include "proc/mute.h"
#include "session/device.h"

lq_status lq_mute_read(const lq_reading* const r, const lq_node* const node,
                       const lq_place* const place, bool* const mute, lq_device* const muting)
{
  return node->kind == LQ_NODE_LIST ? lq_device_read(r, node, place, &lq_mute, false, muting)
                                    : lq_value_toggle(r, node, place, "mute", mute);
}

lq_node* lq_mute_put(lq_pool* const pool, lq_node* const map, const bool mute,
                     const lq_device* const muting, const bool why)
{
  if (lq_device_is_changed(muting)) {
    return lq_node_put(pool, map, "mute", lq_device_node(pool, muting, true, false));
  }
  return mute || why ? lq_node_put(pool, map, "mute",
                                   lq_node_text(pool, mute ? "true" : "false", LQ_STYLE_RAW))
                     : map;
}
