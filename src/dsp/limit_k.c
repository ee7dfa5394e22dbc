// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/limit.h"

#include "dsp/kernels.h"
#include "dsp/log2.h"

#include <string.h>

enum { TAPS = LQ_LIMIT_TAPS, OVER = LQ_LIMIT_OVER, GROUP = 16 };

// As many frames at once as seven sums leave room for in registers; each lane computes the same.
#if defined(__AVX512F__)
enum { LANES = 16 };
#elif defined(__AVX__)
enum { LANES = 8 };
#else
enum { LANES = 4 };
#endif

typedef float   vec __attribute__((vector_size(4 * LANES)));
typedef int32_t bits __attribute__((vector_size(4 * LANES)));

static inline vec load(const float* const x)
{
  vec v;
  memcpy(&v, x, sizeof v);
  return v;
}

static inline vec pick(const bits where, const vec a, const vec b)
{
  return (vec)((where & (bits)a) | (~where & (bits)b));
}

static inline vec magnitude(const vec x)
{
  return (vec)((bits)x & 0x7FFFFFFF); // all but the sign
}

static inline vec largest(const vec a, const vec b)
{
  return pick(a > b, a, b);
}

// Highest point of the parabola through three neighbours of equal distance, if it lies within
// `reach` of the middle one; else the middle one. x/0 is no danger: infinity is out of reach.
static inline vec top(const vec before, const vec at, const vec after, const float reach)
{
  const vec a    = 0.5F * (before + after) - at;
  const vec b    = 0.5F * (after - before);
  const vec q    = b / (magnitude(a) + 1e-30F);
  const vec peak = 0.25F * b * q + pick(a > 0, -at, at); // of -x when it bends upwards
  const vec here = magnitude(at);
  return pick(magnitude(q) <= 2 * reach, largest(peak, here), here);
}

static inline void between(const lq_limit_detector* const d, float* const y, const float* const x)
{
  vec u[OVER + 1];
  memset(u, 0, sizeof u);
  for (size_t t = 0; t < TAPS; ++t) {
    const vec v = load(x + t);
    for (size_t j = 1; j < OVER; ++j) {
      u[j] += d->fir[t][j] * v;
    }
  }
  u[0]     = load(x + LQ_LIMIT_BEFORE);
  u[OVER]  = load(x + LQ_LIMIT_BEFORE + 1);
  vec most = largest(magnitude(u[0]), magnitude(u[OVER]));
  for (size_t j = 1; j < OVER; ++j) {
    const float reach = j == 1 || j == OVER - 1 ? 1.0F : 0.55F;
    most              = largest(most, top(u[j - 1], u[j], u[j + 1], reach));
  }
  memcpy(y, &most, sizeof most);
}

static void points(const lq_limit_detector* const d, float u[const OVER], const float* const x)
{
  float sum[OVER] = {0};
  for (size_t t = 0; t < TAPS; ++t) {
    for (size_t j = 0; j < OVER; ++j) { // phase 0 has no taps
      sum[j] += d->fir[t][j] * x[t];
    }
  }
  memcpy(u, sum, sizeof sum);
  u[0] = x[LQ_LIMIT_BEFORE];
}

// The same as between() for one interval, with the long filter; eight chains, or it would wait.
// Phase 0, which needs no filter, hears what lies within 1/256 of half the rate instead, in four
// parts: no filter of finite length reads that between samples, so it is added in full.
static float fine_peak(const lq_limit_fine* const f, const float* const x)
{
  enum { CHAINS = 8, PART = LQ_LIMIT_FINE / LQ_LIMIT_PARTS };
  float sum[CHAINS][OVER] = {{0}}, unread = 0;
  for (size_t from = 0; from < LQ_LIMIT_FINE; from += PART) {
    for (size_t t = from; t < from + PART; t += CHAINS) {
      for (size_t c = 0; c < CHAINS; ++c) {
        for (size_t j = 0; j < OVER; ++j) {
          sum[c][j] += f->fir[t + c][j] * x[t + c];
        }
      }
    }
    float part = 0;
    for (size_t c = 0; c < CHAINS; ++c) {
      part += sum[c][0];
      sum[c][0] = 0;
    }
    unread += part * part;
  }
  float u[OVER + 1];
  for (size_t j = 0; j < OVER; ++j) {
    u[j] = ((sum[0][j] + sum[1][j]) + (sum[2][j] + sum[3][j])) +
           ((sum[4][j] + sum[5][j]) + (sum[6][j] + sum[7][j]));
  }
  u[0]       = x[LQ_LIMIT_FINE / 2 - 1];
  u[OVER]    = x[LQ_LIMIT_FINE / 2];
  float most = __builtin_fabsf(u[0]);
  most       = __builtin_fabsf(u[OVER]) > most ? __builtin_fabsf(u[OVER]) : most;
  for (size_t j = 1; j < OVER; ++j) {
    const float reach = j == 1 || j == OVER - 1 ? 1.0F : 0.55F;
    const vec   peak  = top(u[j - 1] + (vec){0}, u[j] + (vec){0}, u[j + 1] + (vec){0}, reach);
    most              = peak[0] > most ? peak[0] : most;
  }
  return most + 1.4F * __builtin_sqrtf(unread / LQ_LIMIT_PARTS);
}

static inline float larger(const float a, const float b)
{
  return a > b ? a : b;
}

// Greatest of each group of 16.
static void group_peaks(float* restrict const y, const float* restrict const x, const size_t n)
{
  for (size_t g = 0; g < n / GROUP; ++g) {
    const float* const v = x + g * GROUP;
    float              m[GROUP / 2];
    for (size_t k = 0; k < 8; ++k) {
      m[k] = larger(v[k], v[k + 8]);
    }
    for (size_t k = 0; k < 4; ++k) {
      m[k] = larger(m[k], m[k + 4]);
    }
    y[g] = larger(larger(m[0], m[2]), larger(m[1], m[3]));
  }
}

// A tone at half the rate of amplitude a bends by 4 a, and 48 taps read it less than 0.6 a low; 60
// dB of stop band leave one part in a thousand in doubt.
static void read_again(const lq_limit_fine* const fine, float* const y, const float* const x,
                       const float ceiling_lin, const float bend)
{
  const float from = 0.998F * ceiling_lin - 0.15F * bend;
  for (size_t k = 0; k < GROUP; ++k) {
    if (y[k] > from) {
      y[k] = fine_peak(fine, x + k - LQ_LIMIT_REACH);
    }
  }
}

// The interval's ends lie in groups g + 1 to g + 3, its second differences in g to g + 3.
static bool peaks(const lq_limit_detector* const d, float* restrict const y,
                  const float* restrict const x, const float ceiling_lin, const size_t n_frames)
{
  enum { N_GROUPS = LQ_LIMIT_FRAMES / GROUP + 4, SPAN = N_GROUPS * GROUP };
  float        level[SPAN], bend[SPAN], out[LQ_LIMIT_FRAMES + GROUP];
  float        level_peak[N_GROUPS], bend_peak[N_GROUPS];
  const size_t n_in = n_frames + TAPS - 1, n_bends = n_in - 2;
  const size_t n_span = (n_frames + GROUP - 1) / GROUP * GROUP + 3 * GROUP;
  for (size_t i = 0; i < n_in; ++i) {
    level[i] = __builtin_fabsf(x[i]);
  }
  for (size_t i = 0; i < n_bends; ++i) {
    bend[i] = __builtin_fabsf((x[i] - x[i + 1]) + (x[i + 2] - x[i + 1]));
  }
  memset(level + n_in, 0, (n_span - n_in) * sizeof *level);
  memset(bend + n_bends, 0, (n_span - n_bends) * sizeof *bend);
  group_peaks(level_peak, level, n_span);
  group_peaks(bend_peak, bend, n_span);
  const float safe = ceiling_lin * 0.9999F; // room for rounding
  const float rise = d->fine ? larger(d->bend, d->fine->bend) : d->bend;
  bool        any  = false;
  for (size_t i = 0; i < n_frames; i += GROUP) {
    const float* const l    = level_peak + i / GROUP;
    const float* const b    = bend_peak + i / GROUP;
    const float        most = larger(larger(l[1], l[2]), l[3]);
    if (most + rise * larger(larger(b[0], b[1]), larger(b[2], b[3])) <= safe) {
      memset(out + i, 0, GROUP * sizeof *out);
      continue;
    }
    any = true;
    for (size_t k = 0; k < GROUP; k += LANES) {
      between(d, out + i + k, x + i + k);
    }
    if (d->fine) {
      read_again(d->fine, out + i, x + i, safe, larger(larger(b[0], b[1]), larger(b[2], b[3])));
    }
  }
  memcpy(y, out, n_frames * sizeof *y);
  return any;
}

// A little more than needed, 6e-6 dB, covers the errors of log2, exp2 and the product.
static void reduction(float* const x, const float ceiling_lin, const size_t n_frames)
{
  const float inverse = 1.0F / ceiling_lin;
  for (size_t i = 0; i < n_frames; ++i) {
    const float r = lq_log2f(x[i] * inverse) + 1e-6F;
    x[i]          = r * (float)(x[i] > ceiling_lin); // a choice would be a branch
  }
}

static void apply(float* restrict const y, const float* restrict const x,
                  const float* restrict const r, const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    y[i] = x[i] * lq_exp2f(-r[i]);
  }
}

// In lanes, for the same sum on every level.
static float half_rate(const lq_limit_fine* const fine, const float* const x)
{
  enum { CHAINS = 32 };
  float sum[CHAINS] = {0};
  for (size_t t = 0; t < LQ_LIMIT_FINE; t += CHAINS) {
    for (size_t c = 0; c < CHAINS; ++c) {
      sum[c] += fine->half_rate[t + c] * x[t + c];
    }
  }
  for (size_t n = CHAINS / 2; n > 0; n /= 2) {
    for (size_t c = 0; c < n; ++c) {
      sum[c] += sum[c + n];
    }
  }
  return __builtin_fabsf(sum[0]);
}

// Lags in lanes, so that every level sums in the same order; many at once, since each sum waits for
// itself.
static void correlate(float* restrict const r, const float* restrict const x, const size_t n_lags)
{
  for (size_t from = 0; from < n_lags; from += LQ_LIMIT_LAG_GROUP) {
    float sum[LQ_LIMIT_LAG_GROUP] = {0};
    for (size_t i = 0; i < LQ_LIMIT_WINDOW; ++i) {
      for (size_t k = 0; k < LQ_LIMIT_LAG_GROUP; ++k) {
        sum[k] += x[i] * x[i + from + k];
      }
    }
    memcpy(r + from, sum, sizeof sum);
  }
}

static void clamp(float* const x, const float ceiling_lin, const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    float v = x[i];
    v       = v > ceiling_lin ? ceiling_lin : v;
    x[i]    = v < -ceiling_lin ? -ceiling_lin : v;
  }
}

extern const lq_limit_kernels LQ_KERNELS(limit);
const lq_limit_kernels        LQ_KERNELS(limit) = {.peaks     = peaks,
                                                   .points    = points,
                                                   .half_rate = half_rate,
                                                   .correlate = correlate,
                                                   .reduction = reduction,
                                                   .apply     = apply,
                                                   .clamp     = clamp};
