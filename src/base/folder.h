// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Folders of files that appear under their final name only when all of them are complete.
#ifndef LQ_BASE_FOLDER_H
#define LQ_BASE_FOLDER_H

#include "lacquer/status.h"

#include <stdbool.h>

typedef struct lq_folder lq_folder;

/// Would it be refused for what stands under its name?
LQ_NODISCARD lq_status lq_folder_may(const char* path, bool force, bool (*ours)(const char* name),
                                     lq_error* error);

/// Begin: a hidden folder beside `path`, whose parents are made when they are not there.
/// @param force  a folder of that name may be replaced, if all it holds is `ours`; otherwise it is
///               LQ_ERR_EXISTS, now and again at commit
/// @param ours   may a file of that name go with an older folder?
LQ_NODISCARD lq_status lq_folder_open(lq_folder** folder, const char* path, bool force,
                                      bool (*ours)(const char* name), lq_error* error);

/// Where to write the files, by any means, and rename them.
const char* lq_folder_path(const lq_folder* folder);

/// Give it its name in one step; an older one goes. Frees `folder` whatever happens.
LQ_NODISCARD lq_status lq_folder_commit(lq_folder* folder, lq_error* error);

/// Remove it with the files in it. NULL is fine.
void lq_folder_abandon(lq_folder* folder);

#endif
