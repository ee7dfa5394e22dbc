// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// From each track of an album to the next: the end of one file and the beginning of the next are
// put together as they will be heard, and listened to for clicks and holes at the seam.
#include "base/arena.h"
#include "base/thread.h"
#include "dsp/predict.h"
#include "measure/fault_places.h"
#include "verify/work.h"

#include <math.h>
#include <stdlib.h>

enum { ORDER = 32, REACH = 2048 };

static const double around_sec = 1.0;   // of each side
static const double near_sec   = 0.002; // of the seam
static const double silent_sec = 0.1;   // on one side of it: there is nothing to join

// Of 295 cuts through five songs the highest was 1.6 where nothing was wrong.
static const double over_most = 1.7;

typedef struct {
  const lq_entry *a, *b;
  bool            clicks, drops;
} join;

typedef struct {
  lq_work* work;
  join*    joins; // [n]
} joining;

static bool hears_like(const lq_entry* const a, const lq_entry* const b)
{
  const lq_heard* const x = &a->heard;
  const lq_heard* const y = &b->heard;
  return x->done && y->done && x->fine && !x->info.lossy && !y->info.lossy && !x->info.truncated &&
         x->m.rate_hz == y->m.rate_hz && x->m.n_channels == y->m.n_channels;
}

static lq_status read_part(const char* const path, const bool end, float* const* const x,
                           const size_t n_frames, size_t* const n_read)
{
  lq_audio_in* in = NULL;
  LQ_TRY(lq_audio_in_open(&in, path, NULL));
  const uint64_t n  = lq_audio_in_info(in)->n_frames;
  lq_status      st = lq_audio_in_seek(in, end && n > n_frames ? n - n_frames : 0, NULL);
  st                = st ? st : lq_audio_in_read(in, x, n_frames, n_read, NULL);
  lq_audio_in_close(in);
  return st;
}

typedef struct {
  lq_faults* faults;
  lq_trace   trace;
  lq_pool*   pool;
} meters;

static bool is_near(const lq_fault_places* const p, const double sec, const double least)
{
  for (size_t i = 0; i < p->n; ++i) {
    if (p->list[i].size >= least && p->list[i].start_sec < sec + near_sec &&
        p->list[i].end_sec > sec - near_sec) {
      return true;
    }
  }
  return false;
}

// Where a seam is, is known: so it is enough that nothing near it is as hard to predict. An attack
// that begins there is hard to predict for longer, and a drum anywhere near is harder.
static double seam_over(const float* const x, const size_t reach)
{
  double a[ORDER + 1], at = 0, elsewhere = LQ_HEARD_CLICK_LIN;
  lq_predict_fit(x, 0, -1, ORDER, a);
  for (int n = ORDER - (int)reach; n < (int)reach; ++n) {
    double predicted = 0;
    for (int k = 1; k <= ORDER; ++k) {
      predicted += a[k] * (double)x[n - k];
    }
    const double e = fabs((double)x[n] - predicted);
    if (n == 0 || n == 1) {
      at = fmax(at, e);
    } else if (n < 0 || n > ORDER) {
      elsewhere = fmax(elsewhere, e);
    }
  }
  return at / elsewhere;
}

// Sound from silence, or silence from sound, is where a song begins or ends: the check's to judge.
static bool is_silent(const float* const* const x, const unsigned n_channels, const size_t from,
                      const size_t to)
{
  for (unsigned c = 0; c < n_channels; ++c) {
    for (size_t i = from; i < to; ++i) {
      if (fabs((double)x[c][i]) >= LQ_HEARD_CLICK_LIN) {
        return false;
      }
    }
  }
  return true;
}

static lq_status measure(meters* const m, join* const j, const float* const* const x,
                         const unsigned n_channels, const size_t n_frames, const double seam_sec)
{
  lq_fault_places clicks = {0}, dropouts = {0};
  float           peak    = 0;
  double          over    = 0;
  const double    rate_hz = j->a->heard.m.rate_hz;
  const size_t    seam    = (size_t)(seam_sec * rate_hz + 0.5);
  const size_t    reach   = (size_t)(silent_sec * rate_hz);
  if (is_silent(x, n_channels, seam > reach ? seam - reach : 0, seam) ||
      is_silent(x, n_channels, seam, seam + reach < n_frames ? seam + reach : n_frames)) {
    return LQ_OK;
  }
  for (unsigned c = 0; c < n_channels; ++c) {
    for (size_t i = 0; i < n_frames; ++i) {
      peak = fmaxf(peak, fabsf(x[c][i]));
    }
  }
  LQ_TRY(lq_faults_process(m->faults, x, n_frames));
  LQ_TRY(lq_faults_finish(m->faults));
  LQ_TRY(lq_trace_process(&m->trace, x, n_frames));
  LQ_TRY(lq_trace_finish(&m->trace));
  LQ_TRY(lq_fault_places_find(m->faults, &m->trace, (double)peak, m->pool, &dropouts, &clicks));
  for (unsigned c = 0; c < n_channels && seam >= REACH && seam + REACH <= n_frames; ++c) {
    over = fmax(over, seam_over(x[c] + seam, REACH));
  }
  j->clicks = over > over_most || is_near(&clicks, seam_sec, LQ_HEARD_CLICK_LIN);
  j->drops  = is_near(&dropouts, seam_sec, 0);
  return LQ_OK;
}

static lq_status listen(join* const j, float* const memory, const size_t n_around)
{
  const unsigned n_channels = j->a->heard.m.n_channels;
  const double   rate_hz    = j->a->heard.m.rate_hz;
  float*         x[2]       = {memory, memory + 2 * n_around};
  size_t         n_a = 0, n_b = 0;
  if (read_part(j->a->path, true, x, n_around, &n_a)) {
    return LQ_OK; // gone meanwhile: said elsewhere
  }
  float* behind[2] = {x[0] + n_a, x[1] + n_a};
  if (read_part(j->b->path, false, behind, n_around, &n_b)) {
    return LQ_OK;
  }
  meters    m  = {0};
  lq_status st = lq_pool_new(&m.pool);
  st           = st ? st : lq_faults_new(&m.faults, rate_hz, n_channels);
  lq_trace_start(&m.trace, rate_hz, n_channels);
  st = st ? st
          : measure(&m, j, (const float* const*)x, n_channels, n_a + n_b, (double)n_a / rate_hz);
  lq_trace_free(&m.trace);
  lq_faults_free(m.faults);
  lq_pool_free(m.pool);
  return st;
}

static lq_status join_one(void* const user, const size_t i, lq_error* const error)
{
  const joining* const w        = user;
  join* const          j        = &w->joins[i];
  const size_t         n_around = (size_t)(around_sec * j->a->heard.m.rate_hz);
  if (lq_work_step(w->work, 0)) {
    return lq_fail(error, LQ_ERR_CANCELLED, (lq_at){0}, "stopped.");
  }
  float* const memory = lq_alloc_aligned(4 * n_around * sizeof(float));
  LQ_TRY(memory ? LQ_OK : LQ_ERR_MEMORY);
  const lq_status st = listen(j, memory, n_around);
  free(memory);
  return st;
}

static size_t find_joins(const lq_work* const w, join* const joins)
{
  size_t n = 0;
  for (size_t g = 0; g < w->n_groups; ++g) {
    const lq_entry* last = NULL;
    for (size_t i = 0; i < w->groups[g].n_entries; ++i) {
      const lq_entry* const e = &w->walk.entries[w->groups[g].first + i];
      if (e->kind != LQ_ENTRY_SOUND || !e->numbered) {
        continue;
      }
      if (last && e->number == last->number + 1 && hears_like(last, e)) {
        joins[n++] = (join){.a = last, .b = e};
      }
      last = e;
    }
  }
  return n;
}

lq_status lq_joins_judge(lq_work* const w, lq_error* const error)
{
  join* const joins = LQ_POOL_TAKE(w->pool, join, w->walk.n + 1);
  LQ_TRY(joins ? LQ_OK : LQ_ERR_MEMORY);
  const size_t n = find_joins(w, joins);
  joining      j = {.work = w, .joins = joins};
  LQ_TRY(lq_crew_try(w->options->n_jobs, n, join_one, &j, error));
  for (size_t i = 0; i < n; ++i) {
    const lq_heard* const h = &joins[i].a->heard;
    if (joins[i].clicks || joins[i].drops) {
      (void)lq_remark_add(&w->remarks, LQ_RULE_JOIN_CLICK,
                          lq_spot_time(joins[i].a->name, (double)h->m.n_frames / h->m.rate_hz),
                          NULL, "%s where %s begins", joins[i].clicks ? "a jump" : "a hole",
                          lq_entry_file(joins[i].b->name));
    }
  }
  return w->remarks.failed ? LQ_ERR_MEMORY : LQ_OK;
}
