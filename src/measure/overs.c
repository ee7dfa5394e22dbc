// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/overs.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

void lq_overs_begin(lq_overs* const o, const double apart_frames, const double over_lin)
{
  *o = (lq_overs){.apart_frames = apart_frames, .over_lin = over_lin};
}

// The lowest makes room for a higher one.
static void list(lq_overs* const o, const lq_over* const over)
{
  size_t at = o->n_listed;
  o->n += over->peak_lin > o->over_lin;
  if (o->n_listed < LQ_OVERS_LISTED) {
    ++o->n_listed;
  } else {
    at = 0;
    for (size_t i = 1; i < LQ_OVERS_LISTED; ++i) {
      at = o->listed[i].peak_lin < o->listed[at].peak_lin ? i : at;
    }
    if (o->listed[at].peak_lin >= over->peak_lin) {
      return;
    }
  }
  o->listed[at] = *over;
}

void lq_overs_hear(void* const overs, const unsigned channel, const double at_frames,
                   const double peak_lin)
{
  lq_overs* const o = overs;
  assert(channel < LQ_OVERS_CHANNELS);
  lq_over* const open = &o->open[channel];
  if (open->peak_lin > 0 && at_frames <= open->end_frames + o->apart_frames) {
    open->start_frames = fmin(open->start_frames, at_frames);
    open->end_frames   = fmax(open->end_frames, at_frames);
    open->peak_lin     = fmax(open->peak_lin, peak_lin);
    return;
  }
  if (open->peak_lin > 0) {
    list(o, open);
  }
  *open = (lq_over){
      .start_frames = at_frames, .end_frames = at_frames, .peak_lin = peak_lin, .channel = channel};
}

static int by_start(const void* const a, const void* const b)
{
  const lq_over* const x = a;
  const lq_over* const y = b;
  if (x->start_frames != y->start_frames) {
    return x->start_frames < y->start_frames ? -1 : 1;
  }
  return x->channel < y->channel ? -1 : 1;
}

void lq_overs_finish(lq_overs* const o)
{
  for (unsigned c = 0; c < LQ_OVERS_CHANNELS; ++c) {
    if (o->open[c].peak_lin > 0) {
      list(o, &o->open[c]);
      o->open[c].peak_lin = 0;
    }
  }
  qsort(o->listed, o->n_listed, sizeof *o->listed, by_start);
}
