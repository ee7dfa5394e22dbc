// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Left against right: a channel turned round, passages that cancel, a low end that cancels.
#include "base/maths.h"
#include "check/finder.h"

#include <math.h>

enum { WINDOW = 300, HOP = 100 }; // steps of 10 ms

static const double overall_limit = -0.1, passage_limit = -0.35, passage_sec = 5, low_limit = 0.5;

typedef struct {
  double left, right, both;
} sums;

static sums add(const lq_trace* const t, const size_t from, const size_t to, const bool low)
{
  sums s = {0};
  for (size_t i = from; i < to && i < t->n; ++i) {
    const lq_step* const p = &t->steps[i];
    s.left += (double)(low ? p->low_left : p->left);
    s.right += (double)(low ? p->low_right : p->right);
    s.both += (double)(low ? p->low_both : p->both);
  }
  return s;
}

// A channel that hardly plays agrees with everything.
static double correlation(const sums s)
{
  const double least = 1e-3 * (s.left + s.right);
  return s.left > least && s.right > least ? s.both / sqrt(s.left * s.right) : 1.0;
}

static lq_status tell_overall(const double r, lq_finds* const finds)
{
  const lq_finding f = {.id       = "phase",
                        .severity = LQ_SEVERITY_WARNING,
                        .value    = r,
                        .limit    = overall_limit,
                        .unit     = "",
                        .advice   = "Look for a track with one side's polarity turned round."};
  return r < -0.5 ? lq_finds_say(
                        finds, &f,
                        "One channel is upside down, or the sides are far too wide (correlation "
                        "%.2f): on one loudspeaker nearly all of it is gone.",
                        r)
                  : lq_finds_say(finds, &f,
                                 "Left and right cancel each other (correlation %.2f): on one "
                                 "loudspeaker half of it is gone.",
                                 r);
}

static lq_status find_passages(const lq_trace* const t, lq_finds* const finds)
{
  const double body  = lq_trace_body(t);
  size_t       first = 0, last = 0;
  double       worst = 1;
  for (size_t i = 0; i < t->n + HOP; i += HOP) {
    const sums   s = add(t, i, i + WINDOW, false);
    const double r = correlation(s);
    const bool   bad =
        i + WINDOW <= t->n && r < passage_limit && 0.5 * (s.left + s.right) / WINDOW > 0.02 * body;
    if (bad) {
      first = last ? first : i;
      last  = i + WINDOW;
      worst = fmin(worst, r);
      continue;
    }
    if (last && lq_trace_sec(t, last - first) >= passage_sec) {
      const double from = lq_trace_sec(t, first), to = lq_trace_sec(t, last);
      LQ_TRY(lq_finds_say(
          finds,
          &(lq_finding){.id        = "phase",
                        .severity  = LQ_SEVERITY_WARNING,
                        .start_sec = from,
                        .end_sec   = to,
                        .value     = worst,
                        .limit     = passage_limit,
                        .unit      = "",
                        .advice    = "Look for what plays there: one of its sides is upside down."},
          "From %s to %s left and right cancel each other (correlation down to %.2f).",
          lq_finds_time(finds, from), lq_finds_time(finds, to), worst));
    }
    last  = 0;
    worst = 1;
  }
  return LQ_OK;
}

static lq_status find_low(const lq_finder_context* const c, lq_finds* const finds)
{
  const lq_trace* const t     = c->trace;
  const sums            low   = add(t, 0, t->n, true);
  const sums            all   = add(t, 0, t->n, false);
  const double          share = (low.left + low.right) / fmax(1e-30, all.left + all.right);
  const double          r     = correlation(low);
  if (share < 0.02 || r >= low_limit) {
    return LQ_OK;
  }
  return lq_finds_say(
      finds,
      &(lq_finding){.id       = "low-end-phase",
                    .severity = LQ_SEVERITY_WARNING,
                    .value    = r,
                    .limit    = low_limit,
                    .unit     = "",
                    .advice   = "Put kick and bass in the middle, and take wideners off what plays "
                                "below 120 Hz."},
      "Below 120 Hz left and right %s (correlation %.2f): on one loudspeaker, in a club or on "
      "vinyl the low end goes.%s",
      r < -0.1 ? "cancel each other" : "do not agree", r,
      lq_stems_blame(c->stems, finds->pool, 0, 125, 0, 0));
}

static lq_status finish(void* const self, const lq_finder_context* const c, lq_finds* const finds)
{
  (void)self;
  if (c->features->n_channels < 2 || !isfinite(c->measured->integrated_lufs)) {
    return LQ_OK;
  }
  const double r = c->features->correlation;
  if (r < overall_limit) {
    return tell_overall(r, finds);
  }
  LQ_TRY(find_passages(c->trace, finds));
  return find_low(c, finds);
}

const lq_finder lq_find_phase = {.name = "phase", .finish = finish};
