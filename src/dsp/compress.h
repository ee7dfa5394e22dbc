// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The parts of a compressor, each over a span: what the detector hears, how loud it is, how much
/// is to be taken away, how fast that moves, and the gain at last. Levels and reductions are in
/// log2 units here (1 is 6.02 dB); the processor converts.
///
/// Every recursion steps four frames at a time: y[n] is written in terms of y[n-4], so four frames
/// share one turn of the latency chain and lie in the lanes of one register (scattered look-ahead,
/// K. Parhi, D. Messerschmitt, "Pipeline interleaving and parallelism in recursive digital
/// filters", IEEE ASSP 1989). Double: at 3 s and 192 kHz a pole lies 1.7e-6 below 1.
#ifndef LQ_DSP_COMPRESS_H
#define LQ_DSP_COMPRESS_H

#include "lacquer/status.h"

#include <stdbool.h>
#include <stddef.h>

enum { LQ_COMPRESS_FRAMES = 256 }; ///< of one call of a kernel, at most

/// High-pass or low-pass, 12 dB per octave, its two poles raised to the fourth power.
typedef struct {
  double sign;   ///< -1: high-pass, the second difference of the input; 1: low-pass, its sum
  double fir[7]; ///< numerator left over, on that difference or sum
  double a4, a8; ///< y[n] = fir - a4 y[n-4] - a8 y[n-8]
} lq_compress_cut_coef;

typedef struct {
  double x[2], d[6], y[8];
} lq_compress_cut_state;

/// One pole in steps of four: y[n] = fir . x + pole4 y[n-4].
typedef struct {
  double fir[4];
  double pole, pole4;
} lq_compress_pole_coef;

typedef struct {
  double x[4], y[4];
} lq_compress_pole_state;

/// Smooth decoupled peak detector: y1 = max(x, release of y1), y = one pole of y1 (attack).
/// Source: D. Giannoulis, M. Massberg, J. Reiss, "Digital Dynamic Range Compressor Design - A
/// Tutorial and Analysis", JAES 2012, equation 17.
typedef struct {
  double                release, keep; ///< release pole, and 1 minus it
  double                release4;
  lq_compress_pole_coef attack;
} lq_compress_follow_coef;

typedef struct {
  double                 x[4], y1[4];
  lq_compress_pole_state attack; ///< of its own only y: what comes in is y1
} lq_compress_follow_state;

/// A number that may move in a straight line: frame i of a span has from + (at + i) * step.
typedef struct {
  float from, step, at;
} lq_compress_line;

typedef struct {
  /// y may be x.
  void (*cut)(const lq_compress_cut_coef* c, lq_compress_cut_state* s, float* y, const float* x,
              size_t n_frames);
  /// Running mean of x squared.
  void (*mean_square)(const lq_compress_pole_coef* c, lq_compress_pole_state* s, float* restrict y,
                      const float* restrict x, size_t                         n_frames);
  void (*magnitude)(float* restrict y, const float* restrict x, size_t n_frames);
  /// y = max(a, b); y may be a.
  void (*greater)(float* y, const float* a, const float* b, size_t n_frames);
  /// x = scale * log2(x)
  void (*level)(float* x, float scale, size_t n_frames);
  /// Both levels move towards the greater one, 1: all the way.
  void (*link)(float* restrict a, float* restrict b, lq_compress_line amount, size_t n_frames);
  /// Level to reduction >= 0 (static curve with a quadratic knee).
  void (*curve)(float* x, lq_compress_line threshold, lq_compress_line slope,
                lq_compress_line half_knee, size_t n_frames);
  void (*follow)(const lq_compress_follow_coef* c, lq_compress_follow_state* s, float* x,
                 size_t n_frames);
  /// y *= (1 - mix) + mix * exp2(makeup - x)
  void (*gain)(float* restrict g, const float* restrict x, lq_compress_line makeup,
               lq_compress_line mix, size_t n_frames);
  /// y *= g
  void (*apply)(float* restrict y, const float* restrict g, size_t n_frames);
} lq_compress_kernels;

/// @param freq_hz  corner, brought to 0.49 of the rate at most
/// @param k        1/q, LQ_BUTTERWORTH_K: -3 dB at the corner
lq_compress_cut_coef    lq_compress_highpass_design(double freq_hz, double k, double rate_hz);
lq_compress_cut_coef    lq_compress_lowpass_design(double freq_hz, double k, double rate_hz);
lq_compress_pole_coef   lq_compress_pole_design(double time_sec, double rate_hz);
lq_compress_follow_coef lq_compress_follow_design(double attack_sec, double release_sec,
                                                  double rate_hz);

/// As after the same input for ever.
LQ_RT void lq_compress_follow_hold(lq_compress_follow_state* s, double value);

/// Whether two followers do the same from now on, within 6e-6 dB, when they are told the same.
LQ_RT bool lq_compress_follow_alike(const lq_compress_follow_state* a,
                                    const lq_compress_follow_state* b);

#endif
