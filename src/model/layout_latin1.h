// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Has CD-TEXT, which is Latin-1, the characters of an album's texts?
#ifndef LQ_MODEL_LAYOUT_LATIN1_H
#define LQ_MODEL_LAYOUT_LATIN1_H

#include "model/layout.h"

/// All that it has not are in one sentence, with the songs they are of. Where the plan says
/// `transliterate`, only what has nothing near it is an error; where it says `off`, nothing is.
LQ_NODISCARD lq_status lq_layout_demand_latin1(const lq_disc* disc, const lq_album* album,
                                               lq_error* error);

#endif
