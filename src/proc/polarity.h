// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Polarity: turns the waveform upside down, for the microphone that hears the other side of a
/// drum. Exact, no latency.
#ifndef LQ_PROC_POLARITY_H
#define LQ_PROC_POLARITY_H

#include "lacquer/proc.h"

enum { LQ_POLARITY_MODE, LQ_POLARITY_N };
extern const lq_proc lq_polarity;

#endif
