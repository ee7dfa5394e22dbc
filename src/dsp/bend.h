// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Curves that bend a waveform, and how far they bend it: their slope at silence is 1, so quiet
/// sounds pass as they are and loud ones meet the bend. docs/dsp/saturate.md has the maths.
#ifndef LQ_DSP_BEND_H
#define LQ_DSP_BEND_H

#include <stddef.h>

typedef enum {
  LQ_BEND_SOFT, ///< tanh: odd
  LQ_BEND_TAPE, ///< Langevin's function, magnetisation without hysteresis: odd, gentler
  LQ_BEND_TUBE, ///< tanh off its middle: even and odd
  LQ_BEND_CLIP, ///< straight up to a knee, then flat
  LQ_BEND_N
} lq_bend_kind;

enum { LQ_BEND_PAD = 16 };

typedef struct {
  lq_bend_kind kind;
  float        drive;          ///< g: f(x) = F(g x) / g; 0: straight
  float        inverse;        ///< 1/g
  float        lean;           ///< tube: tanh of the bias, 0 to 0.8
  float        knee, straight; ///< clip: half the width of the bend, and where it begins
  float        per_knee;       ///< 1 / (2 knee)
} lq_bend;

typedef struct {
  /// y = f(x) - x. Up to LQ_BEND_PAD - 1 values behind the span are read and written.
  void (*run)(const lq_bend* c, float* y, const float* x, size_t n_frames);
  /// y = the greater of |a| and |b|. Padding as above, here and below.
  void (*louder)(float* y, const float* a, const float* b, size_t n_frames);
  /// y = x added / magnitude: what was added to a magnitude, as a gain for both sides.
  void (*share)(float* y, const float* added, const float* magnitude, const float* x,
                size_t n_frames);
} lq_bend_kernels;

/// @param drive_db   0 is straight; 6.02 puts full scale where the curve bends
/// @param character  0 to 1: lean of the tube, width of the clipper's knee
lq_bend lq_bend_design(lq_bend_kind kind, double drive_db, double character);

/// f(x) in double, for those who have time.
double lq_bend_at(const lq_bend* c, double x);

/// What the curve and a mix of it leave of the level of music that peaks about 12 dB over its RMS
/// (a Gaussian) of -18 dBFS, as a factor.
double lq_bend_level(const lq_bend* c, double mix);

#endif
