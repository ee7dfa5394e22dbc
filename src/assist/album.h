// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The sound of an album: songs become one continuous master for each destination, alike in tone
/// where that is easy, each at the level that it has among the others.
///
/// First the songs: heard, given a chain each, rendered once (lq_album_hear). Then, for every
/// destination, one limiter over all of it, driven song by song until each has its loudness, read
/// back from the file that was written (lq_album_solve). What comes out has no name yet: the files
/// of the songs are cut from it (deliver/cut.h).
#ifndef LQ_ASSIST_ALBUM_H
#define LQ_ASSIST_ALBUM_H

#include "deliver/album_print.h"
#include "engine/reel.h"
#include "measure/band_steps.h"
#include "measure/features.h"
#include "model/album_facts.h"
#include "model/layout.h"
#include "session/amounts.h"
#include "session/brief.h"

typedef struct {
  const lq_album*         album;
  const lq_layout*        layout;
  const lq_target* const* targets; ///< [n_targets] without vinyl
  size_t                  n_targets;
  const char*             folder; ///< where albums and takes lie, without names; it must be there
  const char*             plan_folder; ///< where plans will lie: mixes are named from it
  const lq_brief*         song;        ///< genre, strength and references; for all of them
  lq_amounts              amounts;     ///< on top of the strength
  bool                    exact;       ///< reach every loudness whatever it costs
  bool                    prove;       ///< by the codecs of each destination
  /// check/check.h without the stems: called from several threads, each time with another pool.
  lq_status (*check)(lq_findings* findings, lq_pool* pool, const char* path,
                     const lq_measured_file* mix, const lq_features* features,
                     lq_band_steps** heard, lq_error* error);
} lq_album_brief;

/// An album whose songs were heard, decided on and rendered.
typedef struct lq_album_sound lq_album_sound;

/// @param brief  and all that it points to lives as long as the sound
LQ_NODISCARD lq_status lq_album_hear(lq_album_sound** sound, const lq_album_brief* brief,
                                     const lq_render_options* options, lq_error* error);
void                   lq_album_sound_free(lq_album_sound* sound); ///< NULL is fine

/// The plan of a song that is a mix, to be written by the caller; NULL for one that is a master. It
/// has deliveries after lq_album_solve(): the song alone, driven as in the album.
const lq_master* lq_album_plan(const lq_album_sound* sound, size_t song);

/// What is known of the songs; `prints` is empty until lq_album_solve(). Its texts live as long as
/// the sound; `plan` is for the caller to fill.
lq_album_facts* lq_album_tell(lq_album_sound* sound);

/// Songs first to last as a reel of their own, from where the first one's sound begins to where the
/// last one's ends, each at its level among the others (the loudest of the album at 0 dB), without
/// any limiter: for a side of a record.
/// @param rate_hz  0: the album's own, which most songs have
LQ_NODISCARD lq_status lq_album_reel(lq_album_sound* sound, size_t first, size_t last,
                                     double rate_hz, const lq_render_options* options,
                                     lq_reel** reel, lq_error* error);

/// All destinations. Facts of the sound are complete afterwards.
/// @param prints  [n_targets] out: continuous albums that were read back, to be freed by the caller
LQ_NODISCARD lq_status lq_album_solve(lq_album_sound* sound, lq_album_print** prints,
                                      const lq_render_options* options, lq_error* error);

#endif
