// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/master.h"

#include "assist/destinations.h"
#include "assist/glue.h"
#include "assist/tone.h"
#include "base/path.h"

lq_status lq_assist_master(lq_master** const out, const char* const mix_path,
                           const lq_features* const mix, const lq_master_brief* const brief,
                           const lq_render_options* const options, lq_error* const error)
{
  lq_master* m = NULL;
  LQ_TRY(lq_master_new(&m));
  m->title       = lq_pool_copy(m->pool, brief->title);
  m->folder      = lq_pool_copy(m->pool, brief->plan_folder);
  m->source      = lq_path_relative(m->pool, brief->plan_folder, mix_path);
  m->source_path = lq_pool_copy(m->pool, mix_path);
  lq_status st   = m->title && m->folder && m->source && m->source_path ? LQ_OK : LQ_ERR_MEMORY;
  st             = st ? st : lq_tone_correct(m, mix, error);
  st             = st ? st : lq_glue_mix(m, mix);
  st             = st ? st : lq_destinations_solve(m, brief, options, error);
  if (st) {
    lq_master_free(m);
    return st;
  }
  *out = m;
  return LQ_OK;
}
