// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Small text files that lie beside the sound: read whole, up to a limit.
#ifndef LQ_VERIFY_TEXT_FILE_H
#define LQ_VERIFY_TEXT_FILE_H

#include "base/pool.h"

enum { LQ_TEXT_FILE_MOST = 64 << 20 }; ///< bytes; a list of checksums of 10^5 files has 10 MB

typedef struct {
  char*  text; ///< in the pool, a zero behind it; zeros may stand in it
  size_t n;
} lq_text_bytes;

/// @return LQ_ERR_READ (also what is no plain file), LQ_ERR_LIMIT, LQ_ERR_MEMORY
LQ_NODISCARD lq_status lq_text_file_read(lq_text_bytes* bytes, lq_pool* pool, const char* path,
                                         lq_error* error);

/// Up to `n` bytes from the start of a plain file.
/// @return how many; -1 when it cannot be read
long lq_file_head(const char* path, void* bytes, size_t n);

#endif
