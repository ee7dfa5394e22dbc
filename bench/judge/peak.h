// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// True peak by Fourier interpolation of the whole file, exact to half the rate; shares no code
/// with Lacquer's meters. Four points a frame are trigonometric interpolation (FFTW, double,
/// silence around); near what could still win, 32 points a frame are a windowed sinc on those four,
/// whose band ends at an eighth of their rate (error below 1e-6), and a parabola goes through the
/// best three.
#ifndef LQ_BENCH_PEAK_H
#define LQ_BENCH_PEAK_H

#include "judge/sound.h"

double peak_of(const double* x, size_t n); ///< linear
double peak_db(const sound* s);            ///< dBTP of both channels; -300 for silence

/// The next length at or above n with no prime factor over 5.
size_t peak_fft_length(size_t n);

#endif
