// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/plugin.h"

#include "base/text.h"
#include "plugin/instance.h"
#include "plugin/saved.h"

#include <stdio.h>
#include <string.h>

const lq_plugin* lq_plugin_of(const lq_proc* const proc)
{
  return proc->flags & LQ_PROC_PLUGIN ? (const lq_plugin*)proc : NULL; // proc is its first member
}

lq_status lq_plugin_list(lq_pool* const pool, const char* const** const uris, size_t* const n)
{
  lq_plugin_host* host;
  LQ_TRY(lq_plugin_host_get(&host, pool));
  const LilvPlugins* const all  = lilv_world_get_all_plugins(host->world);
  const char** const       list = LQ_POOL_TAKE(pool, const char*, lilv_plugins_size(all));
  size_t                   used = 0;
  if (!list) {
    return LQ_ERR_MEMORY;
  }
  LILV_FOREACH(plugins, it, all)
  {
    list[used++] = lilv_node_as_uri(lilv_plugin_get_uri(lilv_plugins_get(all, it)));
  }
  lq_text_sort(list, used);
  *uris = list;
  *n    = used;
  return LQ_OK;
}

// Of a collection's URI, what all its plug-ins have in common: "http://a/b#c" -> "http://a/b#".
static size_t n_common(const char* const uri)
{
  size_t n = strlen(uri);
  while (n && !strchr("/#:", uri[n - 1])) {
    --n;
  }
  return n;
}

void lq_plugin_explain(const lq_plugin* const p, char* const text, const size_t size)
{
  const LilvPlugins* const all    = lilv_world_get_all_plugins(p->host->world);
  const size_t             common = n_common(p->uri);
  const char*              near   = NULL;
  LILV_FOREACH(plugins, it, all)
  {
    const char* const uri = lilv_node_as_uri(lilv_plugin_get_uri(lilv_plugins_get(all, it)));
    if (!p->kind && !strncmp(uri, p->uri, common)) {
      const char* const two[] = {near ? near : uri + common, uri + common};
      near                    = lq_text_nearest(p->uri + common, two, 2);
    }
  }
  (void)snprintf(text, size, "%s%s%s%s", p->refusal, near ? " (nearest: '" : "", near ? near : "",
                 near ? "')" : "");
}

// Rows of its own: where a preset or a state begins is for one device to say.
static lq_status begin_at(lq_plugin* const p, lq_pool* const pool,
                          const lq_plugin_saved* const saved)
{
  const lq_plugin_kind* const k      = p->kind;
  lq_param* const             rows   = LQ_POOL_TAKE(pool, lq_param, k->n_rows);
  float* const                values = LQ_POOL_TAKE(pool, float, k->n_rows);
  if (!rows || !values) {
    return LQ_ERR_MEMORY;
  }
  for (unsigned i = 0; i < k->n_rows; ++i) {
    values[i] = k->rows[i].def;
  }
  lq_plugin_saved_values(saved, k, values);
  for (unsigned i = 0; i < k->n_rows; ++i) {
    rows[i]     = k->rows[i];
    rows[i].def = values[i];
  }
  p->proc.params = rows;
  p->saved       = saved;
  return k->host->urids.failed ? LQ_ERR_MEMORY : LQ_OK;
}

static lq_status fill(lq_plugin* const p, lq_pool* const pool)
{
  const lq_plugin_kind* const k = p->kind;
  p->proc.name                  = k->name;
  p->proc.doc                   = k->name;
  p->proc.params                = k->rows;
  p->proc.n_params              = k->n_rows;
  p->proc.flags |= k->n_out == 2 ? LQ_PROC_STEREO : 0;
  p->proc.flags |= k->n_key ? LQ_PROC_KEY : 0;
  p->refusal                   = k->refusal;
  const lq_plugin_saved* saved = NULL;
  if (k->default_state) {
    LQ_TRY(lq_plugin_saved_default(&saved, k));
  }
  return saved ? begin_at(p, pool, saved) : LQ_OK;
}

lq_status lq_plugin_new(lq_plugin** const plugin, lq_pool* const pool, const char* const uri)
{
  lq_plugin_host*  host;
  lq_plugin* const p = LQ_POOL_TAKE(pool, lq_plugin, 1);
  if (!p) {
    return LQ_ERR_MEMORY;
  }
  *p = (lq_plugin){.proc = {.symbol    = LQ_PLUGIN_SYMBOL,
                            .name      = uri,
                            .lv2_class = "Plugin",
                            .doc       = "An LV2 plug-in.",
                            .flags     = LQ_PROC_PLUGIN},
                   .uri  = lq_pool_copy(pool, uri)};
  if (!p->uri) {
    return LQ_ERR_MEMORY;
  }
  p->proc.name = p->uri;
  lq_plugin_instance_functions(&p->proc);
  LQ_TRY(lq_plugin_host_get(&host, pool));
  LQ_TRY(lq_plugin_kind_get(&p->kind, host, uri));
  p->host = host;
  *plugin = p;
  if (p->kind) {
    return fill(p, pool);
  }
  p->proc.flags |= LQ_PROC_KEY; // it may have one
  p->refusal = lq_pool_format(pool, "the plug-in %s is not installed", p->uri);
  return p->refusal ? LQ_OK : LQ_ERR_MEMORY;
}

lq_status lq_plugin_take_preset(lq_plugin* const p, lq_pool* const pool, const char* const preset)
{
  p->preset = lq_pool_copy(pool, preset);
  if (!p->preset) {
    return LQ_ERR_MEMORY;
  }
  const lq_plugin_saved* saved;
  if (!p->kind) {
    return LQ_OK;
  }
  LQ_TRY(lq_plugin_saved_preset(&saved, p->kind, preset));
  return begin_at(p, pool, saved);
}

lq_status lq_plugin_take_state(lq_plugin* const p, lq_pool* const pool, const char* const state,
                               const char* const path)
{
  p->state      = lq_pool_copy(pool, state);
  p->state_path = lq_pool_copy(pool, path);
  if (!p->state || !p->state_path) {
    return LQ_ERR_MEMORY;
  }
  const lq_plugin_saved* saved;
  if (!p->kind) {
    return LQ_OK;
  }
  LQ_TRY(lq_plugin_saved_state(&saved, p->kind, path));
  return begin_at(p, pool, saved);
}
