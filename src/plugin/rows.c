// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/kind.h"

#include "base/text.h"

#include <lv2/units/units.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL_BYTES = 100 }; // a choice that a person still writes

static const struct {
  const char* uri;
  lq_unit     unit;
} units[] = {
    {LV2_UNITS__db, LQ_UNIT_DB},      {LV2_UNITS__hz, LQ_UNIT_HZ},
    {LV2_UNITS__ms, LQ_UNIT_MS},      {LV2_UNITS__s, LQ_UNIT_SEC},
    {LV2_UNITS__pc, LQ_UNIT_PERCENT}, {LV2_UNITS__bpm, LQ_UNIT_BPM},
    {LV2_UNITS__beat, LQ_UNIT_BEATS},
};

static lq_unit unit_of(const LilvNode* const unit)
{
  for (size_t i = 0; unit && i < sizeof units / sizeof *units; ++i) {
    if (lilv_node_is_uri(unit) && !strcmp(lilv_node_as_uri(unit), units[i].uri)) {
      return units[i].unit;
    }
  }
  return LQ_UNIT_NONE;
}

static float number(const LilvNode* const node, const float otherwise)
{
  const float value = node && (lilv_node_is_float(node) || lilv_node_is_int(node))
                          ? lilv_node_as_float(node)
                          : otherwise;
  return isfinite(value) ? value : otherwise;
}

// A bound that the description leaves out is wide; a default that it leaves out is the lower one.
static void read_range(const lq_plugin_kind* const k, const LilvPort* const port,
                       lq_param* const row)
{
  static const float wide = 1e9F; // beyond every unit
  LilvNode *         def = NULL, *min = NULL, *max = NULL;
  lilv_port_get_range(k->plugin, port, &def, &min, &max);
  const float a = number(min, -wide), b = number(max, wide);
  row->min = a < b ? a : b;
  row->max = a < b ? b : a;
  row->def = lq_param_clamp(row, number(def, min ? row->min : 0));
  lilv_node_free(def);
  lilv_node_free(min);
  lilv_node_free(max);
}

static lq_status read_texts(const lq_plugin_kind* const k, const LilvPort* const port,
                            lq_param* const row)
{
  const lq_plugin_host* const h       = k->host;
  LilvNode* const             name    = lilv_port_get_name(k->plugin, port);
  LilvNode* const             comment = lilv_port_get(k->plugin, port, h->words[LQ_WORD_COMMENT]);
  LilvNode* const             unit    = lilv_port_get(k->plugin, port, h->words[LQ_WORD_UNIT]);
  LilvNode* const             symbol =
      unit ? lilv_world_get(h->world, unit, h->words[LQ_WORD_UNIT_SYMBOL], NULL) : NULL;
  row->unit   = unit_of(unit);
  row->symbol = lq_plugin_host_text(h, lilv_port_get_symbol(k->plugin, port));
  row->name   = name ? lq_plugin_host_text(h, name) : row->symbol;
  row->doc    = comment ? lq_plugin_host_text(h, comment)
                : row->unit == LQ_UNIT_NONE && symbol
                    ? lq_pool_format(h->pool, "%s, in %s.", row->name ? row->name : "",
                                     lilv_node_as_string(symbol))
                    : lq_pool_format(h->pool, "%s.", row->name ? row->name : "");
  lilv_node_free(symbol);
  lilv_node_free(unit);
  lilv_node_free(comment);
  lilv_node_free(name);
  return row->symbol && row->name && row->doc ? LQ_OK : LQ_ERR_MEMORY;
}

typedef struct {
  float       value;
  const char* label; // of lilv
} point;

static int by_value(const void* const a, const void* const b)
{
  const point* const x = a;
  const point* const y = b;
  return x->value < y->value ? -1 : x->value > y->value;
}

// A word that says which point is meant: its label, with the value where another one has the same.
static const char* word_of(const lq_plugin_kind* const k, const point* const points, const size_t n,
                           const size_t i)
{
  char        text[64];
  const char* label = points[i].label;
  bool        alone = label && *label && strlen(label) < LABEL_BYTES;
  lq_text_from_float(text, sizeof text, points[i].value);
  if (!alone) {
    return lq_pool_copy(k->host->pool, text);
  }
  for (size_t j = 0; j < n && alone; ++j) {
    alone = j == i || !points[j].label || !lq_text_same(points[j].label, label);
  }
  return alone ? lq_pool_copy(k->host->pool, label)
               : lq_pool_format(k->host->pool, "%s (%s)", label, text);
}

static lq_status make_choices(const lq_plugin_kind* const k, const point* const points,
                              const size_t n, lq_param* const row, lq_port_scale* const scale)
{
  const char** const words  = LQ_POOL_TAKE(k->host->pool, const char*, n + 1);
  float* const       values = LQ_POOL_TAKE(k->host->pool, float, n);
  if (!words || !values) {
    return LQ_ERR_MEMORY;
  }
  size_t def = 0;
  for (size_t i = 0; i < n; ++i) {
    values[i] = points[i].value;
    words[i]  = word_of(k, points, n, i);
    if (!words[i]) {
      return LQ_ERR_MEMORY;
    }
    def = fabsf(values[i] - row->def) < fabsf(values[def] - row->def) ? i : def;
  }
  row->taper    = LQ_TAPER_CHOICE;
  row->unit     = LQ_UNIT_NONE;
  row->choices  = words;
  row->min      = 0;
  row->max      = (float)(n - 1);
  row->def      = (float)def;
  scale->points = values;
  return LQ_OK;
}

static lq_status read_choices(const lq_plugin_kind* const k, const LilvPort* const port,
                              lq_param* const row, lq_port_scale* const scale)
{
  LilvScalePoints* const all    = lilv_port_get_scale_points(k->plugin, port);
  const unsigned         n      = all ? lilv_scale_points_size(all) : 0;
  point* const           points = n ? calloc(n, sizeof *points) : NULL;
  lq_status              st     = n && !points ? LQ_ERR_MEMORY : LQ_OK;
  size_t                 i      = 0;
  if (points) {
    LILV_FOREACH(scale_points, it, all)
    {
      const LilvScalePoint* const p     = lilv_scale_points_get(all, it);
      const LilvNode* const       label = lilv_scale_point_get_label(p);
      points[i++]                       = (point){.value = number(lilv_scale_point_get_value(p), 0),
                                                  .label = label ? lilv_node_as_string(label) : NULL};
    }
    qsort(points, i, sizeof *points, by_value);
    st = make_choices(k, points, i, row, scale);
  }
  free(points);
  lilv_scale_points_free(all);
  return st;
}

lq_status lq_plugin_row(const lq_plugin_kind* const k, const LilvPort* const port,
                        lq_param* const row, lq_port_scale* const scale)
{
  const bool still =
      lq_port_has(k, port, LQ_WORD_NOT_AUTOMATIC) || lq_port_has(k, port, LQ_WORD_EXPENSIVE);
  *row   = (lq_param){.flags = still ? 0 : LQ_SMOOTH};
  *scale = (lq_port_scale){.integer = lq_port_has(k, port, LQ_WORD_INTEGER),
                           .of_rate = lq_port_has(k, port, LQ_WORD_OF_RATE)};
  LQ_TRY(read_texts(k, port, row));
  read_range(k, port, row);
  if (lq_port_has(k, port, LQ_WORD_TOGGLED)) {
    row->taper = LQ_TAPER_TOGGLE;
    row->unit  = LQ_UNIT_NONE;
    row->min   = 0;
    row->max   = 1;
    row->def   = row->def > 0 ? 1 : 0;
    return LQ_OK;
  }
  if (lq_port_has(k, port, LQ_WORD_ENUMERATION)) {
    LQ_TRY(read_choices(k, port, row, scale));
  } else if (lq_port_has(k, port, LQ_WORD_LOGARITHMIC) && row->min > 0) {
    row->taper = LQ_TAPER_LOG;
  }
  if (scale->of_rate) {
    row->unit = LQ_UNIT_NONE;
    row->doc  = lq_pool_format(k->host->pool, "%s As a share of the sample rate.", row->doc);
  }
  return row->doc ? LQ_OK : LQ_ERR_MEMORY;
}
