// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/multiband_core.h"

#include "base/arena.h"
#include "dsp/fir_split.h"
#include "dsp/line.h"

#include <string.h>

enum {
  STEP   = LQ_DYNBAND_STEP,
  STEPS  = LQ_DYNBAND_STEPS,
  FRAMES = LQ_DYNBAND_FRAMES,
  TURN   = LQ_CROSSOVER_TURN,
  GROUP  = LQ_CROSSOVER_GROUP,
};
_Static_assert((int)FRAMES <= (int)LQ_FIR_SPLIT_FRAMES, "both splits take as much");

// Louder than 180 dB full scale is as loud: squares stay finite.
static const double LOUDEST = 1e18;

// What a step that has to run again begins with.
typedef struct {
  lq_band_rider            rider;
  lq_crossover_split_state split, key_split;
  lq_crossover_join_state  join;
} past;

struct lq_multiband_core {
  _Alignas(LQ_ALIGN) float open[2 * LQ_MAX_CHANNELS][STEP]; // the head of a step, as it came
  unsigned          n_open;
  lq_spec           spec;
  unsigned          n_bands, n_heard;
  size_t            latency_frames, tail_frames;
  lq_crossover_coef coef, key_coef;
  past              now, before;
  lq_crossover_row *low, *energy;                               // as the kernels want them
  lq_fir_split*     fir;                                        // NULL: minimum phase
  float*            below[LQ_FIR_SPLIT_EDGES][LQ_MAX_CHANNELS]; // [LQ_FIR_SPLIT_ROOM]
  float*            all[LQ_MAX_CHANNELS];                       // [FRAMES]
  lq_line           key_wait[LQ_MAX_CHANNELS];                  // a key is as late as the sound
  float*            key[LQ_MAX_CHANNELS];                       // [FRAMES]
};

static void prepare_linear(lq_multiband_core* const p, lq_arena* const arena,
                           const double* const edges_hz)
{
  p->fir = lq_fir_split_prepare(arena, edges_hz, p->n_bands - 1, &p->spec, &p->latency_frames);
  for (unsigned c = 0; c < p->spec.n_channels; ++c) {
    p->all[c] = LQ_TAKE(arena, float, FRAMES);
    for (unsigned k = 0; k + 1 < p->n_bands; ++k) {
      p->below[k][c] = LQ_TAKE(arena, float, LQ_FIR_SPLIT_ROOM);
    }
  }
}

lq_multiband_core* lq_multiband_core_prepare(lq_arena* const arena, const lq_spec* const spec,
                                             const double* const edges_hz, const unsigned n_bands,
                                             const bool linear)
{
  lq_multiband_core* const p    = LQ_TAKE(arena, lq_multiband_core, 1);
  lq_multiband_core        made = {
             .spec = *spec, .n_bands = n_bands, .n_heard = spec->n_key ? spec->n_key : spec->n_channels};
  made.low    = LQ_TAKE(arena, lq_crossover_row, LQ_CROSSOVER_ROWS * GROUP);
  made.energy = LQ_TAKE(arena, lq_crossover_row, LQ_CROSSOVER_ROWS);
  if (linear) {
    prepare_linear(&made, arena, edges_hz);
  }
  for (unsigned c = 0; c < spec->n_key; ++c) {
    lq_line_prepare(&made.key_wait[c], arena, made.latency_frames);
    made.key[c] = LQ_TAKE(arena, float, FRAMES);
  }
  if (p) {
    made.tail_frames = linear ? 2 * made.latency_frames
                              : lq_crossover_tail_frames(edges_hz, n_bands, spec->rate_hz);
    lq_crossover_design(&made.coef, edges_hz, n_bands, spec->n_channels, spec->rate_hz);
    lq_crossover_design(&made.key_coef, edges_hz, n_bands, made.n_heard, spec->rate_hz);
    *p = made;
  }
  return p;
}

void lq_multiband_core_reset(lq_multiband_core* const p)
{
  p->now    = (past){0};
  p->n_open = 0;
  lq_band_rider_reset(&p->now.rider, p->n_bands, &p->spec);
  if (p->fir) {
    lq_fir_split_reset(p->fir);
  }
  for (unsigned c = 0; c < p->spec.n_key; ++c) {
    lq_line_reset(&p->key_wait[c]);
  }
}

void lq_multiband_core_to(lq_multiband_core* const p, const lq_band_rider_settings* const settings,
                          const double link)
{
  lq_band_rider_to(&p->now.rider, settings, link, p->spec.rate_hz);
}

// Of the bands of a crossover that has just run.
static void take_squares(const lq_multiband_core* const p, const size_t n_steps,
                         lq_eight (*const square)[STEPS])
{
  for (size_t s = 0; s < n_steps; ++s) {
    for (unsigned lane = 0; lane < p->n_bands * p->n_heard; ++lane) {
      const unsigned          k  = lane / p->n_heard;
      const lq_crossover_row* at = p->energy + s * TURN + k; // bands are late by a group each
      const double sum  = (at[0].v[lane] + at[1].v[lane]) + (at[2].v[lane] + at[3].v[lane]);
      const double mean = sum * (2.0 / STEP); // a sine's mean square is 1/2
      square[lane % p->n_heard][s].v[k] = (float)(mean < LOUDEST ? mean : LOUDEST);
    }
  }
}

static void hear_key(lq_multiband_core* const p, const float* const* const key,
                     const size_t n_steps, lq_eight (*const square)[STEPS])
{
  p->spec.simd->crossover->split(&p->key_coef, &p->now.key_split, key, n_steps * TURN, p->low,
                                 p->energy);
  take_squares(p, n_steps, square);
}

static void run_minimum(lq_multiband_core* const p, float* const* const io, const size_t n_steps)
{
  const lq_crossover_kernels* const k = p->spec.simd->crossover;
  lq_eight                          square[LQ_MAX_CHANNELS][STEPS];
  memset(square, 0, sizeof square);
  if (p->spec.n_key) {
    hear_key(p, (const float* const*)(io + p->spec.n_channels), n_steps, square);
  }
  k->split(&p->coef, &p->now.split, (const float* const*)io, n_steps * TURN, p->low, p->energy);
  if (!p->spec.n_key) {
    take_squares(p, n_steps, square);
  }
  lq_band_rider_hear(&p->now.rider, p->spec.simd, square, n_steps);
  k->join(&p->coef, &p->now.join, p->low, p->now.rider.gain, io, n_steps * TURN);
}

// The sound at the uppermost band's gain, and below each edge what differs: at one gain for all
// nothing is added to the sound.
static void weigh(lq_multiband_core* const p, const unsigned c, float* const y,
                  const size_t n_steps)
{
  const unsigned n = p->spec.n_channels, top = p->n_bands - 1;
  memcpy(y, p->all[c], n_steps * STEP * sizeof *y);
  for (unsigned k = 0; k <= top; ++k) {
    float gain[STEPS + 1];
    for (size_t s = 0; s <= n_steps; ++s) {
      const double* const g = p->now.rider.gain[s + 1].v;
      gain[s]               = (float)(g[k * n + c] - (k == top ? 1.0 : g[(k + 1) * n + c]));
    }
    p->spec.simd->crossover->weigh(y, k == top ? p->all[c] : p->below[k][c], gain, n_steps);
  }
}

static void run_linear(lq_multiband_core* const p, float* const* const io, const size_t n_steps)
{
  const unsigned top = p->n_bands - 1;
  lq_eight       square[LQ_MAX_CHANNELS][STEPS];
  memset(square, 0, sizeof square);
  for (unsigned c = 0; c < p->spec.n_channels; ++c) {
    float* below[LQ_FIR_SPLIT_EDGES];
    for (unsigned k = 0; k < top; ++k) {
      below[k] = p->below[k][c];
    }
    lq_fir_split_hear(p->fir, c, io[c], n_steps * STEP, below, p->all[c]);
    for (unsigned k = 0; !p->spec.n_key && k <= top; ++k) {
      float mean[STEPS];
      p->spec.simd->crossover->squares(k == top ? p->all[c] : below[k], k ? below[k - 1] : NULL,
                                       n_steps, mean);
      for (size_t s = 0; s < n_steps; ++s) {
        square[c][s].v[k] = mean[s] < (float)LOUDEST ? mean[s] : (float)LOUDEST;
      }
    }
  }
  if (p->spec.n_key) {
    hear_key(p, (const float* const*)(io + p->spec.n_channels), n_steps, square);
  }
  lq_band_rider_hear(&p->now.rider, p->spec.simd, square, n_steps);
  for (unsigned c = 0; c < p->spec.n_channels; ++c) {
    weigh(p, c, io[c], n_steps);
  }
}

static void run(lq_multiband_core* const p, float* const* const io, const size_t n_steps)
{
  (p->fir ? run_linear : run_minimum)(p, io, n_steps);
}

static void pass(lq_multiband_core* const p, const size_t n_steps)
{
  lq_band_rider_pass(&p->now.rider, n_steps);
  if (p->fir) {
    lq_fir_split_pass(p->fir, n_steps * STEP);
  }
}

// @param n  up to what makes the step whole
static void add_to_step(lq_multiband_core* const p, float* const* const io, const size_t n)
{
  const unsigned           n_io = p->spec.n_channels + p->spec.n_key, at = p->n_open;
  _Alignas(LQ_ALIGN) float y[2 * LQ_MAX_CHANNELS][STEP] = {{0}};
  float*                   to[2 * LQ_MAX_CHANNELS];
  for (unsigned c = 0; c < n_io; ++c) {
    memcpy(p->open[c] + at, io[c], n * sizeof(float));
    memcpy(y[c], p->open[c], (at + n) * sizeof(float));
    to[c] = y[c];
  }
  p->n_open = (at + (unsigned)n) % STEP;
  if (p->n_open) {
    p->before = p->now;
  }
  run(p, to, 1);
  if (p->n_open) {
    p->now = p->before;
  } else {
    pass(p, 1);
  }
  for (unsigned c = 0; c < p->spec.n_channels; ++c) {
    memcpy(io[c], y[c] + at, n * sizeof(float));
  }
}

void lq_multiband_core_process(lq_multiband_core* const p, float* const* const io,
                               const size_t n_frames)
{
  const unsigned n_sound = p->spec.n_channels;
  for (size_t at = 0, n; at < n_frames; at += n) {
    const size_t left    = n_frames - at < FRAMES ? n_frames - at : FRAMES;
    const size_t n_steps = p->n_open ? 0 : left / STEP;
    const size_t most    = STEP - p->n_open < left ? STEP - p->n_open : left;
    float*       part[2 * LQ_MAX_CHANNELS];
    n = n_steps ? n_steps * STEP : most;
    for (unsigned c = 0; c < n_sound; ++c) {
      part[c] = io[c] + at;
    }
    for (unsigned c = 0; c < p->spec.n_key; ++c) {
      part[n_sound + c] = p->key[c];
      memcpy(p->key[c], io[n_sound + c] + at, n * sizeof(float));
      lq_line_process(&p->key_wait[c], p->key[c], n);
    }
    if (n_steps) {
      run(p, part, n_steps);
      pass(p, n_steps);
    } else {
      add_to_step(p, part, n);
    }
  }
}

size_t lq_multiband_core_latency(const lq_multiband_core* const p)
{
  return p->latency_frames;
}

size_t lq_multiband_core_tail_frames(const lq_multiband_core* const p)
{
  return p->tail_frames;
}

double lq_multiband_core_most_db(lq_multiband_core* const p, const unsigned band)
{
  return lq_band_rider_most_db(&p->now.rider, band);
}
