// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Genres and what they ask of a mix (data/genres.yaml).
#ifndef LQ_SESSION_GENRES_H
#define LQ_SESSION_GENRES_H

#include "lacquer/model.h"

typedef enum {
  LQ_GENRE_LEAD,   ///< dB, lead vocal against everything else while it sings
  LQ_GENRE_MELODY, ///< dB, the same for a leading instrument
  LQ_GENRE_DECAY,  ///< factor on the plate's decay
  LQ_GENRE_GLUE,   ///< dB, the most that the drum bus is held together by
  LQ_GENRE_PLR,    ///< LU, what a master keeps of peak to loudness
  LQ_GENRE_N
} lq_genre_value;

typedef struct {
  const char*        name; ///< "rock"
  float              values[LQ_GENRE_N];
  const char* const* words; ///< [n_words]
  size_t             n_words;
} lq_genre;

typedef struct {
  const lq_genre* genres; ///< [n]; the first is what holds when nothing is said
  size_t          n;
} lq_genres;

/// The genres that the library carries; memory from the pool.
LQ_NODISCARD lq_status lq_genres_load(lq_genres* genres, lq_pool* pool, lq_error* error);

/// By name or by one of its words, in any case; NULL when nobody calls it that.
const lq_genre* lq_genre_find(const lq_genres* genres, const char* name);

/// "pop, rock, metal": for errors.
lq_text lq_genres_list(const lq_genres* genres);

#endif
