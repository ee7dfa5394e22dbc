// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/gate.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/ear.h"
#include "dsp/gate_gain.h"
#include "dsp/line.h"
#include "dsp/ramps.h"

#include <string.h>

static const char* const detectors[] = {"peak", "rms", NULL};

static const lq_param params[] = {
    [LQ_GATE_THRESHOLD]  = {.symbol = "threshold",
                            .name   = "Threshold",
                            .unit   = LQ_UNIT_DB,
                            .min    = -100,
                            .max    = 12,
                            .def    = -40,
                            .flags  = LQ_SMOOTH,
                            .doc    = "Level at which it opens: above the bleed, below the softest "
                                       "note that counts."},
    [LQ_GATE_HYSTERESIS] = {.symbol = "hysteresis",
                            .name   = "Hysteresis",
                            .unit   = LQ_UNIT_DB,
                            .max    = 30,
                            .def    = 6,
                            .flags  = LQ_SMOOTH,
                            .doc    = "How far below the threshold the sound must fall before it "
                                      "closes; keeps it from fluttering."},
    [LQ_GATE_RATIO]      = {.symbol = "ratio",
                            .name   = "Ratio",
                            .taper  = LQ_TAPER_LOG,
                            .min    = 1,
                            .max    = 100,
                            .def    = 10,
                            .flags  = LQ_SMOOTH,
                            .doc    = "How many dB lower for each dB below the threshold: 2 is a "
                                           "gentle expander, 10 and more a gate."},
    [LQ_GATE_RANGE]      = {.symbol = "range",
                            .name   = "Range",
                            .unit   = LQ_UNIT_DB,
                            .max    = 100,
                            .def    = 20,
                            .flags  = LQ_SMOOTH,
                            .doc    = "How far down at most; 12 to 20 dB sound natural on drums, 100 "
                                           "is silence."},
    [LQ_GATE_ATTACK]     = {.symbol = "attack",
                            .name   = "Attack",
                            .unit   = LQ_UNIT_MS,
                            .taper  = LQ_TAPER_LOG,
                            .min    = 0.02F,
                            .max    = 250,
                            .def    = 0.5F,
                            .doc    = "How long until it is open to 63 %, -4 dB; too short clicks, "
                                          "too long blunts the hit."},
    [LQ_GATE_HOLD]       = {.symbol = "hold",
                            .name   = "Hold",
                            .unit   = LQ_UNIT_MS,
                            .max    = 2000,
                            .def    = 50,
                            .doc    = "How long it stays open after the sound has fallen; bridges "
                                            "the waves of low notes, so not below 20 ms for a bass."},
    [LQ_GATE_RELEASE]    = {.symbol = "release",
                            .name   = "Release",
                            .unit   = LQ_UNIT_MS,
                            .taper  = LQ_TAPER_LOG,
                            .min    = 1,
                            .max    = 4000,
                            .def    = 120,
                            .doc    = "How long it takes to close by 8.7 dB; it falls evenly in dB, "
                                         "as notes do."},
    [LQ_GATE_DETECTOR]   = {.symbol  = "detector",
                            .name    = "Detector",
                            .taper   = LQ_TAPER_CHOICE,
                            .max     = 1,
                            .choices = detectors,
                            .doc     = "Peak hears every hit, RMS hears loudness."},
    [LQ_GATE_WINDOW]     = {.symbol = "window",
                            .name   = "RMS window",
                            .unit   = LQ_UNIT_MS,
                            .taper  = LQ_TAPER_LOG,
                            .min    = 1,
                            .max    = 300,
                            .def    = 10,
                            .doc    = "Time over which the RMS detector averages."},
    [LQ_GATE_KEY_HPF]    = {.symbol = "key_hpf",
                            .name   = "Key high-pass",
                            .unit   = LQ_UNIT_HZ,
                            .taper  = LQ_TAPER_LOG,
                            .min    = 20,
                            .max    = 12000, // above where a hi-hat begins
                            .def    = 20,
                            .flags  = LQ_OFF_MIN,
                            .doc    = "Makes it deaf to what lies below, a kick in the snare's "
                                         "microphone; the sound itself is not filtered."},
    [LQ_GATE_KEY_LPF]    = {.symbol = "key_lpf",
                            .name   = "Key low-pass",
                            .unit   = LQ_UNIT_HZ,
                            .taper  = LQ_TAPER_LOG,
                            .min    = 50,
                            .max    = 20000, // the end of hearing: off
                            .def    = 20000,
                            .doc    = "Makes it deaf to what lies above, cymbals in a tom's "
                                         "microphone; at 20 kHz it is off."},
    [LQ_GATE_LOOKAHEAD]  = {.symbol = "lookahead",
                            .name   = "Lookahead",
                            .unit   = LQ_UNIT_MS,
                            .max    = 20,
                            .flags  = LQ_RESTART,
                            .doc    = "How much before the hit it begins to open; closing does not "
                                       "come earlier."},
    [LQ_GATE_LINK]       = {.symbol = "link",
                            .name   = "Stereo link",
                            .unit   = LQ_UNIT_PERCENT,
                            .max    = 100,
                            .def    = 100,
                            .flags  = LQ_SMOOTH,
                            .doc    = "At 100 % both sides move together and the image stands "
                                            "still; at 0 % each side hears only itself."},
    [LQ_GATE_ON]         = {.symbol = "on",
                            .name   = "On",
                            .taper  = LQ_TAPER_TOGGLE,
                            .max    = 1,
                            .def    = 1,
                            .flags  = LQ_SMOOTH,
                            .doc    = "Off passes the input through."},
    [LQ_GATE_REDUCTION]  = {.symbol = "reduction",
                            .name   = "Gain reduction",
                            .unit   = LQ_UNIT_DB,
                            .max    = 120,
                            .flags  = LQ_OUT,
                            .doc    = "How far the signal was turned down at most."},
};
_Static_assert(sizeof params / sizeof *params == LQ_GATE_N, "one row per enum");

#define DB_PER_OCTAVE 6.02059991327962390427 // 20 log10(2): kernels count levels in powers of two

// What moves in a straight line when it changes; log2 units but for SLOPE, LINK and AMOUNT.
enum { THRESHOLD, HYSTERESIS, SLOPE, RANGE, LINK, AMOUNT, N_LINES };

typedef struct {
  lq_spec           spec;
  lq_ear            ear;
  lq_ramps          ramps;
  lq_gate_gain_coef coef;
  lq_gate_gain      sides[LQ_MAX_CHANNELS];
  float             least_lin; // gain, since somebody asked
  lq_line           ahead[LQ_MAX_CHANNELS];
} gate;

static size_t ahead_frames(const float* const values, const double rate_hz)
{
  return (size_t)((double)values[LQ_GATE_LOOKAHEAD] * 0.001 * rate_hz + 0.5);
}

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  gate* const g = LQ_TAKE(arena, gate, 1);
  lq_line     ahead[LQ_MAX_CHANNELS];
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    lq_line_prepare(&ahead[c], arena, ahead_frames(values, spec->rate_hz));
  }
  lq_ear_prepare(g ? &g->ear : NULL, arena, spec);
  if (g) {
    g->spec = *spec;
    memcpy(g->ahead, ahead, sizeof ahead);
  }
  return g;
}

static void reset(void* const self)
{
  gate* const g = self;
  lq_ear_reset(&g->ear);
  lq_ramps_reset(&g->ramps);
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    lq_line_reset(&g->ahead[c]);
  }
  g->least_lin = 1;
}

static void update(void* const self, const float* const values)
{
  gate* const       g       = self;
  const double      rate    = g->spec.rate_hz;
  const double      attack  = (double)values[LQ_GATE_ATTACK] * 0.001;
  const double      hold    = (double)values[LQ_GATE_HOLD] * 0.001;
  const double      release = (double)values[LQ_GATE_RELEASE] * 0.001;
  const lq_ear_coef ear     = {
          .rms         = values[LQ_GATE_DETECTOR] > 0.5F,
          .highpass_on = values[LQ_GATE_KEY_HPF] > params[LQ_GATE_KEY_HPF].min,
          .lowpass_on  = values[LQ_GATE_KEY_LPF] < params[LQ_GATE_KEY_LPF].max,
          .highpass =
              lq_compress_highpass_design((double)values[LQ_GATE_KEY_HPF], LQ_BUTTERWORTH_K, rate),
          .lowpass =
              lq_compress_lowpass_design((double)values[LQ_GATE_KEY_LPF], LQ_BUTTERWORTH_K, rate),
          .window = lq_compress_pole_design((double)values[LQ_GATE_WINDOW] * 0.001, rate),
  };
  const float target[N_LINES] = {
      [THRESHOLD]  = (float)((double)values[LQ_GATE_THRESHOLD] / DB_PER_OCTAVE),
      [HYSTERESIS] = (float)((double)values[LQ_GATE_HYSTERESIS] / DB_PER_OCTAVE),
      [SLOPE]      = values[LQ_GATE_RATIO] - 1.0F,
      [RANGE]      = (float)((double)values[LQ_GATE_RANGE] / DB_PER_OCTAVE),
      [LINK]       = values[LQ_GATE_LINK] / 100.0F,
      [AMOUNT]     = values[LQ_GATE_ON] > 0.5F ? 1.0F : 0.0F,
  };
  // What is heard early must not close early.
  const double            held_sec = hold + (double)g->ahead[0].n_frames / rate;
  const lq_gate_gain_coef coef     = lq_gate_gain_design(attack, held_sec, release, rate);
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    if (!g->ramps.started) { // closed at first
      lq_gate_gain_reset(&g->sides[c], lq_exp2(-(double)target[RANGE]));
    } else if (coef.n_settle != g->coef.n_settle) {
      lq_gate_gain_recount(&g->sides[c]);
    }
  }
  g->coef = coef;
  lq_ear_update(&g->ear, &ear, target[LINK],
                !g->ramps.started || lq_gate_gain_alike(&g->sides[0], &g->sides[1]));
  lq_ramps_to(&g->ramps, target, N_LINES);
}

static void span(gate* const g, float* const* const io, const size_t at, const size_t n)
{
  const lq_simd* const     simd  = g->spec.simd;
  const lq_ramps* const    r     = &g->ramps;
  const lq_gate_gain_lines lines = {.threshold  = lq_ramps_now(r, THRESHOLD),
                                    .hysteresis = lq_ramps_now(r, HYSTERESIS),
                                    .slope      = lq_ramps_now(r, SLOPE),
                                    .range      = lq_ramps_now(r, RANGE)};
  lq_ear_hear(&g->ear, io, at, n);
  for (unsigned c = 0; c < g->spec.n_channels; ++c) {
    lq_line_process(&g->ahead[c], io[c] + at, n);
  }
  if (!g->ear.dual && lq_gate_gain_stays(&g->sides[0], simd, &g->coef, &lines, g->ear.level[0],
                                         lq_ear_scale(&g->ear), n)) {
    g->sides[1] = g->sides[0];
    return;
  }
  lq_ear_level(&g->ear, lq_ramps_now(r, LINK), n);
  const unsigned n_gains = g->ear.dual ? 2 : 1;
  for (unsigned c = 0; c < n_gains; ++c) {
    float* const x = g->ear.level[c];
    if (!lq_gate_gain_process(&g->sides[c], simd, &g->coef, &lines, x, n)) {
      continue; // open
    }
    const float least = simd->dynamics->fade(x, lq_ramps_now(r, AMOUNT), n);
    g->least_lin      = least < g->least_lin ? least : g->least_lin;
    for (unsigned out = c; out < g->spec.n_channels; out += n_gains) {
      simd->compress->apply(io[out] + at, x, n);
    }
  }
  if (!g->ear.dual) {
    g->sides[1] = g->sides[0];
  }
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  gate* const g = self;
  for (size_t at = 0, n; at < n_frames; at += n) {
    n = lq_ramps_span(&g->ramps, n_frames - at);
    span(g, io, at, n);
    lq_ramps_pass(&g->ramps, n);
  }
}

static size_t latency_frames(const void* const self)
{
  return ((const gate*)self)->ahead[0].n_frames;
}

static void meters(void* const self, float* const out)
{
  gate* const  g  = self;
  const double db = -lq_lin_to_db((double)g->least_lin);
  out[0]          = lq_param_clamp(&params[LQ_GATE_REDUCTION], (float)db);
  g->least_lin    = 1;
}

const lq_proc lq_gate = {.symbol         = "gate",
                         .name           = "Gate",
                         .lv2_class      = "GatePlugin",
                         .doc            = "Turns down what sounds between the notes: bleed, hum, "
                                           "breath.",
                         .params         = params,
                         .n_params       = LQ_GATE_N,
                         .flags          = LQ_PROC_KEY,
                         .prepare        = prepare,
                         .reset          = reset,
                         .update         = update,
                         .process        = process,
                         .latency_frames = latency_frames,
                         .tail_frames    = latency_frames,
                         .meters         = meters};
