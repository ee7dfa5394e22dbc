// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Sessions under test: sound files in a folder of their own, tracks made from them, renders into
/// memory, and processors that do one thing so exactly that a wrong frame shows.
#ifndef LQ_TESTS_SESSION_TOOLS_H
#define LQ_TESTS_SESSION_TOOLS_H

#include "check.h"

#include "base/arena.h"
#include "base/maths.h"
#include "base/pool.h"
#include "base/rng.h"
#include "lacquer/render.h"

#include <sndfile.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// ---- Files ----

/// Name of a file in this test's folder; the folder is made on first use and left to the system's
/// temporary space. @param out [512]
static inline const char* temp_name(char* const out, const char* const name)
{
  const char* const base = getenv("TMPDIR");
  snprintf(out, 512, "%s/lacquer-test-%d-%s", base ? base : "/tmp", (int)getpid(), name);
  return out;
}

/// Write planar float as a WAV file of 32-bit float.
static inline void write_wav(const char* const path, const double rate_hz,
                             const unsigned n_channels, const float* const* const x, const size_t n)
{
  SF_INFO        info = {.samplerate = (int)rate_hz,
                         .channels   = (int)n_channels,
                         .format     = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
  SNDFILE* const file = sf_open(path, SFM_WRITE, &info);
  CHECK(file != NULL);
  float* const all = malloc(n * n_channels * sizeof *all + 1);
  for (size_t i = 0; i < n; ++i) {
    for (unsigned c = 0; c < n_channels; ++c) {
      all[i * n_channels + c] = x[c][i];
    }
  }
  CHECK(sf_writef_float(file, all, (sf_count_t)n) == (sf_count_t)n);
  sf_close(file);
  free(all);
}

static inline float noise_at(const uint64_t seed, const size_t i)
{
  return (float)(0.25 * ((double)(lq_rng_at(seed, i) >> 11U) * 0x1p-52 - 1.0));
}

// ---- A session in the making ----

enum { MAX_FILES = 64 };

typedef struct {
  lq_session* session;
  char        files[MAX_FILES][512];
  unsigned    n_files;
} desk;

static inline desk desk_new(const double rate_hz)
{
  desk d = {0};
  CHECK(!lq_session_new(&d.session));
  d.session->rate_hz = rate_hz;
  return d;
}

static inline void desk_free(desk* const d)
{
  lq_session_free(d->session);
  for (unsigned i = 0; i < d->n_files; ++i) {
    unlink(d->files[i]);
  }
}

/// A file of that session, removed with it.
static inline const char* desk_file(desk* const d, const double rate_hz, const unsigned n_channels,
                                    const float* const* const x, const size_t n)
{
  char name[32];
  snprintf(name, sizeof name, "%p-%u.wav", (void*)d->session, d->n_files);
  const char* const path = temp_name(d->files[d->n_files++], name);
  write_wav(path, rate_hz, n_channels, x, n);
  return path;
}

/// Noise by seed, a new file.
static inline const char* desk_noise(desk* const d, const double rate_hz, const unsigned n_channels,
                                     const size_t n, const uint64_t seed)
{
  float* x[2] = {malloc(n * sizeof(float)), malloc(n * sizeof(float))};
  for (size_t i = 0; i < n; ++i) {
    x[0][i] = noise_at(seed, i);
    x[1][i] = noise_at(seed + 1000, i);
  }
  const char* const path = desk_file(d, rate_hz, n_channels, (const float* const*)x, n);
  free(x[0]);
  free(x[1]);
  return path;
}

/// A file of silence with one sample of 1 at a frame.
static inline const char* desk_click(desk* const d, const unsigned n_channels, const size_t n,
                                     const size_t at)
{
  float* const x         = calloc(n, sizeof *x);
  x[at]                  = 1;
  const char* const path = desk_file(d, 48000, n_channels, (const float* const[]){x, x}, n);
  free(x);
  return path;
}

static inline void desk_clip(desk* const d, lq_strip* const strip, const char* const path,
                             const lq_clip* const how)
{
  lq_clip clip = how ? *how : (lq_clip){0};
  clip.path    = lq_pool_copy(d->session->pool, path);
  clip.file    = clip.path;
  CHECK(!lq_strip_add_clip(strip, d->session->pool, &clip));
}

/// A track with one file from time 0. The pan is opened (law unity, centre: both sides get the
/// signal as it is), so that a mono track adds exactly its samples.
static inline lq_strip* desk_track(desk* const d, const char* const name, const char* const path)
{
  lq_strip* const t = lq_session_add(d->session, LQ_STRIP_TRACK, name);
  CHECK(t != NULL);
  lq_device_set(&t->controls[LQ_CONTROL_PAN], "law", 3);
  if (path) {
    desk_clip(d, t, path, NULL);
  }
  return t;
}

static inline lq_device* desk_push(desk* const d, lq_strip* const strip, const lq_proc* const proc)
{
  lq_device device;
  CHECK(!lq_device_init(&device, d->session->pool, proc, 0));
  CHECK(!lq_chain_push(&strip->chain, d->session->pool, &device));
  return &strip->chain.devices[strip->chain.n - 1];
}

static inline void desk_automate(desk* const d, lq_device* const device, const size_t value,
                                 const lq_point* const points, const size_t n)
{
  const size_t n_values = lq_proc_n_values(device->proc, device->n_bands);
  if (!device->curves) {
    device->curves = LQ_POOL_TAKE(d->session->pool, lq_curve, n_values);
  }
  lq_point* const copy = LQ_POOL_TAKE(d->session->pool, lq_point, n);
  memcpy(copy, points, n * sizeof *copy);
  device->curves[value] = (lq_curve){copy, n};
}

// ---- A render in memory ----

typedef struct {
  float* x[2];
  size_t n, room;
} tape;

static inline lq_status tape_write(void* const user, const float* const* const x, const size_t n,
                                   lq_error* const error)
{
  (void)error;
  tape* const t = user;
  while (t->n + n > t->room) {
    t->room = t->room ? 2 * t->room : 65536;
    for (unsigned c = 0; c < 2; ++c) {
      t->x[c] = realloc(t->x[c], t->room * sizeof(float));
    }
  }
  for (unsigned c = 0; c < 2; ++c) {
    memcpy(t->x[c] + t->n, x[c], n * sizeof(float));
  }
  t->n += n;
  return LQ_OK;
}

static inline void tape_free(tape* const t)
{
  free(t->x[0]);
  free(t->x[1]);
  *t = (tape){0};
}

static inline tape desk_render_as(const desk* const d, const lq_render_options* const options)
{
  tape             t  = {0};
  lq_error         e  = {0};
  lq_render_result r  = {0};
  const lq_status  st = lq_render_session(d->session, (lq_sink){tape_write, &t}, options, &r, &e);
  if (st) {
    printf("# render: %s: %s\n", lq_status_name(st), e.text);
  }
  CHECK(!st);
  CHECK(r.n_frames == t.n);
  return t;
}

static inline tape desk_render(const desk* const d)
{
  const lq_render_options options = {.n_jobs = 2};
  return desk_render_as(d, &options);
}

static inline bool tape_same(const tape* const a, const tape* const b)
{
  return a->n == b->n && a->n && !memcmp(a->x[0], b->x[0], a->n * sizeof(float)) &&
         !memcmp(a->x[1], b->x[1], a->n * sizeof(float));
}

/// Sample of a tape, 0 behind its end.
static inline double tape_at(const tape* const t, const unsigned channel, const size_t i)
{
  return i < t->n ? (double)t->x[channel][i] : 0.0;
}

/// Frame of the first sample that is not 0; SIZE_MAX when there is none.
static inline size_t tape_first(const tape* const t)
{
  for (size_t i = 0; i < t->n; ++i) {
    if (t->x[0][i] != 0 || t->x[1][i] != 0) {
      return i;
    }
  }
  return SIZE_MAX;
}

// ---- Processors that do one thing ----

/// Late by `frames`, says so; multiplies by `gain` from the 64-frame grid on; meters its peak.
/// With a key it takes the key's first channel away from every channel: when both are the same
/// sound at the same time, silence is left.
typedef struct {
  lq_spec spec;
  size_t  n, at;
  float*  ring[2];
  float*  key_ring;
  float   gain, peak, tail;
  bool    nan;
} late;

enum { LATE_FRAMES, LATE_GAIN, LATE_TAIL, LATE_NAN, LATE_PEAK, LATE_N };

static const lq_param late_params[] = {
    {.symbol = "frames", .name = "Frames", .max = 100000, .flags = LQ_RESTART, .doc = "Late by."},
    {.symbol = "gain", .name = "Gain", .min = -1000, .max = 1000, .def = 1, .doc = "Factor."},
    {.symbol = "tail", .name = "Tail", .max = 10000000, .doc = "Tail that is claimed."},
    {.symbol = "nan", .name = "NaN", .max = 1, .doc = "Breaks."},
    {.symbol = "peak", .name = "Peak", .max = 1000, .flags = LQ_OUT, .doc = "Highest sample."}};

static inline void* late_prepare(lq_arena* const arena, const lq_spec* const spec,
                                 const float* const values)
{
  const size_t n  = (size_t)values[LATE_FRAMES];
  late* const  l  = LQ_TAKE(arena, late, 1);
  float* const r0 = LQ_TAKE(arena, float, n + 1);
  float* const r1 = LQ_TAKE(arena, float, n + 1);
  float* const rk = LQ_TAKE(arena, float, n + 1);
  if (l) {
    *l = (late){.spec = *spec, .n = n, .ring = {r0, r1}, .key_ring = rk};
  }
  return l;
}

static inline void late_reset(void* const self)
{
  late* const l = self;
  l->at         = 0;
  l->peak       = 0;
  memset(l->ring[0], 0, l->n * sizeof(float));
  memset(l->ring[1], 0, l->n * sizeof(float));
  memset(l->key_ring, 0, l->n * sizeof(float));
}

static inline void late_update(void* const self, const float* const values)
{
  late* const l = self;
  l->gain       = values[LATE_GAIN];
  l->tail       = values[LATE_TAIL];
  l->nan        = values[LATE_NAN] > 0.5F;
}

static inline void late_process(void* const self, float* const* const io, const size_t n)
{
  late* const l = self;
  for (size_t i = 0; i < n; ++i) {
    for (unsigned c = 0; c < l->spec.n_channels; ++c) {
      float x = io[c][i] * l->gain;
      if (l->spec.n_key) {
        x -= io[l->spec.n_channels][i];
      }
      l->peak = fabsf(x) > l->peak ? fabsf(x) : l->peak;
      if (l->n) {
        const float y     = l->ring[c][l->at];
        l->ring[c][l->at] = x;
        x                 = y;
      }
      io[c][i] = l->nan && x > 0.9F ? NAN : x;
    }
    l->at = l->n && l->at + 1 < l->n ? l->at + 1 : 0;
  }
}

static inline size_t late_latency(const void* const self)
{
  return ((const late*)self)->n;
}

static inline size_t late_tail(const void* const self)
{
  return (size_t)((const late*)self)->tail;
}

static inline void late_meters(void* const self, float* const out)
{
  late* const l = self;
  out[0]        = l->peak;
  l->peak       = 0;
}

static const lq_proc late_proc = {.symbol         = "late",
                                  .name           = "Late",
                                  .lv2_class      = "UtilityPlugin",
                                  .doc            = "Comes late.",
                                  .params         = late_params,
                                  .n_params       = LATE_N,
                                  .flags          = LQ_PROC_KEY,
                                  .prepare        = late_prepare,
                                  .reset          = late_reset,
                                  .update         = late_update,
                                  .process        = late_process,
                                  .latency_frames = late_latency,
                                  .tail_frames    = late_tail,
                                  .meters         = late_meters};

static inline lq_device* desk_late(desk* const d, lq_strip* const strip, const unsigned frames)
{
  lq_device* const device = desk_push(d, strip, &late_proc);
  lq_device_set(device, "frames", (float)frames);
  return device;
}

#endif
