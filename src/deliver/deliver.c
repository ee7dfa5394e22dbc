// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/deliver.h"

#include "base/path.h"
#include "base/pool.h"
#include "base/thread.h"
#include "engine/takes.h"

#include <math.h>

typedef struct {
  const lq_master*         master;
  const lq_render_options* options;
  bool                     force;
  lq_takes                 takes;
  const char**             paths;  ///< [n_deliveries]
  lq_print**               prints; ///< [n_deliveries]
} printing;

static lq_status print_one(void* const user, const size_t i, lq_error* const error)
{
  printing* const          p = user;
  const lq_delivery* const d = &p->master->deliveries[i];
  return lq_print_make(&p->prints[i], lq_takes_at(&p->takes, d->rate_hz), d, p->paths[i], p->force,
                       p->options, error);
}

static lq_status print_all(printing* const p, const char* const folder, lq_pool* const pool,
                           lq_error* const error)
{
  const size_t n     = p->master->n_deliveries;
  double*      rates = LQ_POOL_TAKE(pool, double, n);
  for (size_t i = 0; rates && i < n; ++i) {
    rates[i]    = p->master->deliveries[i].rate_hz;
    p->paths[i] = lq_delivery_path(pool, p->master, &p->master->deliveries[i], folder);
    LQ_TRY(p->paths[i] ? LQ_OK : LQ_ERR_MEMORY);
  }
  LQ_TRY(rates ? LQ_OK : LQ_ERR_MEMORY);
  LQ_TRY(lq_takes_make(&p->takes, p->master->source_path, &p->master->chain, rates, n, folder,
                       p->options, error));
  return lq_crew_try(p->options ? p->options->n_jobs : 0, n, print_one, p, error);
}

static lq_status print_plan(printing* const p, const char* const folder, lq_pool* const pool,
                            lq_print** const prints, lq_error* const error)
{
  const size_t n = p->master->n_deliveries;
  p->paths       = LQ_POOL_TAKE(pool, const char*, n);
  p->prints      = LQ_POOL_TAKE(pool, lq_print*, n);
  if (!p->paths || !p->prints) {
    return LQ_ERR_MEMORY;
  }
  const lq_status st = print_all(p, folder, pool, error);
  for (size_t i = 0; i < n; ++i) {
    if (st) {
      lq_print_free(p->prints[i]);
    } else {
      prints[i] = p->prints[i];
    }
  }
  lq_takes_free(&p->takes);
  return st;
}

lq_status lq_deliver_plan(const lq_master* const master, const char* const folder, const bool force,
                          const lq_render_options* const options, lq_print** const prints,
                          lq_error* const error)
{
  printing p    = {.master = master, .options = options, .force = force};
  lq_pool* pool = NULL;
  LQ_TRY(lq_pool_new(&pool));
  const lq_status st = master->n_deliveries ? print_plan(&p, folder, pool, prints, error) : LQ_OK;
  lq_pool_free(pool);
  return st;
}

// The codec that goes over what players may be given by most, or NULL.
static const lq_codec_facts* over_by_codec(const lq_delivery_facts* const f)
{
  const lq_codec_facts* worst = NULL;
  for (size_t i = 0; i < f->n_codecs; ++i) {
    const lq_codec_facts* const c = &f->codecs[i];
    worst = c->available && c->n_overs && (!worst || c->peak_dbtp > worst->peak_dbtp) ? c : worst;
  }
  return worst;
}

static const char* codec_reason(const lq_codec_facts* const c, lq_pool* const pool)
{
  return lq_pool_format(
      pool, "behind %s its true peak is %.2f dBTP, over full scale in %zu place%s",
      lq_codec_format(c->spec).text, c->peak_dbtp, c->n_overs, c->n_overs == 1 ? "" : "s");
}

static void judge(lq_delivery_facts* const f, const lq_delivery* const d, lq_pool* const pool)
{
  const double                close_lu = 0.05;
  const double                close_db = 0.005; // rounds to 0.00
  const lq_measurement* const m        = &f->file.m;
  const double                off_lu   = m->integrated_lufs - f->target_lufs;
  f->verdict                           = LQ_VERDICT_FAIL;
  if (f->file.bits != d->bits) {
    f->reason = lq_pool_format(pool, "the file has %u bits; expected %u", f->file.bits, d->bits);
  } else if (f->target->rate_hz > 0 && m->rate_hz != f->target->rate_hz) {
    f->reason = lq_pool_format(pool, "the file runs at %.0f Hz; expected %.0f", m->rate_hz,
                               f->target->rate_hz);
  } else if (f->peak_dbtp - f->ceiling_dbtp > close_db) {
    f->reason = lq_pool_format(pool, "its true peak is %.2f dBTP, over the ceiling of %.2f",
                               f->peak_dbtp, f->ceiling_dbtp);
  } else if (over_by_codec(f)) {
    f->reason = codec_reason(over_by_codec(f), pool);
  } else if (fabs(off_lu) <= close_lu) {
    f->verdict = LQ_VERDICT_PASS;
    f->reason  = "at its loudness and under its ceiling";
  } else if (off_lu < 0 && d->why) {
    f->verdict = LQ_VERDICT_SHORT;
    f->reason  = lq_pool_copy(pool, d->why); // facts outlive the plan
  } else {
    f->reason = lq_pool_format(pool, "it measures %.2f LUFS; expected %.2f", m->integrated_lufs,
                               f->target_lufs);
  }
}

// What the print knows of codecs, in the pool of the facts, which outlive it.
static lq_status copy_codecs(lq_delivery_facts* const f, const lq_print* const print,
                             lq_pool* const pool)
{
  const lq_codec_facts* const from = lq_print_codecs(print, &f->n_codecs);
  lq_codec_facts* const       to   = LQ_POOL_TAKE(pool, lq_codec_facts, f->n_codecs);
  for (size_t i = 0; to && i < f->n_codecs; ++i) {
    lq_codec_over* const overs = LQ_POOL_TAKE(pool, lq_codec_over, from[i].n_listed);
    to[i]                      = from[i];
    to[i].missing              = from[i].missing ? lq_pool_copy(pool, from[i].missing) : NULL;
    if (!overs || (from[i].missing && !to[i].missing)) {
      return LQ_ERR_MEMORY;
    }
    for (size_t k = 0; k < from[i].n_listed; ++k) {
      overs[k] = from[i].overs[k];
    }
    to[i].overs = overs;
  }
  f->codecs = to;
  return to ? LQ_OK : LQ_ERR_MEMORY;
}

lq_status lq_deliver(const lq_delivery* const delivery, const lq_target* const target,
                     const char* const folder, lq_print* const print, lq_pool* const pool,
                     lq_delivery_facts* const facts, lq_error* const error)
{
  const lq_readback* const r = lq_print_read(print);
  LQ_TRY(lq_print_commit(print, error));
  *facts =
      (lq_delivery_facts){.target = target,
                          .file   = {.file = lq_path_relative(pool, folder, lq_print_path(print)),
                                     .bits = r->info.bits,
                                     .m    = r->m},
                          .target_lufs  = target->loudness_lufs,
                          .ceiling_dbtp = target->ceiling_dbtp,
                          .peak_dbtp    = r->peak_dbtp,
                          .service = lq_target_service(target, r->m.integrated_lufs, r->peak_dbtp),
                          .reduction_db = lq_print_reduction_db(print)};
  LQ_TRY(copy_codecs(facts, print, pool));
  judge(facts, delivery, pool);
  return facts->file.file && facts->reason ? LQ_OK : LQ_ERR_MEMORY;
}
