// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands.h"
#include "cli/flow.h"
#include "cli/show.h"
#include "report/json.h"

#include <stdio.h>

enum { SESSION };

static const lq_option options[] = {
    [SESSION] = {"session", 's', "SESSION.yaml",
                 "The session that made the mix: findings then name the track."},
    {NULL, 0, NULL, NULL},
};

static lq_status check(lq_flow* const flow, lq_error* const error)
{
  const char* const path    = flow->args->files[0];
  const char* const session = lq_args_own(flow->args, SESSION);
  LQ_TRY(session ? lq_flow_stems(flow, session, error) : LQ_OK);
  LQ_TRY(lq_flow_check(flow, path, path, error));
  if (flow->args->json) {
    json_t* const j = lq_findings_json(&flow->facts);
    lq_print_json(j);
    json_decref(j);
    return LQ_OK;
  }
  printf("%s: %s\n", path, lq_findings_verdict(flow->facts.findings));
  lq_print_findings(flow->facts.findings);
  return LQ_OK;
}

static int run(const lq_args* const args)
{
  return lq_flow_run(args, check);
}

const lq_command lq_cmd_check = {.name      = "check",
                                 .usage     = "MIX [--session SESSION.yaml] [--json]",
                                 .run       = run,
                                 .options   = options,
                                 .min_files = 1,
                                 .max_files = 1,
                                 .summary   = "Is a mix ready for mastering, and if not, why.",
                                 .example   = "lacquer check mix.wav"};
