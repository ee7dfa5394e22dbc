// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A finished record in the figures that a mix can go by. A record has been limited and is louder
/// than any mix, so every figure is one part of it against another; none is a level.
#ifndef LQ_ASSIST_RECORD_H
#define LQ_ASSIST_RECORD_H

#include "measure/band_steps.h"
#include "session/tone_curve.h"

typedef struct {
  double octave_db[LQ_TONE_OCTAVES]; ///< against the whole, as lq_song_octaves()
  bool   known[LQ_TONE_OCTAVES];     ///< not cut off by a rate or a codec
  bool   stereo;                     ///< its sides are over -40 dB
  double side_db;                    ///< sides over mid
  double low_db, top_db;             ///< lq_low_end, lq_top_end against the whole
  double spread_db; ///< loud passages over the usual ones: 95 % over 50 % of the 400 ms levels
  double loud_mid[LQ_SPECTRUM_BANDS];  ///< mean power of the middle where it is loud
  double loud_side[LQ_SPECTRUM_BANDS]; ///< and of the sides
  double hits_db; ///< how far the loudest 90 ms of every 0.8 s stand over it, mean, K-weighted
} lq_record_figures;

/// Stretches of the spectrum that a few instruments make: kick and bass, hats and cymbals.
typedef struct {
  double low_hz, high_hz;
} lq_stretch;
static const lq_stretch lq_low_end = {40, 125}, lq_top_end = {6000, 16000};

/// Does a third octave belong to it?
bool lq_stretch_has(lq_stretch stretch, unsigned band);

/// Ten seconds that sound are the least. Memory while it works: 5 kB a second of music.
/// @param stop  asked now and then; true stops (LQ_ERR_CANCELLED); may be NULL
LQ_NODISCARD lq_status lq_record_file(lq_record_figures* record, const char* path,
                                      bool (*stop)(void* user), void* user, lq_error* error);

#endif
