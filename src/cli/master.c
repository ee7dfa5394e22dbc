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
#include <string.h>

enum {
  FOR,
  OUTPUT,
  TITLE,
  GENRE,
  REFERENCE,
  AMOUNT,
  STRENGTH,
  ROLES,
  STEMS,
  EXACT,
  ANYWAY,
  PLAN,
  SOURCE,
  STEPS,
  NO_PROOF,
  TARGETS
};
enum { MOST_TARGETS = 32 };

static const lq_option options[] = {
    [FOR]       = {"for", 0, "TARGETS", "Destinations, parted by commas: spotify,cd."},
    [OUTPUT]    = {"output", 'o', "DIR", "Folder for the plan, the masters and the report."},
    [TITLE]     = {"title", 0, "TITLE", "Name of the song; the mix's name if not given."},
    [GENRE]     = {"genre", 0, "NAME",
                   "Genre of the song: rock, hip-hop, jazz; all records if not given."},
    [REFERENCE] = {"reference", 0, "FILE[:WEIGHT]", "A record to go by; may be repeated."},
    [AMOUNT]    = {"amount", 0, "WHAT=SHARE,...",
                   "How far in tone, width, dynamics and level, 0...1 or %: tone=0.5,width=0."},
    [STRENGTH]  = {"strength", 0, "0...1",
                   "How far the assistant goes in all of it; at 0 it brings the level alone."},
    [EXACT]  = {"exact", 0, NULL, "Reach every loudness, even where it costs the music its shape."},
    [ANYWAY] = {"anyway", 0, NULL, "Master a mix that the check would send back."},
    [PLAN]   = {"plan", 'p', "FILE", "Render this master plan instead of writing a new one."},
    [SOURCE] = {"source", 0, "FILE",
                "With --plan: master this version instead of the mix that the plan names."},
    [NO_PROOF] = {"no-proof", 0, NULL, "Do not encode and decode deliveries as their places do."},
    [STEPS]    = {"steps", 0, "DIR",
                  "Write what each decision did into this folder, all equally loud."},
    [STEMS]    = {"stems", 0, "DIR",
                  "Master from these stems; MIX, if given, is what they should add up to."},
    [ROLES]    = {"roles", 0, "FILE|STEM=ROLE,...",
                  "What stems are, where their names do not say it."},
    [TARGETS]  = LQ_OPTION_TARGETS,
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

// The plan's own sound, or a version of it, which gets what the plan says for the main one: the
// same chain, the same drive into the limiter, and so its own loudness.
static lq_status take_source(const lq_flow* const flow, lq_master* const m)
{
  const char* const source = lq_args_own(flow->args, SOURCE);
  const char* const title  = lq_args_own(flow->args, TITLE);
  if (source) {
    const char* const main_stem = lq_path_stem(m->pool, m->source);
    const char* const stem      = lq_path_stem(m->pool, source);
    LQ_TRY(main_stem && stem ? LQ_OK : LQ_ERR_MEMORY);
    const size_t n = strlen(main_stem);
    m->title       = strncmp(stem, main_stem, n) || stem[n] != '_'
                         ? stem
                         : lq_pool_format(m->pool, "%s%s", m->title, stem + n); // "_instrumental"
    m->source = m->source_path = source;
  }
  for (size_t i = 0; source && i < m->n_deliveries; ++i) {
    m->deliveries[i].why = "what the plan was made for is as loud as asked; this came out with the "
                           "same settings";
  }
  m->title = title ? title : m->title;
  return m->title ? LQ_OK : LQ_ERR_MEMORY;
}

// Render a plan that somebody has written or changed: nothing is decided again.
static lq_status from_plan(lq_flow* const flow, const char* const folder, lq_error* const error)
{
  lq_master*  m    = NULL;
  const char* work = NULL;
  LQ_TRY(lq_master_read(&m, lq_args_own(flow->args, PLAN), error));
  lq_status st      = take_source(flow, m);
  flow->facts.title = st ? NULL : lq_pool_copy(flow->pool, m->title);
  st                = st ? st : lq_flow_may_deliver(flow, folder, m, error);
  st                = st ? st : lq_flow_folder(flow, folder, &work, error);
  st                = st ? st : lq_flow_check(flow, m->source_path, m->source, error);
  st                = st ? st : lq_flow_deliver(flow, m, work, error);
  lq_master_free(m);
  return st;
}

// Stems become a mix of their own, with its plan, which is then mastered like any other.
static lq_status mix_stems(lq_flow* const flow, const char* const folder, const char* const work,
                           const char** const mix, lq_error* const error)
{
  const char* const stems   = lq_args_own(flow->args, STEMS);
  const char* const plan    = lq_path_join(flow->pool, work, "stems.yaml");
  lq_mix_spec       spec    = {.path = lq_path_join(flow->pool, work, "stems.wav"), .bits = 32};
  lq_session*       session = NULL;
  LQ_TRY(plan && spec.path ? lq_flow_stem_mix(flow, stems, *mix, folder, &session, error)
                           : LQ_ERR_MEMORY);
  lq_status st = lq_flow_mix(flow, session, &spec, error);
  st           = st ? st : lq_session_write(session, plan, flow->args->force, error);
  lq_session_free(session);
  flow->facts.session_file = "stems.yaml";
  *mix                     = spec.path;
  return st;
}

static lq_status may_mix_stems(lq_flow* const flow, const char* const folder, lq_error* const error)
{
  const char* const plan = lq_path_join(flow->pool, folder, "stems.yaml");
  const char* const path = lq_path_join(flow->pool, folder, "stems.wav");
  LQ_TRY(plan && path ? lq_flow_apart(lq_args_own(flow->args, STEMS), folder, error)
                      : LQ_ERR_MEMORY);
  LQ_TRY(lq_flow_may_write(flow, plan, error));
  LQ_TRY(lq_flow_may_write(flow, path, error));
  return lq_flow_roles(flow, lq_args_own(flow->args, ROLES), error);
}

static lq_status from_mix(lq_flow* const flow, const char* const folder, lq_error* const error)
{
  const lq_args* const args  = flow->args;
  const char* const    stems = lq_args_own(args, STEMS);
  const char*          mix   = args->n_files ? args->files[0] : NULL;
  const char*          title = lq_args_own(args, TITLE);
  const lq_target*     targets[MOST_TARGETS];
  size_t               n = 0;
  LQ_TRY(
      lq_targets_choose(&flow->targets, lq_args_own(args, FOR), targets, MOST_TARGETS, &n, error));
  lq_brief_words words = {.genre    = lq_args_own(args, GENRE),
                          .strength = lq_args_own(args, STRENGTH)};
  words.n_references   = lq_args_all(args, REFERENCE, words.references);
  words.n_amounts      = lq_args_all(args, AMOUNT, words.amounts);
  LQ_TRY(lq_flow_brief(flow, &words, error));
  flow->facts.title = title ? title
                      : mix ? lq_path_stem(flow->pool, mix)
                            : lq_path_name(flow->pool, stems);
  LQ_TRY(flow->facts.title ? lq_flow_may_master(flow, folder, flow->facts.title, targets, n, error)
                           : LQ_ERR_MEMORY);
  const char* work = NULL;
  LQ_TRY(stems ? may_mix_stems(flow, folder, error) : LQ_OK);
  LQ_TRY(lq_flow_folder(flow, folder, &work, error));
  LQ_TRY(stems ? mix_stems(flow, folder, work, &mix, error) : LQ_OK);
  const char* const plan_folder = stems ? work : folder; // a mix of stems moves with the plan
  LQ_TRY(lq_flow_check(flow, mix, lq_path_relative(flow->pool, plan_folder, mix), error));
  if (!lq_findings_ready(flow->facts.findings) && !lq_args_own(args, ANYWAY)) {
    return LQ_OK;
  }
  return lq_flow_master(flow, mix, work, plan_folder, flow->facts.title, targets, n,
                        lq_args_own(args, EXACT) != NULL, error);
}

static lq_status master(lq_flow* const flow, lq_error* const error)
{
  const lq_args* const args   = flow->args;
  const char* const    folder = lq_args_own(args, OUTPUT);
  const bool           plan   = lq_args_own(args, PLAN) != NULL;
  const bool           source = args->n_files || lq_args_own(args, STEMS);
  if (!folder || !*folder || source == plan) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0}, "%s usage: lacquer master %s",
                   !folder || !*folder ? "-o DIR is missing."
                   : plan ? "a plan is named, and a mix or stems; expected one of them."
                          : "no mix, no stems and no plan are named.",
                   args->command->usage);
  }
  for (unsigned i = GENRE; plan && i <= ROLES; ++i) {
    if (lq_args_own(args, i)) {
      return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                     "--%s is for the assistant; with --plan nothing is decided again.",
                     options[i].name);
    }
  }
  if (lq_args_own(args, ROLES) && !lq_args_own(args, STEMS)) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                   "--roles says what stems are; --stems DIR says where they are.");
  }
  if (lq_args_own(args, SOURCE) && !plan) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                   "--source says what a plan is rendered from; --plan FILE says which plan.");
  }
  if (args->dry_run) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                   "a master plan is solved by rendering: --dry-run is for tracks and sessions.");
  }
  flow->steps    = lq_args_own(args, STEPS);
  flow->no_proof = lq_args_own(args, NO_PROOF) != NULL;
  LQ_TRY(plan ? from_plan(flow, folder, error) : from_mix(flow, folder, error));
  LQ_TRY(lq_flow_report(flow, error));
  print_facts(flow);
  return LQ_OK;
}

static int run(const lq_args* const args)
{
  return lq_flow_run(args, master);
}

const lq_command lq_cmd_master = {
    .name      = "master",
    .usage     = "[MIX] [--stems DIR] --for TARGETS -o DIR  |  --plan FILE [--source FILE] -o DIR",
    .options   = options,
    .run       = run,
    .max_files = 1,
    .summary   = "A finished mix to masters for the places where it will be heard.",
    .example   = "lacquer master mix.wav --for spotify,cd -o masters/"};
