// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Instrument roles: what a track is called, and how a mix usually treats it (data/roles.yaml).
#ifndef LQ_SESSION_ROLES_H
#define LQ_SESSION_ROLES_H

#include "lacquer/model.h"

/// Figures of a role, in the units of their rows.
typedef enum {
  LQ_ROLE_LEVEL,    ///< dB against a lead vocal
  LQ_ROLE_PLACE,    ///< how far out a single track may go, 0 to 100
  LQ_ROLE_FLOOR,    ///< Hz, nothing musical below
  LQ_ROLE_HIGHPASS, ///< Hz, highest corner
  LQ_ROLE_SPREAD,   ///< dB, loudness spread that is still musical
  LQ_ROLE_RATIO,
  LQ_ROLE_ATTACK,  ///< ms
  LQ_ROLE_RELEASE, ///< ms
  LQ_ROLE_PLATE,   ///< dB, or off
  LQ_ROLE_ECHO,    ///< dB, or off
  LQ_ROLE_N
} lq_role_value;

typedef struct {
  const char*        name;  ///< "lead-vocal"
  const char*        group; ///< "vocals": the bus
  bool               lead;  ///< the song is about this one
  bool               solo;  ///< carries the melody where there is no lead
  float              values[LQ_ROLE_N];
  const char* const* words; ///< [n_words] lower case, parts parted by one blank
  size_t             n_words;
} lq_role;

typedef struct {
  const lq_role* roles; ///< [n]; the last is "other"
  size_t         n;
} lq_roles;

/// The roles that the library carries; memory from the pool.
LQ_NODISCARD lq_status lq_roles_load(lq_roles* roles, lq_pool* pool, lq_error* error);

/// The role with that name, or NULL.
const lq_role* lq_role_find(const lq_roles* roles, const char* name);

/// A level that reads "off".
bool lq_role_is_off(const lq_role* role, lq_role_value value);

/// What a file's name says.
typedef struct {
  const lq_role* role; ///< NULL: nothing known in it
  const char*    word; ///< the word that decided
} lq_role_guess;

/// @param name  a file's name without folder and ending
lq_role_guess lq_role_from_name(const lq_roles* roles, const char* name);

/// "Snare Bot", "Kick Out": the microphone on the far side of a drum.
bool lq_name_is_far_side(const char* name);

/// "Bass Amp": the loudspeaker of something that was also taken directly.
bool lq_name_is_amplifier(const char* name);

/// Is one of these words in a name? Whole words, small letters.
/// @param words  NULL-ended
bool lq_name_says(const char* name, const char* const* words);

/// Which side of a pair a name says it is.
typedef enum { LQ_SIDE_NONE, LQ_SIDE_LEFT, LQ_SIDE_RIGHT } lq_side;

/// "OH L", "Gtr_Left", "AmbR": the side, and the name without it (for finding the other half).
/// @param stem [size] out, lower case, words parted by blanks, numbers at the front left out
lq_side lq_side_from_name(const char* name, char* stem, size_t size);

#endif
