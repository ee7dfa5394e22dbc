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
  RING          = 8, // of velocities: 2 TAPS + 1, a power of two
};

typedef struct {
  pair s1, s2;
} section_state;

typedef struct {
  pair ic1, ic2;
} svf_state;

struct lq_groove {
  unsigned        n_channels, factor;
  double          rate_hz; ///< that the groove is simulated at
  double          turn_frames;
  const lq_simd*  simd;
  lq_oversample*  over; ///< NULL at factor 1
  lq_biquad_coef  riaa[LQ_RIAA_SECTIONS];
  lq_svf_coef     integrate, treble[2], sharp_end;
  double          velocity_m_s;  ///< of one wall, for full scale
  double          integrate_sec; ///< the band-pass's gain to metres
  section_state   riaa_state[LQ_RIAA_SECTIONS];
  svf_state       integrate_state, treble_state[2];
  lq_svf_state    sharp_state;
  pair            ring[RING]; ///< velocities of both walls
  uint64_t        n_in;       ///< frames that came, at the fast rate
  uint64_t        n_frames;   ///< behind the filters' delay
  uint64_t        step_end;
  lq_groove_step  step;
  double          treble_sum;
  uint64_t        step_start;
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
    g->treble[i] = lq_svf_design(TREBLE_HZ, 1.0 / lq_butterworth_k4[i], g->rate_hz);
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

static pair section(const lq_biquad_coef* const c, section_state* const s, const pair x)
{
  const pair e = x - s->s2;
  const pair y = c->d * x + c->c1 * s->s1 + c->c2 * s->s2;
  s->s2        = s->s2 + c->q * s->s1 + c->r * e;
  s->s1        = c->p * s->s1 + c->q * e;
  return y;
}

// As lq_svf_step(), for two. @return the low-pass
static pair svf(const lq_svf_coef* const c, svf_state* const s, const pair x, pair* const band)
{
  const pair v3 = x - s->ic2;
  const pair v1 = c->a1 * s->ic1 + c->a2 * v3;
  const pair v2 = s->ic2 + c->a2 * s->ic1 + c->a3 * v3;
  s->ic1        = 2.0 * v1 - s->ic1;
  s->ic2        = 2.0 * v2 - s->ic2;
  *band         = v1;
  return v2;
}

static pair turned(const pair walls) // to sideways and up-and-down
{
  const double half = 1.0 / LQ_BUTTERWORTH_K;
  return (pair){(walls[LEFT] + walls[RIGHT]) * half, (walls[LEFT] - walls[RIGHT]) * half};
}

// The derivative through seven points, exact for polynomials of degree six.
static pair bend_of(const lq_groove* const g, const uint64_t newest)
{
  const pair* const r = g->ring;
#define AT(back) r[(newest - (back)) & (RING - 1)]
  const pair sum = 45.0 * (AT(2) - AT(4)) - 9.0 * (AT(1) - AT(5)) + (AT(0) - AT(6));
#undef AT
  return sum * (g->rate_hz / 60.0);
}

static float most(const float so_far, const double value)
{
  return (float)value > so_far ? (float)value : so_far;
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
  const uint64_t n     = g->n_frames - g->step_start;
  g->step.treble_power = n ? (float)(g->treble_sum / (double)n) : 0.0F;
  g->steps[g->n++]     = g->step;
  g->step              = (lq_groove_step){0};
  g->treble_sum        = 0.0;
  g->step_start        = g->n_frames;
  g->step_end          = end_of_step(g, g->n);
  return LQ_OK;
}

static pair treble_of(lq_groove* const g, const pair velocity)
{
  pair x = velocity;
  for (unsigned i = 0; i < 2; ++i) {
    pair       band;
    const pair low = svf(&g->treble[i], &g->treble_state[i], x, &band);
    x              = x - g->treble[i].k * band - low;
  }
  return x;
}

// One frame of the fast signal.
static lq_status cut(lq_groove* const g, const pair walls)
{
  pair velocity = walls * g->velocity_m_s;
  for (unsigned i = 0; i < LQ_RIAA_SECTIONS; ++i) {
    velocity = section(&g->riaa[i], &g->riaa_state[i], velocity);
  }
  g->ring[g->n_in & (RING - 1)] = velocity;
  const uint64_t newest         = g->n_in++;
  const pair     now            = g->ring[(newest - TAPS) & (RING - 1)];
  pair           excursion;
  (void)svf(&g->integrate, &g->integrate_state, now, &excursion);
  excursion *= g->integrate_sec * 1e6; // um
  const pair   treble = treble_of(g, now);
  double       band;
  const double sharp = lq_svf_step(&g->sharp_end, &g->sharp_state, turned(treble)[LATERAL], &band);
  if (newest < g->delay) { // the first frame is not through the filters yet
    return LQ_OK;
  }
  const pair            v = turned(now), a = turned(bend_of(g, newest));
  const double          depth_um = turned(excursion)[VERTICAL];
  lq_groove_step* const s        = &g->step;
  s->inner_um                    = most(s->inner_um, excursion[LEFT] * LQ_BUTTERWORTH_K);
  s->outer_um                    = most(s->outer_um, -excursion[RIGHT] * LQ_BUTTERWORTH_K);
  s->deep_um                     = most(s->deep_um, depth_um);
  s->shallow_um                  = most(s->shallow_um, -depth_um);
  s->lateral_cm_s                = most(s->lateral_cm_s, 100.0 * fabs(v[LATERAL]));
  s->vertical_cm_s               = most(s->vertical_cm_s, 100.0 * fabs(v[VERTICAL]));
  s->bend_m_s2                   = most(most(s->bend_m_s2, fabs(a[LATERAL])), fabs(a[VERTICAL]));
  s->sharp_cm_s                  = most(s->sharp_cm_s, 100.0 * fabs(sharp));
  g->treble_sum += 1e4 * (treble[LEFT] * treble[LEFT] + treble[RIGHT] * treble[RIGHT]); // (cm/s)^2
  return ++g->n_frames == g->step_end ? end_step(g) : LQ_OK;
}

static lq_status cut_span(lq_groove* const g, const float* const* const x, const size_t n_frames)
{
  const unsigned right = g->n_channels - 1;
  for (size_t i = 0; i < n_frames; ++i) {
    LQ_TRY(cut(g, (pair){(double)x[0][i], (double)x[right][i]}));
  }
  return LQ_OK;
}

static lq_status cut_over(lq_groove* const g, const float* const* const x, const size_t n_frames)
{
  lq_oversample_planes planes[LQ_MAX_CHANNELS];
  for (unsigned c = 0; c < g->n_channels; ++c) {
    planes[c] = lq_oversample_up(g->over, g->simd, c, x[c], n_frames);
  }
  const unsigned right = g->n_channels - 1;
  lq_status      st    = LQ_OK;
  for (size_t i = 0; i < n_frames && !st; ++i) {
    for (unsigned p = 0; p < g->factor && !st; ++p) {
      st = cut(g, (pair){(double)planes[0].from[p][i], (double)planes[right].from[p][i]});
    }
  }
  float nothing[LQ_OVERSAMPLE_FRAMES]; // the way back is not needed, but it is what moves the past
  for (unsigned c = 0; c < g->n_channels; ++c) {
    lq_oversample_down(g->over, g->simd, c, nothing, n_frames);
  }
  return st;
}

lq_status lq_groove_process(lq_groove* const g, const float* const* const x, const size_t n_frames)
{
  for (size_t at = 0; at < n_frames; at += LQ_OVERSAMPLE_FRAMES) {
    const size_t n = n_frames - at < LQ_OVERSAMPLE_FRAMES ? n_frames - at : LQ_OVERSAMPLE_FRAMES;
    const float* part[LQ_MAX_CHANNELS];
    for (unsigned c = 0; c < g->n_channels; ++c) {
      part[c] = x[c] + at;
    }
    LQ_TRY((g->over ? cut_over : cut_span)(g, part, n));
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
