// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The sides of a record, from music to a folder: decides what each side needs (assist/vinyl.h),
/// renders it, reads the file back, simulates its groove, and writes
///   <catalogue>_A.wav ... one continuous file a side, 24 bit; <catalogue>_A.chain.yaml, what was
///   done and why; sides.txt, sides.html, sides.json: times and reports; groove-A.svg ...
/// What `lacquer vinyl` and `lacquer album` call.
#ifndef LQ_ASSIST_PRESSING_H
#define LQ_ASSIST_PRESSING_H

#include "assist/vinyl.h"

/// The whole album as one stream, read in rising order, more than once.
typedef struct {
  double   rate_hz;
  unsigned n_channels; ///< 1 or 2
  uint64_t n_frames;
  /// @param x [n_channels][n_frames], all of which must be there
  lq_status (*read)(void* user, uint64_t frame, float* const* x, size_t n_frames, lq_error* error);
  void* user;
} lq_pressing_source;

/// Where a song's sound lies in the stream.
typedef struct {
  const char* title;
  uint64_t    start_frame, end_frame;
} lq_pressing_song;

typedef struct {
  const char*               title;     ///< of the record
  const char*               artist;    ///< or NULL
  const char*               catalogue; ///< "CAT001"; begins the files' names
  const char*               contact;   ///< of the engineer, or NULL
  const lq_pressing_source* source;
  const lq_pressing_song*   songs; ///< [n_songs] in their order
  size_t                    n_songs;
  const unsigned*           sides; ///< [n_sides] first song of each side; none: proposed
  size_t                    n_sides;
  const lq_vinyl*           vinyl;
  lq_record                 record;
  double                    level_db; ///< cutting level; NAN: the greatest that fits, 0 dB at most
  bool                      as_is;    ///< nothing but gain is done to the sound
  bool                      force;
  const char*               folder; ///< that is there
} lq_pressing_job;

typedef struct {
  const lq_side*     sides; ///< [n_sides]
  size_t             n_sides;
  const char* const* why; ///< [n_why] how songs came to their sides
  size_t             n_why;
  size_t             n_rules; ///< broken: the record cannot be cut so
} lq_pressing;

/// @param pool  of everything in the result
LQ_NODISCARD lq_status lq_pressing_make(lq_pressing* pressing, const lq_pressing_job* job,
                                        lq_pool* pool, const lq_render_options* options,
                                        lq_error* error);

#endif
