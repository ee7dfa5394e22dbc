// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/song_start.h"

#include "assist/notes.h"
#include "base/path.h"
#include "base/pool.h"
#include "engine/sink.h"

#include <string.h>

lq_status lq_song_start(lq_song* const song, lq_session* const session, const lq_mix_job* const job,
                        lq_error* const error)
{
  lq_genres genres;
  LQ_TRY(lq_roles_load(&song->roles, session->pool, error));
  LQ_TRY(lq_sounds_load(&song->sounds, session->pool, &song->roles, error));
  LQ_TRY(lq_genres_load(&genres, session->pool, error));
  song->strength     = (double)job->brief.strength;
  song->genre        = job->brief.genre ? job->brief.genre : &genres.genres[0];
  session->title     = job->brief.title ? lq_pool_copy(session->pool, job->brief.title)
                                        : lq_path_name(session->pool, job->folder);
  session->folder    = lq_pool_copy(session->pool, job->plan_folder);
  session->tempo_bpm = (double)job->brief.tempo_bpm;
  for (size_t i = 0; i < job->brief.n_notes; ++i) {
    LQ_TRY(
        lq_add_note(session->pool, &session->notes, &session->n_notes, "%s", job->brief.notes[i]));
  }
  return session->title && session->folder ? LQ_OK : LQ_ERR_MEMORY;
}

lq_status lq_song_keep(const lq_song* const song, lq_error* const error)
{
  for (size_t k = 0; k < song->brief->n_keep; ++k) {
    size_t i = 0;
    while (i < song->n && strcmp(song->tracks[i].name, song->brief->keep[k]) != 0) {
      ++i;
    }
    if (i == song->n) {
      return lq_fail(error, LQ_ERR_UNKNOWN, (lq_at){0},
                     "the brief keeps '%s' as it is, and no track is called that; the first is "
                     "called '%s'.",
                     song->brief->keep[k], song->tracks[0].name);
    }
    song->tracks[i].keep = true;
  }
  return LQ_OK;
}

lq_status lq_song_strips(const lq_song* const song, lq_session* const session)
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
      strip->mute_why = t->aside_why ? t->aside_why : "silent from beginning to end";
    }
  }
  return LQ_OK;
}

lq_status lq_song_hear(lq_song* const song, const lq_session* const session,
                       const lq_render_options* const options, lq_error* const error)
{
  lq_scene_free(&song->scene);
  lq_desk_free(&song->desk);
  LQ_TRY(lq_session_check(session, error));
  LQ_TRY(lq_desk_hear(&song->desk, session, LQ_TAP_PRE, lq_sink_none(), options, error));
  LQ_TRY(lq_scene_make(&song->scene, &song->desk, lq_song_leads, song));
  for (size_t i = 0; i < song->n; ++i) {
    song->tracks[i].heard =
        lq_scene_find(&song->scene, lq_session_find(session, song->tracks[i].name));
  }
  return LQ_OK;
}
