// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/judge.h"

#include "base/maths.h"

#include <math.h>

// docs/verify.md says where each comes from.
static const double close_db         = 0.005; // rounds to 0.00
static const double full_scale_lin   = 0.999; // a top above this is one of the converter
static const double flat_least       = 0.8;   // confidence
static const double dc_most_db       = -50;
static const double head_most_sec    = 3;
static const double tail_most_sec    = 12;
static const double inside_most_sec  = 2;
static const double pause_most_sec   = 5;
static const double mono_most_db     = -80;
static const double dropout_most_sec = 0.5; // longer ones may be meant

static void judge_peak(lq_remarks* const to, const lq_entry* const e)
{
  const double  ceiling_dbtp = e->target ? e->target->ceiling_dbtp : 0;
  const lq_spot spot         = lq_spot_time(e->name, e->heard.peak_sec);
  if (e->heard.peak_dbtp - ceiling_dbtp > close_db) {
    (void)lq_remark_add(to, e->target ? LQ_RULE_PEAK : LQ_RULE_PEAK_FULL, spot,
                        lq_remark_text(to, "%.2f dBTP or less", ceiling_dbtp), "%.2f dBTP",
                        e->heard.peak_dbtp);
  }
}

static void judge_tops(lq_remarks* const to, const lq_entry* const e)
{
  const lq_flat_sum* const f    = &e->heard.flat;
  const lq_spot            spot = lq_spot_time(e->name, (double)f->first / e->heard.m.rate_hz);
  if (!f->n_runs || e->heard.info.lossy) {
    return;
  }
  if ((double)f->top >= full_scale_lin) {
    (void)lq_remark_add(to, LQ_RULE_CLIPPED, spot, NULL, "%llu time%s, up to %u samples in a row",
                        (unsigned long long)f->n_runs, f->n_runs == 1 ? "" : "s", f->longest);
  } else if (e->heard.flat_sure >= flat_least) {
    (void)lq_remark_add(to, LQ_RULE_FLAT, spot, NULL, "%llu times at %.1f dBFS, up to %u samples",
                        (unsigned long long)f->n_runs, lq_lin_to_db((double)f->top), f->longest);
  }
}

static void judge_line(lq_remarks* const to, const lq_entry* const e)
{
  for (unsigned c = 0; c < e->heard.m.n_channels; ++c) {
    const double db = lq_lin_to_db(fabs(e->heard.dc_lin[c]));
    if (db > dc_most_db) {
      (void)lq_remark_add(to, LQ_RULE_DC, lq_spot_file(e->name),
                          lq_remark_text(to, "%.0f dBFS or less", dc_most_db),
                          "%.1f dBFS on the %s", db,
                          e->heard.m.n_channels < 2 ? "channel"
                          : c                       ? "right"
                                                    : "left");
      return;
    }
  }
}

static void judge_silences(lq_remarks* const to, const lq_entry* const e)
{
  const lq_heard* const h = &e->heard;
  if (h->head.length_sec > head_most_sec) {
    (void)lq_remark_add(to, LQ_RULE_SILENCE_HEAD, lq_spot_time(e->name, 0),
                        lq_remark_text(to, "%.0f s at most", head_most_sec), "%.1f s",
                        h->head.length_sec);
  }
  if (h->tail.length_sec > tail_most_sec) {
    (void)lq_remark_add(to, LQ_RULE_SILENCE_TAIL, lq_spot_time(e->name, h->tail.at_sec),
                        lq_remark_text(to, "%.0f s at most", tail_most_sec), "%.1f s",
                        h->tail.length_sec);
  }
  if (h->inside.length_sec > inside_most_sec && !lq_entry_is_side(e)) {
    (void)lq_remark_add(to, LQ_RULE_SILENCE_INSIDE, lq_spot_time(e->name, h->inside.at_sec),
                        lq_remark_text(to, "%.0f s at most", inside_most_sec), "%.1f s",
                        h->inside.length_sec);
  }
}

static void judge_sides(lq_remarks* const to, const lq_entry* const e)
{
  static const char* const names[] = {"left", "right"};
  const lq_heard* const    h       = &e->heard;
  if (h->m.n_channels != 2) {
    return;
  }
  for (unsigned side = 0; side < 2; ++side) {
    if (h->dead[side]) {
      (void)lq_remark_add(to, LQ_RULE_CHANNEL_DEAD, lq_spot_file(e->name), NULL,
                          "nothing plays on the %s", names[side]);
      return;
    }
    if (h->pause[side].length_sec > pause_most_sec) {
      (void)lq_remark_add(to, LQ_RULE_CHANNEL_PAUSE, lq_spot_time(e->name, h->pause[side].at_sec),
                          NULL, "nothing plays on the %s for %.1f s", names[side],
                          h->pause[side].length_sec);
    }
  }
  if (h->side_db < mono_most_db) {
    (void)lq_remark_add(to, LQ_RULE_MONO, lq_spot_file(e->name), NULL, "mono on two channels");
  }
}

static const char* times(lq_remarks* const to, const double* const sec, const size_t n)
{
  const char* text = "";
  for (size_t i = 0; i < n && i < LQ_HEARD_FAULTS; ++i) {
    const char* const clock = lq_remark_clock(to->pool, sec[i]);
    text                    = lq_remark_text(to, "%s%s%s", text, i ? ", " : "", clock ? clock : "");
  }
  return n > LQ_HEARD_FAULTS ? lq_remark_text(to, "%s ...", text) : text;
}

static void judge_faults(lq_remarks* const to, const lq_entry* const e)
{
  const lq_heard* const h = &e->heard;
  if (h->n_dropouts) {
    lq_remark* const r = lq_remark_add(
        to, LQ_RULE_DROPOUT, lq_spot_time(e->name, h->dropouts_sec[0]), NULL,
        "%zu time%s, for up to %.0f ms, at %s", h->n_dropouts, h->n_dropouts == 1 ? "" : "s",
        1000 * h->longest_dropout_sec, times(to, h->dropouts_sec, h->n_dropouts));
    if (r && (h->longest_dropout_sec > dropout_most_sec || h->n_dropouts > 20)) {
      r->grade = LQ_GRADE_WARNING; // chopped on purpose, perhaps
    }
  }
  if (h->n_clicks) {
    (void)lq_remark_add(to, LQ_RULE_CLICK, lq_spot_time(e->name, h->clicks_sec[0]), NULL,
                        "%zu time%s, at %s", h->n_clicks, h->n_clicks == 1 ? "" : "s",
                        times(to, h->clicks_sec, h->n_clicks));
  }
}

void lq_judge_sound(lq_remarks* const to, const lq_entry* const e)
{
  const lq_heard* const h = &e->heard;
  if (e->kind != LQ_ENTRY_SOUND || !h->done) {
    return;
  }
  if (h->n_nonfinite) {
    (void)lq_remark_add(to, LQ_RULE_NONFINITE, lq_spot_file(e->name), NULL, "%llu",
                        (unsigned long long)h->n_nonfinite);
  }
  if (!isfinite(h->m.integrated_lufs) && !(h->m.sample_peak_dbfs > -70)) {
    (void)lq_remark_add(to, LQ_RULE_SILENT, lq_spot_file(e->name), NULL, "its highest sample is %s",
                        isfinite(h->m.sample_peak_dbfs) ? "under -70 dBFS" : "0");
    return;
  }
  judge_peak(to, e);
  if (h->fine) {
    judge_tops(to, e);
    judge_line(to, e);
    judge_silences(to, e);
    judge_sides(to, e);
    judge_faults(to, e);
  }
}
