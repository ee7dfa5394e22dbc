// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/groove.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/butterworth.h"
#include "dsp/oversample.h"
#include "dsp/riaa.h"
#include "dsp/simd.h"
#include "dsp/svf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Both walls, or sideways and up-and-down, in the lanes of one register.
typedef double pair __attribute__((vector_size(16)));

enum { LEFT, RIGHT, LATERAL = 0, VERTICAL = 1 };

enum {
  LEAST_RATE_HZ = 88200, // below it peaks of the treble would fall between samples
  INTEGRATE_HZ  = 15,    // between the 10 and 20 Hz of docs/vinyl.md
  TREBLE_HZ     = 5000,
  SHARP_END_HZ  = 10000,
  TAPS          = 3, // of the derivative, on either side
  PAST          = 2 * TAPS,
  SPAN          = 2 * LQ_OVERSAMPLE_FRAMES,
};

typedef struct {
  pair s1, s2;
} section_state;

typedef struct {
  pair ic1, ic2;
} svf_state;

/// Of a step so far, SI units.
typedef struct {
  double inner, outer, deep, shallow, lateral, vertical, bend, sharp, treble_sum;
} extremes;

struct lq_groove {
  unsigned        n_channels, factor;
  double          rate_hz; ///< that the groove is simulated at
  double          turn_frames;
  const lq_simd*  simd;
  lq_oversample*  over; ///< NULL at factor 1
  lq_biquad_coef  riaa[LQ_RIAA_SECTIONS];
  lq_svf_coef     integrate, treble_cut[2], sharp_end;
  double          velocity_m_s;  ///< of one wall, for full scale
  double          integrate_sec; ///< the band-pass's gain to metres
  section_state   riaa_state[LQ_RIAA_SECTIONS];
  svf_state       integrate_state, treble_state[2];
  lq_svf_state    sharp_state;
  pair            velocity[PAST + SPAN]; ///< of both walls [m/s]; what comes in stands behind PAST
  pair            excursion[SPAN];       ///< of both walls [m]; it and those below stand TAPS later
  pair            treble[SPAN];          ///< velocity above 5 kHz [m/s]
  double          sharp[SPAN];           ///< and of that sideways, below 10 kHz [m/s]
  uint64_t        n_in;                  ///< frames that came, at the fast rate
  uint64_t        n_frames;              ///< behind the filters' delay
  uint64_t        step_start, step_end;
  extremes        step;
  size_t          delay; ///< of oversampling and derivative, fast frames
  lq_groove_step* steps; ///< [n]
  size_t          n, room;
  void*           memory;
};

static uint64_t end_of_step(const lq_groove* const g, const size_t step)
{
  return (uint64_t)ceil((double)(step + 1) * g->turn_frames / LQ_GROOVE_STEPS_A_TURN);
}

static void design(lq_groove* const g, const double peak_cm_s, const double rpm)
{
  g->turn_frames   = g->rate_hz * 60.0 / rpm;
  g->velocity_m_s  = peak_cm_s / 100.0 / LQ_BUTTERWORTH_K; // both walls make sqrt2 of it sideways
  g->integrate_sec = 1.0 / (2.0 * LQ_PI * INTEGRATE_HZ);
  g->integrate     = lq_svf_design(INTEGRATE_HZ, 1.0 / LQ_BUTTERWORTH_K, g->rate_hz);
  g->sharp_end     = lq_svf_design(SHARP_END_HZ, 1.0 / LQ_BUTTERWORTH_K, g->rate_hz);
  for (unsigned i = 0; i < 2; ++i) {
    g->treble_cut[i] = lq_svf_design(TREBLE_HZ, 1.0 / lq_butterworth_k4[i], g->rate_hz);
  }
  lq_riaa_design(LQ_RIAA_RECORD, g->rate_hz, g->riaa);
  g->delay    = TAPS + (g->over ? (lq_oversample_latency(g->factor) + 1) / 2 * g->factor : 0);
  g->step_end = end_of_step(g, 0);
}

lq_status lq_groove_new(lq_groove** const groove, const double rate_hz, const unsigned n_channels,
                        const double peak_cm_s, const double rpm, const lq_simd* const simd)
{
  lq_groove* const g = calloc(1, sizeof *g);
  if (!g) {
    return LQ_ERR_MEMORY;
  }
  g->n_channels = n_channels;
  g->factor     = rate_hz < LEAST_RATE_HZ ? 2 : 1;
  g->rate_hz    = rate_hz * g->factor;
  g->simd       = simd;
  if (g->factor > 1) {
    lq_arena arena = {0};
    (void)lq_oversample_prepare(&arena, g->factor, n_channels);
    g->memory = lq_alloc_aligned(arena.used);
    if (!g->memory) {
      free(g);
      return LQ_ERR_MEMORY;
    }
    arena   = (lq_arena){.base = g->memory, .size = arena.used};
    g->over = lq_oversample_prepare(&arena, g->factor, n_channels);
    lq_oversample_reset(g->over);
  }
  design(g, peak_cm_s, rpm);
  *groove = g;
  return LQ_OK;
}

void lq_groove_free(lq_groove* const g)
{
  if (g) {
    free(g->memory);
    free(g->steps);
    free(g);
  }
}

// A section over a span, for both walls; dsp/biquad.h.
static void filter(const lq_biquad_coef* const c, section_state* const state, pair* const x,
                   const size_t n)
{
  const lq_biquad_coef k = *c;
  section_state        s = *state;
  for (size_t i = 0; i < n; ++i) {
    const pair e = x[i] - s.s2;
    const pair y = k.d * x[i] + k.c1 * s.s1 + k.c2 * s.s2;
    s.s2         = s.s2 + k.q * s.s1 + k.r * e;
    s.s1         = k.p * s.s1 + k.q * e;
    x[i]         = y;
  }
  *state = s;
}

// As lq_svf_step(), for two: y = high x + band + low, each times its share.
static void filter_svf(const lq_svf_coef* const c, svf_state* const state, const pair* const x,
                       pair* const y, const size_t n, const double high, const double band,
                       const double low)
{
  const lq_svf_coef k = *c;
  svf_state         s = *state;
  for (size_t i = 0; i < n; ++i) {
    const pair in = x[i];
    const pair v3 = in - s.ic2;
    const pair v1 = k.a1 * s.ic1 + k.a2 * v3;
    const pair v2 = s.ic2 + k.a2 * s.ic1 + k.a3 * v3;
    s.ic1         = 2.0 * v1 - s.ic1;
    s.ic2         = 2.0 * v2 - s.ic2;
    y[i]          = high * in + band * v1 + low * v2;
  }
  *state = s;
}

static pair turned(const pair walls) // to sideways and up-and-down
{
  const double half = 1.0 / LQ_BUTTERWORTH_K;
  return (pair){(walls[LEFT] + walls[RIGHT]) * half, (walls[LEFT] - walls[RIGHT]) * half};
}

// The derivative through seven points, exact for polynomials of degree six.
static pair bend_at(const pair* const v, const double rate_hz)
{
  const pair sum = 45.0 * (v[1] - v[-1]) - 9.0 * (v[2] - v[-2]) + (v[3] - v[-3]);
  return sum * (rate_hz / 60.0);
}

static double most(const double so_far, const double value)
{
  return value > so_far ? value : so_far;
}

static lq_groove_step told(const lq_groove* const g)
{
  const extremes* const e = &g->step;
  const double          n = (double)(g->n_frames - g->step_start);
  return (lq_groove_step){.inner_um      = (float)(1e6 * e->inner),
                          .outer_um      = (float)(1e6 * e->outer),
                          .deep_um       = (float)(1e6 * e->deep),
                          .shallow_um    = (float)(1e6 * e->shallow),
                          .lateral_cm_s  = (float)(100.0 * e->lateral),
                          .vertical_cm_s = (float)(100.0 * e->vertical),
                          .bend_m_s2     = (float)e->bend,
                          .sharp_cm_s    = (float)(100.0 * e->sharp),
                          .treble_power  = (float)(1e4 * e->treble_sum / n)};
}

static lq_status end_step(lq_groove* const g)
{
  if (g->n == g->room) {
    const size_t          room  = g->room ? 2 * g->room : 4096; // two minutes
    lq_groove_step* const grown = realloc(g->steps, room * sizeof *grown);
    if (!grown) {
      return LQ_ERR_MEMORY;
    }
    g->steps = grown;
    g->room  = room;
  }
  g->steps[g->n++] = told(g);
  g->step          = (extremes){0};
  g->step_start    = g->n_frames;
  g->step_end      = end_of_step(g, g->n);
  return LQ_OK;
}

// Frames of a span that lie within one step.
static void take(lq_groove* const g, const size_t from, const size_t to)
{
  const pair* const v = g->velocity + TAPS;
  extremes          e = g->step;
  for (size_t i = from; i < to; ++i) {
    const pair   speed = turned(v[i]), bend = turned(bend_at(v + i, g->rate_hz));
    const pair   edge = g->excursion[i] * LQ_BUTTERWORTH_K, t = g->treble[i] * g->treble[i];
    const double depth = turned(g->excursion[i])[VERTICAL];
    e.inner            = most(e.inner, edge[LEFT]);
    e.outer            = most(e.outer, -edge[RIGHT]);
    e.deep             = most(e.deep, depth);
    e.shallow          = most(e.shallow, -depth);
    e.lateral          = most(e.lateral, fabs(speed[LATERAL]));
    e.vertical         = most(e.vertical, fabs(speed[VERTICAL]));
    e.bend             = most(most(e.bend, fabs(bend[LATERAL])), fabs(bend[VERTICAL]));
    e.sharp            = most(e.sharp, fabs(g->sharp[i]));
    e.treble_sum += t[LEFT] + t[RIGHT];
  }
  g->step = e;
}

// What came in stands in `velocity` as it came.
static lq_status cut(lq_groove* const g, const size_t n)
{
  const pair* const now = g->velocity + TAPS; // the derivative looks TAPS ahead
  for (unsigned i = 0; i < LQ_RIAA_SECTIONS; ++i) {
    filter(&g->riaa[i], &g->riaa_state[i], g->velocity + PAST, n);
  }
  filter_svf(&g->integrate, &g->integrate_state, now, g->excursion, n, 0.0, g->integrate_sec, 0.0);
  for (unsigned i = 0; i < 2; ++i) {
    filter_svf(&g->treble_cut[i], &g->treble_state[i], i ? g->treble : now, g->treble, n, 1.0,
               -g->treble_cut[i].k, -1.0);
  }
  double band;
  for (size_t i = 0; i < n; ++i) {
    g->sharp[i] = lq_svf_step(&g->sharp_end, &g->sharp_state, turned(g->treble[i])[LATERAL], &band);
  }
  // The first frames are not through the filters yet.
  size_t at = g->n_in < g->delay ? (g->delay - g->n_in < n ? g->delay - g->n_in : n) : 0;
  g->n_in += n;
  while (at < n) {
    const size_t left = n - at, rest = (size_t)(g->step_end - g->n_frames);
    const size_t part = left < rest ? left : rest;
    take(g, at, at + part);
    at += part;
    g->n_frames += part;
    if (g->n_frames == g->step_end) {
      LQ_TRY(end_step(g));
    }
  }
  memmove(g->velocity, g->velocity + n, PAST * sizeof *g->velocity);
  return LQ_OK;
}

// Both channels, plane after plane, as velocities of the walls before the characteristic.
static void load(lq_groove* const g, const float* const* const left,
                 const float* const* const right, const size_t n_frames)
{
  pair* const to = g->velocity + PAST;
  for (unsigned p = 0; p < g->factor; ++p) {
    for (size_t i = 0; i < n_frames; ++i) {
      to[i * g->factor + p] = (pair){(double)left[p][i], (double)right[p][i]} * g->velocity_m_s;
    }
  }
}

static lq_status cut_span(lq_groove* const g, const float* const* const x, const size_t n_frames)
{
  const unsigned right = g->n_channels - 1;
  if (!g->over) {
    load(g, &x[0], &x[right], n_frames);
    return cut(g, n_frames);
  }
  lq_oversample_planes planes[LQ_MAX_CHANNELS];
  float nothing[LQ_OVERSAMPLE_FRAMES]; // the way back is not needed, but it is what moves the past
  for (unsigned c = 0; c < g->n_channels; ++c) {
    planes[c] = lq_oversample_up(g->over, g->simd, c, x[c], n_frames);
  }
  load(g, planes[0].from, planes[right].from, n_frames);
  for (unsigned c = 0; c < g->n_channels; ++c) {
    lq_oversample_down(g->over, g->simd, c, nothing, n_frames);
  }
  return cut(g, g->factor * n_frames);
}

lq_status lq_groove_process(lq_groove* const g, const float* const* const x, const size_t n_frames)
{
  for (size_t at = 0; at < n_frames; at += LQ_OVERSAMPLE_FRAMES) {
    const size_t n = n_frames - at < LQ_OVERSAMPLE_FRAMES ? n_frames - at : LQ_OVERSAMPLE_FRAMES;
    const float* part[LQ_MAX_CHANNELS];
    for (unsigned c = 0; c < g->n_channels; ++c) {
      part[c] = x[c] + at;
    }
    LQ_TRY(cut_span(g, part, n));
  }
  return LQ_OK;
}

lq_status lq_groove_finish(lq_groove* const g)
{
  static const float silence[LQ_OVERSAMPLE_FRAMES];
  const float* const x[LQ_MAX_CHANNELS] = {silence, silence};
  const size_t       n                  = (g->delay + g->factor - 1) / g->factor;
  LQ_TRY(lq_groove_process(g, x, n));
  return g->n_frames > g->step_start ? end_step(g) : LQ_OK;
}

const lq_groove_step* lq_groove_steps(const lq_groove* const g, size_t* const n)
{
  *n = g->n;
  return g->steps;
}

double lq_groove_step_sec(const lq_groove* const g)
{
  return g->turn_frames / LQ_GROOVE_STEPS_A_TURN / g->rate_hz;
}
