// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Room by equaliser: a track is cut where it covers what makes another one itself, and where that
/// band is not what makes it itself.
#ifndef LQ_ASSIST_UNMASK_H
#define LQ_ASSIST_UNMASK_H

#include "assist/track.h"

/// Add cuts to the tracks and to the scene, each only if the masking of the whole falls by it.
LQ_NODISCARD lq_status lq_unmask(lq_song* song);

#endif
