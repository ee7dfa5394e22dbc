// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One song of an album plan: `{mix: mixes/one.wav, title: "Été", gap: 0 s}`.
#ifndef LQ_SESSION_SONG_H
#define LQ_SESSION_SONG_H

#include "model/album.h"
#include "session/reading.h"

/// The times of a song: one row each, and where the model keeps them.
typedef struct {
  lq_param row;
  size_t   field;     ///< offset of a double in lq_song
  double   if_absent; ///< what is not written; NAN: nothing is said
} lq_song_time;

typedef enum {
  LQ_SONG_OFFSET,
  LQ_SONG_LENGTH,
  LQ_SONG_GAP,
  LQ_SONG_OVERLAP,
  LQ_SONG_FADE_IN,
  LQ_SONG_FADE_OUT,
  LQ_SONG_N_TIMES
} lq_song_time_kind;

extern const lq_song_time lq_song_times[LQ_SONG_N_TIMES];
extern const lq_param     lq_song_level_row, lq_song_copy_row;

/// @param number  from 0: the first may be hidden and has nothing before it
LQ_NODISCARD lq_status lq_song_read(const lq_reading* r, const lq_node* node, const lq_place* place,
                                    size_t number, lq_song* song);

lq_node* lq_song_node(lq_pool* pool, const lq_song* song);

#endif
