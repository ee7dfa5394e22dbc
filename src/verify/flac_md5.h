// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The fingerprint that a FLAC file carries of its own sound: MD5 of the samples as interleaved
/// little-endian integers (RFC 9639, 2024, section 8.2). Decoders that play do not look at it.
#ifndef LQ_VERIFY_FLAC_MD5_H
#define LQ_VERIFY_FLAC_MD5_H

#include "verify/heard.h"

typedef struct lq_flac_md5 lq_flac_md5;

/// @param md5  NULL when the header has none or the file does not begin as FLAC does
/// @return LQ_ERR_MEMORY
LQ_NODISCARD lq_status lq_flac_md5_open(lq_flac_md5** md5, const char* path, unsigned n_channels);
void                   lq_flac_md5_free(lq_flac_md5* md5); ///< NULL is fine

/// @param x  [n_channels][n_frames] as decoded: integers over full scale. NULL is fine.
void lq_flac_md5_add(lq_flac_md5* md5, const float* const* x, size_t n_frames);

/// Fills what `heard` says of it. NULL is fine.
void lq_flac_md5_tell(lq_flac_md5* md5, lq_heard* heard);

#endif
