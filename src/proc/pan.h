// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Pan: places a strip between left and right.
#ifndef LQ_PROC_PAN_H
#define LQ_PROC_PAN_H

#include "lacquer/proc.h"

enum { LQ_PAN_POSITION, LQ_PAN_LAW, LQ_PAN_STEREO, LQ_PAN_LEFT, LQ_PAN_RIGHT, LQ_PAN_N };
extern const lq_proc lq_pan;

#endif
