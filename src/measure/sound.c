// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/sound.h"

#include "base/maths.h"

#include <math.h>

static const char* const names[LQ_SOUND_N] = {
    [LQ_SOUND_PERCUSSIVENESS] = "percussiveness",
    [LQ_SOUND_CENTROID]       = "centroid",
    [LQ_SOUND_CENTROID_MOVES] = "centroid_moves",
    [LQ_SOUND_LOW_ENERGY]     = "low_energy",
    [LQ_SOUND_ONSETS]         = "onsets",
    [LQ_SOUND_PITCHED]        = "pitched",
    [LQ_SOUND_PITCH]          = "pitch",
    [LQ_SOUND_PITCH_RANGE]    = "pitch_range",
    [LQ_SOUND_WANDER]         = "wander",
    [LQ_SOUND_HELD]           = "held",
    [LQ_SOUND_COLOUR]         = "colour",
    [LQ_SOUND_SPREAD]         = "spread",
    [LQ_SOUND_FADE]           = "fade",
    [LQ_SOUND_FADE_LATER]     = "fade_later",
    [LQ_SOUND_OCTAVE]         = "octave_31",
    [LQ_SOUND_OCTAVE + 1]     = "octave_63",
    [LQ_SOUND_OCTAVE + 2]     = "octave_125",
    [LQ_SOUND_OCTAVE + 3]     = "octave_250",
    [LQ_SOUND_OCTAVE + 4]     = "octave_500",
    [LQ_SOUND_OCTAVE + 5]     = "octave_1k",
    [LQ_SOUND_OCTAVE + 6]     = "octave_2k",
    [LQ_SOUND_OCTAVE + 7]     = "octave_4k",
    [LQ_SOUND_OCTAVE + 8]     = "octave_8k",
};

const char* lq_sound_figure_name(const unsigned figure)
{
  return names[figure];
}

// How far the level falls within one and two blocks of 100 ms behind those that stand out.
static void fades(const lq_features* const f, double* const soon, double* const later)
{
  enum { FEW = 4 };
  static const double floor_lin = 1e-4; // -40 dB: below that it has faded
  size_t              n         = 0;
  double              sums[2]   = {0};
  for (size_t i = 2; i + 3 < f->n_blocks; ++i) {
    const double p = (double)f->power[i];
    if (f->activity.active[i] && p > 4 * (double)f->power[i - 1] &&
        f->power[i] >= f->power[i + 1]) {
      ++n;
      for (unsigned k = 0; k < 2; ++k) {
        sums[k] += lq_power_to_db((double)f->power[i + 1 + k] / p + floor_lin);
      }
    }
  }
  *soon =
      n >= FEW ? sums[0] / (double)n : -5.0; // what is never struck fades like the middle of all
  *later = n >= FEW ? sums[1] / (double)n : -9.0;
}

static void octaves(const lq_features* const f, double* const to_db)
{
  double whole = 1e-20;
  for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
    whole += f->band_power[b];
  }
  for (unsigned k = 0; k < LQ_SOUND_OCTAVES; ++k) {
    const double* const b = &f->band_power[1 + 3 * k]; // from 25 Hz
    to_db[k]              = fmax(-40.0, lq_power_to_db((b[0] + b[1] + b[2]) / whole + 1e-9));
  }
}

lq_sound lq_sound_of(const lq_features* const f, const lq_voicing* const v)
{
  static const double no_pitch = 8.0; // log2: the middle of all pitches
  lq_sound            s        = {0};
  double* const       x        = s.figure;
  x[LQ_SOUND_PERCUSSIVENESS]   = f->percussiveness;
  x[LQ_SOUND_CENTROID]         = lq_log2(f->centroid_hz + 50.0);
  x[LQ_SOUND_CENTROID_MOVES]   = f->centroid_octaves;
  x[LQ_SOUND_LOW_ENERGY]       = f->low_energy_ratio;
  x[LQ_SOUND_ONSETS]           = f->onsets_hz;
  x[LQ_SOUND_PITCHED]          = v->share;
  x[LQ_SOUND_PITCH]            = v->pitch_hz > 0 ? lq_log2(v->pitch_hz) : no_pitch;
  x[LQ_SOUND_PITCH_RANGE]      = v->range_octaves;
  x[LQ_SOUND_WANDER]           = sqrt(v->wander);
  x[LQ_SOUND_HELD]             = lq_log2(v->held_sec + 0.03);
  x[LQ_SOUND_COLOUR]           = v->colour;
  const double spread_db       = f->activity.high_lufs - f->activity.low_lufs;
  x[LQ_SOUND_SPREAD]           = isfinite(spread_db) ? fmin(25.0, spread_db) : 0.0;
  fades(f, &x[LQ_SOUND_FADE], &x[LQ_SOUND_FADE_LATER]);
  octaves(f, &x[LQ_SOUND_OCTAVE]);
  return s;
}

bool lq_sound_fills_range(const lq_features* const f)
{
  double whole = 0;
  for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
    whole += f->band_power[b];
  }
  for (unsigned octave = 0; octave < 8; ++octave) {
    const unsigned first = 4 + 3 * octave; // 50 Hz
    const double power = f->band_power[first] + f->band_power[first + 1] + f->band_power[first + 2];
    if (!(lq_power_to_db(power / whole) > (octave < 7 ? -30.0 : -40.0))) {
      return false;
    }
  }
  return true;
}
