// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/squeeze.h"

#include "base/maths.h"

#include <math.h>
#include <stdlib.h>

static double level_of(const double power)
{
  return lq_power_to_db(fmax(1e-14, power));
}

// The static curve with a bend around the threshold.
static double curve_db(const lq_squeeze* const s, const double level_db)
{
  const double over = level_db - s->threshold_db, half = 0.5 * s->knee_db;
  const double bent = over <= -half  ? 0
                      : over >= half ? over
                                     : (over + half) * (over + half) / (2 * s->knee_db);
  return fmin(s->range_db, bent * (1 - 1 / s->ratio));
}

void lq_squeeze_run(const lq_squeeze* const s, const double* const level_db, const size_t n,
                    const double step_sec, double* const reduction_db)
{
  const double keep_up   = lq_exp(-step_sec / s->attack_sec);
  const double keep_down = lq_exp(-step_sec / s->release_sec);
  double       held = 0, out = 0;
  for (size_t i = 0; i < n; ++i) {
    const double now = curve_db(s, level_db[i]);
    held             = fmax(now, keep_down * held + (1 - keep_down) * now);
    out              = keep_up * out + (1 - keep_up) * held;
    reduction_db[i]  = out;
  }
}

// Mean of the `width` around each step.
static void smooth(const double* const x, const size_t n, const size_t width, double* const sum,
                   double* const out)
{
  sum[0] = 0;
  for (size_t i = 0; i < n; ++i) {
    sum[i + 1] = sum[i] + x[i];
  }
  for (size_t i = 0; i < n; ++i) {
    const size_t from = i > width / 2 ? i - width / 2 : 0;
    const size_t to   = from + width < n ? from + width : n;
    out[i]            = (sum[to] - sum[from]) / (double)(to - from);
  }
}

lq_status lq_uneven_db(double* const uneven_db, const double* const power,
                       const unsigned char* const of, const size_t n, const double step_sec,
                       const lq_uneven_kind kind)
{
  double* const memory = calloc(3 * n + 4, sizeof *memory);
  if (!memory) {
    return LQ_ERR_MEMORY;
  }
  double* const sum = memory;
  double* const now = sum + n + 1;
  double* const far = now + n;
  size_t        m   = 0;
  smooth(power, n, (size_t)(0.4 / step_sec) + 1, sum, now);
  smooth(power, n, (size_t)(8 / step_sec) + 1, sum, far);
  for (size_t i = 0; i < n; ++i) {
    if (of[i]) {
      now[m++] = level_of(now[i]) - (kind == LQ_UNEVEN_NEAR ? level_of(far[i]) : 0);
    }
  }
  qsort(now, m, sizeof *now, lq_by_size);
  const double middle = kind == LQ_UNEVEN_NEAR || !m ? 0 : now[m / 2];
  *uneven_db          = m ? now[(m - 1) * 95 / 100] - middle : 0;
  free(memory);
  return LQ_OK;
}

// How uneven it is behind the compressor, and what that one takes away.
static lq_status try_once(const lq_squeeze* const s, const double* const level_db,
                          const double* const power, const unsigned char* const of, const size_t n,
                          const double step_sec, const lq_uneven_kind kind, double* const work,
                          double* const uneven_db, double* const usual_db)
{
  double* const reduction_db = work;
  double* const out          = work + n;
  size_t        m            = 0;
  lq_squeeze_run(s, level_db, n, step_sec, reduction_db);
  for (size_t i = 0; i < n; ++i) {
    out[i] = power[i] * lq_exp(-s->share * reduction_db[i] * (LQ_LN10 / 10.0));
  }
  LQ_TRY(lq_uneven_db(uneven_db, out, of, n, step_sec, kind));
  for (size_t i = 0; i < n; ++i) {
    if (of[i]) {
      reduction_db[m++] = reduction_db[i];
    }
  }
  qsort(reduction_db, m, sizeof *reduction_db, lq_by_size);
  *usual_db = m ? reduction_db[(m - 1) * 95 / 100] : 0;
  return LQ_OK;
}

lq_status lq_squeeze_solve(lq_squeeze* const s, const double* const heard,
                           const double* const power, const unsigned char* const of, const size_t n,
                           const double step_sec, const lq_uneven_kind kind, const double want_db,
                           double* const usual_db)
{
  enum { STEPS = 48 }; // half decibels down from the loudest: the first that does
  double* const memory = calloc(3 * n + 1, sizeof *memory);
  double        most   = -140, uneven_db;
  if (!memory) {
    return LQ_ERR_MEMORY;
  }
  double* const level_db = memory + 2 * n;
  for (size_t i = 0; i < n; ++i) {
    level_db[i] = level_of(heard[i]);
    most        = fmax(most, level_db[i]);
  }
  lq_status st = LQ_ERR_LIMIT;
  for (int k = 0; k < STEPS && st == LQ_ERR_LIMIT; ++k) {
    s->threshold_db = round(2 * most) / 2 - 0.5 * k;
    const lq_status once =
        try_once(s, level_db, power, of, n, step_sec, kind, memory, &uneven_db, usual_db);
    st = once ? once : uneven_db <= want_db ? LQ_OK : LQ_ERR_LIMIT;
  }
  free(memory);
  return st;
}
