// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Everything read once: sounds heard, files of lists counted, on all threads; the longest first, so
// that none is left with a long one at the end. Then the codecs.
#include "base/thread.h"
#include "deliver/codec_jobs.h"
#include "deliver/print.h"
#include "verify/work.h"

#include <stdlib.h>
#include <string.h>

enum { PROOF_BATCH = 64 };

typedef struct {
  lq_work* work;
  size_t*  order; // [n] entries, the longest first
} hearing;

bool lq_work_step(lq_work* const w, const uint64_t n_bytes)
{
  const uint64_t done = atomic_fetch_add(&w->n_done, n_bytes) + n_bytes;
  return w->options->step &&
         w->options->step(w->options->user,
                          w->n_total > 0 ? (double)done / w->n_total * 0.999 : 0.999);
}

static bool nothing_more(void* const work, const uint64_t n_frames)
{
  (void)n_frames;
  return lq_work_step(work, 0);
}

static lq_status hear_one(void* const user, const size_t i, lq_error* const error)
{
  const hearing* const h  = user;
  lq_work* const       w  = h->work;
  lq_entry* const      e  = &w->walk.entries[h->order[i]];
  lq_status            st = LQ_OK;
  if (lq_work_step(w, 0)) {
    return lq_fail(error, LQ_ERR_CANCELLED, (lq_at){0}, "stopped.");
  }
  if (e->wants_digest && lq_digest_file(&e->digest, e->path, NULL)) {
    e->digest.n_bytes = UINT64_MAX; // what is wrong with it is said when it is opened
  }
  if (e->kind == LQ_ENTRY_SOUND) {
    st = lq_hear(&e->heard, e->path, nothing_more, w);
  }
  if (!st && lq_work_step(w, e->n_bytes)) {
    st = LQ_ERR_CANCELLED;
  }
  return st == LQ_ERR_CANCELLED ? lq_fail(error, st, (lq_at){0}, "stopped.") : st;
}

typedef struct {
  size_t   index;
  uint64_t n_bytes;
} sized;

static int longest_first(const void* const a, const void* const b)
{
  const sized* const x = a;
  const sized* const y = b;
  return x->n_bytes != y->n_bytes ? (x->n_bytes < y->n_bytes) - (x->n_bytes > y->n_bytes)
                                  : (x->index > y->index) - (x->index < y->index);
}

lq_status lq_work_hear(lq_work* const w, lq_error* const error)
{
  sized* const  sizes = LQ_POOL_TAKE(w->pool, sized, w->walk.n + 1);
  size_t* const order = LQ_POOL_TAKE(w->pool, size_t, w->walk.n + 1);
  size_t        n     = 0;
  LQ_TRY(sizes && order ? LQ_OK : LQ_ERR_MEMORY);
  for (size_t i = 0; i < w->walk.n; ++i) {
    const lq_entry* const e = &w->walk.entries[i];
    if (e->kind == LQ_ENTRY_SOUND || e->wants_digest) {
      sizes[n++] = (sized){.index = i, .n_bytes = e->n_bytes};
      w->n_total += (double)e->n_bytes;
    }
  }
  qsort(sizes, n, sizeof *sizes, longest_first);
  for (size_t i = 0; i < n; ++i) {
    order[i] = sizes[i].index;
  }
  hearing h = {.work = w, .order = order};
  return lq_crew_try(w->options->n_jobs, n, hear_one, &h, error);
}

static bool can_be_proven(const lq_entry* const e)
{
  return e->kind == LQ_ENTRY_SOUND && e->target && e->target->n_codecs && e->heard.done &&
         e->heard.fine && !e->heard.info.lossy;
}

static void judge_proof(lq_work* const w, const lq_entry* const e, const lq_codec_facts* const f)
{
  const char* const codec = lq_pool_copy(w->pool, lq_codec_format(f->spec).text);
  if (!f->available) {
    (void)lq_remark_add(&w->remarks, LQ_RULE_CODEC_MISSING, lq_spot_file(e->name), NULL, "%s: %s",
                        codec ? codec : "", f->missing ? f->missing : "it is not there");
  } else if (f->n_overs) {
    (void)lq_remark_add(&w->remarks, LQ_RULE_CODEC_PEAK, lq_spot_time(e->name, f->peak_at_sec),
                        "0.00 dBTP or less", "%.2f dBTP behind %s, in %zu place%s", f->peak_dbtp,
                        codec ? codec : "", f->n_overs, f->n_overs == 1 ? "" : "s");
  }
}

typedef struct {
  lq_work*        work;
  lq_codec_job    jobs[PROOF_BATCH];
  const lq_entry* of[PROOF_BATCH];
  lq_codec_facts  facts[PROOF_BATCH];
  size_t          n;
} proofs;

static bool proof_step(void* const user, const double done)
{
  (void)done;
  return lq_work_step(user, 0);
}

static lq_status run_batch(proofs* const p, lq_error* const error)
{
  lq_work* const          w       = p->work;
  const lq_render_options options = {
      .n_jobs = w->options->n_jobs, .progress = proof_step, .user = w};
  LQ_TRY(lq_codec_proof_run_all(p->jobs, p->n, &options, w->pool, p->facts, error));
  for (size_t i = 0; i < p->n; ++i) {
    judge_proof(w, p->of[i], &p->facts[i]);
  }
  p->n = 0;
  return w->remarks.failed ? LQ_ERR_MEMORY : LQ_OK;
}

lq_status lq_work_prove(lq_work* const w, lq_error* const error)
{
  proofs* const p = LQ_POOL_TAKE(w->pool, proofs, 1);
  LQ_TRY(p ? LQ_OK : LQ_ERR_MEMORY);
  p->work = w;
  for (size_t i = 0; i < w->walk.n; ++i) {
    const lq_entry* const e = &w->walk.entries[i];
    for (size_t k = 0; can_be_proven(e) && k < e->target->n_codecs; ++k) {
      p->of[p->n]     = e;
      p->jobs[p->n++] = (lq_codec_job){
          .path = e->path, .spec = e->target->codecs[k], .ceiling_dbtp = LQ_DECODED_CEILING_DBTP};
      LQ_TRY(p->n == PROOF_BATCH ? run_batch(p, error) : LQ_OK);
    }
  }
  return p->n ? run_batch(p, error) : LQ_OK;
}
