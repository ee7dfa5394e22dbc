// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/gain.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/glide.h"

typedef struct {
  lq_spec  spec;
  lq_glide gain;
} gain;

void* lq_gain_prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  (void)values;
  gain* const g = LQ_TAKE(arena, gain, 1);
  if (g) {
    g->spec = *spec;
  }
  return g;
}

void lq_gain_reset(void* const self)
{
  lq_glide_reset(&((gain*)self)->gain);
}

void lq_gain_to(void* const self, const double gain_lin)
{
  lq_glide_to(&((gain*)self)->gain, (float)gain_lin);
}

void lq_gain_process(void* const self, float* const* const io, const size_t n_frames)
{
  gain* const g = self;
  lq_glide_apply(&g->gain, g->spec.simd, io, g->spec.n_channels, n_frames);
}

double lq_gain_of_level(const lq_param* const row, const float level_db)
{
  return level_db <= row->min ? 0.0 : lq_db_to_lin((double)level_db);
}
