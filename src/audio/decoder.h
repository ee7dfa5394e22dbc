// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The libraries that decode, behind one face: libmpg123 for MPEG audio, libsndfile for the rest.
#ifndef LQ_AUDIO_DECODER_H
#define LQ_AUDIO_DECODER_H

#include "audio/in.h"

typedef struct lq_decoder lq_decoder;

/// What the decoder believes; in.c checks it.
typedef struct {
  int64_t       rate_hz, n_channels;
  uint64_t      n_frames;   ///< UINT64_MAX: the header does not know
  bool          exact_seek; ///< any frame can be decoded without the ones before it
  lq_audio_info info;       ///< format, bits, floating, lossy, truncated, time reference only
} lq_claims;

/// @param fd  a plain file at any place; not closed
/// @return NULL when no library knows the bytes; `*io_error` is an errno when the disk failed
lq_decoder* lq_decoder_open(int fd, lq_claims* claims, int* io_error);
void        lq_decoder_close(lq_decoder* decoder); ///< NULL is fine

/// @param places  [n_channels]
void lq_decoder_places(const lq_decoder* decoder, unsigned n_channels, lq_audio_place* places);

/// @param x  [n_frames][n_channels] interleaved
/// @return frames; less only at the end or at damage
size_t lq_decoder_read(lq_decoder* decoder, float* x, size_t n_frames);

/// Straight into planes: plain PCM only. From one place on use either this or lq_decoder_read().
/// @param worst  greatest magnitude among floats, as its bits; 0 for integers
bool   lq_decoder_planar(const lq_decoder* decoder);
size_t lq_decoder_read_planar(lq_decoder* decoder, float* const* x, size_t offset, size_t n_frames,
                              uint32_t* worst);

bool lq_decoder_seek(lq_decoder* decoder, uint64_t frame);
int  lq_decoder_io_error(const lq_decoder* decoder); ///< 0 while the disk is fine

#endif
