// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Balance: trims that bring every track to one working level, faders by role, and the lead against
/// everything else.
#ifndef LQ_ASSIST_BALANCE_H
#define LQ_ASSIST_BALANCE_H

#include "assist/track.h"

/// Where every track is brought by its trim, while it plays.
#define LQ_WORKING_LUFS (-23.0)

/// Write trims into the tracks.
LQ_NODISCARD lq_status lq_balance_trims(lq_song* song);

/// What the balance came to.
typedef struct {
  size_t      n_leads;
  const char* lead_name;     ///< the first one; NULL without a lead
  double      lar_before_db; ///< lead against the rest while the lead plays, by the roles alone
  double      lar_db;        ///< as it is now
  double      rest_db;       ///< what everything else was moved by to get there
} lq_balance;

/// Write faders (fader_db) by role, then move everything but the lead until the lead stands
/// `target_lar_db` over the rest while it plays.
LQ_NODISCARD lq_status lq_balance_faders(lq_song* song, double target_lar_db, lq_balance* result);

#endif
