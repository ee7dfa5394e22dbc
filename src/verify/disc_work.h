// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Discs among the files: what a DDP set, a CUE sheet and a TOC file say, against each other and
/// against the tracks that lie beside them.
#ifndef LQ_VERIFY_DISC_WORK_H
#define LQ_VERIFY_DISC_WORK_H

#include "disc/ddp.h"
#include "verify/work.h"

/// The tracks of a CD as files: those of one folder, in their order.
typedef struct {
  const lq_entry** files; ///< [n] the hidden one first
  size_t           n;
  bool             hidden; ///< the first has number 0
} lq_cd_tracks;

/// A disc that was read, and where it says so.
typedef struct {
  const lq_disc*  disc;
  const lq_entry* entry; ///< DDPID, or the CUE sheet
  const char*     image; ///< path of the image, or NULL
} lq_known_disc;

/// The numbered tracks of the CD in the folder of an entry, or in one beside it that is named "cd".
LQ_NODISCARD lq_status lq_cd_tracks_find(lq_cd_tracks* tracks, const lq_work* work,
                                         const lq_entry* beside);

/// Do marks and codes agree with the files' lengths and tags?
void lq_cd_tracks_compare(lq_work* work, const lq_cd_tracks* tracks, const lq_known_disc* known);

/// Is the image of the set the tracks joined, sample for sample?
LQ_NODISCARD lq_status lq_cd_image_compare(lq_work* work, const lq_cd_tracks* tracks,
                                           const lq_known_disc* known);

/// Do two discs say the same?
void lq_disc_compare(lq_work* work, const lq_known_disc* known, const lq_known_disc* with);

/// A CUE sheet as a disc. @param known  `disc` NULL when it is at fault, which is said
LQ_NODISCARD lq_status lq_cue_judge(lq_work* work, const lq_entry* cue, lq_known_disc* known);

/// A TOC file. @param with  what it is compared with; `disc` NULL: nothing
LQ_NODISCARD lq_status lq_toc_judge(lq_work* work, const lq_entry* toc, const lq_known_disc* with);

#endif
