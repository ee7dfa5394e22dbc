// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The last listen: the session as it will be rendered, everything in. What still is a little off
/// is set right by what is linear: the lead against the rest, how loud the returns come back, and
/// how far the peaks stay under full scale. A mix leaves with room over it by its faders alone.
#ifndef LQ_ASSIST_SETTLE_H
#define LQ_ASSIST_SETTLE_H

#include "assist/balance.h"

/// Nothing goes on the main strip.
/// @param peak_dbtp  where the true peak of the mix is to lie
LQ_NODISCARD lq_status lq_settle(lq_song* song, lq_session* session, const lq_balance* balance,
                                 double peak_dbtp, const lq_render_options* options,
                                 lq_error* error);

#endif
