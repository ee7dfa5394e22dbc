// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The clips of a track as one stream at the session's rate. A file is open only while the stream
/// passes its clip, so hundreds of clips need no more descriptors than sound at once.
///
/// Where clips lie, in frames: start = round(start_sec * rate), end = round((start_sec +
/// length_sec) * rate) so that a clip that begins where another ends touches it, offset =
/// round(offset_sec * rate); halves go up. What a clip asks for beyond its file is silence; what
/// lies before time 0 is cut. Clips that overlap are summed in the order of the plan.
#ifndef LQ_ENGINE_SOURCE_H
#define LQ_ENGINE_SOURCE_H

#include "engine/files.h"

typedef struct lq_source lq_source;

/// The track must outlive the source.
LQ_NODISCARD lq_status lq_source_new(lq_source** source, const lq_strip* track,
                                     const lq_files* files, double rate_hz, const lq_simd* simd,
                                     lq_error* error);
void                   lq_source_free(lq_source* source); ///< NULL is fine

unsigned lq_source_channels(const lq_source* source);  ///< 2 when any clip is stereo, else 1
uint64_t lq_source_frames(const lq_source* source);    ///< end of the last clip
uint64_t lq_source_nonfinite(const lq_source* source); ///< replaced so far

/// Begin with `late_frames` of silence before time 0. Only before the first read.
void lq_source_delay(lq_source* source, uint64_t late_frames);

/// The next `n_frames` up to LQ_MAX_FRAMES; silence behind the end.
/// @param x [lq_source_channels][n_frames]
LQ_NODISCARD lq_status lq_source_read(lq_source* source, float* const* x, size_t n_frames,
                                      lq_error* error);

#endif
