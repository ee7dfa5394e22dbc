// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Send: how much of a strip goes to a return, tapped before its fader or behind its pan. The
/// engine puts one in front of each target; it is no processor for a chain. No latency.
#ifndef LQ_PROC_SEND_LEVEL_H
#define LQ_PROC_SEND_LEVEL_H

#include "lacquer/proc.h"

enum { LQ_SEND_TAP_POST, LQ_SEND_TAP_PRE };
enum { LQ_SEND_LEVEL, LQ_SEND_PAN, LQ_SEND_TAP, LQ_SEND_MUTE, LQ_SEND_N };
extern const lq_proc lq_send_level;

/// What each side of a stereo send is multiplied by.
void lq_send_gains(const float values[LQ_SEND_N], float gains_lin[2]);

#endif
