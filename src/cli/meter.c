// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/path.h"
#include "base/thread.h"
#include "cli/commands.h"
#include "cli/show.h"
#include "cli/term.h"
#include "measure/file.h"
#include "measure/json.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

/// Files to measure, folders opened.
typedef struct {
  lq_pool*        pool;
  const char**    paths; ///< [n]
  size_t          n;
  lq_measurement* measured; ///< [n]
  lq_audio_info*  infos;    ///< [n]
  lq_status*      status;   ///< [n]
  lq_error*       errors;   ///< [n]
} work;

static lq_status add_path(work* const w, const char* const path)
{
  const char** const grown = lq_pool_grow(w->pool, w->paths, w->n, sizeof *grown);
  if (!grown) {
    return LQ_ERR_MEMORY;
  }
  grown[w->n++] = path;
  w->paths      = grown;
  return LQ_OK;
}

static int by_name(const void* const a, const void* const b)
{
  const char* const* const p = a;
  const char* const* const q = b;
  for (size_t i = 0;; ++i) {
    if ((*p)[i] != (*q)[i] || !(*p)[i]) {
      return (unsigned char)(*p)[i] - (unsigned char)(*q)[i];
    }
  }
}

static lq_status add_folder(work* const w, const char* const folder, lq_error* const error)
{
  DIR* const   dir   = opendir(folder);
  const size_t first = w->n;
  if (!dir) {
    return lq_fail_file(error, LQ_ERR_NOT_FOUND, folder, "'%s' cannot be opened as a folder.",
                        folder);
  }
  lq_status st = LQ_OK;
  for (const struct dirent* e; !st && (e = readdir(dir));) {
    if (e->d_name[0] != '.' && lq_audio_named(e->d_name)) {
      const char* const path = lq_path_join(w->pool, folder, e->d_name);
      st                     = path ? add_path(w, path) : LQ_ERR_MEMORY;
    }
  }
  closedir(dir);
  if (!st && w->n == first) {
    return lq_fail_file(error, LQ_ERR_NOT_FOUND, folder, "there are no sound files in '%s'.",
                        folder);
  }
  if (w->n > first) {
    qsort(w->paths + first, w->n - first, sizeof *w->paths, by_name);
  }
  return st;
}

static void measure_one(void* const user, const size_t i)
{
  work* const w = user;
  w->status[i]  = lq_interrupted()
                      ? lq_fail(&w->errors[i], LQ_ERR_CANCELLED, (lq_at){0}, "stopped.")
                      : lq_measure_file(w->paths[i], &w->measured[i], &w->infos[i], &w->errors[i]);
}

static lq_status measure_all(work* const w, const lq_args* const args, lq_error* const error)
{
  for (size_t i = 0; i < args->n_files; ++i) {
    LQ_TRY(lq_path_is_folder(args->files[i]) ? add_folder(w, args->files[i], error)
                                             : add_path(w, args->files[i]));
  }
  w->measured = LQ_POOL_TAKE(w->pool, lq_measurement, w->n);
  w->infos    = LQ_POOL_TAKE(w->pool, lq_audio_info, w->n);
  w->status   = LQ_POOL_TAKE(w->pool, lq_status, w->n);
  w->errors   = LQ_POOL_TAKE(w->pool, lq_error, w->n);
  if (!w->measured || !w->infos || !w->status || !w->errors) {
    return LQ_ERR_MEMORY;
  }
  lq_crew* crew = NULL;
  LQ_TRY(lq_crew_new(&crew, args->n_jobs));
  lq_crew_run(crew, w->n, measure_one, w);
  lq_crew_free(crew);
  return LQ_OK;
}

static void print_json(const work* const w)
{
  json_t* const list = json_array();
  for (size_t i = 0; i < w->n; ++i) {
    if (!w->status[i]) {
      json_array_append_new(list,
                            lq_measurement_json(&w->measured[i], w->paths[i], w->infos[i].bits));
    }
  }
  if (w->n > 1) {
    lq_print_json(list);
  } else if (json_array_size(list)) {
    lq_print_json(json_array_get(list, 0));
  }
  json_decref(list);
}

static void print_table(const work* const w)
{
  printf("%8s %6s %7s %7s %7s %7s  %s\n", "LUFS", "LRA", "max M", "max S", "dBTP", "PLR", "file");
  for (size_t i = 0; i < w->n; ++i) {
    const lq_measurement* const m = &w->measured[i];
    if (!w->status[i]) {
      printf("%8s %6s %7s %7s %7s %7s  %s\n", lq_figure(m->integrated_lufs, 2).text,
             lq_figure(m->loudness_range_lu, 1).text, lq_figure(m->max_momentary_lufs, 1).text,
             lq_figure(m->max_short_term_lufs, 1).text, lq_figure(m->true_peak_dbtp, 2).text,
             lq_figure(lq_measurement_plr_lu(m), 1).text, w->paths[i]);
    }
  }
}

static int run(const lq_args* const args)
{
  work      w     = {0};
  lq_error  error = {.status = LQ_ERR_MEMORY};
  lq_status st    = lq_pool_new(&w.pool);
  st              = st ? st : measure_all(&w, args, &error);
  int code        = LQ_EXIT_DONE;
  if (st) {
    code = lq_report_error(&error);
    lq_pool_free(w.pool);
    return code;
  }
  size_t n_failed = 0;
  for (size_t i = 0; i < w.n; ++i) {
    if (w.status[i]) {
      ++n_failed;
      code = lq_report_error(&w.errors[i]);
    }
  }
  if (n_failed < w.n) {
    if (args->json) {
      print_json(&w);
    } else {
      print_table(&w);
    }
  }
  lq_pool_free(w.pool);
  return n_failed && n_failed < w.n && code != LQ_EXIT_INTERRUPTED ? LQ_EXIT_SOME : code;
}

const lq_command lq_cmd_meter = {.name      = "meter",
                                 .usage     = "FILE|FOLDER... [--json]",
                                 .run       = run,
                                 .min_files = 1,
                                 .max_files = SIZE_MAX,
                                 .summary   = "Measure loudness, range and peaks of sound files.",
                                 .example   = "lacquer meter --json mix.wav"};
