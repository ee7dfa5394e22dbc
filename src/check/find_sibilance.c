// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Sharp s and t: bursts of 4 to 10 kHz in the middle that are louder than the body of the sound at
// that moment, far over what those frequencies usually do, and as loud as the music itself.
#include "base/maths.h"
#include "check/finder.h"
#include "measure/band_steps.h"

#include <math.h>
#include <stdlib.h>

static const double over_usual_db = 10, over_body_db = 3, under_mix_db = -4;
static const double shortest_sec = 0.04, longest_sec = 0.3, limit_a_minute = 6;

static double stretch(const float* const band, const double from_hz, const double to_hz)
{
  double sum = 0;
  for (unsigned b = lq_band_from_hz(from_hz); lq_spectrum_band_hz(b) < 1.03 * to_hz; ++b) {
    sum += (double)band[b];
  }
  return sum;
}

static int by_size(const void* const a, const void* const b)
{
  const float x = *(const float*)a, y = *(const float*)b;
  return (x > y) - (x < y);
}

static lq_status usual(const lq_band_step* const steps, const size_t n, double* const power)
{
  float* const s = malloc((n + 1) * sizeof *s);
  if (!s) {
    return LQ_ERR_MEMORY;
  }
  size_t m = 0;
  for (size_t i = 0; i < n; ++i) {
    const float p = (float)stretch(steps[i].mid, 4000, 10000);
    if (p > 1e-12F) {
      s[m++] = p;
    }
  }
  qsort(s, m, sizeof *s, by_size);
  *power = m ? (double)s[m / 2] : 0;
  free(s);
  return LQ_OK;
}

static lq_status finish(void* const self, const lq_finder_context* const c, lq_finds* const finds)
{
  (void)self;
  size_t                    n, n_bursts = 0, length = 0;
  double                    middle, first = 0, last = 0, worst = 0;
  const lq_band_step* const steps = lq_band_steps_list(c->bands, &n);
  const double              step  = lq_band_steps_step_sec(c->bands);
  const double              body  = lq_trace_body(c->trace);
  if (!isfinite(c->measured->integrated_lufs) || c->features->rate_hz < 30000) {
    return LQ_OK;
  }
  LQ_TRY(usual(steps, n, &middle));
  const double least =
      fmax(middle * lq_db_to_lin(2 * over_usual_db), body * lq_db_to_lin(2 * under_mix_db));
  for (size_t i = 0; i < n; ++i) {
    const double sharp = stretch(steps[i].mid, 4000, 10000);
    const double side  = stretch(steps[i].side, 4000, 10000);
    const double deep  = stretch(steps[i].mid, 250, 3150);
    if (sharp > least && sharp > deep * lq_db_to_lin(2 * over_body_db) && sharp > 4 * side) {
      ++length;
      worst = fmax(worst, sharp / body);
      continue;
    }
    if (length && (double)length * step >= shortest_sec && (double)length * step <= longest_sec) {
      const double at = (double)(i - length) * step;
      first           = n_bursts ? first : at;
      last            = at + (double)length * step;
      ++n_bursts;
    }
    length = 0;
  }
  const double a_minute = 60.0 * (double)n_bursts / fmax(1, c->features->duration_sec);
  if (n_bursts < 4 || a_minute < limit_a_minute) {
    return LQ_OK;
  }
  return lq_finds_say(
      finds,
      &(lq_finding){.id         = "sibilance",
                    .severity   = LQ_SEVERITY_NOTE,
                    .start_sec  = first,
                    .end_sec    = last,
                    .value      = a_minute,
                    .limit      = limit_a_minute,
                    .unit       = "bursts a minute",
                    .confidence = 0.4,
                    .advice     = "De-ess the voice before its reverb; if these are cymbals or a "
                                  "shaker, turn them down a little."},
      "%zu sharp bursts between 4 and 10 kHz come up to %.0f dB against the music, the first at "
      "%s: "
      "limiting makes sharp s sounds worse.%s",
      n_bursts, lq_power_to_db(worst), lq_finds_time(finds, first),
      lq_stems_blame(c->stems, finds->pool, 4000, 10000, 0, 0));
}

const lq_finder lq_find_sibilance = {.name = "sibilance", .finish = finish};
