// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One processor under test: made with settings written as a person writes them, run over signals
/// in any blocks, its answer compared.
#ifndef LQ_TESTS_PROC_TOOLS_H
#define LQ_TESTS_PROC_TOOLS_H

#include "check.h"

#include "base/arena.h"
#include "base/fpu.h"
#include "base/maths.h"
#include "base/rng.h"
#include "dsp/simd.h"
#include "lacquer/proc.h"

#include <stdlib.h>

typedef struct {
  const lq_proc* proc;
  lq_spec        spec;
  float*         values;
  void*          self;
  void*          memory;
} rig;

/// @param n_bands  repeated rows, all at their defaults
static inline rig rig_new(const lq_proc* const proc, const double rate_hz,
                          const unsigned n_channels, const unsigned n_bands)
{
  rig r    = {.proc = proc,
              .spec = {.rate_hz    = rate_hz,
                       .n_channels = n_channels,
                       .n_bands    = n_bands,
                       .tempo_bpm  = 120,
                       .simd       = lq_simd_best()}};
  r.values = calloc(lq_proc_n_values(proc, n_bands) + 1, sizeof *r.values);
  lq_proc_defaults(proc, n_bands, r.values);
  return r;
}

/// rig_set(&r, "ratio", "4"); before rig_start, or between blocks followed by rig_update.
static inline void rig_set(rig* const r, const char* const symbol, const char* const text)
{
  const lq_param* const row = lq_param_find(r->proc->params, r->proc->n_params, symbol);
  CHECK(row != NULL);
  CHECK(row && !lq_param_parse(row, text, &r->values[row - r->proc->params]));
}

static inline void rig_set_band(rig* const r, const unsigned band, const char* const symbol,
                                const char* const text)
{
  const lq_proc* const  p   = r->proc;
  const lq_param* const row = lq_param_find(p->band_params, p->n_band_params, symbol);
  CHECK(row != NULL);
  CHECK(row && !lq_param_parse(row, text,
                               &r->values[p->n_params + (size_t)band * p->n_band_params +
                                          (size_t)(row - p->band_params)]));
}

/// (Re)make the instance from the values.
static inline void rig_start(rig* const r)
{
  free(r->memory);
  r->memory = NULL;
  CHECK(!lq_proc_new(r->proc, &r->spec, r->values, &r->self, &r->memory));
}

static inline void rig_update(rig* const r)
{
  r->proc->update(r->self, r->values);
}

static inline void rig_free(rig* const r)
{
  free(r->memory);
  free(r->values);
  *r = (rig){0};
}

static inline size_t rig_latency(const rig* const r)
{
  return r->proc->latency_frames ? r->proc->latency_frames(r->self) : 0;
}

/// Run in place over planar audio. io: [channels out + n_key][n_frames].
/// @param block  1 to LQ_MAX_FRAMES: that size; 0: random sizes from `seed`
static inline void rig_run(rig* const r, float* const* const io, const size_t n_frames,
                           const size_t block, const uint64_t seed)
{
  const unsigned n_io = lq_proc_n_out(r->proc, r->spec.n_channels) + r->spec.n_key;
  const __typeof__(lq_fpu_enter()) mode = lq_fpu_enter();
  float*                           part[8];
  for (size_t at = 0, turn = 0; at < n_frames; ++turn) {
    size_t n = block ? block : 1 + lq_rng_at(seed, turn) % LQ_MAX_FRAMES;
    n        = n < n_frames - at ? n : n_frames - at;
    for (unsigned c = 0; c < n_io; ++c) {
      part[c] = io[c] + at;
    }
    r->proc->process(r->self, part, n);
    at += n;
  }
  lq_fpu_leave(mode);
}

/// White noise, uniform in -peak to peak, by seed.
static inline void fill_noise(float* const x, const size_t n, const double peak,
                              const uint64_t seed)
{
  for (size_t i = 0; i < n; ++i) {
    x[i] = (float)(peak * ((double)(lq_rng_at(seed, i) >> 11U) * 0x1p-52 - 1.0));
  }
}

static inline void fill_sine(float* const x, const size_t n, const double peak,
                             const double freq_hz, const double rate_hz)
{
  for (size_t i = 0; i < n; ++i) {
    x[i] = (float)(peak * sin(2 * LQ_PI * fmod(freq_hz * (double)i / rate_hz, 1.0)));
  }
}

/// Level of one frequency in x, dB for amplitude, by projection with a Hann window.
static inline double tone_level_db(const float* const x, const size_t n, const double freq_hz,
                                   const double rate_hz)
{
  double re = 0, im = 0, sum = 0;
  for (size_t i = 0; i < n; ++i) {
    const double w = 0.5 - 0.5 * cos(2 * LQ_PI * ((double)i + 0.5) / (double)n);
    const double a = 2 * LQ_PI * fmod(freq_hz * (double)i / rate_hz, 1.0);
    re += w * x[i] * cos(a);
    im -= w * x[i] * sin(a);
    sum += w;
  }
  return 20 * log10(2 * sqrt(re * re + im * im) / sum);
}

/// 10 log10 (signal / error) over n samples; infinity when equal.
static inline double snr_db(const float* const got, const double* const want, const size_t n)
{
  double s = 0, e = 0;
  for (size_t i = 0; i < n; ++i) {
    s += want[i] * want[i];
    e += (got[i] - want[i]) * (got[i] - want[i]);
  }
  return 10 * log10(s / e);
}

#endif
