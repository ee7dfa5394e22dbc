// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/loudness.h"

#include "assist/forecast.h"
#include "base/maths.h"
#include "base/pool.h"
#include "dsp/quantise.h"
#include "proc/all.h"

#include <math.h>
#include <string.h>

static const double close_lu     = 0.02;  // to the loudness
static const double guard_db     = 0.1;   // under a guard, which is no promise to the hundredth
static const double over_db      = 0.005; // rounds to 0.00
static const double low_db       = -24;   // what the limiter's row can hold
static const double high_db      = 36;
static const double tolerance_db = 0.05; // that a display of tenths rounds away
static const double room_db =
    0.05; // under full scale behind a codec: coding noise moves with every change
static const double dip_room_db = 0.6; // and behind a dip, which nobody hears: fewer rounds
static const double most_db     = 1;   // that a ceiling comes down for codecs
enum { MOST_PASSES = 14, HALVINGS = 20, FEW_OVERS = 24, MOST_CODECS = 8 };

// One destination on its way.
typedef struct {
  const lq_loudness_job*   job;
  const lq_render_options* options;
  lq_pool*                 pool;
  lq_forecaster            forecaster;
  double                   low_db, high_db; // tries that were too little and too much
  double                   last_gain_db, last_miss;
  bool                     has_last;
  lq_codec_facts           known[MOST_CODECS]; ///< of this drive and ceiling without more dips
  double                   known_gain_db, known_ceiling_db;
  lq_loudness_answer       a;
} solving;

static lq_status limiter_device(lq_device* const device, lq_pool* const pool, const double gain_db,
                                const double ceiling_db)
{
  LQ_TRY(lq_device_init(device, pool, &lq_limiter, 0));
  lq_device_set(device, "gain", (float)gain_db);
  lq_device_set(device, "ceiling", (float)ceiling_db);
  return LQ_OK;
}

lq_status lq_loudness_chain(lq_chain* const chain, lq_pool* const pool,
                            const lq_loudness_answer* const a, const char* const why)
{
  lq_device device;
  LQ_TRY(limiter_device(&device, pool, a->gain_db, a->ceiling_db));
  device.why = why;
  LQ_TRY(lq_chain_push(chain, pool, &device));
  if (!a->dips.n) {
    return LQ_OK;
  }
  LQ_TRY(lq_dips_device(&a->dips, &device, pool));
  return lq_chain_push(chain, pool, &device);
}

// Plans are for people: gains in hundredths, ceilings in thousandths, downwards.
static double gain_step(const double db)
{
  return round(100 * db) / 100;
}

static double ceiling_step(const double db)
{
  return floor(1000 * db + 1e-6) / 1000;
}

// The promise less what rounding and dither can add to a peak: on 24 bits nothing, on 16 bits
// 0.001 dB.
static double first_ceiling(const lq_loudness_job* const job)
{
  const double rate_hz = lq_take_rate_hz(lq_takes_at(job->takes, job->delivery->rate_hz));
  const double rise    = lq_quantise_rise_lin(job->delivery->bits, job->delivery->dither, rate_hz);
  const double promise = job->target->ceiling_dbtp;
  const double under   = lq_lin_to_db(lq_db_to_lin(promise) - rise);
  return promise - under < 0.0005 ? promise : ceiling_step(under);
}

// By how much it is too loud or too squeezed, and which of these is worst: that is what to solve.
static double excess(const lq_loudness_job* const job, const lq_loudness_answer* const a,
                     const lq_forecast f, const double plr_lu, lq_guard* const guard)
{
  const double by[LQ_GUARD_N] = {[LQ_GUARD_NONE] = f.lufs - job->target->loudness_lufs,
                                 [LQ_GUARD_COST] = job->takes->before.integrated_lufs + a->gain_db -
                                                   f.lufs - LQ_GUARD_COST_LU,
                                 [LQ_GUARD_USUAL] = f.usual_db - LQ_GUARD_USUAL_DB,
                                 [LQ_GUARD_PLR]   = a->floor_lu - plr_lu};
  lq_guard     worst          = LQ_GUARD_NONE;
  for (lq_guard i = LQ_GUARD_COST; i < LQ_GUARD_N && !job->exact; ++i) {
    worst = by[i] > by[worst] ? i : worst;
  }
  if (guard) {
    *guard = worst;
  }
  return by[worst];
}

// The drive at which nothing is too much any more, as far as can be foretold.
static double foretell(solving* const s)
{
  const lq_measurement* const before = &s->job->takes->before;
  double                      low = low_db, high = high_db;
  lq_loudness_answer          try = s->a;
  for (unsigned i = 0; i < HALVINGS; ++i) {
    try.gain_db            = 0.5 * (low + high);
    lq_forecast  f         = lq_forecast_at(&s->forecaster, try.gain_db, try.ceiling_db);
    const double peak      = fmin(try.ceiling_db, before->true_peak_dbtp + try.gain_db);
    f.usual_db             = try.usual_db < 0 ? try.usual_db : f.usual_db;
    const bool much        = excess(s->job, &try, f, peak - f.lufs, NULL) > 0;
    *(much ? &high : &low) = try.gain_db;
  }
  return 0.5 * (low + high);
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
  lq_forecast_learn(&s->forecaster, a->gain_db, a->ceiling_db, read->grid, read->n_grids,
                    round(read->m.rate_hz / 10), a->usual_db);
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
  s->a.ceiling_db = ceiling_step(s->a.ceiling_db - by_db);
  s->low_db       = low_db;
  s->high_db      = high_db;
  s->has_last     = false;
}

// What stays well below full scale is not asked again while nothing but dips are added: they only
// turn down.
static lq_status remember(solving* const s, const lq_codec_facts* const codecs, const size_t n)
{
  memset(s->known, 0, sizeof s->known);
  s->known_gain_db    = s->a.gain_db;
  s->known_ceiling_db = s->a.ceiling_db;
  for (size_t i = 0; i < n && i < MOST_CODECS; ++i) {
    if (!codecs[i].available || codecs[i].peak_dbtp < codecs[i].ceiling_dbtp - room_db) {
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

// Overs that are few are dealt with where they are; a short song has fewer places.
static bool is_few(const solving* const s, const size_t n_overs)
{
  const lq_take* const take     = lq_takes_at(s->job->takes, s->job->delivery->rate_hz);
  const double         song_sec = (double)lq_take_frames(take) / lq_take_rate_hz(take);
  return (double)n_overs <= fmin(FEW_OVERS, 1 + 0.5 * song_sec);
}

// Whether the codecs of the place are content too. Where they go over in many places the ceiling
// comes down, as far as a person would have left room for them; what is left, or was little from
// the start, is turned down where it is. Then they are asked again.
static lq_status prove(solving* const s, bool* const holds, lq_error* const error)
{
  size_t n = 0, n_overs = 0;
  LQ_TRY(ask_codecs(s, error));
  const lq_codec_facts* const codecs = lq_print_codecs(s->a.print, &n);
  const double                by_db  = lq_print_decoded_over_db(s->a.print);
  for (size_t i = 0; i < n; ++i) {
    n_overs += codecs[i].n_overs;
  }
  *holds = !(by_db > 0);
  if (*holds) {
    return LQ_OK;
  }
  if (!is_few(s, n_overs) && s->a.codec_db < most_db) {
    lower_ceiling(s, fmin(by_db + room_db, most_db - s->a.codec_db));
    return LQ_OK;
  }
  lq_dips_deepen(&s->a.dips, codecs, n, dip_room_db);
  return remember(s, codecs, n);
}

// The next drive: where the forecast sees it, and from the second try on along the line through the
// last two. Both can be led astray, where one guard takes over from another: what leaves the tries
// that were too little and too much goes half way between them.
static double next_gain(solving* const s, const double miss)
{
  const double most_step_db              = 6;
  const double now_db                    = s->a.gain_db;
  const double width                     = now_db - s->last_gain_db;
  const double slope                     = fmax(0.05, fmin(1, (miss - s->last_miss) / width));
  const bool   line                      = s->has_last && fabs(width) > 0.05;
  *(miss > 0 ? &s->high_db : &s->low_db) = now_db;
  s->last_gain_db                        = now_db;
  s->last_miss                           = miss;
  s->has_last                            = true;
  double gain                            = line ? now_db - miss / slope : foretell(s);
  gain = fmax(now_db - most_step_db, fmin(now_db + most_step_db, gain));
  return gain > s->low_db && gain < s->high_db ? gain : 0.5 * (s->low_db + s->high_db);
}

// Where the limiter works, the first pass is for the forecast to learn from: it misses by tenths,
// and need not be written.
static bool will_miss(solving* const s, const double gain_db)
{
  const double lufs = lq_forecast_at(&s->forecaster, gain_db, s->a.ceiling_db).lufs;
  return s->job->takes->before.integrated_lufs + gain_db - lufs > 2 * close_lu;
}

static lq_status approach(solving* const s, lq_error* const error)
{
  lq_loudness_answer* const a    = &s->a;
  double                    gain = foretell(s);
  for (unsigned pass = 0; pass < MOST_PASSES; ++pass) {
    a->gain_db = gain_step(gain);
    LQ_TRY(try_once(s, !pass && will_miss(s, gain), error));
    const lq_forecast was   = {.lufs = a->after.integrated_lufs, .usual_db = a->usual_db};
    const double      miss  = excess(s->job, a, was, a->plr_lu, &a->guard);
    const bool        there = miss <= close_lu && miss >= (a->guard ? -guard_db : -close_lu);
    const bool        stuck = a->gain_db >= high_db || a->gain_db <= low_db;
    const bool        lower = over(s) > over_db;
    bool              holds = false;
    if ((there || stuck) && !lower && lq_print_is_file(a->print)) {
      LQ_TRY(prove(s, &holds, error));
    }
    if (holds) {
      break;
    }
    if (lower) {
      a->ceiling_db = ceiling_step(a->ceiling_db - over(s) - 0.001);
      s->low_db     = fmax(low_db, s->low_db - 0.1); // they were for another ceiling
      s->high_db    = fmin(high_db, s->high_db + 0.1);
    }
    if (!there) {
      gain = next_gain(s, miss);
    }
  }
  // Passes ran out on the way to a guard: what is delivered is proven all the same.
  return ask_codecs(s, error);
}

lq_status lq_loudness_solve(const lq_loudness_job* const job, lq_pool* const pool,
                            lq_loudness_answer* const      answer,
                            const lq_render_options* const options, lq_error* const error)
{
  const double plr_lu   = lq_measurement_plr_lu(&job->takes->before);
  const double floor_lu = job->plr_floor_lu > 0 ? job->plr_floor_lu : LQ_GUARD_PLR_LU;
  solving      s        = {.job     = job,
                           .options = options,
                           .pool    = pool,
                           .low_db  = low_db,
                           .high_db = high_db,
                           .a       = {.floor_lu = fmin(floor_lu, plr_lu - LQ_GUARD_PLR_LOSS_LU)}};
  s.a.usual_db          = lq_param_find(lq_limiter.params, lq_limiter.n_params, "usual") ? 0 : -1;
  LQ_TRY(lq_forecaster_new(&s.forecaster, &job->takes->envelope));
  s.a.ceiling_db     = first_ceiling(job);
  const lq_status st = approach(&s, error);
  lq_forecaster_free(&s.forecaster);
  if (st) {
    lq_print_free(s.a.print);
    return st;
  }
  s.a.short_lu = fmax(0, s.a.guard ? job->target->loudness_lufs - s.a.after.integrated_lufs : 0);
  *answer      = s.a;
  return LQ_OK;
}
