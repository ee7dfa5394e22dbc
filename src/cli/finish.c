// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/path.h"
#include "cli/commands.h"
#include "cli/flow.h"
#include "cli/options.h"
#include "cli/show.h"
#include "cli/term.h"
#include "report/json.h"
#include "session/plan.h"
#include "session/targets.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum {
  FOR,
  OUTPUT,
  TITLE,
  TEMPO,
  EXACT,
  ANYWAY,
  ROLES,
  BRIEF,
  GENRE,
  STRENGTH,
  REFERENCE,
  AMOUNT,
  STEMS,
  STEMS_BY,
  STEMS_DRY,
  VERSIONS,
  STEPS,
  NO_PROOF,
  TARGETS
};
enum { MOST_TARGETS = 32 };

static const lq_option options[] = {
    [FOR]    = {"for", 0, "TARGETS", "Destinations, parted by commas: spotify,cd."},
    [OUTPUT] = {"output", 'o', "DIR", "Folder for the mix, the plans, the masters and the report."},
    [TITLE]  = {"title", 0, "TITLE", "Name of the song; the folder's name if not given."},
    [TEMPO]  = {"tempo", 't', "BPM", "Tempo, for echo and reverb times."},
    [EXACT]  = {"exact", 0, NULL, "Reach every loudness, even where it costs the music its shape."},
    [ANYWAY] = {"anyway", 0, NULL, "Master a mix that the check would send back."},
    [ROLES]  = {"roles", 0, "FILE|TRACK=ROLE,...",
                "What tracks are, where their names do not say it: 'Audio 3=lead-vocal'."},
    [BRIEF]  = {"brief", 0, "FILE",
                "What the mix is to be: genre, lead, what to keep (brief.yaml)."},
    [GENRE]  = {"genre", 0, "NAME", "Genre of the song: rock, hip-hop, jazz; pop if not given."},
    [STRENGTH]  = {"strength", 0, "0...1",
                   "How far the assistant goes; at 0 it sets levels and places alone."},
    [REFERENCE] = {"reference", 0, "FILE[:WEIGHT]", "A record to go by; may be repeated."},
    [AMOUNT]    = {"amount", 0, "WHAT=SHARE,...",
                   "How far the master goes in tone, width, dynamics, level: tone=0.5,width=0."},
    [STEMS]     = {"stems", 0, "DIR", "Write the stems of the mix into this folder too."},
    [STEMS_BY]  = {"stems-by", 0, "bus|track",
                   "One stem for all that goes into main (bus), or for each track and return."},
    [STEMS_DRY] = {"stems-dry", 0, NULL, "The tracks as recorded, without trim and processors."},
    [VERSIONS]  = {"versions", 0, "NAME,...",
                   "Beside the mix: instrumental, a-cappella, tv, clean; as mix_NAME.wav."},
    [NO_PROOF]  = {"no-proof", 0, NULL, "Do not encode and decode deliveries as their places do."},
    [STEPS]     = {"steps", 0, "DIR",
                   "Write what each decision of the master did into this folder, all equally loud."},
    [TARGETS]   = LQ_OPTION_TARGETS,
    {NULL, 0, NULL, NULL},
};

typedef struct {
  const char*      folder;
  const char*      work; // where all of it is written first
  const char*      session_path;
  const char*      mix_path;
  const char*      title;
  const lq_target* targets[MOST_TARGETS];
  size_t           n_targets;
  lq_source_kind   kind;
  lq_mix_spec      mix;
} plan;

static bool same_file(const char* const a, const char* const b)
{
  struct stat x, y;
  return !stat(a, &x) && !stat(b, &y) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static lq_status refuse_early(const lq_flow* const flow, const plan* const p, lq_error* const error)
{
  const bool own = p->kind == LQ_SOURCE_SESSION && same_file(flow->args->files[0], p->session_path);
  LQ_TRY(p->kind != LQ_SOURCE_MIX && !own ? lq_flow_may_write(flow, p->session_path, error)
                                          : LQ_OK);
  LQ_TRY(p->kind != LQ_SOURCE_MIX ? lq_flow_may_write(flow, p->mix_path, error) : LQ_OK);
  return lq_flow_may_master(flow, p->folder, p->title, p->targets, p->n_targets, error);
}

static lq_status make_plan(lq_flow* const flow, plan* const p, lq_error* const error)
{
  const lq_args* const args   = flow->args;
  const char* const    source = args->files[0];
  LQ_TRY(lq_targets_choose(&flow->targets, lq_args_own(args, FOR), p->targets, MOST_TARGETS,
                           &p->n_targets, error));
  p->folder      = lq_args_own(args, OUTPUT);
  flow->steps    = lq_args_own(args, STEPS);
  flow->no_proof = lq_args_own(args, NO_PROOF) != NULL;
  if (!p->folder || !*p->folder) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0}, "-o DIR is missing. usage: lacquer finish %s",
                   args->command->usage);
  }
  LQ_TRY(lq_flow_roles(flow, lq_args_own(args, ROLES), error));
  lq_brief_words words = {.file     = lq_args_own(args, BRIEF),
                          .genre    = lq_args_own(args, GENRE),
                          .strength = lq_args_own(args, STRENGTH),
                          .title    = lq_args_own(args, TITLE),
                          .tempo    = lq_args_own(args, TEMPO)};
  words.n_references   = lq_args_all(args, REFERENCE, words.references);
  words.n_amounts      = lq_args_all(args, AMOUNT, words.amounts);
  LQ_TRY(lq_flow_brief(flow, &words, error));
  LQ_TRY(lq_flow_source(source, &p->kind, error));
  if (p->kind == LQ_SOURCE_MIX && args->dry_run) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                   "a master plan is solved by rendering: --dry-run is for tracks and sessions.");
  }
  LQ_TRY(lq_flow_apart(source, p->folder, error));
  if (p->kind == LQ_SOURCE_MIX && (lq_args_own(args, STEMS) || lq_args_own(args, VERSIONS))) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                   "a finished mix has no %s: --%s is for tracks and sessions.",
                   lq_args_own(args, STEMS) ? "stems" : "versions",
                   lq_args_own(args, STEMS) ? "stems" : "versions");
  }
  LQ_TRY(lq_flow_stem_spec(flow, lq_args_own(args, STEMS), lq_args_own(args, STEMS_BY),
                           lq_args_own(args, STEMS_DRY) != NULL, 24, &p->mix.stems, error));
  p->title        = lq_args_own(args, TITLE);
  p->title        = p->title                      ? p->title
                    : p->kind == LQ_SOURCE_FOLDER ? lq_path_name(flow->pool, source)
                                                  : lq_path_stem(flow->pool, source);
  p->session_path = lq_path_join(flow->pool, p->folder, "session.yaml");
  p->mix_path = p->kind == LQ_SOURCE_MIX ? source : lq_path_join(flow->pool, p->folder, "mix.wav");
  flow->facts.title = p->title;
  LQ_TRY(p->title && p->session_path && p->mix_path ? refuse_early(flow, p, error) : LQ_ERR_MEMORY);
  return lq_flow_version_spec(flow, p->mix_path, lq_args_own(args, VERSIONS), 24, &p->mix.versions,
                              error);
}

// What was rendered stands beside what came out of it, whoever wrote it; a plan that was rendered
// from there and not changed on the way stays as the person left it.
static lq_status keep_plan(lq_flow* const flow, const plan* const p, lq_session* const session,
                           lq_error* const error)
{
  if (p->kind == LQ_SOURCE_SESSION) {
    if (!flow->args->n_sets && same_file(flow->args->files[0], p->session_path)) {
      return LQ_OK;
    }
    LQ_TRY(lq_session_rebase(session, p->folder));
  }
  const char* const path = lq_path_join(flow->pool, p->work, "session.yaml");
  return path ? lq_session_write(session, path, flow->args->force, error) : LQ_ERR_MEMORY;
}

static lq_status mix(lq_flow* const flow, plan* const p, lq_error* const error)
{
  lq_session* session = NULL;
  const char* title   = lq_args_own(flow->args, TITLE);
  if (!flow->args->dry_run) {
    LQ_TRY(lq_flow_folder(flow, p->folder, &p->work, error));
    p->mix.path         = lq_path_join(flow->pool, p->work, "mix.wav");
    p->mix.bits         = 24;
    p->mix.versions.mix = p->mix.path;
    LQ_TRY(p->mix.path ? LQ_OK : LQ_ERR_MEMORY);
  }
  LQ_TRY(lq_flow_session(flow, flow->args->files[0], p->kind, p->folder, &session, error));
  lq_status st = LQ_OK;
  if (flow->args->dry_run) {
    char* const text = lq_session_text(session);
    printf("%s", text ? text : "");
    free(text);
  } else {
    if (!title && p->kind == LQ_SOURCE_SESSION && *session->title) {
      p->title          = lq_pool_copy(flow->pool, session->title);
      flow->facts.title = p->title;
      st                = p->title ? refuse_early(flow, p, error) : LQ_ERR_MEMORY;
    }
    flow->facts.session_file = "session.yaml";
    st                       = st ? st : lq_flow_mix(flow, session, &p->mix, error);
    st                       = st ? st : keep_plan(flow, p, session, error); // after its mix
  }
  lq_session_free(session);
  return st;
}

static void print_facts(const lq_flow* const flow, const plan* const p)
{
  if (flow->args->json) {
    json_t* const j = lq_report_json(&flow->facts);
    lq_print_json(j);
    json_decref(j);
    return;
  }
  const lq_measurement* const m = &flow->facts.mix.m;
  printf("%s: mix at %s LUFS, peak %s dBTP: %s for mastering\n", p->mix_path,
         lq_figure(m->integrated_lufs, 1).text, lq_figure(m->true_peak_dbtp, 1).text,
         lq_findings_verdict(flow->facts.findings));
  lq_print_findings(flow->facts.findings);
  lq_print_versions(flow->facts.versions);
  lq_print_stems(flow->facts.stemset);
  if (flow->facts.n_deliveries) {
    lq_print_deliveries(&flow->facts);
  }
  const char* const session = flow->facts.session_file;
  const char* const master  = flow->facts.master_file;
  if (!master) {
    printf("not mastered: mend the mix first, or --anyway masters it as it is.\n");
  }
  if (session || master) {
    printf("plans in %s: %s%s%s; change them and render again.\n", p->folder,
           session ? session : "", session && master ? " and " : "", master ? master : "");
  }
}

static lq_status finish(lq_flow* const flow, lq_error* const error)
{
  plan p = {0};
  LQ_TRY(make_plan(flow, &p, error));
  p.mix.path = p.mix_path;
  if (p.kind != LQ_SOURCE_MIX) {
    LQ_TRY(mix(flow, &p, error));
  }
  if (flow->args->dry_run) {
    return LQ_OK;
  }
  LQ_TRY(lq_flow_folder(flow, p.folder, &p.work, error));
  const char* const from = p.kind == LQ_SOURCE_MIX ? p.folder : p.work; // our mix moves with it
  LQ_TRY(lq_flow_check(flow, p.mix.path, lq_path_relative(flow->pool, from, p.mix.path), error));
  if (lq_findings_ready(flow->facts.findings) || lq_args_own(flow->args, ANYWAY)) {
    LQ_TRY(lq_flow_master(flow, p.mix.path, p.work, from, p.title, p.targets, p.n_targets,
                          lq_args_own(flow->args, EXACT) != NULL, error));
  }
  LQ_TRY(lq_flow_report(flow, error));
  print_facts(flow, &p);
  return LQ_OK;
}

static int run(const lq_args* const args)
{
  return lq_flow_run(args, finish);
}

const lq_command lq_cmd_finish = {
    .name       = "finish",
    .usage      = "SOURCE --for TARGETS -o DIR",
    .options    = options,
    .takes_sets = true,
    .run        = run,
    .min_files  = 1,
    .max_files  = 1,
    .summary    = "Tracks to masters: mix, check, master, deliver, read back, report.",
    .example    = "lacquer finish 'My Song/' --for spotify,cd -o out/"};
