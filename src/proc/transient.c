// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/transient.h"

#include "base/arena.h"
#include "dsp/ramps.h"
#include "dsp/simd.h"

#include <string.h>

static const lq_param params[] = {
    [LQ_TRANSIENT_ATTACK]       = {.symbol = "attack",
                                   .name   = "Attack",
                                   .unit   = LQ_UNIT_DB,
                                   .min    = -24,
                                   .max    = 24,
                                   .flags  = LQ_SMOOTH,
                                   .doc    = "Level of the hit itself: up for punch, down to let a "
                                                   "part step back."},
    [LQ_TRANSIENT_SUSTAIN]      = {.symbol = "sustain",
                                   .name   = "Sustain",
                                   .unit   = LQ_UNIT_DB,
                                   .min    = -24,
                                   .max    = 24,
                                   .flags  = LQ_SMOOTH,
                                   .doc    = "Level of what rings after the hit: up for body and "
                                                  "room, down for a drier, tighter sound."},
    [LQ_TRANSIENT_ATTACK_TIME]  = {.symbol = "attack_time",
                                   .name   = "Attack time",
                                   .unit   = LQ_UNIT_MS,
                                   .taper  = LQ_TAPER_LOG,
                                   .min    = 2,
                                   .max    = 100,
                                   .def    = 20,
                                   .doc = "How long a hit counts as one; longer for kick and bass, "
                                           "shorter for hi-hats."},
    [LQ_TRANSIENT_SUSTAIN_TIME] = {.symbol = "sustain_time",
                                   .name   = "Sustain time",
                                   .unit   = LQ_UNIT_MS,
                                   .taper  = LQ_TAPER_LOG,
                                   .min    = 50,
                                   .max    = 2000,
                                   .def    = 400,
                                   .doc = "How long what rings counts as the end of the same hit."},
    [LQ_TRANSIENT_SENSITIVITY]  = {.symbol = "sensitivity",
                                   .name   = "Sensitivity",
                                   .unit   = LQ_UNIT_DB,
                                   .taper  = LQ_TAPER_LOG,
                                   .min    = 2,
                                   .max    = 30,
                                   .def    = 9,
                                   .doc    = "How steep a rise or fall gets the full change; lower "
                                              "also moves softer playing."},
    [LQ_TRANSIENT_LINK]         = {.symbol = "link",
                                   .name   = "Stereo link",
                                   .unit   = LQ_UNIT_PERCENT,
                                   .max    = 100,
                                   .def    = 100,
                                   .flags  = LQ_SMOOTH,
                                   .doc    = "At 100 % both sides move together and the image stands "
                                                     "still; at 0 % each side hears only itself."},
    [LQ_TRANSIENT_OUTPUT]       = {.symbol = "output",
                                   .name   = "Output",
                                   .unit   = LQ_UNIT_DB,
                                   .min    = -24,
                                   .max    = 24,
                                   .flags  = LQ_SMOOTH,
                                   .doc    = "Level afterwards."},
    [LQ_TRANSIENT_MIX]          = {.symbol = "mix",
                                   .name   = "Mix",
                                   .unit   = LQ_UNIT_PERCENT,
                                   .max    = 100,
                                   .def    = 100,
                                   .flags  = LQ_SMOOTH,
                                   .doc    = "Below 100 % the untouched signal is blended in."},
    [LQ_TRANSIENT_ON]           = {.symbol = "on",
                                   .name   = "On",
                                   .taper  = LQ_TAPER_TOGGLE,
                                   .max    = 1,
                                   .def    = 1,
                                   .flags  = LQ_SMOOTH,
                                   .doc    = "Off passes the input through."},
    [LQ_TRANSIENT_CHANGE]       = {.symbol = "change",
                                   .name   = "Change",
                                   .unit   = LQ_UNIT_DB,
                                   .max    = 60,
                                   .flags  = LQ_OUT,
                                   .doc    = "How far the level was moved at most, up or down."},
};
_Static_assert(sizeof params / sizeof *params == LQ_TRANSIENT_N, "one row per enum");

#define DB_PER_OCTAVE 6.02059991327962390427 // 20 log10(2): kernels count levels in powers of two

// A hit is over after three attack times: the fast envelope lets go with that, so that it follows
// the decay of a drum, and bridges the waves of its note.
static const double release_times = 3.0;

// What moves in a straight line when it changes, log2 units but for LINK and MIX.
enum { ATTACK, SUSTAIN, REACH, LINK, OUTPUT, MIX, N_LINES };

// Envelopes of |x|: FAST rises at once, SLOW rises in the attack time and lets go as FAST does,
// LONG rises at once and lets go in the sustain time.
enum { FAST, SLOW, LONG, N_ENVELOPES };

typedef struct {
  lq_compress_follow_state envelope[N_ENVELOPES];
} side;

typedef struct {
  lq_spec                 spec;
  lq_ramps                ramps;
  bool                    dual; // each side has envelopes of its own
  lq_compress_follow_coef envelope[N_ENVELOPES];
  side                    sides[LQ_MAX_CHANNELS];
  float                   most_change; // log2 units, since somebody asked
  float *                 heard[LQ_MAX_CHANNELS], *level[N_ENVELOPES]; // [LQ_COMPRESS_FRAMES]
} transient;

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  (void)values;
  transient* const t = LQ_TAKE(arena, transient, 1);
  float *          heard[LQ_MAX_CHANNELS], *level[N_ENVELOPES];
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    heard[c] = LQ_TAKE(arena, float, LQ_COMPRESS_FRAMES);
  }
  for (unsigned e = 0; e < N_ENVELOPES; ++e) {
    level[e] = LQ_TAKE(arena, float, LQ_COMPRESS_FRAMES);
  }
  if (t) {
    t->spec = *spec;
    memcpy(t->heard, heard, sizeof heard);
    memcpy(t->level, level, sizeof level);
  }
  return t;
}

static void reset(void* const self)
{
  transient* const t = self;
  lq_ramps_reset(&t->ramps);
  memset(t->sides, 0, sizeof t->sides);
  t->most_change = 0;
}

static bool alike(const side* const a, const side* const b)
{
  bool all = true;
  for (unsigned e = 0; e < N_ENVELOPES; ++e) {
    all = all && lq_compress_follow_alike(&a->envelope[e], &b->envelope[e]);
  }
  return all;
}

static void update(void* const self, const float* const values)
{
  transient* const t               = self;
  const double     rate            = t->spec.rate_hz;
  const double     attack          = (double)values[LQ_TRANSIENT_ATTACK_TIME] * 0.001;
  const double     sustain         = (double)values[LQ_TRANSIENT_SUSTAIN_TIME] * 0.001;
  const bool       on              = values[LQ_TRANSIENT_ON] > 0.5F;
  const float      target[N_LINES] = {
           [ATTACK]  = (float)(-(double)values[LQ_TRANSIENT_ATTACK] / DB_PER_OCTAVE),
           [SUSTAIN] = (float)(-(double)values[LQ_TRANSIENT_SUSTAIN] / DB_PER_OCTAVE),
           [REACH]   = (float)((double)values[LQ_TRANSIENT_SENSITIVITY] / DB_PER_OCTAVE),
           [LINK]    = values[LQ_TRANSIENT_LINK] / 100.0F,
           [OUTPUT]  = (float)((double)values[LQ_TRANSIENT_OUTPUT] / DB_PER_OCTAVE),
           [MIX]     = on ? values[LQ_TRANSIENT_MIX] / 100.0F : 0.0F,
  };
  t->envelope[FAST] = lq_compress_follow_design(0, release_times * attack, rate);
  t->envelope[SLOW] = lq_compress_follow_design(attack, release_times * attack, rate);
  t->envelope[LONG] = lq_compress_follow_design(0, sustain, rate);
  if (t->spec.n_channels < 2 || target[LINK] < 1.0F) {
    t->dual = t->spec.n_channels == 2;
  } else if (!t->ramps.started || alike(&t->sides[0], &t->sides[1])) {
    t->dual = false;
  }
  lq_ramps_to(&t->ramps, target, N_LINES);
}

static void hear(transient* const t, float* const* const io, const size_t at, const size_t n)
{
  const lq_compress_kernels* const k = t->spec.simd->compress;
  for (unsigned c = 0; c < t->spec.n_channels; ++c) {
    k->magnitude(t->heard[c], io[c] + at, n);
  }
  if (t->dual) {
    k->link(t->heard[0], t->heard[1], lq_ramps_now(&t->ramps, LINK), n);
  } else if (t->spec.n_channels > 1) {
    k->greater(t->heard[0], t->heard[0], t->heard[1], n);
  }
}

// Magnitudes to gains, in place.
static void decide(transient* const t, side* const s, float* const x, const size_t n)
{
  const lq_compress_kernels* const k     = t->spec.simd->compress;
  const lq_dynamics_kernels* const y     = t->spec.simd->dynamics;
  const lq_compress_line           reach = lq_ramps_now(&t->ramps, REACH);
  for (unsigned e = 0; e < N_ENVELOPES; ++e) {
    memcpy(t->level[e], x, n * sizeof *x);
    k->follow(&t->envelope[e], &s->envelope[e], t->level[e], n);
    k->level(t->level[e], 1.0F, n);
  }
  float change[LQ_COMPRESS_FRAMES] = {0}; // counted downwards, as reductions are
  y->part(change, t->level[FAST], t->level[SLOW], lq_ramps_now(&t->ramps, ATTACK), reach, n);
  y->part(change, t->level[LONG], t->level[FAST], lq_ramps_now(&t->ramps, SUSTAIN), reach, n);
  const float most = t->spec.simd->mix->peak(change, n);
  t->most_change   = most > t->most_change ? most : t->most_change;
  k->gain(x, change, lq_ramps_now(&t->ramps, OUTPUT), lq_ramps_now(&t->ramps, MIX), n);
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  transient* const t = self;
  for (size_t at = 0, n; at < n_frames; at += n) {
    n = lq_ramps_span(&t->ramps, n_frames - at);
    hear(t, io, at, n);
    const unsigned n_gains = t->dual ? 2 : 1;
    for (unsigned c = 0; c < n_gains; ++c) {
      decide(t, &t->sides[c], t->heard[c], n);
    }
    if (!t->dual) {
      t->sides[1] = t->sides[0];
    }
    for (unsigned c = 0; c < t->spec.n_channels; ++c) {
      t->spec.simd->compress->apply(io[c] + at, t->heard[c % n_gains], n);
    }
    lq_ramps_pass(&t->ramps, n);
  }
}

static void meters(void* const self, float* const out)
{
  transient* const t  = self;
  const float      db = (float)((double)t->most_change * DB_PER_OCTAVE);
  out[0]              = lq_param_clamp(&params[LQ_TRANSIENT_CHANGE], db);
  t->most_change      = 0;
}

const lq_proc lq_transient = {.symbol    = "transient",
                              .name      = "Transient shaper",
                              .lv2_class = "EnvelopePlugin",
                              .doc      = "Brings hits forward or back, and what rings after them.",
                              .params   = params,
                              .n_params = LQ_TRANSIENT_N,
                              .prepare  = prepare,
                              .reset    = reset,
                              .update   = update,
                              .process  = process,
                              .meters   = meters};
