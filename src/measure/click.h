// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Is this a click track? Nothing but short tones of one pitch, evenly spaced from the first to the
/// last, and nothing between them: no player and no microphone does that.
#ifndef LQ_MEASURE_CLICK_H
#define LQ_MEASURE_CLICK_H

#include "measure/features.h"

bool lq_sounds_like_click(const lq_features* features);

#endif
