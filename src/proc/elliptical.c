// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/elliptical.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/bank.h"
#include "dsp/butterworth.h"
#include "dsp/simd.h"

#include <string.h>

// The phase of the middle cannot jump without being heard: slope and on are not for automation.
static const lq_param params[] = {
    [LQ_ELLIPTICAL_FREQ]  = {.symbol = "freq",
                             .name   = "Frequency",
                             .unit   = LQ_UNIT_HZ,
                             .taper  = LQ_TAPER_LOG,
                             .min    = 40,
                             .max    = 300,
                             .def    = 150,
                             .flags  = LQ_SMOOTH,
                             .doc =
                                 "Below it both sides become one; cutters use 75, 150 or 300 Hz."},
    [LQ_ELLIPTICAL_SLOPE] = {.symbol = "slope",
                             .name   = "Slope",
                             .unit   = LQ_UNIT_DB_PER_OCTAVE,
                             .min    = 6,
                             .max    = 12,
                             .def    = 12,
                             .doc    = "How fast the sides go below the corner, 6 or 12; 6 leaves "
                                       "the middle untouched, 12 turns its phase along."},
    [LQ_ELLIPTICAL_ON]    = {.symbol = "on",
                             .name   = "On",
                             .taper  = LQ_TAPER_TOGGLE,
                             .max    = 1,
                             .def    = 1,
                             .doc    = "Off passes the input through."},
};
_Static_assert(sizeof params / sizeof *params == LQ_ELLIPTICAL_N, "one row per enum");

enum { MID, SIDE, PARTS };

typedef struct {
  lq_spec        spec;
  lq_bank*       banks[PARTS];
  lq_biquad_coef sections[PARTS];
  float*         old; // [LQ_MAX_FRAMES] mid or side as it came in
  float* new;         // [LQ_MAX_FRAMES] and as it goes out
} elliptical;

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  (void)values;
  elliptical* const e    = LQ_TAKE(arena, elliptical, 1);
  lq_bank* const    mid  = lq_bank_prepare(arena, 1, 1, spec->simd);
  lq_bank* const    side = lq_bank_prepare(arena, 1, 1, spec->simd);
  float* const      old  = LQ_TAKE(arena, float, LQ_MAX_FRAMES);
  float* const new       = LQ_TAKE(arena, float, LQ_MAX_FRAMES);
  if (e) {
    *e = (elliptical){.spec = *spec, .banks = {mid, side}, .old = old, .new = new};
  }
  return e;
}

static void reset(void* const self)
{
  elliptical* const e = self;
  lq_bank_reset(e->banks[MID]);
  lq_bank_reset(e->banks[SIDE]);
}

// A high-pass with both its poles in one place, s^2/(s + w)^2, turns the phase at every frequency
// exactly as the all-pass (s - w)/(s + w) does; the latter is written times (s + 1)/(s + 1).
static void design(const double freq_hz, const bool steep, const double rate_hz,
                   lq_biquad_coef out[PARTS])
{
  const double g = lq_tan(LQ_PI * freq_hz / rate_hz);
  if (steep) {
    const lq_section mid  = {.n2 = 1.0, .n1 = 1.0 - g, .n0 = -g, .d1 = 1.0 + g, .d0 = g};
    const lq_section side = {.n2 = 1.0, .d1 = 2.0 * g, .d0 = g * g};
    out[MID]              = lq_biquad_design(&mid);
    out[SIDE]             = lq_biquad_design(&side);
  } else {
    lq_biquad_coef made[LQ_BUTTERWORTH_SECTIONS];
    lq_butterworth_design(LQ_BUTTERWORTH_HIGHPASS, freq_hz, 1, 1.0, rate_hz, made);
    out[SIDE] = made[0];
  }
}

static void update(void* const self, const float* const values)
{
  elliptical* const e = self;
  for (unsigned i = 0; i < PARTS; ++i) {
    e->sections[i] = (lq_biquad_coef)LQ_BIQUAD_IDENTITY;
  }
  if (values[LQ_ELLIPTICAL_ON] > 0.5F) {
    design((double)values[LQ_ELLIPTICAL_FREQ], values[LQ_ELLIPTICAL_SLOPE] >= 9.0F, e->spec.rate_hz,
           e->sections);
  }
  for (unsigned i = 0; i < PARTS; ++i) {
    lq_bank_to(e->banks[i], &e->sections[i]);
  }
}

// As in proc/width.c: only what changes is added, so that what is left alone keeps its bits.
static void process(void* const self, float* const* const io, const size_t n_frames)
{
  elliptical* const              e = self;
  const lq_stereo_kernels* const k = e->spec.simd->stereo;
  for (unsigned i = 0; i < PARTS && e->spec.n_channels == 2; ++i) {
    const float sign = i == MID ? 1.0F : -1.0F;
    k->matrix(e->old, io[0], io[1], sign, n_frames);
    memcpy(e->new, e->old, n_frames * sizeof(float));
    lq_bank_process(e->banks[i], &e->new, n_frames);
    k->change(io[0], io[1], e->old, e->new, sign, n_frames);
  }
}

static size_t tail_frames(const void* const self)
{
  const elliptical* const e    = self;
  const size_t            mid  = lq_cascade_tail_frames(&e->sections[MID], 1);
  const size_t            side = lq_cascade_tail_frames(&e->sections[SIDE], 1);
  return e->spec.n_channels < 2 ? 0 : mid > side ? mid : side;
}

const lq_proc lq_elliptical = {
    .symbol      = "elliptical",
    .name        = "Elliptical equaliser",
    .lv2_class   = "SpatialPlugin",
    .doc         = "Brings the bass of both sides together for a record's groove, and leaves what "
                   "stands left on the left.",
    .params      = params,
    .n_params    = LQ_ELLIPTICAL_N,
    .prepare     = prepare,
    .reset       = reset,
    .update      = update,
    .process     = process,
    .tail_frames = tail_frames};
