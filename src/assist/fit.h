// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The few gains that bring a line into a band around what is wanted, with the least of them: they
/// go to the edge of the band and no further, so that the same question asked of the answer moves
/// nothing.
#ifndef LQ_ASSIST_FIT_H
#define LQ_ASSIST_FIT_H

enum { LQ_FIT_POINTS = 31, LQ_FIT_MOVES = 8 };

typedef struct {
  unsigned n_points, n_moves;
  double   off_db[LQ_FIT_POINTS];              ///< where the line stands against what is wanted
  double   slack_db[LQ_FIT_POINTS];            ///< how far that is no matter
  double   weight[LQ_FIT_POINTS];              ///< 0: not looked at
  double   shape[LQ_FIT_MOVES][LQ_FIT_POINTS]; ///< what 1 dB of a move does to each point
  double   least_db[LQ_FIT_MOVES];             ///< each move from here
  double   most_db[LQ_FIT_MOVES];              ///< to here; 0 to 0: not to be used
} lq_fit;

/// @param gain_db  [n_moves]
void lq_fit_solve(const lq_fit* fit, double* gain_db);

/// Beyond the slack, with its sign; 0 within.
double lq_fit_outside_db(double off_db, double slack_db);

#endif
