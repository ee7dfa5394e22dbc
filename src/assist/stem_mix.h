// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Mastering from stems: a folder of stems becomes a session that adds them up as they are, but for
/// a few gentle moves that a finished mix no longer allows. A stem that needs more than that is a
/// matter for the mix.
#ifndef LQ_ASSIST_STEM_MIX_H
#define LQ_ASSIST_STEM_MIX_H

#include "assist/mix.h"

typedef struct {
  lq_mix_job  as;  ///< folder of the stems, plan, brief and roles; strength 0: nothing is moved
  const char* mix; ///< that the stems should add up to, or NULL
} lq_stem_job;

/// How far a lead's fader is moved at most. [dB]
#define LQ_STEM_LEAD_DB 1.0

/// Write a session of stems. All must have one rate.
/// @return LQ_ERR_FORMAT where rates differ, or `mix` cannot be what they add up to: another rate
///         or length
LQ_NODISCARD lq_status lq_assist_stem_mix(lq_session** session, const lq_stem_job* job,
                                          const lq_render_options* options, lq_error* error);

#endif
