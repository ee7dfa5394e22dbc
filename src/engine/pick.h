// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One part of a stereo strip for a device that works on nothing else: mid M = (L + R)/2, side
/// S = (L - R)/2, left or right.
///
/// What the device makes of the mid comes back as a difference, d = F(M) - M, L' = L + d,
/// R' = R + d; of the side with -d on the right. So a device that does nothing leaves the bits
/// alone, and the mono sum does not hear what is done to the side. Left and right are replaced.
/// A stereo key is heard by the same part, a mono one as it is. What a processor makes two channels
/// of comes back as their mid. A strip of one channel is its own mid.
#ifndef LQ_ENGINE_PICK_H
#define LQ_ENGINE_PICK_H

#include "base/arena.h"

#include "lacquer/model.h"

typedef struct {
  lq_channels    channels; ///< BOTH: nothing is picked
  unsigned       n_in;     ///< channels of the strip
  unsigned       n_out;    ///< channels that the processor leaves with
  unsigned       n_key;    ///< channels of the key in front of the pick
  const lq_simd* simd;
  float*         part[LQ_MAX_CHANNELS]; ///< [LQ_MAX_FRAMES] what the device hears and gives
  float*         key;                   ///< [LQ_MAX_FRAMES] of a stereo key
  float*         old;                   ///< [LQ_MAX_FRAMES] what it heard, late
} lq_pick;

/// A part that a strip of one channel does not have is an error: it has no side, no left or right.
/// @param devices  [n_devices]; @param n_channels  coming in
LQ_NODISCARD lq_status lq_pick_check(const lq_device* const* devices, size_t n_devices,
                                     unsigned n_channels, lq_error* error);

/// Memory, once channels and counts are there; twice, once to measure.
void lq_pick_prepare(lq_pick* pick, lq_arena* arena);

/// Fill `part` and `key`.
/// @return the key to hear
LQ_RT float* const* lq_pick_take(lq_pick* pick, float* const* io, float* const* key,
                                 size_t n_frames);

/// Bring back what the device made of `part`. @param io  by now as late as that
LQ_RT void lq_pick_give(const lq_pick* pick, float* const* io, size_t n_frames);

#endif
