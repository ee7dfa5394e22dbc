// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/loudness.h"

#include "base/pool.h"

#include <math.h>
#include <string.h>

static const double over_db      = 0.005; // rounds to 0.00
static const double tolerance_db = 0.05;  // that a display of tenths rounds away
enum { MOST_PASSES = 14, MOST_CODECS = 8 };

// One destination on its way.
typedef struct {
  const lq_loudness_job*   job;
  const lq_render_options* options;
  lq_pool*                 pool;
  lq_drive                 drive;
  lq_codec_facts           known[MOST_CODECS]; ///< of this drive and ceiling without more dips
  double                   known_gain_db, known_ceiling_db;
  lq_loudness_answer       a;
} solving;

lq_status lq_loudness_chain(lq_chain* const chain, lq_pool* const pool,
                            const lq_loudness_answer* const a, const char* const why)
{
  lq_device device;
  LQ_TRY(lq_drive_limiter(&device, pool, a->gain_db, a->ceiling_db));
  device.why = why;
  LQ_TRY(lq_chain_push(chain, pool, &device));
  if (!a->dips.n) {
    return LQ_OK;
  }
  LQ_TRY(lq_dips_device(&a->dips, &device, pool));
  return lq_chain_push(chain, pool, &device);
}

// One pass: what this drive and this ceiling give, read from the file, or without one.
static lq_status try_once(solving* const s, const bool dry, lq_error* const error)
{
  const lq_loudness_job* const job = s->job;
  lq_loudness_answer* const    a   = &s->a;
  lq_delivery                  d   = *job->delivery;
  lq_print_free(a->print);
  a->print = NULL;
  d.chain  = (lq_chain){0};
  LQ_TRY(lq_loudness_chain(&d.chain, s->pool, a, NULL));
  const lq_take* const take = lq_takes_at(job->takes, d.rate_hz);
  LQ_TRY(dry ? lq_print_try(&a->print, take, &d, s->options, error)
             : lq_print_make(&a->print, take, &d, job->path, job->force, s->options, error));
  const lq_readback* const read = lq_print_read(a->print);
  ++a->n_passes;
  a->after        = read->m;
  a->peak_dbtp    = read->peak_dbtp;
  a->plr_lu       = read->peak_dbtp - read->m.integrated_lufs;
  a->cost_lu      = job->takes->before.integrated_lufs + a->gain_db - read->m.integrated_lufs;
  a->reduction_db = lq_print_reduction_db(a->print);
  a->usual_db     = lq_print_usual_db(a->print, &a->usual_db) ? a->usual_db : -1;
  lq_drive_learn(&s->drive, a->gain_db, read, a->usual_db);
  return LQ_OK;
}

// How far what was written goes over the promise, exactly; and by the standard's meter, which
// others check with, and which reads up to 0.2 dB high: over what a display of tenths rounds away.
static double over(const solving* const s)
{
  const double exact_db    = s->a.peak_dbtp - s->job->target->ceiling_dbtp;
  const double standard_db = s->a.after.true_peak_dbtp - s->job->target->ceiling_dbtp;
  return fmax(exact_db, standard_db - tolerance_db);
}

// The ceiling of this delivery comes down by what the worst codec adds; for another ceiling nothing
// is known that was tried.
static void lower_ceiling(solving* const s, const double by_db)
{
  s->a.codec_db += by_db;
  s->a.ceiling_db = s->drive.ceiling_db = lq_drive_ceiling_step(s->a.ceiling_db - by_db);
  lq_drive_forget(&s->drive);
}

// What is clear of full scale is not asked again.
static lq_status remember(solving* const s, const lq_codec_facts* const codecs, const size_t n)
{
  memset(s->known, 0, sizeof s->known);
  s->known_gain_db    = s->a.gain_db;
  s->known_ceiling_db = s->a.ceiling_db;
  for (size_t i = 0; i < n && i < MOST_CODECS; ++i) {
    if (lq_dips_is_clear(&codecs[i])) {
      s->known[i]          = codecs[i];
      s->known[i].overs    = NULL;
      s->known[i].n_listed = 0;
      if (codecs[i].missing) {
        s->known[i].missing = lq_pool_copy(s->pool, codecs[i].missing);
        LQ_TRY(s->known[i].missing ? LQ_OK : LQ_ERR_MEMORY);
      }
    }
  }
  return LQ_OK;
}

static lq_status ask_codecs(const solving* const s, lq_error* const error)
{
  const lq_target* const t = s->job->target;
  const bool same = s->known_gain_db == s->a.gain_db && s->known_ceiling_db == s->a.ceiling_db;
  return s->job->prove ? lq_print_prove(s->a.print, t->codecs, t->n_codecs,
                                        same && t->n_codecs <= MOST_CODECS ? s->known : NULL,
                                        s->options, error)
                       : LQ_OK;
}

// Whether the codecs of the place are content too; if not, what they ask for is done, and then they
// are asked again.
static lq_status prove(solving* const s, bool* const holds, lq_error* const error)
{
  const lq_take* const take     = lq_takes_at(s->job->takes, s->job->delivery->rate_hz);
  const double         song_sec = (double)lq_take_frames(take) / lq_take_rate_hz(take);
  size_t               n        = 0;
  double               lower_db = 0;
  LQ_TRY(ask_codecs(s, error));
  const lq_codec_facts* const codecs = lq_print_codecs(s->a.print, &n);
  *holds = !lq_dips_heed(&s->a.dips, codecs, n, song_sec, s->a.codec_db, &lower_db);
  if (lower_db > 0) {
    lower_ceiling(s, lower_db);
  } else if (!*holds) {
    return remember(s, codecs, n);
  }
  return LQ_OK;
}

static lq_status approach(solving* const s, lq_error* const error)
{
  lq_loudness_answer* const a    = &s->a;
  lq_drive* const           d    = &s->drive;
  double                    gain = lq_drive_foretell(d);
  for (unsigned pass = 0; pass < MOST_PASSES; ++pass) {
    a->gain_db = lq_drive_gain_step(gain);
    // The first pass is for the forecast to learn from where the limiter works: it misses by
    // tenths, and need not be written.
    LQ_TRY(try_once(s, !pass && lq_drive_will_miss(d, a->gain_db), error));
    const lq_drive_try got = {
        .lufs = a->after.integrated_lufs, .usual_db = a->usual_db, .plr_lu = a->plr_lu};
    const double miss  = lq_drive_excess(d, a->gain_db, got, &a->guard);
    const bool   there = lq_drive_is_there(miss, a->guard);
    const bool   stuck = a->gain_db >= LQ_DRIVE_MOST_DB || a->gain_db <= LQ_DRIVE_LEAST_DB;
    const bool   lower = over(s) > over_db;
    bool         holds = false;
    if ((there || stuck) && !lower && lq_print_is_file(a->print)) {
      LQ_TRY(prove(s, &holds, error));
    }
    if (holds) {
      break;
    }
    if (lower) {
      a->ceiling_db = d->ceiling_db = lq_drive_ceiling_step(a->ceiling_db - over(s) - 0.001);
      d->low_db  = fmax(LQ_DRIVE_LEAST_DB, d->low_db - 0.1); // they were for another ceiling
      d->high_db = fmin(LQ_DRIVE_MOST_DB, d->high_db + 0.1);
    }
    if (!there) {
      gain = lq_drive_next(d, a->gain_db, miss);
    }
  }
  // Passes ran out on the way to a guard: what is delivered is proven all the same.
  return ask_codecs(s, error);
}

lq_status lq_loudness_solve(const lq_loudness_job* const job, lq_pool* const pool,
                            lq_loudness_answer* const      answer,
                            const lq_render_options* const options, lq_error* const error)
{
  solving s = {.job = job, .options = options, .pool = pool};
  LQ_TRY(lq_drive_new(&s.drive, &job->takes->envelope, &job->takes->before, job->plr_floor_lu));
  s.drive.aim_lufs   = job->target->loudness_lufs;
  s.drive.exact      = job->exact;
  s.drive.ceiling_db = lq_drive_first_ceiling_db(
      job->target->ceiling_dbtp, job->delivery->bits, job->delivery->dither,
      lq_take_rate_hz(lq_takes_at(job->takes, job->delivery->rate_hz)));
  s.a = (lq_loudness_answer){.ceiling_db = s.drive.ceiling_db, .floor_lu = s.drive.floor_lu};
  const lq_status st = approach(&s, error);
  lq_drive_free(&s.drive);
  if (st) {
    lq_print_free(s.a.print);
    return st;
  }
  s.a.short_lu = fmax(0, s.a.guard ? job->target->loudness_lufs - s.a.after.integrated_lufs : 0);
  *answer      = s.a;
  return LQ_OK;
}
