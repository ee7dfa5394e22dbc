// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/stem_mix.h"

#include "assist/balance.h"
#include "assist/evening.h"
#include "assist/hearing.h"
#include "assist/intake.h"
#include "assist/notes.h"
#include "assist/sibilance.h"
#include "assist/song_start.h"
#include "assist/stem_sum.h"
#include "assist/strays.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/thread.h"
#include "dsp/pan_law.h"

#include <math.h>
#include <string.h>

// As soft as a mastering compressor: half of what the mix assistant would have set.
static const double least_strength = 0.5;

static lq_status same_rate(const lq_song* const song, const char* const folder,
                           lq_error* const error)
{
  for (size_t i = 1; i < song->n; ++i) {
    const lq_track *const a = &song->tracks[0], *const b = &song->tracks[i];
    if (a->rate_hz != b->rate_hz) {
      return lq_fail_file(error, LQ_ERR_FORMAT, folder,
                          "'%s' runs at %g Hz and '%s' at %g Hz; expected stems of one rate, as "
                          "they left the mix.",
                          a->name, a->rate_hz, b->name, b->rate_hz);
    }
  }
  return LQ_OK;
}

// Every stem as it is: no trim, no place. One of a single channel feeds both sides at full level.
static lq_status add_strips(const lq_song* const song, lq_session* const session)
{
  LQ_TRY(lq_song_strips(song, session));
  for (size_t i = 0; i < song->n; ++i) {
    const lq_track* const t = &song->tracks[i];
    if (t->n_channels == 1) {
      lq_strip* const strip = lq_session_find(session, t->name);
      lq_device_set(&strip->controls[LQ_CONTROL_PAN], "law", LQ_PAN_LAW_UNITY);
    }
  }
  session->rate_hz = song->tracks[0].rate_hz;
  return LQ_OK;
}

static lq_status add_up(lq_session* const session, const char* const mix,
                        const lq_render_options* const options, lq_error* const error)
{
  enum { SAME_DB = -80 };
  double left_dbfs = 0;
  LQ_TRY(lq_stem_sum_compare(session, mix, options, &left_dbfs, error));
  const char* const name = lq_path_name(session->pool, mix);
  return left_dbfs < SAME_DB
             ? lq_add_note(session->pool, &session->notes, &session->n_notes,
                           "as they are, the stems add up to '%s': what is left peaks at %.1f dBFS",
                           name, fmax(-200, left_dbfs))
             : lq_add_note(session->pool, &session->notes, &session->n_notes,
                           "the stems do not add up to '%s': what is left peaks at %.1f dBFS; what "
                           "is mastered are the stems",
                           name, left_dbfs);
}

// Half of what the lead is off by, when that is more than a listener would shrug at.
static lq_status move_lead(const lq_song* const song, lq_session* const session)
{
  enum { NEAR_DB = 1, FAR_DB = 4 };
  const double want_db = lq_balance_wanted_db(song);
  const double lar_db  = lq_scene_lar_db(&song->scene, 0, song->scene.n_steps);
  const double off_db  = want_db - lar_db;
  if (song->by_solo || !isfinite(lar_db) || fabs(off_db) <= NEAR_DB) {
    return LQ_OK;
  }
  const double most_db = LQ_STEM_LEAD_DB * song->strength;
  const double by_db   = round(10 * fmax(-most_db, fmin(most_db, 0.5 * off_db))) / 10;
  for (size_t i = 0; i < song->n; ++i) {
    const lq_track* const t = &song->tracks[i];
    if (t->lead) {
      lq_device* const fader = &lq_session_find(session, t->name)->controls[LQ_CONTROL_FADER];
      lq_device_set(fader, "level", (float)by_db);
      fader->why =
          lq_pool_format(song->pool, "the lead stands %.1f dB against everything else; %s has %.1f",
                         lar_db, song->genre->name, want_db);
    }
  }
  return fabs(off_db) <= FAR_DB
             ? LQ_OK
             : lq_add_note(session->pool, &session->notes, &session->n_notes,
                           "the lead is %.1f dB %s than %s has it, more than a master should move: "
                           "mend that in the mix",
                           fabs(off_db), off_db > 0 ? "quieter" : "louder", song->genre->name);
}

// Basses that jump are held, voices that hiss are softened; nothing else is touched.
static lq_status hold(lq_song* const song, const lq_session* const session)
{
  const double strength = song->strength;
  song->strength        = least_strength * strength;
  for (size_t i = 0; i < song->n; ++i) {
    lq_track* const t = &song->tracks[i];
    if (t->silent || t->keep) {
      continue;
    }
    if (!strcmp(t->role->group, "bass") && lq_song_may(song, LQ_STEP_DYNAMICS)) {
      LQ_TRY(lq_even_track(song, t));
    }
    if (t->role->lead && lq_song_may(song, LQ_STEP_CLEANING)) {
      LQ_TRY(lq_deess_track(song, t));
    }
    LQ_TRY(lq_track_chain(song, t, lq_session_find(session, t->name)));
  }
  song->strength = strength;
  return LQ_OK;
}

static lq_status set_aside(lq_song* const song, lq_session* const session,
                           const lq_render_options* const options)
{
  lq_crew* crew = NULL;
  LQ_TRY(lq_crew_new(&crew, options ? options->n_jobs : 0));
  const lq_status st = lq_find_strays(song, session, crew);
  lq_crew_free(crew);
  lq_song_forget_waves(song);
  return st;
}

static lq_status work(lq_song* const song, lq_session* const session, const lq_stem_job* const job,
                      const lq_render_options* const options, lq_error* const error)
{
  LQ_TRY(lq_intake_folder(song, session, job->as.folder, job->as.plan_folder, options, error));
  LQ_TRY(same_rate(song, job->as.folder, error));
  LQ_TRY(lq_hear_roles(song, &job->as.roles, error));
  LQ_TRY(set_aside(song, session, options));
  LQ_TRY(lq_song_keep(song, error));
  LQ_TRY(lq_balance_leads(song, error));
  LQ_TRY(add_strips(song, session));
  LQ_TRY(job->mix ? add_up(session, job->mix, options, error) : LQ_OK);
  if (song->strength <= 0) {
    return lq_session_check(session, error);
  }
  LQ_TRY(lq_song_hear(song, session, options, error));
  LQ_TRY(move_lead(song, session));
  LQ_TRY(hold(song, session));
  return lq_session_check(session, error);
}

lq_status lq_assist_stem_mix(lq_session** const out, const lq_stem_job* const job,
                             const lq_render_options* const options, lq_error* const error)
{
  lq_session* session = NULL;
  LQ_TRY(lq_session_new(&session));
  lq_song   song = {.pool = session->pool, .brief = &job->as.brief};
  lq_status st   = lq_song_start(&song, session, &job->as, error);
  st             = st ? st : work(&song, session, job, options, error);
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
