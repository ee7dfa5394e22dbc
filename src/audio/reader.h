// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A file at a wanted rate, and with at most two channels: what the engine and the meters of mixes
/// read from. Files with more channels are brought down by the ITU-R BS.775-3 matrix (said so in
/// the info), files of another rate go through the resampler.
#ifndef LQ_AUDIO_READER_H
#define LQ_AUDIO_READER_H

#include "audio/in.h"

typedef struct lq_reader lq_reader;

/// @param rate_hz  0: the file's own
LQ_NODISCARD lq_status lq_reader_open(lq_reader** reader, const char* path, double rate_hz,
                                      lq_error* error);
void                   lq_reader_close(lq_reader* reader); ///< NULL is fine

const lq_audio_info* lq_reader_info(const lq_reader* reader);     ///< of the file itself
unsigned             lq_reader_channels(const lq_reader* reader); ///< 1 or 2
uint64_t             lq_reader_frames(const lq_reader* reader);   ///< at the wanted rate
uint64_t             lq_reader_nonfinite(const lq_reader* reader);

/// Start reading at a frame of the wanted rate; the bits that follow are those of a straight read.
LQ_NODISCARD lq_status lq_reader_seek(lq_reader* reader, uint64_t frame, lq_error* error);

/// @param x [lq_reader_channels][n_frames]; `*n_read` is less only at the end
LQ_NODISCARD lq_status lq_reader_read(lq_reader* reader, float* const* x, size_t n_frames,
                                      size_t* n_read, lq_error* error);

#endif
