// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/chorus.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/bank.h"
#include "dsp/butterworth.h"
#include "dsp/drift.h"
#include "dsp/glide.h"
#include "dsp/moving_line.h"

#include <math.h>
#include <string.h>

enum { CHORUS, DOUBLER, N_MODES, VOICES = 4, STEP = LQ_GRID_FRAMES };
static const char* const modes[] = {"chorus", "doubler", NULL};
_Static_assert(sizeof modes / sizeof *modes == N_MODES + 1, "one word per mode");

static const lq_param params[] = {
    [LQ_CHORUS_MODE]    = {.symbol  = "mode",
                           .name    = "Mode",
                           .taper   = LQ_TAPER_CHOICE,
                           .max     = N_MODES - 1,
                           .choices = modes,
                           .doc     = "Chorus swings evenly; a doubler wanders like another take."},
    [LQ_CHORUS_VOICES]  = {.symbol = "voices",
                           .name   = "Voices",
                           .min    = 1,
                           .max    = VOICES,
                           .def    = 2,
                           .flags  = LQ_SMOOTH,
                           .doc    = "How many join the one that is there: 1 to 4."},
    [LQ_CHORUS_RATE]    = {.symbol = "rate",
                           .name   = "Rate",
                           .unit   = LQ_UNIT_HZ,
                           .taper  = LQ_TAPER_LOG,
                           .min    = 0.05F,
                           .max    = 5,
                           .def    = 0.8F,
                           .flags  = LQ_SMOOTH,
                           .doc    = "How often a voice swings; for a doubler, how often it changes "
                                        "its mind."},
    [LQ_CHORUS_DEPTH]   = {.symbol = "depth",
                           .name   = "Depth",
                           .unit   = LQ_UNIT_MS,
                           .max    = 10,
                           .def    = 1.5F,
                           .flags  = LQ_SMOOTH,
                           .doc = "How far a voice comes early or late; with the rate it makes how "
                                    "far out of tune it goes."},
    [LQ_CHORUS_DELAY]   = {.symbol = "delay",
                           .name   = "Delay",
                           .unit   = LQ_UNIT_MS,
                           .taper  = LQ_TAPER_LOG,
                           .min    = 1,
                           .max    = 50,
                           .def    = 15,
                           .flags  = LQ_SMOOTH,
                           .doc    = "How late the voices are on average; the depth never reaches "
                                       "beyond it."},
    [LQ_CHORUS_SPREAD]  = {.symbol = "spread",
                           .name   = "Spread",
                           .unit   = LQ_UNIT_PERCENT,
                           .max    = 100,
                           .def    = 100,
                           .flags  = LQ_SMOOTH,
                           .doc    = "From all voices in the middle to the outer ones hard left and "
                                      "right."},
    [LQ_CHORUS_LOW_CUT] = {.symbol = "low_cut",
                           .name   = "Low cut",
                           .unit   = LQ_UNIT_HZ,
                           .taper  = LQ_TAPER_LOG,
                           .min    = 20,
                           .max    = 2000,
                           .def    = 150,
                           .flags  = LQ_SMOOTH | LQ_OFF_MIN,
                           .doc = "Voices have no lows, 12 dB per octave, so the bottom stays dry "
                                  "and in the middle."},
    [LQ_CHORUS_MIX]     = {.symbol = "mix",
                           .name   = "Mix",
                           .unit   = LQ_UNIT_PERCENT,
                           .max    = 100,
                           .def    = 40,
                           .flags  = LQ_SMOOTH,
                           .doc    = "From dry to voices alone, at equal power; 100 % on a return."},
    [LQ_CHORUS_ON]      = {.symbol = "on",
                           .name   = "On",
                           .taper  = LQ_TAPER_TOGGLE,
                           .max    = 1,
                           .def    = 1,
                           .flags  = LQ_SMOOTH,
                           .doc    = "Off passes the input through."},
};
_Static_assert(sizeof params / sizeof *params == LQ_CHORUS_N, "one row per enum");

static const double   parting = 0.15;    // of a doubler's delay: the outer voices are so much apart
static const uint64_t seed    = 0x10ADE; // any; a doubler's drift is the same in every render

typedef struct {
  lq_moving_line line;
  lq_glide       in[2], out[2]; // gains from and to left and right
} voice;

typedef struct {
  lq_spec       spec;
  lq_moving_tap tap;
  voice         voices[VOICES];
  lq_bank*      low_cut;
  lq_glide      wet, dry;
  unsigned      mode, n_voices;
  double        rate_hz, depth, delay; // frames
  uint64_t      turns;                 // of the swing, 2^-32 each; of a doubler: changes
  bool          fresh;                 // places not known yet
  size_t        at;                    // frames of the grid step done
  size_t        tail;
  float *       heard[2], *part, *sum[2]; // [STEP], part [STEP + LQ_MOVING_TAP_PAD]
} chorus;

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  (void)values;
  const double most =
      (double)(params[LQ_CHORUS_DELAY].max * (1.0F + (float)parting) + params[LQ_CHORUS_DEPTH].max);
  chorus* const c    = LQ_TAKE(arena, chorus, 1);
  chorus        plan = {.spec = *spec};
  for (unsigned v = 0; v < VOICES; ++v) {
    lq_moving_line_prepare(&plan.voices[v].line, arena, (size_t)(most * 0.001 * spec->rate_hz) + 1);
  }
  plan.low_cut = lq_bank_prepare(arena, LQ_BUTTERWORTH_SECTIONS, 2, spec->simd);
  plan.part    = LQ_TAKE(arena, float, STEP + LQ_MOVING_TAP_PAD);
  for (unsigned k = 0; k < 2; ++k) {
    plan.heard[k] = LQ_TAKE(arena, float, STEP);
    plan.sum[k]   = LQ_TAKE(arena, float, STEP);
  }
  if (c) {
    *c = plan;
    lq_moving_tap_design(&c->tap);
  }
  return c;
}

static void reset(void* const self)
{
  chorus* const c = self;
  for (unsigned v = 0; v < VOICES; ++v) {
    voice* const x = &c->voices[v];
    lq_moving_line_reset(&x->line);
    for (unsigned k = 0; k < 2; ++k) {
      lq_glide_reset(&x->in[k]);
      lq_glide_reset(&x->out[k]);
    }
  }
  lq_bank_reset(c->low_cut);
  lq_glide_reset(&c->wet);
  lq_glide_reset(&c->dry);
  c->turns = 0;
  c->at    = 0;
  c->fresh = true;
}

// Where voice v of n stands, -1 to 1: the outer ones first, so that few voices are wide too.
static double stand(const unsigned v, const unsigned n)
{
  const double out = v < 2 ? 1.0 : n == 3 ? 0.0 : 1.0 / 3.0;
  return n == 1 ? 0.0 : v % 2 ? out : -out;
}

static void update_voices(chorus* const c, const double spread)
{
  for (unsigned v = 0; v < VOICES; ++v) {
    voice* const x      = &c->voices[v];
    const bool   sounds = v < c->n_voices;
    const double p      = spread * stand(v, c->n_voices);
    const double left = p > 0 ? 1.0 - p : 1.0, right = p < 0 ? 1.0 + p : 1.0;
    const double norm = sounds ? sqrt(2.0 / (double)c->n_voices) : 0.0; // they sum as noises do
    const double turn = (p + 1.0) * LQ_PI / 4.0;
    lq_glide_to(&x->in[0], (float)(left / (left + right)));
    lq_glide_to(&x->in[1], (float)(right / (left + right)));
    lq_glide_to(&x->out[0], p >= 1 ? 0.0F : (float)(norm * lq_cos(turn)));
    lq_glide_to(&x->out[1], p <= -1 ? 0.0F : (float)(norm * lq_sin(turn)));
  }
}

static void update(void* const self, const float* const values)
{
  chorus* const  c   = self;
  const double   per = c->spec.rate_hz * 0.001;
  const bool     on  = values[LQ_CHORUS_ON] > 0.5F;
  const double   mix = on ? (double)values[LQ_CHORUS_MIX] / 100.0 : 0.0;
  const bool     cut = values[LQ_CHORUS_LOW_CUT] > params[LQ_CHORUS_LOW_CUT].min;
  lq_biquad_coef coefs[LQ_BUTTERWORTH_SECTIONS] = {LQ_BIQUAD_IDENTITY, LQ_BIQUAD_IDENTITY,
                                                   LQ_BIQUAD_IDENTITY, LQ_BIQUAD_IDENTITY};
  c->mode                                       = values[LQ_CHORUS_MODE] > 0.5F ? DOUBLER : CHORUS;
  c->n_voices                                   = (unsigned)(values[LQ_CHORUS_VOICES] + 0.5F);
  c->rate_hz                                    = (double)values[LQ_CHORUS_RATE];
  c->depth                                      = (double)values[LQ_CHORUS_DEPTH] * per;
  c->delay                                      = (double)values[LQ_CHORUS_DELAY] * per;
  if (cut) {
    lq_butterworth_design(LQ_BUTTERWORTH_HIGHPASS, (double)values[LQ_CHORUS_LOW_CUT], 2, 1.0,
                          c->spec.rate_hz, coefs);
  }
  lq_bank_to(c->low_cut, coefs);
  lq_glide_to(&c->wet, mix <= 0 ? 0.0F : (float)lq_sin(mix * LQ_PI / 2));
  lq_glide_to(&c->dry, mix >= 1 ? 0.0F : (float)lq_cos(mix * LQ_PI / 2));
  update_voices(c, (double)values[LQ_CHORUS_SPREAD] / 100.0);
  c->tail = (size_t)(c->delay * (1.0 + parting) + c->depth) + 2 * STEP + LQ_MOVING_TAP_AFTER +
            lq_cascade_tail_frames(coefs, LQ_BUTTERWORTH_SECTIONS);
}

// Delay of a voice at a time of the swing, frames.
static double wanted(const chorus* const c, const unsigned v, const uint64_t turns)
{
  const unsigned n      = v < c->n_voices ? c->n_voices : VOICES;
  const double   apart  = c->mode == DOUBLER ? parting * stand(v, n) : 0.0;
  const double   centre = c->delay * (1.0 + apart);
  const double   room   = centre - LQ_MOVING_LINE_LEAST;
  const double   depth  = c->depth < room ? c->depth : room;
  if (c->mode == DOUBLER) {
    return centre + depth * lq_drift_at(seed + v, turns);
  }
  const double turn = (double)(turns & UINT32_MAX) * 0x1p-32 + (double)v / (double)n;
  return centre + depth * lq_sin(2.0 * LQ_PI * turn);
}

// The places of the next grid step: lines want to know two steps ahead.
static void begin_step(chorus* const c)
{
  const uint64_t step = (uint64_t)(c->rate_hz * STEP / c->spec.rate_hz * 0x1p32 + 0.5);
  for (; c->fresh; c->fresh = false) {
    for (unsigned k = 0; k < LQ_MOVING_LINE_PLACES - 1; ++k, c->turns += step) {
      for (unsigned v = 0; v < VOICES; ++v) {
        lq_moving_line_start(&c->voices[v].line, k, wanted(c, v, c->turns));
      }
    }
  }
  for (unsigned v = 0; v < VOICES; ++v) {
    lq_moving_line_to(&c->voices[v].line, wanted(c, v, c->turns));
  }
  c->turns += step;
}

static void sing(chorus* const c, voice* const v, const size_t n)
{
  float input[STEP] = {0};
  for (unsigned k = 0; k < 2; ++k) {
    lq_glide_add(&v->in[k], input, c->heard[k], n);
  }
  lq_moving_line_write(&v->line, input, n);
  const bool silent = lq_glide_is(&v->out[0], 0) && lq_glide_is(&v->out[1], 0);
  if (!silent) {
    lq_moving_line_read(&v->line, &c->tap, c->spec.simd, c->part, c->at, n);
    for (unsigned k = 0; k < 2; ++k) {
      lq_glide_add(&v->out[k], c->sum[k], c->part, n);
    }
  }
  lq_moving_line_move(&v->line, n);
}

static void chunk(chorus* const c, float* const* const io, const size_t n)
{
  for (unsigned k = 0; k < 2; ++k) {
    memcpy(c->heard[k], io[k], n * sizeof(float));
    memset(c->sum[k], 0, n * sizeof(float));
  }
  lq_bank_process(c->low_cut, c->heard, n);
  for (unsigned v = 0; v < VOICES; ++v) {
    sing(c, &c->voices[v], n);
  }
  lq_glide_apply(&c->dry, c->spec.simd, io, 2, n);
  lq_glide_apply(&c->wet, c->spec.simd, c->sum, 2, n);
  for (unsigned k = 0; k < 2; ++k) {
    c->spec.simd->mix->add(io[k], c->sum[k], n);
  }
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  chorus* const c = self;
  if (c->spec.n_channels == 1) {
    memcpy(io[1], io[0], n_frames * sizeof(float));
  }
  for (size_t done = 0, n; done < n_frames; done += n) {
    if (c->at == 0) {
      begin_step(c);
    }
    n = n_frames - done < STEP - c->at ? n_frames - done : STEP - c->at;
    chunk(c, (float* [2]){io[0] + done, io[1] + done}, n);
    c->at = (c->at + n) % STEP;
  }
}

static size_t tail_frames(const void* const self)
{
  return ((const chorus*)self)->tail;
}

const lq_proc lq_chorus = {.symbol      = "chorus",
                           .name        = "Chorus",
                           .lv2_class   = "ChorusPlugin",
                           .doc         = "Makes several voices of one, never quite together.",
                           .params      = params,
                           .n_params    = LQ_CHORUS_N,
                           .flags       = LQ_PROC_STEREO,
                           .prepare     = prepare,
                           .reset       = reset,
                           .update      = update,
                           .process     = process,
                           .tail_frames = tail_frames};
