// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Sentences that a plan carries for people.
#ifndef LQ_ASSIST_NOTES_H
#define LQ_ASSIST_NOTES_H

#include "lacquer/model.h"

/// Add one to a list of notes (of a session or a master).
LQ_NODISCARD lq_status lq_add_note(lq_pool* pool, const char* const** notes, size_t* n_notes,
                                   const char* format, ...) LQ_PRINTF(4, 5);

#endif
