// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// LV2 plug-ins as processors, made at run time. The only door to lilv.
///
/// The rows of such a processor are the plug-in's control inputs. It runs in blocks of 64 frames
/// on the engine's grid, so that the result does not depend on how the audio is cut; its latency is
/// these 64 frames and what the plug-in reports. What is installed is looked up once for every
/// pool (a plan), when its first plug-in is read, and LV2_PATH is honoured.
///
/// A plug-in that is not installed, or that asks for what is not here, makes a processor all the
/// same: a plan with it can be read and written, and only an instance says why it cannot run
/// (lq_proc.fault). docs/lv2.md is the page for people.
#ifndef LQ_PLUGIN_PLUGIN_H
#define LQ_PLUGIN_PLUGIN_H

#include "base/pool.h"
#include "lacquer/proc.h"

#define LQ_PLUGIN_SYMBOL "lv2" ///< of every such processor: its key in a chain

typedef struct lq_plugin_host  lq_plugin_host;
typedef struct lq_plugin_kind  lq_plugin_kind;
typedef struct lq_plugin_saved lq_plugin_saved;

typedef struct {
  lq_proc                proc; ///< first; flagged LQ_PROC_PLUGIN
  const char*            uri;
  const char*            preset; ///< URI or label as written, or NULL
  const char*            state;  ///< file or folder as written, or NULL
  const char*            state_path;
  size_t                 late_frames; ///< by which it is late beyond what it reports
  const lq_plugin_host*  host;
  const lq_plugin_kind*  kind;    ///< NULL: not installed
  const char*            refusal; ///< why it cannot run here: half a sentence; NULL: it can
  const lq_plugin_saved* saved;   ///< what preset and state hold besides controls, or NULL
} lq_plugin;

/// The plug-in behind a processor; NULL for those that are built in.
const lq_plugin* lq_plugin_of(const lq_proc* proc);

/// Look a plug-in up. Of one that is not installed the rows are missing; the caller may give it
/// some, so that a plan keeps what it says.
LQ_NODISCARD lq_status lq_plugin_new(lq_plugin** plugin, lq_pool* pool, const char* uri);

/// Start from a preset: its controls become the rows' defaults.
/// @return LQ_ERR_UNKNOWN when an installed plug-in has none of that URI or label
LQ_NODISCARD lq_status lq_plugin_take_preset(lq_plugin* plugin, lq_pool* pool, const char* preset);

/// Start from a saved state, likewise.
/// @param path  a Turtle file, or the folder of one
/// @return LQ_ERR_FORMAT when no state of this plug-in was found there
LQ_NODISCARD lq_status lq_plugin_take_state(lq_plugin* plugin, lq_pool* pool, const char* state,
                                            const char* path);

/// Labels of a plug-in's presets, sorted (its URI where one has no label).
LQ_NODISCARD lq_status lq_plugin_presets(const lq_plugin* plugin, lq_pool* pool,
                                         const char* const** labels, size_t* n);

/// The refusal, and which of the same collection is meant when one is not installed.
void lq_plugin_explain(const lq_plugin* plugin, char* text, size_t size);

/// URIs of all plug-ins that are installed, sorted.
LQ_NODISCARD lq_status lq_plugin_list(lq_pool* pool, const char* const** uris, size_t* n);

#endif
