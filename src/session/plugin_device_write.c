// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/plugin_device.h"

#include "base/path.h"

static lq_node* put_text(lq_pool* const pool, lq_node* const map, const char* const key,
                         const char* const text)
{
  return text ? lq_node_put(pool, map, key, lq_node_text(pool, text, LQ_STYLE_AUTO)) : map;
}

lq_node* lq_plugin_device_node(lq_pool* const pool, const lq_device* const d)
{
  const lq_plugin* const p        = lq_plugin_of(d->proc);
  lq_node*               controls = lq_node_new(pool, LQ_NODE_MAP, LQ_STYLE_AUTO);
  lq_node*               map      = lq_node_new(pool, LQ_NODE_MAP, LQ_STYLE_AUTO);
  controls                        = lq_device_put_rows(pool, controls, d, 0, d->proc->n_params);
  map                             = put_text(pool, map, "uri", p->uri);
  map                             = put_text(pool, map, "preset", p->preset);
  map                             = put_text(pool, map, "state", p->state);
  if (p->late_frames) {
    map = lq_node_put(pool, map, "latency", lq_value_double_node(pool, (double)p->late_frames, ""));
  }
  if (!controls) {
    return NULL;
  }
  map = controls->n ? lq_node_put(pool, map, "controls", controls) : map;
  return lq_device_put_common(pool, map, d, true);
}

lq_status lq_plugin_device_rebase(lq_pool* const pool, lq_device* const d, const char* const folder)
{
  const lq_plugin* const p = lq_plugin_of(d->proc);
  if (!p || !p->state || *p->state == '/') {
    return LQ_OK;
  }
  lq_plugin* const moved = LQ_POOL_TAKE(pool, lq_plugin, 1);
  if (!moved) {
    return LQ_ERR_MEMORY;
  }
  *moved       = *p;
  moved->state = lq_path_relative(pool, folder, p->state_path);
  d->proc      = &moved->proc;
  return moved->state ? LQ_OK : LQ_ERR_MEMORY;
}
