// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What music would do to a groove: a simulated cut of one side, whatever the radius. How far both
/// edges go, how deep and how shallow the groove gets, how fast and how bent it is.
///
/// In a 45/45 groove the left channel is the inner wall, the right one the outer; both in phase
/// move the stylus sideways: y = (L + R)/sqrt2, out of phase up and down: z = (L - R)/sqrt2.
/// Each edge at the surface moves by sqrt2 times its wall, and the width changes by 2 z.
///
/// Sound -> twice the rate below 88.2 kHz -> recording characteristic -> velocity of both walls ->
/// excursion, by integrating above 15 Hz -> acceleration, by seven points (within 0.05 dB to 15 kHz
/// at 96 kHz). Of each 64th of a turn the extremes are kept: 40 bytes for some 25 ms. Peaks are
/// those of samples: up to 0.5 dB low at 10 kHz. Everything but `treble_power` grows in proportion
/// to the level, so one cut answers for every level. Double: the integrator's pole.
///
/// Sources: IEC 60098, 1987 (geometry, characteristic); docs/vinyl.md.
#ifndef LQ_MEASURE_GROOVE_H
#define LQ_MEASURE_GROOVE_H

#include "lacquer/proc.h"

#include <stdint.h>

enum { LQ_GROOVE_STEPS_A_TURN = 64 };

/// Extremes in one 64th of a turn. What the lead-in and the delay of the filters leave is 0.
typedef struct {
  float inner_um;      ///< greatest excursion of the inner edge towards the centre
  float outer_um;      ///< and of the outer edge away from it
  float shallow_um;    ///< greatest loss of depth, -z
  float deep_um;       ///< greatest gain of depth, z
  float lateral_cm_s;  ///< peak velocity sideways
  float vertical_cm_s; ///< and up and down
  float bend_m_s2;     ///< peak acceleration, sideways or up and down
  float sharp_cm_s;    ///< peak velocity sideways from 5 to 10 kHz
  float treble_power;  ///< mean square velocity above 5 kHz, of both walls together, (cm/s)^2
} lq_groove_step;

typedef struct lq_groove lq_groove;

/// @param peak_cm_s  of a sine of 1 kHz, full scale and in phase on both sides
/// @param rpm        turns a minute
LQ_NODISCARD lq_status lq_groove_new(lq_groove** groove, double rate_hz, unsigned n_channels,
                                     double peak_cm_s, double rpm, const lq_simd* simd);
void                   lq_groove_free(lq_groove* groove); ///< NULL is fine

/// @param x [n_channels][n_frames]; finite. One channel feeds both walls.
LQ_NODISCARD lq_status lq_groove_process(lq_groove* groove, const float* const* x, size_t n_frames);

/// What the filters still hold, and the last step; no audio may follow.
LQ_NODISCARD lq_status lq_groove_finish(lq_groove* groove);

/// Step i begins at i * lq_groove_step_sec().
const lq_groove_step* lq_groove_steps(const lq_groove* groove, size_t* n);
double                lq_groove_step_sec(const lq_groove* groove);

#endif
