// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/kind.h"

#include <ctype.h>
#include <lv2/core/lv2.h>
#include <math.h>
#include <string.h>

bool lq_port_has(const lq_plugin_kind* const k, const LilvPort* const port, const lq_word property)
{
  return lilv_port_has_property(k->plugin, port, k->host->words[property]);
}

static bool is_a(const lq_plugin_kind* const k, const LilvPort* const port, const lq_word class)
{
  return lilv_port_is_a(k->plugin, port, k->host->words[class]);
}

// Is the port's group the one that the plug-in calls its main one? True when it calls none so.
static bool is_main(const lq_plugin_kind* const k, const LilvPort* const port, const lq_word which)
{
  LilvNodes* const mains = lilv_plugin_get_value(k->plugin, k->host->words[which]);
  LilvNode* const  group = lilv_port_get(k->plugin, port, k->host->words[LQ_WORD_GROUP]);
  const bool       main =
      !mains || !lilv_nodes_size(mains) || (group && lilv_nodes_contains(mains, group));
  lilv_node_free(group);
  lilv_nodes_free(mains);
  return main;
}

static bool speaks_of_side_chain(const char* const symbol)
{
  static const char word[] = "sidechain";
  for (const char* at = symbol; *at; ++at) {
    size_t n = 0;
    while (word[n] && tolower((unsigned char)at[n]) == word[n]) {
      ++n;
    }
    if (!word[n]) {
      return true;
    }
  }
  return false;
}

// Said by a property, by the port's group, or, where a plug-in says neither, by its name.
static bool is_side_chain(const lq_plugin_kind* const k, const LilvPort* const port)
{
  const lq_plugin_host* const h     = k->host;
  LilvNode* const             group = lilv_port_get(k->plugin, port, h->words[LQ_WORD_GROUP]);
  const bool                  says =
      lq_port_has(k, port, LQ_WORD_SIDE_CHAIN) ||
      (group && lilv_world_ask(h->world, group, h->words[LQ_WORD_SIDE_CHAIN_OF], NULL)) ||
      speaks_of_side_chain(lilv_node_as_string(lilv_port_get_symbol(k->plugin, port)));
  lilv_node_free(group);
  return says;
}

static bool is_designated(const lq_plugin_kind* const k, const LilvPort* const port,
                          const char* const uri)
{
  LilvNode* const node = lilv_port_get(k->plugin, port, k->host->words[LQ_WORD_DESIGNATION]);
  const bool      yes  = node && lilv_node_is_uri(node) && !strcmp(lilv_node_as_uri(node), uri);
  lilv_node_free(node);
  return yes;
}

static float default_of(const lq_plugin_kind* const k, const LilvPort* const port)
{
  LilvNode* def = NULL;
  lilv_port_get_range(k->plugin, port, &def, NULL, NULL);
  const float value = def ? lilv_node_as_float(def) : 0;
  lilv_node_free(def);
  return isfinite(value) ? value : 0;
}

static lq_port audio(lq_plugin_kind* const k, const LilvPort* const port, const bool input)
{
  if (!input) {
    return is_main(k, port, LQ_WORD_MAIN_OUTPUT)
               ? (lq_port){.role = LQ_PORT_OUT, .index = k->n_out++}
               : (lq_port){.role = LQ_PORT_UNHEARD};
  }
  if (is_side_chain(k, port)) {
    return (lq_port){.role = LQ_PORT_KEY, .index = k->n_key++};
  }
  return is_main(k, port, LQ_WORD_MAIN_INPUT) ? (lq_port){.role = LQ_PORT_IN, .index = k->n_in++}
                                              : (lq_port){.role = LQ_PORT_QUIET};
}

static lq_port control(lq_plugin_kind* const k, const LilvPort* const port, const bool input)
{
  if (!input) {
    const bool latency =
        lilv_plugin_has_latency(k->plugin) &&
        lilv_plugin_get_latency_port_index(k->plugin) == lilv_port_get_index(k->plugin, port);
    return (lq_port){.role = latency ? LQ_PORT_LATENCY : LQ_PORT_METER};
  }
  // Nothing here runs in real time, and that is for the host to say.
  return is_designated(k, port, LV2_CORE__freeWheeling)
             ? (lq_port){.role = LQ_PORT_FIXED, .fixed = 1}
             : (lq_port){.role = LQ_PORT_ROW, .index = k->n_rows++};
}

static lq_port atom(const lq_plugin_kind* const k, const LilvPort* const port, const bool input)
{
  enum {
    ROOM = 16384,
    MOST = 1 << 24
  }; // bytes a plug-in may say in 64 frames; and what it may ask
  LilvNode* const size  = lilv_port_get(k->plugin, port, k->host->words[LQ_WORD_MINIMUM_SIZE]);
  const int       bytes = size && lilv_node_is_int(size) ? lilv_node_as_int(size) : 0;
  lilv_node_free(size);
  return (lq_port){.role    = input ? LQ_PORT_ATOM_IN : LQ_PORT_ATOM_OUT,
                   .n_bytes = bytes <= ROOM ? ROOM : (size_t)(bytes < MOST ? bytes : MOST)};
}

static lq_port describe(lq_plugin_kind* const k, const LilvPort* const port)
{
  const bool input = is_a(k, port, LQ_WORD_INPUT);
  if (!input && !is_a(k, port, LQ_WORD_OUTPUT)) {
    return (lq_port){.role = LQ_PORT_UNKNOWN};
  }
  if (is_a(k, port, LQ_WORD_AUDIO)) {
    return audio(k, port, input);
  }
  if (is_a(k, port, LQ_WORD_CV)) {
    return (lq_port){.role = input ? LQ_PORT_QUIET : LQ_PORT_UNHEARD, .fixed = default_of(k, port)};
  }
  if (is_a(k, port, LQ_WORD_CONTROL)) {
    return control(k, port, input);
  }
  if (is_a(k, port, LQ_WORD_ATOM)) {
    return atom(k, port, input);
  }
  return (lq_port){.role =
                       lq_port_has(k, port, LQ_WORD_OPTIONAL) ? LQ_PORT_NOTHING : LQ_PORT_UNKNOWN};
}

lq_status lq_plugin_ports(lq_plugin_kind* const k)
{
  lq_pool* const pool  = k->host->pool;
  k->n_ports           = lilv_plugin_get_num_ports(k->plugin);
  lq_port* const ports = LQ_POOL_TAKE(pool, lq_port, k->n_ports);
  if (!ports) {
    return LQ_ERR_MEMORY;
  }
  for (uint32_t i = 0; i < k->n_ports; ++i) {
    ports[i] = describe(k, lilv_plugin_get_port_by_index(k->plugin, i));
  }
  k->ports                    = ports;
  lq_param* const      rows   = LQ_POOL_TAKE(pool, lq_param, k->n_rows);
  lq_port_scale* const scales = LQ_POOL_TAKE(pool, lq_port_scale, k->n_rows);
  if (!rows || !scales) {
    return LQ_ERR_MEMORY;
  }
  for (uint32_t i = 0; i < k->n_ports; ++i) {
    const size_t row = ports[i].index;
    if (ports[i].role == LQ_PORT_ROW) {
      LQ_TRY(
          lq_plugin_row(k, lilv_plugin_get_port_by_index(k->plugin, i), &rows[row], &scales[row]));
    }
  }
  k->rows   = rows;
  k->scales = scales;
  return LQ_OK;
}
