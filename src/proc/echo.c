// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/echo.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/cut.h"
#include "dsp/fraction.h"
#include "dsp/glide.h"

#include <math.h>
#include <string.h>

static const lq_param params[] = {
    [LQ_ECHO_TIME]      = {.symbol = "time",
                           .name   = "Time",
                           .unit   = LQ_UNIT_MS,
                           .taper  = LQ_TAPER_LOG,
                           .min    = 1,
                           .max    = 2000,
                           .def    = 350,
                           .flags  = LQ_SMOOTH,
                           .doc    = "Time from repeat to repeat."},
    [LQ_ECHO_BEATS]     = {.symbol = "beats",
                           .name   = "Beats",
                           .unit   = LQ_UNIT_BEATS,
                           .max    = 4,
                           .flags  = LQ_SMOOTH,
                           .doc = "Repeats in the song's tempo, 0.75 for a dotted eighth; 0, or a song "
                                      "without a tempo, keeps to the time."},
    [LQ_ECHO_FEEDBACK]  = {.symbol = "feedback",
                           .name   = "Feedback",
                           .unit   = LQ_UNIT_PERCENT,
                           .max    = 95,
                           .def    = 35,
                           .flags  = LQ_SMOOTH,
                           .doc    = "How much of each repeat comes back as the next."},
    [LQ_ECHO_PING_PONG] = {.symbol = "ping_pong",
                           .name   = "Ping-pong",
                           .taper  = LQ_TAPER_TOGGLE,
                           .max    = 1,
                           .flags  = LQ_SMOOTH,
                           .doc    = "Repeats jump from left to right and back."},
    [LQ_ECHO_LOW_CUT]   = {.symbol = "low_cut",
                           .name   = "Low cut",
                           .unit   = LQ_UNIT_HZ,
                           .taper  = LQ_TAPER_LOG,
                           .min    = 20,
                           .max    = 2000,
                           .def    = 120,
                           .flags  = LQ_SMOOTH | LQ_OFF_MIN,
                           .doc    = "Each repeat loses lows, 12 dB per octave."},
    [LQ_ECHO_HIGH_CUT]  = {.symbol = "high_cut",
                           .name   = "High cut",
                           .unit   = LQ_UNIT_HZ,
                           .taper  = LQ_TAPER_LOG,
                           .min    = 500,
                           .max    = 20000,
                           .def    = 6000,
                           .flags  = LQ_SMOOTH,
                           .doc    = "Each repeat loses highs, 12 dB per octave."},
    [LQ_ECHO_SPREAD]    = {.symbol = "spread",
                           .name   = "Spread",
                           .unit   = LQ_UNIT_PERCENT,
                           .max    = 50,
                           .flags  = LQ_SMOOTH,
                           .doc    = "Left comes sooner and right later, by this share between them."},
    [LQ_ECHO_MIX]       = {.symbol = "mix",
                           .name   = "Mix",
                           .unit   = LQ_UNIT_PERCENT,
                           .max    = 100,
                           .def    = 100,
                           .flags  = LQ_SMOOTH,
                           .doc    = "From dry to echo alone, at equal power; 100 % on a return."},
    [LQ_ECHO_ON]        = {.symbol = "on",
                           .name   = "On",
                           .taper  = LQ_TAPER_TOGGLE,
                           .max    = 1,
                           .def    = 1,
                           .flags  = LQ_SMOOTH,
                           .doc    = "Off passes the input through."},
};
_Static_assert(sizeof params / sizeof *params == LQ_ECHO_N, "one row per enum");

enum {
  TAPS        = 32, // flat to 0.42 of the rate
  TAPS_WHOLE  = TAPS / 2 - 1,
  FADE_FRAMES = 1024, // from the old time to the new one, some 20 ms
  CHUNK       = 256,
};
static const double MOST_SEC = 10.0; // four beats at 24 a minute

// Where a channel reads.
typedef struct {
  bool   exact; // whole frames
  size_t frames;
  float  taps[TAPS];
} head;

typedef struct {
  double time_frames;
  double spread;
} place;

typedef struct {
  lq_spec  spec;
  float*   ring[2]; // [n_ring]
  size_t   n_ring, at;
  place    wanted, going; // where the heads should be, where they are or fade to
  head     heads[2], old[2];
  unsigned fade; // frames done; FADE_FRAMES: none
  bool     started;
  lq_cut   cut;
  lq_glide in_left, in_cross, in_right; // left to left, right to left, right to right
  lq_glide back_same[2], back_cross[2]; // feedback
  lq_glide wet_gain[2], dry_gain[2];
  size_t   tail;
} echo;

static double time_sec(const lq_spec* const spec, const float* const values)
{
  const bool in_tempo = values[LQ_ECHO_BEATS] > 0 && spec->tempo_bpm > 0;
  return in_tempo ? (double)values[LQ_ECHO_BEATS] * 60.0 / spec->tempo_bpm
                  : (double)values[LQ_ECHO_TIME] * 0.001;
}

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  (void)values;
  const double beats =
      spec->tempo_bpm > 0 ? (double)params[LQ_ECHO_BEATS].max * 60.0 / spec->tempo_bpm : 0.0;
  const double time = (double)params[LQ_ECHO_TIME].max * 0.001;
  const double wide = 1.0 + (double)params[LQ_ECHO_SPREAD].max / 200.0;
  const double most = (beats > time ? beats : time) * wide;
  echo* const  e    = LQ_TAKE(arena, echo, 1);
  echo         plan = {.spec = *spec};
  plan.n_ring = (size_t)((most < MOST_SEC ? most : MOST_SEC) * spec->rate_hz) + TAPS + CHUNK + 2;
  for (unsigned c = 0; c < 2; ++c) {
    plan.ring[c] = LQ_TAKE(arena, float, plan.n_ring);
  }
  if (e) {
    *e = plan;
  }
  return e;
}

static void reset(void* const self)
{
  echo* const e = self;
  lq_cut_reset(&e->cut);
  lq_glide_reset(&e->in_left);
  lq_glide_reset(&e->in_cross);
  lq_glide_reset(&e->in_right);
  for (unsigned c = 0; c < 2; ++c) {
    memset(e->ring[c], 0, e->n_ring * sizeof(float));
    lq_glide_reset(&e->back_same[c]);
    lq_glide_reset(&e->back_cross[c]);
    lq_glide_reset(&e->wet_gain[c]);
    lq_glide_reset(&e->dry_gain[c]);
  }
  e->at      = 0;
  e->fade    = FADE_FRAMES;
  e->started = false;
}

static head design(const echo* const e, const double frames_wanted)
{
  const double most   = (double)(e->n_ring - TAPS - CHUNK - 1);
  const double least  = TAPS; // the reader must stay behind the writer
  const double frames = frames_wanted < least ? least : frames_wanted < most ? frames_wanted : most;
  const double nearest = floor(frames + 0.5);
  head         h       = {.frames = (size_t)nearest, .exact = fabs(frames - nearest) < 1e-3};
  if (!h.exact) {
    h.frames = (size_t)frames;
    lq_fraction_design(h.taps, TAPS, frames - floor(frames), 7.0);
  }
  return h;
}

static void go(echo* const e)
{
  e->going    = e->wanted;
  e->heads[0] = design(e, e->going.time_frames * (1.0 - e->going.spread / 2));
  e->heads[1] = design(e, e->going.time_frames * (1.0 + e->going.spread / 2));
}

// Leave for the wanted time when no fade is under way.
static void depart(echo* const e)
{
  const bool there =
      e->wanted.time_frames == e->going.time_frames && e->wanted.spread == e->going.spread;
  if (e->fade == FADE_FRAMES && !there) {
    memcpy(e->old, e->heads, sizeof e->old);
    go(e);
    e->fade = 0;
  }
}

static void update_levels(echo* const e, const float* const values)
{
  const bool   on   = values[LQ_ECHO_ON] > 0.5F;
  const double mix  = on ? (double)values[LQ_ECHO_MIX] / 100.0 : 0.0;
  const double wet  = mix <= 0 ? 0.0 : lq_sin(mix * LQ_PI / 2);
  const double dry  = mix >= 1 ? 0.0 : lq_cos(mix * LQ_PI / 2);
  const bool   pong = values[LQ_ECHO_PING_PONG] > 0.5F;
  const float  back = values[LQ_ECHO_FEEDBACK] / 100.0F;
  lq_glide_to(&e->in_left, pong ? 0.5F : 1.0F);
  lq_glide_to(&e->in_cross, pong ? 0.5F : 0.0F);
  lq_glide_to(&e->in_right, pong ? 0.0F : 1.0F);
  for (unsigned c = 0; c < 2; ++c) {
    lq_glide_to(&e->back_same[c], pong ? 0.0F : back);
    lq_glide_to(&e->back_cross[c], pong ? back : 0.0F);
    lq_glide_to(&e->wet_gain[c], (float)wet);
    lq_glide_to(&e->dry_gain[c], (float)dry);
  }
}

static void update(void* const self, const float* const values)
{
  echo* const  e   = self;
  const double low = values[LQ_ECHO_LOW_CUT] <= params[LQ_ECHO_LOW_CUT].min
                         ? 0.0
                         : (double)values[LQ_ECHO_LOW_CUT];
  update_levels(e, values);
  lq_cut_to(&e->cut, low, (double)values[LQ_ECHO_HIGH_CUT], e->spec.rate_hz);
  e->wanted = (place){.time_frames = time_sec(&e->spec, values) * e->spec.rate_hz,
                      .spread      = (double)values[LQ_ECHO_SPREAD] / 100.0};
  if (!e->started) {
    e->started = true;
    go(e);
  } else {
    depart(e);
  }
  // Repeats until -100 dB, each one time later than the last.
  const double back    = (double)values[LQ_ECHO_FEEDBACK] / 100.0;
  const double repeats = back > 1e-5 ? 2.0 - 5.0 * LQ_LN10 / lq_log(back) : 2.0;
  e->tail              = (size_t)(repeats * e->wanted.time_frames * (1.0 + e->wanted.spread / 2)) +
            (size_t)(0.1 * e->spec.rate_hz) + TAPS + FADE_FRAMES;
}

// What a head hears during the next n frames.
static void listen(const echo* const e, const unsigned c, const head* const h, float* const y,
                   const size_t n)
{
  float        past[CHUNK + TAPS];
  const size_t extra = h->exact ? 0 : TAPS - 1;
  const size_t back  = h->exact ? h->frames : h->frames - TAPS_WHOLE + extra;
  const size_t at    = (e->at + e->n_ring - back) % e->n_ring;
  const size_t need  = n + extra;
  const size_t left  = e->n_ring - at;
  const size_t first = left < need ? left : need;
  memcpy(past, e->ring[c] + at, first * sizeof(float));
  memcpy(past + first, e->ring[c], (need - first) * sizeof(float));
  if (h->exact) {
    memcpy(y, past, n * sizeof(float));
  } else {
    e->spec.simd->space->fir(y, past + extra, h->taps, TAPS, n);
  }
}

static void hear(const echo* const e, const unsigned c, float* const y, const size_t n)
{
  listen(e, c, &e->heads[c], y, n);
  if (e->fade < FADE_FRAMES) {
    float before[CHUNK];
    listen(e, c, &e->old[c], before, n);
    for (size_t i = 0; i < n; ++i) {
      const float part = (float)(int)(e->fade + i + 1) / (float)FADE_FRAMES;
      y[i]             = before[i] + part * (y[i] - before[i]);
    }
  }
}

static void remember(echo* const e, const unsigned c, const float* const x, const size_t n)
{
  const size_t left  = e->n_ring - e->at;
  const size_t first = left < n ? left : n;
  memcpy(e->ring[c] + e->at, x, first * sizeof(float));
  memcpy(e->ring[c], x + first, (n - first) * sizeof(float));
}

static void chunk(echo* const e, float* const* const io, const size_t n)
{
  float  left[CHUNK], right[CHUNK], next[2][CHUNK] = {{0}};
  float* wet[2] = {left, right};
  hear(e, 0, left, n);
  hear(e, 1, right, n);
  lq_cut_process(&e->cut, wet, n);
  lq_glide_add(&e->in_left, next[0], io[0], n);
  lq_glide_add(&e->in_cross, next[0], io[1], n);
  lq_glide_add(&e->in_right, next[1], io[1], n);
  for (unsigned c = 0; c < 2; ++c) {
    lq_glide_add(&e->back_same[c], next[c], wet[c], n);
    lq_glide_add(&e->back_cross[c], next[c], wet[1 - c], n);
    remember(e, c, next[c], n);
  }
  for (unsigned c = 0; c < 2; ++c) {
    lq_glide_apply(&e->dry_gain[c], e->spec.simd, &io[c], 1, n);
    lq_glide_add(&e->wet_gain[c], io[c], wet[c], n);
  }
  e->at = (e->at + n) % e->n_ring;
}

// Frames that can be read before any of them is written.
static size_t room(const echo* const e)
{
  size_t least = CHUNK;
  for (unsigned c = 0; c < 2; ++c) {
    const size_t a = e->heads[c].frames - TAPS_WHOLE;
    const size_t b = e->fade < FADE_FRAMES ? e->old[c].frames - TAPS_WHOLE : a;
    least          = a < least ? a : least;
    least          = b < least ? b : least;
  }
  return least;
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  echo* const e = self;
  if (e->spec.n_channels == 1) {
    memcpy(io[1], io[0], n_frames * sizeof(float));
  }
  for (size_t at = 0; at < n_frames;) {
    const size_t most = room(e);
    const size_t left = e->fade < FADE_FRAMES ? FADE_FRAMES - e->fade : CHUNK;
    size_t       n    = n_frames - at < most ? n_frames - at : most;
    n                 = n < left ? n : left;
    chunk(e, (float* [2]){io[0] + at, io[1] + at}, n);
    at += n;
    if (e->fade < FADE_FRAMES) {
      e->fade += (unsigned)n;
      depart(e);
    }
  }
}

static size_t tail_frames(const void* const self)
{
  return ((const echo*)self)->tail;
}

const lq_proc lq_echo = {.symbol    = "echo",
                         .name      = "Echo",
                         .lv2_class = "DelayPlugin",
                         .doc       = "Repeats in time or in tempo that grow duller as they fade.",
                         .params    = params,
                         .n_params  = LQ_ECHO_N,
                         .flags     = LQ_PROC_STEREO,
                         .prepare   = prepare,
                         .reset     = reset,
                         .update    = update,
                         .process   = process,
                         .tail_frames = tail_frames};
