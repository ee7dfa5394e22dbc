// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/silences.h"

#include "base/maths.h"

#include <math.h>

// Under -70 dBFS, or 50 dB under the music where that is quieter still: dither of 16 bits, shaped
// or not, stays below it.
static double gate_of(const double body)
{
  return fmin(1e-7, 1e-5 * body);
}

static bool is_silent(const lq_step* const s, const double gate)
{
  return lq_step_power(s) < gate;
}

static void find_ends(const lq_trace* const t, const double gate, const double duration_sec,
                      lq_heard* const h)
{
  size_t from = 0, to = t->n;
  while (from < t->n && is_silent(&t->steps[from], gate)) {
    ++from;
  }
  while (to > from && is_silent(&t->steps[to - 1], gate)) {
    --to;
  }
  const double end = to < t->n ? lq_trace_sec(t, to) : duration_sec;
  h->head          = (lq_stretch){.length_sec = lq_trace_sec(t, from)};
  h->tail          = (lq_stretch){.at_sec = end, .length_sec = duration_sec - end};
  for (size_t i = from; i < to; ++i) {
    size_t n = 0;
    while (i + n < to && is_silent(&t->steps[i + n], gate)) {
      ++n;
    }
    const double length_sec = lq_trace_sec(t, n);
    if (length_sec > h->inside.length_sec) {
      h->inside = (lq_stretch){.at_sec = lq_trace_sec(t, i), .length_sec = length_sec};
    }
    i += n;
  }
}

static double side_of(const lq_step* const s, const unsigned side)
{
  return (double)(side ? s->right : s->left);
}

// A step in which both are silent does not end a pause, but none begins or ends with one.
static lq_stretch find_pause(const lq_trace* const t, const unsigned side, const double body)
{
  lq_stretch longest = {0};
  for (size_t i = 0; i < t->n; ++i) {
    size_t n = 0, last = 0;
    while (i + n < t->n && side_of(&t->steps[i + n], side) == 0.0) {
      ++n;
      last = side_of(&t->steps[i + n - 1], !side) > 1e-3 * body ? n : last;
    }
    const double length_sec = lq_trace_sec(t, last);
    if (length_sec > longest.length_sec) {
      longest = (lq_stretch){.at_sec = lq_trace_sec(t, i), .length_sec = length_sec};
    }
    i += n;
  }
  return longest;
}

void lq_silences_find(const lq_trace* const t, const double duration_sec, lq_heard* const h)
{
  const double body = lq_trace_body(t);
  if (!(body > 0)) {
    h->head = (lq_stretch){.length_sec = duration_sec};
    return;
  }
  find_ends(t, gate_of(body), duration_sec, h);
  double left = 0, right = 0, both = 0;
  for (size_t i = 0; i < t->n; ++i) {
    left += (double)t->steps[i].left;
    right += (double)t->steps[i].right;
    both += (double)t->steps[i].both;
  }
  h->dead[0] = left < 1e-5 * right;
  h->dead[1] = right < 1e-5 * left;
  h->side_db = lq_power_to_db(fmax(left + right - 2 * both, 0) / (left + right + 2 * both));
  for (unsigned side = 0; side < 2; ++side) {
    h->pause[side] = h->dead[side] ? (lq_stretch){0} : find_pause(t, side, body);
  }
}
