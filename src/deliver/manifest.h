// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// MD5SUMS and SHA256SUMS: every file of a folder and of the folders in it, by its path from there,
/// in the order of its bytes, as md5sum and sha256sum write and read them.
#ifndef LQ_DELIVER_MANIFEST_H
#define LQ_DELIVER_MANIFEST_H

#include "base/digest.h"
#include "base/pool.h"

#define LQ_MANIFEST_MD5    "MD5SUMS"
#define LQ_MANIFEST_SHA256 "SHA256SUMS"

typedef struct {
  const char* path;                     ///< "cd/01_Title.wav"
  char        sum[LQ_SHA256_CHARS + 1]; ///< as it stands there, in small letters
} lq_manifest_line;

typedef struct {
  const lq_manifest_line* lines; ///< [n] as written
  size_t                  n;
} lq_manifest;

/// Write both over what lies in `folder`. The manifests are not in them.
LQ_NODISCARD lq_status lq_manifest_write(const char* folder, lq_error* error);

/// Read one, of either kind. @param n_chars  of a sum: LQ_MD5_CHARS or LQ_SHA256_CHARS
/// @return LQ_ERR_NOT_FOUND, LQ_ERR_FORMAT (with the line) when it is none
LQ_NODISCARD lq_status lq_manifest_read(lq_manifest* manifest, lq_pool* pool, const char* path,
                                        size_t n_chars, lq_error* error);

/// Every plain file in a folder and the folders in it, by its path from there, sorted; links and
/// devices are errors.
LQ_NODISCARD lq_status lq_manifest_list(const char* const** paths, size_t* n, lq_pool* pool,
                                        const char* folder, lq_error* error);

#endif
