// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How much each loudspeaker counts in loudness.
/// Source: ITU-R BS.1770-5 (2023), Annex 1 table 3 and Annex 3: 1.41 within 30 degrees of ear
/// height and 60 to 120 degrees to the side, 0 for low-frequency effects, else 1.
#ifndef LQ_MEASURE_LAYOUT_H
#define LQ_MEASURE_LAYOUT_H

enum { LQ_LAYOUT_MAX_CHANNELS = 24 };

/// Weights by number of channels, in WAV order:
/// 1 C | 2 L R | 3 L R C | 4 L R Ls Rs | 5 L R C Ls Rs | 6 L R C LFE Ls Rs |
/// 7 L R C LFE Cs Lss Rss | 8 L R C LFE Lrs Rrs Lss Rss | 9 to 23: as 8, all others overhead |
/// 24 as BS.2051 system H (22.2).
/// @param weight  [n_channels]
void lq_layout_weights(unsigned n_channels, double* weight);

#endif
