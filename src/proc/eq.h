// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Equaliser: any number of bands that answer like analogue ones up to 20 kHz. Of minimum phase
/// without latency; of linear phase, or linear above a corner, late by 0.34 s or more.
#ifndef LQ_PROC_EQ_H
#define LQ_PROC_EQ_H

#include "lacquer/proc.h"

enum { LQ_EQ_ON, LQ_EQ_PHASE, LQ_EQ_CORNER, LQ_EQ_N };
typedef enum { LQ_EQ_MINIMUM, LQ_EQ_LINEAR, LQ_EQ_MIXED, LQ_EQ_N_PHASES } lq_eq_phase;
/// Rows of one band; types are those of lq_band_type in dsp/eq_band.h.
enum {
  LQ_EQ_BAND_TYPE,
  LQ_EQ_BAND_FREQ,
  LQ_EQ_BAND_GAIN,
  LQ_EQ_BAND_Q,
  LQ_EQ_BAND_ON,
  LQ_EQ_BAND_N
};
extern const lq_proc lq_eq;

#endif
