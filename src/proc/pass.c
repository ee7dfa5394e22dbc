// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/pass.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/bank.h"

#include <math.h>

struct lq_pass {
  lq_spec             spec;
  lq_butterworth_kind kind;
  lq_bank*            bank;
  size_t              tail_frames;
};

void* lq_pass_prepare(lq_arena* const arena, const lq_spec* const spec,
                      const lq_butterworth_kind kind)
{
  lq_pass* const p = LQ_TAKE(arena, lq_pass, 1);
  lq_bank* const bank =
      lq_bank_prepare(arena, LQ_BUTTERWORTH_SECTIONS, spec->n_channels, spec->simd);
  if (p) {
    *p = (lq_pass){.spec = *spec, .kind = kind, .bank = bank};
  }
  return p;
}

void lq_pass_reset(void* const self)
{
  lq_bank_reset(((lq_pass*)self)->bank);
}

static void design(const lq_butterworth_kind kind, const lq_spec* const spec,
                   const float* const values, lq_biquad_coef out[LQ_BUTTERWORTH_SECTIONS])
{
  if (values[LQ_PASS_ON] > 0.5F) {
    const int order = (int)(values[LQ_PASS_SLOPE] / 6.0F + 0.5F);
    lq_butterworth_design(kind, (double)values[LQ_PASS_FREQ], (unsigned)order,
                          (double)values[LQ_PASS_Q] * sqrt(2.0), spec->rate_hz, out);
  } else {
    for (unsigned i = 0; i < LQ_BUTTERWORTH_SECTIONS; ++i) {
      out[i] = (lq_biquad_coef)LQ_BIQUAD_IDENTITY;
    }
  }
}

void lq_pass_update(void* const self, const float* const values)
{
  lq_pass* const p = self;
  lq_biquad_coef c[LQ_BUTTERWORTH_SECTIONS];
  design(p->kind, &p->spec, values, c);
  lq_bank_to(p->bank, c);
  p->tail_frames = lq_cascade_tail_frames(c, LQ_BUTTERWORTH_SECTIONS);
}

void lq_pass_process(void* const self, float* const* const io, const size_t n_frames)
{
  lq_bank_process(((lq_pass*)self)->bank, io, n_frames);
}

size_t lq_pass_tail_frames(const void* const self)
{
  return ((const lq_pass*)self)->tail_frames;
}

double lq_pass_response_db(const lq_butterworth_kind kind, const lq_spec* const spec,
                           const float* const values, const double freq_hz)
{
  lq_biquad_coef c[LQ_BUTTERWORTH_SECTIONS];
  design(kind, spec, values, c);
  return lq_cascade_response_db(c, LQ_BUTTERWORTH_SECTIONS, freq_hz, spec->rate_hz);
}
