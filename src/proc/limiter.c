// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/limiter.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/glide.h"
#include "dsp/limit_stage.h"

#include <float.h>
#include <string.h>

static const lq_param params[] = {
    [LQ_LIMITER_GAIN]      = {.symbol = "gain",
                              .name   = "Gain",
                              .unit   = LQ_UNIT_DB,
                              .min    = -24,
                              .max    = 36,
                              .flags  = LQ_SMOOTH,
                              .doc    = "How far the input is driven into the ceiling."},
    [LQ_LIMITER_CEILING]   = {.symbol = "ceiling",
                              .name   = "Ceiling",
                              .unit   = LQ_UNIT_DBTP,
                              .min    = -20,
                              .max    = 0,
                              .def    = -1,
                              .doc    = "No peak goes higher, between samples either."},
    [LQ_LIMITER_LOOKAHEAD] = {.symbol = "lookahead",
                              .name   = "Lookahead",
                              .unit   = LQ_UNIT_MS,
                              .taper  = LQ_TAPER_LOG,
                              .min    = 0.5F,
                              .max    = 10,
                              .def    = 5,
                              .flags  = LQ_RESTART,
                              .doc    = "How early it begins to turn down; longer is cleaner, "
                                        "shorter is louder."},
    [LQ_LIMITER_RELEASE]   = {.symbol = "release",
                              .name   = "Release",
                              .unit   = LQ_UNIT_MS,
                              .taper  = LQ_TAPER_LOG,
                              .min    = 10,
                              .max    = 1000,
                              .def    = 60,
                              .doc    = "How long until 63 % of the reduction after a single hit is "
                                          "gone; what lasts is let go more slowly."},
    [LQ_LIMITER_LINK]      = {.symbol = "link",
                              .name   = "Stereo link",
                              .unit   = LQ_UNIT_PERCENT,
                              .max    = 100,
                              .def    = 100,
                              .flags  = LQ_RESTART,
                              .doc    = "At 100 % both sides move together and the image stands "
                                             "still; at 0 % each side is limited alone."},
    [LQ_LIMITER_ON]        = {.symbol = "on",
                              .name   = "On",
                              .taper  = LQ_TAPER_TOGGLE,
                              .max    = 1,
                              .def    = 1,
                              .doc    = "Off passes the input through."},
    [LQ_LIMITER_REDUCTION] = {.symbol = "reduction",
                              .name   = "Gain reduction",
                              .unit   = LQ_UNIT_DB,
                              .max    = 120,
                              .flags  = LQ_OUT,
                              .doc    = "How far peaks were turned down at most."},
};
_Static_assert(sizeof params / sizeof *params == LQ_LIMITER_N, "one row per enum");

#define DB_PER_OCTAVE 6.02059991327962390427 // 20 log10(2)

static const double hold_sec         = 0.025; // half a period of 20 Hz: |x| peaks that often
static const double charge_sec       = 0.2;   // what lasts longer than a drum hit is sustained
static const double slow_times       = 4.0;   // as slow as the fast release
static const double second_ahead_sec = 0.001;
static const double second_sec       = 0.02; // its release

// The first stage does the work; the second one hears what the first one's moving gain added
// between samples, some hundredths of a dB, and takes that away.
enum { FIRST, SECOND, N_STAGES };

typedef struct {
  lq_spec          spec;
  lq_glide         gain;
  lq_limit_stage   stage[N_STAGES];
  lq_limit_release release[N_STAGES];
  float            ceiling_lin; ///< detector's
  float            clamp_lin;   ///< of what leaves: the old ceiling until the old audio is through
  size_t           n_until_clamp;
  bool             started;
} limiter;

static size_t frames(const double time_sec, const double rate_hz)
{
  const double n = time_sec * rate_hz + 0.5;
  return n < 1 ? 1 : n > 4096 ? 4096 : (size_t)n; // limit_stage.h
}

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  const double   rate  = spec->rate_hz;
  const size_t   ahead = frames((double)values[LQ_LIMITER_LOOKAHEAD] * 0.001, rate);
  const float    link  = values[LQ_LIMITER_LINK] / 100.0F;
  limiter* const l     = LQ_TAKE(arena, limiter, 1);
  if (l) {
    l->spec = *spec;
  }
  lq_limit_stage_prepare(l ? &l->stage[FIRST] : NULL, arena, spec->n_channels, ahead,
                         (size_t)(hold_sec * rate) + 1, link);
  lq_limit_stage_prepare(l ? &l->stage[SECOND] : NULL, arena, spec->n_channels,
                         frames(second_ahead_sec, rate), 1, link);
  return l;
}

static void reset(void* const self)
{
  limiter* const l = self;
  lq_glide_reset(&l->gain);
  for (unsigned i = 0; i < N_STAGES; ++i) {
    lq_limit_stage_reset(&l->stage[i]);
  }
  l->started = false;
}

static size_t latency_frames(const void* const self)
{
  const limiter* const l = self;
  return l->stage[FIRST].n_late + l->stage[SECOND].n_late;
}

static void update(void* const self, const float* const values)
{
  limiter* const l       = self;
  const double   rate    = l->spec.rate_hz;
  const bool     on      = values[LQ_LIMITER_ON] > 0.5F;
  const double   ceiling = lq_db_to_lin((double)values[LQ_LIMITER_CEILING]);
  const double   fast    = (double)values[LQ_LIMITER_RELEASE] * 0.001;
  lq_glide_to(&l->gain, on ? (float)lq_db_to_lin((double)values[LQ_LIMITER_GAIN]) : 1.0F);
  l->release[FIRST]  = (lq_limit_release){.fast   = lq_pole(fast, rate),
                                          .charge = 1.0 - lq_pole(charge_sec, rate),
                                          .drain  = 1.0 - lq_pole(slow_times * fast, rate)};
  l->release[SECOND] = (lq_limit_release){.fast = lq_pole(second_sec, rate)};
  const float before = l->ceiling_lin;
  // Off: a ceiling that nothing reaches.
  l->ceiling_lin = on ? (float)ceiling : FLT_MAX / 4;
  if (!l->started || l->ceiling_lin >= l->clamp_lin) {
    l->clamp_lin     = l->ceiling_lin;
    l->n_until_clamp = 0;
  } else if (l->ceiling_lin != before) {
    l->n_until_clamp = latency_frames(l);
  }
  l->started = true;
}

static void span(limiter* const l, float* const* const io, const size_t n)
{
  const lq_simd* const simd = l->spec.simd;
  lq_glide_apply(&l->gain, simd, io, l->spec.n_channels, n);
  for (unsigned i = 0; i < N_STAGES; ++i) {
    lq_limit_stage_process(&l->stage[i], simd, &l->release[i], l->ceiling_lin, io, n);
  }
  for (unsigned c = 0; c < l->spec.n_channels; ++c) {
    simd->limit->clamp(io[c], l->clamp_lin, n);
  }
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  limiter* const l = self;
  for (size_t done = 0, n; done < n_frames; done += n) {
    const size_t most         = l->n_until_clamp && l->n_until_clamp < LQ_LIMIT_FRAMES
                                    ? l->n_until_clamp
                                    : (size_t)LQ_LIMIT_FRAMES;
    n                         = n_frames - done < most ? n_frames - done : most;
    float* x[LQ_MAX_CHANNELS] = {0};
    for (unsigned c = 0; c < l->spec.n_channels; ++c) {
      x[c] = io[c] + done;
    }
    span(l, x, n);
    if (l->n_until_clamp) {
      l->n_until_clamp -= n;
      l->clamp_lin = l->n_until_clamp ? l->clamp_lin : l->ceiling_lin;
    }
  }
}

static void meters(void* const self, float* const out)
{
  limiter* const l               = self;
  const double   most            = (double)l->stage[FIRST].most_reduction * DB_PER_OCTAVE;
  out[0]                         = lq_param_clamp(&params[LQ_LIMITER_REDUCTION], (float)most);
  l->stage[FIRST].most_reduction = 0;
}

const lq_proc lq_limiter = {.symbol         = "limiter",
                            .name           = "Limiter",
                            .lv2_class      = "LimiterPlugin",
                            .doc            = "Brings a mix up to level and lets no peak through, "
                                              "not even between samples.",
                            .params         = params,
                            .n_params       = LQ_LIMITER_N,
                            .prepare        = prepare,
                            .reset          = reset,
                            .update         = update,
                            .process        = process,
                            .latency_frames = latency_frames,
                            .tail_frames    = latency_frames,
                            .meters         = meters};
