// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Sharp s and t of a finished mix: a shallow de-esser where the check has found them.
#ifndef LQ_ASSIST_SHARPNESS_H
#define LQ_ASSIST_SHARPNESS_H

#include "assist/polish.h"

LQ_NODISCARD lq_status lq_sharpness_soften(lq_polish* polish);

#endif
