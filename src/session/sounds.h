// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What kinds of instruments sound like (data/sounds.yaml): of each kind the usual figures and how
/// far they spread. A track is the kind that it lies nearest to, as surely as the others are
/// farther.
#ifndef LQ_SESSION_SOUNDS_H
#define LQ_SESSION_SOUNDS_H

#include "measure/sound.h"
#include "session/roles.h"

enum { LQ_MAX_SOUNDS = 32 };

/// From here on a track may be somebody singing. Low: nothing else sings, and a voice that is
/// missed is a mix without a lead.
#define LQ_VOICE_SURE 0.2

typedef struct {
  const char*    name; ///< "kick"
  const lq_role* role; ///< that a track of this kind is given
  lq_sound       usual, spread;
} lq_sound_kind;

typedef struct {
  const lq_sound_kind* kinds; ///< [n]
  size_t               n;     ///< LQ_MAX_SOUNDS at most
} lq_sounds;

/// The table that the library carries; memory from the pool.
LQ_NODISCARD lq_status lq_sounds_load(lq_sounds* sounds, lq_pool* pool, const lq_roles* roles,
                                      lq_error* error);

/// How surely a sound is of each kind; they add up to 1.
/// @param sure  [sounds->n] out
void lq_sounds_compare(const lq_sounds* sounds, const lq_sound* sound, double* sure);

/// What the figures of a track say it is.
typedef struct {
  const lq_role* role;  ///< never NULL: "drums" where only that is sure, "other" where nothing is
  const char*    kind;  ///< the likeliest
  double         sure;  ///< of the role, 0 to 1; of `kind` where the role is "other"
  double         voice; ///< that somebody sings or speaks, 0 to 1
} lq_sound_guess;

lq_sound_guess lq_role_from_sound(const lq_sounds* sounds, const lq_roles* roles,
                                  const lq_sound* sound);

#endif
