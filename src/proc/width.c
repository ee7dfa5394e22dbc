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

static const lq_param band_params[] = {
    [LQ_WIDTH_BAND_TO]    = {.symbol = "to",
                             .name   = "Upper edge",
                             .unit   = LQ_UNIT_HZ,
                             .taper  = LQ_TAPER_LOG,
                             .min    = 20,
                             .max    = 20000, // the hearing's end
                             .def    = 1000,
                             .flags  = LQ_SMOOTH,
                             .doc    = "Where this band's width gives way to the next one's; the "
                                          "uppermost band's edge is not used, and one below the edge "
                                          "before it counts as that."},
    [LQ_WIDTH_BAND_WIDTH] = {.symbol = "width",
                             .name   = "Width",
                             .unit   = LQ_UNIT_PERCENT,
                             .max    = 200,
                             .def    = 100,
                             .flags  = LQ_SMOOTH,
                             .doc    = "Width of this band; multiplies with that of the whole."},
};
_Static_assert(sizeof band_params / sizeof *band_params == LQ_WIDTH_BAND_N, "one row per enum");

enum { N_SECTIONS = LQ_BUTTERWORTH_SECTIONS + LQ_BAND_SECTIONS };

// Between two bands: what lies below counts by how much wider the lower one is.
typedef struct {
  lq_bank*       below; // a low-pass of first order
  lq_biquad_coef section;
  lq_glide       more;
} edge;

typedef struct {
  lq_spec        spec;
  lq_glide       mid, side;
  lq_bank*       bank;  // of the side
  edge*          edges; // [n_edges]
  unsigned       n_edges;
  lq_biquad_coef sections[N_SECTIONS];
  float*         old; // [LQ_MAX_FRAMES] mid or side as it came in
  float* new;         // [LQ_MAX_FRAMES] and as it goes out
  float* low;         // [LQ_MAX_FRAMES] what of it lies below an edge
  float* side_in;     // [LQ_MAX_FRAMES] the side in front of its widths
} width;

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  (void)values;
  width* const   w       = LQ_TAKE(arena, width, 1);
  lq_bank* const bank    = lq_bank_prepare(arena, N_SECTIONS, 1, spec->simd);
  float* const   old     = LQ_TAKE(arena, float, LQ_MAX_FRAMES);
  float* const new       = LQ_TAKE(arena, float, LQ_MAX_FRAMES);
  const unsigned n_edges = spec->n_bands ? spec->n_bands - 1 : 0;
  edge* const    edges   = LQ_TAKE(arena, edge, n_edges);
  float* const   low     = LQ_TAKE(arena, float, LQ_MAX_FRAMES);
  float* const   side_in = LQ_TAKE(arena, float, LQ_MAX_FRAMES);
  for (unsigned k = 0; k < n_edges; ++k) {
    lq_bank* const below = lq_bank_prepare(arena, 1, 1, spec->simd);
    if (edges) {
      edges[k] = (edge){.below = below};
    }
  }
  if (w) {
    *w = (width){.spec    = *spec,
                 .bank    = bank,
                 .edges   = edges,
                 .n_edges = n_edges,
                 .old     = old,
                 .new     = new,
                 .low     = low,
                 .side_in = side_in};
  }
  return w;
}

static void reset(void* const self)
{
  width* const w = self;
  lq_glide_reset(&w->mid);
  lq_glide_reset(&w->side);
  lq_bank_reset(w->bank);
  for (unsigned k = 0; k < w->n_edges; ++k) {
    lq_bank_reset(w->edges[k].below);
    lq_glide_reset(&w->edges[k].more);
  }
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

static double band_width(const float* const values, const unsigned band)
{
  return (double)values[LQ_WIDTH_N + band * LQ_WIDTH_BAND_N + LQ_WIDTH_BAND_WIDTH] / 100.0;
}

static void update_edges(width* const w, const float* const values, const double side)
{
  double least_hz = 0.0;
  for (unsigned k = 0; k < w->n_edges; ++k) {
    edge* const  e  = &w->edges[k];
    const double hz = (double)values[LQ_WIDTH_N + k * LQ_WIDTH_BAND_N + LQ_WIDTH_BAND_TO];
    least_hz        = fmax(least_hz, hz);
    lq_biquad_coef made[LQ_BUTTERWORTH_SECTIONS];
    lq_butterworth_design(LQ_BUTTERWORTH_LOWPASS, least_hz, 1, 1.0, w->spec.rate_hz, made);
    e->section = made[0];
    lq_bank_to(e->below, &e->section);
    lq_glide_to(&e->more, (float)(side * (band_width(values, k) - band_width(values, k + 1))));
  }
}

static void update(void* const self, const float* const values)
{
  width* const w  = self;
  const bool   on = values[LQ_WIDTH_ON] > 0.5F;
  const double side =
      on ? (double)values[LQ_WIDTH_WIDTH] / 100.0 * lq_db_to_lin((double)values[LQ_WIDTH_SIDE])
         : 0.0;
  lq_glide_to(&w->mid, on ? (float)lq_db_to_lin((double)values[LQ_WIDTH_MID]) : 1.0F);
  const double top = w->spec.n_bands ? band_width(values, w->spec.n_bands - 1) : 1.0;
  lq_glide_to(&w->side, on ? (float)(side * top) : 1.0F);
  update_edges(w, values, side);
  design(&w->spec, values, w->sections);
  lq_bank_to(w->bank, w->sections);
}

// The uppermost width for all, and below each edge what differs: at one width for all nothing is
// added.
static void widen(width* const w, const size_t n_frames)
{
  memcpy(w->side_in, w->new, n_frames * sizeof(float));
  lq_glide_apply(&w->side, w->spec.simd, &w->new, 1, n_frames);
  for (unsigned k = 0; k < w->n_edges; ++k) {
    memcpy(w->low, w->side_in, n_frames * sizeof(float));
    lq_bank_process(w->edges[k].below, &w->low, n_frames);
    lq_glide_add(&w->edges[k].more, w->new, w->low, n_frames);
  }
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
      widen(w, n_frames);
    } else {
      lq_glide_apply(&w->mid, simd, &w->new, 1, n_frames);
    }
    k->change(io[0], io[1], w->old, w->new, sign, n_frames);
  }
}

static size_t tail_frames(const void* const self)
{
  const width* const w       = self;
  size_t             longest = 0;
  for (unsigned k = 0; k < w->n_edges; ++k) {
    const size_t n = lq_cascade_tail_frames(&w->edges[k].section, 1);
    longest        = n > longest ? n : longest;
  }
  return w->spec.n_channels == 2 ? lq_cascade_tail_frames(w->sections, N_SECTIONS) + longest : 0;
}

const lq_proc lq_width = {.symbol    = "width",
                          .name      = "Width",
                          .lv2_class = "SpatialPlugin",
                          .doc      = "Narrows or widens the stereo image and makes its bass mono; "
                                      "the mono sum stays as it is.",
                          .params   = params,
                          .n_params = LQ_WIDTH_N,
                          .n_band_params = LQ_WIDTH_BAND_N,
                          .band_params   = band_params,
                          .prepare       = prepare,
                          .reset         = reset,
                          .update        = update,
                          .process       = process,
                          .tail_frames   = tail_frames};
