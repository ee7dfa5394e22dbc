// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/targets.h"
#include "base/pool.h"
#include "cli/commands.h"
#include "cli/show.h"
#include "cli/term.h"

#include <stdio.h>

static void print_target(const lq_target* const t)
{
  printf("%-12s %s: %g LUFS, peaks to %g dBTP, %u bits, %s", t->id, t->name, t->loudness_lufs,
         t->ceiling_dbtp, t->bits, t->format);
  if (t->rate_hz > 0) {
    printf(", %g Hz\n", t->rate_hz);
  } else {
    printf(", the mix's own rate\n");
  }
  printf("%-12s %s\n%-12s Source: %s (%s, confidence: %s)\n", "", t->behaviour, "", t->source,
         t->dated, t->confidence);
}

static json_t* target_json(const lq_target* const t)
{
  json_t* const j = json_pack(
      "{s:s, s:s, s:f, s:i, s:s, s:f, s:f, s:b, s:s, s:s, s:s, s:s}", "id", t->id, "name", t->name,
      "rate_hz", t->rate_hz, "bits", (int)t->bits, "format", t->format, "loudness_lufs",
      t->loudness_lufs, "ceiling_dbtp", t->ceiling_dbtp, "turns_up", t->turns_up, "behaviour",
      t->behaviour, "source", t->source, "dated", t->dated, "confidence", t->confidence);
  json_object_set_new(j, "plays_at_lufs",
                      t->normalises ? json_real(t->plays_at_lufs) : json_null());
  return j;
}

static int run(const lq_args* const args)
{
  lq_pool*   pool    = NULL;
  lq_targets targets = {0};
  lq_error   error   = {.status = LQ_ERR_MEMORY};
  lq_status  st      = lq_pool_new(&pool);
  st                 = st ? st : lq_targets_load(&targets, pool, &error);
  if (st) {
    lq_pool_free(pool);
    return lq_report_error(&error);
  }
  json_t* const list = json_array();
  for (size_t i = 0; i < targets.n; ++i) {
    if (args->json) {
      json_array_append_new(list, target_json(&targets.targets[i]));
    } else {
      print_target(&targets.targets[i]);
    }
  }
  if (args->json) {
    lq_print_json(list);
  }
  json_decref(list);
  lq_pool_free(pool);
  return LQ_EXIT_DONE;
}

const lq_command lq_cmd_targets = {.name    = "targets",
                                   .usage   = "[--json]",
                                   .run     = run,
                                   .summary = "List the destinations and what each one wants.",
                                   .example = "lacquer targets"};
