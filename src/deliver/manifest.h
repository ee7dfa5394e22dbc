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

/// A file whose digests somebody counted before.
typedef struct {
  const char*       path; ///< from the folder: "cd/01_Title.wav"
  const lq_digests* digests;
} lq_known_digests;

typedef struct {
  const char* path;                     ///< "cd/01_Title.wav"
  char        sum[LQ_SHA256_CHARS + 1]; ///< in small letters
} lq_manifest_line;

typedef struct {
  const lq_manifest_line* lines; ///< [n] by their paths
  size_t                  n;
} lq_manifest;

/// Write both over all that lies in `folder`; what they say is read from the files.
/// @return LQ_ERR_FORMAT: something there is neither a file nor a folder
/// @param known  [n_known] files that were read already, and are not read again; or NULL
LQ_NODISCARD lq_status lq_manifest_write(const char* folder, const lq_known_digests* known,
                                         size_t n_known, lq_error* error);

/// Read one of either kind, with or without the star of a binary file, CR at line ends and
/// comments.
/// @param n_chars  of a sum: LQ_MD5_CHARS or LQ_SHA256_CHARS
/// @return LQ_ERR_NOT_FOUND; LQ_ERR_FORMAT, with the line, also for a path that leaves the folder
LQ_NODISCARD lq_status lq_manifest_read(lq_manifest* manifest, lq_pool* pool, const char* path,
                                        size_t n_chars, lq_error* error);

/// The line of a file, or NULL.
const lq_manifest_line* lq_manifest_find(const lq_manifest* manifest, const char* path);

#endif
