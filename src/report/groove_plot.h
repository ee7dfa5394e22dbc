// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The groove of a side over its time: pitch and radius, width, velocity and curvature against
/// their limits, song borders and worries.
#ifndef LQ_REPORT_GROOVE_PLOT_H
#define LQ_REPORT_GROOVE_PLOT_H

#include "model/vinyl.h"

/// @return malloc'ed SVG, NULL without memory
char* lq_groove_plot(const lq_side* side, const char* title);

#endif
