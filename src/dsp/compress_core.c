// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/compress_core.h"

#include "base/arena.h"

#include <string.h>

void lq_compress_core_prepare(lq_compress_core* const p, lq_arena* const arena,
                              const lq_spec* const spec, const size_t n_ahead)
{
  float *ring[LQ_MAX_CHANNELS], *level[LQ_MAX_CHANNELS];
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    ring[c]  = LQ_TAKE(arena, float, n_ahead);
    level[c] = LQ_TAKE(arena, float, LQ_COMPRESS_FRAMES);
  }
  float* const gain = LQ_TAKE(arena, float, LQ_COMPRESS_FRAMES);
  if (p) {
    p->spec    = *spec;
    p->n_heard = spec->n_key ? spec->n_key : spec->n_channels;
    p->n_heard = p->n_heard < LQ_MAX_CHANNELS ? p->n_heard : LQ_MAX_CHANNELS;
    p->n_ahead = n_ahead;
    p->gain    = gain;
    memcpy(p->ring, ring, sizeof ring);
    memcpy(p->level, level, sizeof level);
  }
}

void lq_compress_core_reset(lq_compress_core* const p)
{
  memset(p->highpass_state, 0, sizeof p->highpass_state);
  memset(p->window_state, 0, sizeof p->window_state);
  memset(p->follow_state, 0, sizeof p->follow_state);
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    memset(p->ring[c], 0, p->n_ahead * sizeof(float));
  }
  p->at             = 0;
  p->most_reduction = 0;
  p->started        = false;
  p->done_frames    = LQ_GRID_FRAMES;
}

static void aim(lq_compress_core* const p, const float target[LQ_COMPRESS_N_LINES])
{
  bool same = true;
  for (unsigned i = 0; i < LQ_COMPRESS_N_LINES; ++i) {
    same = same && p->lines[i].target == target[i];
  }
  if (p->started && same) {
    return;
  }
  for (unsigned i = 0; i < LQ_COMPRESS_N_LINES; ++i) {
    lq_compress_ramp* const l   = &p->lines[i];
    float                   now = p->started ? l->target : target[i];
    if (p->started && p->done_frames < LQ_GRID_FRAMES) {
      now = l->from + (float)p->done_frames * l->step;
    }
    *l = (lq_compress_ramp){now, (target[i] - now) / (float)LQ_GRID_FRAMES, target[i]};
  }
  p->done_frames = p->started ? 0 : LQ_GRID_FRAMES;
  p->started     = true;
}

static bool nearly_same(const lq_compress_follow_state* const a,
                        const lq_compress_follow_state* const b)
{
  double most = 0;
  for (unsigned i = 0; i < 4; ++i) {
    const double d[] = {a->x[i] - b->x[i], a->y1[i] - b->y1[i], a->attack.y[i] - b->attack.y[i]};
    for (unsigned k = 0; k < 3; ++k) {
      const double m = d[k] < 0 ? -d[k] : d[k];
      most           = m > most ? m : most;
    }
  }
  return most < 1e-6; // 6e-6 dB
}

void lq_compress_core_update(lq_compress_core* const p, const lq_compress_coef* const coef,
                             const float target[LQ_COMPRESS_N_LINES])
{
  const bool split = p->n_heard == 2 && p->spec.n_channels == 2;
  if (!split || target[LQ_COMPRESS_LINK] < 1.0F) {
    p->dual = split;
  } else if (!p->started || nearly_same(&p->follow_state[0], &p->follow_state[1])) {
    p->dual = false; // one follower from now on: both would do the same
  }
  if (coef->highpass_on && !p->coef.highpass_on) {
    memset(p->highpass_state, 0, sizeof p->highpass_state);
  }
  p->coef = *coef;
  aim(p, target);
}

static lq_compress_line now(const lq_compress_core* const p, const unsigned i)
{
  const lq_compress_ramp* const l = &p->lines[i];
  return p->done_frames < LQ_GRID_FRAMES
             ? (lq_compress_line){l->from, l->step, (float)(int)p->done_frames + 1.0F}
             : (lq_compress_line){l->target, 0, 0};
}

// Levels in powers of two of what the detector listens to: one, or one per side.
static void listen(lq_compress_core* const p, const float* const* const heard, const size_t n)
{
  const lq_compress_kernels* const k = p->spec.simd->compress;
  for (unsigned c = 0; c < p->n_heard; ++c) {
    const float* x = heard[c];
    if (p->coef.highpass_on) {
      k->highpass(&p->coef.highpass, &p->highpass_state[c], p->gain, x, n);
      x = p->gain;
    }
    if (p->coef.rms) {
      k->mean_square(&p->coef.window, &p->window_state[c], p->level[c], x, n);
    } else {
      k->magnitude(p->level[c], x, n);
    }
  }
  const float scale = p->coef.rms ? 0.5F : 1.0F;
  if (p->n_heard == 2 && !p->dual) {
    k->greater(p->gain, p->level[0], p->level[1], n);
    memcpy(p->level[0], p->gain, n * sizeof(float));
  }
  k->level(p->level[0], scale, n);
  if (p->dual) {
    k->level(p->level[1], scale, n);
    k->link(p->level[0], p->level[1], now(p, LQ_COMPRESS_LINK), n);
  }
}

static void delay(lq_compress_core* const p, float* const* const io, const size_t n_frames)
{
  size_t at = p->at;
  for (size_t done = 0, n; p->n_ahead && done < n_frames; done += n) {
    n = p->n_ahead - at < n_frames - done ? p->n_ahead - at : n_frames - done;
    for (unsigned c = 0; c < p->spec.n_channels; ++c) {
      float* restrict const x = io[c] + done;
      float* restrict const r = p->ring[c] + at;
      for (size_t i = 0; i < n; ++i) {
        const float late = r[i];
        r[i]             = x[i];
        x[i]             = late;
      }
    }
    at = at + n == p->n_ahead ? 0 : at + n;
  }
  p->at = at;
}

static void span(lq_compress_core* const p, float* const* const io, const float* const* const heard,
                 const size_t n)
{
  const lq_compress_kernels* const k = p->spec.simd->compress;
  listen(p, heard, n);
  delay(p, io, n);
  const unsigned n_gains = p->dual ? 2 : 1;
  for (unsigned c = 0; c < n_gains; ++c) {
    float* const x = p->level[c];
    k->curve(x, now(p, LQ_COMPRESS_THRESHOLD), now(p, LQ_COMPRESS_SLOPE),
             now(p, LQ_COMPRESS_HALF_KNEE), n);
    k->follow(&p->coef.follow, &p->follow_state[c], x, n);
    const float most  = p->spec.simd->mix->peak(x, n);
    p->most_reduction = most > p->most_reduction ? most : p->most_reduction;
    k->gain(p->gain, x, now(p, LQ_COMPRESS_MAKEUP), now(p, LQ_COMPRESS_MIX), n);
    for (unsigned out = c; out < p->spec.n_channels; out += n_gains) {
      k->apply(io[out], p->gain, n);
    }
  }
  if (!p->dual) {
    p->follow_state[1] = p->follow_state[0];
  }
}

void lq_compress_core_process(lq_compress_core* const p, float* const* const io,
                              const size_t n_frames)
{
  const unsigned first = p->spec.n_key ? p->spec.n_channels : 0;
  for (size_t done = 0, n; done < n_frames; done += n) {
    const size_t most = p->done_frames < LQ_GRID_FRAMES ? (size_t)LQ_GRID_FRAMES - p->done_frames
                                                        : (size_t)LQ_COMPRESS_FRAMES;
    n                 = n_frames - done < most ? n_frames - done : most;
    float*       x[LQ_MAX_CHANNELS]     = {0};
    const float* heard[LQ_MAX_CHANNELS] = {0};
    for (unsigned c = 0; c < p->spec.n_channels; ++c) {
      x[c] = io[c] + done;
    }
    for (unsigned c = 0; c < p->n_heard; ++c) {
      heard[c] = io[first + c] + done;
    }
    span(p, x, heard, n);
    p->done_frames += p->done_frames < LQ_GRID_FRAMES ? (unsigned)n : 0U;
  }
}
