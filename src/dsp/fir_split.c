// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/fir_split.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/fraction.h"

#include <math.h>
#include <string.h>

// Kaiser's formulae for 87 dB, of which 80 are left where a sum of 1 at 0 Hz doubles the ripple:
// beta = 0.1102 (87 - 8.7), and half of a filter's length is (87 - 7.95) / (4 pi 2.285) over the
// width of its transition in parts of the rate.
static const double BETA = 8.62866, HALF_LENGTH = 2.75298;
// The transition of an edge reaches from a quarter of its frequency to 1.75 times that.
static const double WIDTH = 1.5;
// Frames that memory goes on before what is still needed is moved back to its beginning.
enum { RUN = 4096 };

typedef struct {
  float*        taps;   // [n_taps] the centre one halved, then one side
  const float** pairs;  // [2 n_taps]
  unsigned      n_taps; // half of the length, with the centre
  unsigned      apart;  // frames between taps
} fir;

typedef struct {
  fir    model, images; // images.n_taps is 0 where there are none
  size_t wait;          // frames, until it is as late as the latest
  float* between[LQ_MAX_CHANNELS];
} edge;

struct lq_fir_split {
  const lq_simd* simd;
  unsigned       n_edges, n_channels;
  size_t         latency, n_past, at;
  edge           edges[LQ_FIR_SPLIT_EDGES];
  float*         heard[LQ_MAX_CHANNELS];
};

static double tap(const double x, const double half, const double cut)
{
  const double r = x / half, a = 2.0 * LQ_PI * cut * x;
  const double sinc = x < 0.5 ? 1.0 : lq_sin(a) / a;
  return sinc * lq_bessel_i0(BETA * sqrt(1.0 - r * r));
}

// @param cut, width  of the transition, in parts of the rate that the taps have
static void fir_prepare(fir* const f, lq_arena* const arena, const double cut, const double width,
                        const unsigned apart)
{
  const double   half = ceil(HALF_LENGTH / width);
  const unsigned n    = (unsigned)half + 1;
  float* const   taps = LQ_TAKE(arena, float, n);
  *f                  = (fir){.taps   = taps,
                              .pairs  = LQ_TAKE(arena, const float*, 2 * (size_t)n),
                              .n_taps = n,
                              .apart  = apart};
  if (taps) {
    double sum = 0.5 * tap(0, half + 1, cut);
    for (unsigned k = 1; k < n; ++k) {
      sum += tap(k, half + 1, cut);
    }
    for (unsigned k = 0; k < n; ++k) {
      taps[k] = (float)((k ? 0.5 : 0.25) * tap(k, half + 1, cut) / sum);
    }
  }
}

static size_t late(const fir* const f)
{
  return f->n_taps ? (size_t)(f->n_taps - 1) * f->apart : 0;
}

static void edge_prepare(edge* const e, lq_arena* const arena, const double edge_hz,
                         const double rate_hz)
{
  const double   f = fmin(edge_hz / rate_hz, 0.45);
  const unsigned m = f < 0.05 ? (unsigned)sqrt(0.6 / f) : 1; // about the fewest taps
  *e               = (edge){0};
  fir_prepare(&e->model, arena, f * m, WIDTH * f * m, m);
  if (m > 1) {
    fir_prepare(&e->images, arena, 0.5 / m, 1.0 / m - (2.0 + WIDTH) * f, 1);
  }
}

lq_fir_split* lq_fir_split_prepare(lq_arena* const arena, const double* const edges_hz,
                                   const unsigned n_edges, const lq_spec* const spec,
                                   size_t* const latency_frames)
{
  lq_fir_split* const f = LQ_TAKE(arena, lq_fir_split, 1);
  lq_fir_split made     = {.simd = spec->simd, .n_edges = n_edges, .n_channels = spec->n_channels};
  for (unsigned k = 0; k < n_edges; ++k) {
    edge* const e = &made.edges[k];
    edge_prepare(e, arena, edges_hz[k], spec->rate_hz);
    e->wait      = late(&e->model) + late(&e->images);
    made.latency = e->wait > made.latency ? e->wait : made.latency;
  }
  made.n_past = 2 * made.latency;
  for (unsigned c = 0; c < spec->n_channels; ++c) {
    made.heard[c] = LQ_TAKE(arena, float, made.n_past + RUN + LQ_OVERSAMPLE_PAD);
    for (unsigned k = 0; k < n_edges; ++k) {
      made.edges[k].between[c] = made.edges[k].images.n_taps
                                     ? LQ_TAKE(arena, float, made.n_past + RUN + LQ_OVERSAMPLE_PAD)
                                     : made.heard[c];
    }
  }
  for (unsigned k = 0; k < n_edges; ++k) {
    made.edges[k].wait = made.latency - made.edges[k].wait;
  }
  *latency_frames = made.latency;
  if (f) {
    *f = made;
  }
  return f;
}

void lq_fir_split_reset(lq_fir_split* const f)
{
  const size_t bytes = (f->n_past + RUN + LQ_OVERSAMPLE_PAD) * sizeof(float);
  for (unsigned c = 0; c < f->n_channels; ++c) {
    memset(f->heard[c], 0, bytes);
    for (unsigned k = 0; k < f->n_edges; ++k) {
      memset(f->edges[k].between[c], 0, bytes);
    }
  }
  f->at = f->n_past;
}

// @param x  the newest frame that the first output hears
static void run(const fir* const f, const lq_simd* const simd, const float* const x, float* const y,
                const size_t n_frames)
{
  const float* const centre = x - late(f);
  for (size_t k = 0; k < f->n_taps; ++k) {
    f->pairs[2 * k]     = centre - k * f->apart;
    f->pairs[2 * k + 1] = centre + k * f->apart;
  }
  simd->oversample->fold(y, NULL, f->pairs, f->taps, f->n_taps, n_frames);
}

void lq_fir_split_hear(lq_fir_split* const f, const unsigned channel, const float* const x,
                       const size_t n_frames, float* const* const low, float* const all)
{
  float* const heard = f->heard[channel] + f->at;
  memcpy(heard, x, n_frames * sizeof *x);
  memcpy(all, heard - f->latency, n_frames * sizeof *x);
  for (unsigned k = 0; k < f->n_edges; ++k) {
    const edge* const e       = &f->edges[k];
    float* const      between = e->between[channel] + f->at;
    if (e->images.n_taps) {
      run(&e->images, f->simd, heard, between, n_frames);
    }
    run(&e->model, f->simd, between - e->wait, low[k], n_frames);
  }
}

static void move_back(float* const memory, const size_t at, const size_t n)
{
  memmove(memory, memory + at - n, n * sizeof *memory);
}

void lq_fir_split_pass(lq_fir_split* const f, const size_t n_frames)
{
  f->at += n_frames;
  if (f->at + LQ_FIR_SPLIT_FRAMES <= f->n_past + RUN) {
    return;
  }
  for (unsigned c = 0; c < f->n_channels; ++c) {
    move_back(f->heard[c], f->at, f->n_past);
    for (unsigned k = 0; k < f->n_edges; ++k) {
      if (f->edges[k].images.n_taps) {
        move_back(f->edges[k].between[c], f->at, f->n_past);
      }
    }
  }
  f->at = f->n_past;
}
