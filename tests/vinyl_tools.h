// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A side that groove and spiral are tested on: 12 inch, 33 1/3.
#ifndef LQ_TESTS_VINYL_TOOLS_H
#define LQ_TESTS_VINYL_TOOLS_H

#include "measure/spiral.h"

static const lq_disc_side lp = {.rpm            = 100.0 / 3,
                                .outer_mm       = 146.3,
                                .inner_mm       = 57.5,
                                .width_um       = 56,
                                .least_width_um = 25,
                                .land_um        = 8,
                                .band_mm        = 0.8,
                                .stylus_um      = {18, 7},
                                .most_cm_s      = 50,
                                .treble_cm_s    = 10};

#endif
