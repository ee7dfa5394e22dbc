// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What two channels are to each other.
#ifndef LQ_MEASURE_PAIR_H
#define LQ_MEASURE_PAIR_H

/// Powers; mid and side are (left +- right) / 2.
typedef struct {
  double left, right, mid, side;
} lq_pair;

/// @param ll,rr,lr  sums of squares, and of products
lq_pair lq_pair_of(double ll, double rr, double lr);

double lq_pair_correlation(lq_pair p);  ///< -1 to 1; 0 when a channel is silent
double lq_pair_side_db(lq_pair p);      ///< over mid; -INFINITY for mono
double lq_pair_balance_db(lq_pair p);   ///< right over left
double lq_pair_mono_loss_db(lq_pair p); ///< both channels over both playing mid; 0 or more

#endif
