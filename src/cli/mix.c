// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/out.h"
#include "base/path.h"
#include "cli/commands.h"
#include "cli/flow.h"
#include "cli/options.h"
#include "cli/show.h"
#include "cli/term.h"
#include "measure/json.h"
#include "report/explain.h"
#include "report/json.h"
#include "session/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  OUTPUT,
  SESSION,
  TITLE,
  TEMPO,
  BITS,
  ROLES,
  BRIEF,
  GENRE,
  STRENGTH,
  REFERENCE,
  STEMS,
  STEMS_BY,
  STEMS_DRY,
  VERSIONS,
  EXPLAIN
};

static const lq_option options[] = {
    [OUTPUT]    = {"output", 'o', "MIX.wav", "The mix to write."},
    [SESSION]   = {"session", 's', "FILE",
                   "Where to write the session; beside the mix if not given."},
    [TITLE]     = {"title", 0, "TITLE", "Name of the song; the folder's name if not given."},
    [TEMPO]     = {"tempo", 't', "BPM", "Tempo, for echo and reverb times."},
    [BITS]      = {"bits", 'b', "16|24|32f", "Depth of the mix; 24 if not given."},
    [ROLES]     = {"roles", 0, "FILE|TRACK=ROLE,...",
                   "What tracks are, where their names do not say it: 'Audio 3=lead-vocal'."},
    [BRIEF]     = {"brief", 0, "FILE",
                   "What the mix is to be: genre, lead, what to keep (brief.yaml)."},
    [GENRE]     = {"genre", 0, "NAME", "Genre of the song: rock, hip-hop, jazz; pop if not given."},
    [STRENGTH]  = {"strength", 0, "0...1",
                   "How far the assistant goes; at 0 it sets levels and places alone."},
    [REFERENCE] = {"reference", 0, "FILE[:WEIGHT]", "A record to go by; may be repeated."},
    [STEMS]     = {"stems", 0, "DIR", "Write the stems of the mix into this folder too."},
    [STEMS_BY]  = {"stems-by", 0, "bus|track",
                   "One stem for all that goes into main (bus), or for each track and return."},
    [STEMS_DRY] = {"stems-dry", 0, NULL, "The tracks as recorded, without trim and processors."},
    [VERSIONS]  = {"versions", 0, "NAME,...",
                   "Beside the mix: instrumental, a-cappella, tv, clean; as MIX_NAME.wav."},
    [EXPLAIN]   = {"explain", 0, NULL,
                   "Say what was found and decided, and why; without -o nothing is rendered."},
    {NULL, 0, NULL, NULL},
};

// What would fail at the end fails at the beginning: opening an output checks its name, its folder
// and its format, and an abandoned one leaves nothing.
static lq_status may_mix(const lq_flow* const flow, const char* const path, const unsigned bits,
                         lq_error* const error)
{
  const lq_audio_out_spec spec = {
      .rate_hz = 44100, .n_channels = 2, .bits = bits, .force = flow->args->force};
  lq_audio_out* out = NULL;
  if (flow->args->dry_run) {
    return LQ_OK;
  }
  if (!strcmp(path, "-")) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                   "a mix is read back after it was written: name a file, not standard output.");
  }
  LQ_TRY(lq_flow_may_write(flow, path, error));
  LQ_TRY(lq_audio_out_open(&out, path, &spec, error));
  lq_audio_out_abandon(out);
  return LQ_OK;
}

static lq_status print_plan(const lq_session* const session)
{
  char* const text = lq_session_text(session);
  if (!text) {
    return LQ_ERR_MEMORY;
  }
  printf("%s", text);
  free(text);
  return LQ_OK;
}

// What the plan says, as text or into `json`.
static lq_status explain(lq_flow* const flow, const lq_session* const session, json_t* const json)
{
  lq_explanation e;
  LQ_TRY(lq_explanation_make(&e, flow->pool, session));
  if (json) {
    return json_object_set_new(json, "explanation", lq_explanation_json(&e)) ? LQ_ERR_MEMORY
                                                                             : LQ_OK;
  }
  char* const text = lq_explanation_text(&e);
  printf("%s", text ? text : "");
  free(text);
  return text ? LQ_OK : LQ_ERR_MEMORY;
}

static lq_status print_explanation(lq_flow* const flow, const lq_session* const session)
{
  json_t* const j = flow->args->json ? json_object() : NULL;
  LQ_TRY(explain(flow, session, j));
  if (j) {
    lq_print_json(json_object_get(j, "explanation"));
    json_decref(j);
  }
  return LQ_OK;
}

static lq_status print_mix(lq_flow* const flow, const char* const path,
                           const lq_session* const session)
{
  const bool                  why = lq_args_own(flow->args, EXPLAIN) != NULL;
  const lq_measurement* const m   = &flow->facts.mix.m;
  if (flow->args->json) {
    json_t* const j = lq_measurement_json(m, path, flow->facts.mix.bits);
    LQ_TRY(why ? explain(flow, session, j) : LQ_OK);
    if (flow->facts.versions) {
      json_object_set_new(j, "versions", lq_versions_json(flow->facts.versions));
    }
    if (flow->facts.stemset) {
      json_object_set_new(j, "stems", lq_stemset_json(flow->facts.stemset));
    }
    lq_print_json(j);
    json_decref(j);
  } else {
    printf("%s: %s LUFS, peak %s dBTP: %s for mastering\n", path,
           lq_figure(m->integrated_lufs, 1).text, lq_figure(m->true_peak_dbtp, 1).text,
           lq_findings_verdict(flow->facts.findings));
    lq_print_findings(flow->facts.findings);
    lq_print_versions(flow->facts.versions);
    lq_print_stems(flow->facts.stemset);
    if (why) {
      putchar('\n');
      return explain(flow, session, NULL);
    }
  }
  return LQ_OK;
}

// What the options ask for.
typedef struct {
  lq_mix_spec    mix;
  const char*    plan; // of the session
  bool           new_plan;
  lq_source_kind kind;
} job;

static lq_status plan_job(lq_flow* const flow, job* const j, lq_error* const error)
{
  const lq_args* const args = flow->args;
  LQ_TRY(lq_cli_bits(lq_args_own(args, BITS), &j->mix.bits, error));
  LQ_TRY(lq_flow_roles(flow, lq_args_own(args, ROLES), error));
  lq_brief_words words = {.file     = lq_args_own(args, BRIEF),
                          .genre    = lq_args_own(args, GENRE),
                          .strength = lq_args_own(args, STRENGTH),
                          .title    = lq_args_own(args, TITLE),
                          .tempo    = lq_args_own(args, TEMPO)};
  words.n_references   = lq_args_all(args, REFERENCE, words.references);
  LQ_TRY(lq_flow_brief(flow, &words, error));
  LQ_TRY(lq_flow_source(args->files[0], &j->kind, error));
  return j->kind == LQ_SOURCE_MIX
             ? lq_fail_file(error, LQ_ERR_USAGE, args->files[0],
                            "'%s' is one file; expected a folder of tracks or a session (.yaml).",
                            args->files[0])
             : LQ_OK;
}

static lq_status plan_files(const lq_flow* const flow, job* const j, lq_error* const error)
{
  const lq_args* const args   = flow->args;
  const char* const    folder = lq_path_folder(flow->pool, j->mix.path);
  j->plan                     = lq_args_own(args, SESSION);
  j->plan                     = j->plan ? j->plan
                                        : lq_pool_format(flow->pool, "%s/%s.session.yaml", folder,
                                                         lq_path_stem(flow->pool, j->mix.path));
  LQ_TRY(lq_flow_apart(args->files[0], folder, error));
  LQ_TRY(may_mix(flow, j->mix.path, j->mix.bits, error));
  LQ_TRY(lq_flow_stem_spec(flow, lq_args_own(args, STEMS), lq_args_own(args, STEMS_BY),
                           lq_args_own(args, STEMS_DRY) != NULL, j->mix.bits, &j->mix.stems,
                           error));
  LQ_TRY(lq_flow_version_spec(flow, j->mix.path, lq_args_own(args, VERSIONS), j->mix.bits,
                              &j->mix.versions, error));
  // What was decided or changed here stands beside the mix.
  j->new_plan = j->kind == LQ_SOURCE_FOLDER || args->n_sets;
  return j->new_plan ? lq_flow_may_write(flow, j->plan, error) : LQ_OK;
}

static lq_status render(lq_flow* const flow, const job* const j, lq_session* const session,
                        lq_error* const error)
{
  LQ_TRY(lq_flow_mix(flow, session, &j->mix, error));
  if (j->new_plan) { // a mix that fails leaves the earlier plan
    LQ_TRY(lq_session_rebase(session, lq_path_folder(flow->pool, j->plan)));
    LQ_TRY(lq_session_write(session, j->plan, flow->args->force, error));
  }
  LQ_TRY(lq_flow_check(flow, j->mix.path, j->mix.path, error));
  return print_mix(flow, j->mix.path, session);
}

static lq_status mix(lq_flow* const flow, lq_error* const error)
{
  const lq_args* const args    = flow->args;
  const bool           why     = lq_args_own(args, EXPLAIN) != NULL;
  lq_session*          session = NULL;
  job                  j       = {.mix = {.path = lq_args_own(args, OUTPUT), .bits = 24}};
  const bool           more    = lq_args_own(args, STEMS) || lq_args_own(args, VERSIONS);
  if (!j.mix.path && (!why || more)) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0}, "-o MIX.wav is missing. usage: lacquer mix %s",
                   args->command->usage);
  }
  LQ_TRY(plan_job(flow, &j, error));
  LQ_TRY(j.mix.path ? plan_files(flow, &j, error) : LQ_OK);
  LQ_TRY(lq_flow_session(flow, args->files[0], j.kind,
                         j.mix.path ? lq_path_folder(flow->pool, j.plan) : ".", &session, error));
  const lq_status st = why && (!j.mix.path || args->dry_run) ? print_explanation(flow, session)
                       : args->dry_run                       ? print_plan(session)
                                                             : render(flow, &j, session, error);
  lq_session_free(session);
  return st;
}

static int run(const lq_args* const args)
{
  return lq_flow_run(args, mix);
}

const lq_command lq_cmd_mix = {.name       = "mix",
                               .usage      = "SOURCE -o MIX.wav",
                               .options    = options,
                               .takes_sets = true,
                               .run        = run,
                               .min_files  = 1,
                               .max_files  = 1,
                               .summary    = "A folder of tracks, or a session, to a stereo mix.",
                               .example    = "lacquer mix 'My Song/' -o mix.wav"};
