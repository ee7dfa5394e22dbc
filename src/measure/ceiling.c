// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/ceiling.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/simd.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  BLOCK    = LQ_LIMIT_FRAMES,
  HISTORY  = LQ_LIMIT_TAPS - 1,
  STRIDE   = (HISTORY + BLOCK + LQ_LIMIT_PAD + 15) / 16 * 16,
  N_ROTATE = 3,
};

// Second-order all-passes: they turn phases by up to 360 degrees each around these.
static const double rotate_hz[N_ROTATE] = {60, 250, 1200};

typedef struct {
  double b0, b1; // all-pass (b0 + b1 z^-1 + z^-2) / (1 + b1 z^-1 + b0 z^-2)
} rotate_coef;

typedef struct {
  double s1, s2;
} rotate_state;

struct lq_ceiling {
  unsigned          n_channels;
  const lq_simd*    simd;
  lq_limit_detector detector;
  rotate_coef       coef[N_ROTATE];
  rotate_state      state[2][N_ROTATE];
  float*            line; // [2][STRIDE]: the past, then the block
  float             between[BLOCK];
  size_t            fill, n_blocks, blocks_a_hop;
  double            energy;
  float             loudest;
  lq_ceiling_hop*   hops;
  size_t            n_hops, room;
};

static rotate_coef rotate_design(const double hz, const double rate_hz)
{
  const double w     = 2.0 * LQ_PI * hz / rate_hz;
  const double alpha = lq_sin(w) / 1.4142135623730951; // q of 0.707
  return (rotate_coef){.b0 = (1.0 - alpha) / (1.0 + alpha), .b1 = -2.0 * lq_cos(w) / (1.0 + alpha)};
}

lq_status lq_ceiling_new(lq_ceiling** const ceiling, const double rate_hz,
                         const unsigned n_channels)
{
  if (!(rate_hz >= 8000.0 && rate_hz <= 384000.0) || !n_channels || n_channels > 2) {
    return LQ_ERR_LIMIT;
  }
  lq_ceiling* const c    = calloc(1, sizeof *c);
  float* const      line = lq_alloc_aligned(2 * (size_t)STRIDE * sizeof(float));
  if (!c || !line) {
    free(c);
    free(line);
    return LQ_ERR_MEMORY;
  }
  memset(line, 0, 2 * (size_t)STRIDE * sizeof(float));
  *c = (lq_ceiling){.n_channels   = n_channels,
                    .simd         = lq_simd_best(),
                    .detector     = lq_limit_detector_design(NULL),
                    .line         = line,
                    .blocks_a_hop = (size_t)ceil(rate_hz / 50000.0)};
  for (unsigned i = 0; i < N_ROTATE; ++i) {
    c->coef[i] = rotate_design(rotate_hz[i], rate_hz);
  }
  *ceiling = c;
  return LQ_OK;
}

void lq_ceiling_free(lq_ceiling* const c)
{
  if (c) {
    free(c->line);
    free(c->hops);
    free(c);
  }
}

static float rotated_peak(const rotate_coef* const coef, rotate_state* const state,
                          const float* const x, const size_t n_frames)
{
  double peak = 0;
  for (size_t i = 0; i < n_frames; ++i) {
    double v = (double)x[i];
    for (unsigned k = 0; k < N_ROTATE; ++k) {
      const double y = coef[k].b0 * v + state[k].s1;
      state[k].s1    = coef[k].b1 * (v - y) + state[k].s2;
      state[k].s2    = v - coef[k].b0 * y;
      v              = y;
    }
    peak = fmax(peak, fabs(v));
  }
  return (float)peak;
}

// One channel of the block into the hop.
static void hear(lq_ceiling* const c, lq_ceiling_hop* const hop, float* const line,
                 rotate_state* const state)
{
  const float* const x     = line + LQ_LIMIT_BEFORE; // the detector answers for these
  const float        floor = 0.5F * c->loudest;
  for (size_t i = 0; i < BLOCK; ++i) {
    hop->sample = fabsf(x[i]) > fabsf(hop->sample) ? x[i] : hop->sample;
    c->energy += (double)x[i] * (double)x[i];
  }
  hop->peak = fmaxf(hop->peak, fabsf(hop->sample));
  if (c->simd->limit->peaks(&c->detector, c->between, line, floor, BLOCK)) {
    for (size_t i = 0; i < BLOCK; ++i) {
      hop->peak = fmaxf(hop->peak, c->between[i]);
    }
  }
  hop->rotated = fmaxf(hop->rotated, rotated_peak(c->coef, state, x, BLOCK));
  memmove(line, line + BLOCK, HISTORY * sizeof *line);
}

static lq_status end_block(lq_ceiling* const c)
{
  if (c->n_hops == c->room) {
    const size_t          room = 2 * c->room + 4096;
    lq_ceiling_hop* const more = realloc(c->hops, room * sizeof *more);
    if (!more) {
      return LQ_ERR_MEMORY;
    }
    c->hops = more;
    c->room = room;
  }
  lq_ceiling_hop* const hop = &c->hops[c->n_hops];
  if (c->n_blocks == 0) {
    *hop      = (lq_ceiling_hop){0};
    c->energy = 0;
  }
  for (unsigned k = 0; k < c->n_channels; ++k) {
    hear(c, hop, c->line + k * STRIDE, c->state[k]);
  }
  c->loudest = fmaxf(c->loudest, hop->peak);
  c->fill    = 0;
  if (++c->n_blocks == c->blocks_a_hop) {
    hop->power =
        (float)(c->energy / ((double)c->n_channels * (double)BLOCK * (double)c->blocks_a_hop));
    c->n_blocks = 0;
    ++c->n_hops;
  }
  return LQ_OK;
}

lq_status lq_ceiling_process(lq_ceiling* const c, const float* const* const x,
                             const size_t n_frames)
{
  for (size_t done = 0; done < n_frames;) {
    const size_t room = BLOCK - c->fill;
    const size_t n    = n_frames - done < room ? n_frames - done : room;
    for (unsigned k = 0; k < c->n_channels; ++k) {
      memcpy(c->line + k * STRIDE + HISTORY + c->fill, x[k] + done, n * sizeof(float));
    }
    c->fill += n;
    done += n;
    if (c->fill == BLOCK) {
      LQ_TRY(end_block(c));
    }
  }
  return LQ_OK;
}

lq_status lq_ceiling_finish(lq_ceiling* const c)
{
  static const float zeros[BLOCK] = {0};
  const float* const silence[2]   = {zeros, zeros};
  // What is left, and the frames that the detector is behind.
  LQ_TRY(lq_ceiling_process(c, silence, BLOCK - c->fill));
  for (size_t i = c->n_blocks; i && i < c->blocks_a_hop; ++i) {
    LQ_TRY(lq_ceiling_process(c, silence, BLOCK));
  }
  return lq_ceiling_process(c, silence, BLOCK * c->blocks_a_hop);
}

const lq_ceiling_hop* lq_ceiling_hops(const lq_ceiling* const c, size_t* const n_hops,
                                      size_t* const hop_frames)
{
  *n_hops     = c->n_hops;
  *hop_frames = BLOCK * c->blocks_a_hop;
  return c->hops;
}
