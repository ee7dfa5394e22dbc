// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The desk as heard: what every strip of a session gives, in third octaves over time, from one
/// render. Faders, pans and equalisers come after what was heard, so a decision about them can be
/// worked out without rendering again.
#ifndef LQ_ASSIST_DESK_H
#define LQ_ASSIST_DESK_H

#include "lacquer/render.h"
#include "measure/band_steps.h"

/// Powers are those of BS.1770: the sum of both channels, a mono signal counted once, whether it
/// was heard alone (pre) or from both sides (post). Mid plus side is all of it.
typedef struct {
  const lq_strip* strip;
  size_t          n;     ///< steps; 0 when the strip did not run
  lq_band_step*   steps; ///< [n]
} lq_heard;

typedef struct {
  lq_heard* heard; ///< [n] one for each strip of the session, in its order
  size_t    n;
  size_t    n_steps;  ///< of the longest
  double    step_sec; ///< about 90 ms
  double    rate_hz;
} lq_desk;

/// Render the session and listen behind chains (pre) or behind pans (post): to tracks, returns and
/// main. Memory: 248 bytes a step and strip.
/// @param sink  where the mix goes; lq_sink_none() for nowhere
LQ_NODISCARD lq_status lq_desk_hear(lq_desk* desk, const lq_session* session, lq_tap_point point,
                                    lq_sink sink, const lq_render_options* options,
                                    lq_error* error);
void                   lq_desk_free(lq_desk* desk); ///< what is zeroed is fine

#endif
