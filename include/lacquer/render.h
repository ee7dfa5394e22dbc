// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Run a plan: the same plan and the same files give the same bits, whatever the number of
/// threads, the block size or the CPU.
#ifndef LACQUER_RENDER_H
#define LACQUER_RENDER_H

#include "lacquer/model.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Where rendered audio goes. A status other than LQ_OK stops the render and is passed up.
/// Called from the thread that renders.
/// @param x [n_channels][n_frames], full scale 1; n_frames up to LQ_MAX_FRAMES
typedef struct {
  lq_status (*write)(void* user, const float* const* x, size_t n_frames, lq_error* error);
  void* user;
} lq_sink;

/// Where a strip is listened to while a session is rendered: behind its chain, or behind its pan.
typedef enum { LQ_TAP_PRE, LQ_TAP_POST } lq_tap_point;

/// Hears what every strip that runs gives, from time 0 on, in order, latency taken off; as long as
/// lq_session_measure() says, which may be longer than the mix. Called from the thread that runs
/// the strip: for several strips at once, never twice at once for one. A status other than LQ_OK
/// stops the render. A strip that goes nowhere (`out` "") runs for its listener and changes nothing
/// in the mix: model/apart.h makes such ones.
/// @param x [n_channels][n_frames], full scale 1; pre taps have 1 or 2 channels, post taps 2
typedef struct {
  lq_status (*hear)(void* user, const lq_strip* strip, lq_tap_point point, const float* const* x,
                    unsigned n_channels, size_t n_frames, lq_error* error);
  void* user;
} lq_tap;

typedef struct {
  unsigned       n_jobs;       ///< threads; 0: one per CPU
  size_t         block_frames; ///< 0: default; any 1 to LQ_MAX_FRAMES gives the same bits
  const lq_simd* simd;         ///< NULL: the best for this CPU
  /// Called now and then with 0 to 1, from one thread at a time or several at once; true stops the
  /// render (LQ_ERR_CANCELLED). May be NULL.
  bool (*progress)(void* user, double done);
  /// Called after the last frame for every device of a session's chains that has meters: what they
  /// showed over the whole render, LQ_OUT rows in row order. May be NULL.
  void (*meters)(void* user, const lq_strip* strip, size_t device, const float* values,
                 unsigned n_values);
  void*  user;
  lq_tap tap; ///< `hear` NULL: nobody listens
} lq_render_options;

/// What a render noticed.
typedef struct {
  uint64_t n_frames;
  double   rate_hz;
  uint64_t n_nonfinite;           ///< input samples that were NaN or infinite, replaced by 0
  uint64_t time_reference_frames; ///< time of day of frame 0, where clips go by time stamps
} lq_render_result;

/// Rate and greatest length a session will render to, without rendering; opens every file once. A
/// render may end sooner when its tail falls silent before it has to (docs/engine.md).
LQ_API LQ_NODISCARD lq_status lq_session_measure(const lq_session* session, double* rate_hz,
                                                 uint64_t* n_frames, lq_error* error);

/// Render a session to stereo. Time 0 of the session is the first frame; latency is made up for.
LQ_API LQ_NODISCARD lq_status lq_render_session(const lq_session* session, lq_sink sink,
                                                const lq_render_options* options,
                                                lq_render_result* result, lq_error* error);

#ifdef __cplusplus
}
#endif

#endif
