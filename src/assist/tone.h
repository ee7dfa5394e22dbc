// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Tonal balance of a finished mix: wide, small moves to the edge of the band in which records
/// lie, or to the line of the references. What lies inside the band is left alone; what would need
/// more than a small move is not done and told as a problem of the mix.
#ifndef LQ_ASSIST_TONE_H
#define LQ_ASSIST_TONE_H

#include "assist/polish.h"

/// Add an equaliser to the master's chain where it is needed, and notes.
LQ_NODISCARD lq_status lq_tone_correct(lq_polish* polish);

#endif
