// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/polarity.h"

#include "base/arena.h"
#include "dsp/glide.h"

static const char* const modes[] = {"normal", "inverted", NULL};

static const lq_param params[] = {
    [LQ_POLARITY_MODE] = {.symbol  = "mode",
                          .name    = "Mode",
                          .taper   = LQ_TAPER_CHOICE,
                          .max     = 1,
                          .choices = modes,
                          .doc = "Inverted turns the waveform upside down, for a microphone that "
                                 "hears the other side of the drum."},
};
_Static_assert(sizeof params / sizeof *params == LQ_POLARITY_N, "one row per enum");

typedef struct {
  lq_spec  spec;
  lq_glide gain;
} polarity;

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  (void)values;
  polarity* const p = LQ_TAKE(arena, polarity, 1);
  if (p) {
    p->spec = *spec;
  }
  return p;
}

static void reset(void* const self)
{
  lq_glide_reset(&((polarity*)self)->gain);
}

static void update(void* const self, const float* const values)
{
  lq_glide_to(&((polarity*)self)->gain, values[LQ_POLARITY_MODE] > 0.5F ? -1.0F : 1.0F);
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  polarity* const p = self;
  lq_glide_apply(&p->gain, p->spec.simd, io, p->spec.n_channels, n_frames);
}

const lq_proc lq_polarity = {.symbol    = "polarity",
                             .name      = "Polarity",
                             .lv2_class = "UtilityPlugin",
                             .doc       = "Turns the waveform upside down.",
                             .params    = params,
                             .n_params  = LQ_POLARITY_N,
                             .prepare   = prepare,
                             .reset     = reset,
                             .update    = update,
                             .process   = process};
