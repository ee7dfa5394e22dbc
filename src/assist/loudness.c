// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/loudness.h"

#include "engine/bounce.h"
#include "engine/sink.h"
#include "proc/all.h"

#include <math.h>

static lq_status bounce_to_meter(const lq_bounce* const bounce, lq_measurement* const m,
                                 lq_bounce_result* const        result,
                                 const lq_render_options* const options, lq_error* const error)
{
  lq_meter*        meter = NULL;
  lq_bounce_result planned;
  LQ_TRY(lq_bounce_measure(bounce, &planned, error));
  LQ_TRY(lq_meter_new(&meter, planned.rate_hz, planned.n_channels));
  const lq_status st = lq_bounce_run(bounce, lq_sink_meter(meter), options, result, error);
  if (!st) {
    *m = lq_meter_read(meter);
  }
  lq_meter_free(meter);
  return st;
}

lq_status lq_loudness_measure(const char* const path, const lq_chain* const chain,
                              lq_measurement* const m, const lq_render_options* const options,
                              lq_error* const error)
{
  const lq_bounce bounce = {.path = path, .chain = chain, .stereo = true};
  return bounce_to_meter(&bounce, m, NULL, options, error);
}

lq_status lq_limiter_device(lq_device* const device, lq_pool* const pool, const double gain_db,
                            const double ceiling_db)
{
  LQ_TRY(lq_device_init(device, pool, &lq_limiter, 0));
  lq_device_set(device, "gain", (float)gain_db);
  lq_device_set(device, "ceiling", (float)ceiling_db);
  return LQ_OK;
}

static double to_hundredth(const double db)
{
  return round(100 * db) / 100;
}

// One pass: drive and ceiling in, loudness, peak and reduction out.
static lq_status try_once(const lq_loudness_job* const job, lq_pool* const pool,
                          lq_loudness_answer* const a, const lq_render_options* const options,
                          lq_error* const error)
{
  lq_device        limiter;
  lq_bounce_result result;
  LQ_TRY(lq_limiter_device(&limiter, pool, a->gain_db, a->ceiling_db));
  const lq_chain  out    = {.devices = &limiter, .n = 1};
  const lq_bounce bounce = {.path        = job->path,
                            .chain       = job->chain,
                            .stereo      = true,
                            .out_rate_hz = job->target->rate_hz,
                            .out_chain   = &out};
  LQ_TRY(bounce_to_meter(&bounce, &a->after, &result, options, error));
  a->reduction_db = fabs((double)result.meters[1][0][0]);
  a->cost_lu      = job->before_lufs + a->gain_db - a->after.integrated_lufs;
  ++a->n_passes;
  return LQ_OK;
}

// What is being approached: the destination's loudness, or, where that costs too much, the guard.
static double miss_lu(const lq_loudness_job* const job, const lq_loudness_answer* const a,
                      const bool guarded)
{
  return guarded ? LQ_GUARD_COST_LU - a->cost_lu
                 : job->target->loudness_lufs - a->after.integrated_lufs;
}

// The next drive: along the line through the last two passes; a limiter bends it, so its slope is
// kept between a tenth and one.
static double next_gain(const double gain[2], const double miss[2])
{
  double slope = 1;
  if (fabs(gain[1] - gain[0]) > 0.005) {
    slope = fmax(0.1, fmin(1, (miss[0] - miss[1]) / (gain[1] - gain[0])));
  }
  return fmax(-60, fmin(36, gain[1] + miss[1] / slope));
}

// Drive the limiter until the miss is gone and nothing goes over the ceiling.
static lq_status approach(const lq_loudness_job* const job, lq_pool* const pool,
                          lq_loudness_answer* const a, const bool guarded, const double first_db,
                          const lq_render_options* const options, lq_error* const error)
{
  enum { MOST_PASSES = 8 };
  const double close_lu = 0.02;
  double       gain[2]  = {first_db, first_db};
  double       miss[2]  = {0, 0};
  for (unsigned pass = 0; pass < MOST_PASSES; ++pass) {
    a->gain_db = to_hundredth(gain[1]);
    LQ_TRY(try_once(job, pool, a, options, error));
    const double over = a->after.true_peak_dbtp - job->target->ceiling_dbtp;
    miss[1]           = miss_lu(job, a, guarded);
    if (fabs(miss[1]) <= close_lu && over <= 0) {
      break;
    }
    if (over > 0) {
      a->ceiling_db = to_hundredth(a->ceiling_db - over - 0.01);
    }
    const double next = fabs(miss[1]) <= close_lu ? gain[1] : next_gain(gain, miss);
    gain[0]           = gain[1];
    miss[0]           = miss[1];
    gain[1]           = next;
  }
  return LQ_OK;
}

lq_status lq_loudness_solve(const lq_loudness_job* const job, lq_pool* const pool,
                            lq_loudness_answer* const      answer,
                            const lq_render_options* const options, lq_error* const error)
{
  const double       want_lufs = job->target->loudness_lufs;
  lq_loudness_answer a         = {.ceiling_db = job->target->ceiling_dbtp};
  LQ_TRY(approach(job, pool, &a, false, want_lufs - job->before_lufs, options, error));
  if (!job->exact && a.cost_lu > LQ_GUARD_COST_LU) {
    LQ_TRY(approach(job, pool, &a, true, a.gain_db - (a.cost_lu - LQ_GUARD_COST_LU) * 2, options,
                    error));
    a.short_lu = fmax(0, want_lufs - a.after.integrated_lufs);
  }
  *answer = a;
  return LQ_OK;
}
