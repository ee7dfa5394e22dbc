// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a plan decides, and why: strip by strip in the order of the signal, from the plan alone.
#ifndef LQ_REPORT_EXPLAIN_H
#define LQ_REPORT_EXPLAIN_H

#include "lacquer/model.h"

#include <jansson.h>

typedef struct {
  const char* what;  ///< "trim", "compressor", "eq band 2", "send to plate"
  const char* value; ///< "threshold -7 dB, attack 3 ms"
  const char* why;   ///< "" when nobody gave a reason
} lq_decision;

typedef struct {
  const char*  kind; ///< "track", "bus", "return", "main", "vca"
  const char*  name;
  lq_decision* decisions; ///< [n]
  size_t       n;
} lq_explained;

typedef struct {
  const lq_session* session;
  lq_explained*     strips; ///< [n] and the VCAs at the end
  size_t            n;
} lq_explanation;

LQ_NODISCARD lq_status lq_explanation_make(lq_explanation* explanation, lq_pool* pool,
                                           const lq_session* session);

/// For a person, at 80 columns. @return malloc'ed, NULL without memory
char* lq_explanation_text(const lq_explanation* explanation);

/// A new reference; NULL without memory.
json_t* lq_explanation_json(const lq_explanation* explanation);

#endif
