// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One file, take or reel through chains: sound -> chain -> another rate -> second chain -> sink.
/// What `process` does with one chain, and mastering in steps: the common chain into a take, the
/// take at another rate, a limiter for each destination. In one go or in steps, the bits are the
/// same.
///
/// Latency of both chains is made up for: what comes out lies where it lay in the file, and is as
/// long as the file (at the rate going out), or longer by the tails when they are asked for.
#ifndef LQ_ENGINE_BOUNCE_H
#define LQ_ENGINE_BOUNCE_H

#include "engine/reel.h"

#include "lacquer/render.h"

enum { LQ_BOUNCE_MAX_DEVICES = 32 }; ///< of a chain, whose meters are told

/// Places of what goes out where the meters of the second chain are asked what they showed since
/// the mark before. For a bounce without a first chain, at one rate.
typedef struct {
  const uint64_t* frames; ///< [n] rising
  size_t          n;
  void (*hear)(void* user, size_t mark, float (*meters)[LQ_PROC_MAX_METERS]);
  void* user;
} lq_bounce_marks;

typedef struct {
  const char*     path;
  const lq_take*  take;        ///< instead of a file, at its own rate; NULL: `path`
  const lq_reel*  reel;        ///< or this,
  uint64_t        reel_frame;  ///< from here on,
  uint64_t        reel_frames; ///< so much of it; 0: to its end
  double          rate_hz;     ///< of the first chain; 0: the file's own
  const lq_chain* chain;       ///< or NULL
  double          out_rate_hz; ///< of the second chain and the sink; 0: as the first
  const lq_chain* out_chain;   ///< or NULL
  double          tempo_bpm;   ///< 0: unknown
  bool            stereo;      ///< two channels come out whatever the file; mono feeds both
  lq_bounce_marks marks;
  bool            tail; ///< let what sounds on sound on, LQ_BOUNCE_TAIL_SEC at most a chain
} lq_bounce;

enum { LQ_BOUNCE_TAIL_SEC = 20 };

typedef struct {
  double   rate_hz;    ///< going out
  unsigned n_channels; ///< going out
  uint64_t n_frames;   ///< going out
  uint64_t n_nonfinite;
  size_t   latency_frames; ///< of both chains, at the rate going out, rounded; for reports
  /// Meters of each device over the whole run, or since the last mark, LQ_OUT rows in row order;
  /// [0] chain, [1] out_chain.
  float meters[2][LQ_BOUNCE_MAX_DEVICES][LQ_PROC_MAX_METERS];
} lq_bounce_result;

/// What would come out (meters are left 0): for opening the file that it goes to.
LQ_NODISCARD lq_status lq_bounce_measure(const lq_bounce* bounce, lq_bounce_result* result,
                                         lq_error* error);

/// @param options  may be NULL; n_jobs is not used
/// @param result   may be NULL
LQ_NODISCARD lq_status lq_bounce_run(const lq_bounce* bounce, lq_sink sink,
                                     const lq_render_options* options, lq_bounce_result* result,
                                     lq_error* error);

#endif
