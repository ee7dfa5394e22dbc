// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Headroom: a mix leaves with its true peak well under full scale, by its faders alone.
#ifndef LQ_ASSIST_HEADROOM_H
#define LQ_ASSIST_HEADROOM_H

#include "lacquer/render.h"

/// Render once, measure the true peak, and move every track's fader by the same amount so that the
/// peak comes to `peak_dbtp`. Nothing goes on the main strip.
LQ_NODISCARD lq_status lq_headroom_set(lq_session* session, double peak_dbtp,
                                       const lq_render_options* options, lq_error* error);

#endif
