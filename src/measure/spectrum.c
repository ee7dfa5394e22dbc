// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/spectrum.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/fft.h"
#include "dsp/simd.h"

#include <stdlib.h>
#include <string.h>

enum { CLASSES = 16, CLASS_DB = 10, GATE_CLASSES = 6, MAX_CHANNELS = 24 };

struct lq_spectrum {
  double                rate_hz;
  unsigned              n_channels;
  size_t                n, fill; // frames of a block, and in it
  uint64_t              start;   // first frame of the block
  lq_fft*               fft;
  const lq_fft_kernels* kernels;
  float*                block[MAX_CHANNELS];
  float*                memory;
  float*                power;        // of the block
  double*               sum[CLASSES]; // by level, so that the gate can be set at the end
  uint64_t              n_blocks[CLASSES];
  lq_spectrum_listener* listener;
  void*                 user;
};

lq_status lq_spectrum_new(lq_spectrum** const spectrum, const double rate_hz,
                          const unsigned n_channels)
{
  if (!(rate_hz >= 8000.0 && rate_hz <= 384000.0) || !n_channels || n_channels > MAX_CHANNELS) {
    return LQ_ERR_LIMIT;
  }
  lq_spectrum* const s = calloc(1, sizeof *s);
  if (!s) {
    return LQ_ERR_MEMORY;
  }
  s->rate_hz    = rate_hz;
  s->n_channels = n_channels;
  s->kernels    = lq_simd_best()->fft;
  for (s->n = 256; (double)s->n < 0.16 * rate_hz;) {
    s->n *= 2;
  }
  s->memory = lq_alloc_aligned((s->n * n_channels + s->n / 2 + 1) * sizeof(float));
  if (!s->memory || lq_fft_new(&s->fft, s->n, s->kernels)) {
    lq_spectrum_free(s);
    return LQ_ERR_MEMORY;
  }
  for (unsigned c = 0; c < n_channels; ++c) {
    s->block[c] = s->memory + c * s->n;
  }
  s->power  = s->memory + n_channels * s->n;
  *spectrum = s;
  return LQ_OK;
}

void lq_spectrum_free(lq_spectrum* const s)
{
  if (s) {
    for (unsigned k = 0; k < CLASSES; ++k) {
      free(s->sum[k]);
    }
    lq_fft_free(s->fft);
    free(s->memory);
    free(s);
  }
}

void lq_spectrum_listen(lq_spectrum* const s, lq_spectrum_listener* const listener,
                        void* const user)
{
  s->listener = listener;
  s->user     = user;
}

static lq_status analyse(lq_spectrum* const s)
{
  const size_t n_bins = lq_spectrum_n_bins(s);
  memset(s->power, 0, n_bins * sizeof *s->power);
  for (unsigned c = 0; c < s->n_channels; ++c) {
    lq_fft_add_power(s->fft, s->block[c], 1.0F / (float)s->n_channels, s->power);
  }
  const double total = s->kernels->total(s->power, n_bins);
  if (s->listener) {
    s->listener(s->user, s->start + s->n / 2, s->power, n_bins);
  }
  const double place = total > 0 ? (lq_power_to_db(total) + 130.0) / CLASS_DB : -1.0;
  if (place < 0) {
    return LQ_OK; // below -130 dBFS nothing sounds
  }
  const unsigned k = place < CLASSES - 1 ? (unsigned)place : CLASSES - 1;
  if (!s->sum[k] && !(s->sum[k] = calloc(n_bins, sizeof **s->sum))) {
    return LQ_ERR_MEMORY;
  }
  s->kernels->add(s->power, n_bins, s->sum[k]);
  ++s->n_blocks[k];
  return LQ_OK;
}

lq_status lq_spectrum_process(lq_spectrum* const s, const float* const* const x,
                              const size_t n_frames)
{
  const size_t half = s->n / 2;
  for (size_t done = 0; done < n_frames;) {
    const size_t room = s->n - s->fill;
    const size_t n    = n_frames - done < room ? n_frames - done : room;
    for (unsigned c = 0; c < s->n_channels; ++c) {
      memcpy(s->block[c] + s->fill, x[c] + done, n * sizeof(float));
    }
    s->fill += n;
    done += n;
    if (s->fill == s->n) {
      LQ_TRY(analyse(s));
      for (unsigned c = 0; c < s->n_channels; ++c) {
        memcpy(s->block[c], s->block[c] + half, half * sizeof(float));
      }
      s->fill = half;
      s->start += half;
    }
  }
  return LQ_OK;
}

lq_status lq_spectrum_finish(lq_spectrum* const s)
{
  if (!s->fill || (s->start && s->fill == s->n / 2)) {
    return LQ_OK; // all of it has been seen
  }
  for (unsigned c = 0; c < s->n_channels; ++c) {
    memset(s->block[c] + s->fill, 0, (s->n - s->fill) * sizeof(float));
  }
  s->fill = 0;
  return analyse(s);
}

size_t lq_spectrum_n_bins(const lq_spectrum* const s)
{
  return s->n / 2 + 1;
}

void lq_spectrum_read(const lq_spectrum* const s, double* const power)
{
  const size_t n_bins = lq_spectrum_n_bins(s);
  memset(power, 0, n_bins * sizeof *power);
  unsigned top = CLASSES;
  while (top && !s->n_blocks[top - 1]) {
    --top;
  }
  uint64_t n = 0;
  for (unsigned k = top > GATE_CLASSES ? top - GATE_CLASSES : 0; k < top; ++k) {
    n += s->n_blocks[k];
    for (size_t i = 0; s->sum[k] && i < n_bins; ++i) {
      power[i] += s->sum[k][i];
    }
  }
  for (size_t i = 0; n && i < n_bins; ++i) {
    power[i] /= (double)n;
  }
}

double lq_spectrum_band_hz(const unsigned band)
{
  return 1000.0 * lq_exp(((double)band - 17.0) * (LQ_LN10 / 10.0));
}

void lq_spectrum_bands(const double* const power, const size_t n_bins, const double rate_hz,
                       double* const band)
{
  const double bins_a_hz = 2.0 * (double)(n_bins - 1) / rate_hz;
  const double edge      = lq_exp(LQ_LN10 / 20.0); // half a tenth of a decade
  for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
    // Bin i covers i - 0.5 to i + 0.5.
    const double from = lq_spectrum_band_hz(b) / edge * bins_a_hz + 0.5;
    const double to   = lq_spectrum_band_hz(b) * edge * bins_a_hz + 0.5;
    double       sum  = 0;
    for (size_t i = (size_t)from; i < n_bins && (double)i < to; ++i) {
      const double low  = (double)i > from ? (double)i : from;
      const double high = (double)(i + 1) < to ? (double)(i + 1) : to;
      sum += power[i] * (high - low);
    }
    band[b] = sum;
  }
}
