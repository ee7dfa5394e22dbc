// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Glue: a slow, shallow bus compressor when a finished mix still jumps.
#ifndef LQ_ASSIST_GLUE_H
#define LQ_ASSIST_GLUE_H

#include "assist/polish.h"

LQ_NODISCARD lq_status lq_glue_mix(lq_polish* polish);

#endif
