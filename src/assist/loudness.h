// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Loudness solved through the limiter: how hard to drive it so that the file is as loud as the
/// destination wants, under its ceiling, and no more squeezed than the music bears. What is solved
/// for is read from the file that was written; the last pass is the delivery.
#ifndef LQ_ASSIST_LOUDNESS_H
#define LQ_ASSIST_LOUDNESS_H

#include "assist/dips.h"
#include "assist/drive.h"
#include "deliver/print.h"
#include "engine/takes.h"
#include "model/target.h"

typedef struct {
  const lq_takes*    takes;
  const lq_target*   target;
  const lq_delivery* delivery;     ///< what it is to be; its chain is the limiter to be solved
  const char*        path;         ///< where it will lie
  double             plr_floor_lu; ///< 0: LQ_GUARD_PLR_LU
  bool               force;        ///< a file that is there may be replaced
  bool               exact;        ///< reach the loudness whatever it costs
  bool               prove;        ///< by the codecs of the destination too
} lq_loudness_job;

typedef struct {
  double         gain_db;      ///< into the limiter
  double         ceiling_db;   ///< of the limiter: under the promise by what quantising may add
  double         reduction_db; ///< most that it took away
  double         usual_db;     ///< exceeded in 1 % of the time; -1: unknown
  double         cost_lu;      ///< loudness that the limiter took away: 0 when it hardly works
  double         plr_lu;       ///< what is left of peak to loudness
  lq_measurement after;        ///< of the file
  double         peak_dbtp;    ///< of the file, exactly
  double         short_lu;     ///< how far it was kept under the target; 0: it is there
  lq_guard       guard;        ///< what kept it
  double         codec_db;     ///< how far the ceiling came down for the sake of codecs
  lq_dips        dips;         ///< and where they needed more than that
  double         floor_lu;     ///< of plr_lu, as it was applied
  unsigned       n_passes;
  lq_print*      print; ///< the file, without a name yet; to be freed
} lq_loudness_answer;

LQ_NODISCARD lq_status lq_loudness_solve(const lq_loudness_job* job, lq_pool* pool,
                                         lq_loudness_answer*      answer,
                                         const lq_render_options* options, lq_error* error);

/// The chain of a delivery: the limiter, and behind it the dips if there are any.
LQ_NODISCARD lq_status lq_loudness_chain(lq_chain* chain, lq_pool* pool,
                                         const lq_loudness_answer* answer, const char* why);

#endif
