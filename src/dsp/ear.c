// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/ear.h"

#include "base/arena.h"

#include <string.h>

void lq_ear_prepare(lq_ear* const ear, lq_arena* const arena, const lq_spec* const spec)
{
  float* level[LQ_MAX_CHANNELS];
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    level[c] = LQ_TAKE(arena, float, LQ_COMPRESS_FRAMES);
  }
  float* const   scratch = LQ_TAKE(arena, float, LQ_COMPRESS_FRAMES);
  const unsigned n       = spec->n_key ? spec->n_key : spec->n_channels;
  if (ear) {
    ear->simd    = spec->simd;
    ear->first   = spec->n_key ? spec->n_channels : 0;
    ear->n_heard = n < LQ_MAX_CHANNELS ? n : LQ_MAX_CHANNELS;
    ear->split   = ear->n_heard == 2 && spec->n_channels == 2;
    ear->scratch = scratch;
    memcpy(ear->level, level, sizeof level);
  }
}

void lq_ear_reset(lq_ear* const ear)
{
  memset(ear->highpass_state, 0, sizeof ear->highpass_state);
  memset(ear->lowpass_state, 0, sizeof ear->lowpass_state);
  memset(ear->window_state, 0, sizeof ear->window_state);
}

void lq_ear_update(lq_ear* const ear, const lq_ear_coef* const coef, const float link,
                   const bool alike)
{
  if (!ear->split || link < 1.0F) {
    ear->dual = ear->split;
  } else if (alike) {
    ear->dual = false; // one for both from now on: they would do the same
  }
  if (coef->highpass_on && !ear->coef.highpass_on) {
    memset(ear->highpass_state, 0, sizeof ear->highpass_state);
  }
  if (coef->lowpass_on && !ear->coef.lowpass_on) {
    memset(ear->lowpass_state, 0, sizeof ear->lowpass_state);
  }
  ear->coef = *coef;
}

static void hear(lq_ear* const ear, const unsigned c, const float* x, const size_t n_frames)
{
  const lq_compress_kernels* const k = ear->simd->compress;
  if (ear->coef.highpass_on) {
    k->cut(&ear->coef.highpass, &ear->highpass_state[c], ear->scratch, x, n_frames);
    x = ear->scratch;
  }
  if (ear->coef.lowpass_on) {
    k->cut(&ear->coef.lowpass, &ear->lowpass_state[c], ear->scratch, x, n_frames);
    x = ear->scratch;
  }
  if (ear->coef.rms) {
    k->mean_square(&ear->coef.window, &ear->window_state[c], ear->level[c], x, n_frames);
  } else {
    k->magnitude(ear->level[c], x, n_frames);
  }
}

void lq_ear_hear(lq_ear* const ear, float* const* const io, const size_t at, const size_t n_frames)
{
  for (unsigned c = 0; c < ear->n_heard; ++c) {
    hear(ear, c, io[ear->first + c] + at, n_frames);
  }
  if (ear->n_heard == 2 && !ear->dual) {
    ear->simd->compress->greater(ear->level[0], ear->level[0], ear->level[1], n_frames);
  }
}

float lq_ear_scale(const lq_ear* const ear)
{
  return ear->coef.rms ? 0.5F : 1.0F;
}

void lq_ear_level(lq_ear* const ear, const lq_compress_line link, const size_t n_frames)
{
  const lq_compress_kernels* const k = ear->simd->compress;
  k->level(ear->level[0], lq_ear_scale(ear), n_frames);
  if (ear->dual) {
    k->level(ear->level[1], lq_ear_scale(ear), n_frames);
    k->link(ear->level[0], ear->level[1], link, n_frames);
  }
}

void lq_ear_listen(lq_ear* const ear, float* const* const io, const size_t at,
                   const lq_compress_line link, const size_t n_frames)
{
  lq_ear_hear(ear, io, at, n_frames);
  lq_ear_level(ear, link, n_frames);
}
