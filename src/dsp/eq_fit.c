// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/eq_fit.h"

#include "base/maths.h"

#include <math.h>
#include <stdbool.h>

enum { N_FREE = 3 * LQ_SHAPE_FACTORS, MOST_STEPS = 3 };

// Below -40 dB the depths of a notch, which nobody compares.
static const double LEAST_POWER = 1e-4;
// Of the least squares; found by trying 1e-2 to 1e-6 on the grid of tests/reference/eq.c.
static const double DAMPING = 1e-3;

const lq_fit_grid lq_fit_grid_fit = {
    {0.0005, 0.005, 0.05, 0.15, 0.3, 0.45, 0.58, 0.68, 0.77, 0.84, 0.9, 0.95, 0.98, 1.0},
    {-1.0, -0.5, -0.2, -0.06, -0.015, 0.0, 0.015, 0.06, 0.2, 0.5, 1.0, 1.6}};
const lq_fit_grid lq_fit_grid_check = {
    {0.0003, 0.02, 0.1, 0.22, 0.37, 0.51, 0.63, 0.72, 0.8, 0.87, 0.925, 0.965, 0.99, 1.0},
    {-1.5, -0.75, -0.35, -0.12, -0.04, -0.01, 0.01, 0.04, 0.12, 0.35, 0.75, 3.0}};

static double smaller(const double a, const double b)
{
  return a < b ? a : b;
}

static double greater(const double a, const double b)
{
  return a > b ? a : b;
}

static void add_point(lq_fit_points* const pts, const lq_prototype* const p, const double w)
{
  const double power = lq_prototype_power(p, w);
  if (power > LEAST_POWER) {
    pts->t[pts->n]     = lq_tan_squared(w);
    pts->power[pts->n] = power;
    ++pts->n;
  }
}

void lq_fit_choose(lq_fit_points* const pts, const lq_fit_grid* const g,
                   const lq_prototype* const p, const double end_w)
{
  pts->n = 0;
  for (unsigned i = 0; i < LQ_FIT_WIDE; ++i) {
    add_point(pts, p, g->wide[i] * end_w);
  }
  const lq_quad* const corners[] = {&p->den, &p->num};
  const bool           two       = fabs(p->num.w - p->den.w) > 0.01 * p->den.w;
  for (unsigned k = 0; k < (two ? 2U : 1U); ++k) {
    const double spread = 0.6 * smaller(corners[k]->e, 1.0);
    for (unsigned i = 0; i < LQ_FIT_CLOSE; ++i) {
      const double w = corners[k]->w * (1.0 + spread * g->close[i]);
      if (w > 0.0 && w <= end_w) {
        add_point(pts, p, w);
      }
    }
  }
}

double lq_fit_misfit(const lq_eq_shape* const s, const lq_fit_points* const pts)
{
  double most = 1.0, least = 1.0;
  for (unsigned i = 0; i < pts->n; ++i) {
    const double ratio = lq_eq_shape_power(s, pts->t[i]) / pts->power[i];
    most               = greater(most, ratio);
    least              = smaller(least, ratio);
  }
  return greater(most, 1.0 / least);
}

// Solve the symmetric positive m x = v in place (Cholesky); x comes back in v.
static void solve(double m[N_FREE][N_FREE], double v[N_FREE], const unsigned n)
{
  for (unsigned i = 0; i < n; ++i) {
    for (unsigned j = 0; j <= i; ++j) {
      double sum = m[i][j];
      for (unsigned k = 0; k < j; ++k) {
        sum -= m[i][k] * m[j][k];
      }
      m[i][j] = i == j ? sqrt(sum) : sum / m[j][j];
    }
    double sum = v[i];
    for (unsigned k = 0; k < i; ++k) {
      sum -= m[i][k] * v[k];
    }
    v[i] = sum / m[i][i];
  }
  for (unsigned i = n; i-- > 0;) {
    double sum = v[i];
    for (unsigned k = i + 1; k < n; ++k) {
      sum -= m[k][i] * v[k];
    }
    v[i] = sum / m[i][i];
  }
}

// Factors that say something: a section not in use has none.
static unsigned factors_in_use(const lq_eq_shape* const s, unsigned used[LQ_SHAPE_FACTORS])
{
  unsigned n = 0;
  for (unsigned k = 0; k < LQ_SHAPE_FACTORS; ++k) {
    if (s->f[k].a > 0.0) {
      used[n++] = k;
    }
  }
  return n;
}

// The normal equations, lower half: how the logarithm of |H|^2 answers to the logarithms of the
// coefficients, and how far it is from where it should be.
static void measure(const lq_eq_shape* const s, const unsigned* const used, const unsigned n_used,
                    const lq_fit_points* const pts, double m[N_FREE][N_FREE], double v[N_FREE])
{
  for (unsigned i = 0; i < pts->n; ++i) {
    const double t     = pts->t[i];
    const double ratio = lq_eq_shape_power(s, t) / pts->power[i];
    const double error = 2.0 * (ratio - 1.0) / (ratio + 1.0); // near ln(ratio)
    double       d[N_FREE];
    for (unsigned k = 0; k < n_used; ++k) {
      const lq_factor* const f = &s->f[used[k]];
      // A notch (b is 0) stays where it is.
      const double sign  = used[k] > 1 ? -2.0 : f->b > 0.0 ? 2.0 : 0.0;
      const double re    = f->c - f->a * t;
      const double scale = sign / lq_factor_power(f, t);
      d[3 * k]           = -scale * f->a * t * re;
      d[3 * k + 1]       = scale * f->b * f->b * t;
      d[3 * k + 2]       = scale * f->c * re;
    }
    for (unsigned j = 0; j < 3 * n_used; ++j) {
      v[j] -= d[j] * error;
      for (unsigned k = 0; k <= j; ++k) {
        m[j][k] += d[j] * d[k];
      }
    }
  }
}

static double grown(const double x, const double log_step)
{
  return x * lq_exp(greater(-0.5, smaller(0.5, log_step)));
}

// One damped Gauss-Newton step on the logarithms of the coefficients, which therefore stay
// positive: the filter stays stable and minimum phase whatever the step.
static void step(lq_eq_shape* const s, const lq_fit_points* const pts)
{
  double         m[N_FREE][N_FREE] = {{0}}, v[N_FREE] = {0};
  unsigned       used[LQ_SHAPE_FACTORS];
  const unsigned n = factors_in_use(s, used);
  measure(s, used, n, pts, m, v);
  for (unsigned j = 0; j < 3 * n; ++j) {
    m[j][j] += DAMPING;
  }
  solve(m, v, 3 * n);
  for (unsigned k = 0; k < n; ++k) {
    lq_factor* const    f  = &s->f[used[k]];
    const double* const by = &v[3 * k];
    *f = (lq_factor){grown(f->a, by[0]), grown(f->b, by[1]), grown(f->c, by[2])};
  }
}

double lq_fit_improve(lq_eq_shape* const shape, double misfit, const double enough,
                      const lq_fit_points* const points)
{
  for (unsigned i = 0; i < MOST_STEPS && misfit > enough; ++i) {
    lq_eq_shape next = *shape;
    step(&next, points);
    const double now = lq_fit_misfit(&next, points);
    if (!(now < misfit)) {
      break;
    }
    misfit = now;
    *shape = next;
  }
  return misfit;
}
