// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Assessing: what a pile of sound files is, what work it needs, what is odd in it, and what to
/// type next. Every judgement comes with the figure it stands on.
#ifndef LQ_ASSESS_ASSESS_H
#define LQ_ASSESS_ASSESS_H

#include "measure/bleed.h"
#include "measure/mic_time.h"
#include "measure/signature.h"
#include "model/facts.h"
#include "session/sounds.h"

#include "lacquer/render.h"

typedef enum {
  LQ_FILE_TRACK,
  LQ_FILE_STEM,   ///< several sources in one file, one of the parts of a mix
  LQ_FILE_BUS,    ///< the sum of other files that are also here
  LQ_FILE_MIX,    ///< everything in one file, not yet mastered
  LQ_FILE_MASTER, ///< everything in one file, loud and limited
  LQ_FILE_CLICK,
  LQ_FILE_COPY, ///< the same as another file
  LQ_FILE_SILENT,
  LQ_FILE_UNREADABLE,
  LQ_FILE_KIND_N
} lq_file_kind;

typedef struct {
  const char*    path;
  const char*    file; ///< as a person finds it
  const char*    name; ///< without folder, ending and number in front
  lq_status      status;
  lq_error*      error;
  lq_signature   sig;
  lq_file_kind   kind;
  const lq_role* role; ///< NULL for what is no track
  const char*    role_why;
  double         role_confidence; ///< 0 to 1
  bool           role_named;      ///< by its name, not by its sound
  bool           full_range;      ///< every octave from 63 to 4000 Hz is filled
  bool           same_song;       ///< a mix of the tracks here, or a version of another mix
  double         sum_error_db;    ///< what remains of it when the others are taken away; 0: unknown
  double         offset_sec;      ///< how much later than the tracks it starts
} lq_assessed;

typedef struct {
  const char*   id;
  lq_severity   severity;
  const size_t* files; ///< [n_files]
  size_t        n_files;
  double        value; ///< NAN where there is none
  const char*   unit;
  const char*   message;
  const char*   advice;
} lq_set_finding;

/// One microphone against another on the same source.
typedef struct {
  size_t      from, to;
  lq_mic_time time;
  double      flip_db; ///< what the sum gains in 60 to 400 Hz when one is turned upside down
} lq_mic_pair;

/// One rule for stems.
typedef struct {
  const char* id;
  bool        kept;
  bool        known; ///< false: there is nothing here to judge it by
  double      value;
  const char* unit;
  const char* message;
} lq_stem_rule;

typedef struct {
  lq_pool*        pool;
  lq_roles        roles;
  lq_sounds       sounds;
  lq_assessed*    files; ///< [n_files]
  size_t          n_files;
  const char*     kind;
  const char*     what;  ///< the kind as a person says it
  const char*     needs; ///< "mixing-and-mastering", "mastering", "stem-mastering", "nothing"
  const char*     next_command;
  const char**    reasons; ///< [n_reasons]
  size_t          n_reasons;
  lq_set_finding* findings; ///< [n_findings]
  size_t          n_findings;
  lq_mic_pair*    pairs; ///< [n_pairs]
  size_t          n_pairs;
  lq_bleed*       bleeds; ///< [n_bleeds] between files
  size_t          n_bleeds;
  lq_stem_rule*   rules; ///< [n_rules]
  size_t          n_rules;
} lq_assessment;

/// @param paths  files and folders; folders are opened, two floors deep
/// @param stems  check the rules for sending stems
/// @return LQ_ERR_NOT_FOUND or LQ_ERR_FORMAT when there is nothing that can be read
LQ_NODISCARD lq_status lq_assess(lq_assessment* assessment, const char* const* paths,
                                 size_t n_paths, bool stems, const lq_render_options* options,
                                 lq_error* error);

void lq_assessment_free(lq_assessment* assessment); ///< zeros are fine

const char* lq_file_kind_name(lq_file_kind kind);

#endif
