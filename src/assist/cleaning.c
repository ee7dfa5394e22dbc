// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/cleaning.h"

#include "base/maths.h"
#include "base/pool.h"
#include "dsp/eq_band.h"
#include "proc/all.h"

#include <math.h>

// P. Pestana and J. Reiss, "Intelligent Audio Production Strategies Informed by Best Practices",
// 2014: listeners do not support a high-pass on everything. So one goes in only where the track
// holds less than a thousandth of its power below the corner, or where its instrument cannot play
// (rumble of a stand, a truck, the breath on a microphone).

enum { EMPTY_DB = -30, NOTHING_DB = -45 };

// Power below a frequency against the whole, dB.
static double share_below_db(const lq_features* const f, const double freq_hz)
{
  double below = 0, all = 0;
  for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
    const double p = f->band_power[b];
    all += p;
    below += lq_spectrum_band_hz(b) <= freq_hz ? p : 0;
  }
  return below > 0 && all > 0 ? lq_power_to_db(below / all) : -200;
}

static lq_status put(const lq_song* const song, lq_track* const t, const double corner_hz,
                     const char* const why)
{
  lq_device hpf;
  LQ_TRY(lq_device_init(&hpf, song->pool, &lq_hpf, 0));
  lq_device_set(&hpf, "freq", (float)round(corner_hz));
  hpf.why = why;
  return lq_track_put(song, t, LQ_STAGE_HIGHPASS, &hpf);
}

// Notches on the mains' tone and its next two harmonics, where the instrument does not stand on
// them itself: the meter has found the tone going on through rests and notes alike.
static lq_status notch_hum(const lq_song* const song, lq_track* const t)
{
  enum { HEARD_DB = -55, HARMONICS = 3 };
  const lq_features* const f      = t->features;
  const bool               fifty  = f->hum_50_dbfs > f->hum_60_dbfs;
  const double             hum_db = fmax(f->hum_50_dbfs, f->hum_60_dbfs) - f->activity.lufs;
  lq_device                eq;
  if (!(hum_db > HEARD_DB)) {
    return LQ_OK;
  }
  LQ_TRY(lq_device_init(&eq, song->pool, &lq_eq, HARMONICS));
  for (unsigned k = 0; k < HARMONICS; ++k) {
    lq_device_set_band(&eq, k, "type", LQ_BAND_NOTCH);
    lq_device_set_band(&eq, k, "freq", (fifty ? 50.0F : 60.0F) * (float)(k + 1));
    lq_device_set_band(&eq, k, "q", 30);
  }
  eq.why =
      lq_pool_format(song->pool, "hum at %d Hz, %.0f dB under its level", fifty ? 50 : 60, -hum_db);
  return lq_track_put(song, t, LQ_STAGE_HUM, &eq);
}

static lq_status cut_lows(const lq_song* const song, lq_track* const t)
{
  const double floor_hz = (double)t->role->values[LQ_ROLE_FLOOR];
  const double most_hz  = (double)t->role->values[LQ_ROLE_HIGHPASS];
  // The highest third-octave corner with nothing below it, up to the role's limit.
  double empty_hz = 0;
  for (unsigned b = 0; b < LQ_SPECTRUM_BANDS && lq_spectrum_band_hz(b) <= most_hz * 1.05; ++b) {
    if (share_below_db(t->features, lq_spectrum_band_hz(b)) < EMPTY_DB) {
      empty_hz = lq_spectrum_band_hz(b);
    }
  }
  const double corner_hz = fmin(most_hz, fmax(floor_hz * 0.85, empty_hz));
  const double below_db  = share_below_db(t->features, corner_hz);
  const bool   rumble    = empty_hz < corner_hz;
  if (corner_hz < 20 || below_db < (rumble ? EMPTY_DB : NOTHING_DB)) {
    return LQ_OK; // nothing there to take away
  }
  return put(
      song, t, corner_hz,
      !rumble
          ? lq_pool_format(song->pool, "nothing musical below: %.0f dB of it lies under %.0f Hz",
                           below_db, corner_hz)
          : lq_pool_format(song->pool, "rumble: %.0f dB under %.0f Hz, where %s does not play",
                           below_db, corner_hz, t->role->name));
}

lq_status lq_clean_track(const lq_song* const song, lq_track* const t)
{
  LQ_TRY(cut_lows(song, t));
  return notch_hum(song, t);
}
