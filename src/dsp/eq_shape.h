// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// From an analogue second-order response to a digital one that agrees with it far up: the bilinear
/// transform's tan(w/2) is replaced by a rational function that hardly differs from w itself.
///
/// |H|^2 of the prototype is a rational function of W^2. On the unit circle t = tan^2(w/2), and
///     W^2 = w^2 = 4 atan^2(sqrt t),  nearly  R(t) = t (b0 + b1 t) / (1 + a1 t + a2 t^2).
/// Put R for W^2 and every quadratic in W^2 becomes a quartic in t, that is two digital quadratics,
/// minimum phase by taking the roots on the stable side. R agrees with w^2 exactly at four chosen
/// frequencies. w^2 / t is a Stieltjes function of t, so R through any four frequencies has its
/// poles and zeros on the negative axis (G. A. Baker and P. Graves-Morris, "Pade Approximants",
/// 1996, on multipoint approximants of Stieltjes functions): no choice can make a bad filter.
#ifndef LQ_DSP_EQ_SHAPE_H
#define LQ_DSP_EQ_SHAPE_H

/// s^2 + e w s + w^2; w in radians a frame.
typedef struct {
  double w, e;
} lq_quad;

/// Analogue: k num / den.
typedef struct {
  double  k;
  lq_quad num, den;
} lq_prototype;

/// |H|^2 at a frequency in the unit of the prototype's w.
double lq_prototype_power(const lq_prototype* prototype, double w);

/// Its phase there, -pi to pi. @param w  above 0
double lq_prototype_phase(const lq_prototype* prototype, double w);

/// a sigma^2 + b sigma + c, sigma = (z - 1)/(z + 1); none negative.
typedef struct {
  double a, b, c;
} lq_factor;

enum { LQ_SHAPE_FACTORS = 4, LQ_SHAPE_NODES = 4 };

/// Digital: gain f[0] f[1] / (f[2] f[3]).
typedef struct {
  lq_factor f[LQ_SHAPE_FACTORS];
  double    gain;
} lq_eq_shape;

/// tan^2(w/2)
double lq_tan_squared(double w);

/// |a sigma^2 + b sigma + c|^2
static inline double lq_factor_power(const lq_factor* const f, const double t)
{
  const double re = f->c - f->a * t;
  return re * re + f->b * f->b * t;
}

/// |H|^2 at t = tan^2(w/2)
double lq_eq_shape_power(const lq_eq_shape* shape, double t);

/// The prototype through R; the same at 0 Hz, and each corner where it was.
/// @param nodes  where R is exact, radians a frame, rising, not equal, the first at least 0.2
/// @param end_w  corners beyond it are moved as one there would be
void lq_eq_shape_design(const lq_prototype* prototype, const double nodes[LQ_SHAPE_NODES],
                        double end_w, lq_eq_shape* shape);

#endif
