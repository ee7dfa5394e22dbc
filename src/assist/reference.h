// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What the mix as a whole is to come to: what released records have, or the songs that the brief
/// names. Tone, width and dynamics of a reference, and its low and top end against the whole, can
/// be heard in it; the level of its lead cannot (docs/assistant.md says how far off one would be),
/// so that stays with the genre.
#ifndef LQ_ASSIST_REFERENCE_H
#define LQ_ASSIST_REFERENCE_H

#include "assist/record.h"
#include "assist/track.h"

/// Fill song->aims: read the brief's references, and say in the plan what they gave.
LQ_NODISCARD lq_status lq_reference_aims(lq_song* song, lq_session* session,
                                         const lq_render_options* options, lq_error* error);

/// What several records want, each by its weight: aims over what released records have.
void lq_reference_merge(lq_aims* aims, const lq_record_figures* records,
                        const lq_reference* references, size_t n);

/// With faders known: tracks that live in the low end, or in the top, moved toward the share that
/// it has in the references; 2 dB at most.
void lq_reference_ends(lq_song* song);

#endif
