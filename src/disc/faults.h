// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What is wrong with a disc or with the files of one: sentences that the engineer of a plant, or
/// whoever has to mend it, understands.
#ifndef LQ_DISC_FAULTS_H
#define LQ_DISC_FAULTS_H

#include "base/pool.h"

typedef struct {
  bool        error;    ///< else a warning: it can be pressed, and should be looked at
  const char* sentence; ///< what was found, what was expected
  lq_at       at;       ///< where it was written; {0} when nobody knows
} lq_disc_fault;

typedef struct {
  const lq_disc_fault* items; ///< [n] in the order they were found
  size_t               n, n_errors;
  bool                 no_memory; ///< some could not be kept
} lq_disc_faults;

/// What all of a judge's steps write to.
typedef struct {
  lq_pool*        pool;
  lq_disc_faults* to;
} lq_fault_list;

void lq_fault_error(const lq_fault_list* list, lq_at at, const char* format, ...) LQ_PRINTF(3, 4);
void lq_fault_warn(const lq_fault_list* list, lq_at at, const char* format, ...) LQ_PRINTF(3, 4);

#endif
