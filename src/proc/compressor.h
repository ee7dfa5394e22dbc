// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Compressor: turns loud passages down, by the ratio, above the threshold. Feed-forward, in
/// decibels; mono, stereo linked or not, with an external key. Latency is the lookahead.
/// docs/dsp/compressor.md has the maths and its sources.
#ifndef LQ_PROC_COMPRESSOR_H
#define LQ_PROC_COMPRESSOR_H

#include "lacquer/proc.h"

enum { LQ_COMPRESSOR_PEAK, LQ_COMPRESSOR_RMS };

enum {
  LQ_COMPRESSOR_THRESHOLD,
  LQ_COMPRESSOR_RATIO,
  LQ_COMPRESSOR_ATTACK,
  LQ_COMPRESSOR_RELEASE,
  LQ_COMPRESSOR_KNEE,
  LQ_COMPRESSOR_DETECTOR,
  LQ_COMPRESSOR_WINDOW,
  LQ_COMPRESSOR_KEY_HPF,
  LQ_COMPRESSOR_LOOKAHEAD,
  LQ_COMPRESSOR_MAKEUP,
  LQ_COMPRESSOR_MIX,
  LQ_COMPRESSOR_LINK,
  LQ_COMPRESSOR_ON,
  LQ_COMPRESSOR_REDUCTION,
  LQ_COMPRESSOR_N
};
extern const lq_proc lq_compressor;

/// Static curve without make-up: the level that leaves for a level that came in, dB.
/// Source: Giannoulis, Massberg, Reiss, "Digital Dynamic Range Compressor Design", JAES 2012,
/// equation 4.
/// @param ratio    >= 1
/// @param knee_db  whole width of the knee, 0: hard
double lq_compressor_curve_db(double threshold_db, double ratio, double knee_db, double level_db);

#endif
