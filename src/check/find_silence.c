// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Long silences: before, after, and inside.
#include "base/maths.h"
#include "check/finder.h"

#include <math.h>

static const double start_sec = 3, end_sec = 8, inside_sec = 2;

static lq_status tell(const lq_finder_context* const c, lq_finds* const finds, const size_t from,
                      const size_t to, const double body)
{
  const lq_trace* const t    = c->trace;
  const double          a    = lq_trace_sec(t, from);
  const double          b    = to < t->n ? lq_trace_sec(t, to) : c->features->duration_sec;
  lq_finding            f    = {.severity  = LQ_SEVERITY_NOTE,
                                .start_sec = a,
                                .end_sec   = b,
                                .value     = b - a,
                                .unit      = "s",
                                .limit     = start_sec,
                                .advice = "Bounce again from half a second before the first sound."};
  const char* const     when = lq_finds_time(finds, a);
  if (from == 0) {
    f.id = "silence-start";
    return b - a < start_sec
               ? LQ_OK
               : lq_finds_say(finds, &f, "It starts with %.1f seconds of silence.", b - a);
  }
  if (to >= t->n) {
    f.id     = "silence-end";
    f.limit  = end_sec;
    f.advice = "Cut it a second or two behind the last sound, if the end is meant to be there.";
    return b - a < end_sec
               ? LQ_OK
               : lq_finds_say(finds, &f, "It ends with %.1f seconds of silence from %s.", b - a,
                              when);
  }
  bool digital = true;
  for (size_t i = from + 2; i + 2 < to; ++i) {
    digital &= lq_step_power(&t->steps[i]) == 0.0;
  }
  const bool around = lq_trace_power(t, from > 100 ? from - 100 : 0, from) > body / 300 &&
                      lq_trace_power(t, to, to + 100) > body / 300;
  f.id       = "silence-inside";
  f.limit    = inside_sec;
  f.severity = digital && around ? LQ_SEVERITY_STOP : LQ_SEVERITY_NOTE;
  f.advice   = "Listen there: was a track or a region left out? If the pause is meant, let the "
               "room ring through it.";
  return b - a < inside_sec
             ? LQ_OK
             : lq_finds_say(finds, &f, "Inside it, at %s, there are %.1f seconds of %ssilence.",
                            when, b - a, digital ? "digital " : "");
}

static lq_status finish(void* const self, const lq_finder_context* const c, lq_finds* const finds)
{
  (void)self;
  const lq_trace* const t    = c->trace;
  const double          body = lq_trace_body(t);
  if (!isfinite(c->measured->integrated_lufs)) {
    return LQ_OK;
  }
  const double gate = fmin(1e-7, 1e-5 * body);
  for (size_t i = 0; i < t->n;) {
    size_t to = i;
    while (to < t->n && lq_step_power(&t->steps[to]) < gate) {
      ++to;
    }
    LQ_TRY(to > i ? tell(c, finds, i, to, body) : LQ_OK);
    i = to + 1;
  }
  return LQ_OK;
}

const lq_finder lq_find_silence = {.name = "silence", .finish = finish};
