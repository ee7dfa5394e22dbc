// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The loudness of each folder's songs against its place. Of an album the loudest song stands for
// all of them (AES TD1008, 2021): the others may be quieter, none may be louder.
#include "verify/work.h"

#include <math.h>
#include <string.h>

static const double close_lu = 0.1; // where no standard allows more

static double tolerance_of(const lq_target* const t)
{
  return fmax(close_lu, t->tolerance_lu);
}

static bool measured(const lq_entry* const e)
{
  return e->kind == LQ_ENTRY_SOUND && e->target && e->heard.done && !e->heard.info.truncated &&
         isfinite(e->heard.m.integrated_lufs);
}

static bool stopped_short(const lq_entry* const e)
{
  return e->stated && e->stated->verdict && !strcmp(e->stated->verdict, "short") &&
         fabs(e->stated->integrated_lufs - e->heard.m.integrated_lufs) < close_lu;
}

static void judge_one(lq_remarks* const to, const lq_entry* const e, const bool may_be_quieter)
{
  const lq_target* const t      = e->target;
  const double           lufs   = e->heard.m.integrated_lufs;
  const double           off_lu = lufs - t->loudness_lufs;
  const double           close  = tolerance_of(t) + 1e-9;
  const char* const      expected =
      lq_remark_text(to, "%.1f LUFS, within %.1f", t->loudness_lufs, tolerance_of(t));
  const lq_spot spot = lq_spot_file(e->name);
  if (off_lu > close) {
    (void)lq_remark_add(to, LQ_RULE_LOUD, spot, expected, "%.2f LUFS", lufs);
  } else if (off_lu < -close && stopped_short(e)) {
    (void)lq_remark_add(to, LQ_RULE_SHORT, spot, expected, "%.2f LUFS: %s", lufs,
                        e->stated->reason ? e->stated->reason : "the report does not say why");
  } else if (off_lu < -close && !may_be_quieter) {
    (void)lq_remark_add(to, LQ_RULE_QUIET, spot, expected, "%.2f LUFS", lufs);
  }
}

static void judge_group(lq_work* const w, const lq_verified_group* const g)
{
  const lq_entry* const list    = w->walk.entries + g->first;
  const bool            album   = lq_group_is_album(w, g);
  const lq_entry*       loudest = NULL;
  for (size_t i = 0; i < g->n_entries; ++i) {
    if (measured(&list[i]) && !list[i].version && !lq_entry_is_side(&list[i]) &&
        (!loudest || list[i].heard.m.integrated_lufs > loudest->heard.m.integrated_lufs)) {
      loudest = &list[i];
    }
  }
  for (size_t i = 0; i < g->n_entries; ++i) {
    const lq_entry* const e = &list[i];
    if (measured(e) && !lq_entry_is_side(e)) { // a side's level is for who cuts it
      judge_one(&w->remarks, e, e->version || (album && e != loudest));
    }
  }
}

lq_status lq_levels_judge(lq_work* const w)
{
  for (size_t i = 0; i < w->n_groups; ++i) {
    judge_group(w, &w->groups[i]);
  }
  return w->remarks.failed ? LQ_ERR_MEMORY : LQ_OK;
}
