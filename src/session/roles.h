// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Instrument roles: what a track is called, and how a mix usually treats it (data/roles.yaml).
#ifndef LQ_SESSION_ROLES_H
#define LQ_SESSION_ROLES_H

#include "lacquer/model.h"
#include "session/words.h"

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
  double         sure; ///< 0 to 1
} lq_role_guess;

/// @param name  a file's name without folder and ending
lq_role_guess lq_role_from_name(const lq_roles* roles, const char* name);
lq_role_guess lq_role_from_words(const lq_roles* roles, const lq_words* name);

/// "Snare Bot", "Kick Out": the microphone on the far side of a drum.
bool lq_name_is_far_side(const char* name);

bool lq_name_is_amplifier(const char* name); ///< "Bass Amp": a loudspeaker of something played
bool lq_name_is_direct(const char* name);    ///< "Bass DI": the same without
bool lq_name_is_double(const char* name);    ///< "Vox dbl"
bool lq_name_is_click(const char* name);     ///< "Klick", "Metronome"
bool lq_name_is_mix(const char* name);       ///< "Rough Mix", "Reference"
bool lq_name_is_master(const char* name);

/// Is one of these words in a name? Whole words, small letters.
/// @param words  NULL-ended
bool lq_name_says(const char* name, const char* const* words);

/// Which take of a part a name says it is ("Vox take 3", "Vox tk3"), or the one made of them all.
enum { LQ_TAKE_NONE = 0, LQ_TAKE_COMP = -1 };
/// @param stem [size] out: the name without it
int lq_name_take(const char* name, char* stem, size_t size);

typedef enum { LQ_SIDE_NONE, LQ_SIDE_LEFT, LQ_SIDE_RIGHT } lq_half;

/// "OH_L" and "OH_R", "Gtr.Left" and "Gtr.Right", "AmbL" and "AmbR", in several languages.
/// @param to_the_number  out: all numbers in the names agree too, but for those in front
/// @return the side of `a`; none when the names are no pair
lq_half lq_name_pair(const char* a, const char* b, bool* to_the_number);

/// "Synth.1" and "Synth.2", "Pad A" and "Pad B": perhaps two sides, perhaps two parts.
bool lq_name_neighbours(const char* a, const char* b);

#endif
