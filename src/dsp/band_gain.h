// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Turns a band of the audio down by a gain that may move with every frame, and leaves the rest
/// alone: a de-esser's upper band, the hole that a voice opens in the music. At gain 1 the output
/// is the input, sample for sample, without latency.
///
/// Engineer: a state-variable filter takes x apart into low + k band + high; put together again as
/// low + sqrt(h) k band + h high its zeros lie as its poles do, a factor 1 / sqrt(h) further up.
/// Two of them make an edge: the poles of a Butterworth filter of order 4, h = sqrt(gain), and with
/// w counted from the edge |H|^2 = (1 + gain^2 w^8) / (1 + w^8): monotone, minimum phase, 24 dB per
/// octave. The gain moves no poles, so it may jump and nothing rings. The upper edge is the same
/// with 1 / gain.
#ifndef LQ_DSP_BAND_GAIN_H
#define LQ_DSP_BAND_GAIN_H

#include "dsp/svf_pair.h"

#include "lacquer/proc.h"

enum {
  LQ_BAND_GAIN_SECTIONS = 2,   ///< of one edge
  LQ_BAND_GAIN_FRAMES   = 256, ///< of one call, at most
};

typedef struct {
  bool             on;
  lq_svf_pair_coef from[LQ_BAND_GAIN_SECTIONS], to[LQ_BAND_GAIN_SECTIONS];
  lq_pair          state[LQ_BAND_GAIN_SECTIONS][2]; ///< integrators
} lq_band_edge;

typedef struct {
  bool         started;     ///< false after reset: the next edges hold at once
  unsigned     done_frames; ///< of LQ_GRID_FRAMES, since the edges were moved
  lq_band_edge low, high;
} lq_band_gain;

LQ_RT void lq_band_gain_reset(lq_band_gain* b);

/// Edges to glide to over one grid step. @param low_hz, high_hz  0: none on that side
LQ_RT void lq_band_gain_to(lq_band_gain* b, double low_hz, double high_hz, double rate_hz);

/// In place. @param io [n_channels][n_frames], 1 or 2 channels
/// @param down  [n_frames] fourth root of the gain
/// @param up    [n_frames] its inverse; may be NULL without a high edge
LQ_RT void lq_band_gain_process(lq_band_gain* b, float* const* io, unsigned n_channels,
                                const float* down, const float* up, size_t n_frames);

/// What lies above the low edge alone, Butterworth, 24 dB per octave; in place.
LQ_RT void lq_band_gain_listen(lq_band_gain* b, float* const* io, unsigned n_channels,
                               size_t n_frames);

#endif
