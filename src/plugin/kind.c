// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/kind.h"

#include "plugin/features.h"

#include <lv2/core/lv2.h>
#include <string.h>

// What stops when its input does. Whatever is none of these may ring.
static const char* const short_classes[] = {
    LV2_CORE__AllpassPlugin,  LV2_CORE__AmplifierPlugin,  LV2_CORE__AnalyserPlugin,
    LV2_CORE__BandpassPlugin, LV2_CORE__CompressorPlugin, LV2_CORE__DistortionPlugin,
    LV2_CORE__DynamicsPlugin, LV2_CORE__EQPlugin,         LV2_CORE__EnvelopePlugin,
    LV2_CORE__ExpanderPlugin, LV2_CORE__FilterPlugin,     LV2_CORE__GatePlugin,
    LV2_CORE__HighpassPlugin, LV2_CORE__LimiterPlugin,    LV2_CORE__LowpassPlugin,
    LV2_CORE__MixerPlugin,    LV2_CORE__MultiEQPlugin,    LV2_CORE__ParaEQPlugin,
    LV2_CORE__UtilityPlugin,  LV2_CORE__WaveshaperPlugin,
};

static bool may_ring(const lq_plugin_kind* const k)
{
  LilvNodes* const classes = lilv_plugin_get_value(k->plugin, k->host->words[LQ_WORD_TYPE]);
  bool             rings   = true;
  LILV_FOREACH(nodes, it, classes)
  {
    const LilvNode* const class = lilv_nodes_get(classes, it);
    for (size_t i = 0; i < sizeof short_classes / sizeof *short_classes; ++i) {
      rings &= !lilv_node_is_uri(class) || strcmp(lilv_node_as_uri(class), short_classes[i]) != 0;
    }
  }
  lilv_nodes_free(classes);
  return rings;
}

// The first feature that it cannot do without and that is not here, or NULL; a node to free.
static LilvNode* lacking(const lq_plugin_kind* const k)
{
  LilvNodes* const features = lilv_plugin_get_required_features(k->plugin);
  LilvNode*        lack     = NULL;
  LILV_FOREACH(nodes, it, features)
  {
    const LilvNode* const f = lilv_nodes_get(features, it);
    if (!lack && !lq_features_has(lilv_node_as_string(f))) {
      lack = lilv_node_duplicate(f);
    }
  }
  lilv_nodes_free(features);
  return lack;
}

static const char* unknown_port(const lq_plugin_kind* const k)
{
  for (uint32_t i = 0; i < k->n_ports; ++i) {
    if (k->ports[i].role == LQ_PORT_UNKNOWN) {
      return lilv_node_as_string(
          lilv_port_get_symbol(k->plugin, lilv_plugin_get_port_by_index(k->plugin, i)));
    }
  }
  return NULL;
}

// Why it cannot run in a chain of one or two channels, if it cannot.
static lq_status refuse(lq_plugin_kind* const k)
{
  lq_pool* const    pool    = k->host->pool;
  LilvNode* const   lack    = lacking(k);
  const char* const port    = unknown_port(k);
  const bool        effect  = k->n_in && k->n_out;
  const bool        fits    = k->n_in <= LQ_MAX_CHANNELS && k->n_out <= LQ_MAX_CHANNELS;
  const bool        refused = lack || port || !effect || !fits;
  if (lack) {
    k->refusal = lq_pool_format(pool, "the plug-in %s requires %s, which Lacquer does not offer",
                                k->uri, lilv_node_as_string(lack));
  } else if (port) {
    k->refusal = lq_pool_format(
        pool, "the plug-in %s has a port '%s' of a type that Lacquer does not know", k->uri, port);
  } else if (!effect) {
    k->refusal =
        lq_pool_format(pool, "the plug-in %s has no audio %s; expected an effect, which has both",
                       k->uri, k->n_in ? "output" : "input");
  } else if (!fits) {
    k->refusal = lq_pool_format(
        pool, "the plug-in %s has %u audio inputs and %u outputs; a strip has two channels at most",
        k->uri, k->n_in, k->n_out);
  }
  lilv_node_free(lack);
  return refused && !k->refusal ? LQ_ERR_MEMORY : LQ_OK;
}

static bool has_default_state(const lq_plugin_kind* const k)
{
  return lilv_plugin_has_feature(k->plugin, k->host->words[LQ_WORD_DEFAULT_STATE]);
}

static lq_status describe(lq_plugin_kind* const k)
{
  LilvNode* const name = lilv_plugin_get_name(k->plugin);
  k->name              = name ? lq_plugin_host_text(k->host, name) : k->uri;
  lilv_node_free(name);
  if (!k->name) {
    return LQ_ERR_MEMORY;
  }
  LQ_TRY(lq_plugin_ports(k));
  k->default_state = has_default_state(k);
  k->rings         = may_ring(k);
  return refuse(k);
}

lq_status lq_plugin_kind_get(const lq_plugin_kind** const kind, lq_plugin_host* const host,
                             const char* const uri)
{
  for (const lq_plugin_kind* k = host->kinds; k; k = k->next) {
    if (!strcmp(k->uri, uri)) {
      *kind = k;
      return LQ_OK;
    }
  }
  const LilvPlugin* const plugin = lq_plugin_host_find(host, uri);
  if (!plugin) {
    *kind = NULL;
    return LQ_OK;
  }
  lq_plugin_kind* const k = LQ_POOL_TAKE(host->pool, lq_plugin_kind, 1);
  if (!k) {
    return LQ_ERR_MEMORY;
  }
  *k = (lq_plugin_kind){
      .next = host->kinds, .host = host, .plugin = plugin, .uri = lq_pool_copy(host->pool, uri)};
  if (!k->uri) {
    return LQ_ERR_MEMORY;
  }
  LQ_TRY(describe(k));
  host->kinds = k;
  *kind       = k;
  return LQ_OK;
}
