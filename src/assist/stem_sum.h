// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Do stems add up to a mix? What a session gives, taken from a file.
#ifndef LQ_ASSIST_STEM_SUM_H
#define LQ_ASSIST_STEM_SUM_H

#include "lacquer/render.h"

/// @param left_dbfs  peak of the mix minus the session; -INFINITY when nothing is left
/// @return LQ_ERR_FORMAT when the mix has another rate
LQ_NODISCARD lq_status lq_stem_sum_compare(const lq_session* session, const char* mix,
                                           const lq_render_options* options, double* left_dbfs,
                                           lq_error* error);

#endif
