// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/mix.h"

#include "assist/balance.h"
#include "assist/cleaning.h"
#include "assist/drum_glue.h"
#include "assist/ducking.h"
#include "assist/evening.h"
#include "assist/gating.h"
#include "assist/hearing.h"
#include "assist/intake.h"
#include "assist/kit.h"
#include "assist/mics.h"
#include "assist/notes.h"
#include "assist/pairs.h"
#include "assist/panning.h"
#include "assist/reference.h"
#include "assist/rides.h"
#include "assist/settle.h"
#include "assist/sibilance.h"
#include "assist/song_start.h"
#include "assist/song_tempo.h"
#include "assist/song_tone.h"
#include "assist/space.h"
#include "assist/strays.h"
#include "assist/unmask.h"
#include "assist/widening.h"
#include "base/path.h"
#include "base/text.h"
#include "base/thread.h"
#include "engine/sink.h"

#include <stdlib.h>
#include <string.h>

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

// Sorted by what they are and not by how their files are called, so that the order in which the
// files came does not matter: not for a decision, and not for the last bit of a sum.
static int by_role(const void* const a, const void* const b)
{
  const lq_track *const x = a, *const y = b;
  if (x->role != y->role) {
    return x->role < y->role ? -1 : 1;
  }
  const lq_features *const f = x->features, *const g = y->features;
  if (f->centroid_hz != g->centroid_hz) {
    return f->centroid_hz < g->centroid_hz ? -1 : 1;
  }
  if (f->whole.rms_dbfs != g->whole.rms_dbfs) {
    return f->whole.rms_dbfs > g->whole.rms_dbfs ? -1 : 1;
  }
  return lq_text_natural(x->name, y->name); // two of the same
}

static lq_status set_trims(const lq_song* const song, const lq_session* const session)
{
  for (size_t i = 0; i < song->n; ++i) {
    const lq_track* const t    = &song->tracks[i];
    lq_device* const      trim = &lq_session_find(session, t->name)->controls[LQ_CONTROL_TRIM];
    if (!t->silent) {
      lq_device_set(trim, "gain", (float)t->trim_db);
      trim->why = lq_pool_format(song->pool, "plays at %.1f LUFS; brought to %.0f",
                                 t->features->activity.lufs, LQ_WORKING_LUFS);
    }
  }
  return LQ_OK;
}

static lq_status write_chains(const lq_song* const song, const lq_session* const session)
{
  for (size_t i = 0; i < song->n; ++i) {
    if (!song->tracks[i].silent) {
      LQ_TRY(
          lq_track_chain(song, &song->tracks[i], lq_session_find(session, song->tracks[i].name)));
    }
  }
  return LQ_OK;
}

// Hear every track behind its chain as it is by now.
static lq_status hear(lq_song* const song, const lq_session* const session,
                      const lq_render_options* const options, lq_error* const error)
{
  LQ_TRY(write_chains(song, session));
  return lq_song_hear(song, session, options, error);
}

static lq_status clean_tracks(lq_song* const song)
{
  for (size_t i = 0; i < song->n && lq_song_may(song, LQ_STEP_CLEANING); ++i) {
    if (!song->tracks[i].silent && !song->tracks[i].keep) {
      LQ_TRY(lq_clean_track(song, &song->tracks[i]));
      LQ_TRY(lq_gate_track(song, &song->tracks[i]));
    }
  }
  return LQ_OK;
}

static lq_status even_tracks(lq_song* const song)
{
  for (size_t i = 0; i < song->n && lq_song_may(song, LQ_STEP_DYNAMICS); ++i) {
    if (!song->tracks[i].silent && !song->tracks[i].keep) {
      LQ_TRY(lq_even_track(song, &song->tracks[i]));
    }
  }
  return LQ_OK;
}

static lq_status deess_tracks(lq_song* const song)
{
  for (size_t i = 0; i < song->n && lq_song_may(song, LQ_STEP_CLEANING); ++i) {
    if (!song->tracks[i].silent && !song->tracks[i].keep) {
      LQ_TRY(lq_deess_track(song, &song->tracks[i]));
    }
  }
  return LQ_OK;
}

static void say_moves(const lq_song* const song)
{
  for (size_t i = 0; i < song->n; ++i) {
    lq_track* const t = &song->tracks[i];
    if (t->fader_why && (t->moves_db > 0.5 || t->moves_db < -0.5)) {
      t->fader_why = lq_pool_format(song->pool, "%s; %.1f dB for what its equaliser %s",
                                    t->fader_why, t->moves_db, t->moves_db > 0 ? "takes" : "adds");
    }
  }
}

// How the tracks stand to each other: who does not belong here, who belongs together.
static lq_status compare_tracks(lq_song* const song, lq_session* const session,
                                const lq_render_options* const options)
{
  lq_crew* crew = NULL;
  LQ_TRY(lq_crew_new(&crew, options ? options->n_jobs : 0));
  lq_status st = lq_find_strays(song, session, crew);
  st           = st ? st : lq_find_kit(song, session, crew);
  st           = st ? st : lq_find_pairs(song, session);
  lq_crew_free(crew);
  return st;
}

// What the desk is before anybody decides about sound: strips, buses, returns, levels.
static lq_status lay_out(lq_song* const song, lq_session* const session,
                         const lq_mix_job* const job, const lq_render_options* const options,
                         lq_error* const error)
{
  LQ_TRY(lq_hear_roles(song, &job->roles, error));
  qsort(song->tracks, song->n, sizeof *song->tracks, by_role);
  LQ_TRY(compare_tracks(song, session, options));
  LQ_TRY(lq_song_keep(song, error));
  LQ_TRY(lq_balance_leads(song, error));
  LQ_TRY(lq_song_tempo(song, session));
  LQ_TRY(lq_song_strips(song, session));
  LQ_TRY(add_buses(song, session));
  LQ_TRY(lq_space_returns(song, session));
  LQ_TRY(lq_balance_trims(song));
  LQ_TRY(set_trims(song, session));
  LQ_TRY(lq_song_may(song, LQ_STEP_TIME) ? lq_align_mics(song, session, error) : LQ_OK);
  lq_song_forget_waves(song);
  return LQ_OK;
}

// The order of work; docs/assistant.md says why.
static lq_status work(lq_song* const song, lq_session* const session, const lq_mix_job* const job,
                      const lq_render_options* const options, lq_error* const error)
{
  lq_balance balance;
  LQ_TRY(lay_out(song, session, job, options, error));
  LQ_TRY(clean_tracks(song));
  LQ_TRY(even_tracks(song));
  LQ_TRY(hear(song, session, options, error));
  LQ_TRY(deess_tracks(song));
  lq_balance_faders(song, &balance);
  lq_reference_ends(song);
  if (lq_song_may(song, LQ_STEP_EQ)) {
    LQ_TRY(lq_song_tone(song, &song->aims.tone, song->aims.by));
    LQ_TRY(lq_unmask(song));
  }
  say_moves(song);
  LQ_TRY(lq_song_may(song, LQ_STEP_DYNAMICS) ? lq_duck_tracks(song) : LQ_OK);
  if (lq_song_may(song, LQ_STEP_RIDES)) {
    LQ_TRY(lq_ride_tracks(song));
  }
  if (lq_song_may(song, LQ_STEP_PAN)) {
    LQ_TRY(lq_pan_tracks(song, session));
    LQ_TRY(song->strength > 0
               ? lq_widen_tracks(song, session, song->aims.width, song->aims.width_by)
               : LQ_OK);
  }
  LQ_TRY(lq_song_may(song, LQ_STEP_DYNAMICS) ? lq_glue_drums(song, session) : LQ_OK);
  LQ_TRY(lq_space_sends(song, session));
  LQ_TRY(write_chains(song, session));
  return lq_settle(song, session, &balance, LQ_MIX_PEAK_DBTP, options, error);
}

lq_status lq_assist_mix(lq_session** const out, const lq_mix_job* const job,
                        const lq_render_options* const options, lq_error* const error)
{
  lq_session* session = NULL;
  LQ_TRY(lq_session_new(&session));
  lq_song   song = {.pool = session->pool, .brief = &job->brief};
  lq_status st   = lq_song_start(&song, session, job, error);
  st             = st ? st : lq_reference_aims(&song, session, options, error);
  if (!st) {
    st = lq_intake_folder(&song, session, job->folder, job->plan_folder, options, error);
  }
  st = st ? st : work(&song, session, job, options, error);
  lq_scene_free(&song.scene);
  lq_desk_free(&song.desk);
  lq_song_release(&song);
  if (st) {
    lq_session_free(session);
    return st;
  }
  *out = session;
  return LQ_OK;
}
