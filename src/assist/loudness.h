// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Loudness solved through the limiter: how hard to drive it so that the result is as loud as the
/// destination wants, under its ceiling, and no more squeezed than the music bears.
#ifndef LQ_ASSIST_LOUDNESS_H
#define LQ_ASSIST_LOUDNESS_H

#include "lacquer/measure.h"
#include "lacquer/render.h"
#include "model/target.h"

typedef struct {
  const char*      path;  ///< the mix
  const lq_chain*  chain; ///< common to all destinations
  const lq_target* target;
  double           before_lufs; ///< after the common chain
  bool             exact;       ///< reach the loudness whatever it costs
} lq_loudness_job;

typedef struct {
  double         gain_db;      ///< into the limiter
  double         ceiling_db;   ///< of the limiter: a little under the promise where it overshoots
  double         reduction_db; ///< most that it took away
  double         cost_lu;      ///< loudness that the limiter took away: 0 when it hardly works
  lq_measurement after;
  double         short_lu; ///< how far it was kept under the target; 0: it is there
  unsigned       n_passes;
} lq_loudness_answer;

/// The dynamics guard: how much loudness a limiter may take away. Catching single peaks costs
/// nothing here; flattening every beat does. Our choice: at 2.5 LU every hit of a drum track has
/// lost its front.
#define LQ_GUARD_COST_LU 2.5

LQ_NODISCARD lq_status lq_loudness_solve(const lq_loudness_job* job, lq_pool* pool,
                                         lq_loudness_answer*      answer,
                                         const lq_render_options* options, lq_error* error);

/// A limiter device with these settings.
LQ_NODISCARD lq_status lq_limiter_device(lq_device* device, lq_pool* pool, double gain_db,
                                         double ceiling_db);

/// What comes out of a file and a chain, measured.
LQ_NODISCARD lq_status lq_loudness_measure(const char* path, const lq_chain* chain,
                                           lq_measurement* m, const lq_render_options* options,
                                           lq_error* error);

#endif
