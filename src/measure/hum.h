// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Mains hum: tones at 50 or 60 Hz and their second and third harmonics that stand out of their
/// surroundings in nearly every second, played or not. Works on the signal averaged down to about
/// 1 kHz, one second at a time; keeps 8 bytes a second.
#ifndef LQ_MEASURE_HUM_H
#define LQ_MEASURE_HUM_H

#include "lacquer/status.h"

#include <stddef.h>

enum { LQ_HUM_SECOND = 1100 };

typedef struct {
  size_t step; ///< frames averaged into one
  size_t n_in, n;
  size_t second; ///< averaged values in a second
  double sum;
  double rate_hz; ///< after averaging
  double x[LQ_HUM_SECOND];
  float* power[2]; ///< [n_seconds] of 50 and 60 Hz
  size_t n_seconds, room;
} lq_hum;

void                   lq_hum_start(lq_hum* h, double rate_hz);
void                   lq_hum_free(lq_hum* h);
LQ_NODISCARD lq_status lq_hum_process(lq_hum* h, const float* left, const float* right,
                                      size_t n_frames);

/// Level of the hum, dBFS (a full-scale sine reads 0): what is there in four seconds of five.
/// @param which  0: 50 Hz, 1: 60 Hz
double lq_hum_dbfs(lq_hum* h, unsigned which);

#endif
