// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/eq_fir.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/dft.h"

#include <math.h>

enum { OVER = 4, LEAST_BLOCK = 8192 /* frames at 44.1 and 48 kHz */ };

static const double LEAST_RATE_HZ = 50000; // beyond it blocks are twice as long, and so on
// Time constants of the slowest band within half of the filter.
static const double N_TIMES = 9;
// 120 dB: 64 bands of 24 dB at one place would not fit into a float.
static const double MOST_LIN = 1e6;

struct lq_eq_fir {
  double      rate_hz;
  size_t      n_taps;
  lq_complex* bins;     // [OVER n_taps / 2]
  lq_complex* twiddles; // half as many
  float*      taps;     // [n_taps]
};

size_t lq_eq_fir_block(const double rate_hz)
{
  size_t n = LEAST_BLOCK;
  for (double r = LEAST_RATE_HZ; r < rate_hz; r *= 2) {
    n *= 2;
  }
  return n;
}

// The magnitude of a notch has a corner, which asks for more than its poles do.
static const double NOTCH_TIMES = 4;

// How fast what a quadratic rings dies away, 1 / s.
static double decay(const lq_quad* const q)
{
  const double h = 0.5 * q->e, w = 2.0 * LQ_PI * q->w;
  return h < 1 ? w * h : w * (h - sqrt(h * h - 1.0));
}

static double slowest(const lq_band* const band)
{
  const lq_prototype p = lq_band_prototype(band);
  return band->type == LQ_BAND_NOTCH ? decay(&p.den) / NOTCH_TIMES
                                     : fmin(decay(&p.num), decay(&p.den));
}

unsigned lq_eq_fir_parts(const lq_band* const bands, const unsigned n_bands, const double rate_hz)
{
  const double block_sec = (double)lq_eq_fir_block(rate_hz) / rate_hz;
  double       rate      = (double)INFINITY;
  for (unsigned b = 0; b < n_bands; ++b) {
    rate = fmin(rate, slowest(&bands[b]));
  }
  unsigned n = 2;
  while (n < LQ_EQ_FIR_MOST_PARTS && n / 2 * block_sec * rate < N_TIMES) {
    n *= 2;
  }
  return n;
}

lq_eq_fir* lq_eq_fir_prepare(lq_arena* const arena, const size_t n_taps, const double rate_hz)
{
  const size_t     n    = OVER / 2 * n_taps;
  lq_eq_fir* const f    = LQ_TAKE(arena, lq_eq_fir, 1);
  const lq_eq_fir  made = {.rate_hz  = rate_hz,
                           .n_taps   = n_taps,
                           .bins     = LQ_TAKE(arena, lq_complex, n),
                           .twiddles = LQ_TAKE(arena, lq_complex, n / 2),
                           .taps     = LQ_TAKE(arena, float, n_taps)};
  if (f) {
    *f = made;
    lq_dft_twiddles(n, f->twiddles);
  }
  return f;
}

static double taper(const double outwards) // 1 up to half of the way, 0 at the end
{
  return outwards < 0.5 ? 1.0 : 0.5 - 0.5 * lq_cos(2.0 * LQ_PI * outwards);
}

// How much of a band's analogue phase counts.
static double analogue_part(const double freq_hz, const double corner_hz)
{
  return corner_hz > 0 ? taper(0.5 + 0.5 * fmin(fmax(lq_log2(freq_hz / corner_hz), 0.0), 1.0))
                       : 0.0;
}

// What sounds of the bands.
typedef struct {
  lq_prototype shape[LQ_MAX_BANDS];
  double       part[LQ_MAX_BANDS]; // of its analogue phase
  unsigned     n;
} curve;

static curve curve_of(const lq_band* const bands, const unsigned n_bands, const double corner_hz)
{
  curve c = {.n = 0};
  for (unsigned b = 0; b < n_bands; ++b) {
    if (!lq_band_is_neutral(&bands[b])) {
      c.shape[c.n]  = lq_band_prototype(&bands[b]);
      c.part[c.n++] = analogue_part(bands[b].freq_hz, corner_hz);
    }
  }
  return c;
}

// At half the rate a response is real: what little phase is left in the upper half fades out.
static lq_complex response(const curve* const c, const double freq_hz, const double rate_hz)
{
  double power = 1.0, phase = 0.0;
  for (unsigned b = 0; b < c->n; ++b) {
    power *= lq_prototype_power(&c->shape[b], freq_hz);
    phase += c->part[b] > 0 ? c->part[b] * lq_prototype_phase(&c->shape[b], freq_hz) : 0.0;
  }
  const double lin = fmin(sqrt(power), MOST_LIN);
  phase *= phase == 0 ? 0 : taper(2.0 * freq_hz / rate_hz);
  return phase == 0 ? (lq_complex){lin, 0.0}
                    : (lq_complex){lin * lq_cos(phase), lin * lq_sin(phase)};
}

const float* lq_eq_fir_design(lq_eq_fir* const f, const lq_band* const bands,
                              const unsigned n_bands, const double corner_hz)
{
  const size_t n = OVER / 2 * f->n_taps, middle = f->n_taps / 2;
  const curve  c = curve_of(bands, n_bands, corner_hz);
  if (!c.n) {
    return NULL;
  }
  for (size_t k = 0; k <= n / 2; ++k) {
    const lq_complex r   = response(&c, (double)k * f->rate_hz / (double)n, f->rate_hz);
    f->bins[k]           = (lq_complex){r.re - 1.0, r.im};
    f->bins[(n - k) % n] = (lq_complex){r.re - 1.0, -r.im};
  }
  f->bins[n / 2].im = 0.0;
  f->bins[0].im     = 0.0;
  lq_dft(f->bins, n, f->twiddles);
  for (size_t i = 0; i < f->n_taps; ++i) {
    const double at = (double)i - (double)middle;
    const double h  = f->bins[(i + n - middle) % n].re / (double)n;
    f->taps[i]      = (float)(h * taper(fabs(at) / (double)middle));
  }
  return f->taps;
}
