// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Lists of checksums: as md5sum and sha256sum write them (with and without --tag, names with odd
/// characters escaped), and `name=CRC32` as CD plants know it.
#ifndef LQ_VERIFY_CHECKSUMS_H
#define LQ_VERIFY_CHECKSUMS_H

#include "base/pool.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum { LQ_CHECKSUM_MD5, LQ_CHECKSUM_SHA256, LQ_CHECKSUM_CRC32 } lq_checksum_kind;

typedef struct {
  lq_checksum_kind kind;
  const char*      name; ///< as written, "./" taken off
  const char*      sum;  ///< hexadecimal, small letters (CRC-32: capitals)
  unsigned         line; ///< from 1
} lq_checksum;

typedef struct {
  const lq_checksum* items; ///< [n]
  size_t             n;
  const unsigned*    odd; ///< [n_odd] lines that are none; at most 16 are kept
  size_t             n_odd;
} lq_checksums;

/// Does the first line that says something look like one of such a list?
bool lq_checksums_is(const char* bytes, size_t n);

/// @return LQ_ERR_MEMORY, and what reading answers
LQ_NODISCARD lq_status lq_checksums_read(lq_checksums* list, lq_pool* pool, const char* path,
                                         lq_error* error);

#endif
