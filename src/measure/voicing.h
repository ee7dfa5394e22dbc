// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Does a track sing? One pitch at a time, how surely, how far it wanders within a note, and how
/// the colour changes while the pitch is held: what tells voices and blown or bowed notes from
/// keys, chords and drums. From the signal at 4 kHz by autocorrelation (L. Rabiner, "On the use of
/// autocorrelation analysis for pitch detection", IEEE Trans. ASSP 25, 1977), 50 times a second.
#ifndef LQ_MEASURE_VOICING_H
#define LQ_MEASURE_VOICING_H

#include "measure/activity.h"
#include "measure/relation.h"

typedef struct {
  double share;         ///< of the frames that sound, those with one clear pitch
  double clearness;     ///< median of the autocorrelation's peak, 0 to 1
  double pitch_hz;      ///< median of the clear ones; 0 when there are none
  double range_octaves; ///< of the clear pitches, 10th to 90th percentile
  double wander;        ///< median step from frame to frame within a note, semitones
  double held_sec;      ///< mean length of a note: clear, no step over half a semitone
  double colour;        ///< spread of the centroid under 2 kHz while a pitch is clear, octaves
} lq_voicing;

/// @param low       at LQ_SIGNATURE_HZ
/// @param activity  of the same track: only what plays is heard
LQ_NODISCARD lq_status lq_voicing_find(lq_voicing* voicing, lq_signal low,
                                       const lq_activity* activity);

#endif
