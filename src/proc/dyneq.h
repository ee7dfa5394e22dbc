// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Dynamic equaliser: bands that cut or lift only while something is loud, or soft: the harshness
/// of a voice when it shouts, the boom of one note, a hole in the guitars where the vocal is (with
/// the vocal as key). Latency is the lookahead; with no band acting the audio is not touched.
#ifndef LQ_PROC_DYNEQ_H
#define LQ_PROC_DYNEQ_H

#include "lacquer/proc.h"

enum {
  LQ_DYNEQ_ON,
  LQ_DYNEQ_MODE,
  LQ_DYNEQ_LINK,
  LQ_DYNEQ_LOOKAHEAD,
  LQ_DYNEQ_CUT,
  LQ_DYNEQ_LIFT,
  LQ_DYNEQ_N
};
/// Rows of one band; types are the first three of lq_band_type in dsp/eq_band.h.
enum {
  LQ_DYNEQ_BAND_TYPE,
  LQ_DYNEQ_BAND_FREQ,
  LQ_DYNEQ_BAND_Q,
  LQ_DYNEQ_BAND_GAIN,
  LQ_DYNEQ_BAND_RANGE,
  LQ_DYNEQ_BAND_THRESHOLD,
  LQ_DYNEQ_BAND_RATIO,
  LQ_DYNEQ_BAND_KNEE,
  LQ_DYNEQ_BAND_ATTACK,
  LQ_DYNEQ_BAND_RELEASE,
  LQ_DYNEQ_BAND_DIRECTION,
  LQ_DYNEQ_BAND_ON,
  LQ_DYNEQ_BAND_N
};
extern const lq_proc lq_dyneq;

/// How far a band moved at most since the last call, dB >= 0.
LQ_RT double lq_dyneq_moved_db(void* self, unsigned band);

#endif
