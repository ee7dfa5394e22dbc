// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/path.h"
#include "base/text.h"
#include "base/thread.h"
#include "cli/commands.h"
#include "cli/show.h"
#include "cli/term.h"
#include "measure/file.h"
#include "measure/json_analysis.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Files to measure, folders opened.
typedef struct {
  lq_pool*        pool;
  const char**    paths; ///< [n]
  size_t          n;
  bool            full, series;
  lq_measurement* measured; ///< [n]
  lq_analysis*    analysed; ///< [n] when full
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
  lq_text_sort(w->paths + first, w->n - first);
  return st;
}

static void measure_one(void* const user, const size_t i)
{
  work* const w = user;
  if (lq_interrupted()) {
    w->status[i] = lq_fail(&w->errors[i], LQ_ERR_CANCELLED, (lq_at){0}, "stopped.");
  } else if (w->full) {
    w->status[i]   = lq_analyse_file(w->paths[i], &w->analysed[i], &w->infos[i], &w->errors[i]);
    w->measured[i] = w->analysed[i].whole;
  } else {
    w->status[i] = lq_measure_file(w->paths[i], &w->measured[i], &w->infos[i], &w->errors[i]);
  }
}

static lq_status measure_all(work* const w, const lq_args* const args, lq_error* const error)
{
  for (size_t i = 0; i < args->n_files; ++i) {
    LQ_TRY(lq_path_is_folder(args->files[i]) ? add_folder(w, args->files[i], error)
                                             : add_path(w, args->files[i]));
  }
  w->measured = LQ_POOL_TAKE(w->pool, lq_measurement, w->n);
  w->analysed = LQ_POOL_TAKE(w->pool, lq_analysis, w->full ? w->n : 1);
  w->infos    = LQ_POOL_TAKE(w->pool, lq_audio_info, w->n);
  w->status   = LQ_POOL_TAKE(w->pool, lq_status, w->n);
  w->errors   = LQ_POOL_TAKE(w->pool, lq_error, w->n);
  if (!w->measured || !w->analysed || !w->infos || !w->status || !w->errors) {
    return LQ_ERR_MEMORY;
  }
  lq_crew* crew = NULL;
  LQ_TRY(lq_crew_new(&crew, args->n_jobs));
  lq_crew_run(crew, w->n, measure_one, w);
  lq_crew_free(crew);
  return LQ_OK;
}

static json_t* as_json(const work* const w, const size_t i)
{
  return w->full ? lq_analysis_json(&w->analysed[i], w->paths[i], w->infos[i].bits, w->series)
                 : lq_measurement_json(&w->measured[i], w->paths[i], w->infos[i].bits);
}

static void print_json(const work* const w)
{
  json_t* const list = json_array();
  for (size_t i = 0; i < w->n; ++i) {
    if (!w->status[i]) {
      json_array_append_new(list, as_json(w, i));
    }
  }
  if (w->n > 1) {
    lq_print_json(list);
  } else if (json_array_size(list)) {
    lq_print_json(json_array_get(list, 0));
  }
  json_decref(list);
}

static void print_full_table(const work* const w)
{
  printf("%8s %6s %7s %7s %7s %7s %6s %6s %4s %6s %6s %6s %6s %6s  %s\n", "LUFS", "LRA", "max M",
         "max S", "dBTP", "exact", "PLR", "PSR", "DR", "crest", "tilt", "corr", "side", "mono",
         "file");
  for (size_t i = 0; i < w->n; ++i) {
    const lq_analysis* const    a = &w->analysed[i];
    const lq_measurement* const m = &a->whole;
    if (!w->status[i]) {
      printf("%8s %6s %7s %7s %7s %7s %6s %6s %4s %6s %6s %6s %6s %6s  %s\n",
             lq_figure(m->integrated_lufs, 2).text, lq_figure(m->loudness_range_lu, 1).text,
             lq_figure(m->max_momentary_lufs, 1).text, lq_figure(m->max_short_term_lufs, 1).text,
             lq_figure(m->true_peak_dbtp, 2).text, lq_figure(a->true_peak_exact_dbtp, 2).text,
             lq_figure(lq_measurement_plr_lu(m), 1).text, lq_figure(a->psr_min_lu, 1).text,
             lq_figure(a->dr_db, 0).text, lq_figure(a->crest_db, 1).text,
             lq_figure(a->tilt_db_per_octave, 1).text, lq_figure(a->correlation, 2).text,
             lq_figure(a->side_db, 1).text, lq_figure(-a->mono_loss_db, 1).text, w->paths[i]);
    }
  }
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

static void print_csv_text(const char* const text)
{
  (void)putchar('"');
  for (const char* p = text; *p; ++p) {
    if (*p == '"') {
      (void)putchar('"');
    }
    (void)putchar(*p);
  }
  (void)putchar('"');
}

static void print_csv_cell(const json_t* const value)
{
  if (json_is_string(value)) {
    print_csv_text(json_string_value(value));
  } else if (json_is_integer(value)) {
    printf("%lld", (long long)json_integer_value(value));
  } else if (json_is_real(value)) {
    printf("%.12g", json_real_value(value));
  }
}

// Plain figures are columns; those of an inner object are named object.figure, lists are left out.
static void print_csv_row(json_t* const object, const char* const prefix, const bool names,
                          bool* const first)
{
  const char* key;
  json_t*     value;
  json_object_foreach(object, key, value)
  {
    if (json_is_object(value)) {
      print_csv_row(value, key, names, first);
    } else if (!json_is_array(value)) {
      if (!*first) {
        (void)putchar(',');
      }
      *first = false;
      if (names) {
        printf("%s%s%s", prefix, *prefix ? "." : "", key);
      } else {
        print_csv_cell(value);
      }
    }
  }
}

// Mono has no stereo figures; in a table their columns stand empty.
static void fill_columns(json_t* const object)
{
  static const char* const columns[] = {"correlation", "correlation_min", "correlation_min_sec",
                                        "side_mid_db", "balance_db",      "mono_loss_db"};
  json_t* const            empty     = json_object();
  for (size_t k = 0; k < sizeof columns / sizeof *columns; ++k) {
    (void)json_object_set_new(empty, columns[k], json_null());
  }
  (void)json_object_set_new(object, "stereo", empty);
}

static void print_csv(const work* const w)
{
  bool head = false;
  for (size_t i = 0; i < w->n; ++i) {
    json_t* const object = w->status[i] ? NULL : as_json(w, i);
    if (object && w->full && !w->analysed[i].stereo) {
      fill_columns(object);
    }
    for (int names = !head; object && names >= 0; --names) {
      bool first = true;
      print_csv_row(object, "", names > 0, &first);
      (void)putchar('\n');
      head = true;
    }
    json_decref(object);
  }
}

// The course of each file, one row a step.
static void print_csv_series(const work* const w)
{
  printf("file,end_sec,momentary_lufs,short_term_lufs,psr_lu,correlation,true_peak_dbtp,"
         "sample_peak_dbfs\n");
  for (size_t i = 0; i < w->n; ++i) {
    const lq_analysis* const a = &w->analysed[i];
    for (size_t k = 0; !w->status[i] && k < a->n_steps; ++k) {
      const float figures[] = {a->momentary_lufs[k], a->short_term_lufs[k], a->psr_lu[k],
                               a->correlations[k],   a->true_peak_dbtp[k],  a->sample_peak_dbfs[k]};
      print_csv_text(w->paths[i]);
      printf(",%.12g", floor((double)(k + 1) * a->step_sec * 1e6 + 0.5) / 1e6);
      for (size_t f = 0; f < sizeof figures / sizeof *figures; ++f) {
        json_t* const value = lq_json_level((double)figures[f]);
        (void)putchar(',');
        print_csv_cell(value);
        json_decref(value);
      }
      (void)putchar('\n');
    }
  }
}

static void print(const work* const w, const bool json, const bool csv)
{
  if (csv) {
    (w->series ? print_csv_series : print_csv)(w);
  } else if (json || w->series) {
    print_json(w);
  } else {
    (w->full ? print_full_table : print_table)(w);
  }
}

enum { OPTION_FULL, OPTION_SERIES, OPTION_CSV };

static const lq_option options[] = {
    [OPTION_FULL]   = {.name = "full",
                       .doc  = "Also the exact true peak, dynamics, spectrum and stereo."},
    [OPTION_SERIES] = {.name = "series",
                       .doc  = "Also the course over time, every 100 ms, as JSON or --csv; "
                               "implies --full."},
    [OPTION_CSV]    = {.name = "csv", .doc = "Figures as comma-separated rows, one for each file."},
    {0}};

static int run(const lq_args* const args)
{
  work      w     = {.series = lq_args_own(args, OPTION_SERIES) != NULL,
                     .full   = lq_args_own(args, OPTION_FULL) || lq_args_own(args, OPTION_SERIES)};
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
    print(&w, args->json, lq_args_own(args, OPTION_CSV) != NULL);
  }
  for (size_t i = 0; w.full && i < w.n; ++i) {
    lq_analysis_free(&w.analysed[i]);
  }
  lq_pool_free(w.pool);
  return n_failed && n_failed < w.n && code != LQ_EXIT_INTERRUPTED ? LQ_EXIT_SOME : code;
}

const lq_command lq_cmd_meter = {
    .name      = "meter",
    .usage     = "FILE|FOLDER... [--full] [--series] [--json|--csv]",
    .options   = options,
    .run       = run,
    .min_files = 1,
    .max_files = SIZE_MAX,
    .summary   = "Measure loudness, peaks, dynamics, spectrum and stereo of sound files.",
    .example   = "lacquer meter --json mix.wav"};
