// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/device.h"

static bool is_automated(const lq_device* const d, const size_t index)
{
  return d->curves && d->curves[index].n;
}

static bool is_row_changed(const lq_device* const d, const size_t index)
{
  const lq_param* const row = lq_proc_row(d->proc, index);
  return !(row->flags & LQ_OUT) &&
         (is_automated(d, index) || d->values[index] != row->def || (d->given && d->given[index]));
}

bool lq_device_is_changed(const lq_device* const d)
{
  for (size_t i = 0; i < d->proc->n_params; ++i) {
    if (is_row_changed(d, i)) {
      return true;
    }
  }
  return d->n_bands || !d->on || d->channels || d->key;
}

static lq_node* row_node(lq_pool* const pool, const lq_device* const d, const size_t index)
{
  const lq_param* const row = lq_proc_row(d->proc, index);
  return is_automated(d, index) ? lq_value_curve_node(pool, row, &d->curves[index])
                                : lq_value_node(pool, row, d->values[index]);
}

lq_node* lq_device_put_rows(lq_pool* const pool, lq_node* map, const lq_device* const d,
                            const size_t first, const size_t n)
{
  for (size_t i = first; i < first + n && map; ++i) {
    if (is_row_changed(d, i)) {
      map = lq_node_put(pool, map, lq_proc_row(d->proc, i)->symbol, row_node(pool, d, i));
    }
  }
  return map;
}

static lq_node* band_nodes(lq_pool* const pool, const lq_device* const d)
{
  lq_node* list = lq_node_new(pool, LQ_NODE_LIST, LQ_STYLE_AUTO);
  for (size_t b = 0; b < d->n_bands && list; ++b) {
    const size_t first = d->proc->n_params + b * d->proc->n_band_params;
    lq_node*     band  = lq_node_new(pool, LQ_NODE_MAP, LQ_STYLE_AUTO);
    band               = lq_device_put_rows(pool, band, d, first, d->proc->n_band_params);
    if (d->band_why && d->band_why[b]) {
      band = lq_node_put(pool, band, "why", lq_node_text(pool, d->band_why[b], LQ_STYLE_QUOTED));
    }
    list = lq_node_push(list, band);
  }
  return list;
}

lq_node* lq_device_put_common(lq_pool* const pool, lq_node* map, const lq_device* const d,
                              const bool why)
{
  if (!d->on && map && !lq_node_find(map, "on")) {
    map = lq_node_put(pool, map, "on", lq_node_text(pool, "false", LQ_STYLE_RAW));
  }
  if (d->channels) {
    const char* const name = lq_channels_names()[d->channels];
    map = lq_node_put(pool, map, "channels", lq_node_text(pool, name, LQ_STYLE_AUTO));
  }
  if (d->key) {
    map = lq_node_put(pool, map, "key", lq_node_text(pool, d->key, LQ_STYLE_AUTO));
  }
  if (why && d->why) {
    map = lq_node_put(pool, map, "why", lq_node_text(pool, d->why, LQ_STYLE_QUOTED));
  }
  return map;
}

lq_node* lq_device_node(lq_pool* const pool, const lq_device* const d, const bool bare,
                        const bool why)
{
  lq_node* map = lq_node_new(pool, LQ_NODE_MAP, LQ_STYLE_AUTO);
  map          = lq_device_put_rows(pool, map, d, 0, d->proc->n_params);
  if (d->n_bands) {
    map = lq_node_put(pool, map, "bands", band_nodes(pool, d));
  }
  map = lq_device_put_common(pool, map, d, why);
  if (!bare || !map || !d->proc->n_params) {
    return map;
  }
  const bool only_first = !map->n || (map->n == 1 && is_row_changed(d, 0));
  return only_first ? row_node(pool, d, 0) : map;
}
