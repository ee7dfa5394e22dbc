// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/balance.h"

#include "base/maths.h"
#include "base/pool.h"

#include <math.h>
#include <string.h>

double lq_track_power_at(const lq_track* const track, const size_t block)
{
  const lq_features* const f = track->features;
  if (track->silent || block >= f->n_blocks) {
    return 0;
  }
  const double gain = lq_db_to_lin(track->trim_db + track->fader_db);
  return (double)f->power[block] * gain * gain;
}

lq_status lq_balance_trims(lq_song* const song)
{
  enum { MOST_DB = 40 }; // a track that needs more is nearly silent, and its noise would come up
  for (size_t i = 0; i < song->n; ++i) {
    lq_track* const t = &song->tracks[i];
    if (t->silent) {
      continue;
    }
    const double want_db = LQ_WORKING_LUFS - t->features->activity.lufs;
    t->trim_db           = round(10 * fmax(-MOST_DB, fmin(MOST_DB, want_db))) / 10;
  }
  return LQ_OK;
}

// Several tracks of one role (five snares, two guitars) share the role's place in the balance:
// together they are as loud as one of them would be. Those that never play at once need nothing.
static double crowd_db(const lq_song* const song, const lq_role* const role)
{
  double together = 0, apart = 0;
  size_t n_together = 0;
  for (size_t b = 0; b < song->n_blocks; ++b) {
    double sum = 0, most = 0;
    for (size_t i = 0; i < song->n; ++i) {
      if (song->tracks[i].role == role) {
        const double p = lq_track_power_at(&song->tracks[i], b);
        sum += p;
        most = p > most ? p : most;
      }
    }
    if (most > 0) {
      together += sum;
      apart += most;
      ++n_together;
    }
  }
  return n_together ? lq_power_to_db(together / apart) : 0;
}

// How much more power a track has than a loudness meter hears: the meter hardly hears the lowest
// octave, loudspeakers and limiters do.
static double unheard_db(const lq_track* const t)
{
  const lq_features* const f      = t->features;
  const double             rms_db = f->whole.sample_peak_dbfs - f->crest_db;
  const double             sum_db = f->n_channels == 2 ? 3.01 : 0; // loudness adds the channels
  return rms_db + sum_db - 0.691 - f->activity.lufs;
}

static void by_role(const lq_song* const song)
{
  enum { USUAL_DB = 2 }; // of an ordinary bass
  for (size_t r = 0; r < song->roles.n; ++r) {
    const lq_role* const role  = &song->roles.roles[r];
    const double         level = (double)role->values[LQ_ROLE_LEVEL];
    const double         crowd = crowd_db(song, role);
    for (size_t i = 0; i < song->n; ++i) {
      lq_track* const t = &song->tracks[i];
      if (t->role != role || t->silent) {
        continue;
      }
      const double      heavy = fmax(0, unheard_db(t) - USUAL_DB);
      const char* const many =
          crowd > 0.5
              ? lq_pool_format(song->pool, "; %.1f dB less because several share the place", crowd)
              : "";
      const char* const deep = heavy > 0.5
                                   ? lq_pool_format(song->pool,
                                                    "; %.1f dB less because its weight lies deeper "
                                                    "than a meter hears",
                                                    heavy)
                                   : "";
      t->fader_db            = level - crowd - heavy;
      t->fader_why           = lq_pool_format(song->pool, "%s sits at %.1f dB to a lead vocal%s%s",
                                              role->name, level, many, deep);
    }
  }
}

// The far side of one drum (snare bottom, kick out) supports the near one.
static void support(const lq_song* const song)
{
  for (size_t i = 0; i < song->n; ++i) {
    lq_track* const t = &song->tracks[i];
    if (!t->silent && t->role && lq_name_is_far_side(t->name)) {
      t->fader_db -= 6;
      t->fader_why = lq_pool_format(song->pool,
                                    "%s; 6 dB less: the far side of the drum supports "
                                    "the near one",
                                    t->fader_why ? t->fader_why : "");
    }
  }
}

static bool is_lead(const lq_track* const t, const bool by_solo)
{
  return !t->silent && t->role && (by_solo ? t->role->solo : t->role->lead);
}

// Lead against rest over the blocks in which the lead plays: within 20 dB of its own level.
static double lar_db(const lq_song* const song, const bool by_solo)
{
  double       lead_sum = 0, rest_sum = 0;
  const double gate = 0.01; // -20 dB, of the working level
  for (size_t b = 0; b < song->n_blocks; ++b) {
    double lead = 0, rest = 0, raw = 0;
    for (size_t i = 0; i < song->n; ++i) {
      const lq_track* const t = &song->tracks[i];
      const double          p = lq_track_power_at(t, b);
      if (is_lead(t, by_solo)) {
        lead += p;
        const double g = lq_db_to_lin(t->fader_db);
        raw += p / (g * g);
      } else {
        rest += p;
      }
    }
    if (raw > gate * lq_exp((LQ_WORKING_LUFS + 0.691) * (LQ_LN10 / 10.0))) {
      lead_sum += lead;
      rest_sum += rest;
    }
  }
  return lead_sum > 0 && rest_sum > 0 ? lq_power_to_db(lead_sum / rest_sum) : (double)NAN;
}

lq_status lq_balance_faders(lq_song* const song, const double target_lar_db,
                            lq_balance* const result)
{
  enum { MOST_DOWN_DB = 14, MOST_UP_DB = 6 };
  *result = (lq_balance){0};
  by_role(song);
  support(song);
  bool by_solo = true;
  for (size_t i = 0; i < song->n; ++i) {
    by_solo = by_solo && !is_lead(&song->tracks[i], false);
  }
  for (size_t i = 0; i < song->n; ++i) {
    if (is_lead(&song->tracks[i], by_solo)) {
      result->lead_name = result->lead_name ? result->lead_name : song->tracks[i].name;
      ++result->n_leads;
    }
  }
  const double before_db = lar_db(song, by_solo);
  if (!result->n_leads || !isfinite(before_db)) {
    result->n_leads = 0;
    return LQ_OK;
  }
  // Without a voice the melody leads, and leads less.
  const double want_db = by_solo ? target_lar_db - 4 : target_lar_db;
  const double move_db = fmax(-MOST_DOWN_DB, fmin(MOST_UP_DB, before_db - want_db));
  for (size_t i = 0; i < song->n; ++i) {
    lq_track* const t = &song->tracks[i];
    if (!t->silent && !is_lead(t, by_solo)) {
      t->fader_db += move_db;
    } else if (!t->silent) {
      t->fader_why = lq_pool_format(song->pool,
                                    "leads: stands %.1f dB over everything else while "
                                    "it plays",
                                    before_db - move_db);
    }
  }
  result->lar_before_db = before_db;
  result->rest_db       = move_db + 0.0; // never "-0.0"
  result->lar_db        = lar_db(song, by_solo);
  return LQ_OK;
}
