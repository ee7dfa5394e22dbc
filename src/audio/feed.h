// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Sound for the encoder of a lossy codec: at the rate that it takes, in blocks of one size
/// whatever the caller's are, since some encoders decide by what they are handed at once.
#ifndef LQ_AUDIO_FEED_H
#define LQ_AUDIO_FEED_H

#include "lacquer/status.h"

#include <stddef.h>
#include <stdint.h>

enum { LQ_FEED_BLOCK_FRAMES = 1024, LQ_FEED_CHANNELS = 2 };

/// @param x  [n_channels][n_frames], LQ_FEED_BLOCK_FRAMES of them; only the last may be shorter
typedef lq_status lq_feed_push(void* user, const float* const* x, size_t n_frames);

typedef struct lq_feed lq_feed;

LQ_NODISCARD lq_status lq_feed_new(lq_feed** feed, double from_hz, double to_hz,
                                   unsigned n_channels, lq_feed_push* push, void* user);
void                   lq_feed_free(lq_feed* feed); ///< NULL is fine

/// Statuses of the listener are passed up.
LQ_NODISCARD lq_status lq_feed_write(lq_feed* feed, const float* const* x, size_t n_frames);
/// The sound has ended: hand on what waits. In all, lq_resampled_frames() were handed on then.
LQ_NODISCARD lq_status lq_feed_finish(lq_feed* feed);

#endif
