// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A whole stereo file in memory, in double; shares no code with Lacquer.
#ifndef LQ_BENCH_SOUND_H
#define LQ_BENCH_SOUND_H

#include <stddef.h>

typedef struct {
  double  rate_hz;
  size_t  n;    ///< frames
  double* x[2]; ///< [channel][frame]
} sound;

/// Mono comes on both sides. A file that cannot be read ends the program with a sentence.
sound sound_read(const char* path);
void  sound_write(const sound* s, const char* path); ///< 32-bit float WAV

sound sound_new(double rate_hz, size_t n); ///< silence
void  sound_free(sound* s);
void  sound_gain(sound* s, double gain_lin);

#endif
