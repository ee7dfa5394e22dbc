// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What verification found: which rule, where, what was found and what was expected.
#ifndef LQ_VERIFY_REMARK_H
#define LQ_VERIFY_REMARK_H

#include "base/pool.h"
#include "verify/rules.h"

#include <stdint.h>

typedef struct {
  lq_rule     rule;
  lq_grade    grade;
  const char* path;     ///< as a person finds it, from the folder that was asked for
  double      sec;      ///< where in the sound; NAN: nowhere
  int64_t     byte;     ///< where in the file; -1: nowhere
  const char* found;    ///< "-0.20 dBTP"
  const char* expected; ///< "-1.00 dBTP or less"; NULL: goes without saying
} lq_remark;

typedef struct {
  lq_pool*   pool;
  lq_remark* list; ///< [n]
  size_t     n, room;
  bool       failed; ///< there was no memory for one
} lq_remarks;

/// Where a remark points.
typedef struct {
  const char* path;
  double      sec;
  int64_t     byte;
} lq_spot;

lq_spot lq_spot_file(const char* path);
lq_spot lq_spot_time(const char* path, double sec);
lq_spot lq_spot_byte(const char* path, uint64_t byte);

/// Add one with its rule's grade. What was found is made here; `expected` must live in the pool or
/// for ever, or is NULL. Without memory `failed` is set, so that nobody else need look.
/// @return it, or NULL: its grade may be changed
lq_remark* lq_remark_add(lq_remarks* remarks, lq_rule rule, lq_spot spot, const char* expected,
                         const char* found, ...) LQ_PRINTF(5, 6);

/// A text in the remarks' pool, never NULL.
const char* lq_remark_text(lq_remarks* remarks, const char* format, ...) LQ_PRINTF(2, 3);

/// "The true peak is over the ceiling: -0.20 dBTP; expected -1.00 dBTP or less."
const char* lq_remark_sentence(lq_pool* pool, const lq_remark* remark);

/// "1:02.35"
const char* lq_remark_clock(lq_pool* pool, double sec);

/// By path, then time, then rule.
void lq_remarks_sort(lq_remarks* remarks);

#endif
