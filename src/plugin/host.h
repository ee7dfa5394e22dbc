// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What is installed, as lilv sees it: one world for every pool, loaded when it is asked for.
#ifndef LQ_PLUGIN_HOST_H
#define LQ_PLUGIN_HOST_H

#include "base/pool.h"
#include "plugin/plugin.h"
#include "plugin/urids.h"

#include <lilv/lilv.h>

/// Words of the LV2 vocabulary that descriptions of plug-ins are searched for.
typedef enum {
  LQ_WORD_AUDIO,
  LQ_WORD_CONTROL,
  LQ_WORD_CV,
  LQ_WORD_ATOM,
  LQ_WORD_INPUT,
  LQ_WORD_OUTPUT,
  LQ_WORD_TYPE,
  LQ_WORD_OPTIONAL,
  LQ_WORD_TOGGLED,
  LQ_WORD_INTEGER,
  LQ_WORD_ENUMERATION,
  LQ_WORD_OF_RATE,
  LQ_WORD_SIDE_CHAIN,
  LQ_WORD_LATENCY,
  LQ_WORD_DESIGNATION,
  LQ_WORD_LOGARITHMIC,
  LQ_WORD_NOT_AUTOMATIC,
  LQ_WORD_EXPENSIVE,
  LQ_WORD_GROUP,
  LQ_WORD_SIDE_CHAIN_OF,
  LQ_WORD_MAIN_INPUT,
  LQ_WORD_MAIN_OUTPUT,
  LQ_WORD_MINIMUM_SIZE,
  LQ_WORD_UNIT,
  LQ_WORD_UNIT_SYMBOL,
  LQ_WORD_PRESET,
  LQ_WORD_LABEL,
  LQ_WORD_COMMENT,
  LQ_WORD_DEFAULT_STATE,
  LQ_WORD_N
} lq_word;

struct lq_plugin_host {
  lq_pool*         pool; ///< of the plan
  LilvWorld*       world;
  LilvNode*        words[LQ_WORD_N];
  lq_urids         urids;
  lq_plugin_kind*  kinds; ///< those that were looked at
  lq_plugin_saved* saved; ///< presets and states that were read
};

/// The pool's own host; the first call loads the world.
LQ_NODISCARD lq_status lq_plugin_host_get(lq_plugin_host** host, lq_pool* pool);

/// A node for what a person wrote; NULL when it is no URI (it has no scheme).
LilvNode* lq_plugin_host_uri(const lq_plugin_host* host, const char* text);

/// The installed plug-in with that URI, or NULL.
const LilvPlugin* lq_plugin_host_find(const lq_plugin_host* host, const char* uri);

/// A text of lilv, kept as long as the pool; NULL when there is none, or no memory.
const char* lq_plugin_host_text(const lq_plugin_host* host, const LilvNode* node);

#endif
