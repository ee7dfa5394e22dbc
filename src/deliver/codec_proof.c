// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/codec_proof.h"

#include "base/maths.h"
#include "base/pool.h"
#include "measure/meter.h"
#include "measure/overs.h"
#include "measure/true_peak_exact.h"

#include <math.h>
#include <stdlib.h>

static const double apart_sec = 0.02;
static const double near_db   = 0.3; // of the ceiling: coding noise moves so far with any change

// What is measured of the sound before the codec, and behind it.
typedef struct {
  lq_meter*           loudness;
  lq_true_peak_exact* peak;
} ears;

struct lq_codec_proof {
  lq_codec_spec spec;
  double        ceiling_dbtp;
  lq_codec*     codec; ///< NULL: not to be had, or it broke down
  double        rate_hz;
  ears          before, behind;
  lq_overs      overs;
  lq_error      missing; ///< status 0: nothing is
};

static lq_status ears_open(ears* const e, const double rate_hz, const unsigned n_channels)
{
  LQ_TRY(lq_meter_new(&e->loudness, rate_hz, n_channels));
  return lq_true_peak_exact_new(&e->peak, n_channels, lq_simd_best());
}

static void ears_free(ears* const e)
{
  lq_true_peak_exact_free(e->peak);
  lq_meter_free(e->loudness);
}

static lq_status ears_hear(ears* const e, const float* const* const x, const size_t n_frames)
{
  lq_true_peak_exact_process(e->peak, x, n_frames);
  return lq_meter_process(e->loudness, x, n_frames);
}

static double ears_finish(ears* const e)
{
  lq_true_peak_exact_finish(e->peak);
  lq_meter_finish(e->loudness);
  return lq_meter_read(e->loudness).integrated_lufs;
}

static lq_status hear_decoded(void* const user, const float* const* const y, const size_t n_frames)
{
  lq_codec_proof* const p = user;
  return ears_hear(&p->behind, y, n_frames);
}

// A program that is not there, or breaks down, leaves the proof out and says so.
static lq_status forgive(lq_codec_proof* const p, const lq_status status,
                         const lq_error* const found, lq_error* const error)
{
  const bool foreign = p->spec.kind == LQ_CODEC_AAC && status == LQ_ERR_FAILED;
  if (status == LQ_ERR_NOT_FOUND || foreign) {
    p->missing = *found;
    lq_codec_free(p->codec);
    p->codec = NULL;
    return LQ_OK;
  }
  if (status && error) {
    *error = *found;
  }
  return status;
}

static lq_status open_codec(lq_codec_proof* const p, const double rate_hz,
                            const unsigned n_channels, lq_error* const error)
{
  lq_error        found = {0};
  const lq_status status =
      lq_codec_open(&p->codec, p->spec, rate_hz, n_channels, hear_decoded, p, &found);
  LQ_TRY(forgive(p, status, &found, error));
  p->rate_hz = p->codec ? lq_codec_rate_hz(p->codec) : rate_hz;
  if (ears_open(&p->before, rate_hz, n_channels) || ears_open(&p->behind, p->rate_hz, n_channels)) {
    return lq_fail(error, LQ_ERR_MEMORY, (lq_at){0}, "There is no memory left to measure with.");
  }
  lq_overs_begin(&p->overs, apart_sec * p->rate_hz, lq_db_to_lin(p->ceiling_dbtp));
  lq_true_peak_exact_listen(p->behind.peak, lq_db_to_lin(p->ceiling_dbtp - near_db), lq_overs_hear,
                            &p->overs);
  return LQ_OK;
}

lq_status lq_codec_proof_new(lq_codec_proof** const proof, const lq_codec_spec spec,
                             const double rate_hz, const unsigned n_channels,
                             const double ceiling_dbtp, lq_error* const error)
{
  lq_codec_proof* const p = calloc(1, sizeof *p);
  if (!p) {
    return lq_fail(error, LQ_ERR_MEMORY, (lq_at){0}, "There is no memory left to measure with.");
  }
  p->spec                = spec;
  p->ceiling_dbtp        = ceiling_dbtp;
  const lq_status status = open_codec(p, rate_hz, n_channels, error);
  if (status) {
    lq_codec_proof_free(p);
    return status;
  }
  *proof = p;
  return LQ_OK;
}

void lq_codec_proof_free(lq_codec_proof* const p)
{
  if (p) {
    ears_free(&p->behind);
    ears_free(&p->before);
    lq_codec_free(p->codec);
    free(p);
  }
}

lq_status lq_codec_proof_push(lq_codec_proof* const p, const float* const* const x,
                              const size_t n_frames, lq_error* const error)
{
  if (!p->codec) {
    return LQ_OK;
  }
  if (ears_hear(&p->before, x, n_frames)) {
    return lq_fail(error, LQ_ERR_MEMORY, (lq_at){0}, "There is no memory left to measure with.");
  }
  lq_error found = {0};
  return forgive(p, lq_codec_push(p->codec, x, n_frames, &found), &found, error);
}

static lq_status list_overs(lq_codec_proof* const p, lq_pool* const pool,
                            lq_codec_facts* const facts)
{
  lq_overs_finish(&p->overs);
  lq_codec_over* const to = LQ_POOL_TAKE(pool, lq_codec_over, p->overs.n_listed);
  for (size_t i = 0; to && i < p->overs.n_listed; ++i) {
    const lq_over* const o = &p->overs.listed[i];
    to[i]                  = (lq_codec_over){.start_sec = fmax(o->start_frames, 0) / p->rate_hz,
                                             .end_sec   = fmax(o->end_frames, 0) / p->rate_hz,
                                             .peak_dbtp = lq_lin_to_db(o->peak_lin),
                                             .channel   = o->channel};
  }
  facts->n_overs  = p->overs.n;
  facts->n_listed = p->overs.n_listed;
  facts->overs    = to;
  return to || !p->overs.n_listed ? LQ_OK : LQ_ERR_MEMORY;
}

static lq_status tell(lq_codec_proof* const p, lq_pool* const pool, lq_codec_facts* const facts)
{
  const double lufs_before = ears_finish(&p->before), lufs_behind = ears_finish(&p->behind);
  const bool   both = isfinite(lufs_before) && isfinite(lufs_behind);
  *facts            = (lq_codec_facts){.spec         = p->spec,
                                       .available    = true,
                                       .rate_hz      = p->rate_hz,
                                       .ceiling_dbtp = p->ceiling_dbtp,
                                       .source_dbtp  = lq_true_peak_exact_dbtp(p->before.peak),
                                       .peak_dbtp    = lq_true_peak_exact_dbtp(p->behind.peak),
                                       .peak_at_sec  = lq_true_peak_exact_at(p->behind.peak) / p->rate_hz,
                                       .loudness_change_lu = both ? lufs_behind - lufs_before : 0};
  return list_overs(p, pool, facts);
}

lq_status lq_codec_proof_finish(lq_codec_proof* const p, lq_error* const error)
{
  lq_error found = {0};
  return p->codec ? forgive(p, lq_codec_finish(p->codec, &found), &found, error) : LQ_OK;
}

bool lq_codec_proof_missing(const lq_codec_proof* const p)
{
  return !p->codec;
}

lq_status lq_codec_proof_tell(lq_codec_proof* const p, lq_pool* const pool,
                              lq_codec_facts* const facts)
{
  if (p->codec) {
    return tell(p, pool, facts);
  }
  *facts = (lq_codec_facts){.spec         = p->spec,
                            .ceiling_dbtp = p->ceiling_dbtp,
                            .missing      = lq_pool_copy(pool, p->missing.text)};
  return facts->missing ? LQ_OK : LQ_ERR_MEMORY;
}
