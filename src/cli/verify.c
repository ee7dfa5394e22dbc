// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/verify.h"

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/show.h"
#include "cli/term.h"
#include "session/targets.h"
#include "verify/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FOR, TARGETS, NO_PROOF, NOTES, SHOWN_MOST = 200 };

static const lq_option options[] = {
    [FOR]      = {"for", 0, "TARGET", "The destination of all files, whatever their folders say."},
    [TARGETS]  = LQ_OPTION_TARGETS,
    [NO_PROOF] = {"no-proof", 0, NULL, "Leave out what the codecs of a destination make of it."},
    [NOTES]    = {"notes", 0, NULL, "Also tell what is only for the record."},
    {NULL, 0, NULL, NULL},
};

// Names of files may hold anything; a line is a line.
static void print_text(const char* text)
{
  for (; *text; ++text) {
    const unsigned char c = (unsigned char)*text;
    if (c < ' ' || c == 0x7f) {
      printf("\\x%02x", c);
    } else {
      (void)putchar(c);
    }
  }
}

static void print_remark(const lq_remark* const r, lq_pool* const pool)
{
  const char* const sentence = lq_remark_sentence(pool, r);
  const char* const clock    = isfinite(r->sec) ? lq_remark_clock(pool, r->sec) : NULL;
  printf("  %-7s  ", lq_grade_name(r->grade));
  print_text(r->path);
  if (clock) {
    printf(" at %s", clock);
  } else if (r->byte >= 0) {
    printf(" at byte %lld", (long long)r->byte);
  }
  printf(": ");
  print_text(sentence ? sentence : lq_rules[r->rule].says);
  printf(" [%s]\n", lq_rules[r->rule].id);
}

static void print_group(const lq_verified_group* const g)
{
  print_text(g->folder);
  printf(": %zu track%s%s%s", g->n_sounds, g->n_sounds == 1 ? "" : "s", g->target ? " for " : "",
         g->target ? g->target->name : "");
  if (g->n_good < g->n_sounds) {
    printf(", %zu not as promised\n", g->n_sounds - g->n_good);
  } else if (g->n_remarks) {
    printf(", as promised, with remarks\n");
  } else {
    printf(g->target ? ", all as promised\n" : ", nothing amiss\n");
  }
}

static const char* plural(const size_t n)
{
  return n == 1 ? "" : "s";
}

static void print_all(const lq_verified* const v, const bool notes, lq_pool* const pool)
{
  size_t n_shown = 0, n_left = 0;
  for (size_t i = 0; i < v->n_groups; ++i) {
    if (v->groups[i].n_sounds) {
      print_group(&v->groups[i]);
    }
  }
  if (v->n_listed) {
    printf("checksums: %zu file%s looked at\n", v->n_listed, plural(v->n_listed));
  }
  for (size_t i = 0; i < v->remarks.n; ++i) {
    const lq_remark* const r = &v->remarks.list[i];
    if (r->grade || notes) {
      n_left += n_shown >= SHOWN_MOST;
      if (n_shown++ < SHOWN_MOST) {
        print_remark(r, pool);
      }
    }
  }
  if (n_left) {
    printf("  ... and %zu more; --json has them all\n", n_left);
  }
  printf("%s: %zu error%s, %zu warning%s\n", lq_verified_verdict(v), v->n_of[LQ_GRADE_ERROR],
         plural(v->n_of[LQ_GRADE_ERROR]), v->n_of[LQ_GRADE_WARNING],
         plural(v->n_of[LQ_GRADE_WARNING]));
}

static lq_status choose(const lq_args* const args, const lq_targets* const targets,
                        lq_verify_options* const o, lq_error* const error)
{
  const char* const name     = lq_args_own(args, FOR);
  size_t            n_chosen = 0;
  return name ? lq_targets_choose(targets, name, &o->for_target, 1, &n_chosen, error) : LQ_OK;
}

static lq_status verify(const lq_args* const args, lq_pool* const pool, bool* const failed,
                        lq_error* const error)
{
  lq_targets        targets  = {0};
  lq_verified       v        = {0};
  lq_progress       progress = lq_progress_start(args, "verifying");
  lq_verify_options o        = {.paths    = args->files,
                                .n_paths  = args->n_files,
                                .targets  = &targets,
                                .no_proof = lq_args_own(args, NO_PROOF) != NULL,
                                .n_jobs   = args->n_jobs,
                                .step     = lq_progress_step,
                                .user     = &progress};
  LQ_TRY(lq_cli_targets(args, pool, &targets, error));
  LQ_TRY(choose(args, &targets, &o, error));
  const lq_status st = lq_verify(&v, pool, &o, error);
  lq_progress_end(&progress, st);
  LQ_TRY(st);
  if (args->json) {
    json_t* const j = lq_verified_json(&v, pool);
    LQ_TRY(j ? LQ_OK : LQ_ERR_MEMORY);
    lq_print_json(j);
    json_decref(j);
  } else {
    print_all(&v, lq_args_own(args, NOTES) != NULL, pool);
  }
  *failed = v.n_of[LQ_GRADE_ERROR] > 0;
  return LQ_OK;
}

static int run(const lq_args* const args)
{
  lq_error  error  = {.status = LQ_ERR_MEMORY};
  lq_pool*  pool   = NULL;
  bool      failed = false;
  lq_status st     = lq_pool_new(&pool);
  st               = st ? st : verify(args, pool, &failed, &error);
  lq_pool_free(pool);
  return st ? lq_report_error(&error) : failed ? LQ_EXIT_GATE : LQ_EXIT_DONE;
}

const lq_command lq_cmd_verify = {.name      = "verify",
                                  .usage     = "PATH... [--for TARGET] [--no-proof] [--json]",
                                  .run       = run,
                                  .options   = options,
                                  .min_files = 1,
                                  .max_files = SIZE_MAX,
                                  .summary   = "Read deliveries back: does each keep its promise?",
                                  .example   = "lacquer verify out"};
