// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The mix assistant: a folder of tracks becomes a session that a person can read and change.
/// Everything it decides stands in the session with its reason; it decides nothing elsewhere.
#ifndef LQ_ASSIST_MIX_H
#define LQ_ASSIST_MIX_H

#include "lacquer/render.h"

/// What a person says beforehand.
typedef struct {
  const char* title;       ///< NULL: the folder's name
  const char* plan_folder; ///< where the plan will lie; file names are relative to it
  double      tempo_bpm;   ///< 0: unknown
  double      lar_db;      ///< lead against accompaniment; LQ_MIX_LAR_DB if nothing else is known
  double      strength;    ///< 0: levels and places alone, to 1
} lq_mix_brief;

/// Lead against everything else while it sings. Source: K. Gerdes and K. Siedenburg, "Lead-vocal
/// level in recordings of popular music 1946-2020", 2023: about +1 dB since 1975.
#define LQ_MIX_LAR_DB 1.0

/// How far the true peak of a mix stays under full scale; mastering asks for 3 dB at least.
#define LQ_MIX_PEAK_DBTP (-6.0)

/// Write a session for a folder of tracks. Renders it once to set its level.
LQ_NODISCARD lq_status lq_assist_mix(lq_session** session, const char* folder,
                                     const lq_mix_brief* brief, const lq_render_options* options,
                                     lq_error* error);

#endif
