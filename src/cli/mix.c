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
#include "session/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OUTPUT, SESSION, TITLE, TEMPO, BITS, ROLES, BRIEF, GENRE, STRENGTH, REFERENCE };

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
    [REFERENCE] = {"reference", 0, "FILE", "A record to go by."},
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

static lq_status print_mix(lq_flow* const flow, const char* const path)
{
  const lq_measurement* const m = &flow->facts.mix.m;
  if (flow->args->json) {
    json_t* const j = lq_measurement_json(m, path, flow->facts.mix.bits);
    lq_print_json(j);
    json_decref(j);
  } else {
    printf("%s: %s LUFS, peak %s dBTP: %s for mastering\n", path,
           lq_figure(m->integrated_lufs, 1).text, lq_figure(m->true_peak_dbtp, 1).text,
           lq_findings_verdict(flow->facts.findings));
    lq_print_findings(flow->facts.findings);
  }
  return LQ_OK;
}

static lq_status mix(lq_flow* const flow, lq_error* const error)
{
  const lq_args* const args = flow->args;
  const char* const    path = lq_args_own(args, OUTPUT);
  const char*          plan = lq_args_own(args, SESSION);
  lq_source_kind       kind;
  lq_session*          session = NULL;
  unsigned             bits    = 24;
  if (!path) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0}, "-o MIX.wav is missing. usage: lacquer mix %s",
                   args->command->usage);
  }
  LQ_TRY(lq_cli_bits(lq_args_own(args, BITS), &bits, error));
  LQ_TRY(lq_flow_roles(flow, lq_args_own(args, ROLES), error));
  LQ_TRY(lq_flow_brief(flow,
                       &(lq_brief_words){.file      = lq_args_own(args, BRIEF),
                                         .genre     = lq_args_own(args, GENRE),
                                         .strength  = lq_args_own(args, STRENGTH),
                                         .reference = lq_args_own(args, REFERENCE),
                                         .title     = lq_args_own(args, TITLE),
                                         .tempo     = lq_args_own(args, TEMPO)},
                       error));
  LQ_TRY(lq_flow_source(args->files[0], &kind, error));
  if (kind == LQ_SOURCE_MIX) {
    return lq_fail_file(error, LQ_ERR_USAGE, args->files[0],
                        "'%s' is one file; expected a folder of tracks or a session (.yaml).",
                        args->files[0]);
  }
  plan = plan ? plan
              : lq_pool_format(flow->pool, "%s/%s.session.yaml", lq_path_folder(flow->pool, path),
                               lq_path_stem(flow->pool, path));
  LQ_TRY(lq_flow_apart(args->files[0], lq_path_folder(flow->pool, path), error));
  LQ_TRY(may_mix(flow, path, bits, error));
  // What was decided or changed here stands beside the mix.
  const bool new_plan = kind == LQ_SOURCE_FOLDER || args->n_sets;
  LQ_TRY(new_plan ? lq_flow_may_write(flow, plan, error) : LQ_OK);
  LQ_TRY(lq_flow_session(flow, args->files[0], kind, lq_path_folder(flow->pool, plan), &session,
                         error));
  lq_status st = LQ_OK;
  if (args->dry_run) {
    st = print_plan(session);
  } else {
    st = lq_flow_mix(flow, session, path, bits, error);
    if (!st && new_plan) { // a mix that fails leaves the earlier plan
      st = lq_session_rebase(session, lq_path_folder(flow->pool, plan));
      st = st ? st : lq_session_write(session, plan, args->force, error);
    }
    st = st ? st : lq_flow_check(flow, path, path, error);
    st = st ? st : print_mix(flow, path);
  }
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
