// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/flow.h"

#include "assist/master.h"
#include "assist/mix.h"
#include "assist/stem_mix.h"
#include "audio/in.h"
#include "base/output.h"
#include "base/path.h"
#include "base/reason.h"
#include "check/check.h"
#include "cli/options.h"
#include "cli/term.h"
#include "deliver/deliver.h"
#include "deliver/steps.h"
#include "measure/feature_file.h"
#include "measure/file.h"
#include "report/json.h"
#include "session/plan.h"
#include "session/set.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// For work that shows no bar of its own, or runs on several threads: only Ctrl-C is heard.
static bool heed_interrupt(void* const user, const double done)
{
  (void)user;
  (void)done;
  return lq_interrupted();
}

static lq_status start(lq_flow* const flow, const lq_args* const args, lq_error* const error)
{
  *flow = (lq_flow){.args = args, .brief = LQ_BRIEF, .amounts = LQ_AMOUNTS};
  LQ_TRY(lq_pool_new(&flow->pool));
  flow->facts.pool = flow->pool;
  LQ_TRY(lq_cli_render_options(args, &flow->options, error));
  flow->options.progress = heed_interrupt;
  return lq_cli_targets(args, flow->pool, &flow->targets, error);
}

static int gate(const lq_flow* const flow)
{
  for (size_t i = 0; i < flow->facts.n_deliveries; ++i) {
    if (flow->facts.deliveries[i].verdict == LQ_VERDICT_FAIL) {
      return LQ_EXIT_GATE;
    }
  }
  return lq_findings_ready(flow->facts.findings) ? LQ_EXIT_DONE : LQ_EXIT_GATE;
}

// Errors name files where they were to come to lie, not where they were being written.
static void name_final(const lq_flow* const flow, char* const text)
{
  const char* const work = flow->folder ? lq_folder_path(flow->folder) : "";
  const char* const end  = strrchr(work, '/');
  char* const       at   = end ? strstr(text, work) : NULL;
  if (at) {
    const char* const rest = at + strlen(work);
    memmove(at + (end - work), rest, strlen(rest) + 1);
  }
}

int lq_flow_run(const lq_args* const args, lq_status (*const work)(lq_flow*, lq_error*))
{
  lq_flow   flow;
  lq_error  error = {.status = LQ_ERR_MEMORY, .text = "there is not enough memory."};
  lq_status st    = start(&flow, args, &error);
  st              = st ? st : work(&flow, &error);
  name_final(&flow, error.text);
  name_final(&flow, error.file);
  const int code = st ? lq_report_error(&error) : gate(&flow);
  lq_folder_abandon(flow.folder);
  if (st && flow.made_folder) {
    (void)rmdir(flow.made_folder); // stays if there is anything in it
  }
  lq_features_free(&flow.features);
  lq_band_steps_free(flow.bands);
  lq_session_free(flow.session);
  lq_pool_free(flow.pool);
  return code;
}

lq_status lq_flow_source(const char* const path, lq_source_kind* const kind, lq_error* const error)
{
  struct stat s;
  if (stat(path, &s)) {
    return lq_fail_file(error, LQ_ERR_NOT_FOUND, path,
                        "there is no file or folder '%s'. Expected a folder of tracks, a session "
                        "(.yaml) or a mix.",
                        path);
  }
  const char* const dot = strrchr(path, '.');
  *kind                 = S_ISDIR(s.st_mode) ? LQ_SOURCE_FOLDER
                          : dot && (!strcmp(dot, ".yaml") || !strcmp(dot, ".yml")) ? LQ_SOURCE_SESSION
                                                                                   : LQ_SOURCE_MIX;
  return LQ_OK;
}

lq_status lq_flow_may_write(const lq_flow* const flow, const char* const path,
                            lq_error* const error)
{
  struct stat s;
  if (flow->args->dry_run || stat(path, &s)) {
    return LQ_OK;
  }
  if (!S_ISREG(s.st_mode)) {
    return lq_fail_file(error, LQ_ERR_WRITE, path,
                        "'%s' is %s; expected a free name or a plain file to write, because it is "
                        "read back afterwards.",
                        path, S_ISDIR(s.st_mode) ? "a folder" : "a device or a pipe");
  }
  if (!flow->args->force) {
    return lq_fail_file(error, LQ_ERR_EXISTS, path, "'%s' is already there; --force overwrites it.",
                        path);
  }
  return access(path, W_OK) ? lq_fail_file(error, LQ_ERR_WRITE, path,
                                           "'%s' cannot be replaced: %s.", path, lq_reason(errno))
                            : LQ_OK;
}

// What the person set by hand comes last, over what the assistant or the file says.
static lq_status apply_sets(const lq_flow* const flow, lq_session** const session,
                            lq_error* const error)
{
  for (size_t i = 0; i < flow->args->n_sets; ++i) {
    const lq_status st = lq_session_set(*session, flow->args->sets[i], error);
    if (st) {
      lq_session_free(*session);
      *session = NULL;
      return st;
    }
  }
  return LQ_OK;
}

lq_status lq_flow_apart(const char* const tracks, const char* const folder, lq_error* const error)
{
  struct stat a, b;
  if (!stat(tracks, &a) && !stat(folder, &b) && a.st_dev == b.st_dev && a.st_ino == b.st_ino) {
    return lq_fail_file(error, LQ_ERR_USAGE, folder,
                        "'%s' is the folder of the tracks, where the mix would be taken for one of "
                        "them the next time; name another folder to write to.",
                        folder);
  }
  return LQ_OK;
}

lq_status lq_flow_may_deliver(const lq_flow* const flow, const char* const folder,
                              const lq_master* const master, lq_error* const error)
{
  const char* const report = lq_path_join(flow->pool, folder, "report.json");
  LQ_TRY(report ? lq_flow_may_write(flow, report, error) : LQ_ERR_MEMORY);
  LQ_TRY(flow->steps ? lq_steps_may(flow->steps, flow->args->force, error) : LQ_OK);
  for (size_t i = 0; i < master->n_deliveries; ++i) {
    const lq_delivery* const d = &master->deliveries[i];
    if (d->bits == 32 && !strcmp(d->format, "flac")) {
      return lq_fail(error, LQ_ERR_BAD_VALUE, d->at,
                     "the delivery for %s is to be 32-bit float in FLAC, which holds none; "
                     "expected bits: 16 or 24, or format: wav.",
                     d->target);
    }
    if (!lq_target_find(&flow->targets, d->target)) {
      return lq_fail(error, LQ_ERR_UNKNOWN, d->at,
                     "there is no destination '%s'. 'lacquer targets' lists them.", d->target);
    }
    const char* const path = lq_delivery_path(flow->pool, master, d, folder);
    LQ_TRY(path ? lq_flow_may_write(flow, path, error) : LQ_ERR_MEMORY);
  }
  return LQ_OK;
}

lq_status lq_flow_may_master(const lq_flow* const flow, const char* const folder,
                             const char* const title, const lq_target* const* const targets,
                             const size_t n_targets, lq_error* const error)
{
  const char* const  plan = lq_path_join(flow->pool, folder, "master.yaml");
  lq_delivery* const d    = LQ_POOL_TAKE(flow->pool, lq_delivery, n_targets);
  LQ_TRY(plan && d ? lq_flow_may_write(flow, plan, error) : LQ_ERR_MEMORY);
  for (size_t i = 0; i < n_targets; ++i) {
    d[i] = (lq_delivery){.target = targets[i]->id, .format = targets[i]->format};
  }
  const lq_master m = {.title = title, .deliveries = d, .n_deliveries = n_targets};
  return lq_flow_may_deliver(flow, folder, &m, error);
}

lq_status lq_flow_folder(lq_flow* const flow, const char* const folder, const char** const work,
                         lq_error* const error)
{
  if (!flow->folder) {
    const bool there = lq_path_is_folder(folder);
    LQ_TRY(lq_make_folder(folder, error));
    flow->made_folder = there ? flow->made_folder : folder;
    LQ_TRY(lq_folder_join(&flow->folder, folder, flow->args->force, error));
  }
  *work = lq_folder_path(flow->folder);
  return LQ_OK;
}

lq_status lq_flow_brief(lq_flow* const flow, const lq_brief_words* const words,
                        lq_error* const error)
{
  lq_genres genres;
  double    tempo_bpm = 0;
  flow->brief         = LQ_BRIEF;
  LQ_TRY(lq_genres_load(&genres, flow->pool, error));
  if (words->file) {
    LQ_TRY(lq_brief_read(&flow->brief, flow->pool, &genres, words->file, error));
  }
  LQ_TRY(lq_brief_genre(&flow->brief, &genres, words->genre, error));
  LQ_TRY(lq_brief_strength(&flow->brief, words->strength, error));
  for (size_t i = 0; i < words->n_references; ++i) {
    LQ_TRY(lq_brief_reference(&flow->brief, flow->pool, words->references[i], error));
  }
  for (size_t i = 0; i < words->n_amounts; ++i) {
    LQ_TRY(lq_amounts_read(&flow->amounts, words->amounts[i], error));
  }
  LQ_TRY(lq_cli_tempo(words->tempo, &tempo_bpm, error));
  flow->brief.tempo_bpm = words->tempo ? (float)tempo_bpm : flow->brief.tempo_bpm;
  flow->brief.title     = words->title ? words->title : flow->brief.title;
  return LQ_OK;
}

lq_status lq_flow_roles(lq_flow* const flow, const char* const text, lq_error* const error)
{
  lq_roles roles;
  if (!text) {
    return LQ_OK;
  }
  LQ_TRY(lq_roles_load(&roles, flow->pool, error));
  return lq_role_choices_read(&flow->roles, flow->pool, &roles, text, error);
}

lq_status lq_flow_session(lq_flow* const flow, const char* const source, const lq_source_kind kind,
                          const char* const plan_folder, lq_session** const session,
                          lq_error* const error)
{
  if (kind == LQ_SOURCE_SESSION) {
    LQ_TRY(lq_session_read(session, source, error));
    const lq_status given = lq_role_choices_give(&flow->roles, *session, error);
    if (given) {
      lq_session_free(*session);
      *session = NULL;
      return given;
    }
    return apply_sets(flow, session, error);
  }
  const lq_mix_job job = {
      .folder = source, .plan_folder = plan_folder, .roles = flow->roles, .brief = flow->brief};
  lq_progress             p  = lq_progress_start(flow->args, "listening to the tracks");
  const lq_render_options o  = lq_cli_shown(flow->options, &p);
  const lq_status         st = lq_assist_mix(session, &job, &o, error);
  lq_progress_end(&p, st);
  LQ_TRY(st);
  return apply_sets(flow, session, error);
}

lq_status lq_flow_stem_mix(lq_flow* const flow, const char* const stems, const char* const mix,
                           const char* const plan_folder, lq_session** const session,
                           lq_error* const error)
{
  const lq_stem_job       job = {.as  = {.folder      = stems,
                                         .plan_folder = plan_folder,
                                         .roles       = flow->roles,
                                         .brief       = flow->brief},
                                 .mix = mix};
  lq_progress             p   = lq_progress_start(flow->args, "listening to the stems");
  const lq_render_options o   = lq_cli_shown(flow->options, &p);
  const lq_status         st  = lq_assist_stem_mix(session, &job, &o, error);
  lq_progress_end(&p, st);
  return st;
}

lq_status lq_flow_stems(lq_flow* const flow, const char* const session_path, lq_error* const error)
{
  lq_stems* const stems = LQ_POOL_TAKE(flow->pool, lq_stems, 1);
  if (!stems) {
    return LQ_ERR_MEMORY;
  }
  LQ_TRY(lq_session_read(&flow->session, session_path, error));
  LQ_TRY(lq_stems_render(stems, flow->pool, flow->session, &flow->options, error));
  flow->stems = stems;
  return LQ_OK;
}

lq_status lq_flow_check(lq_flow* const flow, const char* const path, const char* const shown,
                        lq_error* const error)
{
  lq_audio_info  info;
  lq_measurement m;
  LQ_TRY(lq_measure_file(path, &m, &info, error));
  LQ_TRY(lq_feature_file(path, &flow->features, NULL, heed_interrupt, NULL, error));
  flow->facts.mix =
      (lq_measured_file){.file = lq_pool_copy(flow->pool, shown), .bits = info.bits, .m = m};
  if (!flow->facts.mix.file) {
    return LQ_ERR_MEMORY;
  }
  return lq_check_mix(&flow->facts.findings, flow->pool, path, &flow->facts.mix, &flow->features,
                      flow->stems, &flow->bands, heed_interrupt, NULL, error);
}

lq_status lq_flow_report(lq_flow* const flow, lq_error* const error)
{
  lq_folder* const  folder = flow->folder;
  const char* const path   = lq_path_join(flow->pool, lq_folder_path(folder), "report.json");
  LQ_TRY(path ? lq_report_write(&flow->facts, path, flow->args->force, error) : LQ_ERR_MEMORY);
  flow->folder = NULL;
  return lq_folder_commit(folder, error);
}
