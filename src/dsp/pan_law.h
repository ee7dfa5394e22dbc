// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Pan laws: what the two sides get for a position.
#ifndef LQ_DSP_PAN_LAW_H
#define LQ_DSP_PAN_LAW_H

/// Named for what they do; the level in the centre is what they are known by.
typedef enum {
  LQ_PAN_LAW_POWER,      ///< -3 dB: constant power, sine and cosine
  LQ_PAN_LAW_COMPROMISE, ///< -4.5 dB: geometric mean of the other two
  LQ_PAN_LAW_LINEAR,     ///< -6 dB: constant sum of amplitudes
  LQ_PAN_LAW_UNITY,      ///< 0 dB: nothing is lost in the centre, one side falls
  LQ_PAN_LAW_N
} lq_pan_law;

/// @param position  -1 left to 1 right
void lq_pan_gains(lq_pan_law law, double position, double* left_lin, double* right_lin);

/// Balance of a stereo source: the far side falls by the law's curve, the near side stays.
void lq_balance_gains(lq_pan_law law, double position, double* left_lin, double* right_lin);

#endif
