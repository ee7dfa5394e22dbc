// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A take: sound that was rendered once and is read many times, kept as float in a file without a
/// name, so that memory does not grow with the music and nothing is left behind, not even by a
/// kill. What is read is what was written, to the bit.
#ifndef LQ_ENGINE_TAKE_H
#define LQ_ENGINE_TAKE_H

#include "lacquer/render.h"

typedef struct lq_take lq_take;

/// @param folder      where the file lies if it can; else in TMPDIR, else in /tmp
/// @param name        of the sound, for errors
/// @param n_channels  1 or 2
LQ_NODISCARD lq_status lq_take_new(lq_take** take, const char* folder, const char* name,
                                   double rate_hz, unsigned n_channels, lq_error* error);
void                   lq_take_free(lq_take* take); ///< NULL is fine

/// Where it is written to, once, by one thread.
lq_sink lq_take_sink(lq_take* take);

/// What was written is complete and may be read from now on.
LQ_NODISCARD lq_status lq_take_end(lq_take* take, lq_error* error);

const char* lq_take_name(const lq_take* take);
double      lq_take_rate_hz(const lq_take* take);
unsigned    lq_take_channels(const lq_take* take);
uint64_t    lq_take_frames(const lq_take* take);

/// From any number of threads at once. From `frame` on; all of it must be there.
/// @param x [lq_take_channels][n_frames]
LQ_NODISCARD lq_status lq_take_read(const lq_take* take, uint64_t frame, float* const* x,
                                    size_t n_frames, lq_error* error);

#endif
