// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/delay.h"

#include "base/arena.h"
#include "dsp/fraction.h"
#include "dsp/simd.h"

#include <math.h>
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
  bool   exact; // a whole number of frames: audio is moved, never touched
  size_t ring_frames;
  size_t latency_frames; // what the filter takes beyond the delay asked for
  double fraction;
} plan;

typedef struct {
  lq_spec spec;
  plan    plan;
  size_t  at;
  float*  ring[LQ_MAX_CHANNELS]; // [ring_frames]
  float*  work[LQ_MAX_CHANNELS]; // [LQ_FRACTION_TAPS + LQ_MAX_FRAMES] past, then the block
  float   taps[LQ_FRACTION_TAPS];
} delay;

// A time that is the nearest float to a whole number of frames means that number.
static plan design(const float time_ms, const double rate_hz)
{
  const double frames  = (double)time_ms * 0.001 * rate_hz;
  const double nearest = floor(frames + 0.5);
  if ((float)(nearest * 1000.0 / rate_hz) == time_ms) {
    return (plan){.exact = true, .ring_frames = (size_t)nearest};
  }
  const size_t whole = (size_t)frames;
  return (plan){.ring_frames    = whole > LQ_FRACTION_WHOLE ? whole - LQ_FRACTION_WHOLE : 0,
                .latency_frames = whole < LQ_FRACTION_WHOLE ? LQ_FRACTION_WHOLE - whole : 0,
                .fraction       = frames - (double)whole};
}

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  delay* const d                     = LQ_TAKE(arena, delay, 1);
  const plan   p                     = design(values[LQ_DELAY_TIME], spec->rate_hz);
  float*       ring[LQ_MAX_CHANNELS] = {0};
  float*       work[LQ_MAX_CHANNELS] = {0};
  for (unsigned c = 0; c < spec->n_channels; ++c) {
    ring[c] = LQ_TAKE(arena, float, p.ring_frames + 1);
    work[c] = LQ_TAKE(arena, float, LQ_FRACTION_TAPS + LQ_MAX_FRAMES);
  }
  if (d) {
    d->spec = *spec;
    d->plan = p;
    memcpy(d->ring, ring, sizeof ring);
    memcpy(d->work, work, sizeof work);
    lq_fraction_design(d->taps, LQ_FRACTION_TAPS, p.fraction, 8.0);
  }
  return d;
}

static void reset(void* const self)
{
  delay* const d = self;
  d->at          = 0;
  for (unsigned c = 0; c < d->spec.n_channels; ++c) {
    memset(d->ring[c], 0, (d->plan.ring_frames + 1) * sizeof(float));
    memset(d->work[c], 0, LQ_FRACTION_TAPS * sizeof(float));
  }
}

static void update(void* const self, const float* const values)
{
  (void)self;
  (void)values;
}

// Swap the block with what the ring holds. @return where the ring stands after
static size_t turn(const delay* const d, const unsigned channel, float* const x,
                   const size_t n_frames)
{
  const size_t n_ring = d->plan.ring_frames;
  size_t       at     = d->at;
  for (size_t i = 0; n_ring && i < n_frames;) {
    float* const past = d->ring[channel] + at;
    const size_t left = n_ring - at;
    const size_t n    = left < n_frames - i ? left : n_frames - i;
    for (size_t k = 0; k < n; ++k) {
      const float in = x[i + k];
      x[i + k]       = past[k];
      past[k]        = in;
    }
    at = n == left ? 0 : at + n;
    i += n;
  }
  return at;
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  delay* const d  = self;
  size_t       at = d->at;
  for (unsigned c = 0; c < d->spec.n_channels; ++c) {
    at = turn(d, c, io[c], n_frames);
    if (!d->plan.exact) {
      float* const work = d->work[c];
      memcpy(work + LQ_FRACTION_TAPS, io[c], n_frames * sizeof(float));
      d->spec.simd->space->fir(io[c], work + LQ_FRACTION_TAPS, d->taps, LQ_FRACTION_TAPS, n_frames);
      memmove(work, work + n_frames, LQ_FRACTION_TAPS * sizeof(float));
    }
  }
  d->at = at;
}

static size_t latency_frames(const void* const self)
{
  return ((const delay*)self)->plan.latency_frames;
}

static size_t tail_frames(const void* const self)
{
  const plan* const p = &((const delay*)self)->plan;
  return p->ring_frames + (p->exact ? 0 : LQ_FRACTION_TAPS);
}

const lq_proc lq_delay = {.symbol    = "delay",
                          .name      = "Delay",
                          .lv2_class = "DelayPlugin",
                          .doc       = "Moves a track later by a fraction of a frame or by many.",
                          .params    = params,
                          .n_params  = LQ_DELAY_N,
                          .prepare   = prepare,
                          .reset     = reset,
                          .update    = update,
                          .process   = process,
                          .latency_frames = latency_frames,
                          .tail_frames    = tail_frames};
