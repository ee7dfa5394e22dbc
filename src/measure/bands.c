// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/bands.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/fft.h"
#include "dsp/simd.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CHANNELS = 24 };

static const double least_power = 1e-7; // -70 dBFS

struct lq_bands {
  double                rate_hz;
  unsigned              n_channels;
  size_t                n, n_bins, fill;
  bool                  begun; // the half block in front has been seen
  uint64_t              n_blocks;
  lq_fft*               fft;
  const lq_fft_kernels* kernels;
  float*                memory;
  float*                block[MAX_CHANNELS];
  float*                mixed; // mid or side of the block
  float*                power;
  double*               sum[LQ_BANDS_N]; // in one piece, at [0]
};

lq_status lq_bands_new(lq_bands** const bands, const double rate_hz, const unsigned n_channels)
{
  if (!(rate_hz >= 8000.0 && rate_hz <= 384000.0) || !n_channels || n_channels > MAX_CHANNELS) {
    return LQ_ERR_LIMIT;
  }
  lq_bands* const b = calloc(1, sizeof *b);
  if (!b) {
    return LQ_ERR_MEMORY;
  }
  b->rate_hz    = rate_hz;
  b->n_channels = n_channels;
  b->kernels    = lq_simd_best()->fft;
  for (b->n = 256; (double)b->n < 0.16 * rate_hz;) {
    b->n *= 2;
  }
  b->n_bins       = b->n / 2 + 1;
  const size_t n  = b->n + 16; // channels a power of two apart would share cache sets
  const size_t np = (b->n_bins + 31) / 16 * 16;
  b->memory       = lq_alloc_aligned((n * (n_channels + 1) + np * LQ_BANDS_N) * sizeof(float));
  b->sum[0]       = lq_alloc_aligned(b->n_bins * LQ_BANDS_N * sizeof(double));
  if (!b->memory || !b->sum[0] || lq_fft_new(&b->fft, b->n, b->kernels)) {
    lq_bands_free(b);
    return LQ_ERR_MEMORY;
  }
  for (unsigned c = 0; c < n_channels; ++c) {
    b->block[c] = b->memory + c * n;
  }
  b->mixed = b->memory + n_channels * n;
  b->power = b->mixed + n;
  for (unsigned i = 1; i < LQ_BANDS_N; ++i) {
    b->sum[i] = b->sum[0] + i * b->n_bins;
  }
  *bands = b;
  return LQ_OK;
}

void lq_bands_free(lq_bands* const b)
{
  if (b) {
    lq_fft_free(b->fft);
    free(b->memory);
    free(b->sum[0]);
    free(b);
  }
}

static float* power_of(const lq_bands* const b, const lq_bands_of of)
{
  return b->power + of * ((b->n_bins + 31) / 16 * 16);
}

static void add_mixed(lq_bands* const b, const float sign, const lq_bands_of of)
{
  for (size_t i = 0; i < b->n; ++i) {
    b->mixed[i] = 0.5F * (b->block[0][i] + sign * b->block[1][i]);
  }
  lq_fft_add_power(b->fft, b->mixed, 1.0F, power_of(b, of));
}

// The mean of left and right is the sum of mid and side, so three transforms do for two channels.
static void analyse(lq_bands* const b)
{
  float* const all     = power_of(b, LQ_BANDS_ALL);
  const bool   several = b->n_channels > 1;
  memset(b->power, 0, (size_t)(power_of(b, LQ_BANDS_N) - b->power) * sizeof *b->power);
  if (several) {
    add_mixed(b, 1.0F, LQ_BANDS_MID);
    add_mixed(b, -1.0F, LQ_BANDS_SIDE);
    lq_fft_add_power(b->fft, b->block[0], 1.0F, power_of(b, LQ_BANDS_LEFT));
    for (size_t i = 0; i < b->n_bins; ++i) {
      all[i] = (power_of(b, LQ_BANDS_MID)[i] + power_of(b, LQ_BANDS_SIDE)[i]) * 2.0F /
               (float)b->n_channels;
    }
  }
  for (unsigned c = several ? 2 : 0; c < b->n_channels; ++c) {
    lq_fft_add_power(b->fft, b->block[c], 1.0F / (float)b->n_channels, all);
  }
  if (b->kernels->total(all, b->n_bins) < least_power) {
    return;
  }
  for (unsigned of = 0; of < (several ? LQ_BANDS_N : 1); ++of) {
    b->kernels->add(power_of(b, (lq_bands_of)of), b->n_bins, b->sum[of]);
  }
  ++b->n_blocks;
}

void lq_bands_process(lq_bands* const b, const float* const* const x, const size_t n_frames)
{
  for (size_t done = 0; done < n_frames;) {
    const size_t room = b->n - b->fill;
    const size_t n    = n_frames - done < room ? n_frames - done : room;
    for (unsigned c = 0; c < b->n_channels; ++c) {
      memcpy(b->block[c] + b->fill, x[c] + done, n * sizeof(float));
    }
    b->fill += n;
    done += n;
    if (b->fill == b->n) {
      analyse(b);
      for (unsigned c = 0; c < b->n_channels; ++c) {
        memcpy(b->block[c], b->block[c] + b->n / 2, b->n / 2 * sizeof(float));
      }
      b->fill  = b->n / 2;
      b->begun = true;
    }
  }
}

void lq_bands_finish(lq_bands* const b)
{
  if (b->fill > (b->begun ? b->n / 2 : 0)) {
    for (unsigned c = 0; c < b->n_channels; ++c) {
      memset(b->block[c] + b->fill, 0, (b->n - b->fill) * sizeof(float));
    }
    analyse(b);
  }
  for (size_t i = 0; b->n_blocks && i < b->n_bins * LQ_BANDS_N; ++i) {
    b->sum[0][i] /= (double)b->n_blocks;
  }
  b->fill = 0;
}

const double* lq_bands_power(const lq_bands* const b, const lq_bands_of of)
{
  return b->sum[of];
}

size_t lq_bands_n_bins(const lq_bands* const b)
{
  return b->n_bins;
}

double lq_bands_between(const lq_bands* const b, const lq_bands_of of, const double low_hz,
                        const double high_hz)
{
  // Bin i covers i - 0.5 to i + 0.5.
  const double bins_a_hz = (double)b->n / b->rate_hz;
  const double from = low_hz * bins_a_hz + 0.5, to = high_hz * bins_a_hz + 0.5;
  double       sum = 0;
  for (size_t i = (size_t)from; i < b->n_bins && (double)i < to; ++i) {
    const double low  = (double)i > from ? (double)i : from;
    const double high = (double)(i + 1) < to ? (double)(i + 1) : to;
    sum += b->sum[of][i] * (high - low);
  }
  return sum;
}

double lq_bands_third_hz(const unsigned band)
{
  return 1000.0 * lq_exp(((double)band - 17.0) * (LQ_LN10 / 10.0));
}

double lq_bands_sixth_hz(const unsigned band)
{
  return 1000.0 * lq_exp(((double)band - 34.0) * (LQ_LN10 / 20.0));
}

double lq_bands_octave_hz(const unsigned band)
{
  return 1000.0 * lq_exp2((double)band - 5.0);
}

static double around(const lq_bands* const b, const lq_bands_of of, const double hz,
                     const double log_width)
{
  const double edge = lq_exp(0.5 * log_width);
  return lq_bands_between(b, of, hz / edge, hz * edge);
}

double lq_bands_third(const lq_bands* const b, const lq_bands_of of, const unsigned band)
{
  return around(b, of, lq_bands_third_hz(band), LQ_LN10 / 10.0);
}

double lq_bands_sixth(const lq_bands* const b, const lq_bands_of of, const unsigned band)
{
  return around(b, of, lq_bands_sixth_hz(band), LQ_LN10 / 20.0);
}

double lq_bands_octave(const lq_bands* const b, const lq_bands_of of, const unsigned band)
{
  return around(b, of, lq_bands_octave_hz(band), LQ_LN2);
}

static double mean_of(const double* const power, const size_t from, const size_t to)
{
  double sum = 0;
  for (size_t i = from; i < to; ++i) {
    sum += power[i];
  }
  return to > from ? sum / (double)(to - from) : 0.0;
}

lq_bands_edges lq_bands_find_edges(const lq_bands* const b)
{
  enum { WIDE = 8 }; // bins that are one place: 47 Hz at 48 kHz
  const double* const power  = b->sum[LQ_BANDS_ALL];
  const double        bin_hz = b->rate_hz / (double)b->n;
  lq_bands_edges      e      = {0};
  double              most   = 0;
  for (size_t i = 1; i + WIDE <= b->n_bins; ++i) {
    most = fmax(most, mean_of(power, i, i + WIDE));
  }
  if (most <= 0) {
    return e;
  }
  size_t low = 2, high = b->n_bins - WIDE; // what stands still leaks into bin 1
  while (low < high && power[low] < 1e-4 * most) {
    ++low;
  }
  while (high > low && mean_of(power, high, high + WIDE) < 1e-10 * most) {
    --high;
  }
  e.low_hz             = (double)low * bin_hz;
  e.high_hz            = (double)(high + WIDE) * bin_hz;
  const size_t edge    = high + WIDE;
  const size_t reach   = edge / 16 + 1; // a semitone
  const double below   = mean_of(power, edge > 2 * reach ? edge - 2 * reach : 0, edge - WIDE);
  const double beyond  = mean_of(power, edge + WIDE < b->n_bins ? edge + WIDE : b->n_bins,
                                edge + 2 * reach < b->n_bins ? edge + 2 * reach : b->n_bins);
  const double nothing = 1e-20;
  e.drop_db =
      edge + 2 * WIDE < b->n_bins ? lq_power_to_db((below + nothing) / (beyond + nothing)) : 0.0;
  return e;
}

double lq_bands_tilt(const lq_bands* const b)
{
  enum { FIRST = 7, LAST = 27 }; // 100 Hz and 10 kHz
  const double octaves_a_band = LQ_LN10 / 10.0 / LQ_LN2;
  double       n = 0, x = 0, y = 0, xx = 0, xy = 0;
  for (unsigned i = FIRST; i <= LAST; ++i) {
    const double p = lq_bands_third(b, LQ_BANDS_ALL, i);
    if (p > 0 && lq_bands_third_hz(i) * 1.12 < 0.5 * b->rate_hz) {
      const double at = octaves_a_band * i, db = lq_power_to_db(p);
      n += 1;
      x += at;
      y += db;
      xx += at * at;
      xy += at * db;
    }
  }
  const double spread = n * xx - x * x;
  return n >= 2 && spread > 0 ? (n * xy - x * y) / spread : 0.0;
}
