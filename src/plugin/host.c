// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/host.h"

#include "plugin/saved.h"

#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>
#include <lv2/port-groups/port-groups.h>
#include <lv2/port-props/port-props.h>
#include <lv2/presets/presets.h>
#include <lv2/resize-port/resize-port.h>
#include <lv2/state/state.h>
#include <lv2/units/units.h>
#include <stdlib.h>
#include <string.h>

static const char* const words[LQ_WORD_N] = {
    [LQ_WORD_AUDIO]         = LV2_CORE__AudioPort,
    [LQ_WORD_CONTROL]       = LV2_CORE__ControlPort,
    [LQ_WORD_CV]            = LV2_CORE__CVPort,
    [LQ_WORD_ATOM]          = LV2_ATOM__AtomPort,
    [LQ_WORD_INPUT]         = LV2_CORE__InputPort,
    [LQ_WORD_OUTPUT]        = LV2_CORE__OutputPort,
    [LQ_WORD_TYPE]          = LILV_NS_RDF "type",
    [LQ_WORD_OPTIONAL]      = LV2_CORE__connectionOptional,
    [LQ_WORD_TOGGLED]       = LV2_CORE__toggled,
    [LQ_WORD_INTEGER]       = LV2_CORE__integer,
    [LQ_WORD_ENUMERATION]   = LV2_CORE__enumeration,
    [LQ_WORD_OF_RATE]       = LV2_CORE__sampleRate,
    [LQ_WORD_SIDE_CHAIN]    = LV2_CORE_PREFIX "isSideChain",
    [LQ_WORD_LATENCY]       = LV2_CORE__latency,
    [LQ_WORD_DESIGNATION]   = LV2_CORE__designation,
    [LQ_WORD_LOGARITHMIC]   = LV2_PORT_PROPS__logarithmic,
    [LQ_WORD_NOT_AUTOMATIC] = LV2_PORT_PROPS__notAutomatic,
    [LQ_WORD_EXPENSIVE]     = LV2_PORT_PROPS__expensive,
    [LQ_WORD_GROUP]         = LV2_PORT_GROUPS__group,
    [LQ_WORD_SIDE_CHAIN_OF] = LV2_PORT_GROUPS__sideChainOf,
    [LQ_WORD_MAIN_INPUT]    = LV2_PORT_GROUPS__mainInput,
    [LQ_WORD_MAIN_OUTPUT]   = LV2_PORT_GROUPS__mainOutput,
    [LQ_WORD_MINIMUM_SIZE]  = LV2_RESIZE_PORT__minimumSize,
    [LQ_WORD_UNIT]          = LV2_UNITS__unit,
    [LQ_WORD_UNIT_SYMBOL]   = LV2_UNITS__symbol,
    [LQ_WORD_PRESET]        = LV2_PRESETS__Preset,
    [LQ_WORD_LABEL]         = LILV_NS_RDFS "label",
    [LQ_WORD_COMMENT]       = LILV_NS_RDFS "comment",
    [LQ_WORD_DEFAULT_STATE] = LV2_STATE__loadDefaultState,
};

static void release(void* const what)
{
  lq_plugin_host* const h = what;
  lq_plugin_saved_close(h);
  for (unsigned i = 0; i < LQ_WORD_N; ++i) {
    lilv_node_free(h->words[i]);
  }
  lilv_world_free(h->world);
  lq_urids_close(&h->urids);
  free(h);
}

static void load(lq_plugin_host* const h)
{
  // A scale point is called the same whatever language the machine speaks.
  LilvNode* const off = lilv_new_bool(h->world, false);
  lilv_world_set_option(h->world, LILV_OPTION_FILTER_LANG, off);
  lilv_node_free(off);
  for (unsigned i = 0; i < LQ_WORD_N; ++i) {
    h->words[i] = lilv_new_uri(h->world, words[i]);
  }
  lilv_world_load_all(h->world);
}

lq_status lq_plugin_host_get(lq_plugin_host** const host, lq_pool* const pool)
{
  lq_plugin_host* h = lq_pool_attached(pool, release);
  if (!h) {
    h = calloc(1, sizeof *h);
    if (!h) {
      return LQ_ERR_MEMORY;
    }
    if (lq_urids_open(&h->urids)) {
      free(h);
      return LQ_ERR_MEMORY;
    }
    h->pool  = pool;
    h->world = lilv_world_new();
    if (!h->world || lq_pool_attach(pool, h, release)) {
      lilv_world_free(h->world);
      lq_urids_close(&h->urids);
      free(h);
      return LQ_ERR_MEMORY;
    }
    load(h);
  }
  *host = h;
  return LQ_OK;
}

// lilv prints when it is given something that has no scheme.
LilvNode* lq_plugin_host_uri(const lq_plugin_host* const h, const char* const text)
{
  size_t n = 0;
  while ((text[n] >= 'a' && text[n] <= 'z') || (text[n] >= 'A' && text[n] <= 'Z') ||
         (n && text[n] && strchr("0123456789+-.", text[n]))) {
    ++n;
  }
  return n && text[n] == ':' ? lilv_new_uri(h->world, text) : NULL;
}

const char* lq_plugin_host_text(const lq_plugin_host* const h, const LilvNode* const node)
{
  return node ? lq_pool_copy(h->pool, lilv_node_as_string(node)) : NULL;
}

const LilvPlugin* lq_plugin_host_find(const lq_plugin_host* const h, const char* const uri)
{
  LilvNode* const         node = lq_plugin_host_uri(h, uri);
  const LilvPlugin* const p =
      node ? lilv_plugins_get_by_uri(lilv_world_get_all_plugins(h->world), node) : NULL;
  lilv_node_free(node);
  return p;
}
