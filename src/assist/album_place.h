// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One destination of an album on its way: how hard each song is driven, and what came of it.
#ifndef LQ_ASSIST_ALBUM_PLACE_H
#define LQ_ASSIST_ALBUM_PLACE_H

#include "assist/album_work.h"
#include "assist/dips.h"
#include "assist/drive.h"

/// So far the whole album comes down for a song that cannot be as loud as it should. Our choice:
/// beyond that listeners would find the album soft, and the song alone stays short.
#define LQ_ALBUM_MOST_DOWN_LU 2.0

typedef struct {
  bool            driven; ///< it leads its piece and sounds: what follows is its own
  lq_drive        drive;
  double          gain_db;  ///< over base_db, into the limiter
  double          codec_db; ///< how far its peaks stay under the limiter's ceiling for codecs
  lq_dips         dips;     ///< in seconds of its file
  lq_guard        guard;    ///< what keeps it, as it was last tried
  bool            there;
  lq_codec_facts* codecs;                            ///< [target->n_codecs] NULL: not asked yet
  uint64_t        proven;                            ///< digest of what they were asked about
  double          proven_gain_db, proven_ceiling_db; ///< and what it was driven by
} lq_album_voice;

typedef struct {
  const lq_album_sound* s;
  const lq_target*      target;
  double                rate_hz;
  unsigned              bits;
  lq_dither_kind        dither;
  double                ceiling_db; ///< of the limiter
  double                down_lu;
  size_t                pulled_by; ///< the song that the album comes down for, or LQ_NO_SONG
  lq_album_voice*       voices;    ///< [n]
  uint64_t*             cuts;      ///< [n + 1] frames
  double*               gain_db;   ///< [n] on the reel, as it was last spliced
  lq_album_print*       print;
  bool                  printed; ///< it is what is wanted
  unsigned              n_passes;
} lq_album_place;

LQ_NODISCARD lq_status lq_album_place_start(lq_album_place* p, const lq_album_sound* s,
                                            const lq_target* target);
void                   lq_album_place_end(lq_album_place* p);

/// Gain of a song on the reel, without what codecs ask for.
double lq_album_place_gain_db(const lq_album_place* p, size_t song);

/// What it is to have here.
double lq_album_place_aim_lufs(const lq_album_place* p, size_t song);

/// Drives that give every song its aim, without a file; all places side by side.
LQ_NODISCARD lq_status lq_album_drive(lq_album_place* places, size_t n,
                                      const lq_render_options* options, lq_error* error);

/// Print one, as often as it takes.
LQ_NODISCARD lq_status lq_album_print_place(lq_album_place* p, const lq_render_options* options,
                                            lq_error* error);

/// Ask the codecs of all places about songs that they were not asked about. A place is not
/// `printed` any more when some of its songs have dips, or stay further under the ceiling, since.
LQ_NODISCARD lq_status lq_album_prove(lq_album_place* places, size_t n, lq_pool* pool,
                                      const lq_render_options* options, lq_error* error);

/// The limiter, and behind it a fader where codecs ask for one.
LQ_NODISCARD lq_status lq_album_chain(const lq_album_place* p, lq_chain* chain, lq_pool* pool);

/// What was achieved, from the print.
LQ_NODISCARD lq_status lq_album_tell_place(const lq_album_place* p, lq_pool* pool,
                                           lq_album_print_facts* facts);

/// The same as a delivery in the plan of each song, for whoever wants it alone.
LQ_NODISCARD lq_status lq_album_plan_place(const lq_album_place*       p,
                                           const lq_album_print_facts* facts);

#endif
