// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/pan.h"

#include "base/arena.h"
#include "dsp/glide.h"
#include "dsp/pan_law.h"

#include <string.h>

static const char* const laws[]    = {"power", "compromise", "linear", "unity", NULL};
static const char* const stereos[] = {"balance", "dual", NULL};

static const lq_param params[] = {
    [LQ_PAN_POSITION] = {.symbol = "position",
                         .name   = "Position",
                         .unit   = LQ_UNIT_PAN,
                         .min    = -100,
                         .max    = 100,
                         .flags  = LQ_SMOOTH,
                         .doc    = "Where the strip sits between the speakers."},
    [LQ_PAN_LAW]      = {.symbol  = "law",
                         .name    = "Pan law",
                         .taper   = LQ_TAPER_CHOICE,
                         .max     = 3,
                         .choices = laws,
                         .doc = "Level in the centre: power -3 dB, compromise -4.5 dB, linear -6 dB, "
                                     "unity 0 dB."},
    [LQ_PAN_STEREO]   = {.symbol  = "stereo",
                         .name    = "Stereo mode",
                         .taper   = LQ_TAPER_CHOICE,
                         .max     = 1,
                         .choices = stereos,
                         .doc = "Balance turns the far side of a stereo strip down; dual pans left "
                                  "and right each to a place of its own."},
    [LQ_PAN_LEFT]     = {.symbol = "left",
                         .name   = "Left to",
                         .unit   = LQ_UNIT_PAN,
                         .min    = -100,
                         .max    = 100,
                         .def    = -100,
                         .flags  = LQ_SMOOTH,
                         .doc    = "Where the left channel goes in dual mode."},
    [LQ_PAN_RIGHT]    = {.symbol = "right",
                         .name   = "Right to",
                         .unit   = LQ_UNIT_PAN,
                         .min    = -100,
                         .max    = 100,
                         .def    = 100,
                         .flags  = LQ_SMOOTH,
                         .doc    = "Where the right channel goes in dual mode."},
};
_Static_assert(sizeof params / sizeof *params == LQ_PAN_N, "one row per enum");

enum { LL, LR, RL, RR, N_GAINS }; // from left to left, from left to right, ...

typedef struct {
  lq_spec  spec;
  bool     dual;
  lq_glide gains[N_GAINS];
  float*   left_to_right; // [LQ_MAX_FRAMES] what crosses over, before it is added
  float*   right_to_left; // [LQ_MAX_FRAMES]
} pan;

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  (void)values;
  pan* const   p  = LQ_TAKE(arena, pan, 1);
  float* const lr = LQ_TAKE(arena, float, LQ_MAX_FRAMES);
  float* const rl = LQ_TAKE(arena, float, LQ_MAX_FRAMES);
  if (p) {
    p->spec          = *spec;
    p->left_to_right = lr;
    p->right_to_left = rl;
  }
  return p;
}

static void reset(void* const self)
{
  pan* const p = self;
  for (unsigned i = 0; i < N_GAINS; ++i) {
    lq_glide_reset(&p->gains[i]);
  }
}

static double place(const float value)
{
  return (double)value / 100.0;
}

static void update(void* const self, const float* const values)
{
  pan* const       p          = self;
  const lq_pan_law law        = (lq_pan_law)values[LQ_PAN_LAW];
  double           g[N_GAINS] = {0};
  p->dual                     = p->spec.n_channels == 2 && values[LQ_PAN_STEREO] > 0.5F;
  if (p->spec.n_channels == 1) {
    lq_pan_gains(law, place(values[LQ_PAN_POSITION]), &g[LL], &g[LR]);
  } else if (p->dual) {
    lq_pan_gains(law, place(values[LQ_PAN_LEFT]), &g[LL], &g[LR]);
    lq_pan_gains(law, place(values[LQ_PAN_RIGHT]), &g[RL], &g[RR]);
  } else {
    lq_balance_gains(law, place(values[LQ_PAN_POSITION]), &g[LL], &g[RR]);
  }
  for (unsigned i = 0; i < N_GAINS; ++i) {
    lq_glide_to(&p->gains[i], (float)g[i]);
  }
}

// How many frames one side still sends something to the other: a gain that rests at nothing adds
// nothing. How far it still moves is counted from the change, not from the block.
static size_t crossing(const lq_glide* const gain, const size_t n_frames)
{
  const size_t moving = LQ_GRID_FRAMES - gain->done_frames;
  const size_t most   = gain->target_lin == 0.0F ? moving : n_frames;
  return most < n_frames ? most : n_frames;
}

static void cross(const pan* const p, lq_glide* const gain, float* const to, float* const from,
                  const size_t n)
{
  lq_glide_apply(gain, p->spec.simd, (float* [1]){from}, 1, n);
  p->spec.simd->mix->add(to, from, n);
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  pan* const           p    = self;
  const lq_simd* const simd = p->spec.simd;
  if (p->spec.n_channels == 1) {
    memcpy(io[1], io[0], n_frames * sizeof(float));
    lq_glide_apply(&p->gains[LL], simd, &io[0], 1, n_frames);
    lq_glide_apply(&p->gains[LR], simd, &io[1], 1, n_frames);
    return;
  }
  const size_t to_right = crossing(&p->gains[LR], n_frames);
  const size_t to_left  = crossing(&p->gains[RL], n_frames);
  memcpy(p->left_to_right, io[0], to_right * sizeof(float));
  memcpy(p->right_to_left, io[1], to_left * sizeof(float));
  lq_glide_apply(&p->gains[LL], simd, &io[0], 1, n_frames);
  lq_glide_apply(&p->gains[RR], simd, &io[1], 1, n_frames);
  cross(p, &p->gains[LR], io[1], p->left_to_right, to_right);
  cross(p, &p->gains[RL], io[0], p->right_to_left, to_left);
}

const lq_proc lq_pan = {.symbol    = "pan",
                        .name      = "Pan",
                        .lv2_class = "SpatialPlugin",
                        .doc       = "Places a strip between left and right.",
                        .params    = params,
                        .n_params  = LQ_PAN_N,
                        .flags     = LQ_PROC_STEREO | LQ_PROC_EXACT,
                        .prepare   = prepare,
                        .reset     = reset,
                        .update    = update,
                        .process   = process};
