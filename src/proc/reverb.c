// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/reverb.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/cut.h"
#include "dsp/fdn.h"
#include "dsp/glide.h"

#include <math.h>
#include <string.h>

static const char* const types[] = {"plate", "room", "hall", NULL};

static const lq_param params[] = {
    [LQ_REVERB_TYPE]       = {.symbol  = "type",
                              .name    = "Type",
                              .taper   = LQ_TAPER_CHOICE,
                              .max     = 2,
                              .choices = types,
                              .flags   = LQ_RESTART,
                              .doc = "A plate is dense at once, a room answers with early reflections, "
                                           "a hall is wide and builds up slowly."},
    [LQ_REVERB_DECAY]      = {.symbol = "decay",
                              .name   = "Decay",
                              .unit   = LQ_UNIT_SEC,
                              .taper  = LQ_TAPER_LOG,
                              .min    = 0.1F,
                              .max    = 20,
                              .def    = 1.6F,
                              .flags  = LQ_SMOOTH,
                              .doc    = "Time in which the middle of the sound falls by 60 dB."},
    [LQ_REVERB_PREDELAY]   = {.symbol = "predelay",
                              .name   = "Pre-delay",
                              .unit   = LQ_UNIT_MS,
                              .max    = 250,
                              .def    = 15,
                              .flags  = LQ_SMOOTH,
                              .doc    = "Silence before the room answers; keeps a voice in front."},
    [LQ_REVERB_LOW_RATIO]  = {.symbol = "low_ratio",
                              .name   = "Low decay",
                              .taper  = LQ_TAPER_LOG,
                              .min    = 0.1F,
                              .max    = 4,
                              .def    = 1.1F,
                              .flags  = LQ_SMOOTH,
                              .doc    = "Decay of the lows as a multiple of the decay."},
    [LQ_REVERB_LOW_FREQ]   = {.symbol = "low_freq",
                              .name   = "Low crossover",
                              .unit   = LQ_UNIT_HZ,
                              .taper  = LQ_TAPER_LOG,
                              .min    = 50,
                              .max    = 1000,
                              .def    = 250,
                              .flags  = LQ_SMOOTH,
                              .doc    = "Below this the low decay rules."},
    [LQ_REVERB_HIGH_RATIO] = {.symbol = "high_ratio",
                              .name   = "High decay",
                              .taper  = LQ_TAPER_LOG,
                              .min    = 0.05F,
                              .max    = 2,
                              .def    = 0.5F,
                              .flags  = LQ_SMOOTH,
                              .doc    = "Decay of the highs as a multiple of the decay: damping."},
    [LQ_REVERB_HIGH_FREQ]  = {.symbol = "high_freq",
                              .name   = "High crossover",
                              .unit   = LQ_UNIT_HZ,
                              .taper  = LQ_TAPER_LOG,
                              .min    = 1000,
                              .max    = 16000,
                              .def    = 5000,
                              .flags  = LQ_SMOOTH,
                              .doc    = "Above this the high decay rules."},
    [LQ_REVERB_EARLY]      = {.symbol = "early",
                              .name   = "Early level",
                              .unit   = LQ_UNIT_DB,
                              .min    = -40,
                              .max    = 12,
                              .flags  = LQ_SMOOTH | LQ_OFF_MIN,
                              .doc    = "Early reflections; 0 dB is what the type brings along."},
    [LQ_REVERB_MODULATION] = {.symbol = "modulation",
                              .name   = "Modulation",
                              .unit   = LQ_UNIT_PERCENT,
                              .max    = 100,
                              .def    = 50,
                              .flags  = LQ_SMOOTH,
                              .doc = "Slow movement inside the room that keeps it from ringing."},
    [LQ_REVERB_WIDTH]      = {.symbol = "width",
                              .name   = "Width",
                              .unit   = LQ_UNIT_PERCENT,
                              .max    = 150,
                              .def    = 100,
                              .flags  = LQ_SMOOTH,
                              .doc    = "Width of the reverb: 0 is mono, 100 % two unrelated sides."},
    [LQ_REVERB_LOW_CUT]    = {.symbol = "low_cut",
                              .name   = "Low cut",
                              .unit   = LQ_UNIT_HZ,
                              .taper  = LQ_TAPER_LOG,
                              .min    = 20,
                              .max    = 2000,
                              .def    = 20,
                              .flags  = LQ_SMOOTH | LQ_OFF_MIN,
                              .doc =
                                  "Takes lows out of the reverb, 12 dB per octave; the decay stays."},
    [LQ_REVERB_HIGH_CUT] =
        {.symbol = "high_cut",
         .name   = "High cut",
         .unit   = LQ_UNIT_HZ,
         .taper  = LQ_TAPER_LOG,
         .min    = 1000,
         .max    = 20000,
         .def    = 20000,
         .flags  = LQ_SMOOTH,
         .doc    = "Takes highs out of the reverb, 12 dB per octave; the decay stays."},
    [LQ_REVERB_MIX] = {.symbol = "mix",
                       .name   = "Mix",
                       .unit   = LQ_UNIT_PERCENT,
                       .max    = 100,
                       .def    = 100,
                       .flags  = LQ_SMOOTH,
                       .doc    = "From dry to reverb alone, at equal power; 100 % on a return."},
    [LQ_REVERB_ON]  = {.symbol = "on",
                       .name   = "On",
                       .taper  = LQ_TAPER_TOGGLE,
                       .max    = 1,
                       .def    = 1,
                       .flags  = LQ_SMOOTH,
                       .doc    = "Off passes the input through."},
    [LQ_REVERB_SIZE] =
        {.symbol = "size",
         .name   = "Size",
         .unit   = LQ_UNIT_PERCENT,
         .taper  = LQ_TAPER_LOG,
         .min    = 50,
         .max    = 200,
         .def    = 100,
         .flags  = LQ_RESTART,
         .doc = "How far apart the walls are: small is tight and dense, large is slow and wide."},
};
_Static_assert(sizeof params / sizeof *params == LQ_REVERB_N, "one row per enum");

// Tuned by the measurements of tests/reference/reverb_room.c.
static const struct {
  lq_fdn_kind fdn;
  double      first_ms; // way to the nearest wall
} kinds[LQ_REVERB_TYPES] = {
    [LQ_REVERB_PLATE] = {.fdn = {.shortest_ms  = 25,
                                 .longest_ms   = 100,
                                 .spread_ms    = 15,
                                 .spread_ratio = 0.75,
                                 .early        = 0.75,
                                 .seed         = 48}},
    [LQ_REVERB_ROOM]  = {.fdn      = {.shortest_ms  = 15,
                                      .longest_ms   = 75,
                                      .spread_ms    = 13,
                                      .spread_ratio = 0.76,
                                      .early        = 0.85,
                                      .seed         = 10},
                         .first_ms = 3},
    [LQ_REVERB_HALL]  = {.fdn      = {.shortest_ms  = 33,
                                      .longest_ms   = 120,
                                      .spread_ms    = 21,
                                      .spread_ratio = 0.76,
                                      .early        = 0.55,
                                      .seed         = 15},
                         .first_ms = 10},
};

typedef struct {
  lq_spec  spec;
  lq_fdn*  fdn;
  float*   ring[2]; // [n_ring + LQ_FDN_BEFORE + LQ_GRID_FRAMES] the input, for the pre-delay
  size_t   n_ring, at;
  double   first_ms;
  size_t   predelay, predelay_from; // frames; alike but for one grid step after a change
  float*   wet[2];                  // [LQ_GRID_FRAMES] made a grid step ahead
  unsigned done_frames;             // of the grid step
  bool     started;
  lq_cut   cut;
  lq_glide wet_gain[2], dry_gain[2];      // one for each channel
  lq_glide width_same[2], width_cross[2]; // own side, other side
  size_t   tail;
} reverb;

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  reverb* const  r    = LQ_TAKE(arena, reverb, 1);
  reverb         plan = {.spec = *spec};
  const unsigned type = (unsigned)values[LQ_REVERB_TYPE];
  const double   size = (double)values[LQ_REVERB_SIZE] / 100.0;
  lq_fdn_kind    kind = kinds[type].fdn;
  kind.shortest_ms *= size;
  kind.longest_ms *= size;
  kind.spread_ms *= size;
  plan.fdn          = lq_fdn_prepare(arena, &kind, spec->rate_hz);
  plan.first_ms     = kinds[type].first_ms * size;
  const double most = ((double)params[LQ_REVERB_PREDELAY].max + plan.first_ms) * 0.001;
  plan.n_ring = ((size_t)(most * spec->rate_hz) + LQ_FDN_BEFORE) / LQ_GRID_FRAMES * LQ_GRID_FRAMES +
                LQ_GRID_FRAMES * 2;
  for (unsigned c = 0; c < 2; ++c) {
    plan.ring[c] = LQ_TAKE(arena, float, plan.n_ring + LQ_FDN_BEFORE + LQ_GRID_FRAMES);
    plan.wet[c]  = LQ_TAKE(arena, float, LQ_GRID_FRAMES);
  }
  if (r) {
    *r = plan;
  }
  return r;
}

static void reset(void* const self)
{
  reverb* const r = self;
  lq_fdn_reset(r->fdn);
  lq_cut_reset(&r->cut);
  for (unsigned c = 0; c < 2; ++c) {
    memset(r->ring[c], 0, (r->n_ring + LQ_FDN_BEFORE + LQ_GRID_FRAMES) * sizeof(float));
    memset(r->wet[c], 0, LQ_GRID_FRAMES * sizeof(float));
    lq_glide_reset(&r->wet_gain[c]);
    lq_glide_reset(&r->dry_gain[c]);
    lq_glide_reset(&r->width_same[c]);
    lq_glide_reset(&r->width_cross[c]);
  }
  r->at          = 0;
  r->done_frames = 0;
  r->started     = false;
}

static double or_off(const float* const values, const unsigned row, const double value)
{
  return values[row] <= params[row].min ? 0.0 : value;
}

static void update_levels(reverb* const r, const float* const values)
{
  const bool   on    = values[LQ_REVERB_ON] > 0.5F;
  const double mix   = on ? (double)values[LQ_REVERB_MIX] / 100.0 : 0.0;
  const double wet   = mix <= 0 ? 0.0 : lq_sin(mix * LQ_PI / 2);
  const double dry   = mix >= 1 ? 0.0 : lq_cos(mix * LQ_PI / 2);
  const double width = (double)values[LQ_REVERB_WIDTH] / 100.0;
  const double keep  = sqrt(2.0 / (1.0 + width * width)); // mid and side of unrelated sides
  for (unsigned c = 0; c < 2; ++c) {
    lq_glide_to(&r->wet_gain[c], (float)wet);
    lq_glide_to(&r->dry_gain[c], (float)dry);
    lq_glide_to(&r->width_same[c], (float)(keep * (1.0 + width) / 2));
    lq_glide_to(&r->width_cross[c], (float)(keep * (1.0 - width) / 2));
  }
}

// The room is made a grid step ahead; the first sound is late by no more than what is asked.
static size_t late_frames(const reverb* const r, const double predelay_ms)
{
  const double n = (predelay_ms + r->first_ms) * 0.001 * r->spec.rate_hz + 0.5;
  return n > LQ_GRID_FRAMES ? (size_t)n - LQ_GRID_FRAMES : 0;
}

static void update(void* const self, const float* const values)
{
  reverb* const       r      = self;
  const double        decay  = (double)values[LQ_REVERB_DECAY];
  const double        low    = (double)values[LQ_REVERB_LOW_RATIO];
  const double        high   = (double)values[LQ_REVERB_HIGH_RATIO];
  const double        ratio  = low > high ? low : high;
  const lq_fdn_values wanted = {
      .decay_sec   = decay,
      .low_ratio   = low,
      .high_ratio  = high,
      .low_hz      = (double)values[LQ_REVERB_LOW_FREQ],
      .high_hz     = (double)values[LQ_REVERB_HIGH_FREQ],
      .early_lin   = or_off(values, LQ_REVERB_EARLY, lq_db_to_lin((double)values[LQ_REVERB_EARLY])),
      .turn_amount = (double)values[LQ_REVERB_MODULATION] / 100.0};
  lq_fdn_update(r->fdn, &wanted);
  lq_cut_to(&r->cut, or_off(values, LQ_REVERB_LOW_CUT, (double)values[LQ_REVERB_LOW_CUT]),
            (double)values[LQ_REVERB_HIGH_CUT], r->spec.rate_hz);
  update_levels(r, values);
  r->predelay = late_frames(r, (double)values[LQ_REVERB_PREDELAY]);
  if (!r->started) {
    r->predelay_from = r->predelay;
    r->started       = true;
  }
  r->tail = r->predelay + lq_fdn_reach_frames(r->fdn) +
            (size_t)(decay * (ratio > 1 ? ratio : 1.0) * r->spec.rate_hz * (100.0 / 60.0)) +
            LQ_GRID_FRAMES;
}

// Mid and side of the wet signal, as a share of the own and of the other side.
static void widen(reverb* const r)
{
  const lq_simd* const  simd  = r->spec.simd;
  const lq_glide* const cross = &r->width_cross[0];
  if (cross->target_lin == 0.0F && cross->done_frames == LQ_GRID_FRAMES) {
    return; // the sides as they are
  }
  _Alignas(64) float other[2][LQ_GRID_FRAMES];
  for (unsigned c = 0; c < 2; ++c) {
    memcpy(other[c], r->wet[1 - c], sizeof other[c]);
    lq_glide_apply(&r->width_cross[c], simd, (float* [1]){other[c]}, 1, LQ_GRID_FRAMES);
  }
  for (unsigned c = 0; c < 2; ++c) {
    lq_glide_apply(&r->width_same[c], simd, &r->wet[c], 1, LQ_GRID_FRAMES);
    simd->mix->add(r->wet[c], other[c], LQ_GRID_FRAMES);
  }
}

// The ring from `delay` before the grid step that was just written, with what came before.
static const float* ring_past(const reverb* const r, const unsigned c, const size_t delay)
{
  const size_t back = delay + LQ_FDN_BEFORE;
  return r->ring[c] + r->at + (r->at < back ? r->n_ring : 0) - back;
}

// A grid step is full: make the reverb that sounds during the next one.
static void step(reverb* const r)
{
  enum { SPAN = LQ_FDN_BEFORE + LQ_GRID_FRAMES };
  float        fade[2][SPAN];
  const float* in[2];
  for (unsigned c = 0; c < 2; ++c) {
    if (r->at < SPAN) { // what stands first is mirrored behind the end
      memcpy(r->ring[c] + r->n_ring + r->at, r->ring[c] + r->at, LQ_GRID_FRAMES * sizeof(float));
    }
    in[c] = ring_past(r, c, r->predelay);
    if (r->predelay_from != r->predelay) {
      const float* const to = in[c] + LQ_FDN_BEFORE;
      memcpy(fade[c], ring_past(r, c, r->predelay_from), sizeof fade[c]);
      for (size_t i = 0; i < LQ_GRID_FRAMES; ++i) {
        const float  part = (float)(int)(i + 1) / (float)LQ_GRID_FRAMES;
        float* const now  = &fade[c][LQ_FDN_BEFORE + i];
        *now += part * (to[i] - *now);
      }
      in[c] = fade[c];
    }
    in[c] += LQ_FDN_BEFORE;
  }
  r->predelay_from = r->predelay;
  r->at            = r->at + LQ_GRID_FRAMES == r->n_ring ? 0 : r->at + LQ_GRID_FRAMES;
  lq_fdn_step(r->fdn, r->spec.simd, in, r->wet);
  lq_cut_step(&r->cut, r->spec.simd, r->wet);
  widen(r);
}

// Frames within one grid step.
static void part(reverb* const r, float* const* const io, const size_t n)
{
  const lq_simd* const simd = r->spec.simd;
  for (unsigned c = 0; c < 2; ++c) {
    float* const wet = r->wet[c] + r->done_frames;
    memcpy(r->ring[c] + r->at + r->done_frames, io[c], n * sizeof(float));
    lq_glide_apply(&r->wet_gain[c], simd, (float* [1]){wet}, 1, n);
    lq_glide_apply(&r->dry_gain[c], simd, &io[c], 1, n);
    simd->mix->add(io[c], wet, n);
  }
  r->done_frames += (unsigned)n;
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  reverb* const r = self;
  if (r->spec.n_channels == 1) {
    memcpy(io[1], io[0], n_frames * sizeof(float));
  }
  for (size_t at = 0; at < n_frames;) {
    const size_t left = LQ_GRID_FRAMES - r->done_frames;
    const size_t n    = left < n_frames - at ? left : n_frames - at;
    part(r, (float* [2]){io[0] + at, io[1] + at}, n);
    at += n;
    if (r->done_frames == LQ_GRID_FRAMES) {
      r->done_frames = 0;
      step(r);
    }
  }
}

static size_t tail_frames(const void* const self)
{
  return ((const reverb*)self)->tail;
}

const lq_proc lq_reverb = {.symbol      = "reverb",
                           .name        = "Reverb",
                           .lv2_class   = "ReverbPlugin",
                           .doc         = "Puts a plate, a room or a hall around a source.",
                           .params      = params,
                           .n_params    = LQ_REVERB_N,
                           .flags       = LQ_PROC_STEREO,
                           .prepare     = prepare,
                           .reset       = reset,
                           .update      = update,
                           .process     = process,
                           .tail_frames = tail_frames};
