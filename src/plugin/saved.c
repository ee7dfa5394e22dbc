// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/saved.h"

#include "base/path.h"
#include "base/text.h"

#include <dirent.h>
#include <lv2/atom/atom.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static lq_status keep(const lq_plugin_saved** const saved, lq_plugin_host* const h,
                      LilvState* const state)
{
  lq_plugin_saved* const s = LQ_POOL_TAKE(h->pool, lq_plugin_saved, 1);
  if (!s) {
    lilv_state_free(state);
    return LQ_ERR_MEMORY;
  }
  *s       = (lq_plugin_saved){.next = h->saved, .state = state};
  h->saved = s;
  *saved   = s;
  return LQ_OK;
}

void lq_plugin_saved_close(lq_plugin_host* const h)
{
  for (const lq_plugin_saved* s = h->saved; s; s = s->next) {
    lilv_state_free(s->state);
  }
}

static bool is_of(const LilvState* const state, const lq_plugin_kind* const k)
{
  const LilvNode* const uri = state ? lilv_state_get_plugin_uri(state) : NULL;
  return uri && !strcmp(lilv_node_as_string(uri), k->uri);
}

// The preset's label, or its URI where it has none; a node to free.
static LilvNode* label_of(const lq_plugin_kind* const k, const LilvNode* const preset)
{
  const lq_plugin_host* const h = k->host;
  (void)lilv_world_load_resource(h->world, preset);
  LilvNode* const label = lilv_world_get(h->world, preset, h->words[LQ_WORD_LABEL], NULL);
  return label ? label : lilv_node_duplicate(preset);
}

static bool is_called(const lq_plugin_kind* const k, const LilvNode* const preset,
                      const char* const name)
{
  LilvNode* const label = label_of(k, preset);
  const bool      yes =
      !strcmp(lilv_node_as_string(preset), name) || lq_text_same(lilv_node_as_string(label), name);
  lilv_node_free(label);
  return yes;
}

lq_status lq_plugin_saved_preset(const lq_plugin_saved** const saved, const lq_plugin_kind* const k,
                                 const char* const preset)
{
  lq_plugin_host* const h     = k->host;
  LilvNodes* const      all   = lilv_plugin_get_related(k->plugin, h->words[LQ_WORD_PRESET]);
  LilvState*            state = NULL;
  LILV_FOREACH(nodes, it, all)
  {
    const LilvNode* const node = lilv_nodes_get(all, it);
    if (!state && is_called(k, node, preset)) {
      state = lilv_state_new_from_world(h->world, &h->urids.map, node);
    }
  }
  lilv_nodes_free(all);
  return state ? keep(saved, h, state) : LQ_ERR_UNKNOWN;
}

lq_status lq_plugin_saved_default(const lq_plugin_saved** const saved,
                                  const lq_plugin_kind* const   k)
{
  lq_plugin_host* const h = k->host;
  LilvState* const      state =
      lilv_state_new_from_world(h->world, &h->urids.map, lilv_plugin_get_uri(k->plugin));
  *saved = NULL;
  return state ? keep(saved, h, state) : LQ_OK;
}

// The Turtle file of a folder that holds a state: state.ttl, or the only one besides the manifest.
static const char* file_of(lq_pool* const pool, const char* const path)
{
  DIR* const dir = opendir(path);
  if (!dir) {
    return path;
  }
  const char* found = NULL;
  unsigned    n     = 0;
  for (const struct dirent* e; (e = readdir(dir));) {
    const char* const end = strrchr(e->d_name, '.');
    if (!end || strcmp(end, ".ttl") != 0 || !strcmp(e->d_name, "manifest.ttl")) {
      continue;
    }
    if (!strcmp(e->d_name, "state.ttl")) {
      n     = 1;
      found = lq_path_join(pool, path, e->d_name);
      break;
    }
    ++n;
    found = lq_path_join(pool, path, e->d_name);
  }
  (void)closedir(dir);
  return n == 1 ? found : NULL;
}

// A pipe would be waited for, and a state is a few kilobytes.
static bool can_be_state(const char* const path)
{
  enum { MOST_BYTES = 64 << 20 };
  struct stat is;
  return !stat(path, &is) && S_ISREG(is.st_mode) && is.st_size <= MOST_BYTES;
}

lq_status lq_plugin_saved_state(const lq_plugin_saved** const saved, const lq_plugin_kind* const k,
                                const char* const path)
{
  lq_plugin_host* const h    = k->host;
  const char* const     file = file_of(h->pool, path);
  char* const           real =
      file && can_be_state(file) ? realpath(file, NULL) : NULL; // lilv wants it whole
  LilvState* const state =
      real ? lilv_state_new_from_file(h->world, &h->urids.map, NULL, real) : NULL;
  free(real);
  if (!is_of(state, k)) {
    lilv_state_free(state);
    return LQ_ERR_FORMAT;
  }
  return keep(saved, h, state);
}

typedef struct {
  const lq_plugin_kind* kind;
  float*                values;
} target;

// Whatever number it was saved as.
static bool read_number(const target* const t, const void* const value, const uint32_t size,
                        const uint32_t type, double* const number)
{
  lq_urids* const u = &t->kind->host->urids;
  union {
    float   f;
    double  d;
    int32_t i;
    int64_t l;
  } v;
  if (size > sizeof v) {
    return false;
  }
  memcpy(&v, value, size);
  if (type == lq_urids_map(u, LV2_ATOM__Float)) {
    *number = (double)v.f;
  } else if (type == lq_urids_map(u, LV2_ATOM__Double)) {
    *number = v.d;
  } else if (type == lq_urids_map(u, LV2_ATOM__Int) || type == lq_urids_map(u, LV2_ATOM__Bool)) {
    *number = v.i;
  } else if (type == lq_urids_map(u, LV2_ATOM__Long)) {
    *number = (double)v.l;
  } else {
    return false;
  }
  return isfinite(*number);
}

static float to_row(const lq_param* const row, const lq_port_scale* const scale, const float value)
{
  if (row->taper == LQ_TAPER_TOGGLE) {
    return value > 0 ? 1 : 0;
  }
  if (!scale->points) {
    return lq_param_clamp(row, value);
  }
  size_t near = 0;
  for (size_t i = 1; row->choices[i]; ++i) {
    near = fabsf(scale->points[i] - value) < fabsf(scale->points[near] - value) ? i : near;
  }
  return (float)near;
}

static void set_value(const char* const symbol, void* const user, const void* const value,
                      const uint32_t size, const uint32_t type)
{
  const target* const         t   = user;
  const lq_plugin_kind* const k   = t->kind;
  const lq_param* const       row = lq_param_find(k->rows, k->n_rows, symbol);
  double                      number;
  if (row && read_number(t, value, size, type, &number)) {
    const size_t i = (size_t)(row - k->rows);
    t->values[i]   = to_row(row, &k->scales[i], (float)number);
  }
}

void lq_plugin_saved_values(const lq_plugin_saved* const saved, const lq_plugin_kind* const kind,
                            float* const values)
{
  target t = {.kind = kind, .values = values};
  lilv_state_emit_port_values(saved->state, set_value, &t);
}

lq_status lq_plugin_presets(const lq_plugin* const plugin, lq_pool* const pool,
                            const char* const** const labels, size_t* const n)
{
  const lq_plugin_kind* const k = plugin->kind;
  LilvNodes* const            all =
      k ? lilv_plugin_get_related(k->plugin, k->host->words[LQ_WORD_PRESET]) : NULL;
  const char** const list = LQ_POOL_TAKE(pool, const char*, lilv_nodes_size(all));
  size_t             used = 0;
  if (!list) {
    lilv_nodes_free(all);
    return LQ_ERR_MEMORY;
  }
  bool failed = false;
  LILV_FOREACH(nodes, it, all)
  {
    LilvNode* const label = label_of(k, lilv_nodes_get(all, it));
    list[used]            = lq_pool_copy(pool, lilv_node_as_string(label));
    failed |= !list[used++];
    lilv_node_free(label);
  }
  lilv_nodes_free(all);
  if (failed) {
    return LQ_ERR_MEMORY;
  }
  lq_text_sort(list, used);
  *labels = list;
  *n      = used;
  return LQ_OK;
}
