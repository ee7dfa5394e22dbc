// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a compressor would do to a song, reckoned in steps: so that its threshold can be found
/// without rendering.
#ifndef LQ_ASSIST_SQUEEZE_H
#define LQ_ASSIST_SQUEEZE_H

#include "lacquer/status.h"

#include <stddef.h>

typedef struct {
  double threshold_db, ratio, knee_db;
  double range_db; ///< at most so much
  double attack_sec, release_sec;
  double share; ///< of the reduction that reaches what is judged; 1 but behind a shelf's slope
} lq_squeeze;

/// @param level_db      [n] what it hears
/// @param reduction_db  [n] out: how far it turns down, 0 and more
void lq_squeeze_run(const lq_squeeze* squeeze, const double* level_db, size_t n, double step_sec,
                    double* reduction_db);

/// How uneven something is: 95th percentile over the median of its 400 ms levels; or, over the
/// eight seconds around instead, which forgets that a song has loud and soft parts.
/// @param power  [n]
/// @param of     [n] 1: counts
typedef enum { LQ_UNEVEN_WHOLE, LQ_UNEVEN_NEAR } lq_uneven_kind;
LQ_NODISCARD lq_status lq_uneven_db(double* uneven_db, const double* power, const unsigned char* of,
                                    size_t n, double step_sec, lq_uneven_kind kind);

/// The threshold at which a song becomes as even as wanted.
/// @param heard     [n] power that the compressor hears
/// @param power     [n] power that is judged
/// @param usual_db  out: reduction at the 95th percentile
/// @return LQ_ERR_LIMIT: it cannot be had
LQ_NODISCARD lq_status lq_squeeze_solve(lq_squeeze* squeeze, const double* heard,
                                        const double* power, const unsigned char* of, size_t n,
                                        double step_sec, lq_uneven_kind kind, double want_db,
                                        double* usual_db);

#endif
