// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/plugin_device.h"

#include "base/path.h"
#include "base/pool.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char controls_key[] = "controls";

typedef struct {
  const lq_reading* r;
  const lq_place*   place; // of the device
  lq_plugin*        plugin;
  lq_device*        device;
} reader;

// ---- Which plug-in, and where it starts from ----

static lq_status read_uri(const lq_reading* const r, const lq_node* const node,
                          const lq_place* const place, const char** const uri)
{
  const bool           bare = node->kind == LQ_NODE_SCALAR && !lq_node_is_null(node);
  const lq_node* const said = bare                        ? node
                              : node->kind == LQ_NODE_MAP ? lq_node_find(node, "uri")
                                                          : NULL;
  const lq_place       here = {.parent = place, .key = "uri"};
  if (!said) {
    return lq_reading_fail(r, node->kind == LQ_NODE_LIST ? LQ_ERR_BAD_TYPE : LQ_ERR_MISSING, node,
                           place,
                           "lv2 does not say which plug-in; expected lv2: {uri: ...}, and "
                           "'lacquer processors --lv2' lists those that are installed.");
  }
  return lq_value_name(r, said, bare ? place : &here, "uri", uri);
}

static lq_status fail_preset(const reader* const d, const lq_node* const node,
                             const lq_place* const place)
{
  const char* const* labels;
  size_t             n;
  if (lq_plugin_presets(d->plugin, d->r->pool, &labels, &n)) {
    return lq_reading_no_memory(d->r);
  }
  const lq_text what = lq_node_found(node);
  return n ? lq_reading_unknown(d->r, node, place, "the list of presets", node->text, labels, n)
           : lq_reading_fail(d->r, LQ_ERR_UNKNOWN, node, place,
                             "preset is %s, and the plug-in has no presets.", what.text);
}

static lq_status read_preset(const reader* const d, const lq_node* const node)
{
  const lq_place here = {.parent = d->place, .key = "preset"};
  const char*    name = NULL;
  LQ_TRY(lq_value_name(d->r, node, &here, "preset", &name));
  const lq_status st = lq_plugin_take_preset(d->plugin, d->r->pool, name);
  return st == LQ_ERR_UNKNOWN ? fail_preset(d, node, &here)
         : st                 ? lq_reading_no_memory(d->r)
                              : LQ_OK;
}

static lq_status read_state(const reader* const d, const lq_node* const node)
{
  const lq_place here = {.parent = d->place, .key = "state"};
  const char*    name = NULL;
  struct stat    is;
  LQ_TRY(lq_value_name(d->r, node, &here, "state", &name));
  const char* const path = d->r->folder ? lq_path_join(d->r->pool, d->r->folder, name) : name;
  if (!path) {
    return lq_reading_no_memory(d->r);
  }
  const bool there = !stat(path, &is);
  if (!there && d->r->folder) {
    return lq_reading_fail(d->r, LQ_ERR_NOT_FOUND, node, &here,
                           "state is %s, and there is no such file or folder; paths start at the "
                           "folder of the plan.",
                           lq_node_found(node).text);
  }
  const lq_status st = lq_plugin_take_state(d->plugin, d->r->pool, name, path);
  return st == LQ_ERR_FORMAT && (there || d->r->folder)
             ? lq_reading_fail(d->r, LQ_ERR_FORMAT, node, &here,
                               "state is %s, which holds no state of this plug-in; expected a "
                               "Turtle file, or a folder with one, as LV2 hosts save it.",
                               lq_node_found(node).text)
         : st == LQ_ERR_FORMAT ? LQ_OK // a plan without a folder: files need not be there
         : st                  ? lq_reading_no_memory(d->r)
                               : LQ_OK;
}

static lq_status read_latency(const reader* const d, const lq_node* const node)
{
  static const lq_param row    = {.symbol = "latency", .max = 1e6F}; // frames; exact in a float
  const lq_place        here   = {.parent = d->place, .key = "latency"};
  float                 frames = 0;
  LQ_TRY(lq_value_row(d->r, node, &here, LQ_PLUGIN_SYMBOL, &row, &frames));
  d->plugin->late_frames = (size_t)frames;
  if ((float)d->plugin->late_frames != frames) {
    return lq_reading_fail(d->r, LQ_ERR_BAD_VALUE, node, &here,
                           "lv2.latency is %s; expected whole frames.", lq_node_found(node).text);
  }
  return LQ_OK;
}

// ---- What is not installed ----

static bool is_symbol(const char* const text)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
  static const char more[]    = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
  return *text && strchr(letters, *text) && !text[strspn(text, more)];
}

// As the parser of values sees it.
static const char* trimmed(lq_pool* const pool, const char* text)
{
  text += strspn(text, " \t");
  size_t n = strlen(text);
  while (n && (text[n - 1] == ' ' || text[n - 1] == '\t')) {
    --n;
  }
  return lq_pool_format(pool, "%.*s", (int)n, text);
}

// The texts of a control: its value, or the value of each point of its automation.
static lq_status read_texts(const reader* const d, const lq_node* const node,
                            const lq_place* const place, const char*** const texts)
{
  const size_t n    = node->kind == LQ_NODE_LIST ? node->n : 1;
  const char** list = LQ_POOL_TAKE(d->r->pool, const char*, n + 1);
  if (!list) {
    return lq_reading_no_memory(d->r);
  }
  size_t i = 0;
  for (const lq_node* point = node->kind == LQ_NODE_LIST ? node->first : node; point && i < n;
       point                = point->next, ++i) {
    const lq_node* const value =
        node->kind == LQ_NODE_LIST && point->kind == LQ_NODE_LIST && point->first
            ? point->first->next
            : point;
    if (!value || value->kind != LQ_NODE_SCALAR || lq_node_is_null(value)) {
      return lq_reading_fail(d->r, LQ_ERR_BAD_TYPE, value ? value : point, place,
                             "%s is %s; expected a value, or points of time and value.",
                             node->key->text, lq_node_found(value ? value : point).text);
    }
    list[i] = trimmed(d->r->pool, value->text);
    if (!list[i]) {
      return lq_reading_no_memory(d->r);
    }
  }
  *texts = list;
  return LQ_OK;
}

static lq_status stand_in(const reader* const d, const lq_node* const controls,
                          const lq_place* const place)
{
  lq_proc* const  proc = &d->plugin->proc;
  lq_param* const rows = LQ_POOL_TAKE(d->r->pool, lq_param, controls->n);
  if (!rows) {
    return lq_reading_no_memory(d->r);
  }
  size_t i = 0;
  for (const lq_node* v = controls->first; v; v = v->next, ++i) {
    const lq_place here  = {.parent = place, .key = v->key->text};
    const char**   texts = NULL;
    if (!is_symbol(v->key->text)) {
      return lq_reading_fail(d->r, LQ_ERR_UNKNOWN, v->key, &here,
                             "%s is no symbol of a control; expected letters, digits and _.",
                             lq_node_found(v->key).text);
    }
    LQ_TRY(read_texts(d, v, &here, &texts));
    rows[i] = (lq_param){.symbol  = v->key->text,
                         .name    = v->key->text,
                         .taper   = LQ_TAPER_CHOICE,
                         .max     = (float)((v->kind == LQ_NODE_LIST ? v->n : 1) - 1),
                         .choices = texts,
                         .flags   = LQ_SMOOTH,
                         .doc     = "As the plan says."};
  }
  proc->params   = rows;
  proc->n_params = (unsigned)i;
  return LQ_OK;
}

// ---- Controls ----

static lq_status fail_control(const reader* const d, const lq_node* const node,
                              const lq_place* const place)
{
  const lq_proc* const proc  = d->device->proc;
  const char** const   names = LQ_POOL_TAKE(d->r->pool, const char*, proc->n_params);
  if (!names) {
    return lq_reading_no_memory(d->r);
  }
  for (unsigned i = 0; i < proc->n_params; ++i) {
    names[i] = proc->params[i].symbol;
  }
  return lq_reading_unknown(d->r, node->key, place, "the plug-in", node->key->text, names,
                            proc->n_params);
}

static lq_status read_controls(const reader* const d, const lq_node* const node,
                               const lq_place* const place)
{
  const lq_proc* const proc = d->device->proc;
  for (const lq_node* v = node->first; v; v = v->next) {
    const lq_place        here = {.parent = place, .key = v->key->text};
    const lq_param* const row  = lq_param_find(proc->params, proc->n_params, v->key->text);
    if (!row) {
      return fail_control(d, v, &here);
    }
    const size_t i = (size_t)(row - proc->params);
    LQ_TRY(lq_device_read_row(d->r, d->device, i, v, &here, proc->symbol));
    d->device->given[i] = true;
  }
  return LQ_OK;
}

static lq_status read_setting(const reader* const d, const lq_node* const v)
{
  static const char* const keys[] = {"uri", "preset",   "state", "latency", controls_key,
                                     "on",  "channels", "key",   "why"};
  const lq_place           here   = {.parent = d->place, .key = v->key->text};
  bool                     known  = false;
  LQ_TRY(lq_device_read_common(d->r, d->device, v, &here, &known));
  for (size_t i = 0; i < 5 && !known; ++i) {
    known = !strcmp(v->key->text, keys[i]); // read before
  }
  return known ? LQ_OK
               : lq_reading_unknown(d->r, v->key, &here, LQ_PLUGIN_SYMBOL, v->key->text, keys,
                                    sizeof keys / sizeof *keys);
}

// The plug-in decides which rows there are, so that it and what it starts from come first.
static lq_status read_map(reader* const d, const lq_node* const node)
{
  const lq_node* const preset   = lq_node_find(node, "preset");
  const lq_node* const state    = lq_node_find(node, "state");
  const lq_node* const controls = lq_node_find(node, controls_key);
  const lq_place       place    = {.parent = d->place, .key = controls_key};
  if (preset && state) {
    const lq_place here = {.parent = d->place, .key = "state"};
    return lq_reading_fail(d->r, LQ_ERR_BAD_VALUE, state->key, &here,
                           "lv2 has a preset and a state; expected one of them, where it starts.");
  }
  if (preset) {
    LQ_TRY(read_preset(d, preset));
  }
  if (state) {
    LQ_TRY(read_state(d, state));
  }
  if (lq_node_find(node, "latency")) {
    LQ_TRY(read_latency(d, lq_node_find(node, "latency")));
  }
  if (controls) {
    LQ_TRY(lq_reading_expect(d->r, controls, &place, LQ_NODE_MAP,
                             "a mapping of controls to values, as {gain: 3 dB}"));
  }
  if (controls && !d->plugin->kind) {
    LQ_TRY(stand_in(d, controls, &place));
  }
  if (lq_device_init(d->device, d->r->pool, &d->plugin->proc, 0)) {
    return lq_reading_no_memory(d->r);
  }
  d->device->given = LQ_POOL_TAKE(d->r->pool, bool, d->plugin->proc.n_params);
  if (!d->device->given) {
    return lq_reading_no_memory(d->r);
  }
  for (const lq_node* v = node->first; v; v = v->next) {
    LQ_TRY(read_setting(d, v));
  }
  return controls ? read_controls(d, controls, &place) : LQ_OK;
}

lq_status lq_plugin_device_read(const lq_reading* const r, const lq_node* const node,
                                const lq_place* const place, lq_device* const device)
{
  reader      d   = {.r = r, .place = place, .device = device};
  const char* uri = NULL;
  LQ_TRY(read_uri(r, node, place, &uri));
  if (lq_plugin_new(&d.plugin, r->pool, uri)) {
    return lq_reading_no_memory(r);
  }
  const lq_node none = {.kind = LQ_NODE_MAP};
  LQ_TRY(read_map(&d, node->kind == LQ_NODE_MAP ? node : &none));
  return lq_reading_at(r, node, place, &device->at);
}
