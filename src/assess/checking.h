// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One check over all parts of a set: gathers the files that show a fault, and says it once.
#ifndef LQ_ASSESS_CHECKING_H
#define LQ_ASSESS_CHECKING_H

#include "assess/steps.h"

typedef struct {
  lq_assessment* a;
  size_t*        parts; ///< [n] tracks and stems that play
  size_t         n;
  size_t*        odd; ///< [n_odd] that show the fault
  size_t         n_odd;
  double         worst;
  bool*          said; ///< [n] only bleed: said already
} lq_checking;

void lq_checking_start(lq_checking* c);
void lq_checking_note(lq_checking* c, size_t file, double value);

/// Nothing when nothing was noted; the text goes on behind the names.
LQ_NODISCARD lq_status lq_checking_tell(lq_checking* c, const char* id, lq_severity severity,
                                        const char* unit, const char* text, const char* advice);

const lq_assessed* lq_checking_part(const lq_checking* c, size_t k);

/// The word for one file, or for several.
const char* lq_checking_word(const lq_checking* c, const char* one, const char* several);

LQ_NODISCARD lq_status lq_checking_noises(lq_checking* c);
LQ_NODISCARD lq_status lq_checking_only_bleed(lq_checking* c);
LQ_NODISCARD lq_status lq_checking_levels(lq_checking* c);

#endif
