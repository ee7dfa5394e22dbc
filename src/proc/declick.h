// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Declick: mends single faults, each by itself: a digital click, the bad sample of an edit, a few
/// samples that dropped out. What stands out of what linear prediction expects, on both sides of
/// it, is replaced by what probably stood there; everything else keeps its bits. Not for crackle.
/// One or two channels, each for itself; late by 2560 frames.
#ifndef LQ_PROC_DECLICK_H
#define LQ_PROC_DECLICK_H

#include "lacquer/proc.h"

enum { LQ_DECLICK_THRESHOLD, LQ_DECLICK_LONGEST, LQ_DECLICK_ON, LQ_DECLICK_MENDED, LQ_DECLICK_N };
extern const lq_proc lq_declick;

#endif
