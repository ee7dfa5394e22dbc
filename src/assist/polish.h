// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What the steps of the master assistant share: the mix as the check heard it, as it will sound
/// after the steps before, and what they are to go by.
#ifndef LQ_ASSIST_POLISH_H
#define LQ_ASSIST_POLISH_H

#include "assist/record.h"
#include "lacquer/render.h"
#include "measure/features.h"
#include "model/facts.h"
#include "session/amounts.h"
#include "session/brief.h"

/// A mix in figures; all of it was found in the passes of the check.
typedef struct {
  const lq_features*   features;
  const lq_band_steps* bands;
  lq_findings          findings; ///< the check's
} lq_mix_heard;

/// What a master is brought toward.
typedef struct {
  const char* by;        ///< as reasons call it: "released records", "the reference 'A.wav'"
  bool        reference; ///< goes to it, and not to the edge of a band around it
  double      tone_db[LQ_SPECTRUM_BANDS];  ///< sliding octaves, see lq_polish_tone()
  double      slack_db[LQ_SPECTRUM_BANDS]; ///< that is no matter
  bool        known[LQ_SPECTRUM_BANDS];
  bool        wide; ///< the next two are known
  double      side_db[LQ_TONE_SIDES];
  double      side_slack_db[LQ_TONE_SIDES];
  double      spread_db; ///< loud passages over the usual ones, at most
} lq_polish_aims;

typedef struct {
  lq_master*          master;
  const lq_mix_heard* mix;
  lq_polish_aims      aims;
  lq_amounts          amounts; ///< times the strength
  lq_band_step*       steps;   ///< [n] as the steps so far leave it
  unsigned char*      loud;    ///< [n]
  double*             weight;  ///< [n] K-weighted power
  size_t              n;
  double              step_sec;
  lq_pool*            told; ///< memory of what goes to the report
  lq_findings*        problems;
} lq_polish;

/// @param told      memory of the problems
/// @param problems  what mastering would have to repair and does not, as the steps find it
LQ_NODISCARD lq_status lq_polish_start(lq_polish* polish, lq_master* master,
                                       const lq_mix_heard* mix, lq_pool* told,
                                       lq_findings* problems);
void                   lq_polish_end(lq_polish* polish);

/// Fill the aims: the references' if there are any, else the genre's, else what records have.
LQ_NODISCARD lq_status lq_polish_aim(lq_polish* polish, const lq_brief* brief,
                                     const lq_render_options* options, lq_error* error);

/// Level of the octave around each third octave, all laid so that those from 63 Hz to 4 kHz have
/// 0 dB in the mean: shapes are compared, not sums. @param power [LQ_SPECTRUM_BANDS]
void lq_polish_tone(const double* power, double* level_db);

/// Sides over middle in a stretch of lq_tone_side_hz, dB. @param mid, side [LQ_SPECTRUM_BANDS]
double lq_polish_side_db(const double* mid, const double* side, unsigned stretch);

/// What a step does to middle and sides, from here on. @param mid_db, side_db [LQ_SPECTRUM_BANDS]
void lq_polish_shape(lq_polish* polish, const double* mid_db, const double* side_db);

/// Tell what belongs in the mix.
LQ_NODISCARD lq_status lq_polish_problem(lq_polish* polish, const lq_finding* finding,
                                         const char* format, ...) LQ_PRINTF(3, 4);

/// Say something in the plan.
#define LQ_POLISH_NOTE(p, ...) \
  lq_add_note((p)->master->pool, &(p)->master->notes, &(p)->master->n_notes, __VA_ARGS__)

#endif
