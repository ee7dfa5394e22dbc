// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Names of files that every system, store and plant takes.
#ifndef LQ_DELIVER_PACKAGE_NAME_H
#define LQ_DELIVER_PACKAGE_NAME_H

#include "base/pool.h"

/// How files are called.
typedef enum {
  LQ_NAMES_NUMBERED, ///< "03_Night-Drive_instrumental.wav": as distributors want them
  LQ_NAMES_WING      ///< "MF_NightDrive_Instrumental_48k24.wav": the Recording Academy's P&E Wing
} lq_names;

typedef struct {
  lq_names    names;
  unsigned    number;  ///< of the track; 0 for a hidden one
  unsigned    n_songs; ///< over 99 numbers have three digits
  const char* artist;  ///< or NULL
  const char* title;   ///< or NULL; any UTF-8
  const char* version; ///< "instrumental"; NULL or "": the main one
  double      rate_hz;
  unsigned    bits;   ///< 32: float; 0: lossy, not named
  const char* ending; ///< "wav", without a point
} lq_package_song;

/// A name of ASCII letters, digits, "_" and "-" before its one point: never hidden, never one of
/// `taken` (capitals count as small letters, as on many disks). NULL without memory.
/// @param taken  [n_taken]
char* lq_package_name(lq_pool* pool, const lq_package_song* song, const char* const* taken,
                      size_t n_taken);

/// One part of such a name, at most `most_bytes` of it; "" when nothing of it can be written so.
/// @param blank  what parts words: '-' ("Cafe-deja-vu"), or '\0', where they begin with capitals
///               ("CafeDejaVu")
char* lq_package_word(lq_pool* pool, const char* text, size_t most_bytes, char blank);

#endif
