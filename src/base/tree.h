// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What lies in a folder and in the folders in it.
#ifndef LQ_BASE_TREE_H
#define LQ_BASE_TREE_H

#include "base/pool.h"

#include "lacquer/status.h"

typedef enum { LQ_TREE_FILE, LQ_TREE_FOLDER, LQ_TREE_OTHER } lq_tree_kind; ///< other: a link ...

typedef struct {
  const char*  path; ///< from the folder: "cd/01.wav"
  lq_tree_kind kind;
  bool         is_empty; ///< of a folder
} lq_tree_entry;

typedef struct {
  const lq_tree_entry* entries; ///< [n] by their bytes, a folder before what lies in it
  size_t               n;
} lq_tree;

/// Links are told and not followed.
/// @return LQ_ERR_READ, LQ_ERR_LIMIT (more than 64 folders in each other), LQ_ERR_MEMORY
LQ_NODISCARD lq_status lq_tree_list(lq_tree* tree, lq_pool* pool, const char* folder,
                                    lq_error* error);

/// Remove the folder and all it holds, as far as that goes.
void lq_tree_remove(const char* folder);

#endif
