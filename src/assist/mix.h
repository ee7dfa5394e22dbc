// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The mix assistant: a folder of tracks becomes a session that a person can read and change.
/// Everything it decides stands in the session with its reason; it decides nothing elsewhere.
#ifndef LQ_ASSIST_MIX_H
#define LQ_ASSIST_MIX_H

#include "session/brief.h"
#include "session/role_choice.h"

#include "lacquer/render.h"

/// What is to be mixed, and how.
typedef struct {
  const char*     folder;      ///< of the tracks
  const char*     plan_folder; ///< where the plan will lie; file names are relative to it
  lq_brief        brief;       ///< LQ_BRIEF when nobody said anything
  lq_role_choices roles;       ///< that a person gave to tracks
} lq_mix_job;

/// How far the true peak of a mix stays under full scale; mastering asks for 3 dB at least.
#define LQ_MIX_PEAK_DBTP (-6.0)

/// Write a session for a folder of tracks. Renders it a few times to hear what comes out.
LQ_NODISCARD lq_status lq_assist_mix(lq_session** session, const lq_mix_job* job,
                                     const lq_render_options* options, lq_error* error);

#endif
