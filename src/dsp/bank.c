// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/bank.h"

#include "base/arena.h"
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
  b->done_frames = LQ_GRID_FRAMES;
  b->started     = false;
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
    const unsigned            lane = a % LQ_BANK_STAGES * b->n_channels;
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
  for (unsigned i = 0; i < b->n_slots; ++i) {
    const slot* const s = &b->slots[i];
    if (!lq_biquad_is_identity(&s->now) || !lq_biquad_is_identity(&s->target)) {
      b->active[b->n_active++] = i;
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
        const unsigned lane = k * b->n_channels + c;
        coef_to_lane(p->coef, lane, &s->now);
        coef_to_lane(p->step, lane, &step);
        p->state[0][lane] = s->state[0][c];
        p->state[1][lane] = s->state[1][c];
      }
    }
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

static void run(lq_bank* const b, const bool moving, float* const* const io, const size_t n_frames)
{
  for (unsigned i = 0; i * LQ_BANK_STAGES < b->n_active; ++i) {
    b->simd->bank->run(&b->passes[i], b->n_channels, moving, io, n_frames);
  }
}

void lq_bank_process(lq_bank* const b, float* const* const io, const size_t n_frames)
{
  size_t at = 0;
  if (b->done_frames < LQ_GRID_FRAMES && n_frames) {
    const size_t left = LQ_GRID_FRAMES - b->done_frames;
    at                = left < n_frames ? left : n_frames;
    run(b, true, io, at);
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
    run(b, false, rest, n_frames - at);
  }
}
