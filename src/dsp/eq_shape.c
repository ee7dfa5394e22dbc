// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/eq_shape.h"

#include "base/maths.h"

#include <math.h>

static double quad_power(const lq_quad* const q, const double w)
{
  const double re = (q->w - w) * (q->w + w), im = q->e * q->w * w;
  return re * re + im * im;
}

double lq_prototype_power(const lq_prototype* const p, const double w)
{
  return p->k * p->k * quad_power(&p->num, w) / quad_power(&p->den, w);
}

static double quad_phase(const lq_quad* const q, const double w)
{
  const double re = (q->w - w) * (q->w + w), im = q->e * q->w * w;
  return im > 0 ? 0.5 * LQ_PI - lq_atan(re / im) : re < 0 ? LQ_PI : 0.0;
}

double lq_prototype_phase(const lq_prototype* const p, const double w)
{
  return quad_phase(&p->num, w) - quad_phase(&p->den, w);
}

double lq_tan_squared(const double w)
{
  const double half = lq_tan(0.5 * w);
  return half * half;
}

double lq_eq_shape_power(const lq_eq_shape* const s, const double t)
{
  return s->gain * s->gain * lq_factor_power(&s->f[0], t) * lq_factor_power(&s->f[1], t) /
         (lq_factor_power(&s->f[2], t) * lq_factor_power(&s->f[3], t));
}

// R(t) = t (b0 + b1 t) / (1 + a1 t + a2 t^2)
typedef struct {
  double b0, b1, a1, a2;
} warp;

static double warp_at(const warp* const r, const double t)
{
  return t * (r->b0 + r->b1 * t) / (1.0 + t * (r->a1 + r->a2 * t));
}

// R exact at four frequencies, rising. t / R is found by Thiele's continued fraction
//   c0 + (t - t0) / (c1 + (t - t1) / (c2 + (t - t2) / c3)).
static warp warp_through(const double w[4])
{
  double t[4], c[4];
  for (unsigned i = 0; i < 4; ++i) {
    t[i] = lq_tan_squared(w[i]);
    c[i] = t[i] / (w[i] * w[i]);
    for (unsigned k = 0; k < i; ++k) {
      c[i] = (t[i] - t[k]) / (c[i] - c[k]);
    }
  }
  // c2 + (t - t2)/c3 = (t + m) / c3; then up the fraction.
  const double m = c[2] * c[3] - t[2], n = c[1] + c[3], l = c[1] * m - c[3] * t[1];
  const double norm = 1.0 / (c[0] * l - t[0] * m);
  return (warp){l * norm, n * norm, (c[0] * n + m - t[0]) * norm, norm};
}
// Move a corner so that the digital filter has it where the analogue one has it.
static lq_quad prewarp(const warp* const r, const lq_quad q, const double end_w)
{
  const double w = q.w < end_w ? q.w : end_w;
  return (lq_quad){q.w * sqrt(warp_at(r, lq_tan_squared(w))) / w, q.e};
}

typedef struct {
  double re, im;
} cplx;

static cplx csqrt_of(const cplx z)
{
  const double m  = sqrt(z.re * z.re + z.im * z.im);
  const double re = sqrt(0.5 * (m + fabs(z.re)));
  const double im = re > 0 ? 0.5 * fabs(z.im) / re : 0.0;
  const double sr = z.re < 0 ? im : re, si = z.re < 0 ? re : im;
  return (cplx){sr, z.im < 0 ? -si : si};
}

// |v t - u|^2 = |a sigma^2 + b sigma + c|^2 at sigma^2 = -t.
static lq_factor conjugates(const cplx u, const cplx v)
{
  const double mu = sqrt(u.re * u.re + u.im * u.im), mv = sqrt(v.re * v.re + v.im * v.im);
  const double re = u.re * v.re + u.im * v.im, im = u.im * v.re - u.re * v.im;
  const double half = re > 0 ? im * im / (mu * mv + re) : mu * mv - re;
  return (lq_factor){mv, sqrt(2.0 * half), mu};
}

// The roots in t of R(t) = r, stably: t1 = 2r / s, t2 = -s / (2 v), s = p + sqrt(p^2 + 4 r v),
// p = b0 - r a1, v = b1 - r a2.
static void split_complex(const warp* const w, const cplx r, lq_factor out[2])
{
  const cplx p = {w->b0 - r.re * w->a1, -r.im * w->a1};
  const cplx v = {w->b1 - r.re * w->a2, -r.im * w->a2};
  const cplx d = {p.re * p.re - p.im * p.im + 4.0 * (r.re * v.re - r.im * v.im),
                  2.0 * p.re * p.im + 4.0 * (r.re * v.im + r.im * v.re)};
  const cplx x = csqrt_of(d);
  const cplx s = {p.re + x.re, p.im + x.im};
  out[0]       = conjugates((cplx){2.0 * r.re, 2.0 * r.im}, s);
  out[1]       = conjugates((cplx){-s.re, -s.im}, (cplx){2.0 * v.re, 2.0 * v.im});
}

// For two real r = -x: (sqrt(v) sigma + sqrt(-u)) of each.
static void split_real(const warp* const w, const double x1, const double x2, lq_factor out[2])
{
  const double x[2] = {x1, x2};
  double       v[2][2], u[2][2];
  for (unsigned i = 0; i < 2; ++i) {
    const double p = w->b0 + x[i] * w->a1, l = w->b1 + x[i] * w->a2;
    const double s = p + sqrt(p * p - 4.0 * x[i] * l);
    v[0][i]        = sqrt(s);
    u[0][i]        = sqrt(2.0 * x[i]);
    v[1][i]        = sqrt(2.0 * l);
    u[1][i]        = sqrt(s);
  }
  for (unsigned k = 0; k < 2; ++k) {
    out[k] =
        (lq_factor){v[k][0] * v[k][1], v[k][0] * u[k][1] + u[k][0] * v[k][1], u[k][0] * u[k][1]};
  }
}

// An analogue quadratic as two digital ones.
static void split(const warp* const w, const lq_quad q, lq_factor out[2])
{
  const double h = 0.5 * q.e, ww = q.w * q.w;
  if (h < 1.0) { // s = W (-h +- j sqrt(1 - h^2)), r = -s^2
    split_complex(w, (cplx){ww * (1.0 - 2.0 * h * h), ww * 2.0 * h * sqrt(1.0 - h * h)}, out);
  } else {
    const double s = h + sqrt(h * h - 1.0);
    split_real(w, ww * s * s, ww / (s * s), out);
  }
}

void lq_eq_shape_design(const lq_prototype* const p, const double nodes[LQ_SHAPE_NODES],
                        const double end_w, lq_eq_shape* const s)
{
  const warp    r   = warp_through(nodes);
  const lq_quad num = prewarp(&r, p->num, end_w), den = prewarp(&r, p->den, end_w);
  split(&r, num, &s->f[0]);
  split(&r, den, &s->f[2]);
  // The same at 0 Hz.
  const double w_ratio = p->num.w / p->den.w;
  s->gain              = p->k * w_ratio * w_ratio * s->f[2].c * s->f[3].c / (s->f[0].c * s->f[1].c);
}
