// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Windows and gates over K-weighted energy: momentary, short-term, integrated, range.
/// Sources: ITU-R BS.1770-5 (2023), Annex 1; EBU Tech 3341 (2023); EBU Tech 3342 (2023).
/// Energy comes in hops of 10 ms, so that every window is tried at 100 places a second; what is
/// kept is 24 bytes per 100 ms.
#ifndef LQ_MEASURE_LOUDNESS_H
#define LQ_MEASURE_LOUDNESS_H

#include "lacquer/status.h"

#include <stddef.h>
#include <stdint.h>

enum {
  LQ_LOUDNESS_HOPS_A_GRID     = 10, ///< hops in the 100 ms grid of gating blocks
  LQ_LOUDNESS_GRIDS_MOMENTARY = 4,
  LQ_LOUDNESS_GRIDS_SHORT     = 30,
  LQ_LOUDNESS_RING            = LQ_LOUDNESS_HOPS_A_GRID * LQ_LOUDNESS_GRIDS_SHORT, ///< 3 s of hops
};

typedef struct {
  double   grid_frames; ///< frames in 100 ms
  double   hop[LQ_LOUDNESS_HOPS_A_GRID];
  double   ring[LQ_LOUDNESS_RING]; ///< energy of the 100 ms that end with each hop
  uint64_t n_hops;
  double   momentary, short_term; ///< energies of the windows that end now
  double   max_momentary, max_short_term;
  size_t   n_grids, room;
  double*  grid;   ///< [n_grids] energy of each 100 ms
  double*  window; ///< [n_grids] energy of the 3 s that end with each 100 ms
  double*  sorted; ///< [room]: a place to sort in
} lq_loudness;

void lq_loudness_start(lq_loudness* l, double grid_frames);
void lq_loudness_free(lq_loudness* l);

/// Make room, so that the next `n` hops cannot fail.
LQ_NODISCARD lq_status lq_loudness_reserve(lq_loudness* l, size_t n_hops);

/// @param energy  weighted sum of squares over 10 ms, all channels
void lq_loudness_push(lq_loudness* l, double energy);

/// -0.691 + 10 log10 of the mean square; -INFINITY for 0.
double lq_loudness_lufs(double mean_square);

double lq_loudness_momentary_lufs(const lq_loudness* l);
double lq_loudness_short_term_lufs(const lq_loudness* l);
double lq_loudness_max_momentary_lufs(const lq_loudness* l);
double lq_loudness_max_short_term_lufs(const lq_loudness* l);
double lq_loudness_integrated_lufs(const lq_loudness* l);
double lq_loudness_range_lu(const lq_loudness* l);

#endif
