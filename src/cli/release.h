// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// An album on its way from a plan to a whole folder: the stages of `lacquer album`, in the order
/// in which they run. What they share is here; each leaves what it made in the package and its
/// facts.
#ifndef LQ_CLI_RELEASE_H
#define LQ_CLI_RELEASE_H

#include "assist/album.h"
#include "assist/pressing.h"
#include "cli/args.h"
#include "cli/term.h"
#include "deliver/package.h"
#include "deliver/track_sheet.h"
#include "disc/latin1.h"
#include "session/brief.h"

#include <jansson.h>

typedef struct {
  const lq_args*    args;
  lq_pool*          pool;
  lq_targets        targets; ///< all there are
  lq_render_options options; ///< without progress
  const char*       dir;     ///< where the package goes
  bool              exact, anyway, no_proof;

  lq_album*         album;
  const lq_target** chosen; ///< [n_chosen] without vinyl
  size_t            n_chosen;
  const lq_target*  cd;    ///< one of them, or NULL
  bool              vinyl; ///< is one of the destinations
  lq_layout         layout;
  lq_disc           disc; ///< when there is a cd
  lq_brief          brief;

  lq_package*      package; ///< hidden yet
  const char*      work;    ///< where it lies
  lq_album_brief   wanted;
  lq_album_sound*  sound;
  lq_album_print** prints; ///< [n_chosen]
  const char**     names;  ///< [n_songs] "01_Night-Drive", of every folder
  lq_sheet_file*   files;  ///< [n_files] what the track sheet lists
  size_t           n_files;
  lq_vinyl         records;  ///< of data/vinyl.yaml
  lq_pressing      pressing; ///< of a record; no sides without vinyl
} lq_release;

/// Read the plan; know its destinations, where everything will lie, and that a disc may be pressed.
LQ_NODISCARD lq_status lq_release_plan(lq_release* r, const char* path, lq_error* error);

/// Hear the songs, decide, master them for every destination. @param ready  out: false: a mix is
/// not
LQ_NODISCARD lq_status lq_release_sound(lq_release* r, bool* ready, lq_error* error);

/// One folder a destination, and listeners' files.
LQ_NODISCARD lq_status lq_release_files(lq_release* r, lq_error* error);

/// CUE, TOC and PQ sheets beside the tracks of a CD, and a DDP set.
LQ_NODISCARD lq_status lq_release_disc(lq_release* r, lq_error* error);

/// Sides of records.
LQ_NODISCARD lq_status lq_release_vinyl(lq_release* r, lq_error* error);

/// Instrumental, clean, a cappella and TV versions, through what their songs went through.
LQ_NODISCARD lq_status lq_release_versions(lq_release* r, lq_error* error);

/// The plan as it was rendered, track sheet, report, manifests; then the package has its name.
LQ_NODISCARD lq_status lq_release_close(lq_release* r, lq_error* error);

/// What is done about texts that Latin-1 lacks.
lq_latin1_way lq_release_way(const lq_album* album);

/// report.json: what is known of the album and of its record. A new reference.
json_t* lq_release_json(const lq_release* r);

/// A line of the track sheet.
LQ_NODISCARD lq_status lq_release_list(lq_release* r, const lq_sheet_file* file);

#endif
