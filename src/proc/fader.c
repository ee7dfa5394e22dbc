// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/fader.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/glide.h"

static const lq_param params[] = {
    [LQ_FADER_LEVEL] = {.symbol = "level",
                        .name   = "Level",
                        .unit   = LQ_UNIT_DB,
                        .min    = -120,
                        .max    = 24,
                        .flags  = LQ_SMOOTH | LQ_OFF_MIN,
                        .doc = "Level in the mix; 0 dB passes the strip as it is, off is silence."},
};
_Static_assert(sizeof params / sizeof *params == LQ_FADER_N, "one row per enum");

typedef struct {
  lq_spec  spec;
  lq_glide gain;
} fader;

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  (void)values;
  fader* const t = LQ_TAKE(arena, fader, 1);
  if (t) {
    t->spec = *spec;
  }
  return t;
}

static void reset(void* const self)
{
  lq_glide_reset(&((fader*)self)->gain);
}

static void update(void* const self, const float* const values)
{
  lq_glide_to(&((fader*)self)->gain, values[LQ_FADER_LEVEL] <= params[LQ_FADER_LEVEL].min
                                         ? 0.0F
                                         : (float)lq_db_to_lin((double)values[LQ_FADER_LEVEL]));
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  fader* const t = self;
  lq_glide_apply(&t->gain, t->spec.simd, io, t->spec.n_channels, n_frames);
}

static double response_db(const lq_spec* const spec, const float* const values,
                          const double freq_hz)
{
  (void)spec;
  (void)freq_hz;
  return (double)values[LQ_FADER_LEVEL];
}

const lq_proc lq_fader = {.symbol      = "fader",
                          .name        = "Fader",
                          .lv2_class   = "AmplifierPlugin",
                          .doc         = "The level of a strip in the mix.",
                          .params      = params,
                          .n_params    = LQ_FADER_N,
                          .prepare     = prepare,
                          .reset       = reset,
                          .update      = update,
                          .process     = process,
                          .response_db = response_db};
