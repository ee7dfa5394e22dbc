// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/compress_core.h"

#include "base/arena.h"

#include <string.h>

void lq_compress_core_prepare(lq_compress_core* const p, lq_arena* const arena,
                              const lq_spec* const spec, const size_t n_ahead)
{
  lq_line ahead[LQ_MAX_CHANNELS];
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    lq_line_prepare(&ahead[c], arena, n_ahead);
  }
  lq_ear_prepare(p ? &p->ear : NULL, arena, spec);
  float* const gain = LQ_TAKE(arena, float, LQ_COMPRESS_FRAMES);
  if (p) {
    p->spec = *spec;
    p->gain = gain;
    memcpy(p->ahead, ahead, sizeof ahead);
  }
}

void lq_compress_core_reset(lq_compress_core* const p)
{
  lq_ear_reset(&p->ear);
  lq_ramps_reset(&p->ramps);
  memset(p->follow_state, 0, sizeof p->follow_state);
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    lq_line_reset(&p->ahead[c]);
  }
  p->most_reduction = 0;
}

void lq_compress_core_update(lq_compress_core* const p, const lq_compress_coef* const coef,
                             const float target[LQ_COMPRESS_N_LINES])
{
  const bool alike =
      !p->ramps.started || lq_compress_follow_alike(&p->follow_state[0], &p->follow_state[1]);
  lq_ear_update(&p->ear, &coef->ear, target[LQ_COMPRESS_LINK], alike);
  p->coef = *coef;
  lq_ramps_to(&p->ramps, target, LQ_COMPRESS_N_LINES);
}

static lq_compress_line now(const lq_compress_core* const p, const unsigned i)
{
  return lq_ramps_now(&p->ramps, i);
}

static void span(lq_compress_core* const p, float* const* const io, const size_t at, const size_t n)
{
  const lq_compress_kernels* const k = p->spec.simd->compress;
  lq_ear_listen(&p->ear, io, at, now(p, LQ_COMPRESS_LINK), n);
  for (unsigned c = 0; c < p->spec.n_channels; ++c) {
    lq_line_process(&p->ahead[c], io[c] + at, n);
  }
  const unsigned n_gains = p->ear.dual ? 2 : 1;
  for (unsigned c = 0; c < n_gains; ++c) {
    float* const x = p->ear.level[c];
    k->curve(x, now(p, LQ_COMPRESS_THRESHOLD), now(p, LQ_COMPRESS_SLOPE),
             now(p, LQ_COMPRESS_HALF_KNEE), n);
    k->follow(&p->coef.follow, &p->follow_state[c], x, n);
    const float most  = p->spec.simd->mix->peak(x, n);
    p->most_reduction = most > p->most_reduction ? most : p->most_reduction;
    k->gain(p->gain, x, now(p, LQ_COMPRESS_MAKEUP), now(p, LQ_COMPRESS_MIX), n);
    for (unsigned out = c; out < p->spec.n_channels; out += n_gains) {
      k->apply(io[out] + at, p->gain, n);
    }
  }
  if (!p->ear.dual) {
    p->follow_state[1] = p->follow_state[0];
  }
}

void lq_compress_core_process(lq_compress_core* const p, float* const* const io,
                              const size_t n_frames)
{
  for (size_t at = 0, n; at < n_frames; at += n) {
    n = lq_ramps_span(&p->ramps, n_frames - at);
    span(p, io, at, n);
    lq_ramps_pass(&p->ramps, n);
  }
}
