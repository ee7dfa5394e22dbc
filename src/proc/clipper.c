// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/clipper.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/bend_fade.h"
#include "dsp/glide.h"
#include "dsp/oversample.h"

#include <math.h>
#include <string.h>

static const lq_param params[] = {
    [LQ_CLIPPER_DRIVE]   = {.symbol = "drive",
                            .name   = "Drive",
                            .unit   = LQ_UNIT_DB,
                            .max    = 24,
                            .flags  = LQ_SMOOTH,
                            .doc = "Gain in front of the ceiling; what is not clipped comes out as "
                                     "much louder."},
    [LQ_CLIPPER_CEILING] = {.symbol = "ceiling",
                            .name   = "Ceiling",
                            .unit   = LQ_UNIT_DB,
                            .min    = -24,
                            .max    = 0,
                            .def    = -1,
                            .flags  = LQ_SMOOTH,
                            .doc = "Where peaks end; what the limiter behind it may lift again."},
    [LQ_CLIPPER_KNEE]    = {.symbol = "knee",
                            .name   = "Knee",
                            .unit   = LQ_UNIT_DB,
                            .max    = 12,
                            .def    = 3,
                            .flags  = LQ_SMOOTH,
                            .doc    = "How far below the ceiling peaks begin to be rounded: 0 dB is a "
                                         "hard edge, more is softer and sounds sooner."},
    [LQ_CLIPPER_LINK] =
        {.symbol = "link",
         .name   = "Stereo link",
         .taper  = LQ_TAPER_TOGGLE,
         .max    = 1,
         .flags  = LQ_RESTART,
         .doc = "On, the louder side's gain is both sides' and the image stands still; off, each "
                "side loses only its own peaks."},
    [LQ_CLIPPER_ON]    = {.symbol = "on",
                          .name   = "On",
                          .taper  = LQ_TAPER_TOGGLE,
                          .max    = 1,
                          .def    = 1,
                          .flags  = LQ_SMOOTH,
                          .doc    = "Off passes the input through."},
    [LQ_CLIPPER_TAKEN] = {.symbol = "taken",
                          .name   = "Taken",
                          .unit   = LQ_UNIT_DB,
                          .max    = 48,
                          .flags  = LQ_OUT,
                          .doc    = "How much the highest peak lost."},
    [LQ_CLIPPER_LOST]  = {.symbol = "lost",
                          .name   = "Lost",
                          .unit   = LQ_UNIT_DB,
                          .min    = -120,
                          .max    = 24,
                          .def    = -120,
                          .flags  = LQ_OUT,
                          .doc    = "Level of all that was clipped away, against the sound."},
};
_Static_assert(sizeof params / sizeof *params == LQ_CLIPPER_N, "one row per enum");

enum { STEP = LQ_GRID_FRAMES, FACTOR = 16 };

typedef struct {
  lq_spec        spec;
  bool           link;
  lq_oversample* over;
  lq_bend_fade   curve;
  lq_glide       drive, amount;
  size_t         n_late;
  float*         dry[LQ_MAX_CHANNELS];   // [n_late + STEP]
  float *        louder, *lost;          // [STEP + LQ_BEND_PAD] linked
  size_t         at;                     // frames of the grid step done
  double         taken_db;               // since the meters were read
  double         energy_in, energy_lost; // since then too
} clipper;

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  clipper* const c    = LQ_TAKE(arena, clipper, 1);
  clipper        made = {.spec   = *spec,
                         .link   = spec->n_channels == 2 && values[LQ_CLIPPER_LINK] > 0.5F,
                         .n_late = lq_oversample_latency(FACTOR)};
  made.over           = lq_oversample_prepare(arena, FACTOR, spec->n_channels);
  made.louder         = LQ_TAKE(arena, float, STEP + LQ_BEND_PAD);
  made.lost           = LQ_TAKE(arena, float, STEP + LQ_BEND_PAD);
  lq_bend_fade_prepare(&made.curve, arena);
  for (unsigned k = 0; k < spec->n_channels; ++k) {
    made.dry[k] = LQ_TAKE(arena, float, made.n_late + STEP);
  }
  if (c) {
    *c = made;
  }
  return c;
}

static void reset(void* const self)
{
  clipper* const c = self;
  lq_oversample_reset(c->over);
  lq_bend_fade_reset(&c->curve);
  lq_glide_reset(&c->drive);
  lq_glide_reset(&c->amount);
  for (unsigned k = 0; k < c->spec.n_channels; ++k) {
    memset(c->dry[k], 0, (c->n_late + STEP) * sizeof(float));
  }
  c->at       = 0;
  c->taken_db = c->energy_in = c->energy_lost = 0;
}

static void update(void* const self, const float* const values)
{
  clipper* const c          = self;
  const bool     on         = values[LQ_CLIPPER_ON] > 0.5F;
  const double   ceiling    = lq_db_to_lin((double)values[LQ_CLIPPER_CEILING]);
  const double   knee       = 1.0 - lq_db_to_lin(-(double)values[LQ_CLIPPER_KNEE]);
  const double   to_ceiling = lq_lin_to_db(1.0 + 1.0 / ceiling); // full scale of the curve there
  const lq_bend  curve      = lq_bend_design(LQ_BEND_CLIP, to_ceiling, knee);
  lq_bend_fade_to(&c->curve, &curve);
  lq_glide_to(&c->drive, on ? (float)lq_db_to_lin((double)values[LQ_CLIPPER_DRIVE]) : 1.0F);
  lq_glide_to(&c->amount, on ? 1.0F : 0.0F);
}

static void take_peak(clipper* const c, const lq_oversample_planes* const high, const size_t n)
{
  float peak = 0.0F;
  for (unsigned k = 0; k < c->spec.n_channels; ++k) {
    for (unsigned p = 0; p < FACTOR; ++p) {
      peak = fmaxf(peak, c->spec.simd->mix->peak(high[k].from[p], n));
    }
  }
  const lq_bend* const f = &c->curve.now;
  if (peak * f->drive > f->straight && !lq_glide_is(&c->amount, 0.0F)) {
    const double x = (double)peak;
    c->taken_db    = fmax(c->taken_db, lq_lin_to_db(x / lq_bend_at(f, x)));
  }
}

// What is lost of each side, at the fast rate.
static void clip(clipper* const c, const lq_oversample_planes* const high, const size_t n)
{
  const lq_simd* const simd = c->spec.simd;
  for (unsigned p = 0; p < FACTOR; ++p) {
    if (c->link) {
      simd->bend->louder(c->louder, high[0].from[p], high[1].from[p], n);
      lq_bend_fade_run(&c->curve, simd, c->lost, c->louder, n);
    }
    for (unsigned k = 0; k < c->spec.n_channels; ++k) {
      if (c->link) {
        simd->bend->share(high[k].to[p], c->lost, c->louder, high[k].from[p], n);
      } else {
        lq_bend_fade_run(&c->curve, simd, high[k].to[p], high[k].from[p], n);
      }
    }
  }
}

static void chunk(clipper* const c, float* const* const io, const size_t n)
{
  const lq_simd* const simd       = c->spec.simd;
  const unsigned       n_channels = c->spec.n_channels;
  lq_oversample_planes high[LQ_MAX_CHANNELS];
  lq_glide_apply(&c->drive, simd, io, n_channels, n);
  for (unsigned k = 0; k < n_channels; ++k) {
    memcpy(c->dry[k] + c->n_late, io[k], n * sizeof(float));
    high[k] = lq_oversample_up(c->over, simd, k, io[k], n);
  }
  take_peak(c, high, n);
  clip(c, high, n);
  for (unsigned k = 0; k < n_channels; ++k) {
    lq_oversample_down(c->over, simd, k, io[k], n);
  }
  lq_glide_apply(&c->amount, simd, io, n_channels, n);
  for (unsigned k = 0; k < n_channels; ++k) {
    c->energy_lost += (double)simd->mix->energy(io[k], n);
    c->energy_in += (double)simd->mix->energy(c->dry[k], n);
    simd->mix->add(io[k], c->dry[k], n);
    memmove(c->dry[k], c->dry[k] + n, c->n_late * sizeof(float));
  }
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  clipper* const c = self;
  for (size_t done = 0, n; done < n_frames; done += n) {
    float* x[LQ_MAX_CHANNELS] = {0};
    for (unsigned k = 0; k < c->spec.n_channels; ++k) {
      x[k] = io[k] + done;
    }
    n = n_frames - done < STEP - c->at ? n_frames - done : STEP - c->at;
    chunk(c, x, n);
    lq_bend_fade_pass(&c->curve, n);
    c->at = (c->at + n) % STEP;
  }
}

static size_t latency_frames(const void* const self)
{
  return ((const clipper*)self)->n_late;
}

static size_t tail_frames(const void* const self)
{
  return 2 * ((const clipper*)self)->n_late;
}

static void meters(void* const self, float* const out)
{
  clipper* const c    = self;
  const double   part = c->energy_in > 0 ? c->energy_lost / c->energy_in : 0.0;
  out[0]              = lq_param_clamp(&params[LQ_CLIPPER_TAKEN], (float)c->taken_db);
  out[1]              = lq_param_clamp(&params[LQ_CLIPPER_LOST],
                          part > 0 ? (float)lq_power_to_db(part) : params[LQ_CLIPPER_LOST].min);
  c->taken_db = c->energy_in = c->energy_lost = 0;
}

const lq_proc lq_clipper = {.symbol    = "clipper",
                            .name      = "Clipper",
                            .lv2_class = "DistortionPlugin",
                            .doc = "Rounds off the tips of peaks, so that a limiter behind it has "
                                   "less to do.",
                            .params         = params,
                            .n_params       = LQ_CLIPPER_N,
                            .prepare        = prepare,
                            .reset          = reset,
                            .update         = update,
                            .process        = process,
                            .latency_frames = latency_frames,
                            .tail_frames    = tail_frames,
                            .meters         = meters};
