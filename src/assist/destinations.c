// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/destinations.h"

#include "assist/loudness.h"
#include "base/pool.h"
#include "base/thread.h"

#include <math.h>

/// All destinations at once, each on a thread of its own.
typedef struct {
  const lq_master*         master;
  const lq_master_brief*   brief;
  const lq_render_options* options;
  lq_takes                 takes;
  size_t*                  order;   ///< [n_targets] what takes longest first: no thread waits
  const char**             paths;   ///< [n_targets]
  lq_loudness_answer*      answers; ///< [n_targets]
} solving;

static lq_delivery plain(const lq_target* const t)
{
  return (lq_delivery){.target  = t->id,
                       .rate_hz = t->rate_hz,
                       .bits    = t->bits,
                       .dither  = t->dither,
                       .format  = t->format};
}

// `--amount level`: so much of the rise to the destination's loudness. Down it always goes.
static lq_target aimed(const solving* const s, const size_t i)
{
  lq_target    t       = *s->brief->targets[i];
  const double rise_lu = fmax(0, t.loudness_lufs - s->takes.before.integrated_lufs);
  t.loudness_lufs -= (1 - (double)s->brief->amounts.of[LQ_AMOUNT_LEVEL]) * rise_lu;
  return t;
}

// What a proof takes, roughly: the AAC encoder as its bit rate, the others a third of that. At low
// rates it goes over more often than not, and is asked three times.
static unsigned proof_cost(const lq_target* const t)
{
  unsigned cost = 0;
  for (size_t i = 0; i < t->n_codecs; ++i) {
    const unsigned kbps = t->codecs[i].kbps;
    cost += t->codecs[i].kind != LQ_CODEC_AAC ? 100 : kbps > 160 ? kbps : 3 * kbps;
  }
  return cost;
}

static void put_in_order(const solving* const s, const size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    size_t k = i;
    for (; k && proof_cost(s->brief->targets[s->order[k - 1]]) < proof_cost(s->brief->targets[i]);
         --k) {
      s->order[k] = s->order[k - 1];
    }
    s->order[k] = i;
  }
}

static lq_status solve_one(void* const user, const size_t turn, lq_error* const error)
{
  solving* const         s        = user;
  const size_t           i        = s->order[turn];
  const lq_master_brief* b        = s->brief;
  const lq_target        want     = aimed(s, i);
  const lq_delivery      delivery = plain(&want);
  const lq_loudness_job  job      = {.takes        = &s->takes,
                                     .target       = &want,
                                     .delivery     = &delivery,
                                     .path         = s->paths[i],
                                     .plr_floor_lu = lq_master_plr_floor_lu(b),
                                     .force        = b->force,
                                     .exact        = b->exact,
                                     .prove        = b->prove};
  lq_pool*               pool     = NULL; // pools are not shared between threads
  LQ_TRY(lq_pool_new(&pool));
  const lq_status st = lq_loudness_solve(&job, pool, &s->answers[i], s->options, error);
  lq_pool_free(pool);
  return st;
}

double lq_master_plr_floor_lu(const lq_master_brief* const brief)
{
  const lq_genre* const genre = brief->song ? brief->song->genre : NULL;
  return genre ? (double)genre->values[LQ_GENRE_PLR] : LQ_GUARD_PLR_LU;
}

const char* lq_guard_reason(lq_pool* const pool, const lq_genre* const genre,
                            const lq_loudness_answer* const a)
{
  switch (a->guard) {
  case LQ_GUARD_USUAL:
    return lq_pool_format(pool,
                          "the limiter already turns down by more than %.1f dB in a "
                          "hundredth of the time",
                          a->usual_db);
  case LQ_GUARD_PLR:
    return lq_pool_format(pool,
                          "its peaks stand only %.1f LU over its loudness, and %s is to keep %.1f",
                          a->plr_lu, genre ? genre->name : "music", a->floor_lu);
  default:
    return lq_pool_format(pool, "the limiter already takes %.1f LU and up to %.1f dB away",
                          a->cost_lu, a->reduction_db);
  }
}

static const char* reason(lq_pool* const pool, const lq_master_brief* const b,
                          const lq_target* const t, const lq_loudness_answer* const a)
{
  if (a->short_lu > 0.05) {
    return lq_pool_format(pool, "kept %.1f LU short of %g LUFS: %s, more would flatten the music",
                          a->short_lu, t->loudness_lufs,
                          lq_guard_reason(pool, b->song ? b->song->genre : NULL, a));
  }
  const char* const codecs =
      a->codec_db > 0
          ? lq_pool_format(pool,
                           "; %.2f dB lower than it had to be for the file, for the sake of the "
                           "codecs of the place",
                           a->codec_db)
          : "";
  return codecs ? lq_pool_format(
                      pool,
                      "solved in %u pass%s: %.2f LUFS, %.2f dBTP; the limiter takes %.1f LU in all "
                      "and %.1f dB at most%s",
                      a->n_passes, a->n_passes == 1 ? "" : "es", a->after.integrated_lufs,
                      a->peak_dbtp, fmax(0, a->cost_lu), a->reduction_db, codecs)
                : NULL;
}

static lq_status add_delivery(lq_master* const master, const lq_master_brief* const brief,
                              const lq_target* const t, const lq_loudness_answer* const a,
                              lq_delivery* const d)
{
  const char* const why = reason(master->pool, brief, t, a);
  *d                    = plain(t);
  d->why                = a->short_lu > 0.05 ? why : NULL;
  return why ? lq_loudness_chain(&d->chain, master->pool, a, why) : LQ_ERR_MEMORY;
}

// A master that is to stay short says so: then it is no fault when it is read back.
static lq_status say_level(lq_master* const master, const lq_master_brief* const brief,
                           const size_t i, const lq_target* const want, lq_delivery* const d)
{
  const double whole_lufs = brief->targets[i]->loudness_lufs;
  if (d->why || whole_lufs - want->loudness_lufs < 0.05) {
    return LQ_OK;
  }
  d->why =
      lq_pool_format(master->pool, "%.1f LUFS instead of %g, as asked: --amount level=%g",
                     want->loudness_lufs, whole_lufs, (double)brief->amounts.of[LQ_AMOUNT_LEVEL]);
  return d->why ? LQ_OK : LQ_ERR_MEMORY;
}

static lq_status make_takes(solving* const s, lq_error* const error)
{
  const size_t n     = s->brief->n_targets;
  double*      rates = LQ_POOL_TAKE(s->master->pool, double, n);
  if (!rates) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < n; ++i) {
    const lq_delivery d = plain(s->brief->targets[i]);
    rates[i]            = d.rate_hz;
    s->paths[i]         = lq_delivery_path(s->master->pool, s->master, &d, s->brief->plan_folder);
    LQ_TRY(s->paths[i] ? LQ_OK : LQ_ERR_MEMORY);
  }
  LQ_TRY(lq_takes_make(&s->takes, s->master->source_path, &s->master->chain, rates, n,
                       s->brief->plan_folder, s->options, error));
  return isfinite(s->takes.before.integrated_lufs)
             ? LQ_OK
             : lq_fail_file(error, LQ_ERR_FORMAT, s->master->source_path,
                            "there is nothing to hear in it, or less than 0.4 seconds: its "
                            "loudness cannot be measured, so it cannot be mastered.");
}

static lq_status solve_all(lq_master* const master, solving* const s, lq_delivery* const made,
                           lq_error* const error)
{
  const size_t n = s->brief->n_targets;
  LQ_TRY(make_takes(s, error));
  put_in_order(s, n);
  LQ_TRY(lq_crew_try(s->options ? s->options->n_jobs : 0, n, solve_one, s, error));
  for (size_t i = 0; i < n; ++i) {
    const lq_target want = aimed(s, i);
    LQ_TRY(add_delivery(master, s->brief, &want, &s->answers[i], &made[i]));
    LQ_TRY(say_level(master, s->brief, i, &want, &made[i]));
  }
  master->deliveries   = made;
  master->n_deliveries = n;
  return LQ_OK;
}

lq_status lq_destinations_solve(lq_master* const master, const lq_master_brief* const brief,
                                const lq_render_options* const options, lq_error* const error)
{
  const size_t n    = brief->n_targets;
  lq_pool*     pool = master->pool;
  lq_delivery* made = LQ_POOL_TAKE(pool, lq_delivery, n);
  solving      s    = {.master  = master,
                       .brief   = brief,
                       .options = options,
                       .order   = LQ_POOL_TAKE(pool, size_t, n),
                       .paths   = LQ_POOL_TAKE(pool, const char*, n),
                       .answers = LQ_POOL_TAKE(pool, lq_loudness_answer, n)};
  if (!made || !s.order || !s.paths || !s.answers) {
    return LQ_ERR_MEMORY;
  }
  const lq_status st = solve_all(master, &s, made, error);
  for (size_t i = 0; i < n; ++i) {
    if (brief->prints && !st) {
      brief->prints[i] = s.answers[i].print;
    } else {
      lq_print_free(s.answers[i].print);
    }
  }
  lq_takes_free(&s.takes);
  return st;
}
