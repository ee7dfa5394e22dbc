// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/compressor.h"

#include "base/arena.h"
#include "dsp/compress_core.h"

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
  const double            ahead_sec = (double)values[LQ_COMPRESSOR_LOOKAHEAD] * 0.001;
  lq_compress_core* const p         = LQ_TAKE(arena, lq_compress_core, 1);
  lq_compress_core_prepare(p, arena, spec, (size_t)(ahead_sec * spec->rate_hz + 0.5));
  return p;
}

static void reset(void* const self)
{
  lq_compress_core_reset(self);
}

static void update(void* const self, const float* const values)
{
  lq_compress_core* const p       = self;
  const double            rate    = p->spec.rate_hz;
  const double            attack  = (double)values[LQ_COMPRESSOR_ATTACK] * 0.001;
  const double            release = (double)values[LQ_COMPRESSOR_RELEASE] * 0.001;
  const double            window  = (double)values[LQ_COMPRESSOR_WINDOW] * 0.001;
  const double            hpf_hz  = (double)values[LQ_COMPRESSOR_KEY_HPF];
  const lq_compress_coef  coef    = {
          .ear    = {.rms         = values[LQ_COMPRESSOR_DETECTOR] > 0.5F,
                     .highpass_on = values[LQ_COMPRESSOR_KEY_HPF] > params[LQ_COMPRESSOR_KEY_HPF].min,
                     .highpass    = lq_compress_highpass_design(hpf_hz, LQ_BUTTERWORTH_K, rate),
                     .window      = lq_compress_pole_design(window, rate)},
          .follow = lq_compress_follow_design(attack, release, rate),
  };
  const bool  on                          = values[LQ_COMPRESSOR_ON] > 0.5F;
  const float target[LQ_COMPRESS_N_LINES] = {
      [LQ_COMPRESS_THRESHOLD] = (float)((double)values[LQ_COMPRESSOR_THRESHOLD] / DB_PER_OCTAVE),
      [LQ_COMPRESS_SLOPE]     = 1.0F - 1.0F / values[LQ_COMPRESSOR_RATIO],
      [LQ_COMPRESS_HALF_KNEE] = (float)((double)values[LQ_COMPRESSOR_KNEE] / (2 * DB_PER_OCTAVE)),
      [LQ_COMPRESS_MAKEUP]    = (float)((double)values[LQ_COMPRESSOR_MAKEUP] / DB_PER_OCTAVE),
      [LQ_COMPRESS_MIX]       = on ? values[LQ_COMPRESSOR_MIX] / 100.0F : 0.0F,
      [LQ_COMPRESS_LINK]      = values[LQ_COMPRESSOR_LINK] / 100.0F,
  };
  lq_compress_core_update(p, &coef, target);
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  lq_compress_core_process(self, io, n_frames);
}

static size_t latency_frames(const void* const self)
{
  return ((const lq_compress_core*)self)->ahead[0].n_frames;
}

static void meters(void* const self, float* const out)
{
  lq_compress_core* const p  = self;
  const float             db = (float)((double)p->most_reduction * DB_PER_OCTAVE);
  out[0]                     = lq_param_clamp(&params[LQ_COMPRESSOR_REDUCTION], db);
  p->most_reduction          = 0;
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
