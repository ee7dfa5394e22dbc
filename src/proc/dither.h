// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Dither: puts audio onto the grid of so many bits, with noise that keeps the error clean.
#ifndef LQ_PROC_DITHER_H
#define LQ_PROC_DITHER_H

#include "lacquer/proc.h"

enum { LQ_DITHER_BITS, LQ_DITHER_KIND, LQ_DITHER_SEED, LQ_DITHER_N };
extern const lq_proc lq_dither;

#endif
