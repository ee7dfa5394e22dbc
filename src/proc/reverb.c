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
};
_Static_assert(sizeof params / sizeof *params == LQ_REVERB_N, "one row per enum");

// Tuned by the measurements of tests/reference/reverb.c and by ear.
static const lq_fdn_kind kinds[LQ_REVERB_TYPES] = {
    [LQ_REVERB_PLATE] = {.shortest_ms    = 13,
                         .longest_ms     = 53,
                         .allpass_ms     = 9,
                         .allpass_gain   = 0.65,
                         .early_first_ms = 2,
                         .early_last_ms  = 24,
                         .early_share    = 0.02,
                         .seed           = 1},
    [LQ_REVERB_ROOM]  = {.shortest_ms    = 13,
                         .longest_ms     = 43,
                         .allpass_ms     = 6,
                         .allpass_gain   = 0.6,
                         .early_first_ms = 4,
                         .early_last_ms  = 42,
                         .early_share    = 0.2,
                         .seed           = 15},
    [LQ_REVERB_HALL]  = {.shortest_ms    = 31,
                         .longest_ms     = 97,
                         .allpass_ms     = 14,
                         .allpass_gain   = 0.65,
                         .early_first_ms = 11,
                         .early_last_ms  = 100,
                         .early_share    = 0.1,
                         .seed           = 3},
};

typedef struct {
  lq_spec  spec;
  lq_fdn*  fdn;
  float*   ring[2]; // [n_ring] the input, for the pre-delay
  size_t   n_ring, at;
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
  reverb* const r    = LQ_TAKE(arena, reverb, 1);
  reverb        plan = {.spec = *spec};
  plan.fdn = lq_fdn_prepare(arena, &kinds[(unsigned)values[LQ_REVERB_TYPE]], spec->rate_hz);
  const size_t most = (size_t)((double)params[LQ_REVERB_PREDELAY].max * 0.001 * spec->rate_hz + 1);
  plan.n_ring       = (most / LQ_GRID_FRAMES + 2) * LQ_GRID_FRAMES;
  for (unsigned c = 0; c < 2; ++c) {
    plan.ring[c] = LQ_TAKE(arena, float, plan.n_ring);
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
    memset(r->ring[c], 0, r->n_ring * sizeof(float));
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
  r->predelay = (size_t)((double)values[LQ_REVERB_PREDELAY] * 0.001 * r->spec.rate_hz + 0.5);
  if (!r->started) {
    r->predelay_from = r->predelay;
    r->started       = true;
  }
  r->tail = r->predelay + 2 * lq_fdn_longest_frames(r->fdn) +
            (size_t)(decay * (ratio > 1 ? ratio : 1.0) * r->spec.rate_hz * (100.0 / 60.0)) +
            LQ_GRID_FRAMES;
}

// Frames of the ring from `delay` before the grid step that was just written.
static void ring_read(const reverb* const r, const unsigned c, const size_t delay, float* const x)
{
  const size_t at    = (r->at + r->n_ring - delay) % r->n_ring;
  const size_t left  = r->n_ring - at;
  const size_t first = left < LQ_GRID_FRAMES ? left : LQ_GRID_FRAMES;
  memcpy(x, r->ring[c] + at, first * sizeof(float));
  memcpy(x + first, r->ring[c], (LQ_GRID_FRAMES - first) * sizeof(float));
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

// A grid step is full: make the reverb that sounds during the next one.
static void step(reverb* const r)
{
  _Alignas(64) float in[2][LQ_GRID_FRAMES], fade[LQ_GRID_FRAMES];
  for (unsigned c = 0; c < 2; ++c) {
    ring_read(r, c, r->predelay, in[c]);
    if (r->predelay_from != r->predelay) {
      ring_read(r, c, r->predelay_from, fade);
      for (size_t i = 0; i < LQ_GRID_FRAMES; ++i) {
        const float part = (float)(int)(i + 1) / (float)LQ_GRID_FRAMES;
        in[c][i]         = fade[i] + part * (in[c][i] - fade[i]);
      }
    }
  }
  r->predelay_from           = r->predelay;
  r->at                      = r->at + LQ_GRID_FRAMES == r->n_ring ? 0 : r->at + LQ_GRID_FRAMES;
  const float* const from[2] = {in[0], in[1]};
  lq_fdn_step(r->fdn, r->spec.simd, from, r->wet);
  lq_cut_process(&r->cut, r->wet, LQ_GRID_FRAMES);
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
