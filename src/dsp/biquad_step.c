// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/biquad_step.h"

#include <math.h>

// Four frames in one step: frame k is what would come without input, which the first two of it
// foretell (it is made of the sum t and the product d of the poles), and the impulse response,
// divided by its first value: h1 .. h5, then frames 2 to 5 by frames 0 and 1.
void lq_biquad_step_design(const lq_biquad_coef* const f, double h[LQ_BIQUAD_STEP_COEFS])
{
  const double t = f->p + (1.0 - f->r), d = f->p * (1.0 - f->r) + f->q * f->q;
  double       s1 = f->q, s2 = f->r; // states behind an impulse
  for (unsigned k = 0; k <= LQ_BIQUAD_STEP; ++k) {
    const double e = -s2, n1 = f->p * s1 + f->q * e;
    h[k] = (f->c1 * s1 + f->c2 * s2) / f->d;
    s2   = (s2 + f->q * s1) + f->r * e;
    s1   = n1;
  }
  double first[2] = {1, 0}, second[2] = {0, 1};
  for (unsigned k = 0; k < LQ_BIQUAD_STEP; ++k) {
    for (unsigned i = 0; i < 2; ++i) {
      const double next = t * second[i] - d * first[i];
      first[i]          = second[i];
      second[i]         = next;
    }
    h[5 + 2 * k] = second[0];
    h[6 + 2 * k] = second[1];
  }
}

// What the states of a section give in the next two frames without input.
typedef struct {
  double now[2], next[2], det;
} outlook;

static outlook look_out(const lq_biquad_coef* const f)
{
  outlook o = {.now  = {f->c1, f->c2},
               .next = {f->c1 * f->p + f->c2 * f->q, f->c2 * (1.0 - f->r) - f->c1 * f->q}};
  o.det     = o.now[0] * o.next[1] - o.now[1] * o.next[0];
  return o;
}

// A pole that a zero takes away cannot be seen from outside; such a section, or one that answers a
// frame late, stays in the other form.
bool lq_biquad_can_step(const lq_biquad_coef* const f)
{
  const outlook o = look_out(f);
  const double  c = f->c1 * f->c1 + f->c2 * f->c2;
  return fabs(f->d) > 1e-12 && fabs(o.det) > 1e-6 * f->q * c;
}

void lq_biquad_foretell(const lq_biquad_coef* const f, const double gain_lin, double* const s1,
                        double* const s2)
{
  const outlook o  = look_out(f);
  const double  x1 = *s1, x2 = *s2;
  *s1 = (o.now[0] * x1 + o.now[1] * x2) / gain_lin;
  *s2 = (o.next[0] * x1 + o.next[1] * x2) / gain_lin;
}

void lq_biquad_recall(const lq_biquad_coef* const f, const double gain_lin, double* const s1,
                      double* const s2)
{
  const outlook o  = look_out(f);
  const double  x1 = *s1, x2 = *s2;
  *s1 = (o.next[1] * x1 - o.now[1] * x2) * gain_lin / o.det;
  *s2 = (o.now[0] * x2 - o.next[0] * x1) * gain_lin / o.det;
}
