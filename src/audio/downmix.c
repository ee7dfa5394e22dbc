// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/downmix.h"

static const float gains_lin[LQ_PLACE_N][2] = {
    [LQ_PLACE_LEFT]            = {1, 0},
    [LQ_PLACE_RIGHT]           = {0, 1},
    [LQ_PLACE_CENTER]          = {0.70710678F, 0.70710678F}, // 1 / sqrt(2)
    [LQ_PLACE_LFE]             = {0, 0},
    [LQ_PLACE_LEFT_OF_CENTER]  = {0.92387953F, 0.38268343F}, // cos, sin of 22.5 degrees
    [LQ_PLACE_RIGHT_OF_CENTER] = {0.38268343F, 0.92387953F}, // the same, mirrored
    [LQ_PLACE_LEFT_SURROUND]   = {0.70710678F, 0},           // 1 / sqrt(2)
    [LQ_PLACE_RIGHT_SURROUND]  = {0, 0.70710678F},           // 1 / sqrt(2)
    [LQ_PLACE_MIDDLE_SURROUND] = {0.5F, 0.5F},
};

bool lq_downmix_design(lq_downmix* const d, const lq_audio_in* const in)
{
  *d = (lq_downmix){.n_channels = lq_audio_in_info(in)->n_channels};
  for (unsigned c = 0; c < d->n_channels; ++c) {
    const lq_audio_place place = lq_audio_in_place(in, c);
    if (place == LQ_PLACE_UNKNOWN) {
      return false;
    }
    d->gain_lin[0][c] = gains_lin[place][0];
    d->gain_lin[1][c] = gains_lin[place][1];
  }
  return true;
}

void lq_downmix_process(const lq_downmix* const d, float* const* const x, float* const* const y,
                        const size_t n_frames)
{
  for (unsigned side = 0; side < 2; ++side) {
    for (size_t i = 0; i < n_frames; ++i) {
      y[side][i] = 0;
    }
    for (unsigned c = 0; c < d->n_channels; ++c) {
      const float gain_lin = d->gain_lin[side][c];
      for (size_t i = 0; gain_lin > 0 && i < n_frames; ++i) {
        y[side][i] += gain_lin * x[c][i];
      }
    }
  }
}
