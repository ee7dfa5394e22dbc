// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/master.h"
#include "base/path.h"
#include "base/pool.h"
#include "cli/flow.h"
#include "cli/term.h"
#include "deliver/deliver.h"
#include "deliver/steps.h"
#include "session/plan.h"

static lq_status write_steps(const lq_flow* const flow, const lq_master* const master,
                             lq_error* const error)
{
  lq_progress     p = lq_progress_start(flow->args, "writing the steps");
  const lq_status st =
      lq_steps_write(master, flow->steps, flow->args->force, &flow->options, error);
  lq_progress_end(&p, st);
  return st;
}

// Names for what was printed, and verdicts; the prints go.
static lq_status name_all(lq_flow* const flow, const lq_master* const master,
                          const char* const folder, lq_print** const prints, lq_error* const error)
{
  const size_t             n     = master->n_deliveries;
  lq_delivery_facts* const facts = LQ_POOL_TAKE(flow->pool, lq_delivery_facts, n);
  lq_status                st    = facts ? LQ_OK : LQ_ERR_MEMORY;
  for (size_t i = 0; i < n && !st; ++i) {
    const lq_delivery* const d = &master->deliveries[i];
    st = lq_deliver(d, lq_target_find(&flow->targets, d->target), folder, prints[i], flow->pool,
                    &facts[i], error);
  }
  for (size_t i = 0; i < n; ++i) {
    lq_print_free(prints[i]);
  }
  flow->facts.deliveries   = facts;
  flow->facts.n_deliveries = st ? 0 : n;
  return st || !flow->steps ? st : write_steps(flow, master, error);
}

// Prints by the codecs of their places; when that fails, they go.
static lq_status prove_all(const lq_flow* const flow, const lq_master* const master,
                           lq_print* const* const prints, lq_error* const error)
{
  lq_status st = LQ_OK;
  for (size_t i = 0; i < master->n_deliveries && !st && !flow->no_proof; ++i) {
    const lq_target* const t = lq_target_find(&flow->targets, master->deliveries[i].target);
    st = lq_print_prove(prints[i], t->codecs, t->n_codecs, NULL, &flow->options, error);
  }
  for (size_t i = 0; i < master->n_deliveries && st; ++i) {
    lq_print_free(prints[i]);
  }
  return st;
}

lq_status lq_flow_deliver(lq_flow* const flow, const lq_master* const master,
                          const char* const folder, lq_error* const error)
{
  lq_print** const prints = LQ_POOL_TAKE(flow->pool, lq_print*, master->n_deliveries);
  if (!prints) {
    return LQ_ERR_MEMORY;
  }
  lq_progress p = lq_progress_start(flow->args, "mastering");
  lq_status st  = lq_deliver_plan(master, folder, flow->args->force, &flow->options, prints, error);
  st            = st ? st : prove_all(flow, master, prints, error);
  lq_progress_end(&p, st);
  return st ? st : name_all(flow, master, folder, prints, error);
}

static lq_status add_findings(lq_flow* const flow, const lq_findings more)
{
  const lq_findings had = flow->facts.findings;
  lq_finding* const all = LQ_POOL_TAKE(flow->pool, lq_finding, had.n + more.n + 1);
  if (!all) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < had.n + more.n; ++i) {
    all[i] = i < had.n ? had.findings[i] : more.findings[i - had.n];
  }
  flow->facts.findings = (lq_findings){.findings = all, .n = had.n + more.n};
  return LQ_OK;
}

lq_status lq_flow_master(lq_flow* const flow, const char* const mix_path, const char* const folder,
                         const char* const plan_folder, const char* const title,
                         const lq_target* const* const targets, const size_t n_targets,
                         const bool exact, lq_error* const error)
{
  const lq_master_brief brief = {.title       = title,
                                 .plan_folder = folder,
                                 .targets     = targets,
                                 .n_targets   = n_targets,
                                 .exact       = exact,
                                 .force       = flow->args->force,
                                 .prove       = !flow->no_proof,
                                 .song        = &flow->brief,
                                 .amounts     = flow->amounts,
                                 .prints      = LQ_POOL_TAKE(flow->pool, lq_print*, n_targets)};
  const lq_mix_heard    mix   = {
           .features = &flow->features, .bands = flow->bands, .findings = flow->facts.findings};
  lq_findings       problems;
  lq_master*        master = NULL;
  const char* const plan   = lq_path_join(flow->pool, folder, "master.yaml");
  lq_progress       p      = lq_progress_start(flow->args, "solving the loudness");
  lq_status         st     = plan && brief.prints ? LQ_OK : LQ_ERR_MEMORY;
  if (!st) {
    st = lq_assist_master(&master, mix_path, &mix, &brief, flow->pool, &problems, &flow->options,
                          error);
  }
  lq_progress_end(&p, st);
  LQ_TRY(st);
  master->source = lq_path_relative(master->pool, plan_folder, mix_path); // `folder` is hidden yet
  st             = master->source ? add_findings(flow, problems) : LQ_ERR_MEMORY;
  st             = st ? st : lq_master_write(master, plan, flow->args->force, error);
  if (st) {
    for (size_t i = 0; i < n_targets; ++i) {
      lq_print_free(brief.prints[i]);
    }
  } else {
    st = name_all(flow, master, folder, brief.prints, error);
  }
  lq_master_free(master);
  flow->facts.master_file = "master.yaml";
  return st;
}
