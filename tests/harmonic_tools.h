// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a processor makes of a sine: harmonics, and tones that are none.
#ifndef LQ_TESTS_HARMONIC_TOOLS_H
#define LQ_TESTS_HARMONIC_TOOLS_H

#include "proc_tools.h"

#include "dsp/transform.h"

enum { N = 1 << 15, RUN = 3 * N, HARMONICS = 12 };
static const double RATE = 44100;

static float left[RUN], right[RUN];

// Levels of a sine of bin `bin` of N: harmonics and the greatest other tone up to 20 kHz, dB.
typedef struct {
  double harmonic[HARMONICS]; // [1]: the tone itself; 0 is DC
  double alias_db, alias_hz;
} tones;

static inline tones listen(rig* const r, const unsigned bin, const double peak)
{
  lq_transform* t   = NULL;
  tones         got = {.alias_db = -300};
  CHECK(!lq_transform_new(&t, N));
  for (size_t i = 0; i < RUN; ++i) {
    left[i] = (float)(peak * sin(2 * LQ_PI * (double)(i % N * bin % N) / N));
  }
  rig_start(r);
  rig_run(r, (float* [2]){left, right}, RUN, 1024, 0);
  memcpy(lq_transform_frames(t), left + RUN - N, N * sizeof(float)); // whole periods: no window
  lq_transform_forward(t);
  const lq_bin* const b = lq_transform_bins(t);
  for (unsigned k = 0; k < N / 2; ++k) {
    const double db = 10 * log10((double)b[k].re * b[k].re + (double)b[k].im * b[k].im + 1e-30) -
                      20 * log10(k ? N / 2.0 : N);
    if (k % bin == 0) {
      if (k / bin < HARMONICS) {
        got.harmonic[k / bin] = db;
      }
    } else if (k * RATE / N <= 20000 && db > got.alias_db) {
      got.alias_db = db;
      got.alias_hz = k * RATE / N;
    }
  }
  lq_transform_free(t);
  return got;
}

#endif
