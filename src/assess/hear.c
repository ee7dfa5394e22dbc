// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/steps.h"
#include "base/pool.h"
#include "measure/click.h"

#include <math.h>
#include <string.h>

static lq_status hear(lq_assessment* const a, lq_assessed* const f)
{
  const lq_features* const g    = &f->sig.features;
  const lq_role_guess      told = lq_role_from_name(&a->roles, f->name);
  f->full_range                 = lq_sound_fills_range(g);
  if (!(g->whole.sample_peak_dbfs > -70) || !isfinite(g->activity.lufs)) {
    f->kind = LQ_FILE_SILENT;
  } else if (lq_name_is_click(f->name) || (!told.role && lq_sounds_like_click(g))) {
    f->kind = LQ_FILE_CLICK;
    return LQ_OK;
  }
  if (told.role) {
    f->role            = told.role;
    f->role_why        = lq_pool_format(a->pool, "'%s' in its name", told.word);
    f->role_confidence = told.sure;
    f->role_named      = true;
  } else if (f->kind != LQ_FILE_SILENT) {
    lq_voicing voicing;
    LQ_TRY(lq_voicing_find(&voicing, lq_assessed_signal(f), &g->activity));
    const lq_sound       sound = lq_sound_of(g, &voicing);
    const lq_sound_guess heard = lq_role_from_sound(&a->sounds, &a->roles, &sound);
    f->role                    = heard.role;
    f->role_confidence         = heard.sure;
    f->role_why                = lq_pool_format(
                       a->pool,
                       "by its sound, %.0f %% sure: most like '%s' (weight at %.0f Hz, percussive by %.2f)",
                       100 * heard.sure, heard.kind, g->centroid_hz, g->percussiveness);
  }
  return !f->role || f->role_why ? LQ_OK : LQ_ERR_MEMORY;
}

lq_status lq_assess_hear(lq_assessment* const a)
{
  for (size_t i = 0; i < a->n_files; ++i) {
    lq_assessed* const f = &a->files[i];
    if (f->status) {
      const lq_set_finding odd = {.id       = "unreadable",
                                  .severity = LQ_SEVERITY_STOP,
                                  .files    = &i,
                                  .n_files  = 1,
                                  .value    = (double)NAN,
                                  .unit     = "",
                                  .advice   = "Ask for it again, or take it out of the pile."};
      f->kind                  = LQ_FILE_UNREADABLE;
      LQ_TRY(lq_assess_find(a, &odd, "'%s' cannot be read: %s", f->name, f->error->text));
      continue;
    }
    LQ_TRY(hear(a, f));
  }
  return LQ_OK;
}
