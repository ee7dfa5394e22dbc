// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/eq_late.h"

#include "base/arena.h"
#include "dsp/convolve.h"

#include <string.h>

typedef struct {
  lq_band* bands; // [n_bands]
  double   corner_hz;
} moment;

enum { MOST_WAIT = LQ_EQ_FIR_MOST_PARTS / 2 + 1 };

struct lq_eq_late {
  lq_convolver* convolver;
  lq_eq_fir*    fir;
  unsigned      n_bands, n_channels, n_wait, turn;
  moment        now, designed;
  moment        waiting[MOST_WAIT]; // [n_wait], the ends of the last blocks
  bool          fresh;
};

static moment moment_prepare(lq_arena* const arena, const unsigned n_bands)
{
  return (moment){.bands = LQ_TAKE(arena, lq_band, n_bands)};
}

lq_eq_late* lq_eq_late_prepare(lq_arena* const arena, const lq_spec* const spec,
                               const lq_band* const bands)
{
  const size_t      n_block = lq_eq_fir_block(spec->rate_hz);
  const unsigned    n_parts = lq_eq_fir_parts(bands, spec->n_bands, spec->rate_hz);
  lq_eq_late* const e       = LQ_TAKE(arena, lq_eq_late, 1);
  lq_eq_late        made    = {
                .n_bands = spec->n_bands, .n_channels = spec->n_channels, .n_wait = n_parts / 2 + 1};
  made.convolver = lq_convolver_prepare(arena, spec, n_block, n_parts);
  made.fir       = lq_eq_fir_prepare(arena, n_block * n_parts, spec->rate_hz);
  made.now       = moment_prepare(arena, spec->n_bands);
  made.designed  = moment_prepare(arena, spec->n_bands);
  for (unsigned k = 0; k < made.n_wait; ++k) {
    made.waiting[k] = moment_prepare(arena, spec->n_bands);
  }
  if (e) {
    *e = made;
  }
  return e;
}

void lq_eq_late_reset(lq_eq_late* const e)
{
  lq_convolver_reset(e->convolver);
  e->turn  = 0;
  e->fresh = true;
}

static bool same(const moment* const a, const moment* const b, const unsigned n_bands)
{
  bool is = a->corner_hz == b->corner_hz;
  for (unsigned k = 0; k < n_bands; ++k) {
    const lq_band *const x = &a->bands[k], *const y = &b->bands[k];
    is = is && x->type == y->type && x->freq_hz == y->freq_hz && x->gain_db == y->gain_db &&
         x->q == y->q;
  }
  return is;
}

static void copy(moment* const to, const moment* const from, const unsigned n_bands)
{
  to->corner_hz = from->corner_hz;
  memcpy(to->bands, from->bands, n_bands * sizeof *to->bands);
}

static void design(lq_eq_late* const e, const moment* const m)
{
  copy(&e->designed, m, e->n_bands);
  lq_convolver_to(e->convolver, lq_eq_fir_design(e->fir, m->bands, e->n_bands, m->corner_hz));
}

void lq_eq_late_to(lq_eq_late* const e, const lq_band* const bands, const double corner_hz)
{
  memcpy(e->now.bands, bands, e->n_bands * sizeof *bands);
  e->now.corner_hz = corner_hz;
  if (e->fresh) {
    for (unsigned k = 0; k < e->n_wait; ++k) {
      copy(&e->waiting[k], &e->now, e->n_bands);
    }
    design(e, &e->now);
    e->fresh = false;
  }
}

static void end_block(lq_eq_late* const e)
{
  copy(&e->waiting[e->turn], &e->now, e->n_bands);
  e->turn = (e->turn + 1) % e->n_wait; // now the oldest
  if (!same(&e->waiting[e->turn], &e->designed, e->n_bands)) {
    design(e, &e->waiting[e->turn]);
  }
  lq_convolver_turn(e->convolver);
}

void lq_eq_late_process(lq_eq_late* const e, float* const* const io, const size_t n_frames)
{
  for (size_t at = 0; at < n_frames;) {
    float* x[LQ_MAX_CHANNELS];
    for (unsigned c = 0; c < e->n_channels; ++c) {
      x[c] = io[c] + at;
    }
    at += lq_convolver_process(e->convolver, x, n_frames - at);
    if (lq_convolver_is_full(e->convolver)) {
      end_block(e);
    }
  }
}

size_t lq_eq_late_latency(const lq_eq_late* const e)
{
  return lq_convolver_latency(e->convolver);
}

size_t lq_eq_late_tail_frames(const lq_eq_late* const e)
{
  return 2 * lq_convolver_latency(e->convolver);
}
