// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Resonances of a finished mix: a narrow, shallow cut where one place stands out all the time.
#ifndef LQ_ASSIST_RINGING_H
#define LQ_ASSIST_RINGING_H

#include "assist/polish.h"

/// Add an equaliser with at most two narrow cuts, or a note.
LQ_NODISCARD lq_status lq_ringing_cut(lq_polish* polish);

#endif
