// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What reports state of the files, against what the files are.
#include "base/path.h"
#include "verify/judge.h"
#include "verify/work.h"

#include <math.h>
#include <string.h>

// A report is written in thousandths, figures in hundredths.
static const double close_lu = 0.05, close_db = 0.05, close_sec = 0.005;

// A song of an album: the file of that number in the folder of its destination.
static void hand_to_song(const lq_work* const w, const char* const folder, const lq_stated* const s)
{
  const char* const in = lq_path_join(w->pool, folder, s->target);
  const size_t      n  = in ? strlen(in) : 0;
  for (size_t i = 0; in && i < w->walk.n; ++i) {
    lq_entry* const e = &w->walk.entries[i];
    if (e->kind == LQ_ENTRY_SOUND && e->numbered && e->number == s->track &&
        !strncmp(e->path, in, n) && lq_entry_file(e->path) == e->path + n + 1) {
      e->stated = s;
    }
  }
}

static lq_status hand_out(lq_work* const w, const lq_entry* const report,
                          const lq_statements* const statements)
{
  const char* const folder = lq_path_folder(w->pool, report->path);
  LQ_TRY(folder ? LQ_OK : LQ_ERR_MEMORY);
  for (size_t i = 0; i < statements->n; ++i) {
    const lq_stated* const s = &statements->list[i];
    if (!s->file) {
      hand_to_song(w, folder, s);
      continue;
    }
    const char* const path = lq_path_join(w->pool, folder, s->file);
    lq_entry* const   e    = path ? lq_walk_find(&w->walk, path) : NULL;
    LQ_TRY(path ? LQ_OK : LQ_ERR_MEMORY);
    if (e) {
      e->stated = s;
    } else if (s->target) { // a delivery; the mix may lie anywhere
      const char* const in   = lq_entry_folder(w->pool, report);
      const char* const name = in ? lq_path_join(w->pool, in, s->file) : NULL;
      LQ_TRY(name ? lq_work_gone(w, path, name, lq_entry_file(report->name)) : LQ_ERR_MEMORY);
    }
  }
  return LQ_OK;
}

lq_status lq_reports_read(lq_work* const w)
{
  for (size_t i = 0; i < w->walk.n; ++i) {
    const lq_entry* const e          = &w->walk.entries[i];
    lq_statements         statements = {0};
    lq_error              error;
    if (e->kind != LQ_ENTRY_REPORT) {
      continue;
    }
    const lq_status st = lq_stated_read(&statements, w->pool, e->path, &error);
    LQ_TRY(st == LQ_ERR_MEMORY ? st : LQ_OK);
    if (st) {
      (void)lq_remark_add(&w->remarks, LQ_RULE_REPORT_FORM, lq_spot_file(e->name), NULL, "%s",
                          error.text);
    }
    LQ_TRY(hand_out(w, e, &statements));
  }
  return w->remarks.failed ? LQ_ERR_MEMORY : LQ_OK;
}

static void compare(lq_remarks* const to, const lq_entry* const e, const char* const what,
                    const double said, const double is, const double close, const char* const unit)
{
  if (isfinite(said) && !(fabs(said - is) <= close)) {
    (void)lq_remark_add(to, LQ_RULE_REPORT, lq_spot_file(e->name),
                        lq_remark_text(to, "%.2f%s by the report", said, unit), "%s %.2f%s", what,
                        is, unit);
  }
}

void lq_judge_stated(lq_remarks* const to, const lq_entry* const e)
{
  const lq_stated* const s = e->stated;
  const lq_heard* const  h = &e->heard;
  if (!s || !h->done || h->info.truncated) {
    return;
  }
  compare(to, e, "length", s->duration_sec, (double)h->m.n_frames / h->m.rate_hz, close_sec, " s");
  compare(to, e, "rate", s->rate_hz, h->m.rate_hz, 0, " Hz");
  compare(to, e, "loudness", s->integrated_lufs, h->m.integrated_lufs, close_lu, " LUFS");
  compare(to, e, "true peak", s->peak_dbtp, h->peak_dbtp, close_db, " dBTP");
}
