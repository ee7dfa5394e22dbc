// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The package that a distributor gets: a whole folder with names that every system takes, a track
/// sheet (deliver/track_sheet.h) and manifests (deliver/manifest.h). An older package is replaced
/// only when all that lies in it stands in its own manifest.
#ifndef LQ_DELIVER_PACKAGE_H
#define LQ_DELIVER_PACKAGE_H

#include "base/folder.h"
#include "base/pool.h"

#include "lacquer/status.h"

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

/// One part of such a name, at most `most_bytes` of it: "Café déjà vu!" -> "Cafe-deja-vu"; "" when
/// nothing of it can be written so. @param blank  what stands for blanks and signs: '-', or '\0'
char* lq_package_word(lq_pool* pool, const char* text, size_t most_bytes, char blank);

/// Would it be refused for what stands under its name? (Ask early: the work comes in between.)
LQ_NODISCARD lq_status lq_package_may(const char* path, bool force, lq_error* error);

/// Begin a package. By force it replaces an older one, whose manifest is read now and again at the
/// end. @param folder  lq_folder_path() is where to write
LQ_NODISCARD lq_status lq_package_open(lq_folder** folder, const char* path, bool force,
                                       lq_error* error);

/// Write both manifests over all that lies in it, and give it its name. Frees `folder`.
LQ_NODISCARD lq_status lq_package_commit(lq_folder* folder, lq_error* error);

#endif
