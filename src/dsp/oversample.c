// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/oversample.h"

#include "base/arena.h"
#include "dsp/fraction.h"
#include "dsp/simd.h"

#include <assert.h>
#include <string.h>

enum {
  STAGES  = LQ_OVERSAMPLE_STAGES,
  MOST    = LQ_OVERSAMPLE_MOST,
  ROOM    = LQ_OVERSAMPLE_FRAMES + LQ_OVERSAMPLE_PAD,
  PAST    = 80,       // frames that the slow signal is remembered
  PAST_UP = 32,       // and the fast ones
  PAST_DN = 80,       // the odd planes of the last step down
  N_SPANS = 4 * MOST, // more than there are
  N_SUMS  = MOST - 1,
};

// Pairs of taps by stage, the slowest first, and the Kaiser window's beta. Transition bands at
// 44.1 kHz: 20 to 24.1 kHz, then 24.1 kHz to the mirror image of 24.1 kHz.
static const struct {
  unsigned n_taps;
  double   beta;
} filters[STAGES] = {{LQ_OVERSAMPLE_HALF, 11.65}, {9, 12.95}, {6, 13.8}, {5, 13.4}};

// Memory of one plane: the past, then the span.
typedef struct {
  float* memory;
  size_t n_past;
} span;

// One sum of pairs. The memory stands still, so its addresses are found once.
typedef struct {
  float*        y;
  const float*  centre;
  const float** pairs;
  unsigned      stage;
} sum;

typedef struct {
  span         spans[N_SPANS];
  unsigned     n_spans;
  float*       slow_in;
  float*       slow_out;
  const float* fast_in[MOST]; // views: even planes are an earlier stage's, late
  float*       fast_out[MOST];
  sum          up[N_SUMS], down[N_SUMS]; // in the order in which they run
} line;

struct lq_oversample {
  unsigned n_stages, n_channels;
  float    taps[STAGES][LQ_OVERSAMPLE_HALF];
  line     lines[LQ_MAX_CHANNELS];
};

// How much later a step makes things, at its slow side: up n_taps, down what is at least needed and
// brings both to whole frames.
static unsigned late_down(const unsigned stage)
{
  const unsigned n_taps = filters[stage].n_taps, n_planes = 1U << stage;
  const unsigned least = 2 * n_taps - 1;
  return (least + n_planes - 1) / n_planes * n_planes - n_taps;
}

static float* take(line* const l, lq_arena* const arena, const size_t n_past)
{
  float* const memory = LQ_TAKE(arena, float, n_past + ROOM);
  if (l) {
    assert(l->n_spans < N_SPANS);
    l->spans[l->n_spans++] = (span){memory, n_past};
  }
  return memory ? memory + n_past : NULL;
}

// Where sample `index`, counted from the first one of the span, lies in planes.
static const float* place(const float* const* const planes, const int n_planes, const int index)
{
  const int plane = (index % n_planes + n_planes) % n_planes;
  return planes[plane] + (index - plane) / n_planes;
}

static void stage_up(line* const l, lq_arena* const arena, const unsigned stage)
{
  const int    n_planes = 1 << stage, n_taps = (int)filters[stage].n_taps;
  const float* out[MOST];
  for (int r = 0; r < n_planes; ++r) {
    float* const        y     = take(l, arena, PAST_UP);
    const float** const pairs = LQ_TAKE(arena, const float*, 2 * (size_t)n_taps);
    if (l) {
      for (int k = 0; k < n_taps; ++k) {
        pairs[2 * k]     = place(l->fast_in, n_planes, r - n_taps - k);
        pairs[2 * k + 1] = place(l->fast_in, n_planes, r - n_taps + 1 + k);
      }
      out[2 * r]              = place(l->fast_in, n_planes, r - n_taps);
      out[2 * r + 1]          = y;
      l->up[n_planes - 1 + r] = (sum){.y = y, .pairs = pairs, .stage = stage};
    }
  }
  if (l) {
    memcpy(l->fast_in, out, 2 * (size_t)n_planes * sizeof *out);
  }
}

// @param fast  [2 << stage], what comes in; becomes what goes out
static void stage_down(line* const l, lq_arena* const arena, const unsigned stage,
                       float** const fast, sum* const sums)
{
  const int    n_planes = 1 << stage, n_taps = (int)filters[stage].n_taps;
  const int    late = (int)late_down(stage);
  const float *even[MOST], *odd[MOST];
  for (int r = 0; r < n_planes; ++r) {
    even[r] = fast[2 * r];
    odd[r]  = fast[2 * r + 1];
  }
  for (int r = 0; r < n_planes; ++r) {
    float* const        y     = take(l, arena, stage > 1 ? PAST_UP : stage ? PAST_DN : 0);
    const float** const pairs = LQ_TAKE(arena, const float*, 2 * (size_t)n_taps);
    fast[r]                   = y;
    if (l) {
      for (int k = 0; k < n_taps; ++k) {
        pairs[2 * k]     = place(odd, n_planes, r - late - 1 - k);
        pairs[2 * k + 1] = place(odd, n_planes, r - late + k);
      }
      sums[r] =
          (sum){.y = y, .centre = place(even, n_planes, r - late), .pairs = pairs, .stage = stage};
    }
  }
}

static void line_prepare(line* const l, lq_arena* const arena, const unsigned n_stages)
{
  float* const slow       = take(l, arena, PAST);
  float*       fast[MOST] = {0};
  if (l) {
    l->slow_in    = slow;
    l->fast_in[0] = slow;
  }
  for (unsigned s = 0; s < n_stages; ++s) {
    stage_up(l, arena, s);
  }
  for (unsigned p = 0; p < 1U << n_stages; ++p) {
    fast[p] = take(l, arena, n_stages > 1 ? PAST_UP : PAST_DN);
  }
  if (l) {
    memcpy(l->fast_out, fast, sizeof fast);
  }
  unsigned n_sums = 0;
  for (unsigned s = n_stages; s-- > 0; n_sums += 1U << s) {
    stage_down(l, arena, s, fast, l ? l->down + n_sums : NULL);
  }
  if (l) {
    l->slow_out = fast[0];
  }
}

lq_oversample* lq_oversample_prepare(lq_arena* const arena, const unsigned factor,
                                     const unsigned n_channels)
{
  lq_oversample* const o        = LQ_TAKE(arena, lq_oversample, 1);
  unsigned             n_stages = 0;
  while (1U << n_stages < factor) {
    ++n_stages;
  }
  assert(n_stages >= 1 && n_stages <= STAGES && 1U << n_stages == factor);
  for (unsigned c = 0; c < n_channels; ++c) {
    line_prepare(o ? &o->lines[c] : NULL, arena, n_stages);
  }
  if (o) {
    o->n_stages   = n_stages;
    o->n_channels = n_channels;
    for (unsigned s = 0; s < n_stages; ++s) {
      const unsigned n = filters[s].n_taps;
      float          both[2 * LQ_OVERSAMPLE_HALF];
      lq_fraction_design(both, 2 * n, 0.5, filters[s].beta);
      memcpy(o->taps[s], both + n, n * sizeof *both);
    }
  }
  return o;
}

void lq_oversample_reset(lq_oversample* const o)
{
  for (unsigned c = 0; c < o->n_channels; ++c) {
    for (unsigned i = 0; i < o->lines[c].n_spans; ++i) {
      const span* const s = &o->lines[c].spans[i];
      memset(s->memory, 0, (s->n_past + ROOM) * sizeof(float));
    }
  }
}

size_t lq_oversample_latency(const unsigned factor)
{
  size_t n = 0;
  for (unsigned s = 0; 1U << s < factor; ++s) {
    n += (filters[s].n_taps + late_down(s)) >> s;
  }
  return n;
}

static void run(const lq_oversample* const o, const lq_simd* const simd, const sum* const sums,
                const size_t n_frames)
{
  for (unsigned i = 0; i < (1U << o->n_stages) - 1; ++i) {
    const sum* const s = &sums[i];
    simd->oversample->fold(s->y, s->centre, s->pairs, o->taps[s->stage], filters[s->stage].n_taps,
                           n_frames);
  }
}

lq_oversample_planes lq_oversample_up(lq_oversample* const o, const lq_simd* const simd,
                                      const unsigned channel, const float* const x,
                                      const size_t n_frames)
{
  line* const l = &o->lines[channel];
  assert(n_frames <= LQ_OVERSAMPLE_FRAMES);
  memcpy(l->slow_in, x, n_frames * sizeof *x);
  run(o, simd, l->up, n_frames);
  return (lq_oversample_planes){.from = l->fast_in, .to = l->fast_out};
}

void lq_oversample_down(lq_oversample* const o, const lq_simd* const simd, const unsigned channel,
                        float* const y, const size_t n_frames)
{
  line* const l = &o->lines[channel];
  run(o, simd, l->down, n_frames);
  memcpy(y, l->slow_out, n_frames * sizeof *y);
  for (unsigned i = 0; i < l->n_spans; ++i) {
    const span* const s = &l->spans[i];
    memmove(s->memory, s->memory + n_frames, s->n_past * sizeof(float));
  }
}
