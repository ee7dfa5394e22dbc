// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Sine tones of stated level and length, straight into a meter: what the loudness standards test
/// with.
#ifndef LQ_TESTS_TONES_H
#define LQ_TESTS_TONES_H

#include "check.h"

#include "lacquer/measure.h"

#include <math.h>
#include <stdlib.h>

enum { TONES_BLOCK = 500, TONES_SILENCE = -999 };

typedef struct {
  double sec, db; ///< peak level of each channel
} tone;

typedef struct {
  lq_meter* meter;
  double    rate_hz;
  unsigned  n_channels;
  double    phase; ///< turns
} tones;

static inline tones tones_start(const double rate_hz, const unsigned n_channels)
{
  tones t = {.rate_hz = rate_hz, .n_channels = n_channels};
  CHECK(lq_meter_new(&t.meter, rate_hz, n_channels) == LQ_OK);
  return t;
}

/// @param db      [n_channels] peak levels
/// @param watch   called after each block; may be NULL
static inline void tones_play_each(tones* const t, const double hz, const double sec,
                                   const double* const db,
                                   void (*const watch)(tones* t, void* user), void* const user)
{
  static float x[24][TONES_BLOCK];
  const float* at[24];
  double       gain[24];
  for (unsigned c = 0; c < t->n_channels; ++c) {
    at[c]   = x[c];
    gain[c] = db[c] <= TONES_SILENCE ? 0 : pow(10, db[c] / 20);
  }
  for (long n = lround(sec * t->rate_hz), done = 0; done < n;) {
    const long   m    = n - done < TONES_BLOCK ? n - done : TONES_BLOCK;
    const double turn = 2 * 3.14159265358979323846, step = turn * hz / t->rate_hz;
    const double twice_cos = 2 * cos(step);
    double       s = sin(turn * t->phase), before = sin(turn * t->phase - step), next = s;
    t->phase += (double)m * hz / t->rate_hz;
    t->phase -= floor(t->phase);
    for (long i = 0; i < m; ++i) { // each sample from the two before it
      s      = next;
      next   = twice_cos * s - before;
      before = s;
      for (unsigned c = 0; c < t->n_channels; ++c) {
        x[c][i] = (float)(gain[c] * s);
      }
    }
    CHECK(lq_meter_process(t->meter, at, (size_t)m) == LQ_OK);
    done += m;
    if (watch) {
      watch(t, user);
    }
  }
}

/// 1 kHz, all channels alike.
static inline void tones_play(tones* const t, const tone* const list, const size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    double db[24];
    for (unsigned c = 0; c < 24; ++c) {
      db[c] = list[i].db;
    }
    tones_play_each(t, 1000, list[i].sec, db, NULL, NULL);
  }
}

static inline lq_measurement tones_end(tones* const t)
{
  const lq_measurement m = lq_meter_read(t->meter);
  lq_meter_free(t->meter);
  t->meter = NULL;
  return m;
}

/// The whole of a stereo test signal.
static inline lq_measurement tones_measure(const double rate_hz, const tone* const list,
                                           const size_t n)
{
  tones t = tones_start(rate_hz, 2);
  tones_play(&t, list, n);
  return tones_end(&t);
}

#define TONES_MEASURE(rate_hz, list) tones_measure(rate_hz, list, sizeof(list) / sizeof *(list))

#endif
