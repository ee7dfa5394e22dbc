// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/hum.h"

#include "base/maths.h"

#include <math.h>
#include <stdlib.h>

void lq_hum_start(lq_hum* const h, const double rate_hz)
{
  *h         = (lq_hum){.step = (size_t)(rate_hz / 1000.0)};
  h->rate_hz = rate_hz / (double)h->step;
  h->second  = h->rate_hz < LQ_HUM_SECOND ? (size_t)h->rate_hz : LQ_HUM_SECOND;
}

void lq_hum_free(lq_hum* const h)
{
  free(h->power[0]);
  free(h->power[1]);
}

// Power of a sine at one frequency of the windowed second. G. Goertzel, 1958.
static double tone(const lq_hum* const h, const double hz)
{
  const double turn = 2.0 * lq_cos(2.0 * LQ_PI * hz / h->rate_hz);
  double       s1 = 0, s2 = 0;
  for (size_t i = 0; i < h->second; ++i) {
    const double s0 = h->x[i] + turn * s1 - s2;
    s2              = s1;
    s1              = s0;
  }
  const double n = 0.5 * (double)h->second; // Hann's mean is one half
  return 2.0 * (s1 * s1 + s2 * s2 - turn * s1 * s2) / (n * n);
}

// Harmonics that stand 10 dB over both sides, less what those sides say is there anyway.
static double hum_power(const lq_hum* const h, const double mains_hz)
{
  double sum = 0;
  for (unsigned k = 1; k <= 3; ++k) {
    const double hz   = mains_hz * k;
    const double t    = tone(h, hz);
    const double side = fmax(tone(h, hz - 4.0), tone(h, hz + 4.0)); // outside Hann's main lobe
    sum += t > 10.0 * side ? t - side : 0.0;
    if (k == 1 && sum <= 0.0) {
      return 0.0; // without its fundamental it is music
    }
  }
  return sum;
}

static lq_status end_second(lq_hum* const h)
{
  if (h->n_seconds == h->room) {
    const size_t room = h->room * 2 + 64;
    for (unsigned w = 0; w < 2; ++w) {
      float* const more = realloc(h->power[w], room * sizeof *more);
      if (!more) {
        return LQ_ERR_MEMORY;
      }
      h->power[w] = more;
    }
    h->room = room;
  }
  double energy = 0;
  for (size_t i = 0; i < h->second; ++i) {
    h->x[i] *= 0.5 - 0.5 * lq_cos(2.0 * LQ_PI * (double)i / (double)h->second);
    energy += h->x[i] * h->x[i];
  }
  if (energy > 1e-13 * (double)h->second) { // a second of digital silence says nothing
    h->power[0][h->n_seconds]   = (float)hum_power(h, 50.0);
    h->power[1][h->n_seconds++] = (float)hum_power(h, 60.0);
  }
  h->n = 0;
  return LQ_OK;
}

lq_status lq_hum_process(lq_hum* const h, const float* const left, const float* const right,
                         const size_t n_frames)
{
  for (size_t i = 0; i < n_frames;) {
    const size_t n = h->step - h->n_in < n_frames - i ? h->step - h->n_in : n_frames - i;
    for (size_t k = 0; k < n; ++k) {
      h->sum += (double)(left[i + k] + right[i + k]);
    }
    i += n;
    h->n_in += n;
    if (h->n_in == h->step) {
      h->x[h->n++] = 0.5 * h->sum / (double)h->step;
      h->sum       = 0;
      h->n_in      = 0;
      if (h->n == h->second) {
        LQ_TRY(end_second(h));
      }
    }
  }
  return LQ_OK;
}

static int by_size(const void* const a, const void* const b)
{
  const float x = *(const float*)a, y = *(const float*)b;
  return (x > y) - (x < y);
}

double lq_hum_dbfs(lq_hum* const h, const unsigned which)
{
  if (!h->n_seconds) {
    return -(double)INFINITY;
  }
  qsort(h->power[which], h->n_seconds, sizeof(float), by_size);
  const double power = (double)h->power[which][h->n_seconds / 5];
  return power > 0 ? lq_power_to_db(2.0 * power) : -(double)INFINITY; // a sine's power is 1/2
}
