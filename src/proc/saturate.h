// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Saturation: colour from a bent waveform, without the folded-back tones of doing it at the song's
/// rate, and at the loudness that went in. What the curve adds is made at 2 to 16 times the rate
/// and joins the input, late by a whole number of frames (lq_oversample_latency): where the curve
/// is straight the input passes to the bit. docs/dsp/saturate.md has the maths and the figures.
#ifndef LQ_PROC_SATURATE_H
#define LQ_PROC_SATURATE_H

#include "lacquer/proc.h"

enum {
  LQ_SATURATE_DRIVE,
  LQ_SATURATE_CURVE,
  LQ_SATURATE_CHARACTER,
  LQ_SATURATE_TONE,
  LQ_SATURATE_MIX,
  LQ_SATURATE_OUTPUT,
  LQ_SATURATE_AUTO_GAIN,
  LQ_SATURATE_OVERSAMPLING,
  LQ_SATURATE_ON,
  LQ_SATURATE_ADDED,
  LQ_SATURATE_MAKEUP,
  LQ_SATURATE_N
};
extern const lq_proc lq_saturate;

#endif
