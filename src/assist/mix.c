// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/mix.h"

#include "assist/balance.h"
#include "assist/cleaning.h"
#include "assist/evening.h"
#include "assist/headroom.h"
#include "assist/hearing.h"
#include "assist/intake.h"
#include "assist/notes.h"
#include "assist/panning.h"
#include "assist/polarity.h"
#include "assist/space.h"
#include "base/path.h"

#include <math.h>
#include <string.h>

static lq_status add_strips(const lq_song* const song, lq_session* const session)
{
  for (size_t i = 0; i < song->n; ++i) {
    const lq_track* const t     = &song->tracks[i];
    lq_strip* const       strip = lq_session_add(session, LQ_STRIP_TRACK, t->name);
    if (!strip) {
      return LQ_ERR_MEMORY;
    }
    strip->role        = t->role->name;
    strip->role_why    = t->role_why;
    const lq_clip clip = {.file = t->file, .path = t->path, .start_sec = t->start_sec};
    LQ_TRY(lq_strip_add_clip(strip, session->pool, &clip));
    if (t->silent) {
      strip->mute     = true;
      strip->mute_why = "silent from beginning to end";
    }
  }
  return LQ_OK;
}

// A group of two or more tracks gets a bus of its own, so that it can be moved as one.
static lq_status add_buses(const lq_song* const song, lq_session* const session)
{
  for (size_t i = 0; i < song->n; ++i) {
    const char* const group = song->tracks[i].role->group;
    size_t            n     = 0;
    bool              seen  = false;
    for (size_t k = 0; k < song->n; ++k) {
      const bool same = !strcmp(song->tracks[k].role->group, group) && !song->tracks[k].silent;
      n += same;
      seen = seen || (k < i && !strcmp(song->tracks[k].role->group, group));
    }
    if (n < 2 || seen) {
      continue;
    }
    const char* name = group; // a track may already be called "Drums" in these very letters
    while (lq_session_find(session, name)) {
      name = lq_pool_format(session->pool, "%s bus", name);
    }
    if (!lq_session_add(session, LQ_STRIP_BUS, name)) {
      return LQ_ERR_MEMORY;
    }
    for (size_t k = 0; k < song->n; ++k) {
      if (!strcmp(song->tracks[k].role->group, group)) {
        lq_session_find(session, song->tracks[k].name)->out = name;
      }
    }
  }
  return LQ_OK;
}

static lq_status set_levels(const lq_song* const song, const lq_session* const session)
{
  for (size_t i = 0; i < song->n; ++i) {
    const lq_track* const t = &song->tracks[i];
    if (t->silent) {
      continue;
    }
    lq_strip* const  strip = lq_session_find(session, t->name);
    lq_device* const trim  = &strip->controls[LQ_CONTROL_TRIM];
    lq_device* const fader = &strip->controls[LQ_CONTROL_FADER];
    lq_device_set(trim, "gain", (float)t->trim_db);
    trim->why = lq_pool_format(song->pool, "plays at %.1f LUFS; brought to %.0f",
                               t->features->activity.lufs, LQ_WORKING_LUFS);
    lq_device_set(fader, "level", (float)(round(10 * t->fader_db) / 10));
    fader->why = t->fader_why;
  }
  return LQ_OK;
}

static lq_status process_tracks(lq_song* const song, lq_session* const session)
{
  for (size_t i = 0; i < song->n; ++i) {
    lq_track* const t = &song->tracks[i];
    if (!t->silent) {
      lq_strip* const strip = lq_session_find(session, t->name);
      LQ_TRY(lq_clean_track(song, t, strip));
      LQ_TRY(lq_even_track(song, t, strip));
    }
  }
  return LQ_OK;
}

static lq_status note_balance(lq_session* const session, const lq_balance* const b)
{
  if (!b->n_leads) {
    return lq_add_note(session->pool, &session->notes, &session->n_notes,
                       "no lead was found: the balance follows the roles alone");
  }
  return lq_add_note(session->pool, &session->notes, &session->n_notes,
                     "lead: %s%s; it stood %.1f dB against everything else by the roles alone, "
                     "everything else was moved by %.1f dB, now it stands at %.1f dB",
                     b->lead_name, b->n_leads > 1 ? " and others" : "", b->lar_before_db,
                     b->rest_db, b->lar_db);
}

// The order of work; docs/assistant.md says why.
static lq_status work(lq_song* const song, lq_session* const session,
                      const lq_mix_brief* const brief, const lq_render_options* const options,
                      lq_error* const error)
{
  lq_balance balance;
  LQ_TRY(lq_hear_roles(song));
  LQ_TRY(add_strips(song, session));
  LQ_TRY(add_buses(song, session));
  LQ_TRY(lq_balance_trims(song));
  LQ_TRY(lq_polarity_tracks(song, session, error));
  LQ_TRY(process_tracks(song, session));
  LQ_TRY(lq_balance_faders(song, brief->lar_db, &balance));
  LQ_TRY(lq_pan_tracks(song, session));
  LQ_TRY(set_levels(song, session));
  LQ_TRY(lq_space_tracks(song, session));
  LQ_TRY(note_balance(session, &balance));
  LQ_TRY(lq_session_check(session, error));
  return lq_headroom_set(session, LQ_MIX_PEAK_DBTP, options, error);
}

lq_status lq_assist_mix(lq_session** const out, const char* const folder,
                        const lq_mix_brief* const brief, const lq_render_options* const options,
                        lq_error* const error)
{
  lq_session* session = NULL;
  LQ_TRY(lq_session_new(&session));
  lq_song   song = {.pool = session->pool};
  lq_status st   = lq_roles_load(&song.roles, session->pool, error);
  if (!st) {
    st = lq_intake_folder(&song, session, folder, brief->plan_folder, options, error);
  }
  if (!st) {
    session->title     = brief->title ? lq_pool_copy(session->pool, brief->title)
                                      : lq_path_name(session->pool, folder);
    session->folder    = lq_pool_copy(session->pool, brief->plan_folder);
    session->tempo_bpm = brief->tempo_bpm;
    st = session->title && session->folder ? work(&song, session, brief, options, error)
                                           : LQ_ERR_MEMORY;
  }
  lq_song_release(&song);
  if (st) {
    lq_session_free(session);
    return st;
  }
  *out = session;
  return LQ_OK;
}
