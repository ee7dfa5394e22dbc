// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/space.h"

#include "base/pool.h"
#include "proc/all.h"

#include <math.h>

// Returns lie 9 LU or more under the dry sound (P. Pestana and J. Reiss, "Intelligent Audio
// Production Strategies Informed by Best Practices", 2014) by the roles' sends; they are filtered
// at both ends, and nothing from the low end goes in.

static const lq_role_value level_of[] = {LQ_ROLE_PLATE, LQ_ROLE_ECHO};
static const char* const   names[]    = {"plate", "echo"};

static bool wanted(const lq_song* const song, const lq_role_value value)
{
  for (size_t i = 0; i < song->n; ++i) {
    if (!song->tracks[i].silent && !lq_role_is_off(song->tracks[i].role, value)) {
      return true;
    }
  }
  return false;
}

static lq_status make_plate(const lq_song* const song, lq_session* const s, lq_strip* const strip)
{
  // A bar at the song's tempo is when the tail should be out of the way (20 to 30 dB down).
  const double bar_sec = s->tempo_bpm > 0 ? 240.0 / s->tempo_bpm : 2.0;
  const double decay_sec =
      fmax(0.9, fmin(2.0, bar_sec * 0.75)) * (double)song->genre->values[LQ_GENRE_DECAY];
  lq_device d;
  LQ_TRY(lq_device_init(&d, s->pool, &lq_reverb, 0));
  lq_device_set(&d, "predelay", 25);
  lq_device_set(&d, "decay", (float)(round(10 * decay_sec) / 10));
  lq_device_set(&d, "low_cut", 250);
  lq_device_set(&d, "high_cut", 8500);
  d.why = lq_pool_format(s->pool, "one plate for the song: %.1f s, so that a tail is 30 dB down %s",
                         round(10 * decay_sec) / 10,
                         s->tempo_bpm > 0 ? "within a bar" : "within a second");
  return lq_chain_push(&strip->chain, s->pool, &d);
}

static lq_status make_echo(lq_session* const s, lq_strip* const strip)
{
  lq_device d;
  LQ_TRY(lq_device_init(&d, s->pool, &lq_echo, 0));
  if (s->tempo_bpm > 0) {
    lq_device_set(&d, "beats", 0.75F);
  } else {
    lq_device_set(&d, "time", 340);
  }
  lq_device_set(&d, "feedback", 25);
  lq_device_set(&d, "low_cut", 300);
  lq_device_set(&d, "high_cut", 4500);
  d.why = s->tempo_bpm > 0 ? "a dotted eighth behind the lead, darker each time"
                           : "340 ms behind the lead, darker each time; no tempo is known";
  return lq_chain_push(&strip->chain, s->pool, &d);
}

lq_status lq_space_returns(const lq_song* const song, lq_session* const session)
{
  for (unsigned k = 0; k < 2 && lq_song_may(song, LQ_STEP_SPACE); ++k) {
    if (wanted(song, level_of[k])) {
      lq_strip* const made = lq_session_add(session, LQ_STRIP_RETURN, names[k]);
      LQ_TRY(!made ? LQ_ERR_MEMORY
             : k   ? make_echo(session, made)
                   : make_plate(song, session, made));
    }
  }
  return LQ_OK;
}

lq_status lq_space_sends(const lq_song* const song, const lq_session* const session)
{
  for (unsigned k = 0; k < 2; ++k) {
    for (size_t i = 0; i < song->n && lq_session_find(session, names[k]); ++i) {
      const lq_track* const t = &song->tracks[i];
      if (t->silent || lq_role_is_off(t->role, level_of[k])) {
        continue;
      }
      lq_strip* const strip = lq_session_find(session, t->name);
      LQ_TRY(lq_strip_add_send(strip, session->pool, names[k], t->role->values[level_of[k]]));
    }
  }
  return LQ_OK;
}
