// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What is struck, and what sounds between: the loudest 10 ms of every 80 ms, sorted by level and
/// parted in two where the parts differ most from each other (N. Otsu, "A threshold selection
/// method from gray-level histograms", IEEE Trans. SMC 9(1), 1979). In a drum's microphone the
/// upper part is the drum and the lower one the bleed.
#ifndef LQ_MEASURE_STROKES_H
#define LQ_MEASURE_STROKES_H

#include <stddef.h>
#include <stdint.h>

enum { LQ_STROKE_LEVELS = 121 }; ///< 0 to -120 dB, by 1 dB

typedef struct {
  uint32_t count[LQ_STROKE_LEVELS]; ///< windows by level under full scale
  double   most;                    ///< mean square of the loudest hop in this window
  unsigned n_hops;                  ///< in this window
} lq_strokes;

/// One hop of 10 ms. @param mean_square  of the louder channel, or of both together
void lq_strokes_push(lq_strokes* strokes, double mean_square);

/// The two parts. Levels are dBFS RMS over 10 ms (a full-scale sine reads -3).
typedef struct {
  double   hard_db, soft_db; ///< means of the parts
  double   split_db;         ///< between them, where the fewest are
  double   between;          ///< share of all within 3 dB of the split, 0 to 1
  uint32_t n_hard, n_soft;   ///< windows
} lq_stroke_parts;

/// All 0 when there are not two parts.
lq_stroke_parts lq_strokes_part(const lq_strokes* strokes);

#endif
