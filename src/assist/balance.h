// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Balance: trims that bring every track to one working level, faders by role, the lead against
/// everything else, and nobody left out.
#ifndef LQ_ASSIST_BALANCE_H
#define LQ_ASSIST_BALANCE_H

#include "assist/track.h"

/// Where every track is brought by its trim, while it plays.
#define LQ_WORKING_LUFS (-23.0)

/// Write trims into the tracks.
LQ_NODISCARD lq_status lq_balance_trims(lq_song* song);

/// Say which tracks lead: those that the brief names, else lead vocals, else what carries the
/// melody.
/// @return LQ_ERR_UNKNOWN when the brief names a track that is not there
LQ_NODISCARD lq_status lq_balance_leads(lq_song* song, lq_error* error);

/// What the balance came to.
typedef struct {
  size_t      n_leads;       ///< that play
  const char* lead_name;     ///< the first one; NULL without a lead
  double      want_db;       ///< lead against the rest, as the genre or the brief has it
  double      lar_before_db; ///< lead against the rest while the lead plays, by the roles alone
  double      lar_db;        ///< as it is now
  double      rest_db;       ///< what everything else was moved by to get there
} lq_balance;

/// Write faders (fader_db) by role for the levels that the desk heard, turn the scene with them,
/// bring up what nobody would hear, and move everything but the lead until the lead stands as the
/// genre or the brief has it. The scene must be as heard, without faders.
void lq_balance_faders(lq_song* song, lq_balance* result);

/// Lead against everything else as the brief or the genre has it. [dB]
double lq_balance_wanted_db(const lq_song* song);

/// Move everything but the lead, faders and scene.
void lq_balance_turn_rest(lq_song* song, double by_db);

#endif
