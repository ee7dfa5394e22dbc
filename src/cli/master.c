// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/path.h"
#include "cli/commands.h"
#include "cli/flow.h"
#include "cli/options.h"
#include "cli/show.h"
#include "report/json.h"
#include "session/plan.h"
#include "session/targets.h"

#include <stdio.h>

enum { FOR, OUTPUT, TITLE, EXACT, ANYWAY, PLAN, TARGETS };
enum { MOST_TARGETS = 32 };

static const lq_option options[] = {
    [FOR]    = {"for", 0, "TARGETS", "Destinations, parted by commas: spotify,cd."},
    [OUTPUT] = {"output", 'o', "DIR", "Folder for the plan, the masters and the report."},
    [TITLE]  = {"title", 0, "TITLE", "Name of the song; the mix's name if not given."},
    [EXACT]  = {"exact", 0, NULL, "Reach every loudness, even where it costs the music its shape."},
    [ANYWAY] = {"anyway", 0, NULL, "Master a mix that the check would send back."},
    [PLAN]   = {"plan", 'p', "FILE", "Render this master plan instead of writing a new one."},
    [TARGETS] = LQ_OPTION_TARGETS,
    {NULL, 0, NULL, NULL},
};

static void print_facts(const lq_flow* const flow)
{
  if (flow->args->json) {
    json_t* const j = lq_report_json(&flow->facts);
    lq_print_json(j);
    json_decref(j);
    return;
  }
  printf("%s: %s\n", flow->facts.mix.file, lq_findings_verdict(flow->facts.findings));
  lq_print_findings(flow->facts.findings);
  if (flow->facts.n_deliveries) {
    lq_print_deliveries(&flow->facts);
  } else {
    printf("not mastered: mend the mix first, or --anyway masters it as it is.\n");
  }
}

// Render a plan that somebody has written or changed: nothing is decided again.
static lq_status from_plan(lq_flow* const flow, const char* const folder, lq_error* const error)
{
  lq_master* m = NULL;
  LQ_TRY(lq_master_read(&m, lq_args_own(flow->args, PLAN), error));
  flow->facts.title = lq_pool_copy(flow->pool, m->title);
  lq_status st      = lq_flow_may_deliver(flow, folder, m, error);
  st                = st ? st : lq_flow_folder(flow, folder, error);
  st                = st ? st : lq_flow_check(flow, m->source_path, m->source, error);
  st                = st ? st : lq_flow_deliver(flow, m, folder, error);
  lq_master_free(m);
  return st;
}

static lq_status from_mix(lq_flow* const flow, const char* const folder, lq_error* const error)
{
  const lq_args* const args = flow->args;
  const char* const    mix  = args->files[0];
  const lq_target*     targets[MOST_TARGETS];
  size_t               n     = 0;
  const char*          title = lq_args_own(args, TITLE);
  LQ_TRY(
      lq_targets_choose(&flow->targets, lq_args_own(args, FOR), targets, MOST_TARGETS, &n, error));
  flow->facts.title = title ? title : lq_path_stem(flow->pool, mix);
  LQ_TRY(flow->facts.title ? lq_flow_may_master(flow, folder, flow->facts.title, targets, n, error)
                           : LQ_ERR_MEMORY);
  LQ_TRY(lq_flow_folder(flow, folder, error));
  LQ_TRY(lq_flow_check(flow, mix, lq_path_relative(flow->pool, folder, mix), error));
  if (!lq_findings_ready(flow->facts.findings) && !lq_args_own(args, ANYWAY)) {
    return LQ_OK;
  }
  return lq_flow_master(flow, mix, folder, flow->facts.title, targets, n,
                        lq_args_own(args, EXACT) != NULL, error);
}

static lq_status master(lq_flow* const flow, lq_error* const error)
{
  const lq_args* const args   = flow->args;
  const char* const    folder = lq_args_own(args, OUTPUT);
  const bool           plan   = lq_args_own(args, PLAN) != NULL;
  if (!folder || !*folder || (args->n_files == 1) == plan) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0}, "%s usage: lacquer master %s",
                   !folder || !*folder ? "-o DIR is missing."
                   : plan              ? "a mix and a plan are named; expected one of them."
                                       : "no mix and no plan is named.",
                   args->command->usage);
  }
  if (args->dry_run) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                   "a master plan is solved by rendering: --dry-run is for tracks and sessions.");
  }
  LQ_TRY(plan ? from_plan(flow, folder, error) : from_mix(flow, folder, error));
  LQ_TRY(lq_flow_report(flow, folder, error));
  print_facts(flow);
  return LQ_OK;
}

static int run(const lq_args* const args)
{
  return lq_flow_run(args, master);
}

const lq_command lq_cmd_master = {
    .name      = "master",
    .usage     = "MIX --for TARGETS -o DIR  |  --plan FILE -o DIR",
    .options   = options,
    .run       = run,
    .max_files = 1,
    .summary   = "A finished mix to masters for the places where it will be heard.",
    .example   = "lacquer master mix.wav --for spotify,cd -o masters/"};
