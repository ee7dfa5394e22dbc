// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/features.h"

#include <assert.h>
#include <lv2/atom/atom.h>
#include <lv2/buf-size/buf-size.h>
#include <lv2/core/lv2.h>
#include <lv2/parameters/parameters.h>
#include <stdlib.h>
#include <string.h>

// What is always there. inPlaceBroken and hardRTCapable ask for nothing that could be handed over:
// inputs and outputs lie apart here, and there is no deadline.
static const char* const given[] = {
    LV2_URID__map,
    LV2_URID__unmap,
    LV2_OPTIONS__options,
    LV2_BUF_SIZE__boundedBlockLength,
    LV2_BUF_SIZE__fixedBlockLength,
    LV2_BUF_SIZE__powerOf2BlockLength,
    LV2_BUF_SIZE__coarseBlockLength,
    LV2_WORKER__schedule,
    LV2_LOG__log,
    LV2_STATE__mapPath,
    LV2_STATE__freePath,
    LV2_STATE__loadDefaultState,
    LV2_STATE__threadSafeRestore,
    LV2_CORE__inPlaceBroken,
    LV2_CORE__hardRTCapable,
};
_Static_assert(sizeof given / sizeof *given < LQ_FEATURES_ROOM, "room for all");

bool lq_features_has(const char* const uri)
{
  for (size_t i = 0; i < sizeof given / sizeof *given; ++i) {
    if (!strcmp(given[i], uri)) {
      return true;
    }
  }
  return false;
}

// A library prints nothing, and what a plug-in has to say is not for the person who mixes.
static int print_nothing(LV2_Log_Handle handle, const LV2_URID type, const char* const format,
                         va_list args)
{
  (void)handle;
  (void)type;
  (void)format;
  (void)args;
  return 0;
}

static int print_nothing_at_all(LV2_Log_Handle handle, const LV2_URID type,
                                const char* const format, ...)
{
  (void)handle;
  (void)type;
  (void)format;
  return 0;
}

// A path is what it is: nothing is moved or copied.
static char* same_path(LV2_State_Map_Path_Handle handle, const char* const path)
{
  (void)handle;
  return strdup(path);
}

static void free_path(LV2_State_Free_Path_Handle handle, char* const path)
{
  (void)handle;
  free(path);
}

static void fill_options(lq_features* const f, lq_plugin_host* const host)
{
  lq_urids* const u       = &host->urids;
  const LV2_URID  integer = lq_urids_map(u, LV2_ATOM__Int);
  const struct {
    const char* key;
    LV2_URID    type;
    const void* value;
  } rows[] = {
      {LV2_BUF_SIZE__minBlockLength, integer, &f->block_frames},
      {LV2_BUF_SIZE__maxBlockLength, integer, &f->block_frames},
      {LV2_BUF_SIZE__nominalBlockLength, integer, &f->block_frames},
      {LV2_BUF_SIZE__sequenceSize, integer, &f->sequence_bytes},
      {LV2_PARAMETERS__sampleRate, lq_urids_map(u, LV2_ATOM__Float), &f->rate_hz},
  };
  _Static_assert(sizeof rows / sizeof *rows < LQ_FEATURES_OPTIONS, "and an empty one ends them");
  for (size_t i = 0; i < sizeof rows / sizeof *rows; ++i) {
    f->options[i] = (LV2_Options_Option){.context = LV2_OPTIONS_INSTANCE,
                                         .key     = lq_urids_map(u, rows[i].key),
                                         .size    = 4,
                                         .type    = rows[i].type,
                                         .value   = rows[i].value};
  }
}

static void* data_of(lq_features* const f, lq_plugin_host* const host, const char* const uri)
{
  const struct {
    const char* uri;
    void*       data;
  } rows[] = {
      {LV2_URID__map, &host->urids.map},
      {LV2_URID__unmap, &host->urids.unmap},
      {LV2_OPTIONS__options, f->options},
      {LV2_WORKER__schedule, f->schedule},
      {LV2_LOG__log, &f->log},
      {LV2_STATE__mapPath, &f->map_path},
      {LV2_STATE__freePath, &f->free_path},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; ++i) {
    if (!strcmp(rows[i].uri, uri)) {
      return rows[i].data;
    }
  }
  return NULL;
}

void lq_features_fill(lq_features* const f, lq_plugin_host* const host, const double rate_hz,
                      LV2_Worker_Schedule* const schedule)
{
  enum { SEQUENCE_BYTES = 16384 }; // as the ports have at least
  *f = (lq_features){
      .log            = {.printf = print_nothing_at_all, .vprintf = print_nothing},
      .map_path       = {.abstract_path = same_path, .absolute_path = same_path},
      .free_path      = {.free_path = free_path},
      .schedule       = schedule,
      .block_frames   = LQ_GRID_FRAMES,
      .sequence_bytes = SEQUENCE_BYTES,
      .rate_hz        = (float)rate_hz,
  };
  fill_options(f, host);
  for (size_t i = 0; i < sizeof given / sizeof *given; ++i) {
    f->all[i]  = (LV2_Feature){.URI = given[i], .data = data_of(f, host, given[i])};
    f->list[i] = &f->all[i];
  }
}
