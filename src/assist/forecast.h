// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a limiter will do at a drive that was not tried yet: foretold from 10 ms of music at a
/// time, and mended by what the real one did at another drive.
///
/// The simplest limiter stands for all: the peak of each 10 ms is brought to the ceiling, and the
/// reduction goes back by a release of 60 ms. Alone it misses by some tenths of an LU. What a pass
/// of the real limiter gave in each 100 ms, against what was foretold for it, then corrects every
/// other drive; near that pass little is left to be wrong about.
#ifndef LQ_ASSIST_FORECAST_H
#define LQ_ASSIST_FORECAST_H

#include "engine/envelope.h"
#include "measure/loudness.h"

typedef struct {
  const lq_envelope* envelope;
  lq_loudness        loudness;
  double*            further;       ///< [n_grids] more of the reduction, in dB, than was foretold
  double*            mend;          ///< [n_grids] and what that does not explain, in power
  double             usual_mend_db; ///< the same for the reduction
  size_t             n_grids;
} lq_forecaster;

typedef struct {
  double lufs;     ///< integrated
  double usual_db; ///< reduction that is exceeded in 1 % of the time in which there is any
} lq_forecast;

LQ_NODISCARD lq_status lq_forecaster_new(lq_forecaster* f, const lq_envelope* envelope);
void                   lq_forecaster_free(lq_forecaster* f);

lq_forecast lq_forecast_at(lq_forecaster* f, double gain_db, double ceiling_db);

/// What came out at that drive.
/// @param grid         [n_grids] K-weighted sum of squares of each 100 ms
/// @param grid_frames  frames in 100 ms there
/// @param usual_db     as its meter says; negative: it does not say
void lq_forecast_learn(lq_forecaster* f, double gain_db, double ceiling_db, const double* grid,
                       size_t n_grids, double grid_frames, double usual_db);

#endif
