// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/declick.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/abrupt.h"
#include "dsp/mend.h"

#include <string.h>

static const lq_param params[] = {
    [LQ_DECLICK_THRESHOLD] =
        {.symbol = "threshold",
         .name   = "Threshold",
         .unit   = LQ_UNIT_DB,
         .min    = 15,
         .max    = 60,
         .def    = 25, // at 17 times the check calls it a click
         .flags  = LQ_SMOOTH,
         .doc = "How far a fault stands over what is usual around it, in what cannot be predicted "
                "from the sound before and behind; lower mends more, and sooner a hit."},
    [LQ_DECLICK_LONGEST] = {.symbol = "longest",
                            .name   = "Longest",
                            .unit   = LQ_UNIT_MS,
                            .taper  = LQ_TAPER_LOG,
                            .min    = 0.02F,
                            .max    = 2,
                            .def    = 0.5F,
                            .doc    = "What is longer is left alone: it may be music."},
    [LQ_DECLICK_ON]      = {.symbol = "on",
                            .name   = "On",
                            .taper  = LQ_TAPER_TOGGLE,
                            .max    = 1,
                            .def    = 1,
                            .flags  = LQ_SMOOTH,
                            .doc    = "Off leaves faults as they are; may be automated, so that only "
                                           "known places are mended."},
    [LQ_DECLICK_MENDED]  = {.symbol = "mended",
                            .name   = "Mended",
                            .max    = 1000000, // one a second through eleven days
                            .flags  = LQ_OUT,
                            .doc    = "How many faults were mended, in both channels together."},
};
_Static_assert(sizeof params / sizeof *params == LQ_DECLICK_N, "one row per enum");

enum {
  PART    = LQ_ABRUPT_PART,
  HOP     = 512,           // frames that are looked at together
  PAST    = LQ_MEND_REACH, // of what is looked at
  AHEAD   = LQ_MEND_REACH,
  KEEP    = 512, // a fault may begin so far before the place where it shows
  ROOM    = PAST + HOP + AHEAD,
  MARGIN  = LQ_ABRUPT_REACH * PART,
  N_PARTS = (HOP + 2 * MARGIN) / PART,
  LATE    = AHEAD + KEEP + HOP,
  MOST    = 2, // faults of a hop and channel; more is no single fault
};
_Static_assert((int)KEEP > (int)LQ_MEND_LONGEST && (int)PART == (int)LQ_GRID_FRAMES,
               "faults end behind what has gone out; values change from part to part");
_Static_assert(PAST % HOP == 0 && KEEP % HOP == 0, "samples come and go at the same place");

typedef struct {
  lq_spec  spec;
  int      longest_frames;
  float    over_lin;               // as it is now; 0: off
  float    over_lins[ROOM / PART]; // as it was when those parts came in
  float*   x[LQ_MAX_CHANNELS];     // [ROOM]
  float*   out[LQ_MAX_CHANNELS];   // [HOP]
  size_t   n_open;                 // of this hop that have come
  unsigned n_mended;
} declick;

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  (void)values;
  declick* const d    = LQ_TAKE(arena, declick, 1);
  declick        made = {.spec = *spec};
  for (unsigned c = 0; c < spec->n_channels; ++c) {
    made.x[c]   = LQ_TAKE(arena, float, ROOM);
    made.out[c] = LQ_TAKE(arena, float, HOP);
  }
  if (d) {
    *d = made;
  }
  return d;
}

static void reset(void* const self)
{
  declick* const d = self;
  d->n_open        = 0;
  d->n_mended      = 0;
  memset(d->over_lins, 0, sizeof d->over_lins);
  for (unsigned c = 0; c < d->spec.n_channels; ++c) {
    memset(d->x[c], 0, ROOM * sizeof(float));
    memset(d->out[c], 0, HOP * sizeof(float));
  }
}

static void update(void* const self, const float* const values)
{
  declick* const d      = self;
  const double   frames = (double)values[LQ_DECLICK_LONGEST] * 0.001 * d->spec.rate_hz + 0.5;
  d->longest_frames = frames < 1.0 ? 1 : frames < LQ_MEND_LONGEST ? (int)frames : LQ_MEND_LONGEST;
  d->over_lin       = values[LQ_DECLICK_ON] > 0.5F
                          ? (float)lq_db_to_lin((double)values[LQ_DECLICK_THRESHOLD])
                          : 0.0F;
}

static void mend(declick* const d, float* const x)
{
  lq_abrupt parts[N_PARTS];
  lq_abrupt_measure(x + PAST - MARGIN, N_PARTS, parts);
  unsigned n_tries = 0;
  for (size_t p = 0; p < HOP / PART && n_tries < MOST; ++p) {
    const lq_abrupt* const part  = &parts[LQ_ABRUPT_REACH + p];
    float* const           place = x + PAST + p * PART + part->place;
    const lq_mend_rule     rule  = {.rate_hz        = d->spec.rate_hz,
                                    .over_lin       = (double)d->over_lins[PAST / PART + p],
                                    .longest_frames = d->longest_frames};
    lq_mend_fault          fault;
    if (rule.over_lin > 0.0 && lq_abrupt_stands_out(part)) {
      ++n_tries;
      d->n_mended += lq_mend_find(place, &rule, &fault) && lq_mend_fill(place, &rule, fault);
    }
  }
}

static void end_hop(declick* const d)
{
  for (unsigned c = 0; c < d->spec.n_channels; ++c) {
    float* const x = d->x[c];
    mend(d, x);
    memcpy(d->out[c], x + PAST - KEEP, HOP * sizeof *x);
    memmove(x, x + HOP, (ROOM - HOP) * sizeof *x);
  }
  memmove(d->over_lins, d->over_lins + HOP / PART, (ROOM - HOP) / PART * sizeof *d->over_lins);
  d->n_open = 0;
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  declick* const d = self;
  for (size_t at = 0, n; at < n_frames; at += n) {
    const size_t open = d->n_open, room = PART - open % PART, left = n_frames - at;
    n                                        = room < left ? room : left;
    d->over_lins[(ROOM - HOP + open) / PART] = d->over_lin;
    for (unsigned c = 0; c < d->spec.n_channels; ++c) {
      memcpy(d->x[c] + ROOM - HOP + open, io[c] + at, n * sizeof(float));
      memcpy(io[c] + at, d->out[c] + open, n * sizeof(float));
    }
    d->n_open += n;
    if (d->n_open == HOP) {
      end_hop(d);
    }
  }
}

static size_t latency_frames(const void* const self)
{
  (void)self;
  return LATE;
}

static void meters(void* const self, float* const out)
{
  declick* const d = self;
  out[0]           = lq_param_clamp(&params[LQ_DECLICK_MENDED], (float)d->n_mended);
  d->n_mended      = 0;
}

const lq_proc lq_declick = {.symbol    = "declick",
                            .name      = "Declick",
                            .lv2_class = "FilterPlugin",
                            .doc       = "Mends single clicks, bad samples and dropouts of a few "
                                         "samples, and touches nothing else.",
                            .params    = params,
                            .n_params  = LQ_DECLICK_N,
                            .prepare   = prepare,
                            .reset     = reset,
                            .update    = update,
                            .process   = process,
                            .latency_frames = latency_frames,
                            .meters         = meters};
