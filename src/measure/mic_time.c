// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/mic_time.h"

#include "audio/reader.h"
#include "base/arena.h"
#include "base/maths.h"
#include "dsp/transform.h"
#include "measure/signature.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HOP = 20 }; // 5 ms at 4 kHz

static double hop_energy(const lq_signal s, const size_t hop)
{
  double sum = 0;
  for (size_t i = hop * HOP; i < (hop + 1) * HOP && i < s.n; ++i) {
    sum += (double)(s.x[i] * s.x[i]);
  }
  return sum;
}

static double loudest(const lq_signal s)
{
  double most = 0;
  for (size_t h = 0; h < s.n / HOP; ++h) {
    most = fmax(most, hop_energy(s, h));
  }
  return most;
}

// A rival that is as loud as the anchor but for 6 dB in these 30 ms, each against its own loudest
// hit, may be what is heard: how hot either was recorded says nothing.
static bool contested(const lq_signal* const rivals, const double* const loudest_energy,
                      const size_t n, const size_t hop, const double share)
{
  for (size_t r = 0; r < n; ++r) {
    for (size_t h = hop > 2 ? hop - 2 : 0; h < hop + 4; ++h) {
      if (hop_energy(rivals[r], h) > 0.25 * share * loudest_energy[r]) {
        return true;
      }
    }
  }
  return false;
}

void lq_hits_find(lq_hits* const hits, const lq_signal anchor, const lq_signal* const rivals,
                  const size_t n_rivals)
{
  enum { APART = 30, BACK = 4 };                             // hops
  const double most = loudest(anchor), loud = 0.0631 * most; // -12 dB
  double       rivals_most[LQ_MIC_RIVALS];
  const size_t n_heard = n_rivals < LQ_MIC_RIVALS ? n_rivals : LQ_MIC_RIVALS;
  for (size_t r = 0; r < n_heard; ++r) {
    rivals_most[r] = loudest(rivals[r]);
  }
  hits->n = 0;
  for (size_t h = BACK, last = 0; h < anchor.n / HOP && hits->n < LQ_MIC_HITS; ++h) {
    const double now = hop_energy(anchor, h);
    if (now > loud && now > 8.0 * hop_energy(anchor, h - BACK) && (!last || h > last + APART)) {
      last               = h;
      const double share = fmax(now, hop_energy(anchor, h + 1)) / most;
      if (!contested(rivals, rivals_most, n_heard, h, share)) {
        hits->start_sec[hits->n++] = (double)(h * HOP) / LQ_SIGNATURE_HZ;
      }
    }
  }
}

void lq_hits_spread(lq_hits* const hits, const lq_signal signal)
{
  enum { APART = 30 };                         // hops
  const double loud   = 0.1 * loudest(signal); // -10 dB
  const size_t n_hops = signal.n / HOP;
  const size_t step   = n_hops / LQ_MIC_HITS > APART ? n_hops / LQ_MIC_HITS : APART;
  hits->n             = 0;
  for (size_t h = 0; h < n_hops && hits->n < LQ_MIC_HITS; ++h) {
    const double at_hop = hop_energy(signal, h);
    if (at_hop > 0 && at_hop > loud) {
      hits->start_sec[hits->n++] = (double)(h * HOP) / LQ_SIGNATURE_HZ;
      h += step - 1;
    }
  }
}

typedef struct {
  lq_reader*    reader[2];
  float*        x[2][2]; // channels of each side
  lq_transform* t;
  size_t        n; // frames of a window
  size_t        n_bins;
  lq_bin*       first;               // [n_bins]
  double *      re, *im;             // [n_bins] sums of unit phasors
  double *      plain_re, *plain_im; // [n_bins] sums of plain products
  double *      aa, *bb;             // [n_bins] sums of each side's power
  size_t        room;
} work;

static lq_status read_window(work* const w, const unsigned side, const double start_sec,
                             const double rate_hz, lq_error* const error)
{
  const double before = 0.01;
  const double at     = fmax(0.0, start_sec - before) * rate_hz;
  size_t       got    = 0;
  LQ_TRY(lq_reader_seek(w->reader[side], (uint64_t)at, error));
  LQ_TRY(lq_reader_read(w->reader[side], w->x[side], w->n, &got, error));
  float* const y      = lq_transform_frames(w->t);
  const bool   stereo = lq_reader_channels(w->reader[side]) == 2;
  const size_t edge   = w->n / 8;
  for (size_t i = 0; i < w->n; ++i) {
    const float v =
        i < got ? (stereo ? 0.5F * (w->x[side][0][i] + w->x[side][1][i]) : w->x[side][0][i]) : 0.0F;
    const size_t from_end = w->n - i < i ? w->n - i : i;
    y[i]                  = from_end < edge ? v * (float)from_end / (float)edge : v;
  }
  lq_transform_forward(w->t);
  return LQ_OK;
}

static void add_hit(work* const w)
{
  const lq_bin* const q = lq_transform_bins(w->t);
  for (size_t i = 1; i < w->n_bins; ++i) {
    const lq_bin p  = w->first[i];
    const double pr = (double)p.re, pi = (double)p.im;
    const double qr = (double)q[i].re, qi = (double)q[i].im;
    const double re = pr * qr + pi * qi, im = pr * qi - pi * qr; // conj(p) q
    const double size = sqrt(re * re + im * im);
    if (size > 0) {
      w->re[i] += re / size;
      w->im[i] += im / size;
    }
    w->plain_re[i] += re;
    w->plain_im[i] += im;
    w->aa[i] += pr * pr + pi * pi;
    w->bb[i] += qr * qr + qi * qi;
  }
}

static int by_size(const void* const a, const void* const b)
{
  const float x = *(const float*)a, y = *(const float*)b;
  return (x > y) - (x < y);
}

typedef struct {
  double lag, clearness, rivalry;
} peak;

static float at_lag(const work* const w, const float* const x, const ptrdiff_t lag)
{
  const ptrdiff_t n = (ptrdiff_t)w->n;
  return fabsf(x[(lag % n + n) % n]);
}

// The greatest peak among lags up to 15 ms either way, refined by a parabola; how it stands over
// the median of all lags, and over the next one that is half a millisecond or more away.
static lq_status find_peak(const work* const w, const double rate_hz, const double from_hz,
                           const double to_hz, peak* const found)
{
  lq_bin* const y = lq_transform_bins(w->t);
  float* const  x = lq_transform_frames(w->t);
  for (size_t i = 0; i < w->n_bins; ++i) {
    const double hz = (double)i * rate_hz / (double)w->n;
    const bool   in = hz >= from_hz && hz <= to_hz;
    y[i]            = in ? (lq_bin){(float)w->re[i], (float)w->im[i]} : (lq_bin){0, 0};
  }
  lq_transform_backward(w->t);
  const ptrdiff_t most = (ptrdiff_t)(0.015 * rate_hz), apart = (ptrdiff_t)(0.0005 * rate_hz);
  ptrdiff_t       best = 0;
  float           next = 0;
  for (ptrdiff_t k = -most; k <= most; ++k) {
    best = at_lag(w, x, k) > at_lag(w, x, best) ? k : best;
  }
  for (ptrdiff_t k = -most; k <= most; ++k) {
    const bool far = k > best + apart || k < best - apart;
    next           = far ? fmaxf(next, at_lag(w, x, k)) : next;
  }
  const double a = (double)at_lag(w, x, best - 1), b = (double)at_lag(w, x, best),
               c = (double)at_lag(w, x, best + 1), bend = a - 2 * b + c;
  float* const sizes = malloc(w->n * sizeof *sizes);
  if (!sizes) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < w->n; ++i) {
    sizes[i] = fabsf(x[i]);
  }
  qsort(sizes, w->n, sizeof *sizes, by_size);
  const double middle = (double)sizes[w->n / 2];
  *found              = (peak){.lag       = (double)best + (bend < 0 ? 0.5 * (a - c) / bend : 0.0),
                               .clearness = middle > 0 ? b / middle : 0.0,
                               .rivalry   = next > 0 ? b / (double)next : 0.0};
  free(sizes);
  return LQ_OK;
}

// Correlation of both sides in a band, the second taken back by a lag.
static double phase_at(const work* const w, const double rate_hz, const double from_hz,
                       const double to_hz, const double lag_frames)
{
  double sum = 0, aa = 0, bb = 0;
  for (size_t i = 1; i < w->n_bins; ++i) {
    const double hz = (double)i * rate_hz / (double)w->n;
    if (hz < from_hz || hz > to_hz) {
      continue;
    }
    const double turn = 2.0 * LQ_PI * (double)i * lag_frames / (double)w->n;
    sum += w->plain_re[i] * lq_cos(turn) - w->plain_im[i] * lq_sin(turn);
    aa += w->aa[i];
    bb += w->bb[i];
  }
  return aa > 0 && bb > 0 ? sum / sqrt(aa * bb) : 0.0;
}

static lq_status open_all(work* const w, const char* const a, const char* const b,
                          lq_error* const error)
{
  LQ_TRY(lq_reader_open(&w->reader[0], a, 0, error));
  LQ_TRY(lq_reader_open(&w->reader[1], b, lq_reader_info(w->reader[0])->rate_hz, error));
  const double rate_hz = lq_reader_info(w->reader[0])->rate_hz;
  w->n                 = 4096;
  while ((double)w->n < 0.08 * rate_hz) {
    w->n *= 2;
  }
  w->n_bins = w->n / 2 + 1;
  LQ_TRY(lq_transform_new(&w->t, w->n));
  for (unsigned i = 0; i < 4; ++i) {
    w->x[i / 2][i % 2] = lq_alloc_aligned(w->n * sizeof(float));
    LQ_TRY(w->x[i / 2][i % 2] ? LQ_OK : LQ_ERR_MEMORY);
  }
  double* const sums = calloc(6 * w->n_bins, sizeof *sums);
  w->re              = sums;
  w->first           = calloc(w->n_bins, sizeof *w->first);
  LQ_TRY(sums && w->first ? LQ_OK : LQ_ERR_MEMORY);
  w->im       = sums + w->n_bins;
  w->plain_re = sums + 2 * w->n_bins;
  w->plain_im = sums + 3 * w->n_bins;
  w->aa       = sums + 4 * w->n_bins;
  w->bb       = sums + 5 * w->n_bins;
  return LQ_OK;
}

static lq_status measure(work* const w, lq_mic_time* const time, const lq_hits* const hits,
                         lq_error* const error)
{
  const double rate_hz = lq_reader_info(w->reader[0])->rate_hz;
  for (size_t h = 0; h < hits->n; ++h) {
    LQ_TRY(read_window(w, 0, hits->start_sec[h], rate_hz, error));
    memcpy(w->first, lq_transform_bins(w->t), w->n_bins * sizeof *w->first);
    LQ_TRY(read_window(w, 1, hits->start_sec[h], rate_hz, error));
    add_hit(w);
  }
  lq_mic_time m = {.rate_hz = rate_hz};
  peak        wide, low;
  LQ_TRY(find_peak(w, rate_hz, 100, 8000, &wide));
  LQ_TRY(find_peak(w, rate_hz, 80, 1500, &low));
  m.lag_frames       = wide.lag;
  m.low_lag_frames   = low.lag;
  m.clearness        = wide.clearness;
  m.rivalry          = wide.rivalry;
  m.in_phase         = phase_at(w, rate_hz, 60, 400, 0);
  m.in_phase_at_lag  = phase_at(w, rate_hz, 60, 400, m.lag_frames);
  m.gain_db          = lq_power_to_db((1.001 + phase_at(w, rate_hz, 100, 2000, m.lag_frames)) /
                                      (1.001 + phase_at(w, rate_hz, 100, 2000, 0)));
  const double apart = fabs(m.lag_frames - m.low_lag_frames) * 44100.0 / rate_hz;
  m.sure =
      apart <= 3 && m.clearness >= 9 && m.rivalry >= 1.3 && fabs(m.lag_frames) <= 0.012 * rate_hz;
  *time = m;
  return LQ_OK;
}

lq_status lq_mic_time_measure(lq_mic_time* const time, const char* const a, const char* const b,
                              const lq_hits* const hits, lq_error* const error)
{
  work      w  = {0};
  lq_status st = open_all(&w, a, b, error);
  st           = st ? st : measure(&w, time, hits, error);
  lq_reader_close(w.reader[0]);
  lq_reader_close(w.reader[1]);
  lq_transform_free(w.t);
  for (unsigned i = 0; i < 4; ++i) {
    free(w.x[i / 2][i % 2]);
  }
  free(w.re);
  free(w.first);
  return st;
}
