// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/folder.h"
#include "base/path.h"
#include "cli/commands.h"
#include "cli/ddp_show.h"
#include "cli/term.h"
#include "disc/ddp_extract.h"

#include <stdio.h>
#include <string.h>

enum { OUTPUT, ANYWAY };

static const lq_option options[] = {
    [OUTPUT] = {"output", 'o', "OUT", "For extract: the folder to make."},
    [ANYWAY] = {"anyway", 0, NULL, "Extract what can be had of a set that has errors."},
    {NULL, 0, NULL, NULL},
};

static lq_status extract_to(const lq_args* const args, const lq_ddp* const ddp,
                            const char* const folder, lq_pool* const pool, lq_ddp_made* const made,
                            lq_error* const error)
{
  lq_progress        p     = lq_progress_start(args, "extracting");
  const lq_ddp_watch watch = {.step = lq_progress_step, .user = &p};
  lq_folder*         out   = NULL;
  LQ_TRY(lq_folder_open(&out, folder, args->force, lq_ddp_extract_ours, error));
  const lq_status st = lq_ddp_extract(ddp, lq_folder_path(out), &watch, pool, made, error);
  lq_progress_end(&p, st);
  if (st) {
    lq_folder_abandon(out);
    return st;
  }
  return lq_folder_commit(out, error);
}

static lq_status extract(const lq_args* const args, const lq_ddp* const ddp, lq_pool* const pool,
                         lq_error* const error)
{
  const char* const folder = lq_args_own(args, OUTPUT);
  lq_ddp_made       made   = {0};
  if (ddp->faults.n_errors && !lq_args_own(args, ANYWAY)) {
    lq_ddp_print_findings(ddp, stderr);
    return lq_fail(error, LQ_ERR_GATE, (lq_at){0},
                   "the set has errors, so nothing was extracted; --anyway takes what can be had.");
  }
  if (args->dry_run) {
    return lq_folder_may(folder, args->force, lq_ddp_extract_ours, error);
  }
  LQ_TRY(extract_to(args, ddp, folder, pool, &made, error));
  for (size_t i = 0; i < made.n && !args->json; ++i) {
    const char* const path = lq_path_join(pool, folder, made.names[i]);
    printf("%s\n", path ? path : made.names[i]);
  }
  if (args->json) {
    lq_ddp_print_json(ddp);
  }
  if (made.n_left) {
    lq_say(args, "%zu tracks could not be had.", made.n_left);
  }
  return LQ_OK;
}

static lq_status check_words(const lq_args* const args, lq_error* const error)
{
  const char* const verb     = args->files[0];
  const bool        extracts = !strcmp(verb, "extract");
  if (!extracts && strcmp(verb, "show") != 0) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0}, "ddp cannot '%s'; expected show or extract.",
                   verb);
  }
  if (extracts && !lq_args_own(args, OUTPUT)) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0}, "extract needs a folder to make: -o OUT.");
  }
  return LQ_OK;
}

static lq_status work(const lq_args* const args, lq_pool* const pool, lq_error* const error)
{
  lq_ddp ddp;
  LQ_TRY(check_words(args, error));
  LQ_TRY(lq_ddp_read(args->files[1], pool, &ddp, error));
  if (!strcmp(args->files[0], "extract")) {
    LQ_TRY(extract(args, &ddp, pool, error));
  } else if (args->json) {
    lq_ddp_print_json(&ddp);
  } else {
    lq_ddp_print(&ddp);
  }
  if (ddp.faults.n_errors) {
    return lq_fail(error, LQ_ERR_GATE, (lq_at){0}, "the set has %zu error%s.", ddp.faults.n_errors,
                   ddp.faults.n_errors == 1 ? "" : "s");
  }
  return LQ_OK;
}

static int run(const lq_args* const args)
{
  lq_pool*        pool  = NULL;
  lq_error        error = {.status = LQ_ERR_MEMORY};
  const lq_status st    = lq_pool_new(&pool) ? LQ_ERR_MEMORY : work(args, pool, &error);
  lq_pool_free(pool);
  return st ? lq_report_error(&error) : LQ_EXIT_DONE;
}

const lq_command lq_cmd_ddp = {
    .name      = "ddp",
    .usage     = "show DIR | extract DIR -o OUT",
    .options   = options,
    .run       = run,
    .min_files = 2,
    .max_files = 2,
    .summary   = "Show, judge and unpack a DDP set, the folder that a CD is pressed from.",
    .example   = "lacquer ddp show album/ddp"};
