// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/song_start.h"

#include "assist/notes.h"
#include "base/path.h"
#include "base/pool.h"

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
