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
/// octave. The poles stand still, so the gain may jump and nothing rings. The upper edge is the
/// same with 1 / gain.
#ifndef LQ_DSP_BAND_GAIN_H
#define LQ_DSP_BAND_GAIN_H

#include "dsp/svf_pair.h"

#include "lacquer/proc.h"

enum {
  LQ_BAND_GAIN_SECTIONS = 2,   ///< of one edge
  LQ_BAND_GAIN_FRAMES   = 256, ///< of one call, at most
};

typedef struct {
  bool             low_on, high_on;
  lq_svf_pair_coef low[LQ_BAND_GAIN_SECTIONS], high[LQ_BAND_GAIN_SECTIONS];
} lq_band_gain_coef;

typedef struct {
  lq_pair low[LQ_BAND_GAIN_SECTIONS][2], high[LQ_BAND_GAIN_SECTIONS][2];
} lq_band_gain_state; ///< integrators; zero it to forget the past

/// @param low_hz, high_hz  edges; 0: none on that side
lq_band_gain_coef lq_band_gain_design(double low_hz, double high_hz, double rate_hz);

/// In place. @param io [n_channels][n_frames], 1 or 2 channels
/// @param down  [n_frames] fourth root of the gain
/// @param up    [n_frames] its inverse
LQ_RT void lq_band_gain_process(const lq_band_gain_coef* c, lq_band_gain_state* s, float* const* io,
                                unsigned n_channels, const float* down, const float* up,
                                size_t n_frames);

/// What lies above the low edge alone, Butterworth, 24 dB per octave; in place.
LQ_RT void lq_band_gain_listen(const lq_band_gain_coef* c, lq_band_gain_state* s, float* const* io,
                               unsigned n_channels, size_t n_frames);

#endif
