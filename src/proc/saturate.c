// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/saturate.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/bank.h"
#include "dsp/bend_fade.h"
#include "dsp/eq_band.h"
#include "dsp/glide.h"
#include "dsp/level_match.h"
#include "dsp/oversample.h"

#include <string.h>

static const char* const curves[] = {"soft", "tape", "tube", "clip", NULL};
_Static_assert(sizeof curves / sizeof *curves == LQ_BEND_N + 1, "one word per curve");
static const char* const factors[] = {"2x", "4x", "8x", "16x", NULL};

static const lq_param params[] = {
    [LQ_SATURATE_DRIVE]     = {.symbol = "drive",
                               .name   = "Drive",
                               .unit   = LQ_UNIT_DB,
                               .max    = 36,
                               .def    = 6,
                               .flags  = LQ_SMOOTH,
                               .doc    = "How far the signal is pushed into the curve: 0 dB leaves it "
                                             "as it is, 6 dB brings full scale to the bend."},
    [LQ_SATURATE_CURVE]     = {.symbol  = "curve",
                               .name    = "Curve",
                               .taper   = LQ_TAPER_CHOICE,
                               .max     = LQ_BEND_N - 1,
                               .choices = curves,
                               .flags   = LQ_SMOOTH,
                               .doc = "Soft adds odd harmonics, tape fewer and takes loud highs back, "
                                          "tube adds even ones too, clip cuts peaks and leaves the rest."},
    [LQ_SATURATE_CHARACTER] = {.symbol = "character",
                               .name   = "Character",
                               .unit   = LQ_UNIT_PERCENT,
                               .max    = 100,
                               .def    = 50,
                               .flags  = LQ_SMOOTH,
                               .doc =
                                   "Tape: how much sooner highs bend; tube: how lopsided, so how "
                                   "much second harmonic; clip: how round the corner, 0 % is "
                                   "hard; soft has none."},
    [LQ_SATURATE_TONE]      = {.symbol = "tone",
                               .name   = "Tone",
                               .unit   = LQ_UNIT_DB,
                               .min    = -12,
                               .max    = 12,
                               .flags  = LQ_SMOOTH,
                               .doc    = "Tilts what was coloured about 1 kHz: brighter above 0, "
                                              "darker below."},
    [LQ_SATURATE_MIX]       = {.symbol = "mix",
                               .name   = "Mix",
                               .unit   = LQ_UNIT_PERCENT,
                               .max    = 100,
                               .def    = 100,
                               .flags  = LQ_SMOOTH,
                               .doc    = "From dry to coloured; both are in phase."},
    [LQ_SATURATE_OUTPUT]    = {.symbol = "output",
                               .name   = "Output",
                               .unit   = LQ_UNIT_DB,
                               .min    = -24,
                               .max    = 24,
                               .flags  = LQ_SMOOTH,
                               .doc    = "Level of all that leaves."},
    [LQ_SATURATE_AUTO_GAIN] = {.symbol = "auto_gain",
                               .name   = "Auto gain",
                               .taper  = LQ_TAPER_TOGGLE,
                               .max    = 1,
                               .def    = 1,
                               .flags  = LQ_SMOOTH,
                               .doc = "Keeps it as loud as it came in, over some seconds, so that "
                                      "you judge colour and not level."},
    [LQ_SATURATE_OVERSAMPLING] =
        {.symbol  = "oversampling",
         .name    = "Oversampling",
         .taper   = LQ_TAPER_CHOICE,
         .max     = LQ_OVERSAMPLE_STAGES - 1,
         .def     = 2,
         .choices = factors,
         .flags   = LQ_RESTART,
         .doc = "More keeps harder drive free of tones that are not in the music, and costs time."},
    [LQ_SATURATE_ON]     = {.symbol = "on",
                            .name   = "On",
                            .taper  = LQ_TAPER_TOGGLE,
                            .max    = 1,
                            .def    = 1,
                            .flags  = LQ_SMOOTH,
                            .doc    = "Off passes the input through."},
    [LQ_SATURATE_ADDED]  = {.symbol = "added",
                            .name   = "Added",
                            .unit   = LQ_UNIT_DB,
                            .min    = -120,
                            .max    = 24,
                            .def    = -120,
                            .flags  = LQ_OUT,
                            .doc    = "How much the curve changed, against the input."},
    [LQ_SATURATE_MAKEUP] = {.symbol = "makeup",
                            .name   = "Make-up",
                            .unit   = LQ_UNIT_DB,
                            .min    = -60,
                            .max    = 60,
                            .flags  = LQ_OUT,
                            .doc    = "What auto gain does now."},
};
_Static_assert(sizeof params / sizeof *params == LQ_SATURATE_N, "one row per enum");

static const double emphasis_hz = 3183.1; // 1 / (2 pi 50 us), the corner of NAB tape at 15 ips
static const double emphasis_db = 12.0;   // at most: what such a record amplifier adds at the top
static const double block_hz    = 2.0;    // of what the curve adds, below this nothing
static const double tone_hz     = 1000.0;

enum { STEP = LQ_GRID_FRAMES, EMPHASIS = 0, BLOCK, N_AFTER };

typedef struct {
  lq_spec        spec;
  unsigned       factor;
  lq_oversample* over;
  lq_bend_fade   curve;
  bool           auto_gain;
  lq_bank *      emphasis, *after, *tone;
  lq_glide       mix, output, makeup;
  double         known_lin, makeup_db; // level that curve and mix leave, as known; auto gain
  lq_level_match match;
  size_t         n_late, tail;
  float*         dry[LQ_MAX_CHANNELS];    // [n_late + STEP]
  float*         wet[LQ_MAX_CHANNELS];    // [STEP]
  float*         added[LQ_MAX_CHANNELS];  // [STEP] of the grid step under way
  size_t         at;                      // frames of the grid step done
  double         energy_in, energy_added; // since the meter was read
} saturator;

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  const unsigned   factor = 2U << (unsigned)values[LQ_SATURATE_OVERSAMPLING];
  const unsigned   n      = spec->n_channels;
  saturator* const s      = LQ_TAKE(arena, saturator, 1);
  saturator plan = {.spec = *spec, .factor = factor, .n_late = lq_oversample_latency(factor)};
  plan.over      = lq_oversample_prepare(arena, factor, n);
  plan.emphasis  = lq_bank_prepare(arena, 1, n, spec->simd);
  plan.after     = lq_bank_prepare(arena, N_AFTER, n, spec->simd);
  plan.tone      = lq_bank_prepare(arena, LQ_BAND_SECTIONS, n, spec->simd);
  lq_bend_fade_prepare(&plan.curve, arena);
  for (unsigned c = 0; c < n; ++c) {
    plan.dry[c]   = LQ_TAKE(arena, float, plan.n_late + STEP);
    plan.wet[c]   = LQ_TAKE(arena, float, STEP);
    plan.added[c] = LQ_TAKE(arena, float, STEP);
  }
  lq_level_match_prepare(&plan.match, arena, spec);
  if (s) {
    *s = plan;
  }
  return s;
}

static void reset(void* const self)
{
  saturator* const s = self;
  lq_oversample_reset(s->over);
  lq_bank_reset(s->emphasis);
  lq_bank_reset(s->after);
  lq_bank_reset(s->tone);
  lq_glide_reset(&s->mix);
  lq_glide_reset(&s->output);
  lq_glide_reset(&s->makeup);
  lq_level_match_reset(&s->match);
  for (unsigned c = 0; c < s->spec.n_channels; ++c) {
    memset(s->dry[c], 0, (s->n_late + STEP) * sizeof(float));
  }
  lq_bend_fade_reset(&s->curve);
  s->at        = 0;
  s->energy_in = s->energy_added = 0;
}

// (sigma + zero) / (sigma + pole), times what makes it 1 at 0 Hz; its inverse is the same with both
// exchanged. One pole in a place for two: the other one stands on a zero.
static lq_biquad_coef shelf(const double zero, const double pole)
{
  const double     k = pole / zero;
  const lq_section s = {k, k * (zero + pole), k * zero * pole, 2.0 * pole, pole * pole};
  return lq_biquad_design(&s);
}

static double warp(const double freq_hz, const double rate_hz)
{
  const double f = freq_hz / rate_hz;
  return lq_tan(LQ_PI * (f < 0.45 ? f : 0.45));
}

static size_t update_filters(saturator* const s, const float* const values)
{
  const double   rate                   = s->spec.rate_hz;
  lq_biquad_coef emphasis               = LQ_BIQUAD_IDENTITY;
  lq_biquad_coef after[N_AFTER]         = {emphasis, emphasis};
  lq_biquad_coef tone[LQ_BAND_SECTIONS] = {emphasis, emphasis};
  if (s->curve.now.kind == LQ_BEND_TAPE && values[LQ_SATURATE_CHARACTER] > 0) {
    const double lift_db = emphasis_db * (double)values[LQ_SATURATE_CHARACTER] / 100.0;
    const double low     = warp(emphasis_hz, rate);
    const double high    = warp(emphasis_hz * lq_db_to_lin(lift_db), rate);
    emphasis             = shelf(low, high);
    after[EMPHASIS]      = shelf(high, low);
  }
  if (s->curve.now.kind != LQ_BEND_CLIP) { // a clipper's flat tops stay where they are
    const double     w     = warp(block_hz, rate);
    const lq_section block = {1.0, w, 0.0, 2.0 * w, w * w};
    after[BLOCK]           = lq_biquad_design(&block);
  }
  const lq_band  tilt = {.type    = LQ_BAND_TILT,
                         .freq_hz = tone_hz,
                         .gain_db = (double)values[LQ_SATURATE_TONE],
                         .q       = 0.5};
  lq_section     sections[LQ_BAND_SECTIONS];
  const unsigned n = lq_band_design(&tilt, rate, sections);
  for (unsigned i = 0; i < n; ++i) {
    tone[i] = lq_biquad_design(&sections[i]);
  }
  lq_bank_to(s->emphasis, &emphasis);
  lq_bank_to(s->after, after);
  lq_bank_to(s->tone, tone);
  return lq_cascade_tail_frames(&emphasis, 1) + lq_cascade_tail_frames(after, N_AFTER) +
         lq_cascade_tail_frames(tone, LQ_BAND_SECTIONS);
}

static void makeup_to(saturator* const s, const double more_db)
{
  s->makeup_db = s->auto_gain ? more_db - lq_lin_to_db(s->known_lin) : 0.0;
  lq_glide_to(&s->makeup, (float)lq_db_to_lin(s->makeup_db));
}

static void update(void* const self, const float* const values)
{
  saturator* const s   = self;
  const bool       on  = values[LQ_SATURATE_ON] > 0.5F;
  const double     mix = on ? (double)values[LQ_SATURATE_MIX] / 100.0 : 0.0;
  const lq_bend    curve =
      lq_bend_design((lq_bend_kind)values[LQ_SATURATE_CURVE], (double)values[LQ_SATURATE_DRIVE],
                     (double)values[LQ_SATURATE_CHARACTER] / 100.0);
  lq_bend_fade_to(&s->curve, &curve);
  s->auto_gain = on && values[LQ_SATURATE_AUTO_GAIN] > 0.5F;
  s->known_lin = lq_bend_level(&curve, mix);
  s->tail      = update_filters(s, values) + 2 * s->n_late + STEP;
  lq_glide_to(&s->mix, (float)mix);
  lq_glide_to(&s->output, on ? (float)lq_db_to_lin((double)values[LQ_SATURATE_OUTPUT]) : 1.0F);
  makeup_to(s, s->match.gain_db);
}

static void color(saturator* const s, const unsigned channel, const size_t n)
{
  float* const               x    = s->wet[channel];
  const lq_oversample_planes high = lq_oversample_up(s->over, s->spec.simd, channel, x, n);
  for (unsigned p = 0; p < s->factor; ++p) {
    lq_bend_fade_run(&s->curve, s->spec.simd, high.to[p], high.from[p], n);
  }
  lq_oversample_down(s->over, s->spec.simd, channel, x, n);
}

static void end_step(saturator* const s)
{
  for (unsigned c = 0; c < s->spec.n_channels; ++c) {
    s->energy_added += (double)s->spec.simd->mix->energy(s->added[c], STEP);
  }
  if (s->auto_gain) {
    makeup_to(s, lq_level_match_step(&s->match, s->known_lin));
  }
  s->at = 0;
}

static void chunk(saturator* const s, float* const* const io, const size_t n)
{
  const lq_simd* const simd       = s->spec.simd;
  const unsigned       n_channels = s->spec.n_channels;
  for (unsigned c = 0; c < n_channels; ++c) {
    memcpy(s->dry[c] + s->n_late, io[c], n * sizeof(float));
    memcpy(s->wet[c], io[c], n * sizeof(float));
  }
  lq_bank_process(s->emphasis, s->wet, n);
  for (unsigned c = 0; c < n_channels; ++c) {
    color(s, c, n);
  }
  lq_bank_process(s->after, s->wet, n);
  for (unsigned c = 0; c < n_channels; ++c) {
    memcpy(s->added[c] + s->at, s->wet[c], n * sizeof(float));
    simd->mix->add(s->wet[c], s->dry[c], n);
  }
  lq_bank_process(s->tone, s->wet, n);
  for (unsigned c = 0; c < n_channels; ++c) {
    for (size_t i = 0; i < n; ++i) {
      io[c][i] = s->wet[c][i] - s->dry[c][i];
    }
  }
  lq_glide_apply(&s->mix, simd, io, n_channels, n);
  for (unsigned c = 0; c < n_channels; ++c) {
    s->energy_in += (double)simd->mix->energy(s->dry[c], n);
    simd->mix->add(io[c], s->dry[c], n);
  }
  if (s->auto_gain) {
    lq_level_match_hear(&s->match, LQ_LEVEL_MATCH_BEFORE, s->dry, s->at, n);
    lq_level_match_hear(&s->match, LQ_LEVEL_MATCH_AFTER, io, s->at, n);
  }
  lq_glide_apply(&s->output, simd, io, n_channels, n);
  lq_glide_apply(&s->makeup, simd, io, n_channels, n);
  for (unsigned c = 0; c < n_channels; ++c) {
    memmove(s->dry[c], s->dry[c] + n, s->n_late * sizeof(float));
  }
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  saturator* const s = self;
  for (size_t done = 0, n; done < n_frames; done += n) {
    float* x[LQ_MAX_CHANNELS] = {0};
    for (unsigned c = 0; c < s->spec.n_channels; ++c) {
      x[c] = io[c] + done;
    }
    n = n_frames - done < STEP - s->at ? n_frames - done : STEP - s->at;
    chunk(s, x, n);
    s->at += n;
    lq_bend_fade_pass(&s->curve, n);
    if (s->at == STEP) {
      end_step(s);
    }
  }
}

static size_t latency_frames(const void* const self)
{
  return ((const saturator*)self)->n_late;
}

static size_t tail_frames(const void* const self)
{
  return ((const saturator*)self)->tail;
}

static void meters(void* const self, float* const out)
{
  saturator* const s     = self;
  const double     added = s->energy_in > 0 ? s->energy_added / s->energy_in : 0.0;
  out[0]                 = lq_param_clamp(&params[LQ_SATURATE_ADDED],
                          added > 0 ? (float)lq_power_to_db(added) : params[LQ_SATURATE_ADDED].min);
  out[1]                 = lq_param_clamp(&params[LQ_SATURATE_MAKEUP], (float)s->makeup_db);
  s->energy_in = s->energy_added = 0;
}

const lq_proc lq_saturate = {.symbol    = "saturate",
                             .name      = "Saturation",
                             .lv2_class = "WaveshaperPlugin",
                             .doc       = "Adds colour by bending the waveform, at the loudness "
                                          "that came in.",
                             .params    = params,
                             .n_params  = LQ_SATURATE_N,
                             .prepare   = prepare,
                             .reset     = reset,
                             .update    = update,
                             .process   = process,
                             .latency_frames = latency_frames,
                             .tail_frames    = tail_frames,
                             .meters         = meters};
