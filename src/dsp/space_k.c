// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/fdn.h"
#include "dsp/kernels.h"
#include "dsp/space.h"

#include <string.h>

enum { B = LQ_FDN_BLOCK, N = LQ_FDN_LINES };

typedef float four __attribute__((vector_size(16)));

static void fir(float* restrict const y, const float* restrict const x,
                const float* restrict const taps, const unsigned n_taps, const size_t n_frames)
{
  size_t i = 0;
  for (; i + B <= n_frames; i += B) {
    lq_lanes sum = {0};
    for (unsigned k = 0; k < n_taps; ++k) {
      lq_lanes in;
      memcpy(&in, x + i - k, sizeof in);
      sum += taps[k] * in;
    }
    memcpy(y + i, &sum, sizeof sum);
  }
  for (; i < n_frames; ++i) {
    float sum = 0;
    for (unsigned k = 0; k < n_taps; ++k) {
      sum += taps[k] * *(x + i - k);
    }
    y[i] = sum;
  }
}

// ---- rings ----

static inline lq_lanes line_read(const lq_fdn_line* const l, const size_t delay_frames)
{
  const size_t at = l->at + (l->at < delay_frames ? l->n_frames : 0) - delay_frames;
  lq_lanes     x;
  memcpy(&x, l->ring + at, sizeof x);
  return x;
}

static inline void line_write(lq_fdn_line* const l, const lq_lanes x)
{
  memcpy(l->ring + l->at, &x, sizeof x);
  if (!l->at) {
    memcpy(l->ring + l->n_frames, &x, sizeof x);
  }
}

static inline void line_next(lq_fdn_line* const l)
{
  l->at = l->at + B == l->n_frames ? 0 : l->at + B;
}

// ---- the network ----

// Lines by frames to frames by lines, and back, in tiles of 4 by 4.
static inline void transpose(float* restrict const y, const float* restrict const x)
{
  for (unsigned r = 0; r < N; r += 4) {
    for (unsigned c = 0; c < N; c += 4) {
      four a, b, d, e;
      memcpy(&a, x + (r + 0) * N + c, sizeof a);
      memcpy(&b, x + (r + 1) * N + c, sizeof b);
      memcpy(&d, x + (r + 2) * N + c, sizeof d);
      memcpy(&e, x + (r + 3) * N + c, sizeof e);
      const four ab_lo = __builtin_shufflevector(a, b, 0, 4, 1, 5);
      const four ab_hi = __builtin_shufflevector(a, b, 2, 6, 3, 7);
      const four de_lo = __builtin_shufflevector(d, e, 0, 4, 1, 5);
      const four de_hi = __builtin_shufflevector(d, e, 2, 6, 3, 7);
      const four y0    = __builtin_shufflevector(ab_lo, de_lo, 0, 1, 4, 5);
      const four y1    = __builtin_shufflevector(ab_lo, de_lo, 2, 3, 6, 7);
      const four y2    = __builtin_shufflevector(ab_hi, de_hi, 0, 1, 4, 5);
      const four y3    = __builtin_shufflevector(ab_hi, de_hi, 2, 3, 6, 7);
      memcpy(y + (c + 0) * N + r, &y0, sizeof y0);
      memcpy(y + (c + 1) * N + r, &y1, sizeof y1);
      memcpy(y + (c + 2) * N + r, &y2, sizeof y2);
      memcpy(y + (c + 3) * N + r, &y3, sizeof y3);
    }
  }
}

// Sylvester's Hadamard matrix over 4, its own inverse: 64 additions, one scaling.
static inline void hadamard(lq_lanes* const v)
{
  for (unsigned half = 1; half < N; half *= 2) {
    for (unsigned i = 0; i < N; i += 2 * half) {
      for (unsigned k = i; k < i + half; ++k) {
        const lq_lanes a = v[k], b = v[k + half];
        v[k]        = a + b;
        v[k + half] = a - b;
      }
    }
  }
  for (unsigned i = 0; i < N; ++i) {
    v[i] *= 0.25F;
  }
}

static const lq_lanes COUNT = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

// One block of damping, lines in the lanes, frame after frame.
static inline void damp(lq_fdn* const f, lq_lanes* const v, const bool moving)
{
  lq_fdn_damping        d    = f->damping;
  const lq_fdn_damping* step = &f->damping_step;
  lq_lanes              low = f->low_state, high = f->high_state;
  for (unsigned i = 0; i < B; ++i) {
    if (moving) {
      d.straight += step->straight;
      d.low += step->low;
      d.high += step->high;
      d.low_pole += step->low_pole;
      d.high_pole += step->high_pole;
    }
    const lq_lanes x = v[i];
    v[i]             = d.straight * x + d.low * low + d.high * high;
    low              = d.low_pole * low + (1.0F - d.low_pole) * x;
    high             = d.high_pole * high + (1.0F - d.high_pole) * x;
  }
  f->damping    = d;
  f->low_state  = low;
  f->high_state = high;
}

static inline lq_lanes early_taps(const lq_fdn* const f, const unsigned ear)
{
  lq_lanes sum = {0};
  for (unsigned k = 0; k < LQ_FDN_EARLY; ++k) {
    const lq_fdn_tap* const t = &f->taps[ear][k];
    sum += t->gain_lin * line_read(&f->early[t->from], t->delay_frames);
  }
  return sum;
}

static inline lq_lanes diffuse(lq_fdn* const f, const unsigned channel, lq_lanes x,
                               const unsigned from, const unsigned to)
{
  for (unsigned k = from; k < to; ++k) {
    lq_fdn_line* const l    = &f->allpasses[channel][k];
    const lq_lanes     past = line_read(l, l->delay_frames);
    const lq_lanes     in   = x + f->allpass_gain * past;
    line_write(l, in);
    line_next(l);
    x = past - f->allpass_gain * in;
  }
  return x;
}

typedef struct {
  float cosine[LQ_FDN_PAIRS], sine[LQ_FDN_PAIRS];
} turns;

// The lossless matrix: a rotation in each pair of lines, then everything with everything.
static inline void scatter(lq_fdn* const f, const turns* const step, lq_lanes* const v)
{
  for (unsigned p = 0; p < LQ_FDN_PAIRS; ++p) {
    const lq_lanes c = f->cosine[p] + COUNT * step->cosine[p];
    const lq_lanes s = f->sine[p] + COUNT * step->sine[p];
    const lq_lanes a = v[2 * p], b = v[2 * p + 1];
    v[2 * p]     = c * a - s * b;
    v[2 * p + 1] = s * a + c * b;
    f->cosine[p] += (float)B * step->cosine[p];
    f->sine[p] += (float)B * step->sine[p];
  }
  hadamard(v);
}

// One block through the lines; even lines are heard left, odd lines right.
static inline void lines(lq_fdn* const f, const turns* const step, const lq_lanes* const in,
                         lq_lanes* const out)
{
  lq_lanes v[N], w[N];
  for (unsigned i = 0; i < N; ++i) {
    v[i] = line_read(&f->lines[i], f->lines[i].delay_frames);
    out[i % 2] += f->out_gain[i] * v[i];
  }
  scatter(f, step, v);
  for (unsigned i = 0; i < N; ++i) {
    v[i] += f->in_gain[i] * in[i % 2];
  }
  transpose((float*)w, (const float*)v);
  if (f->moving) {
    damp(f, w, true);
  } else {
    damp(f, w, false);
  }
  transpose((float*)v, (const float*)w);
  for (unsigned i = 0; i < N; ++i) {
    line_write(&f->lines[i], v[i]);
    line_next(&f->lines[i]);
  }
}

static void block(lq_fdn* const f, const turns* const step, const float* const* const in,
                  float* const* const out)
{
  lq_lanes x[2], late[2] = {{0}};
  for (unsigned c = 0; c < 2; ++c) {
    memcpy(&x[c], in[c], sizeof x[c]);
    x[c] = diffuse(f, c, x[c], 0, LQ_FDN_SOFT);
    line_write(&f->early[c], x[c]);
  }
  const lq_lanes early[2] = {early_taps(f, 0), early_taps(f, 1)};
  for (unsigned c = 0; c < 2; ++c) {
    line_next(&f->early[c]);
    x[c] = diffuse(f, c, x[c], LQ_FDN_SOFT, LQ_FDN_ALLPASSES);
  }
  lines(f, step, x, late);
  for (unsigned c = 0; c < 2; ++c) {
    const lq_lanes y = (f->late_lin + COUNT * f->late_step) * late[c] +
                       (f->early_lin + COUNT * f->early_step) * early[c];
    memcpy(out[c], &y, sizeof y);
  }
  f->late_lin += (float)B * f->late_step;
  f->early_lin += (float)B * f->early_step;
}

static void fdn(lq_fdn* const f, const float* const* const in, float* const* const out)
{
  turns step;
  for (unsigned p = 0; p < LQ_FDN_PAIRS; ++p) {
    step.cosine[p] = (f->cosine_target[p] - f->cosine[p]) / (float)LQ_GRID_FRAMES;
    step.sine[p]   = (f->sine_target[p] - f->sine[p]) / (float)LQ_GRID_FRAMES;
  }
  for (size_t at = 0; at < LQ_GRID_FRAMES; at += B) {
    const float* const from[2] = {in[0] + at, in[1] + at};
    float* const       to[2]   = {out[0] + at, out[1] + at};
    block(f, &step, from, to);
  }
}

extern const lq_space_kernels LQ_KERNELS(space);
const lq_space_kernels        LQ_KERNELS(space) = {.fir = fir, .fdn = fdn};
