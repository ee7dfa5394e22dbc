// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// All files under what was asked for, and what each is. Hidden ones are left out; a folder that
/// was seen already, by whatever link, is not entered again.
#ifndef LQ_VERIFY_WALK_H
#define LQ_VERIFY_WALK_H

#include "verify/entry.h"
#include "verify/remark.h"

enum {
  LQ_WALK_MOST_FILES   = 200000,
  LQ_WALK_MOST_FOLDERS = 20000,
  LQ_WALK_MOST_DEPTH   = 32,
};

typedef struct {
  lq_pool*    pool;
  lq_remarks* remarks;
  lq_entry*   entries; ///< [n] those of a folder together, in the order of a person
  size_t      n, room;
  size_t*     by_path; ///< [n] in the order of their bytes
  size_t*     by_name; ///< [n] the same of the names that are shown
} lq_walk;

/// @param single  one path was asked for: names are told from there; else with the path before it
/// @return LQ_ERR_NOT_FOUND for a path that is not there
LQ_NODISCARD lq_status lq_walk_add(lq_walk* walk, const char* path, size_t root, bool single,
                                   bool (*stop)(void*, double), void* user, lq_error* error);

/// Sort them. None may be added after.
LQ_NODISCARD lq_status lq_walk_finish(lq_walk* walk);

/// The file with that path, or NULL.
lq_entry* lq_walk_find(const lq_walk* walk, const char* path);

/// The file that is shown with that name, or NULL.
lq_entry* lq_walk_named(const lq_walk* walk, const char* name);

/// Its folder as a person finds it; "" for the one that was asked for.
const char* lq_entry_folder(lq_pool* pool, const lq_entry* entry);

/// Of a path, "a/b/c.wav", the part behind the last slash.
const char* lq_entry_file(const char* path);

#endif
