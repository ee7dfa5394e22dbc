// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One plug-in that runs, with everything its ports are connected to. A mono plug-in on a stereo
/// strip is two of them.
#ifndef LQ_PLUGIN_VOICE_H
#define LQ_PLUGIN_VOICE_H

#include "base/arena.h"
#include "plugin/features.h"
#include "plugin/kind.h"
#include "plugin/worker.h"

/// Buffers of one block of LQ_GRID_FRAMES that its audio ports are to use, by index; and the
/// controls.
typedef struct {
  float* in[LQ_MAX_CHANNELS];
  float* key[LQ_MAX_CHANNELS];
  float* out[LQ_MAX_CHANNELS];
  float* controls; ///< [n_rows] as ports take them
} lq_voice_places;

typedef struct {
  const lq_plugin_kind* kind;
  LilvInstance*         lilv; ///< NULL: not started
  bool                  active;
  lq_features           features;
  lq_worker             worker;
  lq_voice_places       places;
  float*                shown;           // [n_ports] what control outputs say
  float*                quiet;           // [n_ports][LQ_GRID_FRAMES] inputs that nobody feeds
  float*                unheard;         // [LQ_GRID_FRAMES]
  unsigned char**       atoms;           // [n_ports]
  LV2_URID              sequence, chunk; // types of atoms
} lq_voice;

/// Memory; `voice` is NULL while the arena measures.
void lq_voice_lay_out(lq_voice* voice, lq_arena* arena, const lq_plugin_kind* kind);

/// @param saved  what it starts from, or NULL
/// @return why it does not start, half a sentence; NULL when it does
const char* lq_voice_start(lq_voice* voice, const lq_voice_places* places, double rate_hz,
                           const lq_plugin_saved* saved);
void        lq_voice_close(lq_voice* voice);

void lq_voice_set_active(lq_voice* voice, bool active);

/// One block, and the work that it gave.
void lq_voice_run(lq_voice* voice);

/// Frames by which it says to be late, after it has run; may be anything. 0 when it says nothing.
double lq_voice_latency(const lq_voice* voice);

#endif
