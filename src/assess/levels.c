// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/checking.h"
#include "base/maths.h"
#include "base/pool.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool hears_others(const lq_assessment* const a, const size_t file)
{
  for (size_t i = 0; i < a->n_bleeds; ++i) {
    if (a->bleeds[i].into == file) {
      return true;
    }
  }
  return false;
}

// Share of the power in the thirds of 20 and 25 Hz, where a voice or a guitar has none.
static double rumble_db(const lq_assessed* const f)
{
  double whole = 1e-15, low = 1e-20;
  for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
    whole += f->sig.features.band_power[b];
    low += b < 2 ? f->sig.features.band_power[b] : 0;
  }
  const bool deep = f->sig.features.centroid_hz < 400 || !f->role ||
                    !strcmp(f->role->group, "drums") || !strcmp(f->role->group, "bass");
  return deep ? -(double)INFINITY : lq_power_to_db(low / whole);
}

static int by_power(const void* const a, const void* const b)
{
  const float x = *(const float*)a, y = *(const float*)b;
  return (x > y) - (x < y);
}

// Is what is left between the notes steady, as noise is, and not the tail of a note?
static bool rests_steadily(const lq_features* const f)
{
  float* const rest = malloc((f->n_blocks + 1) * sizeof *rest);
  size_t       n    = 0;
  for (size_t i = 0; rest && i < f->n_blocks; ++i) {
    if (!f->activity.active[i]) {
      rest[n++] = f->power[i];
    }
  }
  bool steady = false;
  if (n >= 20) {
    qsort(rest, n, sizeof *rest, by_power);
    steady = rest[n / 2] < 4 * rest[n / 10] && rest[n / 10] > 0; // 6 dB
  }
  free(rest);
  return steady;
}

lq_status lq_checking_noises(lq_checking* const c)
{
  lq_checking_start(c);
  for (size_t i = 0; i < c->n; ++i) {
    const lq_features* const f   = &lq_checking_part(c, i)->sig.features;
    const double             hum = fmax(f->hum_50_dbfs, f->hum_60_dbfs);
    if (hum > -80 && hum > f->activity.lufs - 40) {
      lq_checking_start(c);
      lq_checking_note(c, c->parts[i], hum);
      LQ_TRY(lq_checking_tell(
          c, "hum", hum > f->activity.lufs - 30 ? LQ_SEVERITY_WARNING : LQ_SEVERITY_NOTE, "dBFS",
          lq_pool_format(c->a->pool, "hums at %d Hz, %.0f dBFS, %.0f dB under its music.",
                         f->hum_50_dbfs > f->hum_60_dbfs ? 50 : 60, hum, f->activity.lufs - hum),
          "The mix does not take that away; a new take from a quieter place does."));
    }
  }
  lq_checking_start(c);
  for (size_t i = 0; i < c->n; ++i) {
    const lq_features* const f           = &lq_checking_part(c, i)->sig.features;
    const double             room        = f->activity.lufs - f->activity.noise_lufs;
    const bool               quiet_music = f->percussiveness > 0.3; // tails of drums are no noise
    if (room < 40 && rests_steadily(f) && rumble_db(lq_checking_part(c, i)) < -12 && !quiet_music &&
        !hears_others(c->a, c->parts[i]) && f->activity.share < 0.95 && f->hum_50_dbfs < -80 &&
        f->hum_60_dbfs < -80 && f->activity.noise_lufs > -75) {
      lq_checking_note(c, c->parts[i], -room);
    }
  }
  LQ_TRY(lq_checking_tell(
      c, "noise", LQ_SEVERITY_NOTE, "dB under the music",
      lq_pool_format(c->a->pool,
                     "%s: between the notes something is left, %.0f dB under "
                     "the music.",
                     c->n_odd == 1 ? "is not quiet when it rests" : "are not quiet when they rest",
                     -c->worst),
      "Listen there: hiss, headphones or room can be cut out before mixing."));
  lq_checking_start(c);
  for (size_t i = 0; i < c->n; ++i) {
    if (rumble_db(lq_checking_part(c, i)) > -12) {
      lq_checking_note(c, c->parts[i], rumble_db(lq_checking_part(c, i)));
    }
  }
  return lq_checking_tell(c, "rumble", LQ_SEVERITY_NOTE, "dB of the whole",
                          lq_checking_word(c, "rumbles under 28 Hz, where nothing of it is music.",
                                           "rumble under 28 Hz, where nothing of them is music."),
                          "Nothing to do: the mix takes it off with a high-pass.");
}

lq_status lq_checking_levels(lq_checking* const c)
{
  double* const all = LQ_POOL_TAKE(c->a->pool, double, c->n + 1);
  if (!all) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < c->n; ++i) {
    all[i] = lq_checking_part(c, i)->sig.features.activity.lufs;
  }
  qsort(all, c->n, sizeof *all, lq_by_size);
  const double middle = all[c->n / 2];
  lq_checking_start(c);
  for (size_t i = 0; c->n > 3 && i < c->n; ++i) {
    const double away = lq_checking_part(c, i)->sig.features.activity.lufs - middle;
    if (away < -24 && !c->said[i]) {
      lq_checking_note(c, c->parts[i], away);
    }
  }
  LQ_TRY(lq_checking_tell(c, "near-silent", LQ_SEVERITY_WARNING, "dB",
                          lq_pool_format(c->a->pool,
                                         "%s far quieter than the rest (%.0f dB under the middle).",
                                         lq_checking_word(c, "is", "are"), -c->worst),
                          "Is there really anything on it?"));
  const double range = all[c->n - 1] - all[0];
  lq_checking_start(c);
  if (c->n > 3 && range > 20) {
    for (size_t i = 0; i < c->n; ++i) {
      const double lufs = lq_checking_part(c, i)->sig.features.activity.lufs;
      if (lufs == all[0] || lufs == all[c->n - 1]) {
        lq_checking_note(c, c->parts[i], range);
      }
    }
  }
  return lq_checking_tell(
      c, "levels-differ", LQ_SEVERITY_NOTE, "dB",
      lq_pool_format(c->a->pool, "are the quietest and the loudest, %.0f dB apart.", range),
      "Nothing to do: the mix sets its own levels.");
}

// Drums whose microphone is never the first to hear anything.
lq_status lq_checking_only_bleed(lq_checking* const c)
{
  static const char* const close[] = {"kick", "snare", "tom", "hihat"};
  lq_bleed_mic* const      mics    = LQ_POOL_TAKE(c->a->pool, lq_bleed_mic, c->n + 1);
  if (!mics) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < c->n; ++i) {
    const lq_assessed* const f = lq_checking_part(c, i);
    mics[i]                    = (lq_bleed_mic){.sig = &f->sig, .group = lq_assess_group(c->a, f)};
  }
  lq_checking_start(c);
  for (size_t i = 0; i < c->n; ++i) {
    const lq_assessed* const f        = lq_checking_part(c, i);
    bool                     is_close = false;
    for (size_t k = 0; k < sizeof close / sizeof *close; ++k) {
      is_close = is_close || (f->role && !strcmp(f->role->name, close[k]));
    }
    const double lead_db = is_close ? lq_bleed_lead_db(mics, c->n, i) : 0.0;
    if (lead_db < LQ_BLEED_ONLY_DB && hears_others(c->a, c->parts[i])) {
      lq_checking_note(c, c->parts[i], lead_db);
      c->said[i] = true;
    }
  }
  return lq_checking_tell(c, "only-bleed", LQ_SEVERITY_WARNING, "dB",
                          lq_checking_word(c, "hears only the other drums, never one of its own.",
                                           "hear only the other drums, never one of their own."),
                          "Leave it out: it adds room and smear, no drum.");
}
