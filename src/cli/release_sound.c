// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/output.h"
#include "base/path.h"
#include "check/check.h"
#include "cli/options.h"
#include "cli/release.h"
#include "deliver/package.h"
#include "session/plan.h"

static lq_status check(lq_findings* const findings, lq_pool* const pool, const char* const path,
                       const lq_measured_file* const mix, const lq_features* const features,
                       lq_band_steps** const heard, lq_error* const error)
{
  return lq_check_mix(findings, pool, path, mix, features, NULL, heard, NULL, NULL, error);
}

static lq_status hear(lq_release* const r, lq_error* const error)
{
  lq_progress             p     = lq_progress_start(r->args, "hearing the songs");
  const lq_render_options o     = lq_cli_shown(r->options, &p);
  const char* const       plans = lq_path_join(r->pool, r->work, "plans");
  r->wanted                     = (lq_album_brief){.album       = r->album,
                                                   .layout      = &r->layout,
                                                   .targets     = r->chosen,
                                                   .n_targets   = r->n_chosen,
                                                   .folder      = r->work,
                                                   .plan_folder = plans,
                                                   .song        = &r->brief,
                                                   .amounts     = LQ_AMOUNTS,
                                                   .exact       = r->exact,
                                                   .prove       = !r->no_proof,
                                                   .check       = check};
  lq_status st                  = plans ? lq_make_folder(plans, error) : LQ_ERR_MEMORY;
  st                            = st ? st : lq_album_hear(&r->sound, &r->wanted, &o, error);
  lq_progress_end(&p, st);
  return st;
}

// What was decided, so that a person can change it and the album can be rendered again from it.
static lq_status write_plans(lq_release* const r, lq_error* const error)
{
  lq_album_facts* const      facts = lq_album_tell(r->sound);
  lq_album_song_facts* const songs = LQ_POOL_TAKE(r->pool, lq_album_song_facts, facts->n_songs + 1);
  lq_song* const             plan  = LQ_POOL_TAKE(r->pool, lq_song, facts->n_songs + 1);
  LQ_TRY(songs && plan ? LQ_OK : LQ_ERR_MEMORY);
  for (size_t i = 0; i < facts->n_songs; ++i) {
    const lq_master* const m = lq_album_plan(r->sound, i);
    songs[i]                 = facts->songs[i];
    plan[i]                  = r->album->songs[i];
    if (m) {
      songs[i].plan = lq_pool_format(r->pool, "plans/%s.master.yaml", r->names[i]);
      LQ_TRY(songs[i].plan ? LQ_OK : LQ_ERR_MEMORY);
      plan[i].plan_file = songs[i].plan;
      plan[i].plan      = lq_path_join(r->pool, r->work, songs[i].plan);
      LQ_TRY(plan[i].plan ? lq_master_write(m, plan[i].plan, false, error) : LQ_ERR_MEMORY);
    }
  }
  facts->songs    = songs;
  r->album->songs = plan;
  return LQ_OK;
}

static bool all_ready(const lq_album_facts* const facts)
{
  bool ready = true;
  for (size_t i = 0; i < facts->n_songs; ++i) {
    ready = ready && lq_findings_ready(facts->songs[i].findings);
  }
  return ready;
}

lq_status lq_release_sound(lq_release* const r, bool* const ready, lq_error* const error)
{
  LQ_TRY(hear(r, error));
  *ready = all_ready(lq_album_tell(r->sound));
  if (!*ready && !r->anyway) {
    return LQ_OK;
  }
  LQ_TRY(write_plans(r, error));
  r->prints = LQ_POOL_TAKE(r->pool, lq_album_print*, r->n_chosen + 1);
  LQ_TRY(r->prints ? LQ_OK : LQ_ERR_MEMORY);
  if (!r->n_chosen) {
    return LQ_OK;
  }
  lq_progress             p  = lq_progress_start(r->args, "solving the loudness");
  const lq_render_options o  = lq_cli_shown(r->options, &p);
  const lq_status         st = lq_album_solve(r->sound, r->prints, &o, error);
  lq_progress_end(&p, st);
  return st;
}
