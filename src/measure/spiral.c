// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/spiral.h"

#include "base/maths.h"

#include <math.h>
#include <stdlib.h>

enum {
  TURN  = LQ_GROOVE_STEPS_A_TURN,
  AHEAD = TURN / 2, // the preview of a lathe: docs/vinyl.md
};

static const double sharp_hz = 7071.0678; // the middle of 5 to 10 kHz
static const double inch_mm  = 25.4;

double lq_disc_side_speed(const lq_disc_side* const side, const double radius_mm)
{
  return 2.0 * LQ_PI * fmax(radius_mm, side->inner_mm) / 1000.0 * side->rpm / 60.0;
}

// What must lie between a turn at step k and the next one at the same angle. [mm]
static double need_mm(const lq_disc_side* const side, const lq_spiral_cut* const cut,
                      const double gain, const size_t k)
{
  const double outer_um = k + TURN < cut->n ? (double)cut->steps[k + TURN].outer_um : 0.0;
  const double both_um  = gain * ((double)cut->steps[k].inner_um + outer_um);
  return (side->width_um + side->land_um + both_um) / 1000.0;
}

// Carriage travel that a visible band adds, per step of its time; at least a turn is spent on it.
static double band_step_mm(const lq_disc_side* const side, const lq_spiral_cut* const cut,
                           const size_t step)
{
  for (size_t i = 0; i < cut->n_bands; ++i) {
    const double from = ceil(cut->bands[i].start_sec / cut->step_sec);
    const double n    = fmax(TURN, floor(cut->bands[i].end_sec / cut->step_sec) - from);
    if ((double)step >= from && (double)step < from + n) {
      return side->band_mm / n;
    }
  }
  return 0.0;
}

// The carriage: how far it has come at the end of each step. It is never slower than grooves at
// rest need, and else as slow as every need within sight allows.
// @param used_mm  [n] out
static void travel(const lq_disc_side* const side, const lq_spiral_cut* const cut,
                   const double gain, double* const used_mm)
{
  const double rest_mm = (side->width_um + side->land_um) / 1000.0 / TURN;
  double       at_mm   = 0.0;
  for (size_t j = 0; j < cut->n; ++j) {
    double pace_mm = rest_mm;
    for (size_t m = 0; j >= TURN && m < AHEAD && j + m < cut->n; ++m) {
      const size_t before = j + m - TURN;
      const double there  = used_mm[before] + need_mm(side, cut, gain, before);
      pace_mm             = fmax(pace_mm, (there - at_mm) / (double)(m + 1));
    }
    at_mm += pace_mm + band_step_mm(side, cut, j);
    used_mm[j] = at_mm;
  }
}

static void keep_most(lq_spiral_most* const kept, const double value, const double at_sec)
{
  if (value > kept->value) {
    *kept = (lq_spiral_most){value, at_sec};
  }
}

static void keep_least(lq_spiral_most* const kept, const double value, const double at_sec)
{
  if (value < kept->value) {
    *kept = (lq_spiral_most){value, at_sec};
  }
}

// RMS above 5 kHz over the 100 ms that end with a step.
static double treble_cm_s(const lq_spiral_cut* const cut, const double gain, const size_t step)
{
  const size_t n   = (size_t)(0.1 / cut->step_sec + 0.5);
  double       sum = 0.0;
  for (size_t i = 0; i < n && i <= step; ++i) {
    sum += (double)cut->steps[step - i].treble_power;
  }
  return gain * sqrt(sum / (double)n);
}

lq_spiral_point lq_spiral_at(const lq_disc_side* const side, const lq_spiral_cut* const cut,
                             const size_t step, const double radius_mm)
{
  const lq_groove_step* const s     = &cut->steps[step];
  const double                gain  = lq_db_to_lin(cut->level_db);
  const double                speed = lq_disc_side_speed(side, radius_mm);
  const double                bend  = gain * (double)s->bend_m_s2;
  const double traced = 100.0 * speed * speed / (2.0 * LQ_PI * sharp_hz * side->stylus_um[0] / 1e6);
  return (lq_spiral_point){
      .width_um      = side->width_um - 2.0 * gain * (double)s->shallow_um,
      .most_width_um = side->width_um + 2.0 * gain * (double)s->deep_um,
      .lateral_cm_s  = gain * (double)s->lateral_cm_s,
      .vertical_cm_s = gain * (double)s->vertical_cm_s,
      .bend_m_s2     = bend,
      .slope         = gain * (double)s->lateral_cm_s / (100.0 * speed),
      .curve_um      = bend > 0.0 ? 1e6 * speed * speed / bend : (double)INFINITY,
      .sharp_db      = lq_lin_to_db(gain * (double)s->sharp_cm_s / traced),
      .treble_cm_s   = treble_cm_s(cut, gain, step),
  };
}

static void figures(lq_spiral* const s, const lq_disc_side* const side,
                    const lq_spiral_cut* const cut, const double* const used_mm)
{
  size_t n_over[2] = {0};
  for (size_t j = 0; j < cut->n; ++j) {
    const double          at_sec = (double)j * cut->step_sec;
    const lq_spiral_point p      = lq_spiral_at(side, cut, j, side->outer_mm - used_mm[j]);
    keep_least(&s->width_um, p.width_um, at_sec);
    keep_most(&s->lateral_cm_s, p.lateral_cm_s, at_sec);
    keep_most(&s->vertical_cm_s, p.vertical_cm_s, at_sec);
    keep_most(&s->bend_m_s2, p.bend_m_s2, at_sec);
    keep_most(&s->slope, p.slope, at_sec);
    keep_least(&s->curve_um, p.curve_um, at_sec);
    keep_most(&s->sharp_db, p.sharp_db, at_sec);
    keep_most(&s->treble_cm_s, p.treble_cm_s, at_sec);
    for (unsigned i = 0; i < 2; ++i) {
      n_over[i] += p.curve_um < side->stylus_um[i];
    }
  }
  for (unsigned i = 0; i < 2; ++i) {
    s->over[i] = cut->n ? (double)n_over[i] / (double)cut->n : 0.0;
  }
}

static void pitches(lq_spiral* const s, const lq_disc_side* const side,
                    const lq_spiral_cut* const cut, const double* const used_mm)
{
  const double gain    = lq_db_to_lin(cut->level_db);
  const double n_turns = (double)cut->n / TURN;
  const double bands   = side->band_mm * (double)cut->n_bands;
  s->used_mm           = cut->n ? used_mm[cut->n - 1] : 0.0;
  s->final_mm          = side->outer_mm - s->used_mm;
  s->free_mm           = s->final_mm - side->inner_mm;
  s->lines_per_inch    = cut->n ? inch_mm * n_turns / (s->used_mm - bands) : 0.0;
  s->close_um          = (double)INFINITY;
  for (size_t k = 0; k < cut->n; ++k) {
    s->fixed_pitch_um = fmax(s->fixed_pitch_um, 1000.0 * need_mm(side, cut, gain, k));
    if (k + TURN < cut->n) {
      const double pitch_um = 1000.0 * (used_mm[k + TURN] - used_mm[k]);
      s->close_um           = fmin(s->close_um, pitch_um);
      s->wide_um            = fmax(s->wide_um, pitch_um);
    }
  }
  s->fixed_used_mm = s->fixed_pitch_um / 1000.0 * n_turns + bands;
}

lq_status lq_spiral_make(lq_spiral* const spiral, const lq_disc_side* const side,
                         const lq_spiral_cut* const cut, float* const pitch_um,
                         float* const radius_mm)
{
  double* const used_mm = malloc((cut->n + 1) * sizeof *used_mm);
  if (!used_mm) {
    return LQ_ERR_MEMORY;
  }
  travel(side, cut, lq_db_to_lin(cut->level_db), used_mm);
  lq_spiral s = {.width_um = {.value = side->width_um},
                 .curve_um = {.value = (double)INFINITY},
                 .sharp_db = {.value = -(double)INFINITY}};
  pitches(&s, side, cut, used_mm);
  figures(&s, side, cut, used_mm);
  for (size_t j = 0; j < cut->n; ++j) {
    const size_t turn = j < TURN ? (TURN < cut->n ? TURN : cut->n - 1) : j;
    if (pitch_um) {
      pitch_um[j] = (float)(1000.0 * (used_mm[turn] - (turn < TURN ? 0.0 : used_mm[turn - TURN])));
    }
    if (radius_mm) {
      radius_mm[j] = (float)(side->outer_mm - used_mm[j]);
    }
  }
  free(used_mm);
  *spiral = s;
  return LQ_OK;
}

// Is a cut at this level within the limits? Used_mm is room to work in.
typedef bool holds(const lq_disc_side* side, const lq_spiral_cut* cut, double gain,
                   double* used_mm);

static bool fits(const lq_disc_side* const side, const lq_spiral_cut* const cut, const double gain,
                 double* const used_mm)
{
  travel(side, cut, gain, used_mm);
  return used_mm[cut->n - 1] <= side->outer_mm - side->inner_mm;
}

static bool is_clear(const lq_disc_side* const side, const lq_spiral_cut* const cut,
                     const double gain, double* const used_mm)
{
  travel(side, cut, gain, used_mm);
  for (size_t j = 0; j < cut->n; ++j) {
    const double cm_s  = gain * (double)cut->steps[j].lateral_cm_s;
    const double speed = lq_disc_side_speed(side, side->outer_mm - used_mm[j]);
    if (cm_s > side->most_cm_s || cm_s > 100.0 * speed) {
      return false;
    }
  }
  return true;
}

// The greatest level that holds; what holds at one holds at all below.
static lq_status most_db(double* const db, const lq_disc_side* const side,
                         const lq_spiral_cut* const cut, holds* const does)
{
  enum { MOST_DB = 40, HALVINGS = 16 }; // to 0.002 dB
  double* const used_mm = malloc((cut->n + 1) * sizeof *used_mm);
  if (!used_mm) {
    return LQ_ERR_MEMORY;
  }
  double     low_db = -MOST_DB, high_db = MOST_DB;
  const bool any = !cut->n || does(side, cut, lq_db_to_lin(low_db), used_mm);
  const bool all = !cut->n || does(side, cut, lq_db_to_lin(high_db), used_mm);
  for (unsigned i = 0; i < HALVINGS && any && !all; ++i) {
    const double middle_db = (low_db + high_db) / 2.0;
    *(does(side, cut, lq_db_to_lin(middle_db), used_mm) ? &low_db : &high_db) = middle_db;
  }
  free(used_mm);
  *db = all ? (double)INFINITY : any ? low_db : -(double)INFINITY;
  return LQ_OK;
}

lq_status lq_spiral_fit_db(double* const fit_db, const lq_disc_side* const side,
                           const lq_spiral_cut* const cut)
{
  return most_db(fit_db, side, cut, fits);
}

lq_status lq_spiral_clear_db(double* const clear_db, const lq_disc_side* const side,
                             const lq_spiral_cut* const cut)
{
  return most_db(clear_db, side, cut, is_clear);
}
