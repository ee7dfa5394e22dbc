// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/eq_band.h"

#include "base/maths.h"
#include "dsp/eq_fit.h"

#include <math.h>

// The response follows the prototype up to 20 kHz, or to this fraction of the rate.
static const double END_HZ = 20000.0, END_FREQ = 20000.0 / 44100.0;
// Corners above this fraction of the rate stand still there.
static const double MOST_FREQ = 0.47;
// Ratios of |H|^2: 0.03 dB is good enough; 0.012 dB is what fitting one section aims at.
static const double GOOD = 1.00693, GOOD_FOR_ONE = 1.00277;
// One section this far off before fitting is not worth fitting (1.8 dB).
static const double WORTH_TRYING = 1.5;
// Three steps each; more change nothing.
enum { MOST_FITS_OF_ONE = 6 };

// The cookbook's shapes (R. Bristow-Johnson), each brought to the same form.
static lq_prototype prototype_of(const lq_band* const b, const double w)
{
  const double a    = lq_exp(b->gain_db * (LQ_LN10 / 40.0));
  const double root = sqrt(a), e = 1.0 / b->q;
  switch (b->type) {
  case LQ_BAND_LOW_SHELF:
    return (lq_prototype){1.0, {w * root, e}, {w / root, e}};
  case LQ_BAND_HIGH_SHELF:
    return (lq_prototype){a * a, {w / root, e}, {w * root, e}};
  case LQ_BAND_TILT:
    return (lq_prototype){a, {w / root, e}, {w * root, e}};
  case LQ_BAND_NOTCH:
    return (lq_prototype){1.0, {w, 0.0}, {w, e}};
  default:
    return (lq_prototype){1.0, {w, e * a}, {w, e / a}};
  }
}

bool lq_band_is_neutral(const lq_band* const band)
{
  return band->type != LQ_BAND_NOTCH && band->gain_db == 0.0;
}

lq_prototype lq_band_prototype(const lq_band* const band)
{
  return prototype_of(band, band->freq_hz);
}

double lq_band_prototype_power(const lq_band* const band, const double freq_hz)
{
  const lq_prototype p = lq_band_prototype(band);
  return lq_prototype_power(&p, freq_hz);
}

static double smaller(const double a, const double b)
{
  return a < b ? a : b;
}

static double greater(const double a, const double b)
{
  return a > b ? a : b;
}

// Frequencies sorted and kept apart.
static void nodes_of(const double fractions[LQ_SHAPE_NODES], const double end_w,
                     double w[LQ_SHAPE_NODES])
{
  for (unsigned k = 0; k < LQ_SHAPE_NODES; ++k) {
    unsigned j = k;
    for (; j && w[j - 1] > fractions[k]; --j) {
      w[j] = w[j - 1];
    }
    w[j] = fractions[k];
  }
  for (unsigned k = LQ_SHAPE_NODES - 1; k-- > 0;) {
    w[k] = smaller(w[k], w[k + 1] - 0.006);
  }
  for (unsigned k = 0; k < LQ_SHAPE_NODES; ++k) {
    w[k] *= end_w;
  }
}

// The best of a few choices of nodes, then a few steps of least squares if it still needs them.
static void two_sections(const lq_prototype* const p, const double end_w,
                         const lq_fit_points* const points, lq_eq_shape* const best)
{
  const double l = greater(0.25, smaller(0.985, smaller(p->num.w, p->den.w) / end_w));
  const double h = greater(0.25, smaller(0.985, greater(p->num.w, p->den.w) / end_w));
  // As fractions of the end: five that together served a thousand bands best, of 12650 tried.
  const double tries[][LQ_SHAPE_NODES] = {{0.8 * l, 0.9 * h, 0.5 + 0.5 * l, 0.98},
                                          {0.5, 0.7, 0.91, 0.98},
                                          {l, 0.7, 0.7 + 0.3 * h, 0.91},
                                          {0.6, 0.78, 0.7 * l + 0.3, 0.98},
                                          {l, h, 0.78, 0.98}};
  double       least                   = (double)INFINITY;
  for (unsigned i = 0; i < sizeof tries / sizeof *tries && least > GOOD; ++i) {
    double      w[LQ_SHAPE_NODES];
    lq_eq_shape s;
    nodes_of(tries[i], end_w, w);
    lq_eq_shape_design(p, w, end_w, &s);
    const double misfit = lq_fit_misfit(&s, points);
    if (!i || misfit < least) {
      least = misfit;
      *best = s;
    }
  }
  (void)lq_fit_improve(best, least, GOOD, points);
}

// The first section alone, with the same gain at 0 Hz.
static void without_second(lq_eq_shape* const s)
{
  static const lq_factor nothing = {0.0, 0.0, 1.0};
  s->gain *= s->f[1].c / s->f[3].c;
  s->f[1] = s->f[3] = nothing;
}

// One section is half the work: enough when the second says next to nothing, or when what it says
// can be fitted into the first. What was fitted is checked between the points.
static bool one_section(const lq_prototype* const p, const double end_w,
                        const lq_fit_points* const points, lq_eq_shape* const shape)
{
  lq_eq_shape one = *shape;
  without_second(&one);
  const double misfit = lq_fit_misfit(&one, points);
  if (!(misfit < WORTH_TRYING) || lq_fit_improve(&one, misfit, GOOD_FOR_ONE, points) > GOOD) {
    return false;
  }
  lq_fit_points check;
  lq_fit_choose(&check, &lq_fit_grid_check, p, end_w);
  if (lq_fit_misfit(&one, &check) > GOOD) {
    return false;
  }
  one.gain *= one.f[1].c / one.f[3].c;
  *shape = one;
  return true;
}

typedef struct {
  lq_prototype  prototype;
  double        end_w;
  lq_fit_points points;
} task;

static task task_of(const lq_band* const band, const double rate_hz)
{
  const double f = smaller(band->freq_hz / rate_hz, MOST_FREQ);
  task         t = {.prototype = prototype_of(band, 2.0 * LQ_PI * f),
                    .end_w     = 2.0 * LQ_PI * smaller(END_HZ / rate_hz, END_FREQ)};
  lq_fit_choose(&t.points, &lq_fit_grid_fit, &t.prototype, t.end_w);
  return t;
}

static lq_section section_of(const lq_factor* const n, const lq_factor* const d, const double gain)
{
  const double norm = 1.0 / d->a, g = gain * norm;
  return (lq_section){
      .n2 = g * n->a, .n1 = g * n->b, .n0 = g * n->c, .d1 = norm * d->b, .d0 = norm * d->c};
}

unsigned lq_band_design(const lq_band* const band, const double rate_hz,
                        lq_section out[LQ_BAND_SECTIONS])
{
  if (lq_band_is_neutral(band)) {
    return 0;
  }
  const task  t = task_of(band, rate_hz);
  lq_eq_shape s;
  two_sections(&t.prototype, t.end_w, &t.points, &s);
  const unsigned n_sections = one_section(&t.prototype, t.end_w, &t.points, &s) ? 1 : 2;
  for (unsigned i = 0; i < n_sections; ++i) {
    out[i] = section_of(&s.f[i], &s.f[2 + i], i ? 1.0 : s.gain);
  }
  return n_sections;
}

lq_section lq_band_design_one(const lq_band* const band, const double rate_hz)
{
  static const double nodes[LQ_SHAPE_NODES] = {0.5, 0.7, 0.91, 0.98}; // as fractions of the end
  const task          t                     = task_of(band, rate_hz);
  double              w[LQ_SHAPE_NODES];
  lq_eq_shape         s;
  nodes_of(nodes, t.end_w, w);
  lq_eq_shape_design(&t.prototype, w, t.end_w, &s);
  without_second(&s);
  double misfit = lq_fit_misfit(&s, &t.points);
  for (unsigned i = 0; i < MOST_FITS_OF_ONE; ++i) {
    misfit = lq_fit_improve(&s, misfit, GOOD_FOR_ONE, &t.points);
  }
  return section_of(&s.f[0], &s.f[2], s.gain);
}
