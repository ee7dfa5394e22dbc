// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/trim.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/glide.h"

static const lq_param params[] = {
    [LQ_TRIM_GAIN] = {.symbol = "gain",
                      .name   = "Gain",
                      .unit   = LQ_UNIT_DB,
                      .min    = -60,
                      .max    = 60,
                      .flags  = LQ_SMOOTH,
                      .doc = "Level before anything else hears the track; 0 dB leaves it alone."},
};
_Static_assert(sizeof params / sizeof *params == LQ_TRIM_N, "one row per enum");

typedef struct {
  lq_spec  spec;
  lq_glide gain;
} trim;

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  (void)values;
  trim* const t = LQ_TAKE(arena, trim, 1);
  if (t) {
    t->spec = *spec;
  }
  return t;
}

static void reset(void* const self)
{
  lq_glide_reset(&((trim*)self)->gain);
}

static void update(void* const self, const float* const values)
{
  lq_glide_to(&((trim*)self)->gain, (float)lq_db_to_lin((double)values[LQ_TRIM_GAIN]));
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  trim* const t = self;
  lq_glide_apply(&t->gain, t->spec.simd, io, t->spec.n_channels, n_frames);
}

static double response_db(const lq_spec* const spec, const float* const values,
                          const double freq_hz)
{
  (void)spec;
  (void)freq_hz;
  return (double)values[LQ_TRIM_GAIN];
}

const lq_proc lq_trim = {.symbol    = "trim",
                         .name      = "Trim",
                         .lv2_class = "AmplifierPlugin",
                         .doc    = "Brings a track to working level before anything else hears it.",
                         .params = params,
                         .n_params    = LQ_TRIM_N,
                         .prepare     = prepare,
                         .reset       = reset,
                         .update      = update,
                         .process     = process,
                         .response_db = response_db};
