// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A brief (brief.yaml): what a person tells the mix assistant beforehand. docs/session.md has the
/// grammar.
#ifndef LQ_SESSION_BRIEF_H
#define LQ_SESSION_BRIEF_H

#include "model/reference.h"
#include "session/genres.h"

/// Steps of the assistant that a person may keep it from.
typedef enum {
  LQ_STEP_TIME,     ///< polarity and delay of microphones
  LQ_STEP_CLEANING, ///< high-pass, hum, gates, sibilance
  LQ_STEP_EQ,       ///< equalisers
  LQ_STEP_DYNAMICS, ///< compressors, keyed ducking, glue
  LQ_STEP_PAN,      ///< places and width
  LQ_STEP_SPACE,    ///< sends
  LQ_STEP_RIDES,    ///< moving faders
  LQ_STEP_N
} lq_step;

extern const char* const lq_step_names[LQ_STEP_N + 1]; ///< NULL-ended

typedef struct {
  const char*         title;     ///< or NULL
  const lq_genre*     genre;     ///< or NULL: nothing was said
  float               tempo_bpm; ///< 0: unknown
  float               strength;  ///< 0: levels and places alone, to 1
  bool                has_lead_db;
  float               lead_db; ///< lead against everything else, if has_lead_db
  const char* const*  leads;   ///< [n_leads] names of tracks that the song is about
  size_t              n_leads;
  const char* const*  keep; ///< [n_keep] names of tracks that get no processors
  size_t              n_keep;
  bool                skip[LQ_STEP_N]; ///< steps that are left out
  const lq_reference* references;      ///< [n_references]
  size_t              n_references;
  const char* const*  notes; ///< [n_notes] carried into the plan
  size_t              n_notes;
} lq_brief;

/// What holds when nothing is said: full strength.
#define LQ_BRIEF ((lq_brief){.strength = 1})

/// Read a brief over what `*brief` says already. Memory from the pool.
LQ_NODISCARD lq_status lq_brief_read(lq_brief* brief, lq_pool* pool, const lq_genres* genres,
                                     const char* path, lq_error* error);

/// One figure of a brief as a command line gives it: "genre", "strength".
LQ_NODISCARD lq_status lq_brief_genre(lq_brief* brief, const lq_genres* genres, const char* text,
                                      lq_error* error);
LQ_NODISCARD lq_status lq_brief_strength(lq_brief* brief, const char* text, lq_error* error);

/// One more record to go by: FILE, or FILE:WEIGHT.
LQ_NODISCARD lq_status lq_brief_reference(lq_brief* brief, lq_pool* pool, const char* text,
                                          lq_error* error);

#endif
