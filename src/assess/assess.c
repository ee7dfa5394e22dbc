// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/assess.h"

#include "assess/steps.h"
#include "base/pool.h"
#include "base/thread.h"

#include <math.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
  lq_assessment*           a;
  const lq_render_options* options;
  double                   most_sec;
  atomic_size_t            n_done;
} listening;

static bool keep_telling(void* const user, const double done)
{
  const listening* const         l = user;
  const lq_render_options* const o = l->options;
  (void)done;
  return o && o->progress && o->progress(o->user, (double)l->n_done / (double)l->a->n_files);
}

static void listen_one(void* const user, const size_t i)
{
  listening* const   l = user;
  lq_assessed* const f = &l->a->files[i];
  f->status = lq_signature_file(&f->sig, f->path, l->most_sec, keep_telling, l, f->error);
  ++l->n_done;
}

// All of ten minutes of each file is kept at 4 kHz, less when there are very many files.
static lq_status listen(lq_assessment* const a, const lq_render_options* const options,
                        lq_crew* const crew, lq_error* const error)
{
  const double all_sec = 512e6 / (sizeof(float) * LQ_SIGNATURE_HZ); // half a gigabyte
  listening l = {.a = a, .options = options, .most_sec = fmin(600.0, all_sec / (double)a->n_files)};
  lq_crew_run(crew, a->n_files, listen_one, &l);
  size_t n_read = 0;
  for (size_t i = 0; i < a->n_files; ++i) {
    lq_assessed* const f = &a->files[i];
    if (f->status == LQ_ERR_CANCELLED || f->status == LQ_ERR_MEMORY) {
      *error = *f->error;
      return f->status;
    }
    n_read += !f->status;
  }
  if (!n_read) {
    *error = *a->files[0].error;
    return a->files[0].status;
  }
  return LQ_OK;
}

static lq_status compare(lq_assessment* const a, lq_crew* const crew, lq_error* const error)
{
  double* const    gram    = calloc(a->n_files * a->n_files, sizeof *gram);
  lq_signal* const signals = calloc(a->n_files, sizeof *signals);
  lq_status        st      = gram && signals ? LQ_OK : LQ_ERR_MEMORY;
  for (size_t i = 0; !st && i < a->n_files; ++i) {
    signals[i] = lq_assessed_signal(&a->files[i]);
  }
  st = st ? st : lq_gram(gram, signals, a->n_files, crew);
  st = st ? st : lq_assess_copies(a, gram);
  st = st ? st : lq_assess_sums(a, gram, signals);
  st = st ? st : lq_assess_bleed(a, crew);
  st = st ? st : lq_assess_tracks(a);
  st = st ? st : lq_assess_mics(a, error);
  free(gram);
  free(signals);
  return st;
}

lq_status lq_assess(lq_assessment* const assessment, const char* const* const paths,
                    const size_t n_paths, const bool stems, const lq_render_options* const options,
                    lq_error* const error)
{
  lq_assessment a    = {0};
  lq_crew*      crew = NULL;
  lq_status     st   = lq_pool_new(&a.pool);
  st                 = st ? st : lq_roles_load(&a.roles, a.pool, error);
  st                 = st ? st : lq_sounds_load(&a.sounds, a.pool, &a.roles, error);
  st                 = st ? st : lq_assess_gather(&a, paths, n_paths, error);
  st                 = st ? st : lq_crew_new(&crew, options ? options->n_jobs : 0);
  if (!st && a.n_files) {
    st = listen(&a, options, crew, error);
    st = st ? st : lq_assess_hear(&a);
    st = st ? st : compare(&a, crew, error);
    st = st ? st : lq_assess_conclude(&a, paths, n_paths);
    st = st || !stems ? st : lq_assess_stems(&a, options, error);
  }
  lq_crew_free(crew);
  if (st) {
    lq_assessment_free(&a);
  } else {
    *assessment = a;
  }
  return st;
}

void lq_assessment_free(lq_assessment* const a)
{
  for (size_t i = 0; i < a->n_files; ++i) {
    if (!a->files[i].status) {
      lq_signature_free(&a->files[i].sig);
    }
  }
  lq_pool_free(a->pool);
  *a = (lq_assessment){0};
}

const char* lq_file_kind_name(const lq_file_kind kind)
{
  static const char* const names[LQ_FILE_KIND_N] = {
      [LQ_FILE_TRACK] = "track", [LQ_FILE_STEM] = "stem",     [LQ_FILE_BUS] = "bus",
      [LQ_FILE_MIX] = "mix",     [LQ_FILE_MASTER] = "master", [LQ_FILE_CLICK] = "click",
      [LQ_FILE_COPY] = "copy",   [LQ_FILE_SILENT] = "silent", [LQ_FILE_UNREADABLE] = "unreadable",
  };
  return names[kind];
}

static const char* format_text(lq_pool* const pool, const char* const format, va_list list)
{
  char text[1024];
  (void)vsnprintf(text, sizeof text, format, list);
  return lq_pool_copy(pool, text);
}

lq_status lq_assess_find(lq_assessment* const a, const lq_set_finding* const finding,
                         const char* const format, ...)
{
  lq_set_finding* const grown =
      lq_pool_grow(a->pool, a->findings, a->n_findings, sizeof *a->findings);
  size_t* const files = LQ_POOL_TAKE(a->pool, size_t, finding->n_files + 1);
  va_list       list;
  va_start(list, format);
  const char* const message = format_text(a->pool, format, list);
  va_end(list);
  if (!grown || !files || !message) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < finding->n_files; ++i) {
    files[i] = finding->files[i];
  }
  grown[a->n_findings]         = *finding;
  grown[a->n_findings].files   = files;
  grown[a->n_findings].message = message;
  a->findings                  = grown;
  ++a->n_findings;
  return LQ_OK;
}

lq_status lq_assess_because(lq_assessment* const a, const char* const format, ...)
{
  const char** const grown = lq_pool_grow(a->pool, a->reasons, a->n_reasons, sizeof *grown);
  va_list            list;
  va_start(list, format);
  const char* const text = format_text(a->pool, format, list);
  va_end(list);
  if (!grown || !text) {
    return LQ_ERR_MEMORY;
  }
  grown[a->n_reasons++] = text;
  a->reasons            = grown;
  return LQ_OK;
}

const char* lq_assess_names(const lq_assessment* const a, const size_t* const files, const size_t n)
{
  enum { MOST = 6 };
  const char* text = "";
  for (size_t i = 0; text && i < n && i < MOST; ++i) {
    const bool        last   = i + 1 == n;
    const char* const before = !i ? "" : last ? " and " : ", ";
    text = lq_pool_format(a->pool, "%s%s'%s'", text, before, a->files[files[i]].name);
  }
  if (text && n > MOST) {
    text = lq_pool_format(a->pool, "%s and %zu more", text, n - MOST);
  }
  return text ? text : "";
}

lq_signal lq_assessed_signal(const lq_assessed* const f)
{
  return f->status ? (lq_signal){0} : (lq_signal){f->sig.low, f->sig.n_low};
}

bool lq_assessed_plays(const lq_assessed* const f)
{
  return f->kind != LQ_FILE_UNREADABLE && f->kind != LQ_FILE_SILENT;
}

bool lq_assessed_is_part(const lq_assessed* const f)
{
  return f->kind == LQ_FILE_TRACK || f->kind == LQ_FILE_STEM;
}

size_t* lq_assess_select(const lq_assessment* const a, bool (*const test)(const lq_assessed*),
                         size_t* const              n)
{
  size_t* const list = LQ_POOL_TAKE(a->pool, size_t, a->n_files + 1);
  *n                 = 0;
  for (size_t i = 0; list && i < a->n_files; ++i) {
    if (test(&a->files[i])) {
      list[(*n)++] = i;
    }
  }
  return list;
}

double lq_assessed_rate_hz(const lq_assessed* const f)
{
  return f->sig.info.rate_hz;
}

double lq_assessed_length_sec(const lq_assessed* const f)
{
  return f->sig.features.duration_sec;
}

double lq_assessed_start_sec(const lq_assessed* const f)
{
  return (double)f->sig.info.time_reference_frames / f->sig.info.rate_hz;
}
