// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Folders of files, and of folders, that appear under their final name only when all of it is
/// complete.
///
/// What is being written lies in a hidden folder beside the final name, or inside a folder that
/// stays (base/hidden.h): a kill leaves that one behind and nothing else, and the next output to
/// the same place removes it.
#ifndef LQ_BASE_FOLDER_H
#define LQ_BASE_FOLDER_H

#include "lacquer/status.h"

#include <stdbool.h>

typedef struct lq_folder lq_folder;

/// What of an older folder may go with it. A folder in it goes when all it holds may.
typedef struct {
  bool (*is)(void* user, const char* path); ///< a plain file: "a.wav", "cd/01.wav"
  void* user;
} lq_ours;

/// Would it be refused for what stands under its name?
LQ_NODISCARD lq_status lq_folder_may(const char* path, bool force, lq_ours ours, lq_error* error);

/// Begin: a hidden folder beside `path`, whose parents are made when they are not there.
/// @param force  a folder of that name may be replaced, if all it holds is `ours`; otherwise it is
///               LQ_ERR_EXISTS, now and again at commit
LQ_NODISCARD lq_status lq_folder_open(lq_folder** folder, const char* path, bool force,
                                      lq_ours ours, lq_error* error);

/// Begin in a folder that may hold other things, which stay: what is written comes to lie beside
/// them, or by force in the place of files of the same names, all of it at the end.
/// The folder must be there.
LQ_NODISCARD lq_status lq_folder_join(lq_folder** folder, const char* path, bool force,
                                      lq_error* error);

/// Where to write files and folders, by any means, and rename them.
const char* lq_folder_path(const lq_folder* folder);

/// Give it its name in one step; an older one goes. One that joins is moved file by file, once all
/// of them are known to have their places. Frees `folder` whatever happens.
LQ_NODISCARD lq_status lq_folder_commit(lq_folder* folder, lq_error* error);

/// Remove it with what it holds. NULL is fine.
void lq_folder_abandon(lq_folder* folder);

#endif
