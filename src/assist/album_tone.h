// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Songs of one album sound as if one person had turned the knobs: each goes half of the way to the
/// album's own tone, by the small wide moves of any master; what stands apart on purpose stays.
#ifndef LQ_ASSIST_ALBUM_TONE_H
#define LQ_ASSIST_ALBUM_TONE_H

#include "assist/album_work.h"

/// Adds an equaliser to the plans of mixes that the assistant decided on, renders them through it,
/// and says of every song why or why not.
LQ_NODISCARD lq_status lq_album_even_tone(lq_album_sound* s, const lq_render_options* options,
                                          lq_error* error);

#endif
