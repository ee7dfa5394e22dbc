// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/checking.h"

#include <math.h>

lq_status lq_checking_tell(lq_checking* const c, const char* const id, const lq_severity severity,
                           const char* const unit, const char* const text, const char* const advice)
{
  if (!c->n_odd) {
    return LQ_OK;
  }
  const lq_set_finding odd = {.id       = id,
                              .severity = severity,
                              .files    = c->odd,
                              .n_files  = c->n_odd,
                              .value    = c->worst,
                              .unit     = unit,
                              .advice   = advice};
  return lq_assess_find(c->a, &odd, "%s %s", lq_assess_names(c->a, c->odd, c->n_odd), text);
}

const char* lq_checking_word(const lq_checking* const c, const char* const single,
                             const char* const several)
{
  return c->n_odd == 1 ? single : several;
}

void lq_checking_start(lq_checking* const c)
{
  c->n_odd = 0;
  c->worst = 0;
}

void lq_checking_note(lq_checking* const c, const size_t file, const double value)
{
  c->odd[c->n_odd++] = file;
  c->worst           = fabs(value) > fabs(c->worst) ? value : c->worst;
}

const lq_assessed* lq_checking_part(const lq_checking* const c, const size_t k)
{
  return &c->a->files[c->parts[k]];
}
