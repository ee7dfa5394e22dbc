// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a plug-in may ask of its host, and what this one has to give.
#ifndef LQ_PLUGIN_FEATURES_H
#define LQ_PLUGIN_FEATURES_H

#include "plugin/host.h"

#include <lv2/log/log.h>
#include <lv2/options/options.h>
#include <lv2/state/state.h>
#include <lv2/worker/worker.h>

enum { LQ_FEATURES_ROOM = 16, LQ_FEATURES_OPTIONS = 6 };

/// Of one instance; the plug-in keeps pointers into it.
typedef struct {
  LV2_Feature          all[LQ_FEATURES_ROOM];
  const LV2_Feature*   list[LQ_FEATURES_ROOM + 1]; ///< NULL-ended
  LV2_Options_Option   options[LQ_FEATURES_OPTIONS];
  LV2_Log_Log          log;
  LV2_State_Map_Path   map_path;
  LV2_State_Free_Path  free_path;
  LV2_Worker_Schedule* schedule;
  int32_t              block_frames;
  int32_t              sequence_bytes;
  float                rate_hz;
} lq_features;

/// Is a feature, by its URI, one that lq_features_fill() gives?
bool lq_features_has(const char* uri);

/// @param schedule  of the instance; outlives it
void lq_features_fill(lq_features* features, lq_plugin_host* host, double rate_hz,
                      LV2_Worker_Schedule* schedule);

#endif
