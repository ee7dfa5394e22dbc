// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Tempo by ear: how much a track's level rises in each 10 ms, and the beat on which several tracks
/// rise together. A period is the beat when the rises come again after one to sixteen of it, also
/// after halves of it, and after bars of four. Between a tempo, its half and its double a
/// preference for 120 BPM decides, and lets the confidence say how narrowly. Sources of the ideas:
/// D. Ellis, "Beat Tracking by Dynamic Programming", J. New Music Research 36(1), 2007 (onset
/// strength, autocorrelation, log-normal preference round 120 BPM); D. Moelants, "Preferred tempo
/// reconsidered", ICMPC 2002. Weights and the sense of how sure one may be are ours.
#ifndef LQ_MEASURE_TEMPO_H
#define LQ_MEASURE_TEMPO_H

#include "lacquer/status.h"

#include <stddef.h>
#include <stdint.h>

enum { LQ_RISE_PAST = 4 };

typedef struct {
  double past[LQ_RISE_PAST]; ///< energies of the last hops, newest first
  double recent;             ///< loudest 20 ms, sinking by 3 dB a second
} lq_rise;

/// One hop of 10 ms.
/// @param energy  mean square, K-weighted
/// @return by how much 20 ms are louder than the 20 ms before them, eighths of a decibel; what lies
///         40 dB under the recent loudest counts as nothing
uint8_t lq_rise_push(lq_rise* rise, double energy);

typedef struct {
  const uint8_t* rises; ///< [n] of each 10 ms
  size_t         n;
  double         weight; ///< how much it says about the beat
} lq_tempo_part;

typedef struct {
  double bpm;        ///< 0: none was found
  double confidence; ///< 0 to 1; over LQ_TEMPO_SURE it may be acted upon
  double clear;      ///< agreement on the beats over that at any lag; 1 for a machine
  double apart;      ///< lead over the next best tempo, 0 to 1
  double agree;      ///< weight of the parts that have this beat, over all that have any, 0 to 1
  double steady;     ///< the worse of the two halves against the whole, 0 to 1
  size_t best;       ///< the part that has it most clearly
} lq_tempo;

#define LQ_TEMPO_SURE 0.5

/// 60 to 200 BPM. Needs 12 s. Looks at the first 20 minutes.
LQ_NODISCARD lq_status lq_tempo_find(lq_tempo* tempo, const lq_tempo_part* parts, size_t n_parts);

#endif
