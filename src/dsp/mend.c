// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/mend.h"

#include "dsp/predict.h"

#include <math.h>
#include <string.h>

enum {
  LONGEST    = LQ_MEND_LONGEST,
  NEAR       = 320, // frames on either side whose error is what is usual
  CLEAR      = 24,  // between them and where a fault may be
  EDGE       = LONGEST + CLEAR + NEAR,
  FIND_ORDER = 16,
  FILL_ORDER = 40, // longer sees more partials; 3 m + 2 for m samples, up to 50, in the paper
  TURNS      = 3,  // of learning from what was filled in
  BESIDE     = 4,  // frames
};

static const double STRANGE = 4.5; // times the RMS: noise is so once in 150 000 samples

// Errors of prediction, forwards and backwards, of x[-EDGE .. EDGE].
typedef struct {
  double forth[2 * EDGE + 1], back[2 * EDGE + 1];
} errors;

static void predict(const float* const x, const int edge, const double* const a, errors* const e)
{
  for (int i = -edge; i <= edge; ++i) {
    double forth = (double)x[i], back = (double)x[i];
    for (int k = 1; k <= FIND_ORDER; ++k) {
      forth -= a[k] * (double)x[i - k];
      back -= a[k] * (double)x[i + k];
    }
    e->forth[EDGE + i] = fabs(forth);
    e->back[EDGE + i]  = fabs(back);
  }
}

static double greatest(const double* const e, const int from, const int to)
{
  double most = 0;
  for (int i = from; i <= to; ++i) {
    most = fmax(most, e[EDGE + i]);
  }
  return most;
}

static double rms(const double* const e, const int from, const int to)
{
  double sum = 0;
  for (int i = from; i <= to; ++i) {
    sum += e[EDGE + i] * e[EDGE + i];
  }
  return sqrt(sum / (to - from + 1));
}

// Forwards from the first sample that cannot be told from what lies before it, backwards from the
// last one that cannot be told from what lies behind: all that is a third as strange as what shows
// at the place, and what is strange at all right beside it.
static void find_ends(const errors* const e, const int most, const double here,
                      const double strange, lq_mend_fault* const f)
{
  f->from = -most;
  f->to   = most;
  while (f->from < 0 && e->forth[EDGE + f->from] <= here / 3.0) {
    ++f->from;
  }
  while (f->to > 0 && e->back[EDGE + f->to] <= here / 3.0) {
    --f->to;
  }
  for (int k = 1; k <= BESIDE; ++k) {
    if (f->from > -most && e->forth[EDGE + f->from - k] > strange) {
      f->from -= k;
      k = 0;
    }
  }
  for (int k = 1; k <= BESIDE; ++k) {
    if (f->to < most && e->back[EDGE + f->to + k] > strange) {
      f->to += k;
      k = 0;
    }
  }
}

// Louder behind than before is an attack, much softer the end of a note that was cut off; a fault
// changes nothing but itself.
static bool is_change(const float* const x, const lq_mend_fault f, const double rate_hz,
                      double* const level)
{
  const size_t tenth  = (size_t)(0.01 * rate_hz);
  const size_t room   = LQ_MEND_REACH - LONGEST - 32;
  const size_t span   = tenth < room ? tenth : room;
  const double before = lq_predict_power(x + f.from - 16 - (ptrdiff_t)span, span);
  const double after  = lq_predict_power(x + f.to + 17, span);
  *level              = sqrt(0.5 * (before + after));
  return after >= 2.5 * before + 1e-9 || before >= 8.0 * after + 1e-9;
}

bool lq_mend_find(const float* const x, const lq_mend_rule* const rule, lq_mend_fault* const f)
{
  errors    e;
  double    a[FIND_ORDER + 1], level;
  const int most = rule->longest_frames, edge = most + CLEAR + NEAR;
  lq_predict_fit(x, -most - 12, most + 12, FIND_ORDER, a);
  predict(x, edge, a, &e);
  const double usual = fmax(rms(e.forth, -edge, -most - CLEAR), rms(e.back, most + CLEAR, edge));
  const double here  = fmin(greatest(e.forth, -2, 2), greatest(e.back, -2, 2));
  f->usual           = usual;
  if (here <= rule->over_lin * usual) {
    return false;
  }
  find_ends(&e, most, here, STRANGE * usual, f);
  if (f->to - f->from >= most || is_change(x, *f, rule->rate_hz, &level)) {
    return false;
  }
  const double else_ =
      fmax(greatest(e.forth, -edge, f->from - 1), greatest(e.back, f->to + 1, edge));
  return here > 3.0 * else_ && here > 0.003 * level && here > 3e-4 &&
         lq_predict_sharpness(x, f->from - 6, f->to + 6) > 4.0 * here;
}

// c[k] = sum a[i] a[i + k]: what the least error of prediction asks of a sample k away.
static void correlate(const double* const a, double* const c)
{
  for (int k = 0; k <= FILL_ORDER; ++k) {
    c[k] = 0;
    for (int i = 0; i + k <= FILL_ORDER; ++i) {
      c[k] += a[i] * a[i + k];
    }
  }
}

static double near(const double* const c, const int k)
{
  return k <= FILL_ORDER ? c[k] : 0.0;
}

// T u = b, T[i][j] = c[|i - j|], positive definite (Levinson).
static void solve(const double* const c, const double* const b, const int n, double* const u)
{
  double p[LONGEST] = {1.0}, q[LONGEST], error = c[0];
  u[0] = b[0] / error;
  for (int m = 1; m < n; ++m) {
    double k = 0, rest = b[m];
    for (int i = m > FILL_ORDER ? m - FILL_ORDER : 0; i < m; ++i) {
      k -= p[i] * near(c, m - i);
      rest -= u[i] * near(c, m - i);
    }
    k /= error;
    p[m] = 0;
    for (int i = 0; i <= m; ++i) {
      q[i] = p[i] + k * p[m - i];
    }
    memcpy(p, q, ((size_t)m + 1) * sizeof *p);
    error *= 1.0 - k * k;
    u[m] = 0;
    for (int i = 0; i <= m; ++i) {
      u[i] += rest / error * p[m - i];
    }
  }
}

static void fill(float* const x, const lq_mend_fault f, const double* const predictor)
{
  double    a[FILL_ORDER + 1] = {1.0}, c[FILL_ORDER + 1], b[LONGEST], u[LONGEST];
  const int n                 = f.to - f.from + 1;
  for (int k = 1; k <= FILL_ORDER; ++k) {
    a[k] = -predictor[k];
  }
  correlate(a, c);
  for (int i = 0; i < n; ++i) {
    b[i] = 0;
    for (int k = 1; k <= FILL_ORDER; ++k) {
      b[i] -= i - k < 0 ? c[k] * (double)x[f.from + i - k] : 0.0;
      b[i] -= i + k >= n ? c[k] * (double)x[f.from + i + k] : 0.0;
    }
  }
  solve(c, b, n, u);
  for (int i = 0; i < n; ++i) {
    x[f.from + i] = (float)u[i];
  }
}

static float peak(const float* const x, const int from, const int to)
{
  float most = 0;
  for (int i = from; i <= to; ++i) {
    most = fmaxf(most, fabsf(x[i]));
  }
  return most;
}

// What prediction still does not expect of what was filled in and of what comes right behind.
static double left_over(const float* const x, const lq_mend_fault f, const double* const a)
{
  double most = 0;
  for (int i = f.from; i <= f.to + 2; ++i) {
    double e = (double)x[i];
    for (int k = 1; k <= FILL_ORDER; ++k) {
      e -= a[k] * (double)x[i - k];
    }
    most = fmax(most, fabs(e));
  }
  return most;
}

static double difference(const float* const x, const float* const was, const size_t n)
{
  double most = 0;
  for (size_t i = 0; i < n; ++i) {
    most = fmax(most, fabs((double)x[i] - (double)was[i]));
  }
  return most;
}

// A jump needs more room than its one sample: wider, until it is a slope that could be music.
bool lq_mend_fill(float* const x, const lq_mend_rule* const rule, lq_mend_fault f)
{
  float        was[LONGEST];
  double       a[FILL_ORDER + 1];
  const double sharp = lq_predict_sharpness(x, f.from - 6, f.to + 6);
  for (;;) {
    const size_t n = (size_t)(f.to - f.from + 1);
    memcpy(was, x + f.from, n * sizeof *was);
    for (int turn = 0; turn < TURNS; ++turn) {
      lq_predict_fit(x, turn ? 1 : f.from, turn ? 0 : f.to, FILL_ORDER, a);
      fill(x, f, a);
    }
    const float around = fmaxf(peak(x, f.from - 64, f.from - 1), peak(x, f.to + 1, f.to + 64));
    const bool  likely = peak(x, f.from, f.to) <= 2.0F * around && // and no NaN
                        sharp > 4.0 * difference(x + f.from, was, n);
    const int  more = (int)n / 2 + 1;
    const bool wide = (int)n + 2 * more > rule->longest_frames;
    if (likely && (wide || left_over(x, f, a) <= STRANGE * f.usual)) {
      return true;
    }
    memcpy(x + f.from, was, n * sizeof *was);
    if (wide) {
      return false;
    }
    f.from -= more;
    f.to += more;
  }
}
