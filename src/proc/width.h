// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Width: what the two sides differ in, apart from what they share. Narrows, widens, band by band
/// if wanted, makes the bass mono. The mono sum stays as it is whatever the width. One channel has
/// no sides and keeps only the mid gain. No latency.
#ifndef LQ_PROC_WIDTH_H
#define LQ_PROC_WIDTH_H

#include "lacquer/proc.h"

enum {
  LQ_WIDTH_WIDTH,
  LQ_WIDTH_MID,
  LQ_WIDTH_SIDE,
  LQ_WIDTH_MONO_BELOW,
  LQ_WIDTH_SLOPE,
  LQ_WIDTH_SHELF,
  LQ_WIDTH_SHELF_FREQ,
  LQ_WIDTH_ON,
  LQ_WIDTH_N
};
/// Rows of one band.
enum { LQ_WIDTH_BAND_TO, LQ_WIDTH_BAND_WIDTH, LQ_WIDTH_BAND_N };
extern const lq_proc lq_width;

#endif
