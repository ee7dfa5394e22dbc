// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Trim: brings a track to working level before anything else hears it.
#ifndef LQ_PROC_TRIM_H
#define LQ_PROC_TRIM_H

#include "lacquer/proc.h"

enum { LQ_TRIM_GAIN, LQ_TRIM_N };
extern const lq_proc lq_trim;

#endif
