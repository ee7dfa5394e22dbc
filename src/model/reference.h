// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A record to go by, as briefs and albums name it.
#ifndef LQ_MODEL_REFERENCE_H
#define LQ_MODEL_REFERENCE_H

typedef struct {
  const char* file; ///< as written
  const char* path; ///< resolved
  float       weight;
} lq_reference;

#endif
