// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/print.h"

#include "base/output.h"
#include "base/path.h"
#include "base/pool.h"
#include "deliver/codec_jobs.h"
#include "engine/bounce.h"
#include "engine/sink.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct lq_print {
  lq_audio_out*   out;                        ///< NULL once it has its name
  const lq_proc*  limiter;                    ///< NULL: there is none
  float           meters[LQ_PROC_MAX_METERS]; ///< of the limiter
  lq_readback     read;
  lq_pool*        pool;   ///< of the proofs; NULL before they were made
  lq_codec_facts* codecs; ///< [n_codecs]
  size_t          n_codecs;
  char*           folder;
  char            path[];
};

char* lq_delivery_path(lq_pool* const pool, const lq_master* const master,
                       const lq_delivery* const delivery, const char* const folder)
{
  const char* const title = lq_path_safe(pool, master->title);
  const char* const own   = lq_path_join(pool, folder, delivery->target);
  return title && own ? lq_pool_format(pool, "%s/%s.%s", own, title, delivery->format) : NULL;
}

void lq_print_free(lq_print* const p)
{
  if (p) {
    if (p->out) {
      lq_audio_out_abandon(p->out);
      if (p->folder) {
        (void)rmdir(p->folder); // stays if there is anything in it
      }
    }
    lq_readback_free(&p->read);
    lq_pool_free(p->pool);
    free(p->folder);
    free(p);
  }
}

static void find_limiter(lq_print* const p, const lq_delivery* const d,
                         const lq_bounce_result* const r)
{
  for (size_t i = 0; i < d->chain.n && i < LQ_BOUNCE_MAX_DEVICES && !p->limiter; ++i) {
    if (!strcmp(d->chain.devices[i].proc->symbol, "limiter")) {
      p->limiter = d->chain.devices[i].proc;
      memcpy(p->meters, r->meters[1][i], sizeof p->meters);
    }
  }
}

static lq_status render(lq_print* const p, const lq_take* const take, const lq_delivery* const d,
                        const bool force, const lq_render_options* const options,
                        lq_error* const error)
{
  const lq_bounce  bounce = {.take = take, .out_chain = &d->chain};
  lq_bounce_result r;
  LQ_TRY(lq_bounce_measure(&bounce, &r, error));
  const lq_audio_out_spec spec = {.rate_hz    = r.rate_hz,
                                  .n_channels = r.n_channels,
                                  .bits       = d->bits,
                                  .dither     = d->dither,
                                  .force      = force};
  LQ_TRY(lq_audio_out_open(&p->out, p->path, &spec, error));
  LQ_TRY(lq_bounce_run(&bounce, lq_sink_file(p->out), options, &r, error));
  find_limiter(p, d, &r);
  LQ_TRY(lq_audio_out_finish(p->out, error));
  char unnamed[PATH_MAX];
  LQ_TRY(lq_audio_out_unnamed(p->out, unnamed, sizeof unnamed, error));
  return lq_readback_file(&p->read, unnamed, error);
}

static lq_status to_reading(void* const user, const float* const* const x, const size_t n_frames,
                            lq_error* const error)
{
  (void)error;
  return lq_reading_process(user, x, n_frames);
}

static lq_status only_read(lq_print* const p, const lq_take* const take, const lq_delivery* const d,
                           const lq_render_options* const options, lq_error* const error)
{
  const lq_bounce  bounce  = {.take = take, .out_chain = &d->chain};
  lq_reading*      reading = NULL;
  lq_bounce_result r;
  LQ_TRY(lq_bounce_measure(&bounce, &r, error));
  LQ_TRY(lq_reading_new(&reading, r.rate_hz, r.n_channels, lq_simd_best()));
  const lq_sink sink = {.write = to_reading, .user = reading};
  lq_status     st   = lq_bounce_run(&bounce, sink, options, &r, error);
  st                 = st ? st : lq_reading_finish(reading, &p->read);
  lq_reading_free(reading);
  find_limiter(p, d, &r);
  return st;
}

lq_status lq_print_try(lq_print** const print, const lq_take* const take,
                       const lq_delivery* const delivery, const lq_render_options* const options,
                       lq_error* const error)
{
  lq_print* const p  = calloc(1, sizeof *p + 1);
  const lq_status st = p ? only_read(p, take, delivery, options, error) : LQ_ERR_MEMORY;
  if (st) {
    lq_print_free(p);
    return st;
  }
  *print = p;
  return LQ_OK;
}

bool lq_print_is_file(const lq_print* const print)
{
  return print->out;
}

lq_status lq_print_make(lq_print** const print, const lq_take* const take,
                        const lq_delivery* const delivery, const char* const path, const bool force,
                        const lq_render_options* const options, lq_error* const error)
{
  const size_t      n     = strlen(path) + 1;
  const char* const slash = strrchr(path, '/');
  lq_print* const   p     = calloc(1, sizeof *p + n);
  if (!p) {
    return LQ_ERR_MEMORY;
  }
  memcpy(p->path, path, n);
  p->folder    = slash ? strndup(path, (size_t)(slash - path)) : NULL;
  lq_status st = slash && !p->folder ? LQ_ERR_MEMORY : LQ_OK;
  st           = st || !slash ? st : lq_make_folder(p->folder, error);
  st           = st ? st : render(p, take, delivery, force, options, error);
  if (st) {
    if (!p->out && p->folder) {
      (void)rmdir(p->folder);
    }
    lq_print_free(p);
    return st;
  }
  *print = p;
  return LQ_OK;
}

const lq_readback* lq_print_read(const lq_print* const print)
{
  return &print->read;
}

// By its symbol: meters in the order of their rows.
static bool meter_db(const lq_print* const p, const char* const symbol, double* const db)
{
  const lq_proc* const proc = p->limiter;
  for (unsigned i = 0, k = 0; proc && i < proc->n_params; ++i) {
    if (proc->params[i].flags & LQ_OUT) {
      if (!strcmp(proc->params[i].symbol, symbol)) {
        *db = fabs((double)p->meters[k]);
        return true;
      }
      ++k;
    }
  }
  return false;
}

double lq_print_reduction_db(const lq_print* const print)
{
  double db = 0;
  return meter_db(print, "reduction", &db) ? db : 0;
}

bool lq_print_usual_db(const lq_print* const print, double* const usual_db)
{
  return meter_db(print, "usual", usual_db);
}

static bool is_known(const lq_codec_facts* const known, const size_t i)
{
  return known && known[i].spec.kbps;
}

lq_status lq_print_prove(lq_print* const p, const lq_codec_spec* const codecs, const size_t n,
                         const lq_codec_facts* const known, const lq_render_options* const options,
                         lq_error* const error)
{
  const lq_render_options defaults = {0};
  char                    path[PATH_MAX];
  if (!p->out || !n || p->pool) {
    return LQ_OK;
  }
  LQ_TRY(lq_audio_out_unnamed(p->out, path, sizeof path, error));
  LQ_TRY(lq_pool_new(&p->pool));
  lq_codec_job* const   jobs    = LQ_POOL_TAKE(p->pool, lq_codec_job, n);
  lq_codec_facts* const found   = LQ_POOL_TAKE(p->pool, lq_codec_facts, n);
  size_t                n_asked = 0;
  p->codecs                     = LQ_POOL_TAKE(p->pool, lq_codec_facts, n);
  if (!jobs || !found || !p->codecs) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < n; ++i) {
    if (!is_known(known, i)) {
      jobs[n_asked++] =
          (lq_codec_job){.path = path, .spec = codecs[i], .ceiling_dbtp = LQ_DECODED_CEILING_DBTP};
    }
  }
  LQ_TRY(
      lq_codec_proof_run_all(jobs, n_asked, options ? options : &defaults, p->pool, found, error));
  for (size_t i = 0, k = 0; i < n; ++i) {
    p->codecs[i] = is_known(known, i) ? known[i] : found[k++];
    if (is_known(known, i) && known[i].missing) {
      p->codecs[i].missing = lq_pool_copy(p->pool, known[i].missing);
      LQ_TRY(p->codecs[i].missing ? LQ_OK : LQ_ERR_MEMORY);
    }
  }
  p->n_codecs = n;
  return LQ_OK;
}

const lq_codec_facts* lq_print_codecs(const lq_print* const print, size_t* const n)
{
  *n = print->n_codecs;
  return print->codecs;
}

double lq_print_decoded_over_db(const lq_print* const print)
{
  return lq_codecs_over_db(print->codecs, print->n_codecs);
}

const char* lq_print_path(const lq_print* const print)
{
  return print->path;
}

lq_status lq_print_commit(lq_print* const print, lq_error* const error)
{
  lq_audio_out* const out = print->out;
  print->out              = NULL;
  const lq_status st      = lq_audio_out_commit(out, error);
  if (st && print->folder) {
    (void)rmdir(print->folder);
  }
  return st;
}
