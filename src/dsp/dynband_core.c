// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/dynband_core.h"

#include "base/arena.h"

#include <math.h>
#include <string.h>

#define DB_PER_OCTAVE 6.02059991327962390427 // 20 log10(2)

enum { N = LQ_DYNBAND_N, STEP = LQ_DYNBAND_STEP, STEPS = LQ_DYNBAND_STEPS };

// Eight bands.
typedef struct {
  lq_dynband_ear     ear;
  lq_eight           ear_state[LQ_MAX_CHANNELS][2];
  lq_dynband_law     law;
  lq_dynband_ride    ride;
  lq_dynband_filters filters;
  lq_biquad_coef     target[N];      // where the filters go
  lq_dynband_wets    wet[STEPS + 3]; // from [0] to [1] in the step that runs, and so on
} group;

struct lq_dynband_core {
  _Alignas(LQ_ALIGN) float heard[LQ_MAX_CHANNELS][LQ_DYNBAND_FRAMES + STEP];
  lq_spec              spec;
  unsigned             n_heard, n_groups;
  group*               groups;   // [n_groups]
  lq_dynband_settings* settings; // [n_bands] what all this stands for
  bool                 started, relative;
  bool                 dual;         // each side has a follower of its own
  unsigned             phase;        // frames of the step that runs, at the head of `heard`
  unsigned             moved_frames; // of LQ_GRID_FRAMES; all of them: the filters stand
};

lq_dynband_core* lq_dynband_core_prepare(lq_arena* const arena, const lq_spec* const spec)
{
  const unsigned             n_groups = (spec->n_bands + N - 1) / N;
  lq_dynband_core* const     p        = LQ_TAKE(arena, lq_dynband_core, 1);
  group* const               groups   = LQ_TAKE(arena, group, n_groups);
  lq_dynband_settings* const settings = LQ_TAKE(arena, lq_dynband_settings, spec->n_bands);
  if (p) {
    p->spec     = *spec;
    p->n_heard  = spec->n_key ? spec->n_key : spec->n_channels;
    p->n_groups = n_groups;
    p->groups   = groups;
    p->settings = settings;
  }
  return p;
}

void lq_dynband_core_reset(lq_dynband_core* const p)
{
  for (unsigned i = 0; i < p->n_groups; ++i) {
    const unsigned left          = p->spec.n_bands - i * N;
    p->groups[i]                 = (group){0};
    p->groups[i].filters.n_bands = left < N ? left : N;
  }
  p->started      = false;
  p->phase        = 0;
  p->moved_frames = LQ_GRID_FRAMES;
}

static void put_coef(double lanes[6][LQ_DYNBAND_LANES], const unsigned lane,
                     const lq_biquad_coef* const c)
{
  const double v[6] = {c->p, c->q, c->r, c->d, c->c1, c->c2};
  for (unsigned i = 0; i < 6; ++i) {
    lanes[i][lane] = v[i];
  }
}

static bool is_dry(const group* const g, const unsigned k, const unsigned n_channels)
{
  double sum = fabs((double)g->ride.scale.v[k]);
  for (unsigned c = 0; c < n_channels; ++c) {
    sum += fabs(g->wet[0].v[k * n_channels + c]) + fabs(g->wet[1].v[k * n_channels + c]);
  }
  return sum == 0.0;
}

// New settings of one band. A band that does nothing now begins with its new filter and an empty
// past; one that will do nothing keeps its filter while it fades.
static void set_band(lq_dynband_core* const p, group* const g, const unsigned k,
                     const lq_dynband_settings* const s)
{
  const unsigned n     = p->spec.n_channels;
  const double   scale = lq_dynband_scale(s);
  lq_dynband_ear_set(&g->ear, k, &s->band, p->spec.rate_hz);
  lq_dynband_law_set(&g->law, k, s, p->spec.rate_hz);
  g->ride.scale_target.v[k] = (float)scale;
  if (scale != 0.0) {
    g->target[k] = lq_dynband_wet_design(&s->band, p->spec.rate_hz);
    if (is_dry(g, k, n)) {
      for (unsigned lane = k * n; lane < (k + 1) * n; ++lane) {
        put_coef(g->filters.coef, lane, &g->target[k]);
        g->filters.state[0][lane] = g->filters.state[1][lane] = 0.0;
      }
    }
  }
}

// From where everything is to where it shall be, in straight lines over one grid step.
static void aim(lq_dynband_core* const p, group* const g)
{
  const unsigned n = p->spec.n_channels;
  for (unsigned k = 0; k < N; ++k) {
    for (unsigned lane = k * n; lane < (k + 1) * n; ++lane) {
      put_coef(g->filters.step, lane, &g->target[k]);
      for (unsigned i = 0; i < 6; ++i) {
        double* const step = &g->filters.step[i][lane];
        *step              = (*step - g->filters.coef[i][lane]) / LQ_GRID_FRAMES;
      }
    }
    g->ride.scale_step.v[k] =
        (g->ride.scale_target.v[k] - g->ride.scale.v[k]) / (float)LQ_DYNBAND_GLIDE;
  }
  g->ride.n_scale_steps = LQ_DYNBAND_GLIDE;
}

static void arrive(lq_dynband_core* const p)
{
  for (unsigned i = 0; i < p->n_groups; ++i) {
    group* const g = &p->groups[i];
    for (unsigned lane = 0; lane < N * p->spec.n_channels; ++lane) {
      put_coef(g->filters.coef, lane, &g->target[lane / p->spec.n_channels]);
    }
  }
}

static bool sides_are_alike(const lq_dynband_core* const p)
{
  float most = 0.0F;
  for (unsigned i = 0; i < p->n_groups; ++i) {
    const lq_dynband_ride* const r = &p->groups[i].ride;
    for (unsigned k = 0; k < N; ++k) {
      most = fmaxf(most, fabsf(r->held[0].v[k] - r->held[1].v[k]));
      most = fmaxf(most, fabsf(r->moved[0].v[k] - r->moved[1].v[k]));
    }
  }
  return most < 1e-4F; // 6e-4 dB
}

void lq_dynband_core_to(lq_dynband_core* const p, const lq_dynband_settings* const settings,
                        const double link, const bool relative)
{
  const bool two     = p->n_heard == 2 && p->spec.n_channels == 2;
  bool       changed = false;
  if (!two || link < 1.0) {
    p->dual = two;
  } else if (!p->started || sides_are_alike(p)) {
    p->dual = false; // one follower from now on: both would do the same
  }
  p->relative = relative;
  for (unsigned b = 0; b < p->spec.n_bands; ++b) {
    if (!p->started || memcmp(&settings[b], &p->settings[b], sizeof *settings)) {
      changed = true;
      memcpy(&p->settings[b], &settings[b], sizeof *settings);
      set_band(p, &p->groups[b / N], b % N, &settings[b]);
    }
  }
  for (unsigned i = 0; i < p->n_groups; ++i) {
    group* const g = &p->groups[i];
    g->law.link    = (float)link;
    if (!p->started) {
      g->ride.scale = g->ride.scale_target;
    } else if (changed) {
      aim(p, g);
    }
  }
  if (p->started && changed) {
    p->moved_frames = 0;
  }
  p->started = true;
}

size_t lq_dynband_core_span(const lq_dynband_core* const p, const size_t n_left)
{
  const size_t room   = LQ_DYNBAND_FRAMES - p->phase;
  const size_t moving = LQ_GRID_FRAMES - p->moved_frames;
  const size_t most   = moving && moving < room ? moving : room;
  return n_left < most ? n_left : most;
}

// Followers of eight bands over whole steps; the wets behind those that are there.
static void decide(lq_dynband_core* const p, group* const g, const float* const* const whole,
                   const size_t n_steps)
{
  const lq_dynband_kernels* const k = p->spec.simd->dynband;
  lq_eight                        square[LQ_MAX_CHANNELS][STEPS];
  lq_dynband_levels in = {.n_heard = p->n_heard, .n_sides = p->dual ? 2 : 1, .n_steps = n_steps};
  for (unsigned c = 0; c < p->n_heard; ++c) {
    k->hear(&g->ear, g->ear_state[c], p->heard[c], n_steps, square[c]);
    in.square[c] = square[c];
    in.whole[c]  = p->relative ? whole[c] : NULL;
  }
  k->decide(&g->law, &g->ride, &in, p->spec.n_channels, g->wet + 2);
  if (!p->dual) {
    g->ride.held[1]  = g->ride.held[0];
    g->ride.moved[1] = g->ride.moved[0];
  }
}

void lq_dynband_core_hear(lq_dynband_core* const p, const float* const* const heard,
                          const size_t n_frames)
{
  const size_t n_steps = (p->phase + n_frames) / STEP;
  float        whole[LQ_MAX_CHANNELS][STEPS];
  for (unsigned c = 0; c < p->n_heard; ++c) {
    p->spec.simd->dynband->take(p->heard[c] + p->phase, heard[c], n_frames);
    for (size_t i = 0; p->relative && i < n_steps; ++i) { // a sine's mean square is 1/2
      whole[c][i] = p->spec.simd->mix->energy(p->heard[c] + i * STEP, STEP) * (2.0F / STEP);
    }
  }
  for (unsigned i = 0; n_steps && i < p->n_groups; ++i) {
    decide(p, &p->groups[i], (const float* [LQ_MAX_CHANNELS]){whole[0], whole[1]}, n_steps);
  }
  for (unsigned c = 0; n_steps && c < p->n_heard; ++c) {
    memmove(p->heard[c], p->heard[c] + n_steps * STEP,
            ((p->phase + n_frames) % STEP) * sizeof(float));
  }
}

void lq_dynband_core_sound(lq_dynband_core* const p, float* const* const io, const size_t n_frames)
{
  const bool   moving  = p->moved_frames < LQ_GRID_FRAMES;
  const size_t n_steps = (p->phase + n_frames) / STEP;
  for (unsigned i = 0; i < p->n_groups; ++i) {
    group* const g = &p->groups[i];
    p->spec.simd->dynband->sound(&g->filters, p->spec.n_channels, moving, p->phase, g->wet, io,
                                 n_frames);
    g->wet[0] = g->wet[n_steps];
    g->wet[1] = g->wet[n_steps + 1];
  }
  p->phase = (p->phase + (unsigned)n_frames) % STEP;
  if (moving) {
    p->moved_frames += (unsigned)n_frames;
    if (p->moved_frames == LQ_GRID_FRAMES) {
      arrive(p);
    }
  }
}

void lq_dynband_core_most_db(lq_dynband_core* const p, double* const cut_db, double* const lift_db)
{
  *cut_db = *lift_db = 0.0;
  for (unsigned i = 0; i < p->n_groups; ++i) {
    group* const g = &p->groups[i];
    for (unsigned k = 0; k < N; ++k) {
      double* const most = g->law.toward.v[k] < 0.0F ? cut_db : lift_db;
      *most              = fmax(*most, (double)g->ride.most.v[k] * DB_PER_OCTAVE);
    }
    g->ride.most = (lq_eight){{0}};
  }
}

double lq_dynband_core_moved_db(lq_dynband_core* const p, const unsigned band)
{
  float* const most     = &p->groups[band / N].ride.most.v[band % N];
  const double moved_db = (double)*most * DB_PER_OCTAVE;
  *most                 = 0.0F;
  return moved_db;
}

size_t lq_dynband_core_tail_frames(const lq_dynband_core* const p)
{
  size_t n = 0;
  for (unsigned b = 0; b < p->spec.n_bands; ++b) {
    lq_biquad_coef c = p->groups[b / N].target[b % N];
    c.d += 1.0;
    n += lq_cascade_tail_frames(&c, 1);
  }
  return n;
}
