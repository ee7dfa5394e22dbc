// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a sound file says about the music in it: one row per tag, with its name in every container.
#ifndef LQ_AUDIO_TAGS_H
#define LQ_AUDIO_TAGS_H

#include "lacquer/status.h"

#include <stdbool.h>
#include <stddef.h>

/// Texts, UTF-8.
typedef enum {
  LQ_TAG_TITLE,
  LQ_TAG_VERSION, ///< "instrumental"; empty for the main one
  LQ_TAG_ARTIST,
  LQ_TAG_FEATURED,
  LQ_TAG_ALBUM,
  LQ_TAG_ALBUM_ARTIST,
  LQ_TAG_COMPOSER,
  LQ_TAG_SONGWRITER,
  LQ_TAG_ARRANGER,
  LQ_TAG_PUBLISHER,
  LQ_TAG_ISRC, ///< 12 characters
  LQ_TAG_ISWC,
  LQ_TAG_BARCODE, ///< EAN-13
  LQ_TAG_CATALOGUE,
  LQ_TAG_LABEL,
  LQ_TAG_GENRE,
  LQ_TAG_DATE,      ///< of the release: 2026, 2026-11 or 2026-11-25
  LQ_TAG_COPYRIGHT, ///< the (C) line
  LQ_TAG_PHONOGRAM, ///< the (P) line
  LQ_TAG_ENGINEER,
  LQ_TAG_MESSAGE,
  LQ_TAG_COMMENT,
  LQ_TAG_N
} lq_tag;

typedef enum { LQ_EXPLICIT_UNSAID, LQ_EXPLICIT_NO, LQ_EXPLICIT_YES } lq_explicit;

/// Loudness of a file as its header tells it. Measured before the header is closed. NaN: this
/// figure is not said, for few containers have a place for all of them.
typedef struct {
  bool   known;
  double integrated_lufs, range_lu, true_peak_dbtp, momentary_lufs, short_term_lufs;
  bool   album_known;
  double album_lufs, album_peak_dbtp;
} lq_loudness_tags;

typedef struct {
  const char* text[LQ_TAG_N];  ///< NULL: nothing is said
  unsigned    track, n_tracks; ///< 0: nothing is said
  unsigned    disc, n_discs;
  lq_explicit is_explicit;
  const char* picture; ///< path of a JPEG or PNG file for containers that hold one, or NULL
  /// The picture's own bytes, as read from a file; written when there is no path.
  const unsigned char* picture_bytes;
  size_t               n_picture_bytes;
  lq_loudness_tags     loudness;
} lq_tags;

#endif
