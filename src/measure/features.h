// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Everything that a mix decision may ask of one track, from one pass over it.
#ifndef LQ_MEASURE_FEATURES_H
#define LQ_MEASURE_FEATURES_H

#include "lacquer/measure.h"
#include "measure/activity.h"
#include "measure/resonance.h"
#include "measure/spectrum.h"
#include "measure/strokes.h"

/// "While active" means over the active blocks of 100 ms; such figures are 0, and levels -INFINITY,
/// when the track never plays.
typedef struct {
  double         rate_hz;
  unsigned       n_channels;
  double         duration_sec;
  lq_measurement whole;    ///< loudness and peaks of the track as it stands
  lq_activity    activity; ///< when it plays, and how loud then

  double crest_db; ///< sample peak over RMS while active; a sine has 3.01

  double band_power[LQ_SPECTRUM_BANDS]; ///< mean square in third octaves, mean of the channels
  double centroid_hz;                   ///< mean while active, by magnitude
  double centroid_octaves;              ///< its spread from block to block, standard deviation
  double zero_crossings_hz;             ///< crossings a second while active
  double low_energy_ratio; ///< share of the blocks between first and last below their mean RMS

  lq_stroke_parts strokes; ///< what is struck, and what sounds between

  double onsets_hz;      ///< attacks a second while active
  double percussiveness; ///< 0 even, 1 all sound within 60 ms of attacks (by amplitude)

  double correlation; ///< of left and right while active, -1 to 1; mono 1
  double side_db;     ///< side over mid while active; -INFINITY for mono
  double balance_db;  ///< right over left while active
  bool   dual_mono;   ///< two channels, one signal: side 60 dB or more below mid
  double dc_lin;      ///< greatest mean of a channel, signed

  lq_resonance resonances[LQ_MOST_RESONANCES]; ///< what rings all the time
  unsigned     n_resonances;

  double hum_50_dbfs; ///< a sine at full scale reads 0; -INFINITY where nothing hums
  double hum_60_dbfs;

  size_t n_blocks; ///< of 100 ms, the last, partial one included
  float* power;    ///< [n_blocks] K-weighted mean square, for ratios between tracks

  size_t   n_rises; ///< of 10 ms
  uint8_t* rises;   ///< [n_rises] lq_rise_push(), for the beat
} lq_features;

typedef struct lq_feature_meter lq_feature_meter;

/// @param n_channels  1 or 2
LQ_NODISCARD lq_status lq_feature_meter_new(lq_feature_meter** meter, double rate_hz,
                                            unsigned n_channels);
void                   lq_feature_meter_free(lq_feature_meter* meter); ///< NULL is fine

/// @param x [n_channels][n_frames], full scale 1; what is not finite counts as 0
LQ_NODISCARD lq_status lq_feature_meter_process(lq_feature_meter* meter, const float* const* x,
                                                size_t n_frames);

/// No audio may follow. The features stand on their own: release them with lq_features_free().
LQ_NODISCARD lq_status lq_feature_meter_finish(lq_feature_meter* meter, lq_features* features);

void lq_features_free(lq_features* features);

#endif
