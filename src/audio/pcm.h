// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Plain PCM in WAV files (16, 24 and 32 bits, float), straight into planes: most of all sound that
/// is mixed and mastered comes this way, and reading it must not cost more than measuring it.
/// Gives the same bits as libsndfile.
#ifndef LQ_AUDIO_PCM_H
#define LQ_AUDIO_PCM_H

#include "lacquer/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lq_pcm lq_pcm;

/// What a decoder has found out about the file; any disagreement with the bytes is a refusal.
typedef struct {
  unsigned n_channels;
  unsigned bits; ///< 16, 24, 32
  bool     floating;
  uint64_t n_frames;
} lq_pcm_format;

/// @param fd  a plain file; not closed; its place is not moved
/// @param pcm  NULL when the file is not a RIFF or RF64 WAV with just that inside
/// @return LQ_ERR_MEMORY
LQ_NODISCARD lq_status lq_pcm_open(lq_pcm** pcm, int fd, const lq_pcm_format* format);
void                   lq_pcm_close(lq_pcm* pcm); ///< NULL is fine

/// @param x      [n_channels], from `offset` on
/// @param worst  greatest magnitude of floats, as its bits; 0 for integers
/// @return frames; less only at the end or when the disk fails
size_t lq_pcm_read(lq_pcm* pcm, float* const* x, size_t offset, size_t n_frames, uint32_t* worst);
void   lq_pcm_seek(lq_pcm* pcm, uint64_t frame);
int    lq_pcm_io_error(const lq_pcm* pcm);

/// @param from  [n_frames][n_channels] little endian; 16 more bytes are readable
/// @return greatest magnitude of floats, as its bits; 0 for integers
typedef uint32_t lq_pcm_decode(const unsigned char* from, unsigned n_channels, size_t n_frames,
                               float* const* x, size_t offset);

typedef struct {
  lq_pcm_decode *decode_16, *decode_24, *decode_32, *decode_float;
} lq_pcm_kernels;

#endif
