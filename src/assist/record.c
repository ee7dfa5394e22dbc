// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/record.h"

#include "assist/loud.h"
#include "audio/reader.h"
#include "base/arena.h"
#include "base/fpu.h"
#include "base/maths.h"

#include <math.h>
#include <stdlib.h>

enum { BLOCK = 8192, BANDS = LQ_SPECTRUM_BANDS, LEAST_SEC = 10 };

bool lq_stretch_has(const lq_stretch s, const unsigned band)
{
  const double hz = lq_spectrum_band_hz(band); // edges are centres, and centres are rounded
  return hz > 0.95 * s.low_hz && hz < 1.05 * s.high_hz;
}

static double ratio_db(const double part, const double whole)
{
  return lq_power_to_db(fmax(1e-12, part / fmax(1e-30, whole)));
}

// A codec's low-pass falls by 25 dB from one third octave to the next; no music does.
static bool is_cut(const double* const band, const unsigned octave, const double rate_hz)
{
  const double   cut  = 0.00316227766016838; // -25 dB
  const unsigned last = 3 * octave + 3;
  bool           fall = false;
  for (unsigned b = last - 2; b < last; ++b) {
    fall = fall || (octave == LQ_TONE_OCTAVES - 1 && band[b] < cut * band[b - 1]);
  }
  return fall || 0.5 * rate_hz < 1.1 * lq_spectrum_band_hz(last - 1);
}

static void tone(lq_record_figures* const r, const double* const mid, const double* const side,
                 const double rate_hz)
{
  double band[BANDS], all = 0, m = 0, s = 0, low = 0, top = 0;
  for (unsigned b = 0; b < BANDS; ++b) {
    band[b] = mid[b] + side[b];
    all += b ? band[b] : 0; // the octaves begin at 25 Hz
    m += mid[b];
    s += side[b];
    low += lq_stretch_has(lq_low_end, b) ? band[b] : 0;
    top += lq_stretch_has(lq_top_end, b) ? band[b] : 0;
  }
  for (unsigned o = 0; o < LQ_TONE_OCTAVES; ++o) {
    r->octave_db[o] = ratio_db(band[3 * o + 1] + band[3 * o + 2] + band[3 * o + 3], all);
    r->known[o]     = !is_cut(band, o, rate_hz);
  }
  r->low_db  = ratio_db(low, all);
  r->top_db  = ratio_db(top, all);
  r->side_db = ratio_db(s, m);
  r->stereo  = r->side_db > -40;
}

// K-weighted power step by step; what is softer than -50 dB against the mean is a pause.
static size_t step_powers(double* const power, const lq_band_step* const steps, const size_t n)
{
  enum { PAUSE = 100000 }; // 50 dB
  double mean = 0;
  size_t left = 0;
  lq_loud_weigh(power, steps, n);
  for (size_t i = 0; i < n; ++i) {
    mean += power[i] / (double)n;
  }
  for (size_t i = 0; i < n; ++i) {
    power[left] = power[i];
    left += power[i] * PAUSE > mean && power[i] > 1e-10;
  }
  return left;
}

static double mean_of(const double* const x, const size_t n)
{
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += x[i] / (double)n;
  }
  return sum;
}

static void dynamics(lq_record_figures* const r, const double* const power, const size_t n,
                     double* const sorted, const double step_sec)
{
  const size_t wide = (size_t)round(0.4 / step_sec), bar = 2 * wide;
  size_t       n_levels = 0, n_hits = 0;
  double       hits = 0;
  for (size_t i = 0; i + wide <= n; i += wide / 2) {
    sorted[n_levels++] = mean_of(power + i, wide);
  }
  qsort(sorted, n_levels, sizeof *sorted, lq_by_size);
  const size_t last = n_levels - 1;
  r->spread_db      = ratio_db(sorted[last * 95 / 100], sorted[last / 2]);
  for (size_t i = 0; i + bar <= n; i += bar, ++n_hits) {
    double most = 0;
    for (size_t j = i; j < i + bar; ++j) {
      most = fmax(most, power[j]);
    }
    hits += ratio_db(most, mean_of(power + i, bar));
  }
  r->hits_db = hits / (double)n_hits;
}

static lq_status loud(lq_record_figures* const r, const lq_band_step* const steps, const size_t n,
                      double* const weight, const double step_sec)
{
  unsigned char* const is    = calloc(n + 1, sizeof *is);
  const lq_status      found = is ? lq_loud_find(is, weight, steps, n, step_sec) : LQ_ERR_MEMORY;
  if (!found) {
    lq_loud_mean(is, steps, n, r->loud_mid, r->loud_side);
  }
  free(is);
  return found;
}

static lq_status conclude(lq_record_figures* const r, const lq_band_steps* const bands,
                          const double rate_hz, const char* const path, lq_error* const error)
{
  size_t                    n;
  const lq_band_step* const steps      = lq_band_steps_list(bands, &n);
  const double              step_sec   = lq_band_steps_step_sec(bands);
  double* const             power      = calloc(2 * n + 2, sizeof *power);
  double                    mid[BANDS] = {0}, side[BANDS] = {0};
  if (!power) {
    return LQ_ERR_MEMORY;
  }
  const size_t left = step_powers(power, steps, n);
  if ((double)left * step_sec < LEAST_SEC) {
    free(power);
    return lq_fail_file(error, LQ_ERR_FORMAT, path,
                        "sounds for %.1f s; a reference needs %d s or more to go by.",
                        (double)left * step_sec, (int)LEAST_SEC);
  }
  for (size_t i = 0; i < n; ++i) {
    for (unsigned b = 0; b < BANDS; ++b) {
      mid[b] += (double)steps[i].mid[b];
      side[b] += (double)steps[i].side[b];
    }
  }
  tone(r, mid, side, rate_hz);
  dynamics(r, power, left, power + n + 1, step_sec);
  const lq_status st = loud(r, steps, n, power, step_sec);
  free(power);
  return st;
}

static lq_status listen(lq_reader* const reader, lq_band_steps* const bands, float* const* const x,
                        bool (*const stop)(void*), void* const user, lq_error* const error)
{
  for (size_t n = BLOCK; n == BLOCK;) {
    LQ_TRY(lq_reader_read(reader, x, BLOCK, &n, error));
    LQ_TRY(lq_band_steps_process(bands, (const float* const*)x, n));
    if (stop && stop(user)) {
      return lq_fail(error, LQ_ERR_CANCELLED, (lq_at){0}, "stopped.");
    }
  }
  return lq_band_steps_finish(bands);
}

lq_status lq_record_file(lq_record_figures* const record, const char* const path,
                         bool (*const stop)(void*), void* const user, lq_error* const error)
{
  lq_record_figures r      = {0};
  lq_reader*        reader = NULL;
  lq_band_steps*    bands  = NULL;
  float* const      memory = lq_alloc_aligned(2 * BLOCK * sizeof(float));
  float* const      x[2]   = {memory, memory + BLOCK};
  lq_status         st     = memory ? lq_reader_open(&reader, path, 0, error) : LQ_ERR_MEMORY;
  if (!st) {
    const double rate_hz = lq_reader_info(reader)->rate_hz;
    st                   = lq_band_steps_new(&bands, rate_hz, lq_reader_channels(reader));
    const __typeof__(lq_fpu_enter()) mode = lq_fpu_enter();
    st                                    = st ? st : listen(reader, bands, x, stop, user, error);
    st                                    = st ? st : conclude(&r, bands, rate_hz, path, error);
    lq_fpu_leave(mode);
  }
  if (!st) {
    *record = r;
  }
  lq_band_steps_free(bands);
  lq_reader_close(reader);
  free(memory);
  return st;
}
