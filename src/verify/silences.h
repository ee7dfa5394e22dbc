// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Where nothing plays: before, behind and inside the music, and on one side of it.
#ifndef LQ_VERIFY_SILENCES_H
#define LQ_VERIFY_SILENCES_H

#include "measure/trace.h"
#include "verify/heard.h"

/// Fills head, tail, inside, dead, pause and side_db.
/// @param trace  finished
void lq_silences_find(const lq_trace* trace, double duration_sec, lq_heard* heard);

#endif
