// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Multiband compressor: two to six bands, each turned down by its own level: a bass that booms on
/// some notes, cymbals that bite in the chorus, a mix that is to hold together. Without latency in
/// the modes minimum (all bands at unity are an all-pass) and shelf (at unity the input's bits);
/// in linear the sound is late by about 1.9 periods of the lowest edge, reported exactly.
#ifndef LQ_PROC_MULTIBAND_H
#define LQ_PROC_MULTIBAND_H

#include "lacquer/proc.h"

enum { LQ_MULTIBAND_MOST_BANDS = 6 };

enum {
  LQ_MULTIBAND_ON,
  LQ_MULTIBAND_MODE,
  LQ_MULTIBAND_LINK,
  LQ_MULTIBAND_REDUCTION_1, ///< and five more behind it
  LQ_MULTIBAND_N = LQ_MULTIBAND_REDUCTION_1 + LQ_MULTIBAND_MOST_BANDS
};
typedef enum {
  LQ_MULTIBAND_MINIMUM,
  LQ_MULTIBAND_LINEAR,
  LQ_MULTIBAND_SHELF,
  LQ_MULTIBAND_N_MODES
} lq_multiband_mode;
/// Rows of one band.
enum {
  LQ_MULTIBAND_BAND_TO,
  LQ_MULTIBAND_BAND_THRESHOLD,
  LQ_MULTIBAND_BAND_RATIO,
  LQ_MULTIBAND_BAND_KNEE,
  LQ_MULTIBAND_BAND_ATTACK,
  LQ_MULTIBAND_BAND_RELEASE,
  LQ_MULTIBAND_BAND_RANGE,
  LQ_MULTIBAND_BAND_GAIN,
  LQ_MULTIBAND_BAND_ON,
  LQ_MULTIBAND_BAND_N
};
extern const lq_proc lq_multiband;

#endif
