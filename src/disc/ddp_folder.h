// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The files of a folder that a set lies in.
#ifndef LQ_DISC_DDP_FOLDER_H
#define LQ_DISC_DDP_FOLDER_H

#include "base/digest.h"
#include "base/pool.h"

#include <stdbool.h>

typedef struct {
  const char* name;
  const char* path;
  uint64_t    n_bytes;
  bool        is_part;  ///< of the set
  bool        covered;  ///< by a checksum
  bool        digested; ///< `digests` are known
  lq_digests  digests;
} lq_ddp_entry;

typedef struct {
  lq_ddp_entry* entries; ///< [n] plain files, in the order of their names
  size_t        n;
} lq_ddp_folder;

/// @return LQ_ERR_NOT_FOUND: no such folder
LQ_NODISCARD lq_status lq_ddp_folder_list(lq_ddp_folder* folder, const char* path, lq_pool* pool,
                                          lq_error* error);

/// By name, then without regard to case; NULL when it is not there.
lq_ddp_entry* lq_ddp_folder_find(const lq_ddp_folder* folder, const char* name);

/// The whole of a small file. @param most  bytes that are read; what is longer is cut there
/// @param bytes  from the pool, with a zero behind
LQ_NODISCARD lq_status lq_ddp_entry_load(const lq_ddp_entry* entry, size_t most, lq_pool* pool,
                                         char** bytes, size_t* n, lq_error* error);

/// Count its digests, once.
LQ_NODISCARD lq_status lq_ddp_entry_digest(lq_ddp_entry* entry, lq_error* error);

#endif
