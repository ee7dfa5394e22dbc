// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Tonal balance of a finished mix: wide, small moves toward the band in which released records
/// lie. What lies inside the band is left alone; what would need more than a small move is said.
#ifndef LQ_ASSIST_TONE_H
#define LQ_ASSIST_TONE_H

#include "lacquer/model.h"
#include "measure/features.h"

/// Add an equaliser to the master's chain where it is needed, and notes.
LQ_NODISCARD lq_status lq_tone_correct(lq_master* master, const lq_features* mix, lq_error* error);

#endif
