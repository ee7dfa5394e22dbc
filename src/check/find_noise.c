// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The noise floor: half a second that is steady and has no tones in it, the quietest there is.
#include "base/maths.h"
#include "check/finder.h"

#include <math.h>

enum { WINDOW = 50 }; // steps of 10 ms

static const double note_db = -55, warning_db = -42;

static bool is_steady(const lq_trace* const t, const size_t from)
{
  double least = (double)INFINITY, most = 0;
  for (size_t i = from; i < from + WINDOW; ++i) {
    const double p = lq_step_power(&t->steps[i]);
    least          = fmin(least, p);
    most           = fmax(most, p);
  }
  return least > 1e-12 && most < 4.0 * least; // 6 dB
}

// How far the third octaves from 400 Hz to 8 kHz stray from a straight line, dB.
static double roughness_db(const lq_finder_context* const c, const double from_sec)
{
  enum { FIRST = 13, LAST = 26, N = LAST - FIRST + 1 };
  size_t                    n;
  const lq_band_step* const steps = lq_band_steps_list(c->bands, &n);
  const double              step  = lq_band_steps_step_sec(c->bands);
  const size_t              from  = (size_t)(from_sec / step) + 1;
  double                    x[N] = {0}, sx = 0, sk = 0, skk = 0, skx = 0, sum = 0;
  double                    all = 0, hissing = 0;
  for (size_t i = from; i < n && (double)(i + 2) * step < from_sec + 0.01 * WINDOW; ++i) {
    for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
      const double p = (double)(steps[i].mid[b] + steps[i].side[b]);
      all += p;
      if (b >= FIRST && b <= LAST) {
        x[b - FIRST] += p;
        hissing += p;
      }
    }
  }
  if (hissing < 0.1 * all) {
    return (double)INFINITY; // hum, rumble
  }
  for (unsigned k = 0; k < N; ++k) {
    x[k] = lq_power_to_db(fmax(x[k], 1e-20));
    sx += x[k];
    sk += k;
    skk += (double)k * k;
    skx += k * x[k];
  }
  const double slope = (N * skx - sk * sx) / (N * skk - sk * sk), mean = sx / N - slope * sk / N;
  for (unsigned k = 0; k < N; ++k) {
    const double d = x[k] - mean - slope * k;
    sum += d * d;
  }
  return sqrt(sum / N);
}

static lq_status finish(void* const self, const lq_finder_context* const c, lq_finds* const finds)
{
  (void)self;
  const lq_trace* const t    = c->trace;
  const double          body = lq_trace_body(t);
  double                best = (double)INFINITY, at = 0;
  if (!isfinite(c->measured->integrated_lufs)) {
    return LQ_OK;
  }
  for (size_t i = 0; i + WINDOW <= t->n; i += WINDOW / 5) {
    const double p = lq_trace_power(t, i, i + WINDOW);
    if (p < best && p < 0.1 * body && is_steady(t, i) &&
        roughness_db(c, lq_trace_sec(t, i)) < 2.5) {
      best = p;
      at   = lq_trace_sec(t, i);
    }
  }
  const double under = isfinite(best) ? lq_power_to_db(best / body) : -(double)INFINITY;
  if (under < note_db) {
    return LQ_OK;
  }
  return lq_finds_say(
      finds,
      &(lq_finding){.id         = "noise",
                    .severity   = under > warning_db ? LQ_SEVERITY_WARNING : LQ_SEVERITY_NOTE,
                    .start_sec  = at,
                    .end_sec    = at + 0.5,
                    .value      = lq_power_to_db(best),
                    .limit      = lq_power_to_db(body) + note_db,
                    .unit       = "dBFS",
                    .confidence = 0.6,
                    .advice     = "Gate or cut tracks where they do not play, and turn noisy "
                                  "amplifiers and effects down."},
      "There is noise of %.0f dBFS, heard alone at %s: %.0f dB under the music, and a master "
      "brings "
      "it up.%s",
      lq_power_to_db(best), lq_finds_time(finds, at), -under,
      lq_stems_blame(c->stems, finds->pool, 400, 16000, at, at + 0.5));
}

const lq_finder lq_find_noise = {.name = "noise", .finish = finish};
