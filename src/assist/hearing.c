// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/hearing.h"

#include "base/pool.h"

#include <math.h>

// What a sound is without a name: how percussive it is and where its weight lies. Coarse on
// purpose; a wrong guess toward "other" does less harm than a wrong kick.
static const char* by_sound(const lq_features* const f)
{
  enum { LOW_HZ = 250, MIDDLE_HZ = 1200, HIGH_HZ = 4500 };
  if (f->percussiveness > 0.55) {
    return f->centroid_hz < LOW_HZ               ? "kick"
           : f->centroid_hz > HIGH_HZ            ? "hihat"
           : f->n_channels == 2 && !f->dual_mono ? "drums"
                                                 : "percussion";
  }
  if (f->centroid_hz < LOW_HZ) {
    return "bass";
  }
  return f->onsets_hz < 0.5 && f->centroid_hz < MIDDLE_HZ * 2 ? "pad" : "other";
}

lq_status lq_hear_roles(lq_song* const song)
{
  for (size_t i = 0; i < song->n; ++i) {
    lq_track* const     t     = &song->tracks[i];
    const lq_role_guess guess = lq_role_from_name(&song->roles, t->name);
    if (guess.role) {
      t->role     = guess.role;
      t->role_why = lq_pool_format(song->pool, "'%s' in its name", guess.word);
    } else if (t->silent) {
      t->role     = lq_role_find(&song->roles, "other");
      t->role_why = "silent, and its name says nothing";
    } else {
      t->role     = lq_role_find(&song->roles, by_sound(t->features));
      t->role_why = lq_pool_format(song->pool,
                                   "its name says nothing; by its sound: weight at %.0f Hz, "
                                   "percussive by %.2f",
                                   t->features->centroid_hz, t->features->percussiveness);
    }
    if (!t->role || !t->role_why) {
      return LQ_ERR_MEMORY;
    }
  }
  return LQ_OK;
}
