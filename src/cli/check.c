// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands.h"
#include "cli/flow.h"
#include "cli/show.h"
#include "report/json.h"

#include <stdio.h>

static lq_status check(lq_flow* const flow, lq_error* const error)
{
  const char* const path = flow->args->files[0];
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
                                 .usage     = "MIX [--json]",
                                 .run       = run,
                                 .min_files = 1,
                                 .max_files = 1,
                                 .summary   = "Is a mix ready for mastering, and if not, why.",
                                 .example   = "lacquer check mix.wav"};
