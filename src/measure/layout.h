// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How much each loudspeaker counts in loudness.
/// Source: ITU-R BS.1770-5 (2023), Annex 1 table 3 and Annex 3: 1.41 within 30 degrees of ear
/// height and 60 to 120 degrees to the side, 0 for low-frequency effects, else 1.
#ifndef LQ_MEASURE_LAYOUT_H
#define LQ_MEASURE_LAYOUT_H

#include <stdbool.h>

enum { LQ_LAYOUT_MAX_CHANNELS = 24 };

/// A loudspeaker layout of ITU-R BS.2051-3 (2022), channels in that document's order.
typedef struct {
  const char* name;     ///< "4+7+0": above ear height, at it, below it
  const char* common;   ///< "7.1.4"
  const char* speakers; ///< "M+030 M-030 M+000 LFE1 ...": layer and azimuth
} lq_layout;

/// By either name; NULL when there is none.
const lq_layout* lq_layout_find(const char* name);
const lq_layout* lq_layout_at(unsigned index); ///< NULL behind the last
unsigned         lq_layout_channels(const lq_layout* layout);

/// What a loudspeaker at that place counts.
/// @param azimuth_degrees  0 in front; the sign does not matter
double lq_layout_weight_at(double azimuth_degrees, double elevation_degrees);

/// @param weight  [lq_layout_channels()]
void lq_layout_named_weights(const lq_layout* layout, double* weight);

/// Weights by number of channels, in WAV order:
/// 1 C | 2 L R | 3 L R C | 4 L R Ls Rs | 5 L R C Ls Rs | 6 L R C LFE Ls Rs |
/// 7 L R C LFE Cs Lss Rss | 8 L R C LFE Lrs Rrs Lss Rss | 9 to 23: as 8, all others overhead |
/// 24 as BS.2051 system H (22.2).
/// @param weight  [n_channels]
void lq_layout_weights(unsigned n_channels, double* weight);

#endif
