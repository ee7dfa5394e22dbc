// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/eq.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/bank.h"
#include "dsp/eq_band.h"
#include "dsp/eq_late.h"

#include <string.h>

static const char* const types[] = {"bell", "low-shelf", "high-shelf", "notch", "tilt", NULL};
_Static_assert(sizeof types / sizeof *types == LQ_BAND_N + 1, "one word per type");
static const char* const phases[] = {"minimum", "linear", "mixed", NULL};
_Static_assert(sizeof phases / sizeof *phases == LQ_EQ_N_PHASES + 1, "one word per phase");

static const lq_param params[] = {
    [LQ_EQ_ON] = {.symbol = "on",
                  .name   = "On",
                  .taper  = LQ_TAPER_TOGGLE,
                  .max    = 1,
                  .def    = 1,
                  .flags  = LQ_SMOOTH,
                  .doc    = "Off passes the input through."},
    [LQ_EQ_PHASE] =
        {.symbol  = "phase",
         .name    = "Phase",
         .taper   = LQ_TAPER_CHOICE,
         .max     = LQ_EQ_N_PHASES - 1,
         .choices = phases,
         .flags   = LQ_RESTART,
         .doc = "Minimum turns phase as analogue ones do, without latency; linear turns none and "
                "rings before hits as well as after; mixed is analogue in the bass, where that is "
                "heard, and linear above."},
    [LQ_EQ_CORNER] = {.symbol = "corner",
                      .name   = "Corner",
                      .unit   = LQ_UNIT_HZ,
                      .taper  = LQ_TAPER_LOG,
                      .min    = 50,
                      .max    = 2000,
                      .def    = 250,
                      .flags  = LQ_SMOOTH,
                      .doc =
                          "Mixed phase: bands up to here are analogue, from twice it on linear."},
};
_Static_assert(sizeof params / sizeof *params == LQ_EQ_N, "one row per enum");

static const lq_param band_params[] = {
    [LQ_EQ_BAND_TYPE] =
        {.symbol  = "type",
         .name    = "Type",
         .taper   = LQ_TAPER_CHOICE,
         .max     = LQ_BAND_N - 1,
         .choices = types,
         .flags   = LQ_SMOOTH,
         .doc     = "Bell lifts or cuts around a frequency, shelves all below or above it, a notch "
                    "takes one frequency out, a tilt turns the whole balance about it."},
    [LQ_EQ_BAND_FREQ] = {.symbol = "freq",
                         .name   = "Frequency",
                         .unit   = LQ_UNIT_HZ,
                         .taper  = LQ_TAPER_LOG,
                         .min    = 10,
                         .max    = 24000,
                         .def    = 1000,
                         .flags  = LQ_SMOOTH,
                         .doc =
                             "Centre of a bell, notch or tilt; where a shelf has half its gain."},
    [LQ_EQ_BAND_GAIN] =
        {.symbol = "gain",
         .name   = "Gain",
         .unit   = LQ_UNIT_DB,
         .min    = -24,
         .max    = 24,
         .flags  = LQ_SMOOTH,
         .doc = "Lift or cut; a tilt gives half of it to the highs and takes half from the lows."},
    [LQ_EQ_BAND_Q]  = {.symbol = "q",
                       .name   = "Q",
                       .taper  = LQ_TAPER_LOG,
                       .min    = 0.1F,
                       .max    = 40,
                       .def    = 0.70710678F,
                       .flags  = LQ_SMOOTH,
                       .doc    = "Narrowness; a shelf or tilt overshoots above 0.707."},
    [LQ_EQ_BAND_ON] = {.symbol = "on",
                       .name   = "On",
                       .taper  = LQ_TAPER_TOGGLE,
                       .max    = 1,
                       .def    = 1,
                       .flags  = LQ_SMOOTH,
                       .doc    = "Off leaves this band out."},
};
_Static_assert(sizeof band_params / sizeof *band_params == LQ_EQ_BAND_N, "one row per enum");

typedef struct {
  lq_spec         spec;
  lq_bank*        bank;
  float*          designed; // [n_bands][LQ_EQ_BAND_N] values that the sections stand for
  lq_biquad_coef* sections; // [n_bands][LQ_BAND_SECTIONS]
  bool            fresh;    // nothing designed yet
  lq_eq_phase     phase;
  lq_eq_late*     late; // linear, mixed; NULL: minimum
} eq;

static lq_band band_of(const float* const values, const unsigned index)
{
  const float* const v = values + LQ_EQ_N + (size_t)index * LQ_EQ_BAND_N;
  return (lq_band){.type    = (lq_band_type)v[LQ_EQ_BAND_TYPE],
                   .freq_hz = (double)v[LQ_EQ_BAND_FREQ],
                   .gain_db = (double)v[LQ_EQ_BAND_GAIN],
                   .q       = (double)v[LQ_EQ_BAND_Q]};
}

static bool band_is_on(const float* const values, const unsigned index)
{
  const float* const v = values + LQ_EQ_N + (size_t)index * LQ_EQ_BAND_N;
  return values[LQ_EQ_ON] > 0.5F && v[LQ_EQ_BAND_ON] > 0.5F;
}

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  const unsigned    n     = spec->n_bands;
  const lq_eq_phase phase = (lq_eq_phase)values[LQ_EQ_PHASE];
  eq* const         e     = LQ_TAKE(arena, eq, 1);
  lq_eq_late*       late  = NULL;
  if (phase != LQ_EQ_MINIMUM) {
    lq_band bands[LQ_MAX_BANDS];
    for (unsigned b = 0; b < n; ++b) {
      bands[b] = band_of(values, b);
    }
    late = lq_eq_late_prepare(arena, spec, bands);
  }
  lq_bank* const bank = lq_bank_prepare(arena, n * LQ_BAND_SECTIONS, spec->n_channels, spec->simd);
  float* const   designed        = LQ_TAKE(arena, float, (size_t)n* LQ_EQ_BAND_N);
  lq_biquad_coef* const sections = LQ_TAKE(arena, lq_biquad_coef, (size_t)n * LQ_BAND_SECTIONS * 2);
  if (e) {
    *e = (eq){.spec     = *spec,
              .bank     = bank,
              .designed = designed,
              .sections = sections,
              .fresh    = true,
              .phase    = phase,
              .late     = late};
  }
  return e;
}

static void reset(void* const self)
{
  eq* const e = self;
  e->fresh    = true;
  lq_bank_reset(e->bank);
  if (e->late) {
    lq_eq_late_reset(e->late);
  }
}

static void design(const double rate_hz, const float* const values, const unsigned index,
                   lq_biquad_coef out[LQ_BAND_SECTIONS])
{
  const lq_band  band  = band_of(values, index);
  const bool     is_on = values[LQ_EQ_N + (size_t)index * LQ_EQ_BAND_N + LQ_EQ_BAND_ON] > 0.5F;
  lq_section     sections[LQ_BAND_SECTIONS];
  const unsigned n = is_on ? lq_band_design(&band, rate_hz, sections) : 0;
  for (unsigned i = 0; i < LQ_BAND_SECTIONS; ++i) {
    out[i] = i < n ? lq_biquad_design(&sections[i]) : (lq_biquad_coef)LQ_BIQUAD_IDENTITY;
  }
}

static void update_minimum(eq* const e, const float* const values)
{
  const unsigned        n_slots = e->spec.n_bands * LQ_BAND_SECTIONS;
  lq_biquad_coef* const heard   = e->sections + n_slots;
  for (unsigned b = 0; b < e->spec.n_bands; ++b) {
    const float* const now = values + LQ_EQ_N + (size_t)b * LQ_EQ_BAND_N;
    float* const       old = e->designed + (size_t)b * LQ_EQ_BAND_N;
    if (e->fresh || memcmp(now, old, sizeof(float) * LQ_EQ_BAND_N)) {
      memcpy(old, now, sizeof(float) * LQ_EQ_BAND_N);
      design(e->spec.rate_hz, values, b, &e->sections[b * LQ_BAND_SECTIONS]);
    }
  }
  e->fresh = false;
  for (unsigned i = 0; i < n_slots; ++i) {
    heard[i] = values[LQ_EQ_ON] > 0.5F ? e->sections[i] : (lq_biquad_coef)LQ_BIQUAD_IDENTITY;
  }
  lq_bank_to(e->bank, heard);
}

static void update_late(eq* const e, const float* const values)
{
  lq_band bands[LQ_MAX_BANDS];
  for (unsigned b = 0; b < e->spec.n_bands; ++b) {
    bands[b] = band_of(values, b);
    if (!band_is_on(values, b)) {
      bands[b] = (lq_band){.type = LQ_BAND_BELL, .freq_hz = 1, .q = 1}; // does nothing
    }
  }
  lq_eq_late_to(e->late, bands, e->phase == LQ_EQ_MIXED ? (double)values[LQ_EQ_CORNER] : 0.0);
}

static void update(void* const self, const float* const values)
{
  eq* const e = self;
  (e->late ? update_late : update_minimum)(e, values);
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  eq* const e = self;
  if (e->late) {
    lq_eq_late_process(e->late, io, n_frames);
  } else {
    lq_bank_process(e->bank, io, n_frames);
  }
}

static size_t latency_frames(const void* const self)
{
  const eq* const e = self;
  return e->late ? lq_eq_late_latency(e->late) : 0;
}

static size_t tail_frames(const void* const self)
{
  const eq* const e       = self;
  const unsigned  n_slots = e->spec.n_bands * LQ_BAND_SECTIONS;
  return e->late ? lq_eq_late_tail_frames(e->late)
                 : lq_cascade_tail_frames(e->sections + n_slots, n_slots);
}

static double response_db(const lq_spec* const spec, const float* const values,
                          const double freq_hz)
{
  const bool is_late = (lq_eq_phase)values[LQ_EQ_PHASE] != LQ_EQ_MINIMUM;
  double     sum_db  = 0.0;
  for (unsigned b = 0; b < spec->n_bands; ++b) {
    lq_biquad_coef c[LQ_BAND_SECTIONS];
    const lq_band  band = band_of(values, b);
    if (!band_is_on(values, b)) {
      continue;
    }
    if (is_late) {
      sum_db += lq_power_to_db(lq_band_prototype_power(&band, freq_hz));
    } else {
      design(spec->rate_hz, values, b, c);
      sum_db += lq_cascade_response_db(c, LQ_BAND_SECTIONS, freq_hz, spec->rate_hz);
    }
  }
  return sum_db;
}

const lq_proc lq_eq = {
    .symbol    = "eq",
    .name      = "Equaliser",
    .lv2_class = "ParaEQPlugin",
    .doc      = "Shapes tone with any number of bands that answer like analogue ones up to 20 kHz.",
    .params   = params,
    .n_params = LQ_EQ_N,
    .n_band_params  = LQ_EQ_BAND_N,
    .band_params    = band_params,
    .prepare        = prepare,
    .reset          = reset,
    .update         = update,
    .process        = process,
    .latency_frames = latency_frames,
    .tail_frames    = tail_frames,
    .response_db    = response_db};
