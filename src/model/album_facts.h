// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What became of an album, as plain data: of each song, and of each destination. Filled by reading
/// files back.
#ifndef LQ_MODEL_ALBUM_FACTS_H
#define LQ_MODEL_ALBUM_FACTS_H

#include "model/facts.h"

/// One song at one destination.
typedef struct {
  lq_measurement        m;            ///< of its file
  double                peak_dbtp;    ///< true peak of the file, exactly
  double                aim_lufs;     ///< what it was to have
  double                gain_db;      ///< in front of the album's limiter
  double                reduction_db; ///< most that the limiter took away
  double                usual_db;     ///< exceeded in 1 % of the time
  double                cost_lu;      ///< loudness that the limiter took away
  double                short_lu;     ///< how far it stays under its aim
  double                codec_db;     ///< how far its peaks stay under the limiter for codecs
  size_t                n_dips;       ///< places turned down for the sake of codecs
  const lq_codec_facts* codecs;       ///< [n_codecs]
  size_t                n_codecs;
  lq_service            service; ///< what the place does to it where it is played alone
  lq_verdict            verdict;
  const char*           reason;
} lq_album_song_print;

/// One destination.
typedef struct {
  const lq_target*           target;
  double                     rate_hz;
  unsigned                   bits;
  const lq_album_song_print* songs; ///< [n_songs] as in the plan
  size_t                     n_songs;
  size_t                     loudest;         ///< song whose loudness is the destination's
  double                     target_lufs;     ///< of the loudest song: the destination's
  double                     down_lu;         ///< how far all of it was kept under that
  double                     ceiling_dbtp;    ///< promised
  double                     limiter_db;      ///< the limiter's own ceiling
  double                     integrated_lufs; ///< of the whole album
  double                     range_lu;
  double                     max_momentary_lufs, max_short_term_lufs;
  double                     peak_dbtp;      ///< of the whole album, joins included, exactly
  double                     true_peak_dbtp; ///< by the standard's meter
  unsigned                   n_passes;
  lq_service                 service; ///< what the place does to the album played as one
  lq_verdict                 verdict; ///< the worst of the songs'
  const char*                reason;
  const char*                why; ///< of the level
} lq_album_print_facts;

/// One song, whatever the destination.
typedef struct {
  const char*    title;
  unsigned       track; ///< 0: hidden
  const char*    file;  ///< as written in the plan
  bool           is_mix;
  const char*    plan;      ///< file of its master plan, relative to the album's folder, or NULL
  lq_measurement before;    ///< the file as it came
  double         loud_lufs; ///< short-term loudness that 5 % of it exceed, behind its chain
  double         level_lu;  ///< how it stands to the loudest song
  const char*    level_why;
  double         tone_db; ///< mean distance of its tone from the album's, before
  double         tone_after_db;
  const char*    tone_why; ///< what was done about it, or why nothing
  lq_findings    findings; ///< of the check, and of the assistant
} lq_album_song_facts;

typedef struct {
  const char*                 title;
  const char*                 levels;     ///< "even" or "kept"
  const char*                 levels_why; ///< one sentence
  const lq_album_song_facts*  songs;      ///< [n_songs]
  size_t                      n_songs;
  const lq_album_print_facts* prints; ///< [n_prints] destinations
  size_t                      n_prints;
} lq_album_facts;

#endif
