// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// From many moments to the few passages where they are densest.
#ifndef LQ_CHECK_PASSAGES_H
#define LQ_CHECK_PASSAGES_H

#include "lacquer/model.h"

#include <stddef.h>
#include <stdint.h>

enum { LQ_PASSAGES_MOST = 3 };

typedef struct {
  double start_sec, end_sec;
  size_t n; ///< moments in it
} lq_passage;

typedef struct {
  lq_passage list[LQ_PASSAGES_MOST]; ///< in the order of the song
  size_t     n;
  size_t     worst; ///< the one with the most moments
} lq_passages;

/// Seconds with at least half as many moments as the fullest, joined across gaps of two seconds;
/// the three with the most.
/// @param count  [n_sec] moments in each second
lq_passages lq_passages_find(const uint32_t* count, size_t n_sec);

/// "0:12.0 to 0:15.0, 1:02.0 to 1:09.0"; NULL without memory.
const char* lq_passages_text(lq_pool* pool, const lq_passages* passages);

/// "1:02.5"
const char* lq_clock_text(lq_pool* pool, double sec);

#endif
