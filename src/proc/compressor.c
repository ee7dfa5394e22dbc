// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/compressor.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/simd.h"

#include <string.h>

static const char* const detectors[] = {"peak", "rms", NULL};

static const lq_param params[] = {
    [LQ_COMPRESSOR_THRESHOLD] = {.symbol = "threshold",
                                 .name   = "Threshold",
                                 .unit   = LQ_UNIT_DB,
                                 .min    = -80,
                                 .max    = 12,
                                 .def    = -20,
                                 .flags  = LQ_SMOOTH,
                                 .doc    = "Level above which the signal is turned down."},
    [LQ_COMPRESSOR_RATIO]     = {.symbol = "ratio",
                                 .name   = "Ratio",
                                 .taper  = LQ_TAPER_LOG,
                                 .min    = 1,
                                 .max    = 100,
                                 .def    = 3,
                                 .flags  = LQ_SMOOTH,
                                 .doc    = "How many dB more going in make one dB more coming out; "
                                               "beyond 20 it limits."},
    [LQ_COMPRESSOR_ATTACK]    = {.symbol = "attack",
                                 .name   = "Attack",
                                 .unit   = LQ_UNIT_MS,
                                 .taper  = LQ_TAPER_LOG,
                                 .min    = 0.1F,
                                 .max    = 250,
                                 .def    = 10,
                                 .doc    = "How long until 63 % of the reduction is there; longer "
                                              "lets hits through."},
    [LQ_COMPRESSOR_RELEASE]   = {.symbol = "release",
                                 .name   = "Release",
                                 .unit   = LQ_UNIT_MS,
                                 .taper  = LQ_TAPER_LOG,
                                 .min    = 5,
                                 .max    = 3000,
                                 .def    = 120,
                                 .doc    = "How long until 63 % of the reduction is gone again."},
    [LQ_COMPRESSOR_KNEE]      = {.symbol = "knee",
                                 .name   = "Knee",
                                 .unit   = LQ_UNIT_DB,
                                 .max    = 24,
                                 .def    = 6,
                                 .flags  = LQ_SMOOTH,
                                 .doc    = "Width of the bend around the threshold; 0 is a corner."},
    [LQ_COMPRESSOR_DETECTOR]  = {.symbol  = "detector",
                                 .name    = "Detector",
                                 .taper   = LQ_TAPER_CHOICE,
                                 .max     = 1,
                                 .choices = detectors,
                                 .doc     = "Peak hears every hit, RMS hears loudness."},
    [LQ_COMPRESSOR_WINDOW]    = {.symbol = "window",
                                 .name   = "RMS window",
                                 .unit   = LQ_UNIT_MS,
                                 .taper  = LQ_TAPER_LOG,
                                 .min    = 1,
                                 .max    = 300,
                                 .def    = 20,
                                 .doc    = "Time over which the RMS detector averages."},
    [LQ_COMPRESSOR_KEY_HPF]   = {.symbol = "key_hpf",
                                 .name   = "Key high-pass",
                                 .unit   = LQ_UNIT_HZ,
                                 .taper  = LQ_TAPER_LOG,
                                 .min    = 20,
                                 .max    = 500,
                                 .def    = 20,
                                 .flags  = LQ_OFF_MIN,
                                 .doc    = "Keeps what lies below, kick and bass, from pumping the "
                                             "rest; the sound itself is not filtered."},
    [LQ_COMPRESSOR_LOOKAHEAD] = {.symbol = "lookahead",
                                 .name   = "Lookahead",
                                 .unit   = LQ_UNIT_MS,
                                 .max    = 20,
                                 .flags  = LQ_RESTART,
                                 .doc    = "How much earlier the detector hears what comes."},
    [LQ_COMPRESSOR_MAKEUP]    = {.symbol = "makeup",
                                 .name   = "Make-up",
                                 .unit   = LQ_UNIT_DB,
                                 .min    = -12,
                                 .max    = 24,
                                 .flags  = LQ_SMOOTH,
                                 .doc    = "Level after compression."},
    [LQ_COMPRESSOR_MIX]       = {.symbol = "mix",
                                 .name   = "Mix",
                                 .unit   = LQ_UNIT_PERCENT,
                                 .max    = 100,
                                 .def    = 100,
                                 .flags  = LQ_SMOOTH,
                                 .doc    = "Below 100 % the untouched signal is blended in: parallel "
                                                 "compression."},
    [LQ_COMPRESSOR_LINK]      = {.symbol = "link",
                                 .name   = "Stereo link",
                                 .unit   = LQ_UNIT_PERCENT,
                                 .max    = 100,
                                 .def    = 100,
                                 .flags  = LQ_SMOOTH,
                                 .doc    = "At 100 % both sides move together and the image stands "
                                                "still; at 0 % each side hears only itself."},
    [LQ_COMPRESSOR_ON]        = {.symbol = "on",
                                 .name   = "On",
                                 .taper  = LQ_TAPER_TOGGLE,
                                 .max    = 1,
                                 .def    = 1,
                                 .flags  = LQ_SMOOTH,
                                 .doc    = "Off passes the input through."},
    [LQ_COMPRESSOR_REDUCTION] = {.symbol = "reduction",
                                 .name   = "Gain reduction",
                                 .unit   = LQ_UNIT_DB,
                                 .max    = 120,
                                 .flags  = LQ_OUT,
                                 .doc    = "How far the signal was turned down at most."},
};
_Static_assert(sizeof params / sizeof *params == LQ_COMPRESSOR_N, "one row per enum");

#define DB_PER_OCTAVE 6.02059991327962390427 // 20 log10(2): kernels count levels in powers of two

enum { THRESHOLD, SLOPE, HALF_KNEE, MAKEUP, MIX, LINK, N_LINES };

typedef struct {
  float from, step, target;
} line;

typedef struct {
  lq_spec  spec;
  unsigned n_heard; ///< channels the detector listens to
  size_t   n_ahead; ///< frames of lookahead

  bool                      rms, highpass_on, dual; ///< dual: each side has a follower of its own
  lq_compress_highpass_coef highpass;
  lq_compress_pole_coef     window;
  lq_compress_follow_coef   follow;

  bool     started;
  unsigned done_frames; ///< of the ramp, up to LQ_GRID_FRAMES; all lines move together
  line     lines[N_LINES];

  lq_compress_highpass_state highpass_state[LQ_MAX_CHANNELS];
  lq_compress_pole_state     window_state[LQ_MAX_CHANNELS];
  lq_compress_follow_state   follow_state[LQ_MAX_CHANNELS];
  float                      most_reduction; ///< powers of two, since the last read

  size_t at; ///< in the rings
  float* ring[LQ_MAX_CHANNELS];
  float* level[LQ_MAX_CHANNELS]; ///< [LQ_COMPRESS_FRAMES]
  float* gain;                   ///< [LQ_COMPRESS_FRAMES]
} compressor;

double lq_compressor_curve_db(const double threshold_db, const double ratio, const double knee_db,
                              const double level_db)
{
  const double slope = 1.0 - 1.0 / ratio, over = level_db - threshold_db;
  if (2.0 * over <= -knee_db) {
    return level_db;
  }
  if (2.0 * over >= knee_db) {
    return level_db - slope * over;
  }
  const double into = over + knee_db / 2.0;
  return level_db - slope * into * into / (2.0 * knee_db);
}

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  const size_t n_ahead =
      (size_t)((double)values[LQ_COMPRESSOR_LOOKAHEAD] * 0.001 * spec->rate_hz + 0.5);
  compressor* const p = LQ_TAKE(arena, compressor, 1);
  float *           ring[LQ_MAX_CHANNELS], *level[LQ_MAX_CHANNELS];
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    ring[c]  = LQ_TAKE(arena, float, n_ahead);
    level[c] = LQ_TAKE(arena, float, LQ_COMPRESS_FRAMES);
  }
  float* const gain = LQ_TAKE(arena, float, LQ_COMPRESS_FRAMES);
  if (p) {
    p->spec    = *spec;
    p->n_heard = spec->n_key ? spec->n_key : spec->n_channels;
    p->n_heard = p->n_heard < LQ_MAX_CHANNELS ? p->n_heard : LQ_MAX_CHANNELS;
    p->n_ahead = n_ahead;
    p->gain    = gain;
    memcpy(p->ring, ring, sizeof ring);
    memcpy(p->level, level, sizeof level);
  }
  return p;
}

static void reset(void* const self)
{
  compressor* const p = self;
  memset(p->highpass_state, 0, sizeof p->highpass_state);
  memset(p->window_state, 0, sizeof p->window_state);
  memset(p->follow_state, 0, sizeof p->follow_state);
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    memset(p->ring[c], 0, p->n_ahead * sizeof(float));
  }
  p->at             = 0;
  p->most_reduction = 0;
  p->started        = false;
  p->done_frames    = LQ_GRID_FRAMES;
}

static void aim(compressor* const p, const float target[N_LINES])
{
  bool same = true;
  for (unsigned i = 0; i < N_LINES; ++i) {
    same = same && p->lines[i].target == target[i];
  }
  if (p->started && same) {
    return;
  }
  for (unsigned i = 0; i < N_LINES; ++i) {
    line* const l   = &p->lines[i];
    const float now = !p->started                       ? target[i]
                      : p->done_frames < LQ_GRID_FRAMES ? l->from + (float)p->done_frames * l->step
                                                        : l->target;
    *l              = (line){now, (target[i] - now) / (float)LQ_GRID_FRAMES, target[i]};
  }
  p->done_frames = p->started ? 0 : LQ_GRID_FRAMES;
  p->started     = true;
}

static bool nearly_same(const lq_compress_follow_state* const a,
                        const lq_compress_follow_state* const b)
{
  double most = 0;
  for (unsigned i = 0; i < 4; ++i) {
    const double d[] = {a->x[i] - b->x[i], a->y1[i] - b->y1[i], a->attack.y[i] - b->attack.y[i]};
    for (unsigned k = 0; k < 3; ++k) {
      const double m = d[k] < 0 ? -d[k] : d[k];
      most           = m > most ? m : most;
    }
  }
  return most < 1e-6; // 6e-6 dB
}

static void update(void* const self, const float* const values)
{
  compressor* const p               = self;
  const double      rate            = p->spec.rate_hz;
  const bool        on              = values[LQ_COMPRESSOR_ON] > 0.5F;
  const float       target[N_LINES] = {
            [THRESHOLD] = (float)((double)values[LQ_COMPRESSOR_THRESHOLD] / DB_PER_OCTAVE),
            [SLOPE]     = 1.0F - 1.0F / values[LQ_COMPRESSOR_RATIO],
            [HALF_KNEE] = (float)((double)values[LQ_COMPRESSOR_KNEE] / (2 * DB_PER_OCTAVE)),
            [MAKEUP]    = (float)((double)values[LQ_COMPRESSOR_MAKEUP] / DB_PER_OCTAVE),
            [MIX]       = on ? values[LQ_COMPRESSOR_MIX] / 100.0F : 0.0F,
            [LINK]      = values[LQ_COMPRESSOR_LINK] / 100.0F,
  };
  const bool split = p->n_heard == 2 && p->spec.n_channels == 2;
  if (!split || target[LINK] < 1.0F) {
    p->dual = split;
  } else if (!p->started || nearly_same(&p->follow_state[0], &p->follow_state[1])) {
    p->dual = false; // one follower from now on: both would do the same
  }
  const bool highpass_on = values[LQ_COMPRESSOR_KEY_HPF] > params[LQ_COMPRESSOR_KEY_HPF].min;
  if (highpass_on && !p->highpass_on) {
    memset(p->highpass_state, 0, sizeof p->highpass_state);
  }
  p->highpass_on = highpass_on;
  p->highpass    = lq_compress_highpass_design((double)values[LQ_COMPRESSOR_KEY_HPF], rate);
  p->rms         = values[LQ_COMPRESSOR_DETECTOR] > 0.5F;
  p->window      = lq_compress_pole_design((double)values[LQ_COMPRESSOR_WINDOW] * 0.001, rate);
  p->follow      = lq_compress_follow_design((double)values[LQ_COMPRESSOR_ATTACK] * 0.001,
                                             (double)values[LQ_COMPRESSOR_RELEASE] * 0.001, rate);
  aim(p, target);
}

static lq_compress_line now(const compressor* const p, const unsigned i)
{
  const line* const l = &p->lines[i];
  return p->done_frames < LQ_GRID_FRAMES
             ? (lq_compress_line){l->from, l->step, (float)(int)p->done_frames + 1.0F}
             : (lq_compress_line){l->target, 0, 0};
}

// Levels in powers of two of what the detector listens to: one, or one per side.
static void listen(compressor* const p, const float* const* const heard, const size_t n)
{
  const lq_compress_kernels* const k = p->spec.simd->compress;
  for (unsigned c = 0; c < p->n_heard; ++c) {
    const float* x = heard[c];
    if (p->highpass_on) {
      k->highpass(&p->highpass, &p->highpass_state[c], p->gain, x, n);
      x = p->gain;
    }
    if (p->rms) {
      k->mean_square(&p->window, &p->window_state[c], p->level[c], x, n);
    } else {
      k->magnitude(p->level[c], x, n);
    }
  }
  const float scale = p->rms ? 0.5F : 1.0F;
  if (p->n_heard == 2 && !p->dual) {
    k->greater(p->gain, p->level[0], p->level[1], n);
    memcpy(p->level[0], p->gain, n * sizeof(float));
  }
  k->level(p->level[0], scale, n);
  if (p->dual) {
    k->level(p->level[1], scale, n);
    k->link(p->level[0], p->level[1], now(p, LINK), n);
  }
}

static void delay(compressor* const p, float* const* const io, const size_t n_frames)
{
  size_t at = p->at;
  for (size_t done = 0, n; p->n_ahead && done < n_frames; done += n) {
    n = p->n_ahead - at < n_frames - done ? p->n_ahead - at : n_frames - done;
    for (unsigned c = 0; c < p->spec.n_channels; ++c) {
      float* restrict const x = io[c] + done;
      float* restrict const r = p->ring[c] + at;
      for (size_t i = 0; i < n; ++i) {
        const float late = r[i];
        r[i]             = x[i];
        x[i]             = late;
      }
    }
    at = at + n == p->n_ahead ? 0 : at + n;
  }
  p->at = at;
}

static void span(compressor* const p, float* const* const io, const float* const* const heard,
                 const size_t n)
{
  const lq_compress_kernels* const k = p->spec.simd->compress;
  listen(p, heard, n);
  delay(p, io, n);
  const unsigned n_gains = p->dual ? 2 : 1;
  for (unsigned c = 0; c < n_gains; ++c) {
    float* const x = p->level[c];
    k->curve(x, now(p, THRESHOLD), now(p, SLOPE), now(p, HALF_KNEE), n);
    k->follow(&p->follow, &p->follow_state[c], x, n);
    const float most  = p->spec.simd->mix->peak(x, n);
    p->most_reduction = most > p->most_reduction ? most : p->most_reduction;
    k->gain(p->gain, x, now(p, MAKEUP), now(p, MIX), n);
    for (unsigned out = c; out < p->spec.n_channels; out += n_gains) {
      k->apply(io[out], p->gain, n);
    }
  }
  if (!p->dual) {
    p->follow_state[1] = p->follow_state[0];
  }
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  compressor* const p     = self;
  const unsigned    first = p->spec.n_key ? p->spec.n_channels : 0;
  for (size_t done = 0, n; done < n_frames; done += n) {
    const size_t most = p->done_frames < LQ_GRID_FRAMES ? (size_t)LQ_GRID_FRAMES - p->done_frames
                                                        : (size_t)LQ_COMPRESS_FRAMES;
    n                 = n_frames - done < most ? n_frames - done : most;
    float*       x[LQ_MAX_CHANNELS]     = {0};
    const float* heard[LQ_MAX_CHANNELS] = {0};
    for (unsigned c = 0; c < p->spec.n_channels; ++c) {
      x[c] = io[c] + done;
    }
    for (unsigned c = 0; c < p->n_heard; ++c) {
      heard[c] = io[first + c] + done;
    }
    span(p, x, heard, n);
    p->done_frames += p->done_frames < LQ_GRID_FRAMES ? (unsigned)n : 0U;
  }
}

static size_t latency_frames(const void* const self)
{
  return ((const compressor*)self)->n_ahead;
}

static void meters(void* const self, float* const out)
{
  compressor* const p  = self;
  const float       db = (float)((double)p->most_reduction * DB_PER_OCTAVE);
  out[0]               = lq_param_clamp(&params[LQ_COMPRESSOR_REDUCTION], db);
  p->most_reduction    = 0;
}

const lq_proc lq_compressor = {.symbol    = "compressor",
                               .name      = "Compressor",
                               .lv2_class = "CompressorPlugin",
                               .doc    = "Turns loud passages down so that quiet ones can come up.",
                               .params = params,
                               .n_params       = LQ_COMPRESSOR_N,
                               .flags          = LQ_PROC_KEY,
                               .prepare        = prepare,
                               .reset          = reset,
                               .update         = update,
                               .process        = process,
                               .latency_frames = latency_frames,
                               .tail_frames    = latency_frames,
                               .meters         = meters};
