// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One file among those that are verified, and what was learnt of it.
#ifndef LQ_VERIFY_ENTRY_H
#define LQ_VERIFY_ENTRY_H

#include "audio/tags.h"
#include "base/digest.h"
#include "model/target.h"
#include "verify/heard.h"
#include "verify/stated.h"

typedef enum {
  LQ_ENTRY_OTHER,
  LQ_ENTRY_EMPTY,
  LQ_ENTRY_SOUND,
  LQ_ENTRY_DDPID, ///< its folder is a DDP set
  LQ_ENTRY_CUE,
  LQ_ENTRY_TOC,
  LQ_ENTRY_MANIFEST, ///< checksums
  LQ_ENTRY_SHEET,    ///< tracks.csv
  LQ_ENTRY_REPORT,   ///< report.json
} lq_entry_kind;

typedef struct {
  const char*      path; ///< to open it
  const char*      name; ///< as a person finds it, from what was asked for
  size_t           root; ///< which of the paths asked for it lies in
  uint64_t         n_bytes;
  lq_entry_kind    kind;
  const lq_target* target; ///< NULL: its destination is not known

  // Of a sound.
  lq_heard         heard;
  const lq_tags*   tags;   ///< NULL: it has none that could be read
  const lq_stated* stated; ///< by a report, or NULL
  unsigned         number; ///< "03_Song.wav" is 3; 0: the name says none
  bool             numbered;
  const char*      title;   ///< of the name: "Song"
  bool             version; ///< lies in a folder of its own under the destination's

  bool       in_list;      ///< of checksums
  bool       wants_digest; ///< a list of checksums names it
  lq_digests digest;
} lq_entry;

/// One side of a record, "XY-1_A.wav": it has the level that its length allows, and gaps inside.
bool lq_entry_is_side(const lq_entry* entry);

#endif
