// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/limiter.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/glide.h"
#include "dsp/limit_shave.h"
#include "dsp/limit_stage.h"
#include "dsp/line.h"

#include <float.h>
#include <string.h>

enum { TRANSPARENT, PUNCHY, DENSE, N_CHARACTERS };

static const char* const characters[] = {"transparent", "punchy", "dense", NULL};

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
                              .doc    = "How early a dip begins, and half its length; longer is "
                                        "smoother, shorter is louder."},
    [LQ_LIMITER_RELEASE]   = {.symbol = "release",
                              .name   = "Release",
                              .unit   = LQ_UNIT_MS,
                              .taper  = LQ_TAPER_LOG,
                              .min    = 10,
                              .max    = 1000,
                              .def    = 60,
                              .doc    = "How slowly what lasted is let go: 63 % in this time. A "
                                          "single hit is over with its dip."},
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
    [LQ_LIMITER_CHARACTER] = {.symbol  = "character",
                              .name    = "Character",
                              .taper   = LQ_TAPER_CHOICE,
                              .max     = N_CHARACTERS - 1,
                              .choices = characters,
                              .flags   = LQ_RESTART,
                              .doc     = "Transparent changes the sound least; punchy keeps hits "
                                         "by clipping them where the music hides it; dense is "
                                         "loudest."},
    [LQ_LIMITER_USUAL]     = {.symbol = "usual",
                              .name   = "Usual reduction",
                              .unit   = LQ_UNIT_DB,
                              .max    = 120,
                              .flags  = LQ_OUT,
                              .doc    = "The reduction that was exceeded 1 % of the time."},
};
_Static_assert(sizeof params / sizeof *params == LQ_LIMITER_N, "one row per enum");

#define DB_PER_OCTAVE 6.02059991327962390427 // 20 log10(2)

// See limit_sustain.h; docs/dsp/limiter.md has what each costs and brings.
static const lq_limit_shape shapes[] = {
    [TRANSPARENT] = {.open_sec      = 0.12F,
                     .near_hold_sec = 0.003F,
                     .near_open_sec = 0.03F,
                     .clip_db       = 6,
                     .pulse_sec     = 0.0003F,
                     .ahead         = 1},
    [PUNCHY]      = {.open_sec      = 0.2F, // hits move nothing
                     .near_hold_sec = 0.001F,
                     .near_open_sec = 0.06F, // and nothing dips for them
                     .clip_db       = 20,
                     .pulse_sec     = 0.0002F, // what is clipped loses the least energy
                     .ahead         = 1},
    [DENSE]       = {.open_sec      = 0.2F, // little is sustained, so little is turned down
                     .near_hold_sec = 0.001F,
                     .near_open_sec = 0.06F,
                     .clip_db       = 12,
                     .pulse_sec     = 0.0003F,
                     .ahead         = 0.5F},
};

static const double last_ahead_sec = 0.001;

// The first stage does the work and leaves single hits to the clipper. What both added between
// samples, some hundredths of a dB, the last stages take away, each what the one before it added.
enum { FIRST, N_STAGES = 4, N_ROUNDS = 2, FRAMES = LQ_LIMIT_FRAMES };

// The last stages keep 0.0035 dB for the parabola between the points that they hear; the first and
// the clipper, whose ear errs by as much, 0.007 dB, so that a steady tone leaves no work to do on
// every period.
#define FIRST_SHARE 0.9992F
#define LAST_SHARE  0.9996F

// Blocks from a hit's leaving the first stage until a round has surely seen it: the longest dip,
// the block that waits to be worked on, and one for what begins in the middle of a block.
enum { N_CLIP_BLOCKS = 4096 / FRAMES + 3 };

typedef struct {
  lq_spec             spec;
  lq_glide            gain;
  lq_limit_stage      stage[N_STAGES];
  lq_limit_shave_coef shave_coef;
  lq_limit_shave      shave[N_ROUNDS][LQ_MAX_CHANNELS];
  size_t              n_late;
  double              fall;        ///< pole per group
  float               ceiling_lin; ///< detector's
  float               clamp_lin;   ///< of what leaves: the old ceiling until old audio is through
  size_t              n_until_clamp;
  bool                started;
  unsigned            n_clips[N_ROUNDS];      ///< blocks that a round is still awake
  size_t              n_before;               ///< frames until frame 0 leaves the clipper
  lq_line             block[LQ_MAX_CHANNELS]; ///< of FRAMES: what comes in pushes out what is done
} limiter;

static size_t frames(const double time_sec, const double rate_hz)
{
  const double n = time_sec * rate_hz + 0.5;
  return n < 1 ? 1 : n > 4096 ? 4096 : (size_t)n; // limit_stage.h
}

static void stages_prepare(limiter* const l, lq_arena* const arena, const lq_spec* const spec,
                           const float* const values, const lq_limit_fine* const fine)
{
  const lq_limit_shape* const shape = &shapes[(size_t)values[LQ_LIMITER_CHARACTER]];
  const double ahead_sec            = (double)(values[LQ_LIMITER_LOOKAHEAD] * shape->ahead) * 0.001;
  for (unsigned i = 0; i < N_STAGES; ++i) {
    const bool                is_first = i == FIRST;
    const lq_limit_stage_spec stage    = {
           .rate_hz    = spec->rate_hz,
           .n_channels = spec->n_channels,
           .n_ahead    = frames(is_first ? ahead_sec : last_ahead_sec, spec->rate_hz),
           .link       = values[LQ_LIMITER_LINK] / 100.0F,
           .shape      = is_first ? shape : NULL,
           .is_fine    = !is_first,
           .fine       = is_first ? NULL : fine,
    };
    lq_limit_stage_prepare(l ? &l->stage[i] : NULL, arena, &stage);
  }
}

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  limiter* const       l    = LQ_TAKE(arena, limiter, 1);
  lq_limit_fine* const fine = LQ_TAKE(arena, lq_limit_fine, 1);
  if (l) {
    *l = (limiter){.spec = *spec};
    lq_limit_fine_design(fine);
    const lq_limit_shape* const shape = &shapes[(size_t)values[LQ_LIMITER_CHARACTER]];
    lq_limit_shave_design(&l->shave_coef, spec->rate_hz, (double)shape->pulse_sec);
  }
  stages_prepare(l, arena, spec, values, fine);
  for (unsigned c = 0; c < spec->n_channels; ++c) {
    for (unsigned i = 0; i < N_ROUNDS; ++i) {
      lq_limit_shave_prepare(l ? &l->shave[i][c] : NULL, arena);
    }
    lq_line block;
    lq_line_prepare(&block, arena, FRAMES);
    if (l) {
      l->block[c] = block;
    }
  }
  if (l) {
    l->n_late = FRAMES + N_ROUNDS * LQ_LIMIT_SHAVE_LATE;
    for (unsigned i = 0; i < N_STAGES; ++i) {
      l->n_late += l->stage[i].n_late;
    }
  }
  return l;
}

static void reset(void* const self)
{
  limiter* const l = self;
  lq_glide_reset(&l->gain);
  for (unsigned i = 0; i < N_STAGES; ++i) {
    lq_limit_stage_reset(&l->stage[i]);
  }
  for (unsigned c = 0; c < l->spec.n_channels; ++c) {
    for (unsigned i = 0; i < N_ROUNDS; ++i) {
      lq_limit_shave_reset(&l->shave[i][c]);
    }
    lq_line_reset(&l->block[c]);
  }
  l->n_before = l->stage[FIRST].n_late + N_ROUNDS * LQ_LIMIT_SHAVE_LATE;
  memset(l->n_clips, 0, sizeof l->n_clips);
  l->started = false;
}

static size_t latency_frames(const void* const self)
{
  const limiter* const l = self;
  return l->n_late;
}

static void update(void* const self, const float* const values)
{
  limiter* const l       = self;
  const bool     on      = values[LQ_LIMITER_ON] > 0.5F;
  const double   ceiling = lq_db_to_lin((double)values[LQ_LIMITER_CEILING]);
  lq_glide_to(&l->gain, on ? (float)lq_db_to_lin((double)values[LQ_LIMITER_GAIN]) : 1.0F);
  l->fall = lq_pole((double)values[LQ_LIMITER_RELEASE] * 0.001, l->spec.rate_hz / LQ_LIMIT_GROUP);
  const float before = l->ceiling_lin;
  // Off: a ceiling that nothing reaches.
  l->ceiling_lin = on ? (float)ceiling : FLT_MAX / 4;
  if (!l->started || l->ceiling_lin >= l->clamp_lin) {
    l->clamp_lin     = l->ceiling_lin;
    l->n_until_clamp = 0;
  } else if (l->ceiling_lin != before) {
    l->n_until_clamp = l->n_late;
  }
  l->started = true;
}

// Rounds of the clipper, each where the one before it found something.
// What a pulse puts before frame 0 nobody will hear, so the stages that follow must not count on
// it.
static void clip(limiter* const l, bool is_left, float* const* const io)
{
  const size_t n_zeros = l->n_before < FRAMES ? l->n_before : FRAMES;
  for (unsigned k = 0; k < N_ROUNDS; ++k) {
    l->n_clips[k] = is_left ? N_CLIP_BLOCKS : l->n_clips[k] - (l->n_clips[k] > 0);
    is_left       = false;
    for (unsigned c = 0; c < l->spec.n_channels; ++c) {
      is_left |=
          lq_limit_shave_process(&l->shave[k][c], &l->shave_coef, l->spec.simd,
                                 l->n_clips[k] ? FIRST_SHARE * l->ceiling_lin : FLT_MAX, io[c]);
    }
  }
  for (unsigned c = 0; c < l->spec.n_channels; ++c) {
    memset(io[c], 0, n_zeros * sizeof(float));
  }
  l->n_before -= n_zeros;
}

// A whole block, counted from frame 0: whatever the caller's blocks, the same work. A later stage
// hears only where the one before it moved: elsewhere that one heard the same and found nothing.
static void block(limiter* const l, float* const* const io)
{
  const lq_simd* const simd = l->spec.simd;
  bool                 busy = true;
  for (unsigned i = 0; i < N_STAGES; ++i) {
    const float ceiling_lin = l->ceiling_lin * (i == FIRST ? FIRST_SHARE : LAST_SHARE);
    busy = lq_limit_stage_process(&l->stage[i], simd, l->fall, ceiling_lin, busy, io);
    if (i == FIRST) {
      clip(l, lq_limit_stage_leaves(&l->stage[i]), io);
      busy = true;
    }
  }
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  limiter* const l = self;
  lq_glide_apply(&l->gain, l->spec.simd, io, l->spec.n_channels, n_frames);
  for (size_t done = 0, n; done < n_frames; done += n) {
    const size_t room = FRAMES - l->block[0].at, left = n_frames - done;
    float*       x[LQ_MAX_CHANNELS] = {0};
    n                               = left < room ? left : room;
    n = l->n_until_clamp && l->n_until_clamp < n ? l->n_until_clamp : n;
    for (unsigned c = 0; c < l->spec.n_channels; ++c) {
      lq_line_process(&l->block[c], io[c] + done, n);
      x[c] = l->block[c].ring;
      l->spec.simd->limit->clamp(io[c] + done, l->clamp_lin, n);
    }
    if (l->block[0].at == 0) { // full
      block(l, x);
    }
    if (l->n_until_clamp) {
      l->n_until_clamp -= n;
      l->clamp_lin = l->n_until_clamp ? l->clamp_lin : l->ceiling_lin;
    }
  }
}

static void meters(void* const self, float* const out)
{
  limiter* const        l     = self;
  lq_limit_meter* const meter = &l->stage[FIRST].meter;
  const double          most  = (double)meter->most * DB_PER_OCTAVE;
  const double          usual = (double)lq_limit_meter_usual(meter) * DB_PER_OCTAVE;
  out[0]                      = lq_param_clamp(&params[LQ_LIMITER_REDUCTION], (float)most);
  out[1]                      = lq_param_clamp(&params[LQ_LIMITER_USUAL], (float)usual);
  lq_limit_meter_reset(meter);
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
