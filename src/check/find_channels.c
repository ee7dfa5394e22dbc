// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// One channel dead, for good or for a while; all of it leaning to one side.
#include "base/maths.h"
#include "check/finder.h"

#include <math.h>

static const double while_sec = 2;

static lq_status tell_dead(lq_finds* const finds, const bool left, const double from_sec,
                           const double to_sec, const bool all)
{
  const char* const name = left ? "left" : "right";
  const lq_finding  f    = {.id         = "channel-dead",
                            .severity   = all ? LQ_SEVERITY_STOP : LQ_SEVERITY_WARNING,
                            .start_sec  = from_sec,
                            .end_sec    = to_sec,
                            .channel    = name,
                            .value      = to_sec - from_sec,
                            .limit      = while_sec,
                            .unit       = "s",
                            .confidence = all ? 1 : 0.6,
                            .advice     = "Check the outputs of the main bus and bounce again; a mix "
                                              "that is meant to be mono plays on both channels."};
  return all ? lq_finds_say(finds, &f, "Nothing plays on the %s.", name)
             : lq_finds_say(finds, &f, "The %s is dead from %s to %s while the other plays.", name,
                            lq_finds_time(finds, from_sec), lq_finds_time(finds, to_sec));
}

static bool is_dead(const lq_step* const s, const bool left, const double body)
{
  const double here  = (double)(left ? s->left : s->right);
  const double there = (double)(left ? s->right : s->left);
  return here == 0.0 && there > 1e-3 * body;
}

// A step below the gate on both sides does not end a dead stretch, but does not start one either.
static lq_status find_while(const lq_trace* const t, const bool left, const double body,
                            lq_finds* const finds)
{
  for (size_t i = 0; i < t->n; ++i) {
    if (!is_dead(&t->steps[i], left, body)) {
      continue;
    }
    size_t to = i, n = 0;
    for (; to < t->n && (double)(left ? t->steps[to].left : t->steps[to].right) == 0.0; ++to) {
      n += is_dead(&t->steps[to], left, body);
    }
    if (lq_trace_sec(t, n) >= while_sec) {
      LQ_TRY(tell_dead(finds, left, lq_trace_sec(t, i), lq_trace_sec(t, to), false));
    }
    i = to;
  }
  return LQ_OK;
}

static lq_status find_lean(const lq_finder_context* const c, lq_finds* const finds)
{
  const double db = c->features->balance_db;
  if (!(fabs(db) > 2)) {
    return LQ_OK;
  }
  return lq_finds_say(
      finds,
      &(lq_finding){.id       = "lop-sided",
                    .severity = fabs(db) > 4 ? LQ_SEVERITY_WARNING : LQ_SEVERITY_NOTE,
                    .channel  = db > 0 ? "right" : "left",
                    .value    = db,
                    .limit    = 2,
                    .unit     = "dB right over left",
                    .advice   = "Move what is loud there toward the middle, or give the other "
                                "side its counterpart."},
      "The %s is %.1f dB louder than the other side: records stay within half a dB.",
      db > 0 ? "right" : "left", fabs(db));
}

static lq_status finish(void* const self, const lq_finder_context* const c, lq_finds* const finds)
{
  (void)self;
  const lq_trace* const t = c->trace;
  if (!isfinite(c->measured->integrated_lufs) || c->features->n_channels < 2) {
    return LQ_OK;
  }
  double left = 0, right = 0;
  for (size_t i = 0; i < t->n; ++i) {
    left += (double)t->steps[i].left;
    right += (double)t->steps[i].right;
  }
  if (left < 1e-5 * right || right < 1e-5 * left) {
    return tell_dead(finds, left < right, 0, c->features->duration_sec, true);
  }
  const double body = lq_trace_body(t);
  LQ_TRY(find_while(t, true, body, finds));
  LQ_TRY(find_while(t, false, body, finds));
  return find_lean(c, finds);
}

const lq_finder lq_find_channels = {.name = "channels", .finish = finish};
