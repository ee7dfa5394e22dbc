// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/polarity.h"

#include "audio/reader.h"
#include "base/arena.h"
#include "base/maths.h"
#include "base/pool.h"
#include "dsp/svf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// The energy of the sum against the difference in 60 to 400 Hz, where two microphones on one drum
// are still within half a wave of each other: a flip must win by 1 dB to be made. Phase above that
// says nothing certain about polarity.

enum { RATE_HZ = 8000, BLOCK = 1024, LOW_HZ = 60, HIGH_HZ = 400 };

typedef struct {
  lq_reader*   reader;
  lq_svf_state low, high;
  float*       x[2];
} side;

static lq_status open_side(side* const s, const lq_track* const t, lq_error* const error)
{
  for (unsigned c = 0; c < 2; ++c) {
    s->x[c] = lq_alloc_aligned(BLOCK * sizeof(float));
    if (!s->x[c]) {
      return LQ_ERR_MEMORY;
    }
  }
  return lq_reader_open(&s->reader, t->path, RATE_HZ, error);
}

static void close_side(side* const s)
{
  lq_reader_close(s->reader);
  free(s->x[0]);
  free(s->x[1]);
}

static lq_status read_side(side* const s, const lq_svf_coef* const low,
                           const lq_svf_coef* const high, size_t* const n, lq_error* const error)
{
  LQ_TRY(lq_reader_read(s->reader, s->x, BLOCK, n, error));
  lq_svf_highpass(low, &s->low, s->x[0], *n);
  lq_svf_lowpass(high, &s->high, s->x[0], *n);
  return LQ_OK;
}

// 10 log10 of the energy of a - b over that of a + b, each side at its trimmed level.
static lq_status compare(const lq_track* const a, const lq_track* const b, double* const flip_db,
                         lq_error* const error)
{
  side              sides[2] = {0};
  const lq_svf_coef low      = lq_svf_design(LOW_HZ, 0.7071, RATE_HZ);
  const lq_svf_coef high     = lq_svf_design(HIGH_HZ, 0.7071, RATE_HZ);
  const double      gains[2] = {lq_db_to_lin(a->trim_db), lq_db_to_lin(b->trim_db)};
  double            sum = 0, difference = 0;
  lq_status         st = open_side(&sides[0], a, error);
  st                   = st ? st : open_side(&sides[1], b, error);
  for (size_t n[2] = {BLOCK, BLOCK}; !st && n[0] && n[1];) {
    st = read_side(&sides[0], &low, &high, &n[0], error);
    st = st ? st : read_side(&sides[1], &low, &high, &n[1], error);
    for (size_t i = 0; !st && i < n[0] && i < n[1]; ++i) {
      const double x = gains[0] * (double)sides[0].x[0][i], y = gains[1] * (double)sides[1].x[0][i];
      sum += (x + y) * (x + y);
      difference += (x - y) * (x - y);
    }
  }
  close_side(&sides[0]);
  close_side(&sides[1]);
  *flip_db = sum > 0 && difference > 0 ? lq_power_to_db(difference / sum) : 0;
  return st;
}

// The near side that a far side belongs to: the same role, not itself a far side.
static const lq_track* near_side(const lq_song* const song, const lq_track* const far)
{
  for (size_t i = 0; i < song->n; ++i) {
    const lq_track* const t = &song->tracks[i];
    if (t != far && t->role == far->role && !t->silent && !lq_name_is_far_side(t->name) &&
        !lq_name_is_amplifier(t->name)) {
      return t;
    }
  }
  return NULL;
}

lq_status lq_polarity_tracks(const lq_song* const song, lq_session* const session,
                             lq_error* const error)
{
  enum { CERTAIN_DB = 1 };
  for (size_t i = 0; i < song->n; ++i) {
    const lq_track* const far = &song->tracks[i];
    if (far->silent || !(lq_name_is_far_side(far->name) || lq_name_is_amplifier(far->name))) {
      continue;
    }
    const lq_track* const near    = near_side(song, far);
    double                flip_db = 0;
    if (!near) {
      continue;
    }
    LQ_TRY(compare(near, far, &flip_db, error));
    if (flip_db >= CERTAIN_DB) {
      lq_device* const p = &lq_session_find(session, far->name)->controls[LQ_CONTROL_POLARITY];
      lq_device_set(p, "mode", 1);
      p->why =
          lq_pool_format(song->pool, "turned round it adds %.1f dB to '%s' between %d and %d Hz",
                         flip_db, near->name, LOW_HZ, HIGH_HZ);
    }
  }
  return LQ_OK;
}
