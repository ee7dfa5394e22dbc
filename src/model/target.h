// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Destinations: what each place wants, and what it does to a file.
#ifndef LQ_MODEL_TARGET_H
#define LQ_MODEL_TARGET_H

#include "audio/codec.h"

#include "lacquer/model.h"

/// What a place that plays at a level does to a file that is quieter.
typedef enum {
  LQ_UPWARD_OFF,    ///< leaves it
  LQ_UPWARD_ROOM,   ///< turns it up until its peaks stand at `up_to_dbtp`
  LQ_UPWARD_LIMITED ///< turns it up all the way; a limiter holds the peaks at `up_to_dbtp`
} lq_upward;

/// What an album has in common where it is played as one.
typedef enum {
  LQ_ALBUM_TRACKS, ///< nothing: each track by its own loudness
  LQ_ALBUM_WHOLE,  ///< one gain, from the loudness of all of it
  LQ_ALBUM_LOUDEST ///< one gain, from its loudest track
} lq_album_gain;

typedef struct {
  const char*          id;      ///< "spotify"; also the name of a folder
  const char*          name;    ///< "Spotify"
  double               rate_hz; ///< 0: the source's
  unsigned             bits;    ///< 32: floating point
  lq_dither_kind       dither;
  const char*          format;        ///< "wav" or "flac"
  double               loudness_lufs; ///< what a master is brought to
  double               ceiling_dbtp;
  double               tolerance_lu; ///< that a standard allows; 0: none is stated
  bool                 normalises;   ///< plays everything at plays_at_lufs
  double               plays_at_lufs;
  lq_upward            turns_up;
  double               up_to_dbtp;
  lq_album_gain        album;
  const lq_codec_spec* codecs; ///< [n_codecs]: what its listeners get; none: no lossy codec follows
  size_t               n_codecs;
  const char*          behaviour; ///< one sentence
  const char*          why;       ///< of our loudness and ceiling
  const char* const*   sources;   ///< [n_sources]
  size_t               n_sources;
  const char*          dated;      ///< "2026-11-22"
  const char*          confidence; ///< high, medium, low, choice
  const char*          file;       ///< that added or changed it; NULL: it is Lacquer's own
} lq_target;

typedef struct {
  const lq_target* targets; ///< [n]
  size_t           n;
} lq_targets;

/// The destination with that id, or NULL.
const lq_target* lq_target_find(const lq_targets* targets, const char* id);

extern const char* const lq_upward_names[];     ///< "off", "room", "limited", NULL
extern const char* const lq_album_gain_names[]; ///< "tracks", "whole", "loudest", NULL
extern const char* const lq_dither_names[];     ///< "off", "tpdf", "shaped", NULL

#endif
