// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/width.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/bank.h"
#include "dsp/butterworth.h"
#include "dsp/eq_band.h"
#include "dsp/glide.h"

#include <math.h>
#include <string.h>

static const lq_param params[] = {
    [LQ_WIDTH_WIDTH]      = {.symbol = "width",
                             .name   = "Width",
                             .unit   = LQ_UNIT_PERCENT,
                             .max    = 200,
                             .def    = 100,
                             .flags  = LQ_SMOOTH,
                             .doc    = "0 % is mono, 100 % leaves the image alone, 200 % doubles what "
                                            "the sides differ in."},
    [LQ_WIDTH_MID]        = {.symbol = "mid",
                             .name   = "Mid",
                             .unit   = LQ_UNIT_DB,
                             .min    = -24,
                             .max    = 24,
                             .flags  = LQ_SMOOTH,
                             .doc    = "Level of what both sides share; the only row that the mono sum "
                                              "hears."},
    [LQ_WIDTH_SIDE]       = {.symbol = "side",
                             .name   = "Side",
                             .unit   = LQ_UNIT_DB,
                             .min    = -24,
                             .max    = 24,
                             .flags  = LQ_SMOOTH,
                             .doc    = "Level of what the sides differ in; multiplies with the width."},
    [LQ_WIDTH_MONO_BELOW] = {.symbol = "mono_below",
                             .name   = "Mono below",
                             .unit   = LQ_UNIT_HZ,
                             .taper  = LQ_TAPER_LOG,
                             .min    = 20,
                             .max    = 1000,
                             .def    = 20,
                             .flags  = LQ_SMOOTH | LQ_OFF_MIN,
                             .doc    = "Below it both sides become one, which carries the bass and "
                                       "keeps a record's groove safe."},
    [LQ_WIDTH_SLOPE] =
        {.symbol = "slope",
         .name   = "Slope",
         .unit   = LQ_UNIT_DB_PER_OCTAVE,
         .min    = 6,
         .max    = 12,
         .def    = 12,
         .flags  = LQ_SMOOTH,
         .doc    = "How fast the sides go below that corner, 6 or 12; 6 keeps everything on its "
                   "own side."},
    [LQ_WIDTH_SHELF]      = {.symbol = "shelf",
                             .name   = "Side shelf",
                             .unit   = LQ_UNIT_DB,
                             .min    = -12,
                             .max    = 12,
                             .flags  = LQ_SMOOTH,
                             .doc    = "Lift or cut of the sides' highs: air that widens."},
    [LQ_WIDTH_SHELF_FREQ] = {.symbol = "shelf_freq",
                             .name   = "Shelf frequency",
                             .unit   = LQ_UNIT_HZ,
                             .taper  = LQ_TAPER_LOG,
                             .min    = 500,
                             .max    = 16000, // above it there is no room for a shelf
                             .def    = 6000,  // presence is below, air above
                             .flags  = LQ_SMOOTH,
                             .doc    = "Where the side shelf has half its gain."},
    [LQ_WIDTH_ON]         = {.symbol = "on",
                             .name   = "On",
                             .taper  = LQ_TAPER_TOGGLE,
                             .max    = 1,
                             .def    = 1,
                             .flags  = LQ_SMOOTH,
                             .doc    = "Off passes the input through."},
};
_Static_assert(sizeof params / sizeof *params == LQ_WIDTH_N, "one row per enum");

enum { N_SECTIONS = LQ_BUTTERWORTH_SECTIONS + LQ_BAND_SECTIONS };

typedef struct {
  lq_spec        spec;
  lq_glide       mid, side;
  lq_bank*       bank; // of the side
  lq_biquad_coef sections[N_SECTIONS];
  float*         old; // [LQ_MAX_FRAMES] mid or side as it came in
  float* new;         // [LQ_MAX_FRAMES] and as it goes out
} width;

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  (void)values;
  width* const   w    = LQ_TAKE(arena, width, 1);
  lq_bank* const bank = lq_bank_prepare(arena, N_SECTIONS, 1, spec->simd);
  float* const   old  = LQ_TAKE(arena, float, LQ_MAX_FRAMES);
  float* const new    = LQ_TAKE(arena, float, LQ_MAX_FRAMES);
  if (w) {
    *w = (width){.spec = *spec, .bank = bank, .old = old, .new = new};
  }
  return w;
}

static void reset(void* const self)
{
  width* const w = self;
  lq_glide_reset(&w->mid);
  lq_glide_reset(&w->side);
  lq_bank_reset(w->bank);
}

static void design(const lq_spec* const spec, const float* const values,
                   lq_biquad_coef out[N_SECTIONS])
{
  const bool     on    = values[LQ_WIDTH_ON] > 0.5F;
  const double   hz    = (double)values[LQ_WIDTH_MONO_BELOW];
  const unsigned order = (unsigned)(values[LQ_WIDTH_SLOPE] / 6.0F + 0.5F);
  const lq_band  shelf = {.type    = LQ_BAND_HIGH_SHELF,
                          .freq_hz = (double)values[LQ_WIDTH_SHELF_FREQ],
                          .gain_db = on ? (double)values[LQ_WIDTH_SHELF] : 0.0,
                          .q       = sqrt(0.5)}; // steepest without overshoot
  lq_section     made[LQ_BAND_SECTIONS];
  const unsigned n = lq_band_design(&shelf, spec->rate_hz, made);
  for (unsigned i = 0; i < N_SECTIONS; ++i) {
    out[i] = (lq_biquad_coef)LQ_BIQUAD_IDENTITY;
  }
  if (on && values[LQ_WIDTH_MONO_BELOW] > params[LQ_WIDTH_MONO_BELOW].min) {
    lq_butterworth_design(LQ_BUTTERWORTH_HIGHPASS, hz, order, 1.0, spec->rate_hz, out);
  }
  for (unsigned i = 0; i < n; ++i) {
    out[LQ_BUTTERWORTH_SECTIONS + i] = lq_biquad_design(&made[i]);
  }
}

static void update(void* const self, const float* const values)
{
  width* const w    = self;
  const bool   on   = values[LQ_WIDTH_ON] > 0.5F;
  const double wide = (double)values[LQ_WIDTH_WIDTH] / 100.0;
  lq_glide_to(&w->mid, on ? (float)lq_db_to_lin((double)values[LQ_WIDTH_MID]) : 1.0F);
  lq_glide_to(&w->side, on ? (float)(wide * lq_db_to_lin((double)values[LQ_WIDTH_SIDE])) : 1.0F);
  design(&w->spec, values, w->sections);
  lq_bank_to(w->bank, w->sections);
}

// Only what changes is added, to the right what is taken from the left or both alike: so the sum
// does not hear the side, and where nothing changes the bits are what they were.
static void process(void* const self, float* const* const io, const size_t n_frames)
{
  width* const                   w    = self;
  const lq_simd* const           simd = w->spec.simd;
  const lq_stereo_kernels* const k    = simd->stereo;
  if (w->spec.n_channels == 1) {
    lq_glide_apply(&w->mid, simd, io, 1, n_frames);
    return;
  }
  const bool mid_rests = w->mid.done_frames == LQ_GRID_FRAMES && w->mid.target_lin == 1.0F;
  for (float sign = mid_rests ? -1.0F : 1.0F; sign >= -1.0F; sign -= 2.0F) { // mid, then side
    k->matrix(w->old, io[0], io[1], sign, n_frames);
    memcpy(w->new, w->old, n_frames * sizeof(float));
    if (sign < 0.0F) {
      lq_bank_process(w->bank, &w->new, n_frames);
    }
    lq_glide_apply(sign < 0.0F ? &w->side : &w->mid, simd, &w->new, 1, n_frames);
    k->change(io[0], io[1], w->old, w->new, sign, n_frames);
  }
}

static size_t tail_frames(const void* const self)
{
  const width* const w = self;
  return w->spec.n_channels == 2 ? lq_cascade_tail_frames(w->sections, N_SECTIONS) : 0;
}

const lq_proc lq_width = {.symbol    = "width",
                          .name      = "Width",
                          .lv2_class = "SpatialPlugin",
                          .doc      = "Narrows or widens the stereo image and makes its bass mono; "
                                      "the mono sum stays as it is.",
                          .params   = params,
                          .n_params = LQ_WIDTH_N,
                          .prepare  = prepare,
                          .reset    = reset,
                          .update   = update,
                          .process  = process,
                          .tail_frames = tail_frames};
