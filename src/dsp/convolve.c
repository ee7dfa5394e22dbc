// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/convolve.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/simd.h"

#include <assert.h>
#include <string.h>

enum { NEAREST = 16, CLOSE_TWIDDLES = 8 }; // the last two steps share one table

size_t lq_convolve_n_twiddles(const size_t n)
{
  const size_t halves = lq_convolve_has_halves(n) ? n : 0;
  size_t       sum    = halves + (size_t)6 * CLOSE_TWIDDLES;
  for (size_t apart = (halves ? n / 2 : n) / 4; apart >= NEAREST; apart /= 4) {
    sum += 6 * apart;
  }
  return sum;
}

// exp(-2 pi i turns k / n), k < period again and again.
static float* rotations(float* const to, const size_t count, const size_t period,
                        const size_t turns, const size_t n)
{
  for (size_t k = 0; k < count; ++k) {
    const double a = 2.0 * LQ_PI * (double)(turns * (k % period)) / (double)n;
    to[k]          = (float)lq_cos(a);
    to[count + k]  = (float)-lq_sin(a);
  }
  return to + 2 * count;
}

void lq_convolve_twiddles(const size_t n, float* to)
{
  size_t m = n;
  if (lq_convolve_has_halves(n)) {
    to = rotations(to, n / 2, n / 2, 1, n);
    m  = n / 2;
  }
  for (size_t apart = m / 4; apart >= NEAREST; apart /= 4) {
    for (size_t q = 1; q < 4; ++q) {
      to = rotations(to, apart, apart, q, 4 * apart);
    }
  }
  for (size_t q = 1; q < 4; ++q) {
    to = rotations(to, CLOSE_TWIDDLES, 4, q, NEAREST);
  }
}

typedef struct {
  lq_planes parts; // [n_parts][2 n_block]
  bool      sounds;
} filter;

struct lq_convolver {
  lq_spec   spec;
  size_t    n_block, n_past, at, block; // n_past: blocks in `heard`; block: the one that fills
  unsigned  n_parts;
  float*    twiddles;
  float*    heard[LQ_MAX_CHANNELS]; // [n_past][n_block]
  float*    out[LQ_MAX_CHANNELS];   // [n_block]
  lq_planes spectra;                // [n_parts][2 n_block] of the blocks heard
  lq_planes sum, fade;              // [2 n_block]
  filter    now, next;
  bool      fresh, moves;
};

static lq_planes planes(lq_arena* const arena, const size_t n)
{
  lq_planes p;
  p.re = LQ_TAKE(arena, float, n);
  p.im = LQ_TAKE(arena, float, n);
  return p;
}

static lq_planes part(const lq_convolver* const c, const lq_planes p, const size_t k)
{
  return (lq_planes){p.re + k * 2 * c->n_block, p.im + k * 2 * c->n_block};
}

lq_convolver* lq_convolver_prepare(lq_arena* const arena, const lq_spec* const spec,
                                   const size_t n_block, const unsigned n_parts)
{
  assert(n_parts % 2 == 0 && n_parts > 0);
  const size_t        n = 2 * n_block, n_all = n * n_parts;
  lq_convolver* const c    = LQ_TAKE(arena, lq_convolver, 1);
  lq_convolver        made = {
             .spec = *spec, .n_block = n_block, .n_parts = n_parts, .n_past = n_parts / 2 + 1};
  made.twiddles   = LQ_TAKE(arena, float, lq_convolve_n_twiddles(n));
  made.spectra    = planes(arena, n_all);
  made.now.parts  = planes(arena, n_all);
  made.next.parts = planes(arena, n_all);
  made.sum        = planes(arena, n);
  made.fade       = planes(arena, n);
  for (unsigned k = 0; k < spec->n_channels; ++k) {
    made.heard[k] = LQ_TAKE(arena, float, made.n_past* n_block);
    made.out[k]   = LQ_TAKE(arena, float, n_block);
  }
  if (c) {
    *c = made;
    lq_convolve_twiddles(n, c->twiddles);
  }
  return c;
}

void lq_convolver_reset(lq_convolver* const c)
{
  const size_t bytes = 2 * c->n_block * c->n_parts * sizeof(float);
  memset(c->spectra.re, 0, bytes);
  memset(c->spectra.im, 0, bytes);
  for (unsigned k = 0; k < c->spec.n_channels; ++k) {
    memset(c->heard[k], 0, c->n_past * c->n_block * sizeof(float));
    memset(c->out[k], 0, c->n_block * sizeof(float));
  }
  c->at = c->block = 0;
  c->now.sounds    = false;
  c->fresh         = true;
  c->moves         = false;
}

size_t lq_convolver_latency(const lq_convolver* const c)
{
  return c->n_past * c->n_block;
}

bool lq_convolver_is_full(const lq_convolver* const c)
{
  return c->at == c->n_block;
}

static float* block(const lq_convolver* const c, const unsigned channel, const size_t index)
{
  return c->heard[channel] + index % c->n_past * c->n_block;
}

size_t lq_convolver_process(lq_convolver* const c, float* const* const io, const size_t n_frames)
{
  const size_t left = c->n_block - c->at, n = n_frames < left ? n_frames : left;
  for (unsigned k = 0; k < c->spec.n_channels; ++k) {
    memcpy(block(c, k, c->block) + c->at, io[k], n * sizeof(float));
    memcpy(io[k], c->out[k] + c->at, n * sizeof(float));
  }
  c->at += n;
  return n;
}

void lq_convolver_to(lq_convolver* const c, const float* const taps)
{
  const size_t  n_block = c->n_block;
  const float   scale   = 1.0F / (float)(int)(2 * n_block); // of the way there and back
  filter* const f       = c->fresh ? &c->now : &c->next;
  f->sounds             = taps != NULL;
  for (unsigned p = 0; taps && p < c->n_parts; ++p) {
    const lq_planes to = part(c, f->parts, p);
    memset(to.re, 0, 2 * n_block * sizeof(float));
    memset(to.im, 0, 2 * n_block * sizeof(float));
    for (size_t i = 0; i < n_block; ++i) {
      to.re[i] = scale * taps[p * n_block + i];
    }
    c->spec.simd->convolve->forward(to, c->twiddles, 2 * n_block);
  }
  c->moves = !c->fresh;
  c->fresh = false;
}

static void hear(lq_convolver* const c)
{
  const lq_planes to     = part(c, c->spectra, c->block % c->n_parts);
  float* const    way[2] = {to.re, to.im};
  const size_t    bytes  = c->n_block * sizeof(float);
  for (unsigned k = 0; k < 2; ++k) {
    if (k < c->spec.n_channels) {
      memcpy(way[k], block(c, k, c->block + c->n_past - 1), bytes); // the one before
      memcpy(way[k] + c->n_block, block(c, k, c->block), bytes);
    } else {
      memset(way[k], 0, 2 * bytes);
    }
  }
  c->spec.simd->convolve->forward(to, c->twiddles, 2 * c->n_block);
}

// What the filter makes of the blocks heard, in the second half of y.
static void filtered(const lq_convolver* const c, const filter* const f, const lq_planes y)
{
  const lq_convolve_kernels* const k = c->spec.simd->convolve;
  const size_t                     n = 2 * c->n_block;
  if (!f->sounds) {
    memset(y.re, 0, n * sizeof(float));
    memset(y.im, 0, n * sizeof(float));
    return;
  }
  for (unsigned p = 0; p < c->n_parts; ++p) {
    const size_t heard = (c->block + c->n_parts - p) % c->n_parts;
    k->multiply(y, part(c, c->spectra, heard), part(c, f->parts, p), n, p > 0);
  }
  k->backward(y, c->twiddles, n);
}

void lq_convolver_turn(lq_convolver* const c)
{
  const size_t n     = c->n_block;
  const bool   sound = c->now.sounds || (c->moves && c->next.sounds);
  hear(c);
  if (sound) {
    filtered(c, &c->now, c->sum);
  }
  if (sound && c->moves) {
    filtered(c, &c->next, c->fade);
  }
  for (unsigned k = 0; k < c->spec.n_channels; ++k) {
    float* const       y    = (k ? c->sum.im : c->sum.re) + n;
    const float* const next = (k ? c->fade.im : c->fade.re) + n;
    memcpy(c->out[k], block(c, k, c->block + 1), n * sizeof(float)); // the oldest
    for (size_t i = 0; sound && c->moves && i < n; ++i) {
      y[i] += (float)(int)(i + 1) / (float)(int)n * (next[i] - y[i]);
    }
    if (sound) {
      c->spec.simd->mix->add(c->out[k], y, n);
    }
  }
  if (c->moves) {
    const filter was = c->now;
    c->now           = c->next;
    c->next          = was;
    c->moves         = false;
  }
  c->at = 0;
  ++c->block;
}
