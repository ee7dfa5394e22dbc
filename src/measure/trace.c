// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/trace.h"

#include "base/maths.h"

#include <stdlib.h>
#include <string.h>

enum { STEPS_A_SEC = 100, LOW_RATE_HZ = 2000, LOW_CORNER_HZ = 120 };

void lq_trace_start(lq_trace* const t, const double rate_hz, const unsigned n_channels)
{
  *t             = (lq_trace){.rate_hz = rate_hz, .n_channels = n_channels};
  t->step_frames = (size_t)(rate_hz / STEPS_A_SEC);
  t->decimate    = rate_hz > LOW_RATE_HZ ? (size_t)(rate_hz / LOW_RATE_HZ) : 1;
  // Butterworth of the second order by the bilinear transform, twice.
  const double g = lq_tan(LQ_PI * LOW_CORNER_HZ * (double)t->decimate / rate_hz);
  const double d = 1.0 / (1.0 + 1.41421356237309505 * g + g * g);
  t->b           = g * g * d;
  t->a[0]        = 2.0 * (g * g - 1.0) * d;
  t->a[1]        = (1.0 - 1.41421356237309505 * g + g * g) * d;
}

void lq_trace_free(lq_trace* const t)
{
  free(t->steps);
  t->steps = NULL;
}

static double section(const lq_trace* const t, double* const s, const double x)
{
  const double y = t->b * x + s[0];
  s[0]           = 2.0 * t->b * x - t->a[0] * y + s[1];
  s[1]           = t->b * x - t->a[1] * y;
  return y;
}

static void low_end(lq_trace* const t)
{
  double low[2];
  for (unsigned c = 0; c < 2; ++c) {
    const double x = t->in[c] / (double)t->n_in;
    low[c]         = section(t, t->state[c] + 2, section(t, t->state[c], x));
    t->in[c]       = 0;
  }
  t->n_in = 0;
  t->low_sum[0] += low[0] * low[0];
  t->low_sum[1] += low[1] * low[1];
  t->low_sum[2] += low[0] * low[1];
  ++t->n_low;
}

static lq_status end_step(lq_trace* const t)
{
  if (t->n == t->room) {
    const size_t   room = t->room * 2 + 1024;
    lq_step* const more = realloc(t->steps, room * sizeof *more);
    if (!more) {
      return LQ_ERR_MEMORY;
    }
    t->steps = more;
    t->room  = room;
  }
  const double n = (double)t->fill, m = t->n_low ? (double)t->n_low : 1.0;
  t->steps[t->n++] = (lq_step){.left      = (float)(t->sum[0] / n),
                               .right     = (float)(t->sum[1] / n),
                               .both      = (float)(t->sum[2] / n),
                               .low_left  = (float)(t->low_sum[0] / m),
                               .low_right = (float)(t->low_sum[1] / m),
                               .low_both  = (float)(t->low_sum[2] / m)};
  t->fill = t->n_low = 0;
  memset(t->sum, 0, sizeof t->sum);
  memset(t->low_sum, 0, sizeof t->low_sum);
  return LQ_OK;
}

static void add(lq_trace* const t, const float* const left, const float* const right,
                const size_t n)
{
  double ll = 0, rr = 0, lr = 0, l = 0, r = 0;
  for (size_t i = 0; i < n; ++i) {
    const double a = (double)left[i], b = (double)right[i];
    l += a;
    r += b;
    ll += a * a;
    rr += b * b;
    lr += a * b;
  }
  t->sum[0] += ll;
  t->sum[1] += rr;
  t->sum[2] += lr;
  t->in[0] += l;
  t->in[1] += r;
  t->n_in += n;
  t->fill += n;
}

lq_status lq_trace_process(lq_trace* const t, const float* const* const x, const size_t n_frames)
{
  const float* const right = x[t->n_channels > 1];
  for (size_t i = 0; i < n_frames;) {
    size_t n = n_frames - i;
    n        = n < t->step_frames - t->fill ? n : t->step_frames - t->fill;
    n        = n < t->decimate - t->n_in ? n : t->decimate - t->n_in;
    add(t, x[0] + i, right + i, n);
    i += n;
    if (t->n_in == t->decimate) {
      low_end(t);
    }
    if (t->fill == t->step_frames) {
      LQ_TRY(end_step(t));
    }
  }
  return LQ_OK;
}

lq_status lq_trace_finish(lq_trace* const t)
{
  return t->fill ? end_step(t) : LQ_OK;
}

double lq_trace_sec(const lq_trace* const t, const size_t step)
{
  return (double)(step * t->step_frames) / t->rate_hz;
}

double lq_trace_power(const lq_trace* const t, const size_t from, const size_t to)
{
  const size_t end = to < t->n ? to : t->n;
  double       sum = 0;
  for (size_t i = from; i < end; ++i) {
    sum += lq_step_power(&t->steps[i]);
  }
  return from < end ? sum / (double)(end - from) : 0.0;
}

double lq_trace_body(const lq_trace* const t)
{
  const double gate = 0.01 * lq_trace_power(t, 0, t->n);
  double       sum  = 0;
  size_t       n    = 0;
  for (size_t i = 0; i < t->n; ++i) {
    const double p = lq_step_power(&t->steps[i]);
    if (p > gate) {
      sum += p;
      ++n;
    }
  }
  return n ? sum / (double)n : 0.0;
}
