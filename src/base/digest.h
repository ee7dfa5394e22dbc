// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Fingerprints of bytes: MD5 and SHA-256 for manifests, CRC-32 (as zlib and gzip count it) for the
/// checksum files that CD plants know. All three in one reading.
/// Sources: RFC 1321 (1992), FIPS 180-4 (2015), RFC 1952 (1996), section 8.
#ifndef LQ_BASE_DIGEST_H
#define LQ_BASE_DIGEST_H

#include "lacquer/status.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>

enum { LQ_MD5_CHARS = 32, LQ_SHA256_CHARS = 64, LQ_CRC32_CHARS = 8 };

typedef struct {
  uint64_t n_bytes;
  char     md5[LQ_MD5_CHARS + 1];       ///< hexadecimal, small letters
  char     sha256[LQ_SHA256_CHARS + 1]; ///< the same
  char     crc32[LQ_CRC32_CHARS + 1];   ///< hexadecimal, capitals, as CHECKSUM.TXT has it
} lq_digests;

/// A count that goes on; on the stack, 8 KB.
typedef struct {
  uint64_t n_bytes;
  uint32_t crc;
  uint32_t crc_table[8][256];
  alignas(16) unsigned char md5[128];    ///< the library's own
  alignas(16) unsigned char sha256[160]; ///< the library's own
} lq_digester;

void lq_digester_start(lq_digester* d);
void lq_digester_add(lq_digester* d, const void* bytes, size_t n);
void lq_digester_end(lq_digester* d, lq_digests* digests); ///< start it again before the next use

/// Of bytes in memory.
void lq_digest_bytes(lq_digests* digests, const void* bytes, size_t n);

/// Of a whole file. @return LQ_ERR_NOT_FOUND, LQ_ERR_READ (also what is no plain file)
LQ_NODISCARD lq_status lq_digest_file(lq_digests* digests, const char* path, lq_error* error);

#endif
