// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Names of files and folders.
#ifndef LQ_BASE_PATH_H
#define LQ_BASE_PATH_H

#include "base/pool.h"

/// The part behind the last slash; of "a/b/" it is "b", of "." the name of the folder
/// one stands in.
char* lq_path_name(lq_pool* pool, const char* path);

/// The name without folder and ending: "tracks/09 Lead.wav" -> "09 Lead".
char* lq_path_stem(lq_pool* pool, const char* path);

/// The part before the last slash: "a/b" -> "a", "/b" -> "/", "b" -> ".".
char* lq_path_folder(lq_pool* pool, const char* path);

/// "folder/name"; a name that starts at the root stays as it is.
char* lq_path_join(lq_pool* pool, const char* folder, const char* name);

/// How to get to `path` from `folder`; both must exist. Falls back to the absolute path.
char* lq_path_relative(lq_pool* pool, const char* folder, const char* path);

/// A title as a file name: what file systems refuse becomes "_", never empty, never hidden,
/// cut where it is too long for one.
char* lq_path_safe(lq_pool* pool, const char* title);

/// The path as one word of a shell, never taken for an option: "'My Song/it'\''s.wav'".
char* lq_path_shell(lq_pool* pool, const char* path);

bool lq_path_is_folder(const char* path);

#endif
