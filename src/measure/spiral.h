// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Where a groove runs on a side: its pitch and radius from the outermost turn to the last, and
/// what stands against the disc's limits there.
///
/// Two turns must not touch: between the same angle of turn n and turn n + 1 lie the groove's
/// width, the inward excursion of the one, the outward excursion of the other, and some land. A
/// lathe with variable pitch hears the music half a turn before it cuts it, remembers the turn
/// before, and moves its carriage as evenly as that allows: at each step the least speed that meets
/// every need it knows of. With fixed pitch the greatest need of all holds for the whole side.
#ifndef LQ_MEASURE_SPIRAL_H
#define LQ_MEASURE_SPIRAL_H

#include "measure/groove.h"

typedef struct {
  double rpm;
  double outer_mm, inner_mm; ///< radius of the first turn, and of the last that may be cut
  double width_um;           ///< of the groove at rest, at the surface
  double least_width_um;     ///< that a stylus still sits in
  double land_um;            ///< left standing between two turns
  double band_mm;            ///< additional radius of the visible band between two songs
  double stylus_um[2];       ///< radii of tips: round, fine
  double most_cm_s;          ///< velocity that records do not exceed
  double treble_cm_s;        ///< RMS above 5 kHz that heats a cutter head
} lq_disc_side;

/// From the end of one song to the beginning of the next; the band is cut there.
typedef struct {
  double start_sec, end_sec;
} lq_spiral_band;

typedef struct {
  const lq_groove_step* steps; ///< [n]
  size_t                n;
  double                step_sec;
  double                level_db; ///< over that of the steps
  const lq_spiral_band* bands;    ///< [n_bands], rising
  size_t                n_bands;
} lq_spiral_cut;

/// Fraction of full scale that is used, and where.
typedef struct {
  double value, at_sec;
} lq_spiral_most;

typedef struct {
  double         used_mm, final_mm, free_mm; ///< variable pitch; free: down to the innermost radius
  double         fixed_used_mm, fixed_pitch_um; ///< one pitch for the whole side
  double         lines_per_inch;                ///< mean, of the music without bands
  double         close_um, wide_um;             ///< pitch of the closest and of the widest turn
  lq_spiral_most width_um;                      ///< least width
  lq_spiral_most lateral_cm_s, vertical_cm_s, bend_m_s2;
  lq_spiral_most slope;       ///< greatest |v| / V, V the speed of the groove under the stylus
  lq_spiral_most curve_um;    ///< least radius of curvature, V^2 / |a|
  double         over[2];     ///< part of the time in which it is below each stylus radius
  lq_spiral_most sharp_db;    ///< 5 to 10 kHz over what a round stylus traces at 7 kHz
  lq_spiral_most treble_cm_s; ///< RMS above 5 kHz over 100 ms
} lq_spiral;

/// One step at a radius, at the level of the cut.
typedef struct {
  double width_um, most_width_um; ///< least and greatest width
  double lateral_cm_s, vertical_cm_s, bend_m_s2;
  double slope, curve_um, sharp_db, treble_cm_s; ///< as in lq_spiral
} lq_spiral_point;
lq_spiral_point lq_spiral_at(const lq_disc_side* side, const lq_spiral_cut* cut, size_t step,
                             double radius_mm);

/// @param pitch_um   [n] out, or NULL: from the turn before
/// @param radius_mm  [n] out, or NULL
LQ_NODISCARD lq_status lq_spiral_make(lq_spiral* spiral, const lq_disc_side* side,
                                      const lq_spiral_cut* cut, float* pitch_um, float* radius_mm);

/// The level over that of the steps at which the side just fits, with variable pitch, between -40
/// and 40 dB; -INFINITY when not even -40 fits, INFINITY when even 40 does.
LQ_NODISCARD lq_status lq_spiral_fit_db(double* fit_db, const lq_disc_side* side,
                                        const lq_spiral_cut* cut);

/// The same for what a cutter can follow: nowhere faster sideways than the groove runs, nor than
/// records are cut.
LQ_NODISCARD lq_status lq_spiral_clear_db(double* clear_db, const lq_disc_side* side,
                                          const lq_spiral_cut* cut);

/// Speed of the groove under the stylus. [m/s]
double lq_disc_side_speed(const lq_disc_side* side, double radius_mm);

#endif
