// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/steps.h"
#include "base/maths.h"
#include "base/pool.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

static const char* const click_words[] = {"click",    "clic",       "klick",   "metronome",
                                          "metronom", "clicktrack", "countin", NULL};

// Every octave from 63 Hz to 4 kHz within 30 dB of the whole, and something at 8 kHz: what a band
// leaves and a single instrument seldom.
static bool is_full_range(const lq_features* const f)
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

// The loud blocks of 100 ms stand evenly apart, from the first to the last.
static bool is_even(const lq_features* const f)
{
  float  most = 0;
  size_t last = 0, least_gap = SIZE_MAX, most_gap = 0, n = 0;
  for (size_t i = 0; i < f->n_blocks; ++i) {
    most = fmaxf(most, f->power[i]);
  }
  for (size_t i = 1; i + 1 < f->n_blocks; ++i) {
    if (f->power[i] > 0.1F * most && f->power[i] >= f->power[i - 1] &&
        f->power[i] > f->power[i + 1]) {
      if (n++) {
        least_gap = i - last < least_gap ? i - last : least_gap;
        most_gap  = i - last > most_gap ? i - last : most_gap;
      }
      last = i;
    }
  }
  return n >= 12 && least_gap > 1 && most_gap - least_gap <= 1 &&
         (double)last > 0.8 * (double)f->n_blocks;
}

// Nothing but short tones of one pitch, evenly spaced to the end: no player does that.
static bool beats_like_a_click(const lq_features* const f)
{
  double whole = 0, best = 0;
  for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
    whole += f->band_power[b];
    best = fmax(best, f->band_power[b] + (b ? f->band_power[b - 1] : 0));
  }
  return f->percussiveness > 0.75 && f->centroid_hz > 500 && best > 0.5 * whole && is_even(f);
}

static const char* by_sound(const lq_features* const f)
{
  enum { LOW_HZ = 250, HIGH_HZ = 4500 };
  if (f->percussiveness > 0.55) {
    return f->centroid_hz < LOW_HZ ? "kick" : f->centroid_hz > HIGH_HZ ? "hihat" : "percussion";
  }
  return f->centroid_hz < LOW_HZ ? "bass" : "other";
}

static lq_status hear(lq_assessment* const a, lq_assessed* const f)
{
  const lq_features* const g    = &f->sig.features;
  const lq_role_guess      told = lq_role_from_name(&a->roles, f->name);
  f->full_range                 = is_full_range(g);
  if (!(g->whole.sample_peak_dbfs > -70) || !isfinite(g->activity.lufs)) {
    f->kind = LQ_FILE_SILENT;
  } else if (lq_name_says(f->name, click_words) || (!told.role && beats_like_a_click(g))) {
    f->kind = LQ_FILE_CLICK;
    return LQ_OK;
  }
  if (told.role) {
    f->role            = told.role;
    f->role_why        = lq_pool_format(a->pool, "'%s' in its name", told.word);
    f->role_confidence = 0.9;
  } else if (f->kind != LQ_FILE_SILENT) {
    f->role     = lq_role_find(&a->roles, by_sound(g));
    f->role_why = lq_pool_format(a->pool, "by its sound: weight at %.0f Hz, percussive by %.2f",
                                 g->centroid_hz, g->percussiveness);
    f->role_confidence = strcmp(f->role->name, "other") ? 0.4 : 0.0;
  }
  return !f->role || f->role_why ? LQ_OK : LQ_ERR_MEMORY;
}

lq_status lq_assess_hear(lq_assessment* const a)
{
  for (size_t i = 0; i < a->n_files; ++i) {
    lq_assessed* const f = &a->files[i];
    if (f->status) {
      const lq_set_finding odd = {.id       = "unreadable",
                                  .severity = LQ_SEVERITY_STOP,
                                  .files    = &i,
                                  .n_files  = 1,
                                  .value    = (double)NAN,
                                  .unit     = "",
                                  .advice   = "Ask for it again, or take it out of the pile."};
      f->kind                  = LQ_FILE_UNREADABLE;
      LQ_TRY(lq_assess_find(a, &odd, "'%s' cannot be read: %s", f->name, f->error->text));
      continue;
    }
    LQ_TRY(hear(a, f));
  }
  return LQ_OK;
}
