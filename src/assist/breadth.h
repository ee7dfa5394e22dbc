// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Width of a finished mix: a bass that is one in both speakers, and sides that go a little toward
/// what records have.
#ifndef LQ_ASSIST_BREADTH_H
#define LQ_ASSIST_BREADTH_H

#include "assist/polish.h"

/// Add a width processor where it is needed, or a note.
LQ_NODISCARD lq_status lq_breadth_correct(lq_polish* polish);

#endif
