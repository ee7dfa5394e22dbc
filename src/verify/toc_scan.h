// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a TOC file of cdrdao says of a disc's tracks: how long each is, and its codes. Enough to
/// compare it with others; no judge of the language.
#ifndef LQ_VERIFY_TOC_SCAN_H
#define LQ_VERIFY_TOC_SCAN_H

#include "disc/disc.h"
#include "verify/text_file.h"

typedef struct {
  uint32_t    n_sectors; ///< of its sound, the pause in front of it included
  uint32_t    pause;     ///< of them before index 01
  bool        known;     ///< every length is written
  const char* isrc;      ///< or NULL
} lq_toc_track;

typedef struct {
  lq_toc_track tracks[LQ_DISC_MOST_TRACKS];
  unsigned     n_tracks;
  const char*  ean;
  const char*  files[LQ_DISC_MOST_TRACKS]; ///< [n_files] as named
  unsigned     n_files;
} lq_toc_scan;

/// @return LQ_ERR_FORMAT (no CD_DA or no track, or more than 99), LQ_ERR_MEMORY
LQ_NODISCARD lq_status lq_toc_scan_text(lq_toc_scan* scan, lq_pool* pool,
                                        const lq_text_bytes* bytes);

#endif
