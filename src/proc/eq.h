// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Equaliser: any number of bands that answer like analogue ones up to 20 kHz. No latency.
#ifndef LQ_PROC_EQ_H
#define LQ_PROC_EQ_H

#include "lacquer/proc.h"

enum { LQ_EQ_ON, LQ_EQ_N };
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
