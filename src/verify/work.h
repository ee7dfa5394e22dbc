// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What the steps of verification share, and the steps that look across files.
#ifndef LQ_VERIFY_WORK_H
#define LQ_VERIFY_WORK_H

#include "verify/verify.h"
#include "verify/walk.h"

#include <stdatomic.h>

/// A file that is not there.
typedef struct {
  const char* path; ///< from where one stands
  const char* name; ///< as shown
  const char* who;  ///< names it
  const char* title;
} lq_gone;

enum { LQ_RELEASE_FOLDERS = 64, LQ_RELEASES_MOST = 256 };

/// Folders that lie side by side and are named after destinations or formats: they hold the same
/// songs. A song is known by the title in its file's name. Sides of records are others.
typedef struct {
  const lq_verified_group* of[LQ_RELEASE_FOLDERS];
  size_t                   n;
} lq_release;

typedef struct {
  lq_pool*                 pool;
  const lq_verify_options* options;
  lq_walk                  walk;
  lq_remarks               remarks;
  lq_verified_group*       groups; ///< [n_groups]
  size_t                   n_groups;
  lq_release*              releases; ///< [n_releases]
  size_t                   n_releases;
  double                   n_total; ///< bytes to be read, for progress
  _Atomic uint64_t         n_done;
  size_t                   n_listed; ///< files whose checksums were looked at
  lq_gone*                 gone;     ///< [n_gone] what a list, a sheet or a report names in vain
  size_t                   n_gone, gone_room;
} lq_work;

/// Told of what was read; true: stop.
bool lq_work_step(lq_work* work, uint64_t n_bytes);

/// A file that is named somewhere and is not there.
/// @param path  from where one stands
/// @param name  as shown
/// @param who   "MD5SUMS"
LQ_NODISCARD lq_status lq_work_gone(lq_work* work, const char* path, const char* name,
                                    const char* who);

/// One remark for each, with all that name it; none may be added after.
LQ_NODISCARD lq_status lq_work_tell_gone(lq_work* work);

/// Is a song gone from that folder? After lq_work_tell_gone().
bool lq_work_is_gone(const lq_work* work, const char* folder, const char* title);

/// Lists of checksums: what they name is asked for (lists_find), and compared once it was read.
typedef struct lq_lists lq_lists;
LQ_NODISCARD lq_status  lq_lists_find(lq_lists** lists, lq_work* work, lq_error* error);
LQ_NODISCARD lq_status  lq_lists_judge(const lq_lists* lists, lq_work* work);

/// Reports: what they state comes to stand in the entries.
LQ_NODISCARD lq_status lq_reports_read(lq_work* work);

/// All sounds heard, all files that lists name read; on all threads.
LQ_NODISCARD lq_status lq_work_hear(lq_work* work, lq_error* error);

/// What the codecs of their places make of them.
LQ_NODISCARD lq_status lq_work_prove(lq_work* work, lq_error* error);

/// The loudness of each folder's songs against its place.
LQ_NODISCARD lq_status lq_levels_judge(lq_work* work);

LQ_NODISCARD lq_status lq_releases_find(lq_work* work);

/// The one that a folder is part of, or NULL.
const lq_release* lq_release_of(const lq_work* work, const lq_verified_group* group);

/// A song of a folder, or NULL.
const lq_entry* lq_release_song(const lq_work* work, const lq_verified_group* group,
                                const char* title);

/// The same songs everywhere, in one order, of one length.
LQ_NODISCARD lq_status lq_songs_judge(lq_work* work);

/// Tags of all sounds come to stand in the entries.
LQ_NODISCARD lq_status lq_tags_gather(lq_work* work);

/// The same tags everywhere.
LQ_NODISCARD lq_status lq_tags_judge(lq_work* work);

/// From each track to the next.
LQ_NODISCARD lq_status lq_joins_judge(lq_work* work, lq_error* error);

/// Track sheets: files that they name in vain, and what they say of the others.
LQ_NODISCARD lq_status lq_sheets_read(lq_work* work);
LQ_NODISCARD lq_status lq_sheets_judge(lq_work* work);

/// DDP sets, CUE sheets, TOC files.
LQ_NODISCARD lq_status lq_discs_judge(lq_work* work, lq_error* error);

/// Is it one of an album's tracks: numbered, with others like it in its folder?
bool lq_group_is_album(const lq_work* work, const lq_verified_group* group);

/// The group that an entry belongs to.
lq_verified_group* lq_work_group(const lq_work* work, const lq_entry* entry);

#endif
