// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How far two sounds of the same loudness lie apart in their spectra.
#ifndef LQ_BENCH_DISTANCE_H
#define LQ_BENCH_DISTANCE_H

#include "judge/sound.h"

/// Of Hann windows of 256, 512 ... 16384 frames, half overlapping, both channels: the root mean
/// square over the bins from 20 Hz to 20 kHz (0.45 of the rate at most) of
///   10 log10((P_out + e) / (P_in + e)),
/// averaged over all windows in which the input is above -60 dBFS RMS, then over the seven lengths.
/// P is 1 for a sine of full scale; e = 1e-9 (-90 dB) is what nobody hears under music.
typedef struct {
  double bins_db;  ///< as above
  double bands_db; ///< the same with powers summed into bands of one ERB first: what falls between
                   ///< two partials and is masked by them counts for less
  double image_db; ///< mean change of left over right in bands of one ERB, 4096 frames; bands in
                   ///< which both sides of the input lie above -70 dB count
} distance;

/// Both of the same length and rate, aligned, of the same loudness.
distance distance_find(const sound* in, const sound* out);

#endif
