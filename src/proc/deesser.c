// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/deesser.h"

#include "base/arena.h"
#include "dsp/band_gain.h"
#include "dsp/line.h"
#include "dsp/ramps.h"
#include "dsp/simd.h"

#include <string.h>

static const char* const modes[]   = {"split", "wide", NULL};
static const char* const listens[] = {"off", "band", "removed", NULL};

static const lq_param params[] = {
    [LQ_DEESSER_THRESHOLD] = {.symbol = "threshold",
                              .name   = "Threshold",
                              .unit   = LQ_UNIT_DB,
                              .min    = -40,
                              .max    = 6,
                              .def    = -12,
                              .flags  = LQ_SMOOTH,
                              .doc    = "How loud an s may be against the voice around it; what "
                                        "stands above is turned down to it."},
    [LQ_DEESSER_FREQ]      = {.symbol = "freq",
                              .name   = "Frequency",
                              .unit   = LQ_UNIT_HZ,
                              .taper  = LQ_TAPER_LOG,
                              .min    = 1000,
                              .max    = 16000, // above the highest s
                              .def    = 5500,  // between the s of men and of women
                              .flags  = LQ_SMOOTH,
                              .doc    = "Where s and sh begin: about 4 to 5 kHz in low voices, 6 to "
                                             "7 kHz in high ones."},
    [LQ_DEESSER_RANGE]     = {.symbol = "range",
                              .name   = "Range",
                              .unit   = LQ_UNIT_DB,
                              .max    = 30,
                              .def    = 6,
                              .flags  = LQ_SMOOTH,
                              .doc    = "How far down at most; beyond 8 dB a voice begins to lisp."},
    [LQ_DEESSER_MODE]      = {.symbol  = "mode",
                              .name    = "Mode",
                              .taper   = LQ_TAPER_CHOICE,
                              .max     = 1,
                              .choices = modes,
                              .doc     = "Split turns down only what lies above the frequency, wide "
                                              "the whole voice."},
    [LQ_DEESSER_ATTACK]    = {.symbol = "attack",
                              .name   = "Attack",
                              .unit   = LQ_UNIT_MS,
                              .taper  = LQ_TAPER_LOG,
                              .min    = 0.05F,
                              .max    = 20,
                              .def    = 0.5F,
                              .doc    = "How long until 63 % of the reduction is there."},
    [LQ_DEESSER_RELEASE]   = {.symbol = "release",
                              .name   = "Release",
                              .unit   = LQ_UNIT_MS,
                              .taper  = LQ_TAPER_LOG,
                              .min    = 5,
                              .max    = 500,
                              .def    = 40,
                              .doc    = "How long until 63 % of the reduction is gone again."},
    [LQ_DEESSER_FLOOR]     = {.symbol = "floor",
                              .name   = "Floor",
                              .unit   = LQ_UNIT_DB,
                              .min    = -100,
                              .max    = 0,
                              .def    = -60,
                              .flags  = LQ_SMOOTH,
                              .doc    = "Below this level of the band nothing happens, so that breath "
                                            "and noise between words are left alone."},
    [LQ_DEESSER_LOOKAHEAD] = {.symbol = "lookahead",
                              .name   = "Lookahead",
                              .unit   = LQ_UNIT_MS,
                              .max    = 10,
                              .def    = 3,
                              .flags  = LQ_RESTART,
                              .doc    = "How much before an s it begins to turn down."},
    [LQ_DEESSER_LISTEN]    = {.symbol  = "listen",
                              .name    = "Listen",
                              .taper   = LQ_TAPER_CHOICE,
                              .max     = 2,
                              .choices = listens,
                              .doc     = "To find the frequency: the band that is judged, or only "
                                            "what is taken away."},
    [LQ_DEESSER_ON]        = {.symbol = "on",
                              .name   = "On",
                              .taper  = LQ_TAPER_TOGGLE,
                              .max    = 1,
                              .def    = 1,
                              .flags  = LQ_SMOOTH,
                              .doc    = "Off passes the input through."},
    [LQ_DEESSER_REDUCTION] = {.symbol = "reduction",
                              .name   = "Gain reduction",
                              .unit   = LQ_UNIT_DB,
                              .max    = 120,
                              .flags  = LQ_OUT,
                              .doc    = "How far the sharpest s was turned down."},
};
_Static_assert(sizeof params / sizeof *params == LQ_DEESSER_N, "one row per enum");

#define DB_PER_OCTAVE 6.02059991327962390427 // 20 log10(2): kernels count levels in powers of two

static const double window_sec = 0.002; // of both mean squares: some ten waves of an s
static const double memory_sec = 1.0;   // a voice that stops is remembered, -4.3 dB a second
static const float  half_knee  = (float)(2.0 / DB_PER_OCTAVE);

// What moves in a straight line when it changes, log2 units but for AMOUNT.
enum { THRESHOLD, RANGE, FLOOR, AMOUNT, N_LINES };

typedef struct {
  lq_compress_cut_state  highpass[LQ_BAND_GAIN_SECTIONS];
  lq_compress_pole_state band, whole;
} ear;

typedef struct {
  lq_spec                  spec;
  unsigned                 mode, listen;
  lq_ramps                 ramps;
  lq_compress_cut_coef     highpass[LQ_BAND_GAIN_SECTIONS];
  lq_compress_pole_coef    window;
  lq_compress_follow_coef  memory, follow;
  ear                      ears[LQ_MAX_CHANNELS];
  lq_compress_follow_state memory_state, follow_state;
  lq_band_gain             split;
  float                    most_reduction; // log2 units, since somebody asked
  lq_line                  ahead[LQ_MAX_CHANNELS];
  float *                  band[LQ_MAX_CHANNELS], *whole[LQ_MAX_CHANNELS]; // [LQ_COMPRESS_FRAMES]
} deesser;

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  deesser* const d       = LQ_TAKE(arena, deesser, 1);
  const double   n_ahead = (double)values[LQ_DEESSER_LOOKAHEAD] * 0.001 * spec->rate_hz + 0.5;
  lq_line        ahead[LQ_MAX_CHANNELS];
  float *        band[LQ_MAX_CHANNELS], *whole[LQ_MAX_CHANNELS];
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    lq_line_prepare(&ahead[c], arena, (size_t)n_ahead);
    band[c]  = LQ_TAKE(arena, float, LQ_COMPRESS_FRAMES);
    whole[c] = LQ_TAKE(arena, float, LQ_COMPRESS_FRAMES);
  }
  if (d) {
    d->spec   = *spec;
    d->window = lq_compress_pole_design(window_sec, spec->rate_hz);
    d->memory = lq_compress_follow_design(0, memory_sec, spec->rate_hz);
    memcpy(d->ahead, ahead, sizeof ahead);
    memcpy(d->band, band, sizeof band);
    memcpy(d->whole, whole, sizeof whole);
  }
  return d;
}

static void reset(void* const self)
{
  deesser* const d = self;
  lq_ramps_reset(&d->ramps);
  lq_band_gain_reset(&d->split);
  lq_compress_follow_hold(&d->memory_state, 0);
  lq_compress_follow_hold(&d->follow_state, 0);
  memset(d->ears, 0, sizeof d->ears);
  d->most_reduction = 0;
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    lq_line_reset(&d->ahead[c]);
  }
}

static void update(void* const self, const float* const values)
{
  deesser* const d               = self;
  const double   rate            = d->spec.rate_hz;
  const double   freq            = (double)values[LQ_DEESSER_FREQ];
  const double   attack          = (double)values[LQ_DEESSER_ATTACK] * 0.001;
  const double   release         = (double)values[LQ_DEESSER_RELEASE] * 0.001;
  const float    target[N_LINES] = {
         [THRESHOLD] = (float)((double)values[LQ_DEESSER_THRESHOLD] / DB_PER_OCTAVE),
         [RANGE]     = (float)((double)values[LQ_DEESSER_RANGE] / DB_PER_OCTAVE),
         [FLOOR]     = (float)((double)values[LQ_DEESSER_FLOOR] / DB_PER_OCTAVE),
         [AMOUNT]    = values[LQ_DEESSER_ON] > 0.5F ? 1.0F : 0.0F,
  };
  d->mode   = (unsigned)values[LQ_DEESSER_MODE];
  d->listen = values[LQ_DEESSER_ON] > 0.5F ? (unsigned)values[LQ_DEESSER_LISTEN] : LQ_DEESSER_OFF;
  for (unsigned k = 0; k < LQ_BAND_GAIN_SECTIONS; ++k) {
    d->highpass[k] = lq_compress_highpass_design(freq, lq_butterworth_k4[k], rate);
  }
  lq_band_gain_to(&d->split, freq, 0, rate);
  d->follow = lq_compress_follow_design(attack, release, rate);
  lq_ramps_to(&d->ramps, target, N_LINES);
}

// Levels of band and whole, of the louder side.
static void hear(deesser* const d, float* const* const x, const size_t n)
{
  const lq_compress_kernels* const k = d->spec.simd->compress;
  for (unsigned c = 0; c < d->spec.n_channels; ++c) {
    ear* const e = &d->ears[c];
    k->cut(&d->highpass[0], &e->highpass[0], d->whole[c], x[c], n);
    k->cut(&d->highpass[1], &e->highpass[1], d->whole[c], d->whole[c], n);
    k->mean_square(&d->window, &e->band, d->band[c], d->whole[c], n);
    k->mean_square(&d->window, &e->whole, d->whole[c], x[c], n);
  }
  if (d->spec.n_channels > 1) {
    k->greater(d->band[0], d->band[0], d->band[1], n);
    k->greater(d->whole[0], d->whole[0], d->whole[1], n);
  }
  k->follow(&d->memory, &d->memory_state, d->whole[0], n);
  k->level(d->band[0], 0.5F, n);
  k->level(d->whole[0], 0.5F, n);
}

static void turn_down(deesser* const d, float* const* const x, const float* const reduction,
                      const size_t n)
{
  const lq_simd* const simd = d->spec.simd;
  float* const         gain = d->whole[0];
  if (d->mode == LQ_DEESSER_WIDE) {
    simd->dynamics->power(gain, reduction, -1.0F, n);
    for (unsigned c = 0; c < d->spec.n_channels; ++c) {
      simd->compress->apply(x[c], gain, n);
    }
  } else {
    simd->dynamics->power(gain, reduction, -0.25F, n);
    lq_band_gain_process(&d->split, x, d->spec.n_channels, gain, NULL, n);
  }
}

static void play(deesser* const d, float* const* const x, const float* const reduction,
                 const size_t n)
{
  float before[LQ_MAX_CHANNELS][LQ_COMPRESS_FRAMES];
  if (d->listen == LQ_DEESSER_BAND) {
    lq_band_gain_listen(&d->split, x, d->spec.n_channels, n);
    return;
  }
  for (unsigned c = 0; d->listen == LQ_DEESSER_REMOVED && c < d->spec.n_channels; ++c) {
    memcpy(before[c], x[c], n * sizeof(float));
  }
  turn_down(d, x, reduction, n);
  for (unsigned c = 0; d->listen == LQ_DEESSER_REMOVED && c < d->spec.n_channels; ++c) {
    for (size_t i = 0; i < n; ++i) {
      x[c][i] = before[c][i] - x[c][i];
    }
  }
}

static void span(deesser* const d, float* const* const x, const size_t n)
{
  const lq_simd* const simd = d->spec.simd;
  float* const         r    = d->band[0]; // level, then reduction
  hear(d, x, n);
  simd->dynamics->excess(r, d->whole[0], lq_ramps_now(&d->ramps, THRESHOLD),
                         lq_ramps_now(&d->ramps, RANGE), lq_ramps_now(&d->ramps, FLOOR), half_knee,
                         n);
  simd->compress->follow(&d->follow, &d->follow_state, r, n);
  simd->dynamics->times(r, lq_ramps_now(&d->ramps, AMOUNT), n);
  const float most  = simd->mix->peak(r, n);
  d->most_reduction = most > d->most_reduction ? most : d->most_reduction;
  for (unsigned c = 0; c < d->spec.n_channels; ++c) {
    lq_line_process(&d->ahead[c], x[c], n);
  }
  play(d, x, r, n);
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  deesser* const d = self;
  for (size_t at = 0, n; at < n_frames; at += n) {
    n                         = lq_ramps_span(&d->ramps, n_frames - at);
    float* x[LQ_MAX_CHANNELS] = {0};
    for (unsigned c = 0; c < d->spec.n_channels; ++c) {
      x[c] = io[c] + at;
    }
    span(d, x, n);
    lq_ramps_pass(&d->ramps, n);
  }
}

static size_t latency_frames(const void* const self)
{
  return ((const deesser*)self)->ahead[0].n_frames;
}

static void meters(void* const self, float* const out)
{
  deesser* const d  = self;
  const float    db = (float)((double)d->most_reduction * DB_PER_OCTAVE);
  out[0]            = lq_param_clamp(&params[LQ_DEESSER_REDUCTION], db);
  d->most_reduction = 0;
}

const lq_proc lq_deesser = {.symbol         = "deesser",
                            .name           = "De-esser",
                            .lv2_class      = "DynamicsPlugin",
                            .doc            = "Takes the sharpness out of s and t without dulling "
                                              "the voice.",
                            .params         = params,
                            .n_params       = LQ_DEESSER_N,
                            .prepare        = prepare,
                            .reset          = reset,
                            .update         = update,
                            .process        = process,
                            .latency_frames = latency_frames,
                            .tail_frames    = latency_frames,
                            .meters         = meters};
