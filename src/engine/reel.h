// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A reel: takes on a timeline, as tape was once spliced into the side of a record. It is read as
/// one stream, from any place, by any number of readers; nothing of it is ever written down.
///
/// What lies alone, at 0 dB and outside its fades is the take's own bits. Where clips overlap they
/// are added in their order, starting from 0. No frame depends on how the reading was cut.
#ifndef LQ_ENGINE_REEL_H
#define LQ_ENGINE_REEL_H

#include "engine/take.h"

typedef struct lq_reel lq_reel;

/// A stretch of a take. Frames are the reel's, whose rate the take has too.
typedef struct {
  const lq_take* take;          ///< lives as long as the reel; mono feeds both sides
  uint64_t       at_frame;      ///< where on the reel
  uint64_t       offset_frames; ///< where in the take
  uint64_t       n_frames;      ///< what the take does not have is silence
  double         gain_db;
  uint64_t       fade_in_frames, fade_out_frames; ///< together at most n_frames
  lq_fade        fade_in_shape, fade_out_shape;
} lq_reel_clip;

/// @param name        of the sound, for errors
/// @param n_channels  1 or 2
/// @param n_frames    of the reel; what lies behind is cut
LQ_NODISCARD lq_status lq_reel_new(lq_reel** reel, const char* name, double rate_hz,
                                   unsigned n_channels, uint64_t n_frames);
void                   lq_reel_free(lq_reel* reel); ///< NULL is fine; takes stay

/// One more clip; before the first reading.
LQ_NODISCARD lq_status lq_reel_add(lq_reel* reel, const lq_reel_clip* clip);

const char* lq_reel_name(const lq_reel* reel);
double      lq_reel_rate_hz(const lq_reel* reel);
unsigned    lq_reel_channels(const lq_reel* reel);
uint64_t    lq_reel_frames(const lq_reel* reel);

/// From any number of threads at once; all of it must be there.
/// @param x [lq_reel_channels][n_frames]
LQ_NODISCARD lq_status lq_reel_read(const lq_reel* reel, uint64_t frame, float* const* x,
                                    size_t n_frames, lq_error* error);

/// A stretch of it into a sink, as it is. `options->progress` may stop it.
LQ_NODISCARD lq_status lq_reel_play(const lq_reel* reel, uint64_t frame, uint64_t n_frames,
                                    lq_sink sink, const lq_render_options* options,
                                    lq_error* error);

#endif
