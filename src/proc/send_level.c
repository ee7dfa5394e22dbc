// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/send_level.h"

#include "base/arena.h"
#include "dsp/glide.h"
#include "dsp/pan_law.h"
#include "proc/gain.h"

static const char* const taps[] = {"post", "pre", NULL};

static const lq_param params[] = {
    [LQ_SEND_LEVEL] = {.symbol = "level",
                       .name   = "Level",
                       .unit   = LQ_UNIT_DB,
                       .min    = -120,
                       .max    = 24,
                       .flags  = LQ_SMOOTH | LQ_OFF_MIN,
                       .doc    = "How much goes to the return; off sends nothing."},
    [LQ_SEND_PAN]   = {.symbol = "pan",
                       .name   = "Pan",
                       .unit   = LQ_UNIT_PAN,
                       .min    = -100,
                       .max    = 100,
                       .flags  = LQ_SMOOTH,
                       .doc =
                           "Balance of what a stereo strip sends; the centre sends it as it stands."},
    [LQ_SEND_TAP]   = {.symbol  = "tap",
                       .name    = "Tap",
                       .taper   = LQ_TAPER_CHOICE,
                       .max     = 1,
                       .choices = taps,
                       .flags   = LQ_RESTART,
                       .doc     = "Post follows the fader, pre does not."},
    [LQ_SEND_MUTE]  = {.symbol = "mute",
                       .name   = "Mute",
                       .taper  = LQ_TAPER_TOGGLE,
                       .max    = 1,
                       .flags  = LQ_SMOOTH,
                       .doc    = "On sends nothing."},
};
_Static_assert(sizeof params / sizeof *params == LQ_SEND_N, "one row per enum");

typedef struct {
  lq_spec  spec;
  lq_glide gains[2];
} send_level;

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  (void)values;
  send_level* const s = LQ_TAKE(arena, send_level, 1);
  if (s) {
    s->spec = *spec;
  }
  return s;
}

static void reset(void* const self)
{
  send_level* const s = self;
  lq_glide_reset(&s->gains[0]);
  lq_glide_reset(&s->gains[1]);
}

static double level_of(const float values[LQ_SEND_N])
{
  return values[LQ_SEND_MUTE] > 0.5F
             ? 0.0
             : lq_gain_of_level(&params[LQ_SEND_LEVEL], values[LQ_SEND_LEVEL]);
}

void lq_send_gains(const float values[LQ_SEND_N], float gains_lin[2])
{
  const double level = level_of(values);
  double       left, right;
  lq_balance_gains(LQ_PAN_LAW_POWER, (double)values[LQ_SEND_PAN] / 100.0, &left, &right);
  gains_lin[0] = (float)(level * left);
  gains_lin[1] = (float)(level * right);
}

static void update(void* const self, const float* const values)
{
  send_level* const s = self;
  float             gains_lin[2];
  lq_send_gains(values, gains_lin);
  if (s->spec.n_channels == 1) { // a mono send has no sides to balance
    gains_lin[0] = (float)level_of(values);
  }
  lq_glide_to(&s->gains[0], gains_lin[0]);
  lq_glide_to(&s->gains[1], gains_lin[1]);
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  send_level* const s = self;
  for (unsigned c = 0; c < s->spec.n_channels; ++c) {
    lq_glide_apply(&s->gains[c], s->spec.simd, &io[c], 1, n_frames);
  }
}

const lq_proc lq_send_level = {.symbol    = "send",
                               .name      = "Send",
                               .lv2_class = "AmplifierPlugin",
                               .doc       = "How much of a strip goes to a return.",
                               .params    = params,
                               .n_params  = LQ_SEND_N,
                               .flags     = LQ_PROC_EXACT,
                               .prepare   = prepare,
                               .reset     = reset,
                               .update    = update,
                               .process   = process};
