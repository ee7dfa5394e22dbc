// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/dyneq.h"

#include "base/arena.h"
#include "dsp/bank.h"
#include "dsp/dynband_core.h"
#include "dsp/line.h"

#include <string.h>

static const char* const modes[]      = {"absolute", "relative", NULL};
static const char* const types[]      = {"bell", "low-shelf", "high-shelf", NULL};
static const char* const directions[] = {"above", "below", NULL};

static const lq_param params[] = {
    [LQ_DYNEQ_ON]        = {.symbol = "on",
                            .name   = "On",
                            .taper  = LQ_TAPER_TOGGLE,
                            .max    = 1,
                            .def    = 1,
                            .flags  = LQ_SMOOTH,
                            .doc    = "Off passes the input through."},
    [LQ_DYNEQ_MODE]      = {.symbol  = "mode",
                            .name    = "Threshold mode",
                            .taper   = LQ_TAPER_CHOICE,
                            .max     = 1,
                            .choices = modes,
                            .flags   = LQ_SMOOTH,
                            .doc     = "Absolute compares a band with full scale, relative with the "
                                            "whole sound, so that loud and soft passages are treated alike."},
    [LQ_DYNEQ_LINK]      = {.symbol = "link",
                            .name   = "Stereo link",
                            .unit   = LQ_UNIT_PERCENT,
                            .max    = 100,
                            .def    = 100,
                            .flags  = LQ_SMOOTH,
                            .doc    = "At 100 % both sides move together and the image stands "
                                           "still; at 0 % each side hears only itself."},
    [LQ_DYNEQ_LOOKAHEAD] = {.symbol = "lookahead",
                            .name   = "Lookahead",
                            .unit   = LQ_UNIT_MS,
                            .max    = 20,
                            .flags  = LQ_RESTART,
                            .doc    = "How much earlier the bands hear what comes."},
    [LQ_DYNEQ_CUT]       = {.symbol = "cut",
                            .name   = "Deepest cut",
                            .unit   = LQ_UNIT_DB,
                            .max    = 24,
                            .flags  = LQ_OUT,
                            .doc    = "How far a band was turned down at most."},
    [LQ_DYNEQ_LIFT]      = {.symbol = "lift",
                            .name   = "Highest lift",
                            .unit   = LQ_UNIT_DB,
                            .max    = 24,
                            .flags  = LQ_OUT,
                            .doc    = "How far a band was turned up at most."},
};
_Static_assert(sizeof params / sizeof *params == LQ_DYNEQ_N, "one row per enum");

static const lq_param band_params[] = {
    [LQ_DYNEQ_BAND_TYPE] =
        {.symbol  = "type",
         .name    = "Type",
         .taper   = LQ_TAPER_CHOICE,
         .max     = 2,
         .choices = types,
         .flags   = LQ_SMOOTH,
         .doc = "Bell moves around a frequency and hears what is there, shelves all below or above "
                "it."},
    [LQ_DYNEQ_BAND_FREQ] = {.symbol = "freq",
                            .name   = "Frequency",
                            .unit   = LQ_UNIT_HZ,
                            .taper  = LQ_TAPER_LOG,
                            .min    = 20,
                            .max    = 20000, // the hearing's end
                            .def    = 1000,
                            .flags  = LQ_SMOOTH,
                            .doc = "Centre of a bell; where a shelf at its end has half its gain."},
    [LQ_DYNEQ_BAND_Q]    = {.symbol = "q",
                            .name   = "Q",
                            .taper  = LQ_TAPER_LOG,
                            .min    = 0.1F,
                            .max    = 16,
                            .def    = 1,
                            .flags  = LQ_SMOOTH,
                            .doc    = "Narrowness of a bell and of what it hears; a shelf overshoots "
                                         "above 0.707."},
    [LQ_DYNEQ_BAND_GAIN] = {.symbol = "gain",
                            .name   = "Static gain",
                            .unit   = LQ_UNIT_DB,
                            .min    = -24,
                            .max    = 24,
                            .flags  = LQ_SMOOTH,
                            .doc    = "Lift or cut that is always there; the range comes on top."},
    [LQ_DYNEQ_BAND_RANGE] =
        {.symbol = "range",
         .name   = "Range",
         .unit   = LQ_UNIT_DB,
         .min    = -24,
         .max    = 24,
         .def    = -6,
         .flags  = LQ_SMOOTH,
         .doc    = "How far the band may move: negative cuts while it acts, positive lifts."},
    [LQ_DYNEQ_BAND_THRESHOLD] =
        {.symbol = "threshold",
         .name   = "Threshold",
         .unit   = LQ_UNIT_DB,
         .min    = -90,
         .max    = 12,
         .def    = -30,
         .flags  = LQ_SMOOTH,
         .doc = "Level in the band from which it acts; a full-scale sine is 0 dB, and in relative "
                "mode the whole sound is."},
    [LQ_DYNEQ_BAND_RATIO] =
        {.symbol = "ratio",
         .name   = "Ratio",
         .taper  = LQ_TAPER_LOG,
         .min    = 1,
         .max    = 100,
         .def    = 2,
         .flags  = LQ_SMOOTH,
         .doc =
             "At 2 the band moves half a dB for each dB beyond the threshold, at 4 three quarters, "
             "until the range is used up; at 1 it stands still."},
    [LQ_DYNEQ_BAND_KNEE] =
        {.symbol = "knee",
         .name   = "Knee",
         .unit   = LQ_UNIT_DB,
         .max    = 24,
         .def    = 6,
         .flags  = LQ_SMOOTH,
         .doc = "Width of the bends at the threshold and at the end of the range; 0 is a corner."},
    [LQ_DYNEQ_BAND_ATTACK]    = {.symbol = "attack",
                                 .name   = "Attack",
                                 .unit   = LQ_UNIT_MS,
                                 .taper  = LQ_TAPER_LOG,
                                 .min    = 0.5F,
                                 .max    = 500,
                                 .def    = 5,
                                 .doc    = "How long until 63 % of the movement is there."},
    [LQ_DYNEQ_BAND_RELEASE]   = {.symbol = "release",
                                 .name   = "Release",
                                 .unit   = LQ_UNIT_MS,
                                 .taper  = LQ_TAPER_LOG,
                                 .min    = 5,
                                 .max    = 3000,
                                 .def    = 120,
                                 .doc    = "How long until 63 % of the movement is gone again."},
    [LQ_DYNEQ_BAND_DIRECTION] = {.symbol  = "direction",
                                 .name    = "Direction",
                                 .taper   = LQ_TAPER_CHOICE,
                                 .max     = 1,
                                 .choices = directions,
                                 .flags   = LQ_SMOOTH,
                                 .doc = "Acts while the band is above the threshold, or below."},
    [LQ_DYNEQ_BAND_ON]        = {.symbol = "on",
                                 .name   = "On",
                                 .taper  = LQ_TAPER_TOGGLE,
                                 .max    = 1,
                                 .def    = 1,
                                 .flags  = LQ_SMOOTH,
                                 .doc    = "Off leaves this band out."},
};
_Static_assert(sizeof band_params / sizeof *band_params == LQ_DYNEQ_BAND_N, "one row per enum");

typedef struct {
  lq_spec              spec;
  lq_line              ahead[LQ_MAX_CHANNELS]; // lookahead, which is the latency
  bool                 fresh;                  // nothing designed yet
  lq_band*             statics;                // [n_bands] what the sections stand for
  lq_biquad_coef*      sections;               // [n_bands][LQ_BAND_SECTIONS]
  lq_bank*             bank;                   // runs them
  lq_dynband_settings* settings;               // [n_bands]
  lq_dynband_core*     core;
} dyneq;

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  const double   ahead_sec = (double)values[LQ_DYNEQ_LOOKAHEAD] * 0.001;
  const unsigned n         = spec->n_bands;
  dyneq* const   e         = LQ_TAKE(arena, dyneq, 1);
  dyneq          made      = {.spec = *spec};
  for (unsigned c = 0; c < spec->n_channels; ++c) {
    lq_line_prepare(&made.ahead[c], arena, (size_t)(ahead_sec * spec->rate_hz + 0.5));
  }
  made.statics  = LQ_TAKE(arena, lq_band, n);
  made.sections = LQ_TAKE(arena, lq_biquad_coef, (size_t)n * LQ_BAND_SECTIONS);
  made.bank     = lq_bank_prepare(arena, n * LQ_BAND_SECTIONS, spec->n_channels, spec->simd);
  made.settings = LQ_TAKE(arena, lq_dynband_settings, n);
  made.core     = lq_dynband_core_prepare(arena, spec);
  if (e) {
    *e = made;
  }
  return e;
}

static void reset(void* const self)
{
  dyneq* const e = self;
  e->fresh       = true;
  for (unsigned c = 0; c < e->spec.n_channels; ++c) {
    lq_line_reset(&e->ahead[c]);
  }
  lq_bank_reset(e->bank);
  lq_dynband_core_reset(e->core);
}

// What is always there, as a band of the equaliser.
static void design_static(dyneq* const e, const unsigned b, const lq_band* const band)
{
  if (e->fresh || memcmp(&e->statics[b], band, sizeof *band)) {
    lq_section            made[LQ_BAND_SECTIONS];
    lq_biquad_coef* const to = e->sections + (size_t)b * LQ_BAND_SECTIONS;
    const unsigned        n  = lq_band_design(band, e->spec.rate_hz, made);
    for (unsigned i = 0; i < LQ_BAND_SECTIONS; ++i) {
      to[i] = i < n ? lq_biquad_design(&made[i]) : (lq_biquad_coef)LQ_BIQUAD_IDENTITY;
    }
    memcpy(&e->statics[b], band, sizeof *band);
  }
}

static void update(void* const self, const float* const values)
{
  dyneq* const e = self;
  for (unsigned b = 0; b < e->spec.n_bands; ++b) {
    const float* const         v  = values + LQ_DYNEQ_N + (size_t)b * LQ_DYNEQ_BAND_N;
    lq_dynband_settings* const s  = &e->settings[b];
    const bool                 on = values[LQ_DYNEQ_ON] > 0.5F && v[LQ_DYNEQ_BAND_ON] > 0.5F;
    lq_band                    always; // zeroed with its gaps: bytes are compared
    memset(&always, 0, sizeof always);
    always.type    = (lq_band_type)v[LQ_DYNEQ_BAND_TYPE];
    always.freq_hz = (double)v[LQ_DYNEQ_BAND_FREQ];
    always.q       = (double)v[LQ_DYNEQ_BAND_Q];
    always.gain_db = on ? (double)v[LQ_DYNEQ_BAND_GAIN] : 0.0;
    design_static(e, b, &always);
    memcpy(&s->band, &always, sizeof always);
    s->band.gain_db = (double)v[LQ_DYNEQ_BAND_RANGE];
    s->on           = on;
    s->below        = v[LQ_DYNEQ_BAND_DIRECTION] > 0.5F;
    s->threshold_db = (double)v[LQ_DYNEQ_BAND_THRESHOLD];
    s->ratio        = (double)v[LQ_DYNEQ_BAND_RATIO];
    s->knee_db      = (double)v[LQ_DYNEQ_BAND_KNEE];
    s->attack_sec   = (double)v[LQ_DYNEQ_BAND_ATTACK] * 0.001;
    s->release_sec  = (double)v[LQ_DYNEQ_BAND_RELEASE] * 0.001;
  }
  e->fresh = false;
  lq_bank_to(e->bank, e->sections);
  lq_dynband_core_to(e->core, e->settings, (double)values[LQ_DYNEQ_LINK] / 100.0,
                     values[LQ_DYNEQ_MODE] > 0.5F);
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  dyneq* const   e     = self;
  const unsigned first = e->spec.n_key ? e->spec.n_channels : 0; // what is listened to
  for (size_t at = 0, n; at < n_frames; at += n) {
    float* part[2 * LQ_MAX_CHANNELS];
    for (unsigned c = 0; c < e->spec.n_channels + e->spec.n_key; ++c) {
      part[c] = io[c] + at;
    }
    n = lq_dynband_core_span(e->core, n_frames - at);
    lq_dynband_core_hear(e->core, (const float* const*)(part + first), n);
    for (unsigned c = 0; c < e->spec.n_channels; ++c) {
      lq_line_process(&e->ahead[c], part[c], n);
    }
    lq_bank_process(e->bank, part, n);
    lq_dynband_core_sound(e->core, part, n);
  }
}

static size_t latency_frames(const void* const self)
{
  return ((const dyneq*)self)->ahead[0].n_frames;
}

static size_t tail_frames(const void* const self)
{
  const dyneq* const e = self;
  return latency_frames(e) + lq_dynband_core_tail_frames(e->core) +
         lq_cascade_tail_frames(e->sections, e->spec.n_bands * LQ_BAND_SECTIONS);
}

double lq_dyneq_moved_db(void* const self, const unsigned band)
{
  return lq_dynband_core_moved_db(((dyneq*)self)->core, band);
}

static void meters(void* const self, float* const out)
{
  double cut_db, lift_db;
  lq_dynband_core_most_db(((dyneq*)self)->core, &cut_db, &lift_db);
  out[0] = lq_param_clamp(&params[LQ_DYNEQ_CUT], (float)cut_db);
  out[1] = lq_param_clamp(&params[LQ_DYNEQ_LIFT], (float)lift_db);
}

const lq_proc lq_dyneq = {.symbol         = "dyneq",
                          .name           = "Dynamic equaliser",
                          .lv2_class      = "ParaEQPlugin",
                          .doc            = "Cuts or lifts bands only while something is loud, or "
                                            "soft: the sound itself, or another strip as key.",
                          .params         = params,
                          .n_params       = LQ_DYNEQ_N,
                          .n_band_params  = LQ_DYNEQ_BAND_N,
                          .band_params    = band_params,
                          .flags          = LQ_PROC_KEY,
                          .prepare        = prepare,
                          .reset          = reset,
                          .update         = update,
                          .process        = process,
                          .latency_frames = latency_frames,
                          .tail_frames    = tail_frames,
                          .meters         = meters};
