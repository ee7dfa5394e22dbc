// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Hearing: what each track is: as a person says, by its name, or by its sound, and how surely.
#ifndef LQ_ASSIST_HEARING_H
#define LQ_ASSIST_HEARING_H

#include "assist/track.h"
#include "session/role_choice.h"

/// Write role, role_why and role_sure into every track.
/// @param chosen  roles that a person gave
LQ_NODISCARD lq_status lq_hear_roles(lq_song* song, const lq_role_choices* chosen, lq_error* error);

#endif
