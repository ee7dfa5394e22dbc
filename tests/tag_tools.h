// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// For tests of tags: tags that say everything, pictures, and what must come back.
#ifndef LQ_TESTS_TAG_TOOLS_H
#define LQ_TESTS_TAG_TOOLS_H

#include "audio/tag_names.h"
#include "audio/tags_read.h"
#include "audio_tools.h"

/// The head of a PNG file of 600 by 500, then noise: nobody here looks at the picture itself.
static inline size_t tool_png(unsigned char* const to, const size_t n)
{
  static const unsigned char head[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0,
                                       0,    13,  'I', 'H', 'D',  'R',  0,    0,    2, 88,
                                       0,    0,   1,   244, 8,    2,    0,    0,    0};
  for (size_t i = 0; i < n; ++i) {
    to[i] = (unsigned char)(lq_rng_at(7, i) >> 56U);
  }
  memcpy(to, head, sizeof head);
  return n;
}

/// As much of a JPEG file of 640 by 480 as says that it is one, then noise.
static inline size_t tool_jpeg(unsigned char* const to, const size_t n)
{
  static const unsigned char head[] = {0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 'J',  'F', 'I', 'F',
                                       0,    1,    1,    0,    0, 1,  0,    1,   0,   0,
                                       0xFF, 0xC0, 0,    17,   8, 1,  0xE0, 2,   128, 3};
  (void)tool_png(to, n);
  memcpy(to, head, sizeof head);
  return n;
}

/// A text of about `n_bytes` bytes in several scripts; 0 is an empty one.
static inline char* tool_long_text(const size_t n_bytes)
{
  static const char part[] = "Ünïcödé – 音楽 🎵 <&> \"';\n";
  char* const       text   = calloc(1, n_bytes + sizeof part);
  for (size_t n = 0; n + sizeof part - 1 <= n_bytes; n += sizeof part - 1) {
    memcpy(text + n, part, sizeof part - 1);
  }
  return text;
}

/// Every tag says something of its own.
static inline lq_tags tool_tags(void)
{
  return (lq_tags){.text        = {[LQ_TAG_TITLE]        = "Tin Harbour – Ночь",
                                   [LQ_TAG_VERSION]      = "instrumental",
                                   [LQ_TAG_ARTIST]       = "Björk & the <Señors>",
                                   [LQ_TAG_FEATURED]     = "坂本龍一",
                                   [LQ_TAG_ALBUM]        = "Déjà Vu",
                                   [LQ_TAG_ALBUM_ARTIST] = "Various Ärtists",
                                   [LQ_TAG_COMPOSER]     = "A. Composer",
                                   [LQ_TAG_SONGWRITER]   = "B. Writer",
                                   [LQ_TAG_ARRANGER]     = "C. Arranger",
                                   [LQ_TAG_PUBLISHER]    = "D. Publisher",
                                   [LQ_TAG_ISRC]         = "DEABC2600001",
                                   [LQ_TAG_ISWC]         = "T-034.524.680-1",
                                   [LQ_TAG_BARCODE]      = "4006381333931",
                                   [LQ_TAG_CATALOGUE]    = "LQ 001",
                                   [LQ_TAG_LABEL]        = "Lacquer Recordings",
                                   [LQ_TAG_GENRE]        = "Folk",
                                   [LQ_TAG_DATE]         = "2026-11-25",
                                   [LQ_TAG_COPYRIGHT]    = "2026 The Band",
                                   [LQ_TAG_PHONOGRAM]    = "2026 The Label",
                                   [LQ_TAG_ENGINEER]     = "E. Engineer",
                                   [LQ_TAG_MESSAGE]      = "Thank you",
                                   [LQ_TAG_COMMENT]      = "Remixed once"},
                   .track       = 3,
                   .n_tracks    = 12,
                   .disc        = 1,
                   .n_discs     = 2,
                   .is_explicit = LQ_EXPLICIT_YES,
                   .loudness    = {.known           = true,
                                   .integrated_lufs = -14.23,
                                   .range_lu        = 6.78,
                                   .true_peak_dbtp  = -1.05,
                                   .momentary_lufs  = -10.2,
                                   .short_term_lufs = -11.99,
                                   .album_known     = true,
                                   .album_lufs      = -13.5,
                                   .album_peak_dbtp = -0.75}};
}

#endif
