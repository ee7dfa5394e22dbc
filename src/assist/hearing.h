// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Hearing: what each track is, by its name first and by its sound where the name says nothing.
#ifndef LQ_ASSIST_HEARING_H
#define LQ_ASSIST_HEARING_H

#include "assist/track.h"

/// Write role and role_why into every track.
LQ_NODISCARD lq_status lq_hear_roles(lq_song* song);

#endif
