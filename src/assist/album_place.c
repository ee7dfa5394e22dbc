// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/album_place.h"

#include "assist/album_levels.h"
#include "assist/album_takes.h"
#include "assist/master.h"
#include "base/maths.h"
#include "base/pool.h"
#include "base/thread.h"
#include "deliver/cut.h"

#include <math.h>

enum { MOST_ROUNDS = 8, MOST_PRINTS = 5 };

static const double near_lu      = 0.035; // of a print, which promises 0.05
static const double over_db      = 0.005; // rounds to 0.00
static const double tolerance_db = 0.05;  // that a display of tenths rounds away

double lq_album_place_gain_db(const lq_album_place* const p, const size_t song)
{
  const lq_album_sound* const s    = p->s;
  const size_t                lead = s->pieces[s->songs[song].piece].lead;
  return p->voices[lead].driven ? s->songs[lead].base_db + p->voices[lead].gain_db +
                                      s->songs[song].rel_db - s->songs[lead].rel_db
                                : 0;
}

double lq_album_place_aim_lufs(const lq_album_place* const p, const size_t song)
{
  return lq_album_aim_lufs(p->s, song, p->target->loudness_lufs - p->down_lu);
}

// `--amount level`: so much of the rise to the destination's loudness. Down it always goes.
static lq_status aim(lq_album_place* const p, const lq_target* const target)
{
  const lq_album_sound* const s    = p->s;
  lq_target* const            own  = LQ_POOL_TAKE(s->pool, lq_target, 1);
  const double                lufs = s->song_facts[s->loudest].before.integrated_lufs;
  if (!own) {
    return LQ_ERR_MEMORY;
  }
  *own = *target;
  own->loudness_lufs -=
      (1 - (double)s->brief.amounts.of[LQ_AMOUNT_LEVEL]) * fmax(0, target->loudness_lufs - lufs);
  p->target = own;
  return LQ_OK;
}

static lq_status start_voice(lq_album_place* const p, const size_t k)
{
  const lq_album_song* const x  = &p->s->songs[k];
  lq_album_voice* const      v  = &p->voices[k];
  const lq_master_brief      mb = {.song = p->s->brief.song};
  if (p->s->pieces[x->piece].lead != k || !isfinite(x->plain.integrated_lufs)) {
    return LQ_OK;
  }
  LQ_TRY(lq_drive_new(&v->drive, &x->envelope, &x->plain, lq_master_plr_floor_lu(&mb)));
  v->driven           = true;
  v->drive.exact      = p->s->brief.exact;
  v->drive.ceiling_db = p->ceiling_db;
  return LQ_OK;
}

lq_status lq_album_place_start(lq_album_place* const p, const lq_album_sound* const s,
                               const lq_target* const target)
{
  *p = (lq_album_place){.s         = s,
                        .rate_hz   = target->rate_hz > 0 ? target->rate_hz : s->rate_hz,
                        .bits      = target->bits,
                        .dither    = target->dither,
                        .pulled_by = LQ_NO_SONG,
                        .voices    = LQ_POOL_TAKE(s->pool, lq_album_voice, s->n),
                        .cuts      = LQ_POOL_TAKE(s->pool, uint64_t, s->n + 1),
                        .gain_db   = LQ_POOL_TAKE(s->pool, double, s->n)};
  if (!p->voices || !p->cuts || !p->gain_db) {
    return LQ_ERR_MEMORY;
  }
  LQ_TRY(aim(p, target));
  p->ceiling_db = lq_drive_first_ceiling_db(target->ceiling_dbtp, p->bits, p->dither, p->rate_hz);
  for (size_t k = 0; k < s->n; ++k) {
    p->cuts[k]     = s->songs[k].place->mark * lq_sector_frames(p->rate_hz);
    p->cuts[k + 1] = s->songs[k].place->end * lq_sector_frames(p->rate_hz);
    LQ_TRY(start_voice(p, k));
  }
  return LQ_OK;
}

void lq_album_place_end(lq_album_place* const p)
{
  for (size_t k = 0; p->voices && k < p->s->n; ++k) {
    if (p->voices[k].driven) {
      lq_drive_free(&p->voices[k].drive);
    }
  }
  lq_album_print_free(p->print);
  p->print = NULL;
}

static void aim_all(lq_album_place* const p)
{
  for (size_t k = 0; k < p->s->n; ++k) {
    lq_album_voice* const v = &p->voices[k];
    if (v->driven) {
      v->drive.aim_lufs = lq_album_place_aim_lufs(p, k);
      lq_drive_forget(&v->drive);
      v->gain_db = lq_drive_gain_step(lq_drive_foretell(&v->drive));
      v->there   = !lq_drive_will_miss(&v->drive, v->gain_db);
    }
  }
}

// How far the album has to come down so that no song is short of its place in it.
static double find_down_lu(const lq_album_place* const p, size_t* const pulled_by)
{
  const double few_lu = 0.05;
  double       worst  = 0;
  for (size_t k = 0; k < p->s->n && !p->s->brief.exact; ++k) {
    lq_album_voice* const v = &p->voices[k];
    if (v->driven) {
      const double aim_lufs = lq_album_aim_lufs(p->s, k, p->target->loudness_lufs);
      const double short_lu = aim_lufs - lq_drive_reach_lufs(&v->drive);
      *pulled_by            = short_lu > fmax(few_lu, worst) ? k : *pulled_by;
      worst                 = fmax(worst, short_lu);
    }
  }
  return worst > few_lu ? fmin(LQ_ALBUM_MOST_DOWN_LU, ceil(10 * worst) / 10) : 0;
}

static lq_status splice(lq_album_place* const p, lq_reel** const reel)
{
  for (size_t k = 0; k < p->s->n; ++k) {
    p->gain_db[k] = lq_album_place_gain_db(p, k) + p->voices[k].codec_db;
  }
  return lq_album_splice(p->s, 0, p->s->n - 1, 0, p->s->brief.layout->n_sectors, p->rate_hz,
                         p->gain_db, reel);
}

// One round of tries: songs of all places that are not there yet.
typedef struct {
  lq_album_place*          p;
  size_t                   song;
  const lq_render_options* options;
  const lq_reel*           reel;
} try_task;

static lq_status try_song(void* const user, const size_t i, lq_error* const error)
{
  const try_task* const t     = &((const try_task*)user)[i];
  lq_album_place* const p     = t->p;
  lq_album_voice* const v     = &p->voices[t->song];
  lq_pool*              pool  = NULL;
  lq_chain              chain = {0};
  lq_device             limiter;
  lq_album_part         part = {0};
  LQ_TRY(lq_pool_new(&pool));
  lq_status st           = lq_drive_limiter(&limiter, pool, 0, p->ceiling_db);
  st                     = st ? st : lq_chain_push(&chain, pool, &limiter);
  const lq_album_job job = {.reel = t->reel, .chain = &chain, .cuts = p->cuts, .n_songs = p->s->n};
  st                     = st ? st : lq_album_part_try(&part, &job, t->song, t->options, error);
  if (!st) {
    // Behind the limiter comes what the codecs ask for, and in front of it as much more.
    const double under_db = v->codec_db;
    for (size_t g = 0; g < part.read.n_grids; ++g) {
      part.read.grid[g] *= lq_exp(-under_db * LQ_LN10 / 10);
    }
    lq_drive_learn(&v->drive, v->gain_db, &part.read, part.usual_db);
    const double       lufs = part.read.m.integrated_lufs - under_db;
    const lq_drive_try got  = {
         .lufs = lufs, .usual_db = part.usual_db, .plr_lu = part.read.peak_dbtp - under_db - lufs};
    const double miss = lq_drive_excess(&v->drive, v->gain_db, got, &v->guard);
    v->there          = lq_drive_is_there(miss, v->guard) || v->gain_db >= LQ_DRIVE_MOST_DB ||
               v->gain_db <= LQ_DRIVE_LEAST_DB;
    v->gain_db =
        v->there ? v->gain_db : lq_drive_gain_step(lq_drive_next(&v->drive, v->gain_db, miss));
  }
  lq_readback_free(&part.read);
  lq_pool_free(pool);
  return st;
}

static lq_status try_round(lq_album_place* const places, const size_t n, try_task* const tasks,
                           size_t* const n_tasks, const lq_render_options* const options,
                           lq_error* const error)
{
  lq_status st = LQ_OK;
  *n_tasks     = 0;
  for (size_t i = 0; i < n && !st; ++i) {
    lq_album_place* const p     = &places[i];
    const size_t          first = *n_tasks;
    lq_reel*              reel  = NULL;
    for (size_t k = 0; k < p->s->n; ++k) {
      if (p->voices[k].driven && !p->voices[k].there) {
        tasks[(*n_tasks)++] = (try_task){.p = p, .song = k, .options = options};
      }
    }
    if (first == *n_tasks) {
      continue;
    }
    ++p->n_passes;
    st = splice(p, &reel);
    for (size_t t = first; t < *n_tasks; ++t) {
      tasks[t].reel = reel;
    }
  }
  st = st ? st : lq_crew_try(options ? options->n_jobs : 0, *n_tasks, try_song, tasks, error);
  for (size_t t = 0; t < *n_tasks; ++t) {
    if (!t || tasks[t].p != tasks[t - 1].p) {
      lq_reel_free((lq_reel*)tasks[t].reel);
    }
  }
  return st;
}

lq_status lq_album_drive(lq_album_place* const places, const size_t n,
                         const lq_render_options* const options, lq_error* const error)
{
  const lq_album_sound* const s     = places[0].s;
  try_task* const             tasks = LQ_POOL_TAKE(s->pool, try_task, n * s->n);
  if (!tasks) {
    return LQ_ERR_MEMORY;
  }
  for (size_t round = 0, n_tasks = 1; round < MOST_ROUNDS && n_tasks; ++round) {
    for (size_t i = 0; i < n; ++i) {
      lq_album_place* const p = &places[i];
      // Twice the forecast may say otherwise; then the album only comes down further.
      const double down_lu = find_down_lu(p, &p->pulled_by);
      const bool   open    = round < 2 && !p->print;
      const bool   other   = open ? down_lu != p->down_lu : down_lu > p->down_lu + 0.05;
      p->down_lu           = other ? down_lu : p->down_lu;
      if (other || !p->n_passes) {
        aim_all(p);
      }
    }
    LQ_TRY(try_round(places, n, tasks, &n_tasks, options, error));
  }
  return LQ_OK;
}

static lq_status make_print(lq_album_place* const p, const lq_render_options* const options,
                            lq_error* const error)
{
  lq_album_print* const before = p->print;
  lq_reel*              reel   = NULL;
  lq_pool*              pool   = NULL; // pools are not shared between threads
  lq_chain              chain  = {0};
  LQ_TRY(lq_pool_new(&pool));
  const char* const path = lq_pool_format(pool, "%s/%s.wav", p->s->brief.folder, p->target->id);
  lq_status         st   = path ? splice(p, &reel) : LQ_ERR_MEMORY;
  st                     = st ? st : lq_album_chain(p, &chain, pool);
  const lq_album_job job = {.reel    = reel,
                            .chain   = &chain,
                            .bits    = p->bits,
                            .dither  = p->dither,
                            .path    = path,
                            .cuts    = p->cuts,
                            .n_songs = p->s->n};
  p->print               = NULL;
  st                     = st ? st : lq_album_print_make(&p->print, &job, before, options, error);
  lq_album_print_free(before);
  lq_reel_free(reel);
  lq_pool_free(pool);
  ++p->n_passes;
  return st;
}

// What the print says of a song that has its aim: by how much it misses it.
static double missed(lq_album_place* const p, const size_t k)
{
  lq_album_voice* const      v    = &p->voices[k];
  const lq_album_part* const part = &lq_album_print_parts(p->print)[k];
  const double               lufs = part->read.m.integrated_lufs;
  const lq_drive_try         got  = {
               .lufs = lufs, .usual_db = part->usual_db, .plr_lu = part->read.peak_dbtp - lufs};
  return lq_drive_excess(&v->drive, v->gain_db, got, &v->guard);
}

static bool mend_gains(lq_album_place* const p)
{
  bool changed = false;
  for (size_t k = 0; k < p->s->n; ++k) {
    lq_album_voice* const v = &p->voices[k];
    if (!v->driven) {
      continue;
    }
    const double miss = missed(p, k);
    const double most = v->guard ? LQ_DRIVE_GUARD_DB : near_lu;
    if (miss > most || miss < -most) {
      const double was = v->gain_db;
      v->gain_db       = lq_drive_gain_step(fmin(LQ_DRIVE_MOST_DB, v->gain_db - miss));
      changed          = changed || v->gain_db != was;
    }
  }
  return changed;
}

// By the exact meter, and by the standard's, which reads up to 0.2 dB high.
static bool mend_ceiling(lq_album_place* const p)
{
  double over = lq_album_print_peak_dbtp(p->print) - p->target->ceiling_dbtp;
  for (size_t k = 0; k < p->s->n; ++k) {
    const lq_readback* const r = &lq_album_print_parts(p->print)[k].read;
    over = fmax(over, r->m.true_peak_dbtp - p->target->ceiling_dbtp - tolerance_db);
  }
  if (over <= over_db) {
    return false;
  }
  p->ceiling_db = lq_drive_ceiling_step(p->ceiling_db - over - 0.001);
  for (size_t k = 0; k < p->s->n; ++k) {
    p->voices[k].drive.ceiling_db = p->ceiling_db - p->voices[k].codec_db;
  }
  return true;
}

lq_status lq_album_print_place(lq_album_place* const p, const lq_render_options* const options,
                               lq_error* const error)
{
  for (unsigned i = 0; i < MOST_PRINTS; ++i) {
    LQ_TRY(make_print(p, options, error));
    const bool lower = mend_ceiling(p);
    if (i + 1 < MOST_PRINTS && !mend_gains(p) && !lower) {
      break;
    }
  }
  return LQ_OK;
}
