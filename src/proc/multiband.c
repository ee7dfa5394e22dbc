// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/multiband.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/crossover.h"
#include "dsp/glide.h"
#include "dsp/multiband_core.h"
#include "proc/dyneq.h"

#include <math.h>
#include <string.h>

enum { MOST = LQ_MULTIBAND_MOST_BANDS };
_Static_assert((int)MOST == (int)LQ_CROSSOVER_BANDS, "as many as can be cut apart");

static const double SHELF_Q = 0.70710678118654752440, LEAST_Q = 0.1, MOST_Q = 16; // of its bands

static const char* const modes[] = {"minimum", "linear", "shelf", NULL};

#define REDUCTION(n)                                                    \
  [LQ_MULTIBAND_REDUCTION_1 + (n)-1] = {.symbol = "reduction_" #n,      \
                                        .name   = "Gain reduction " #n, \
                                        .unit   = LQ_UNIT_DB,           \
                                        .max    = 24,                   \
                                        .flags  = LQ_OUT,               \
                                        .doc    = "How far band " #n " was turned down at most."}

static const lq_param params[] = {
    [LQ_MULTIBAND_ON] = {.symbol = "on",
                         .name   = "On",
                         .taper  = LQ_TAPER_TOGGLE,
                         .max    = 1,
                         .def    = 1,
                         .flags  = LQ_SMOOTH,
                         .doc    = "Off passes the input through."},
    [LQ_MULTIBAND_MODE] =
        {.symbol  = "mode",
         .name    = "Split",
         .taper   = LQ_TAPER_CHOICE,
         .max     = LQ_MULTIBAND_N_MODES - 1,
         .choices = modes,
         .flags   = LQ_RESTART,
         .doc =
             "Minimum cuts bands apart without latency and turns the phase at the edges, linear "
             "keeps the phase and is late, shelf moves shelves and bells on the untouched sound."},
    [LQ_MULTIBAND_LINK] = {.symbol = "link",
                           .name   = "Stereo link",
                           .unit   = LQ_UNIT_PERCENT,
                           .max    = 100,
                           .def    = 100,
                           .flags  = LQ_SMOOTH,
                           .doc = "At 100 % both sides move together and the image stands still; "
                                  "at 0 % each side hears only itself."},
    REDUCTION(1),
    REDUCTION(2),
    REDUCTION(3),
    REDUCTION(4),
    REDUCTION(5),
    REDUCTION(6),
};
_Static_assert(sizeof params / sizeof *params == LQ_MULTIBAND_N, "one row per enum");

static const lq_param band_params[] = {
    [LQ_MULTIBAND_BAND_TO] =
        {.symbol = "to",
         .name   = "Upper edge",
         .unit   = LQ_UNIT_HZ,
         .taper  = LQ_TAPER_LOG,
         .min    = 20,
         .max    = 20000, // the hearing's end
         .def    = 1000,
         .flags  = LQ_RESTART,
         .doc = "Where this band and the next one are both 6 dB down; the uppermost band's edge is "
                "not used, and one below the edge before it counts as that."},
    [LQ_MULTIBAND_BAND_THRESHOLD] =
        {.symbol = "threshold",
         .name   = "Threshold",
         .unit   = LQ_UNIT_DB,
         .min    = -90,
         .max    = 12,
         .def    = -30,
         .flags  = LQ_SMOOTH,
         .doc    = "Level in the band from which it is turned down; a full-scale sine is 0 dB."},
    [LQ_MULTIBAND_BAND_RATIO] =
        {.symbol = "ratio",
         .name   = "Ratio",
         .taper  = LQ_TAPER_LOG,
         .min    = 1,
         .max    = 100,
         .def    = 2,
         .flags  = LQ_SMOOTH,
         .doc =
             "At 4 a band that is 4 dB too loud comes out 1 dB too loud; at 1 it is left alone."},
    [LQ_MULTIBAND_BAND_KNEE] =
        {.symbol = "knee",
         .name   = "Knee",
         .unit   = LQ_UNIT_DB,
         .max    = 24,
         .def    = 6,
         .flags  = LQ_SMOOTH,
         .doc = "Width of the bends at the threshold and at the end of the range; 0 is a corner."},
    [LQ_MULTIBAND_BAND_ATTACK] =
        {.symbol = "attack",
         .name   = "Attack",
         .unit   = LQ_UNIT_MS,
         .taper  = LQ_TAPER_LOG,
         .min    = 0.5F,
         .max    = 500,
         .def    = 10,
         .flags  = LQ_SMOOTH,
         .doc    = "How long until 63 % of the reduction is there; longer lets hits through."},
    [LQ_MULTIBAND_BAND_RELEASE] = {.symbol = "release",
                                   .name   = "Release",
                                   .unit   = LQ_UNIT_MS,
                                   .taper  = LQ_TAPER_LOG,
                                   .min    = 5,
                                   .max    = 3000,
                                   .def    = 150,
                                   .flags  = LQ_SMOOTH,
                                   .doc    = "How long until 63 % of the reduction is gone again."},
    [LQ_MULTIBAND_BAND_RANGE]   = {.symbol = "range",
                                   .name   = "Range",
                                   .unit   = LQ_UNIT_DB,
                                   .max    = 24,
                                   .def    = 12,
                                   .flags  = LQ_SMOOTH,
                                   .doc    = "Greatest reduction, however loud the band is."},
    [LQ_MULTIBAND_BAND_GAIN]    = {.symbol = "gain",
                                   .name   = "Make-up",
                                   .unit   = LQ_UNIT_DB,
                                   .min    = -24,
                                   .max    = 24,
                                   .flags  = LQ_SMOOTH,
                                   .doc    = "Level of the band after compression."},
    [LQ_MULTIBAND_BAND_ON]      = {.symbol = "on",
                                   .name   = "On",
                                   .taper  = LQ_TAPER_TOGGLE,
                                   .max    = 1,
                                   .def    = 1,
                                   .flags  = LQ_SMOOTH,
                                   .doc    = "Off leaves this band as it is."},
};
_Static_assert(sizeof band_params / sizeof *band_params == LQ_MULTIBAND_BAND_N, "one row per enum");

typedef struct {
  lq_spec            spec;
  bool               fits; // as many bands as there can be; else the input passes
  lq_multiband_mode  mode;
  double             edges_hz[MOST];
  lq_multiband_core* core;                      // minimum, linear
  lq_glide           wet, dry[LQ_MAX_CHANNELS]; // minimum: off is the input, not an all-pass
  float*             input[LQ_MAX_CHANNELS];    // [LQ_MAX_FRAMES]
  void*              bells;                     // shelf: a dynamic equaliser
  float*             bell_values;               // its values
} multiband;

static const float* band_of(const float* const values, const unsigned b)
{
  return values + LQ_MULTIBAND_N + (size_t)b * LQ_MULTIBAND_BAND_N;
}

static void take_edges(multiband* const m, const float* const values)
{
  double least_hz = 0.0;
  for (unsigned b = 0; b < m->spec.n_bands; ++b) {
    m->edges_hz[b] = fmax(least_hz, (double)band_of(values, b)[LQ_MULTIBAND_BAND_TO]);
    least_hz       = m->edges_hz[b];
  }
}

// The band as one of a dynamic equaliser: what has half of a shelf's or a bell's decibels is its
// edge, so that neighbours that move alike have as much between them as each has of its own.
static lq_band shape_of(const multiband* const m, const unsigned b)
{
  const double low_hz = b ? m->edges_hz[b - 1] : 0.0, high_hz = m->edges_hz[b];
  if (b == 0) {
    return (lq_band){.type = LQ_BAND_LOW_SHELF, .freq_hz = high_hz, .q = SHELF_Q};
  }
  if (b + 1 == m->spec.n_bands) {
    return (lq_band){.type = LQ_BAND_HIGH_SHELF, .freq_hz = low_hz, .q = SHELF_Q};
  }
  const double centre_hz = sqrt(low_hz * high_hz);
  const double q         = centre_hz / fmax(high_hz - low_hz, centre_hz / MOST_Q);
  return (lq_band){.type = LQ_BAND_BELL, .freq_hz = centre_hz, .q = fmax(q, LEAST_Q)};
}

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  multiband* const m    = LQ_TAKE(arena, multiband, 1);
  multiband        made = {.spec = *spec, .mode = (lq_multiband_mode)values[LQ_MULTIBAND_MODE]};
  made.fits             = spec->n_bands >= 2 && spec->n_bands <= MOST;
  if (made.fits && made.mode == LQ_MULTIBAND_SHELF) {
    take_edges(&made, values);
    made.bell_values = LQ_TAKE(arena, float, lq_proc_n_values(&lq_dyneq, spec->n_bands));
    float start[LQ_DYNEQ_N + MOST * LQ_DYNEQ_BAND_N];
    lq_proc_defaults(&lq_dyneq, spec->n_bands, start);
    made.bells = lq_dyneq.prepare(arena, spec, start);
    if (m) {
      memcpy(made.bell_values, start, sizeof *start * lq_proc_n_values(&lq_dyneq, spec->n_bands));
    }
  } else if (made.fits) {
    take_edges(&made, values);
    made.core = lq_multiband_core_prepare(arena, spec, made.edges_hz, spec->n_bands,
                                          made.mode == LQ_MULTIBAND_LINEAR);
    for (unsigned c = 0; c < spec->n_channels; ++c) {
      made.input[c] = LQ_TAKE(arena, float, LQ_MAX_FRAMES);
    }
  }
  if (m) {
    *m = made;
  }
  return m;
}

static void reset(void* const self)
{
  multiband* const m = self;
  lq_glide_reset(&m->wet);
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    lq_glide_reset(&m->dry[c]);
  }
  if (m->bells) {
    lq_dyneq.reset(m->bells);
  } else if (m->core) {
    lq_multiband_core_reset(m->core);
  }
}

static void update_bells(multiband* const m, const float* const values)
{
  m->bell_values[LQ_DYNEQ_ON]   = values[LQ_MULTIBAND_ON];
  m->bell_values[LQ_DYNEQ_LINK] = values[LQ_MULTIBAND_LINK];
  for (unsigned b = 0; b < m->spec.n_bands; ++b) {
    const float* const v        = band_of(values, b);
    float* const       to       = m->bell_values + LQ_DYNEQ_N + (size_t)b * LQ_DYNEQ_BAND_N;
    const lq_band      shape    = shape_of(m, b);
    to[LQ_DYNEQ_BAND_TYPE]      = (float)(int)shape.type;
    to[LQ_DYNEQ_BAND_FREQ]      = (float)shape.freq_hz;
    to[LQ_DYNEQ_BAND_Q]         = (float)shape.q;
    to[LQ_DYNEQ_BAND_GAIN]      = v[LQ_MULTIBAND_BAND_GAIN];
    to[LQ_DYNEQ_BAND_RANGE]     = -v[LQ_MULTIBAND_BAND_RANGE];
    to[LQ_DYNEQ_BAND_THRESHOLD] = v[LQ_MULTIBAND_BAND_THRESHOLD];
    to[LQ_DYNEQ_BAND_RATIO]     = v[LQ_MULTIBAND_BAND_RATIO];
    to[LQ_DYNEQ_BAND_KNEE]      = v[LQ_MULTIBAND_BAND_KNEE];
    to[LQ_DYNEQ_BAND_ATTACK]    = v[LQ_MULTIBAND_BAND_ATTACK];
    to[LQ_DYNEQ_BAND_RELEASE]   = v[LQ_MULTIBAND_BAND_RELEASE];
    to[LQ_DYNEQ_BAND_ON]        = v[LQ_MULTIBAND_BAND_ON];
  }
  lq_dyneq.update(m->bells, m->bell_values);
}

static void update(void* const self, const float* const values)
{
  multiband* const       m  = self;
  const bool             on = values[LQ_MULTIBAND_ON] > 0.5F;
  lq_band_rider_settings settings[MOST];
  if (m->bells) {
    update_bells(m, values);
  }
  if (!m->core) {
    return;
  }
  for (unsigned b = 0; b < m->spec.n_bands; ++b) {
    const float* const v     = band_of(values, b);
    const bool         is_on = on && v[LQ_MULTIBAND_BAND_ON] > 0.5F;
    settings[b]              = (lq_band_rider_settings){
                     .law      = {.band         = {.freq_hz =
                             b ? m->edges_hz[b - 1] : 0.0, // its level lasts a period of that
                                                   .gain_db = -(double)v[LQ_MULTIBAND_BAND_RANGE]},
                                  .on           = is_on,
                                  .threshold_db = (double)v[LQ_MULTIBAND_BAND_THRESHOLD],
                                  .ratio        = (double)v[LQ_MULTIBAND_BAND_RATIO],
                                  .knee_db      = (double)v[LQ_MULTIBAND_BAND_KNEE],
                                  .attack_sec   = (double)v[LQ_MULTIBAND_BAND_ATTACK] * 0.001,
                                  .release_sec  = (double)v[LQ_MULTIBAND_BAND_RELEASE] * 0.001},
                     .gain_lin = is_on ? (float)lq_db_to_lin((double)v[LQ_MULTIBAND_BAND_GAIN]) : 1.0F};
  }
  lq_multiband_core_to(m->core, settings, (double)values[LQ_MULTIBAND_LINK] / 100.0);
  const bool wet = on || m->mode == LQ_MULTIBAND_LINEAR; // which at unity is the input
  lq_glide_to(&m->wet, wet ? 1.0F : 0.0F);
  for (unsigned c = 0; c < m->spec.n_channels; ++c) {
    lq_glide_to(&m->dry[c], wet ? 0.0F : 1.0F);
  }
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  multiband* const m = self;
  if (m->bells) {
    lq_dyneq.process(m->bells, io, n_frames);
    return;
  }
  if (!m->core) {
    return;
  }
  const bool blend = !lq_glide_is(&m->wet, 1.0F);
  for (unsigned c = 0; blend && c < m->spec.n_channels; ++c) {
    memcpy(m->input[c], io[c], n_frames * sizeof(float));
  }
  lq_multiband_core_process(m->core, io, n_frames);
  if (blend) {
    lq_glide_apply(&m->wet, m->spec.simd, io, m->spec.n_channels, n_frames);
    for (unsigned c = 0; c < m->spec.n_channels; ++c) {
      lq_glide_add(&m->dry[c], io[c], m->input[c], n_frames);
    }
  }
}

static size_t latency_frames(const void* const self)
{
  const multiband* const m = self;
  return m->core ? lq_multiband_core_latency(m->core) : 0;
}

static size_t tail_frames(const void* const self)
{
  const multiband* const m = self;
  return m->bells  ? lq_dyneq.tail_frames(m->bells)
         : m->core ? lq_multiband_core_tail_frames(m->core)
                   : 0;
}

static void meters(void* const self, float* const out)
{
  multiband* const m = self;
  for (unsigned b = 0; b < MOST; ++b) {
    const bool   there = b < m->spec.n_bands;
    const double db    = there && m->bells  ? lq_dyneq_moved_db(m->bells, b)
                         : there && m->core ? lq_multiband_core_most_db(m->core, b)
                                            : 0.0;
    out[b]             = lq_param_clamp(&params[LQ_MULTIBAND_REDUCTION_1 + b], (float)db);
  }
}

static const char* fault(const void* const self)
{
  const multiband* const m = self;
  return m->fits || !m->spec.n_bands ? NULL : "multiband takes 2 to 6 bands"; // none: as it came
}

const lq_proc lq_multiband = {.symbol    = "multiband",
                              .name      = "Multiband compressor",
                              .lv2_class = "CompressorPlugin",
                              .doc = "Turns each of two to six bands down where it alone is loud.",
                              .params         = params,
                              .n_params       = LQ_MULTIBAND_N,
                              .n_band_params  = LQ_MULTIBAND_BAND_N,
                              .band_params    = band_params,
                              .flags          = LQ_PROC_KEY,
                              .prepare        = prepare,
                              .reset          = reset,
                              .update         = update,
                              .process        = process,
                              .latency_frames = latency_frames,
                              .tail_frames    = tail_frames,
                              .meters         = meters,
                              .fault          = fault};
