// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/ducker.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/band_gain.h"
#include "dsp/ear.h"
#include "dsp/line.h"
#include "dsp/ramps.h"

#include <string.h>

static const lq_param params[] = {
    [LQ_DUCKER_DEPTH]      = {.symbol = "depth",
                              .name   = "Depth",
                              .unit   = LQ_UNIT_DB,
                              .max    = 60,
                              .def    = 6,
                              .flags  = LQ_SMOOTH,
                              .doc    = "How far down while the key plays; 1 to 3 dB make room "
                                             "unheard, 10 and more are an effect."},
    [LQ_DUCKER_THRESHOLD]  = {.symbol = "threshold",
                              .name   = "Threshold",
                              .unit   = LQ_UNIT_DB,
                              .min    = -100,
                              .max    = 12,
                              .def    = -30,
                              .flags  = LQ_SMOOTH,
                              .doc    = "Level from which the key counts as playing."},
    [LQ_DUCKER_HYSTERESIS] = {.symbol = "hysteresis",
                              .name   = "Hysteresis",
                              .unit   = LQ_UNIT_DB,
                              .max    = 30,
                              .def    = 6,
                              .flags  = LQ_SMOOTH,
                              .doc    = "How far below the threshold the key must fall before it "
                                        "counts as silent."},
    [LQ_DUCKER_ATTACK]     = {.symbol = "attack",
                              .name   = "Attack",
                              .unit   = LQ_UNIT_MS,
                              .taper  = LQ_TAPER_LOG,
                              .min    = 0.1F,
                              .max    = 500,
                              .def    = 10,
                              .doc    = "How long until 63 % of the depth is there."},
    [LQ_DUCKER_HOLD]       = {.symbol = "hold",
                              .name   = "Hold",
                              .unit   = LQ_UNIT_MS,
                              .max    = 2000,
                              .def    = 100,
                              .doc    = "How long it stays down after the key has fallen silent; "
                                              "bridges the gaps between words."},
    [LQ_DUCKER_RELEASE]    = {.symbol = "release",
                              .name   = "Release",
                              .unit   = LQ_UNIT_MS,
                              .taper  = LQ_TAPER_LOG,
                              .min    = 5,
                              .max    = 5000, // longer than any pause between phrases
                              .def    = 250,
                              .doc    = "How long until 63 % of the depth is gone again."},
    [LQ_DUCKER_LOW]        = {.symbol = "low",
                              .name   = "Low edge",
                              .unit   = LQ_UNIT_HZ,
                              .taper  = LQ_TAPER_LOG,
                              .min    = 20,
                              .max    = 20000, // the end of hearing
                              .def    = 20,
                              .flags  = LQ_SMOOTH | LQ_OFF_MIN,
                              .doc    = "Only what lies above is turned down; 2 kHz with a high "
                                               "edge of 5 kHz opens the hole that a voice needs."},
    [LQ_DUCKER_HIGH]       = {.symbol = "high",
                              .name   = "High edge",
                              .unit   = LQ_UNIT_HZ,
                              .taper  = LQ_TAPER_LOG,
                              .min    = 20,
                              .max    = 20000, // the end of hearing: off
                              .def    = 20000,
                              .flags  = LQ_SMOOTH,
                              .doc    = "Only what lies below is turned down, 120 Hz for a bass "
                                              "under a kick; at 20 kHz it is off."},
    [LQ_DUCKER_KEY_HPF]    = {.symbol = "key_hpf",
                              .name   = "Key high-pass",
                              .unit   = LQ_UNIT_HZ,
                              .taper  = LQ_TAPER_LOG,
                              .min    = 20,
                              .max    = 12000, // above where a hi-hat begins
                              .def    = 20,
                              .flags  = LQ_OFF_MIN,
                              .doc    = "Makes it deaf to what lies below in the key."},
    [LQ_DUCKER_KEY_LPF]    = {.symbol = "key_lpf",
                              .name   = "Key low-pass",
                              .unit   = LQ_UNIT_HZ,
                              .taper  = LQ_TAPER_LOG,
                              .min    = 50,
                              .max    = 20000, // the end of hearing: off
                              .def    = 20000,
                              .doc    = "Makes it deaf to what lies above in the key; at 20 kHz it "
                                           "is off."},
    [LQ_DUCKER_LOOKAHEAD]  = {.symbol = "lookahead",
                              .name   = "Lookahead",
                              .unit   = LQ_UNIT_MS,
                              .max    = 50,
                              .flags  = LQ_RESTART,
                              .doc    = "How much before the key it begins to turn down; coming up "
                                         "again does not come earlier."},
    [LQ_DUCKER_ON]         = {.symbol = "on",
                              .name   = "On",
                              .taper  = LQ_TAPER_TOGGLE,
                              .max    = 1,
                              .def    = 1,
                              .flags  = LQ_SMOOTH,
                              .doc    = "Off passes the input through."},
    [LQ_DUCKER_REDUCTION]  = {.symbol = "reduction",
                              .name   = "Gain reduction",
                              .unit   = LQ_UNIT_DB,
                              .max    = 120,
                              .flags  = LQ_OUT,
                              .doc    = "How far the signal was turned down at most."},
};
_Static_assert(sizeof params / sizeof *params == LQ_DUCKER_N, "one row per enum");

#define DB_PER_OCTAVE 6.02059991327962390427 // 20 log10(2): kernels count levels in powers of two

// What moves in a straight line when it changes, log2 units. Off is a depth of 0.
enum { DEPTH, THRESHOLD, HYSTERESIS, N_LINES };

typedef struct {
  lq_spec                  spec;
  lq_ear                   ear;
  lq_ramps                 ramps;
  lq_latch                 latch;
  uint32_t                 n_hold; // frames
  lq_compress_follow_coef  follow;
  lq_compress_follow_state follow_state; // 0 at rest to 1 down
  lq_band_gain             band;
  float                    most_reduction; // log2 units, since somebody asked
  lq_line                  ahead[LQ_MAX_CHANNELS];
  uint32_t*                open; // [LQ_COMPRESS_FRAMES]
  float *                  down, *up;
} ducker;

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  ducker* const d       = LQ_TAKE(arena, ducker, 1);
  const double  n_ahead = (double)values[LQ_DUCKER_LOOKAHEAD] * 0.001 * spec->rate_hz + 0.5;
  lq_line       ahead[LQ_MAX_CHANNELS];
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    lq_line_prepare(&ahead[c], arena, (size_t)n_ahead);
  }
  lq_ear_prepare(d ? &d->ear : NULL, arena, spec);
  uint32_t* const open = LQ_TAKE(arena, uint32_t, LQ_COMPRESS_FRAMES);
  float* const    down = LQ_TAKE(arena, float, LQ_COMPRESS_FRAMES);
  float* const    up   = LQ_TAKE(arena, float, LQ_COMPRESS_FRAMES);
  if (d) {
    d->spec = *spec;
    d->open = open;
    d->down = down;
    d->up   = up;
    memcpy(d->ahead, ahead, sizeof ahead);
  }
  return d;
}

static void reset(void* const self)
{
  ducker* const d = self;
  lq_ear_reset(&d->ear);
  lq_ramps_reset(&d->ramps);
  lq_band_gain_reset(&d->band);
  lq_compress_follow_hold(&d->follow_state, 0);
  d->latch          = (lq_latch){0};
  d->most_reduction = 0;
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    lq_line_reset(&d->ahead[c]);
  }
}

static void update(void* const self, const float* const values)
{
  ducker* const     d       = self;
  const double      rate    = d->spec.rate_hz;
  const double      attack  = (double)values[LQ_DUCKER_ATTACK] * 0.001;
  const double      hold    = (double)values[LQ_DUCKER_HOLD] * 0.001;
  const double      release = (double)values[LQ_DUCKER_RELEASE] * 0.001;
  const float       low     = values[LQ_DUCKER_LOW];
  const float       high    = values[LQ_DUCKER_HIGH];
  const bool        on      = values[LQ_DUCKER_ON] > 0.5F;
  const lq_ear_coef ear     = {
          .highpass_on = values[LQ_DUCKER_KEY_HPF] > params[LQ_DUCKER_KEY_HPF].min,
          .lowpass_on  = values[LQ_DUCKER_KEY_LPF] < params[LQ_DUCKER_KEY_LPF].max,
          .highpass =
              lq_compress_highpass_design((double)values[LQ_DUCKER_KEY_HPF], LQ_BUTTERWORTH_K, rate),
          .lowpass =
              lq_compress_lowpass_design((double)values[LQ_DUCKER_KEY_LPF], LQ_BUTTERWORTH_K, rate),
  };
  const float target[N_LINES] = {
      [DEPTH]      = on ? (float)((double)values[LQ_DUCKER_DEPTH] / DB_PER_OCTAVE) : 0.0F,
      [THRESHOLD]  = (float)((double)values[LQ_DUCKER_THRESHOLD] / DB_PER_OCTAVE),
      [HYSTERESIS] = (float)((double)values[LQ_DUCKER_HYSTERESIS] / DB_PER_OCTAVE),
  };
  d->follow = lq_compress_follow_design(attack, release, rate);
  // What is heard early must not end early.
  d->n_hold = (uint32_t)(hold * rate + 0.5) + (uint32_t)d->ahead[0].n_frames;
  // Half the depth, in dB, at the edge itself: (1 + g^2 w^8) / (1 + w^8) is g at w = g^(-1/8).
  const double out = lq_exp2(-(double)values[LQ_DUCKER_DEPTH] / (8 * DB_PER_OCTAVE));
  lq_band_gain_to(&d->band, low > params[LQ_DUCKER_LOW].min ? (double)low * out : 0,
                  high < params[LQ_DUCKER_HIGH].max ? (double)high / out : 0, rate);
  lq_ear_update(&d->ear, &ear, 1, true); // one key, one gain
  lq_ramps_to(&d->ramps, target, N_LINES);
}

static void span(ducker* const d, float* const* const io, const size_t at, const size_t n)
{
  const lq_compress_kernels* const k    = d->spec.simd->compress;
  const lq_dynamics_kernels* const y    = d->spec.simd->dynamics;
  const lq_latch_rule              rule = {.threshold  = lq_ramps_now(&d->ramps, THRESHOLD),
                                           .hysteresis = lq_ramps_now(&d->ramps, HYSTERESIS),
                                           .n_hold     = d->n_hold};
  float* const                     r    = d->ear.level[0]; // level, then reduction
  lq_ear_listen(&d->ear, io, at, (lq_compress_line){1, 0, 0}, n);
  y->latch(&d->latch, &rule, d->open, r, n);
  y->unit(r, d->open, n);
  k->follow(&d->follow, &d->follow_state, r, n);
  y->times(r, lq_ramps_now(&d->ramps, DEPTH), n);
  const float most          = d->spec.simd->mix->peak(r, n);
  d->most_reduction         = most > d->most_reduction ? most : d->most_reduction;
  float* x[LQ_MAX_CHANNELS] = {0};
  for (unsigned c = 0; c < d->spec.n_channels; ++c) {
    x[c] = io[c] + at;
    lq_line_process(&d->ahead[c], x[c], n);
  }
  if (d->band.low.on || d->band.high.on) {
    y->power(d->down, r, -0.25F, n);
    y->power(d->up, r, 0.25F, n);
    lq_band_gain_process(&d->band, x, d->spec.n_channels, d->down, d->up, n);
  } else {
    y->power(d->down, r, -1.0F, n);
    for (unsigned c = 0; c < d->spec.n_channels; ++c) {
      k->apply(x[c], d->down, n);
    }
  }
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  ducker* const d = self;
  for (size_t at = 0, n; at < n_frames; at += n) {
    n = lq_ramps_span(&d->ramps, n_frames - at);
    span(d, io, at, n);
    lq_ramps_pass(&d->ramps, n);
  }
}

static size_t latency_frames(const void* const self)
{
  return ((const ducker*)self)->ahead[0].n_frames;
}

static void meters(void* const self, float* const out)
{
  ducker* const d   = self;
  const float   db  = (float)((double)d->most_reduction * DB_PER_OCTAVE);
  out[0]            = lq_param_clamp(&params[LQ_DUCKER_REDUCTION], db);
  d->most_reduction = 0;
}

const lq_proc lq_ducker = {.symbol         = "ducker",
                           .name           = "Ducker",
                           .lv2_class      = "CompressorPlugin",
                           .doc            = "Makes room by turning down while something else "
                                             "plays.",
                           .params         = params,
                           .n_params       = LQ_DUCKER_N,
                           .flags          = LQ_PROC_KEY,
                           .prepare        = prepare,
                           .reset          = reset,
                           .update         = update,
                           .process        = process,
                           .latency_frames = latency_frames,
                           .tail_frames    = latency_frames,
                           .meters         = meters};
