// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/bank.h"

#include "base/arena.h"
#include "dsp/biquad_step.h"
#include "dsp/simd.h"

#include <string.h>

typedef struct {
  lq_biquad_coef now, target;
  double         state[2][LQ_MAX_CHANNELS];
} slot;

struct lq_bank {
  const lq_simd* simd;
  unsigned       n_slots, n_channels;
  slot*          slots;       // [n_slots] what is true between packings
  unsigned*      active;      // [n_active] slots that run, in order
  unsigned       n_active;    // packed into passes, eight each
  lq_bank_pass*  passes;      // while packed, these hold coefficients and states
  unsigned       done_frames; // of LQ_GRID_FRAMES; all of them: holding
  bool           started;
  bool           can_hold; // all sections can take four frames in one step
  bool           holds;    // the passes are in that form
  unsigned       n_open;   // frames of a step that is not whole yet
  float          open[LQ_MAX_CHANNELS][LQ_BIQUAD_STEP];
};

static const lq_biquad_coef identity = LQ_BIQUAD_IDENTITY;

lq_bank* lq_bank_prepare(lq_arena* const arena, const unsigned n_slots, const unsigned n_channels,
                         const lq_simd* const simd)
{
  const unsigned      n_passes = (n_slots + LQ_BANK_STAGES - 1) / LQ_BANK_STAGES;
  lq_bank* const      b        = LQ_TAKE(arena, lq_bank, 1);
  slot* const         slots    = LQ_TAKE(arena, slot, n_slots);
  unsigned* const     active   = LQ_TAKE(arena, unsigned, n_slots);
  lq_bank_pass* const passes   = LQ_TAKE(arena, lq_bank_pass, n_passes);
  if (b) {
    *b = (lq_bank){.simd       = simd,
                   .n_slots    = n_slots,
                   .n_channels = n_channels,
                   .slots      = slots,
                   .active     = active,
                   .passes     = passes};
    lq_bank_reset(b);
  }
  return b;
}

void lq_bank_reset(lq_bank* const b)
{
  for (unsigned i = 0; i < b->n_slots; ++i) {
    b->slots[i] = (slot){.now = identity, .target = identity};
  }
  b->n_active    = 0;
  b->n_open      = 0;
  b->holds       = false;
  b->done_frames = LQ_GRID_FRAMES;
  b->started     = false;
}

// Where a section of a pass and its first channel lie.
static unsigned lane_of(const lq_bank* const b, const unsigned stage)
{
  return LQ_BANK_LANES - (stage + 1) * b->n_channels;
}

static void coef_to_lane(double lanes[][LQ_BANK_LANES], const unsigned lane,
                         const lq_biquad_coef* const c)
{
  const double v[] = {c->p, c->q, c->r, c->d, c->c1, c->c2};
  for (unsigned k = 0; k < LQ_BANK_COEFS; ++k) {
    lanes[k][lane] = v[k];
  }
}

// Lanes back into slots.
static void unpack(lq_bank* const b)
{
  for (unsigned a = 0; a < b->n_active; ++a) {
    const lq_bank_pass* const p    = &b->passes[a / LQ_BANK_STAGES];
    const unsigned            lane = lane_of(b, a % LQ_BANK_STAGES);
    slot* const               s    = &b->slots[b->active[a]];
    s->now = (lq_biquad_coef){p->coef[0][lane], p->coef[1][lane], p->coef[2][lane],
                              p->coef[3][lane], p->coef[4][lane], p->coef[5][lane]};
    for (unsigned c = 0; c < b->n_channels; ++c) {
      s->state[0][c] = p->state[0][lane + c];
      s->state[1][c] = p->state[1][lane + c];
    }
  }
}

static lq_biquad_coef step_of(const slot* const s, const unsigned left_frames)
{
  const double f = 1.0 / (double)left_frames;
  return (lq_biquad_coef){(s->target.p - s->now.p) * f,   (s->target.q - s->now.q) * f,
                          (s->target.r - s->now.r) * f,   (s->target.d - s->now.d) * f,
                          (s->target.c1 - s->now.c1) * f, (s->target.c2 - s->now.c2) * f};
}

// Slots that do or will do something into lanes; idle lanes at the end pass audio on.
static void pack(lq_bank* const b)
{
  b->n_active = 0;
  b->can_hold = true;
  for (unsigned i = 0; i < b->n_slots; ++i) {
    const slot* const s = &b->slots[i];
    if (!lq_biquad_is_identity(&s->now) || !lq_biquad_is_identity(&s->target)) {
      b->active[b->n_active++] = i;
      b->can_hold &= lq_biquad_can_step(&s->now);
    }
  }
  const unsigned n_passes = (b->n_active + LQ_BANK_STAGES - 1) / LQ_BANK_STAGES;
  for (unsigned i = 0; i < n_passes; ++i) {
    const unsigned      left = b->n_active - i * LQ_BANK_STAGES;
    lq_bank_pass* const p    = &b->passes[i];
    memset(p, 0, sizeof *p);
    p->n_stages = left < LQ_BANK_STAGES ? left : LQ_BANK_STAGES;
    for (unsigned lane = 0; lane < LQ_BANK_LANES; ++lane) {
      coef_to_lane(p->coef, lane, &identity);
    }
    for (unsigned k = 0; k < p->n_stages; ++k) {
      const slot* const    s    = &b->slots[b->active[i * LQ_BANK_STAGES + k]];
      const lq_biquad_coef step = step_of(s, LQ_GRID_FRAMES);
      for (unsigned c = 0; c < b->n_channels; ++c) {
        const unsigned lane = lane_of(b, k) + c;
        coef_to_lane(p->coef, lane, &s->now);
        coef_to_lane(p->step, lane, &step);
        p->state[0][lane] = s->state[0][c];
        p->state[1][lane] = s->state[1][c];
      }
    }
  }
}

// From states to foretold frames and back.
static void turn_states(lq_bank* const b, const bool hold)
{
  for (unsigned i = 0; i * LQ_BANK_STAGES < b->n_active; ++i) {
    lq_bank_pass* const p    = &b->passes[i];
    double              gain = 1.0;
    for (unsigned k = 0; k < p->n_stages; ++k) {
      const lq_biquad_coef* const f = &b->slots[b->active[i * LQ_BANK_STAGES + k]].now;
      gain *= f->d;
      for (unsigned c = 0; c < b->n_channels; ++c) {
        const unsigned lane = lane_of(b, k) + c;
        (hold ? lq_biquad_foretell : lq_biquad_recall)(f, gain, &p->state[0][lane],
                                                       &p->state[1][lane]);
      }
    }
    p->gain_lin = gain;
  }
  b->holds = hold;
}

static void design_hold(lq_bank* const b)
{
  double h[LQ_BIQUAD_STEP_COEFS];
  for (unsigned i = 0; i * LQ_BANK_STAGES < b->n_active; ++i) {
    lq_bank_pass* const p = &b->passes[i];
    memset(p->hold, 0, sizeof p->hold); // idle sections pass on what they get
    for (unsigned s = 0; s < p->n_stages; ++s) {
      lq_biquad_step_design(&b->slots[b->active[i * LQ_BANK_STAGES + s]].now, h);
      for (unsigned k = 0; k < LQ_BIQUAD_STEP_COEFS; ++k) {
        for (unsigned c = 0; c < b->n_channels; ++c) {
          p->hold[k][lane_of(b, s) + c] = h[k];
        }
      }
    }
  }
}

static void move(lq_bank* const b, float* const* const io, const size_t n_frames)
{
  for (unsigned i = 0; i * LQ_BANK_STAGES < b->n_active; ++i) {
    b->simd->bank->move(&b->passes[i], b->n_channels, io, n_frames);
  }
}

// Back to where coefficients can move, with the frames that were heard but not yet taken in.
static void release(lq_bank* const b)
{
  if (b->holds) {
    turn_states(b, false);
  }
  if (b->n_open) {
    move(b, (float*[]){b->open[0], b->open[1]}, b->n_open);
    b->n_open = 0;
  }
}

void lq_bank_to(lq_bank* const b, const lq_biquad_coef* const targets)
{
  if (b->started && b->done_frames == LQ_GRID_FRAMES) {
    bool same = true;
    for (unsigned i = 0; same && i < b->n_slots; ++i) {
      same = lq_biquad_is_identity(&targets[i])
                 ? lq_biquad_is_identity(&b->slots[i].target)
                 : !memcmp(&targets[i], &b->slots[i].target, sizeof *targets);
    }
    if (same) {
      return;
    }
  }
  release(b);
  unpack(b);
  for (unsigned i = 0; i < b->n_slots; ++i) {
    slot* const s = &b->slots[i];
    s->target     = targets[i];
    if (!b->started) {
      s->now = s->target;
    } else if (lq_biquad_is_identity(&s->target)) { // fades out as the filter it is
      s->target.p = s->now.p;
      s->target.q = s->now.q;
      s->target.r = s->now.r;
    } else if (lq_biquad_is_identity(&s->now)) { // fades in as the filter it will be
      s->now.p = s->target.p;
      s->now.q = s->target.q;
      s->now.r = s->target.r;
    }
  }
  b->done_frames = b->started ? 0 : LQ_GRID_FRAMES;
  b->started     = true;
  pack(b);
}

// The targets, exactly; what does nothing any more is forgotten.
static void arrive(lq_bank* const b)
{
  unpack(b);
  for (unsigned i = 0; i < b->n_slots; ++i) {
    slot* const s = &b->slots[i];
    s->now        = s->target;
    if (lq_biquad_is_identity(&s->target)) {
      memset(s->state, 0, sizeof s->state);
    }
  }
  pack(b);
}

// Up to what makes a step whole. While it is not, the states stay where it began: an output hears
// no later input, so it is the same whether they have come or not.
static size_t add_to_step(lq_bank* const b, float* const* const io, const size_t n_frames)
{
  const unsigned at                                 = b->n_open;
  const size_t   left                               = LQ_BIQUAD_STEP - at;
  const size_t   n                                  = n_frames < left ? n_frames : left;
  float          y[LQ_MAX_CHANNELS][LQ_BIQUAD_STEP] = {{0}};
  for (unsigned c = 0; c < b->n_channels; ++c) {
    memcpy(b->open[c] + at, io[c], n * sizeof(float));
    memcpy(y[c], b->open[c], (at + n) * sizeof(float));
  }
  for (unsigned i = 0; i * LQ_BANK_STAGES < b->n_active; ++i) {
    lq_bank_pass* const p = &b->passes[i];
    double              state[2][LQ_BANK_LANES];
    memcpy(state, p->state, sizeof state);
    b->simd->bank->hold(p, b->n_channels, (float*[]){y[0], y[1]}, LQ_BIQUAD_STEP);
    if (n < left) {
      memcpy(p->state, state, sizeof state);
    }
  }
  for (unsigned c = 0; c < b->n_channels; ++c) {
    memcpy(io[c], y[c] + at, n * sizeof(float));
  }
  b->n_open = n < left ? at + (unsigned)n : 0;
  return n;
}

static void hold(lq_bank* const b, float* const* const io, const size_t n_frames)
{
  float* at[LQ_MAX_CHANNELS] = {io[0], io[b->n_channels - 1]};
  size_t left                = n_frames;
  if (!b->holds) {
    design_hold(b);
    turn_states(b, true);
  }
  while (left) {
    size_t n = b->n_open ? 0 : left - left % LQ_BIQUAD_STEP;
    for (unsigned i = 0; n && i * LQ_BANK_STAGES < b->n_active; ++i) {
      b->simd->bank->hold(&b->passes[i], b->n_channels, at, n);
    }
    n = n ? n : add_to_step(b, at, left);
    left -= n;
    for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
      at[c] += n;
    }
  }
}

void lq_bank_process(lq_bank* const b, float* const* const io, const size_t n_frames)
{
  size_t at = 0;
  if (b->done_frames < LQ_GRID_FRAMES && n_frames) {
    const size_t left = LQ_GRID_FRAMES - b->done_frames;
    at                = left < n_frames ? left : n_frames;
    move(b, io, at);
    b->done_frames += (unsigned)at;
    if (b->done_frames == LQ_GRID_FRAMES) {
      arrive(b);
    }
  }
  if (at < n_frames && b->n_active) {
    float* rest[LQ_MAX_CHANNELS];
    for (unsigned c = 0; c < b->n_channels; ++c) {
      rest[c] = io[c] + at;
    }
    (b->can_hold ? hold : move)(b, rest, n_frames - at);
  }
}
