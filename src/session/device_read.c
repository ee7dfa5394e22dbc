// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/device.h"

#include "base/pool.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  const lq_reading* r;
  lq_device*        device;
  bool              in_chain;
} reader;

static bool has_row(const lq_param* const rows, const size_t n, const char* const symbol)
{
  const lq_param* const row = lq_param_find(rows, n, symbol);
  return row && !(row->flags & LQ_OUT);
}

static lq_status set_curve(const reader* const d, const size_t index, const lq_node* const node,
                           const lq_place* const place, const char* const owner)
{
  lq_device* const device = d->device;
  if (!device->curves) {
    device->curves =
        LQ_POOL_TAKE(d->r->pool, lq_curve, lq_proc_n_values(device->proc, device->n_bands));
    if (!device->curves) {
      return lq_reading_no_memory(d->r);
    }
  }
  lq_curve* const curve = &device->curves[index];
  LQ_TRY(lq_value_curve(d->r, node, place, owner, lq_proc_row(device->proc, index), curve));
  device->values[index] = curve->points[0].value;
  return LQ_OK;
}

static lq_status set_row(const reader* const d, const size_t index, const lq_node* const node,
                         const lq_place* const place, const char* const owner)
{
  const lq_param* const row = lq_proc_row(d->device->proc, index);
  if (node->kind != LQ_NODE_LIST) {
    return lq_value_row(d->r, node, place, owner, row, &d->device->values[index]);
  }
  if (row->flags & LQ_SMOOTH) {
    return set_curve(d, index, node, place, owner);
  }
  return lq_reading_fail(d->r, LQ_ERR_BAD_TYPE, node, place,
                         "%s.%s is a list, and it cannot be automated; expected %s.", owner,
                         row->symbol, lq_param_range(row).text);
}

static lq_status fail_unknown(const reader* const d, const lq_node* const node,
                              const lq_place* const place, const char* const owner,
                              const lq_param* const rows, const size_t n_rows,
                              const char* const* const more, const size_t n_more)
{
  const char* names[128];
  size_t      n = 0;
  for (size_t i = 0; i < n_rows && n < 120; ++i) {
    if (!(rows[i].flags & LQ_OUT)) {
      names[n++] = rows[i].symbol;
    }
  }
  for (size_t i = 0; i < n_more && n < 128; ++i) {
    if (!has_row(rows, n_rows, more[i])) {
      names[n++] = more[i];
    }
  }
  return lq_reading_unknown(d->r, node->key, place, owner, node->key->text, names, n);
}

static lq_status read_band(const reader* const d, const size_t band, const lq_node* const node,
                           const lq_place* const place)
{
  const lq_proc* const proc = d->device->proc;
  char                 owner[80];
  (void)snprintf(owner, sizeof owner, "%.40s.bands[%zu]", proc->symbol, band);
  LQ_TRY(lq_reading_expect(d->r, node, place, LQ_NODE_MAP, "the settings of one band, in {...}"));
  for (const lq_node* v = node->first; v; v = v->next) {
    const lq_place here = {.parent = place, .key = v->key->text};
    if (has_row(proc->band_params, proc->n_band_params, v->key->text)) {
      const size_t row =
          (size_t)(lq_param_find(proc->band_params, proc->n_band_params, v->key->text) -
                   proc->band_params);
      LQ_TRY(set_row(d, proc->n_params + band * proc->n_band_params + row, v, &here, owner));
    } else if (!strcmp(v->key->text, "why")) {
      LQ_TRY(lq_value_text(d->r, v, &here, "why", &d->device->band_why[band]));
    } else {
      static const char* const more[] = {"why"};
      return fail_unknown(d, v, &here, owner, proc->band_params, proc->n_band_params, more, 1);
    }
  }
  return LQ_OK;
}

static lq_status read_bands(const reader* const d, const lq_node* const node,
                            const lq_place* const place)
{
  lq_device* const device = d->device;
  device->band_why =
      device->n_bands ? LQ_POOL_TAKE(d->r->pool, const char*, device->n_bands) : NULL;
  if (device->n_bands && !device->band_why) {
    return lq_reading_no_memory(d->r);
  }
  size_t i = 0;
  for (const lq_node* band = node->first; band; band = band->next, ++i) {
    const lq_place here = {.parent = place, .index = i};
    LQ_TRY(read_band(d, i, band, &here));
  }
  for (i = 0; i < device->n_bands && !device->band_why[i]; ++i) {
  }
  if (i == device->n_bands) {
    device->band_why = NULL; // nobody gave a reason
  }
  return LQ_OK;
}

static lq_status read_key(const reader* const d, const lq_node* const node,
                          const lq_place* const place)
{
  const char* const symbol = d->device->proc->symbol;
  if (!(d->device->proc->flags & LQ_PROC_KEY)) {
    return lq_reading_fail(d->r, LQ_ERR_UNKNOWN, node->key, place,
                           "%s has a key, and %s listens to nothing but its input.", symbol,
                           symbol);
  }
  if (!d->r->strips) {
    return lq_reading_fail(d->r, LQ_ERR_UNKNOWN, node->key, place,
                           "%s has a key, and there are no tracks here to listen to.", symbol);
  }
  return lq_value_name(d->r, node, place, "key", &d->device->key);
}

static lq_status read_channels(const reader* const d, const lq_node* const node,
                               const lq_place* const place)
{
  const lq_param row   = {.symbol  = "channels",
                          .taper   = LQ_TAPER_CHOICE,
                          .max     = LQ_CHANNELS_N - 1,
                          .choices = lq_channels_names()};
  float          value = 0;
  LQ_TRY(lq_value_row(d->r, node, place, d->device->proc->symbol, &row, &value));
  d->device->channels = (lq_channels)value;
  return LQ_OK;
}

lq_status lq_device_read_row(const lq_reading* const r, lq_device* const device, const size_t index,
                             const lq_node* const node, const lq_place* const place,
                             const char* const owner)
{
  return set_row(&(reader){.r = r, .device = device}, index, node, place, owner);
}

lq_status lq_device_read_common(const lq_reading* const r, lq_device* const device,
                                const lq_node* const node, const lq_place* const place,
                                bool* const known)
{
  const char* const key = node->key->text;
  *known                = true;
  if (!strcmp(key, "why")) {
    return lq_value_text(r, node, place, "why", &device->why);
  }
  if (!strcmp(key, "on")) {
    return lq_value_toggle(r, node, place, "on", &device->on);
  }
  if (!strcmp(key, "channels")) {
    return read_channels(&(reader){.r = r, .device = device}, node, place);
  }
  if (!strcmp(key, "key")) {
    return read_key(&(reader){.r = r, .device = device}, node, place);
  }
  *known = false;
  return LQ_OK;
}

static lq_status read_setting(const reader* const d, const lq_node* const v,
                              const lq_place* const place)
{
  const lq_proc* const proc  = d->device->proc;
  const char* const    key   = v->key->text;
  bool                 known = false;
  if (has_row(proc->params, proc->n_params, key)) {
    const size_t row = (size_t)(lq_param_find(proc->params, proc->n_params, key) - proc->params);
    return set_row(d, row, v, place, proc->symbol);
  }
  if (d->in_chain || strcmp(key, "channels")) {
    LQ_TRY(lq_device_read_common(d->r, d->device, v, place, &known));
  }
  if (known) {
    return LQ_OK;
  }
  if (!strcmp(key, "bands") && proc->n_band_params) {
    return read_bands(d, v, place);
  }
  static const char* const all[] = {"on", "why", "channels", "key", "bands"};
  const char*              more[5];
  size_t                   n = 0;
  for (size_t i = 0; i < sizeof all / sizeof *all; ++i) {
    if ((strcmp(all[i], "channels") || d->in_chain) &&
        (strcmp(all[i], "key") || (proc->flags & LQ_PROC_KEY)) &&
        (strcmp(all[i], "bands") || proc->n_band_params)) {
      more[n++] = all[i];
    }
  }
  return fail_unknown(d, v, place, proc->symbol, proc->params, proc->n_params, more, n);
}

static lq_status count_bands(const lq_reading* const r, const lq_node* const node,
                             const lq_place* const place, const lq_proc* const proc,
                             unsigned* const n_bands)
{
  const lq_node* const bands = node->kind == LQ_NODE_MAP && proc->n_band_params &&
                                       !has_row(proc->params, proc->n_params, "bands")
                                   ? lq_node_find(node, "bands")
                                   : NULL;
  *n_bands                   = 0;
  if (!bands) {
    return LQ_OK;
  }
  const lq_place here = {.parent = place, .key = "bands"};
  LQ_TRY(lq_reading_expect(r, bands, &here, LQ_NODE_LIST, "a list of bands, in [...]"));
  if (bands->n > LQ_MAX_BANDS) {
    return lq_reading_fail(r, LQ_ERR_LIMIT, bands, &here, "%s has %u bands; it may have %d.",
                           proc->symbol, bands->n, LQ_MAX_BANDS);
  }
  *n_bands = bands->n;
  return LQ_OK;
}

lq_status lq_device_read(const lq_reading* const r, const lq_node* const node,
                         const lq_place* const place, const lq_proc* const proc,
                         const bool in_chain, lq_device* const device)
{
  unsigned          n_bands = 0;
  const char* const why     = device->why; // of a control: its strip may have given it before
  LQ_TRY(count_bands(r, node, place, proc, &n_bands));
  if (lq_device_init(device, r->pool, proc, n_bands)) {
    return lq_reading_no_memory(r);
  }
  device->why = why;
  LQ_TRY(lq_reading_at(r, node, place, &device->at));
  const reader d = {.r = r, .device = device, .in_chain = in_chain};
  if (lq_node_is_null(node)) {
    return LQ_OK;
  }
  if (node->kind != LQ_NODE_MAP) {
    if (!proc->n_params || (proc->params[0].flags & LQ_OUT)) {
      return lq_reading_expect(r, node, place, LQ_NODE_MAP, "its settings, in {...}");
    }
    return set_row(&d, 0, node, place, proc->symbol);
  }
  for (const lq_node* v = node->first; v; v = v->next) {
    const lq_place here = {.parent = place, .key = v->key->text};
    LQ_TRY(read_setting(&d, v, &here));
  }
  return LQ_OK;
}
