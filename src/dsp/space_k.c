// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/fdn.h"
#include "dsp/kernels.h"
#include "dsp/space.h"

#include <string.h>

// As many frames side by side as this CPU's registers hold; the sums of each frame are the same.
#if defined(__AVX512F__)
enum { W = 16 };
#elif defined(__AVX2__)
enum { W = 8 };
#else
enum { W = 4 };
#endif
enum { N = LQ_FDN_LINES, MIRROR = LQ_FDN_BLOCK, FIR_WORDS = 32 / W };

typedef float word __attribute__((vector_size(4 * W)));

static inline word load(const float* const x)
{
  word y;
  memcpy(&y, x, sizeof y);
  return y;
}

static inline void store(float* const y, const word x)
{
  memcpy(y, &x, sizeof x);
}

static void fir(float* restrict const y, const float* restrict const x,
                const float* restrict const taps, const unsigned n_taps, const size_t n_frames)
{
  size_t i = 0;
  for (; i + (size_t)FIR_WORDS * W <= n_frames; i += (size_t)FIR_WORDS * W) {
    word sum[FIR_WORDS] = {{0}};
    for (unsigned k = 0; k < n_taps; ++k) {
      for (unsigned q = 0; q < FIR_WORDS; ++q) {
        sum[q] += taps[k] * load(x + i + (size_t)q * W - k);
      }
    }
    memcpy(y + i, sum, sizeof sum);
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

static inline word line_read(const lq_fdn_line* const l, const size_t delay_frames)
{
  return load(l->ring + l->at + (l->at < delay_frames ? l->n_frames : 0) - delay_frames);
}

static inline void line_write(lq_fdn_line* const l, const word x)
{
  store(l->ring + l->at, x);
  if (l->at < MIRROR) {
    store(l->ring + l->n_frames + l->at, x);
  }
}

static inline void line_next(lq_fdn_line* const l)
{
  l->at = l->at + W == l->n_frames ? 0 : l->at + W;
}

// ---- the network ----

// First halves of two words, alternating, and second halves.
static inline word zip_first(const word a, const word b)
{
#if defined(__AVX512F__)
  return __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
#elif defined(__AVX2__)
  return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
#else
  return __builtin_shufflevector(a, b, 0, 4, 1, 5);
#endif
}

static inline word zip_second(const word a, const word b)
{
#if defined(__AVX512F__)
  return __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15,
                                 31);
#elif defined(__AVX2__)
  return __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
#else
  return __builtin_shufflevector(a, b, 2, 6, 3, 7);
#endif
}

// W lines of W frames to W frames of W lines, and back: each round deals the rows like cards.
static inline void transpose(word* const v)
{
  for (unsigned round = 1; round < W; round *= 2) {
    word t[W];
    for (unsigned i = 0; i < W / 2; ++i) {
      t[2 * i]     = zip_first(v[i], v[i + W / 2]);
      t[2 * i + 1] = zip_second(v[i], v[i + W / 2]);
    }
    for (unsigned i = 0; i < W; ++i) {
      v[i] = t[i];
    }
  }
}

// Sylvester's Hadamard matrix over 4, its own inverse: 64 additions, one scaling.
static inline void hadamard(word* const v)
{
  for (unsigned half = 1; half < N; half *= 2) {
    for (unsigned i = 0; i < N; i += 2 * half) {
      for (unsigned k = i; k < i + half; ++k) {
        const word a = v[k], b = v[k + half];
        v[k]        = a + b;
        v[k + half] = a - b;
      }
    }
  }
  for (unsigned i = 0; i < N; ++i) {
    v[i] *= 0.25F;
  }
}

// Damping of a block of W lines, lines in the lanes, frame after frame.
// @param q  the first of the lines
static inline void damp(lq_fdn* const f, word* const v, const unsigned q, const bool moving)
{
  lq_fdn_damping* const       d    = &f->damping;
  const lq_fdn_damping* const step = &f->damping_step;
  word straight = load(d->straight + q), low = load(d->low + q), high = load(d->high + q);
  word low_pole = load(d->low_pole + q), high_pole = load(d->high_pole + q);
  word below = load(f->low_state + q), under = load(f->high_state + q);
  for (unsigned i = 0; i < W; ++i) {
    if (moving) {
      straight += load(step->straight + q);
      low += load(step->low + q);
      high += load(step->high + q);
      low_pole += load(step->low_pole + q);
      high_pole += load(step->high_pole + q);
    }
    const word x = v[i];
    v[i]         = straight * x + low * below + high * under;
    below        = low_pole * below + (1.0F - low_pole) * x;
    under        = high_pole * under + (1.0F - high_pole) * x;
  }
  store(f->low_state + q, below);
  store(f->high_state + q, under);
  if (moving) {
    store(d->straight + q, straight);
    store(d->low + q, low);
    store(d->high + q, high);
    store(d->low_pole + q, low_pole);
    store(d->high_pole + q, high_pole);
  }
}

static inline word early_taps(const lq_fdn* const f, const unsigned ear)
{
  word sum = {0};
  for (unsigned k = 0; k < LQ_FDN_EARLY; ++k) {
    const lq_fdn_tap* const t = &f->taps[ear][k];
    sum += t->gain_lin * line_read(&f->early[t->from], t->delay_frames);
  }
  return sum;
}

static inline word diffuse(lq_fdn* const f, const unsigned channel, word x, const unsigned from,
                           const unsigned to)
{
  for (unsigned k = from; k < to; ++k) {
    lq_fdn_line* const l    = &f->allpasses[channel][k];
    const word         past = line_read(l, l->delay_frames);
    const word         in   = x + f->allpass_gain * past;
    line_write(l, in);
    line_next(l);
    x = past - f->allpass_gain * in;
  }
  return x;
}

typedef struct {
  float cosine[LQ_FDN_PAIRS], sine[LQ_FDN_PAIRS]; // a frame
} turns;

// The lossless matrix: a rotation in each pair of lines, then everything with everything.
// @param count  frames since the start of the grid step, from 1
static inline void scatter(const lq_fdn* const f, const turns* const step, const word count,
                           word* const v)
{
  for (unsigned p = 0; p < LQ_FDN_PAIRS; ++p) {
    const word c = f->cosine[p] + count * step->cosine[p];
    const word s = f->sine[p] + count * step->sine[p];
    const word a = v[2 * p], b = v[2 * p + 1];
    v[2 * p]     = c * a - s * b;
    v[2 * p + 1] = s * a + c * b;
  }
  hadamard(v);
}

// One block through the lines; even lines are heard left, odd lines right.
static inline void lines(lq_fdn* const f, const turns* const step, const word count,
                         const word* const in, word* const out)
{
  word v[N];
  for (unsigned i = 0; i < N; ++i) {
    v[i] = line_read(&f->lines[i], f->lines[i].delay_frames);
    out[i % 2] += f->out_gain[i] * v[i];
  }
  scatter(f, step, count, v);
  for (unsigned i = 0; i < N; ++i) {
    v[i] += f->in_gain[i] * in[i % 2];
  }
  for (unsigned q = 0; q < N; q += W) {
    transpose(v + q);
    if (f->moving) {
      damp(f, v + q, q, true);
    } else {
      damp(f, v + q, q, false);
    }
    transpose(v + q);
  }
  for (unsigned i = 0; i < N; ++i) {
    line_write(&f->lines[i], v[i]);
    line_next(&f->lines[i]);
  }
}

static inline void block(lq_fdn* const f, const turns* const step, const word count,
                         const float* const* const in, float* const* const out, const size_t at)
{
  word x[2], late[2] = {{0}};
  for (unsigned c = 0; c < 2; ++c) {
    x[c] = diffuse(f, c, load(in[c] + at), 0, LQ_FDN_SOFT);
    line_write(&f->early[c], x[c]);
  }
  const word early[2] = {early_taps(f, 0), early_taps(f, 1)};
  for (unsigned c = 0; c < 2; ++c) {
    line_next(&f->early[c]);
    x[c] = diffuse(f, c, x[c], LQ_FDN_SOFT, LQ_FDN_ALLPASSES);
  }
  lines(f, step, count, x, late);
  for (unsigned c = 0; c < 2; ++c) {
    store(out[c] + at, (f->late_lin + count * f->late_step) * late[c] +
                           (f->early_lin + count * f->early_step) * early[c]);
  }
}

static void fdn(lq_fdn* const f, const float* const* const in, float* const* const out)
{
  turns step;
  word  count;
  for (unsigned p = 0; p < LQ_FDN_PAIRS; ++p) {
    step.cosine[p] = (f->cosine_target[p] - f->cosine[p]) / (float)LQ_GRID_FRAMES;
    step.sine[p]   = (f->sine_target[p] - f->sine[p]) / (float)LQ_GRID_FRAMES;
  }
  for (unsigned i = 0; i < W; ++i) {
    count[i] = (float)(int)(i + 1);
  }
  for (size_t at = 0; at < LQ_GRID_FRAMES; at += W) {
    block(f, &step, count, in, out, at);
    count += (float)W;
  }
}

extern const lq_space_kernels LQ_KERNELS(space);
const lq_space_kernels        LQ_KERNELS(space) = {.fir = fir, .fdn = fdn};
