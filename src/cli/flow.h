// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The stages of the road, as commands share them: tracks to session, session to mix, check,
/// master plan, deliveries, report. Each shows its progress and leaves its facts.
#ifndef LQ_CLI_FLOW_H
#define LQ_CLI_FLOW_H

#include "base/folder.h"
#include "check/stems.h"
#include "cli/args.h"
#include "cli/term.h"
#include "deliver/stemset.h"
#include "deliver/version_set.h"
#include "lacquer/render.h"
#include "measure/band_steps.h"
#include "measure/features.h"
#include "model/facts.h"
#include "session/amounts.h"
#include "session/brief.h"
#include "session/role_choice.h"

typedef struct {
  const lq_args*    args;
  lq_pool*          pool;
  lq_targets        targets;  ///< all there are
  lq_render_options options;  ///< without progress
  lq_features       features; ///< of the mix, once it was checked
  lq_band_steps*    bands;    ///< of it, too
  lq_session*       session;  ///< that the stems come from
  const lq_stems*   stems;    ///< of the session that made the mix, for the check; NULL without
  lq_facts          facts;
  bool              no_proof;    ///< leave codecs out
  const char*       steps;       ///< folder for what each decision did, or NULL
  const char*       made_folder; ///< or NULL
  lq_folder*        folder;      ///< what goes to -o DIR when all of it is complete, or NULL
  lq_role_choices   roles;       ///< that the person gave to tracks
  lq_brief          brief;       ///< what the person says beforehand
  lq_amounts        amounts;     ///< how far the master is to go
} lq_flow;

/// Start, do the command's work, tell what went wrong, end.
/// @return the exit code: the error's, or 5 when a gate failed: the mix is not ready, or a delivery
///         is not what was promised
int lq_flow_run(const lq_args* args, lq_status (*work)(lq_flow* flow, lq_error* error));

/// What a source is.
typedef enum { LQ_SOURCE_FOLDER, LQ_SOURCE_SESSION, LQ_SOURCE_MIX } lq_source_kind;
LQ_NODISCARD lq_status lq_flow_source(const char* path, lq_source_kind* kind, lq_error* error);

/// Refuse early what could not be written at the end.
LQ_NODISCARD lq_status lq_flow_may_write(const lq_flow* flow, const char* path, lq_error* error);

/// Refuse to write a mix among the tracks, where it would be taken for one of them the next time.
LQ_NODISCARD lq_status lq_flow_apart(const char* tracks, const char* folder, lq_error* error);

/// Refuse early what a master in `folder` would overwrite: report and deliveries of a plan that is
/// there, or also the plan that is to be made for `targets`.
LQ_NODISCARD lq_status lq_flow_may_deliver(const lq_flow* flow, const char* folder,
                                           const lq_master* master, lq_error* error);
LQ_NODISCARD lq_status lq_flow_may_master(const lq_flow* flow, const char* folder,
                                          const char* title, const lq_target* const* targets,
                                          size_t n_targets, lq_error* error);

/// Make the folder to write to; it goes again if the command fails and left nothing in it. All is
/// written into a hidden folder in it, and moved to its place with the report.
/// @param work  that hidden folder
LQ_NODISCARD lq_status lq_flow_folder(lq_flow* flow, const char* folder, const char** work,
                                      lq_error* error);

/// --brief, and what the command line says over it: --genre, --strength, --title and --tempo. Each
/// may be NULL. --reference and --amount may be repeated.
typedef struct {
  const char *file, *genre, *strength, *title, *tempo;
  const char* references[LQ_MAX_SETS];
  size_t      n_references;
  const char* amounts[LQ_MAX_SETS];
  size_t      n_amounts;
} lq_brief_words;
LQ_NODISCARD lq_status lq_flow_brief(lq_flow* flow, const lq_brief_words* words, lq_error* error);

/// Roles that the person gave, for the next lq_flow_session(); NULL: none.
LQ_NODISCARD lq_status lq_flow_roles(lq_flow* flow, const char* text, lq_error* error);

/// A folder of tracks, or a session file, as a session.
LQ_NODISCARD lq_status lq_flow_session(lq_flow* flow, const char* source, lq_source_kind kind,
                                       const char* plan_folder, lq_session** session,
                                       lq_error* error);

/// A folder of stems as a session. @param mix  that they should add up to, or NULL
LQ_NODISCARD lq_status lq_flow_stem_mix(lq_flow* flow, const char* stems, const char* mix,
                                        const char* plan_folder, lq_session** session,
                                        lq_error* error);

/// What --stems DIR, --stems-by and --stems-dry ask for, and whether it can be had.
/// @param spec  folder NULL: no stems
LQ_NODISCARD lq_status lq_flow_stem_spec(const lq_flow* flow, const char* folder, const char* by,
                                         bool dry, unsigned bits, lq_stemset_spec* spec,
                                         lq_error* error);

/// What --versions asks for, and whether their names are free.
/// @param mix  path of the mix; @param text  NULL: none
LQ_NODISCARD lq_status lq_flow_version_spec(const lq_flow* flow, const char* mix, const char* text,
                                            unsigned bits, lq_version_spec* spec, lq_error* error);

/// A mix to write, and what with it.
typedef struct {
  const char*     path;
  unsigned        bits;     ///< dithered where it is not float
  lq_stemset_spec stems;    ///< folder NULL: none
  lq_version_spec versions; ///< versions 0: none
} lq_mix_spec;

/// Render a session to a stereo file, its versions and its stems.
LQ_NODISCARD lq_status lq_flow_mix(lq_flow* flow, const lq_session* session,
                                   const lq_mix_spec* spec, lq_error* error);

/// What each track of a session gives, for the next lq_flow_check().
LQ_NODISCARD lq_status lq_flow_stems(lq_flow* flow, const char* session_path, lq_error* error);

/// Read a mix back: measurement, features, findings.
/// @param shown  how reports call the file
LQ_NODISCARD lq_status lq_flow_check(lq_flow* flow, const char* path, const char* shown,
                                     lq_error* error);

/// Master plan for the checked mix, written to FOLDER/master.yaml; deliveries; verdicts.
/// @param folder       where all of it is written, for now
/// @param plan_folder  what the plan names the mix from, by the time both are in their places
LQ_NODISCARD lq_status lq_flow_master(lq_flow* flow, const char* mix_path, const char* folder,
                                      const char* plan_folder, const char* title,
                                      const lq_target* const* targets, size_t n_targets, bool exact,
                                      lq_error* error);

/// Deliver a plan that is already there.
LQ_NODISCARD lq_status lq_flow_deliver(lq_flow* flow, const lq_master* master, const char* folder,
                                       lq_error* error);

/// DIR/report.json, and with it everything that was written for DIR comes to its place.
LQ_NODISCARD lq_status lq_flow_report(lq_flow* flow, lq_error* error);

#endif
