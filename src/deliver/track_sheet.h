// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The track sheet of a package: tracks.csv for programs (RFC 4180, UTF-8, a line a file, the
/// album's own columns in every line) and tracks.txt for people.
#ifndef LQ_DELIVER_TRACK_SHEET_H
#define LQ_DELIVER_TRACK_SHEET_H

#include "base/digest.h"
#include "model/layout.h"

/// One file of the package, as it was read back.
typedef struct {
  const char* file;    ///< path in the package: "cd/01_Title.wav"
  size_t      song;    ///< in the album
  const char* version; ///< "instrumental"; NULL: the main one
  const char* isrc;    ///< of that version, which has one of its own; NULL: not given. The main
                       ///< one has the song's
  double   duration_sec;
  double   rate_hz;
  unsigned bits;                                      ///< 32: float; 0: lossy
  double   integrated_lufs, range_lu, true_peak_dbtp; ///< NAN: not measured
  char     md5[LQ_MD5_CHARS + 1];                     ///< "" when nobody knows
} lq_sheet_file;

typedef struct {
  const lq_album*      album;
  const lq_layout*     layout; ///< NULL: no starts and no gaps
  const lq_sheet_file* files;  ///< [n_files] in the order of the lines
  size_t               n_files;
} lq_sheet;

/// Write tracks.csv and tracks.txt into `folder`.
LQ_NODISCARD lq_status lq_sheet_write(const lq_sheet* sheet, const char* folder, lq_error* error);

/// The same as texts, to be freed; NULL without memory.
char* lq_sheet_csv(const lq_sheet* sheet);
char* lq_sheet_text(const lq_sheet* sheet);

/// "A", "B", ... of a song by the album's sides; "" when it names none.
lq_text lq_sheet_side(const lq_album* album, size_t song);

/// The silence in front of a song. [s]
double lq_sheet_gap_sec(const lq_layout* layout, size_t song);

/// A duration as DDEX has it (ISO 8601): "PT3M45.2S", to a thousandth of a second.
lq_text lq_sheet_duration(double sec);

/// What DDEX calls the words of a file: "Explicit"; "NotExplicit", also where nobody sings;
/// "ExplicitContentEdited" of the clean version of an explicit song; "Unknown".
const char* lq_sheet_explicit(lq_explicit is_explicit, const char* version);

#endif
