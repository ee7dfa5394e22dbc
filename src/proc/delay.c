// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/delay.h"

#include "base/arena.h"

#include <string.h>

static const lq_param params[] = {
    [LQ_DELAY_TIME] = {.symbol = "time",
                       .name   = "Time",
                       .unit   = LQ_UNIT_MS,
                       .max    = 1000,
                       .flags  = LQ_RESTART,
                       .doc    = "How much later the track comes."},
};
_Static_assert(sizeof params / sizeof *params == LQ_DELAY_N, "one row per enum");

typedef struct {
  lq_spec spec;
  size_t  n_frames; // of the ring
  size_t  at;
  float*  ring[LQ_MAX_CHANNELS]; // [n_frames]
} delay;

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  const size_t n = (size_t)((double)values[LQ_DELAY_TIME] * 0.001 * spec->rate_hz + 0.5);
  delay* const d = LQ_TAKE(arena, delay, 1);
  float*       ring[LQ_MAX_CHANNELS] = {0};
  for (unsigned c = 0; c < spec->n_channels; ++c) {
    ring[c] = LQ_TAKE(arena, float, n + 1);
  }
  if (d) {
    d->spec     = *spec;
    d->n_frames = n;
    memcpy(d->ring, ring, sizeof ring);
  }
  return d;
}

static void reset(void* const self)
{
  delay* const d = self;
  d->at          = 0;
  for (unsigned c = 0; c < d->spec.n_channels; ++c) {
    memset(d->ring[c], 0, d->n_frames * sizeof(float));
  }
}

static void update(void* const self, const float* const values)
{
  (void)self;
  (void)values;
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  delay* const d  = self;
  size_t       at = d->at;
  for (unsigned c = 0; d->n_frames && c < d->spec.n_channels; ++c) {
    at = d->at;
    for (size_t i = 0; i < n_frames; ++i) {
      const float x  = io[c][i];
      io[c][i]       = d->ring[c][at];
      d->ring[c][at] = x;
      at             = at + 1 == d->n_frames ? 0 : at + 1;
    }
  }
  d->at = at;
}

static size_t tail_frames(const void* const self)
{
  return ((const delay*)self)->n_frames;
}

const lq_proc lq_delay = {.symbol      = "delay",
                          .name        = "Delay",
                          .lv2_class   = "DelayPlugin",
                          .doc         = "Moves a track later by a fraction of a frame or by many.",
                          .params      = params,
                          .n_params    = LQ_DELAY_N,
                          .prepare     = prepare,
                          .reset       = reset,
                          .update      = update,
                          .process     = process,
                          .tail_frames = tail_frames};
