// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How hard a limiter is to be driven: as hard as the loudness wants and the guards allow. Finds
/// the next drive to try from what the tries before it gave.
#ifndef LQ_ASSIST_DRIVE_H
#define LQ_ASSIST_DRIVE_H

#include "assist/forecast.h"
#include "lacquer/dither.h"
#include "measure/readback.h"

/// The dynamics guard: what keeps a master from being louder.
typedef enum {
  LQ_GUARD_NONE,  ///< it is as loud as it was to be
  LQ_GUARD_COST,  ///< the limiter takes too much loudness away
  LQ_GUARD_USUAL, ///< it turns down too far, too often
  LQ_GUARD_PLR,   ///< the peaks stand too little over the loudness
  LQ_GUARD_N
} lq_guard;

/// How much loudness a limiter may take away. Catching single peaks costs nothing here; flattening
/// every beat does. Our choice: at 2.5 LU every hit of a drum track has lost its front.
#define LQ_GUARD_COST_LU 2.5
/// The reduction that it may exceed in 1 % of the time. Our choice.
#define LQ_GUARD_USUAL_DB 6.0
/// Peak to loudness where no genre says otherwise. Our choice: data/genres.yaml.
#define LQ_GUARD_PLR_LU 8.0
/// A mix that comes under its floor, or near it, may lose so much: its limiter is for peaks.
#define LQ_GUARD_PLR_LOSS_LU 1.0

/// What the limiter's row can hold.
#define LQ_DRIVE_LEAST_DB (-24.0)
#define LQ_DRIVE_MOST_DB  36.0
/// To the loudness; and under a guard, which is no promise to the hundredth.
#define LQ_DRIVE_CLOSE_LU 0.02
#define LQ_DRIVE_GUARD_DB 0.1

/// One limiter on its way.
typedef struct {
  const lq_measurement* before;   ///< of what it is driven by
  double                aim_lufs; ///< what is to come out
  double                ceiling_db;
  double                floor_lu; ///< of peak to loudness
  bool                  exact;    ///< no guards
  bool                  usual;    ///< this limiter tells its usual reduction
  lq_forecaster         forecaster;
  double                low_db, high_db; ///< tries that were too little and too much
  double                last_gain_db, last_miss;
  bool                  has_last;
} lq_drive;

/// What one try gave.
typedef struct {
  double lufs;
  double usual_db; ///< negative: unknown
  double plr_lu;
} lq_drive_try;

/// @param envelope      of what it is driven by; lives as long as the drive
/// @param plr_floor_lu  of music like this; 0: LQ_GUARD_PLR_LU
LQ_NODISCARD lq_status lq_drive_new(lq_drive* drive, const lq_envelope* envelope,
                                    const lq_measurement* before, double plr_floor_lu);
void                   lq_drive_free(lq_drive* drive);

/// Another aim or another ceiling: of these nothing is known that was tried.
void lq_drive_forget(lq_drive* drive);

/// By how much a try is too loud or too squeezed, and which of these is worst: that is what to
/// solve. @param guard  may be NULL
double lq_drive_excess(const lq_drive* drive, double gain_db, lq_drive_try got, lq_guard* guard);

/// Whether that is near enough.
bool lq_drive_is_there(double excess, lq_guard guard);

/// The drive at which nothing is too much any more, as far as can be foretold.
double lq_drive_foretell(lq_drive* drive);

/// How loud it would be if only the guards stood against it, foretold.
double lq_drive_reach_lufs(lq_drive* drive);

/// Whether the limiter takes so much there that the forecast has to learn first.
bool lq_drive_will_miss(lq_drive* drive, double gain_db);

/// What came out at that drive, for the forecast.
/// @param read  of what came out
void lq_drive_learn(lq_drive* drive, double gain_db, const lq_readback* read, double usual_db);

/// The next drive: where the forecast sees it, and from the second try on along the line through
/// the last two. Both can be led astray, where one guard takes over from another: what leaves the
/// tries that were too little and too much goes half way between them.
double lq_drive_next(lq_drive* drive, double gain_db, double miss);

/// The limiter itself, with a gain in front of it.
LQ_NODISCARD lq_status lq_drive_limiter(lq_device* device, lq_pool* pool, double gain_db,
                                        double ceiling_db);

/// Plans are for people: gains in hundredths, ceilings in thousandths, downwards.
double lq_drive_gain_step(double db);
double lq_drive_ceiling_step(double db);

/// The promise less what rounding and dither can add to a peak: on 24 bits nothing, on 16 bits
/// 0.001 dB.
double lq_drive_first_ceiling_db(double promise_db, unsigned bits, lq_dither_kind dither,
                                 double rate_hz);

#endif
