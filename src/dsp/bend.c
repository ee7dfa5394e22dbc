// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/bend.h"

#include "base/maths.h"

#include <math.h>

static const double MOST_LEAN = 0.8;

lq_bend lq_bend_design(const lq_bend_kind kind, const double drive_db, const double character)
{
  const double g = lq_db_to_lin(drive_db) - 1.0;
  const double w = character;
  lq_bend      c = {.kind = kind, .drive = (float)g, .inverse = g > 0 ? (float)(1.0 / g) : 0.0F};
  c.lean         = kind == LQ_BEND_TUBE ? (float)(MOST_LEAN * character) : 0.0F;
  c.knee         = (float)w;
  c.straight     = (float)(1.0 - w);
  c.per_knee     = w > 0 ? (float)(0.5 / w) : 0.0F;
  return c;
}

static double langevin(const double v)
{
  const double a = fabs(v);
  if (a < 0.1) { // the series: the difference below would lose digits
    const double z = v * v;
    return v * (1.0 - z / 15.0 * (1.0 - z * 2.0 / 21.0 * (1.0 - z / 10.0)));
  }
  const double e = lq_exp(-2.0 * a);
  return copysign(3.0 * ((1.0 + e) / (1.0 - e) - 1.0 / a), v);
}

static double clip(const lq_bend* const c, const double v)
{
  const double knee = (double)c->knee, a = fabs(v), over = (a - (double)c->straight);
  const double u = knee > 0 ? fmin(fmax(over / (2.0 * knee), 0.0), 1.0) : 0.0;
  const double y = fmin(a, (double)c->straight) + 2.0 * knee * u * (1.0 - u * u * (1.0 - 0.5 * u));
  return copysign(y, v);
}

double lq_bend_at(const lq_bend* const c, const double x)
{
  const double g = (double)c->drive, v = g * x;
  if (g == 0) {
    return x;
  }
  switch (c->kind) {
  case LQ_BEND_TAPE:
    return langevin(v) / g;
  case LQ_BEND_CLIP:
    return clip(c, v) / g;
  default: {
    const double t = lq_tanh(v);
    return t / (1.0 + (double)c->lean * t) / g;
  }
  }
}

double lq_bend_level(const lq_bend* const c, const double mix)
{
  enum { N = 64 }; // midpoints over 4 deviations: 1e-4 of the integral
  static const double reach = 4.0, level_db = -18.0;
  const double        rms = lq_db_to_lin(level_db);
  double              in = 0, out = 0, mean = 0, weight = 0;
  for (int i = 0; i < N; ++i) {
    const double s = reach * ((2.0 * i + 1.0) / N - 1.0), x = rms * s;
    const double w = lq_exp(-0.5 * s * s), y = x + mix * (lq_bend_at(c, x) - x);
    weight += w;
    mean += w * y;
    in += w * x * x;
    out += w * y * y;
  }
  return sqrt((out - mean * mean / weight) / in);
}
