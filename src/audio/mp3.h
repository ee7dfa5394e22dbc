// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// MPEG layers I to III by libmpg123. Not by libsndfile 1.2, which believes an estimate of the
/// length when there is no Xing tag and drops what goes beyond it (most of a variable-rate song),
/// and prints the decoder's warnings.
#ifndef LQ_AUDIO_MP3_H
#define LQ_AUDIO_MP3_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lq_mp3 lq_mp3;

typedef struct {
  unsigned rate_hz;
  unsigned n_channels;
  unsigned layer;
  uint64_t n_frames;  ///< by walking over all frame headers; encoder delay taken off when known
  bool     truncated; ///< the Xing or Info tag promises more
} lq_mp3_info;

/// @param fd  at any place; not closed
/// @param is_mpeg  whether it begins as MPEG audio does (an ID3 tag may come first)
/// @return NULL when it does not, or is too damaged
lq_mp3* lq_mp3_open(int fd, lq_mp3_info* info, bool* is_mpeg);
void    lq_mp3_close(lq_mp3* mp3); ///< NULL is fine

/// @param x  [n_frames][n_channels] interleaved
/// @return frames; less only at the end or at damage that cannot be skipped
size_t lq_mp3_read(lq_mp3* mp3, float* x, size_t n_frames);

/// Exact in time, not in bits: for a look only.
bool lq_mp3_seek(lq_mp3* mp3, uint64_t frame);

#endif
