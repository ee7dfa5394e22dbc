// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a report.json states of the files beside it: every object in it, however deep, that names a
/// file and its loudness; and of an album, whose songs have no file but a destination and a place
/// in the order, every song of every destination.
#ifndef LQ_VERIFY_STATED_H
#define LQ_VERIFY_STATED_H

#include "base/pool.h"

#include <stddef.h>

/// NAN and NULL where nothing is said.
typedef struct {
  const char* file; ///< relative to the report's folder; NULL: a song of an album
  const char* target;
  unsigned    track; ///< of such a song; 0: hidden
  double      integrated_lufs;
  double      peak_dbtp; ///< exactly
  double      target_lufs;
  double      duration_sec;
  double      rate_hz;
  const char* verdict; ///< "pass", "short", "fail"
  const char* reason;
} lq_stated;

typedef struct {
  const lq_stated* list; ///< [n]
  size_t           n;
} lq_statements;

/// @return LQ_ERR_READ, LQ_ERR_SYNTAX (no JSON, and where), LQ_ERR_LIMIT (too big), LQ_ERR_MEMORY
LQ_NODISCARD lq_status lq_stated_read(lq_statements* statements, lq_pool* pool, const char* path,
                                      lq_error* error);

#endif
