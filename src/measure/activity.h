// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// When a track plays, and how loud it is then. A gate with hysteresis over K-weighted 400 ms
/// windows, set by the track's own loudness, so that a whispered track and a shouted one are judged
/// alike. Source of the idea: S. Mansbridge, S. Finn, J. D. Reiss, "Implementation and evaluation
/// of autonomous multi-track fader control", AES 132, 2012; the thresholds are ours.
#ifndef LQ_MEASURE_ACTIVITY_H
#define LQ_MEASURE_ACTIVITY_H

#include "lacquer/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  double on_lu;      ///< opens above the track's gated loudness plus this: -14
  double off_lu;     ///< closes below it plus this: -20
  double floor_lufs; ///< never opens below: -70
} lq_activity_gate;

#define LQ_ACTIVITY_GATE ((lq_activity_gate){.on_lu = -14, .off_lu = -20, .floor_lufs = -70})

typedef struct {
  size_t   n_blocks; ///< of 100 ms
  size_t   n_active;
  uint8_t* active;      ///< [n_blocks] 1 while it plays; lq_activity_free releases it
  double   share;       ///< n_active / n_blocks, 0 to 1
  double   lufs;        ///< over the active blocks alone; -INFINITY when it never plays
  double   low_lufs;    ///< 10th, 50th and 95th percentile of the 400 ms levels while it plays
  double   middle_lufs; ///<
  double   high_lufs;   ///<
  double   first_sec;   ///< start of the first active block, end of the last; 0 when none
  double   last_sec;    ///<
  double   noise_lufs;  ///< 10th percentile of the blocks that do not play and are not digital
                        ///< silence; -INFINITY when there is none
} lq_activity;

/// @param power  [n_blocks] K-weighted mean square of each 100 ms
LQ_NODISCARD lq_status lq_activity_find(lq_activity* activity, const float* power, size_t n_blocks,
                                        lq_activity_gate gate);
void                   lq_activity_free(lq_activity* activity);

/// The next range of active blocks from *to on: *from inclusive, *to exclusive. Start with *to = 0.
bool lq_activity_next(const lq_activity* activity, size_t* from, size_t* to);

#endif
