// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/show.h"
#include "cli/term.h"
#include "lacquer/proc.h"
#include "plugin/plugin.h"

#include <stdio.h>

enum { LV2 };

static const lq_option options[] = {
    [LV2] = {"lv2", 0, NULL, "The LV2 plug-ins that are installed instead; NAME is a URI."},
    {NULL, 0, NULL, NULL},
};

static void print_row(const lq_param* const row)
{
  const lq_text range = lq_param_range(row), def = lq_param_format(row, row->def);
  if (row->flags & LQ_OUT) {
    printf("  %-16s meter, %s\n", row->symbol, lq_unit_symbol(row->unit));
  } else {
    printf("  %-16s %s; %s if not said\n", row->symbol, range.text, def.text);
  }
  printf("  %-16s %s\n", "", row->doc);
}

static void print_one(const lq_proc* const p)
{
  printf("%s: %s\n\n", p->symbol, p->doc);
  for (unsigned i = 0; i < p->n_params; ++i) {
    print_row(&p->params[i]);
  }
  if (p->n_band_params) {
    printf("\n  bands: any number up to %d, each with\n", LQ_MAX_BANDS);
  }
  for (unsigned i = 0; i < p->n_band_params; ++i) {
    print_row(&p->band_params[i]);
  }
  if (p->flags & LQ_PROC_KEY) {
    printf("\n  key: the name of a strip to listen to instead of the input\n");
  }
}

static json_t* row_json(const lq_param* const row)
{
  json_t* const j =
      json_pack("{s:s, s:s, s:s, s:f, s:f, s:f, s:b, s:b, s:s}", "symbol", row->symbol, "name",
                row->name, "unit", lq_unit_symbol(row->unit), "min", (double)row->min, "max",
                (double)row->max, "default", (double)row->def, "meter", (row->flags & LQ_OUT) != 0,
                "automatable", (row->flags & LQ_SMOOTH) != 0, "doc", row->doc);
  if (row->choices) {
    json_t* const choices = json_array();
    for (int i = 0; row->choices[i]; ++i) {
      json_array_append_new(choices, json_string(row->choices[i]));
    }
    json_object_set_new(j, "choices", choices);
  }
  return j;
}

static json_t* proc_json(const lq_proc* const p)
{
  json_t* const params = json_array();
  json_t* const bands  = json_array();
  for (unsigned i = 0; i < p->n_params; ++i) {
    json_array_append_new(params, row_json(&p->params[i]));
  }
  for (unsigned i = 0; i < p->n_band_params; ++i) {
    json_array_append_new(bands, row_json(&p->band_params[i]));
  }
  return json_pack("{s:s, s:s, s:s, s:b, s:o, s:o}", "symbol", p->symbol, "name", p->name, "doc",
                   p->doc, "key", (p->flags & LQ_PROC_KEY) != 0, "params", params, "band_params",
                   bands);
}

// ---- Plug-ins ----

static lq_status list_plugins(const lq_args* const args, lq_pool* const pool, json_t* const list)
{
  const char* const* uris;
  size_t             n;
  LQ_TRY(lq_plugin_list(pool, &uris, &n));
  for (size_t i = 0; i < n; ++i) {
    lq_plugin* p = NULL;
    LQ_TRY(lq_plugin_new(&p, pool, uris[i]));
    if (args->json) {
      json_array_append_new(list, json_pack("{s:s, s:s, s:s?}", "uri", p->uri, "name", p->proc.name,
                                            "refusal", p->refusal));
    } else if (!p->refusal) {
      printf("%s  %s\n", p->uri, p->proc.name);
    }
  }
  return LQ_OK;
}

static lq_status show_plugin(const lq_args* const args, lq_pool* const pool, json_t** const j,
                             lq_error* const error)
{
  lq_plugin*         p = NULL;
  const char* const* presets;
  size_t             n;
  LQ_TRY(lq_plugin_new(&p, pool, args->files[0]));
  LQ_TRY(lq_plugin_presets(p, pool, &presets, &n));
  if (!p->kind) {
    char why[512];
    lq_plugin_explain(p, why, sizeof why);
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                   "%s. 'lacquer processors --lv2' lists those that are.", why);
  }
  json_t* const names = json_array();
  for (size_t i = 0; i < n; ++i) {
    json_array_append_new(names, json_string(presets[i]));
  }
  *j = proc_json(&p->proc);
  json_object_set_new(*j, "uri", json_string(p->uri));
  json_object_set_new(*j, "refusal", p->refusal ? json_string(p->refusal) : json_null());
  json_object_set_new(*j, "presets", names);
  if (!args->json) {
    printf("%s\n", p->uri);
    print_one(&p->proc);
    for (size_t i = 0; i < n; ++i) {
      printf("%s%s\n", i ? "           " : "\n  presets: ", presets[i]);
    }
    if (p->refusal) {
      printf("\n  It cannot run here: %s.\n", p->refusal);
    }
  }
  return LQ_OK;
}

static int run_lv2(const lq_args* const args)
{
  lq_pool*  pool  = NULL;
  lq_error  error = {.status = LQ_ERR_MEMORY};
  json_t*   j     = args->n_files ? NULL : json_array();
  lq_status st    = lq_pool_new(&pool);
  if (!st) {
    st = args->n_files ? show_plugin(args, pool, &j, &error) : list_plugins(args, pool, j);
  }
  if (!st && args->json) {
    lq_print_json(j);
  }
  json_decref(j);
  lq_pool_free(pool);
  return st ? lq_report_error(&error) : LQ_EXIT_DONE;
}

static int run(const lq_args* const args)
{
  if (lq_args_own(args, LV2)) {
    return run_lv2(args);
  }
  if (args->n_files) {
    const lq_proc* const p = lq_proc_find(args->files[0]);
    if (!p) {
      lq_error error;
      (void)lq_fail(&error, LQ_ERR_USAGE, (lq_at){0},
                    "there is no processor '%s'. 'lacquer processors' lists them.", args->files[0]);
      return lq_report_error(&error);
    }
    if (args->json) {
      json_t* const j = proc_json(p);
      lq_print_json(j);
      json_decref(j);
    } else {
      print_one(p);
    }
    return LQ_EXIT_DONE;
  }
  json_t* const list = json_array();
  for (const lq_proc* const* p = lq_proc_all(); *p; ++p) {
    if (args->json) {
      json_array_append_new(list, proc_json(*p));
    } else {
      printf("%-12s %s\n", (*p)->symbol, (*p)->doc);
    }
  }
  if (args->json) {
    lq_print_json(list);
  }
  json_decref(list);
  return LQ_EXIT_DONE;
}

const lq_command lq_cmd_processors = {.name      = "processors",
                                      .usage     = "[NAME] [--lv2 [URI]] [--json]",
                                      .options   = options,
                                      .run       = run,
                                      .max_files = 1,
                                      .summary = "List the processors, or all the settings of one.",
                                      .example = "lacquer processors compressor"};
