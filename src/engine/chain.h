// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A chain that runs: devices of the model, prepared at a rate, with their automation, their keys,
/// and an exact latency.
///
/// Automation: values change on the 64-frame grid counted from the first frame processed. At a
/// grid point the curve is read at the END of the coming step, because processors take one step to
/// arrive; a straight line is followed without lag, a jump is over at the first grid point at or
/// behind it; in an LQ_PROC_EXACT processor it is over in its very frame. Curve time is the time of
/// the music that passes the device: what came late by latency meets the value that was meant for
/// it. Rows flagged LQ_RESTART and LQ_OUT do not move.
///
/// A device that is off passes its input through, late by the latency it would have had.
#ifndef LQ_ENGINE_CHAIN_H
#define LQ_ENGINE_CHAIN_H

#include "lacquer/model.h"

typedef struct lq_runner lq_runner;

typedef struct {
  double          rate_hz;
  unsigned        n_channels; ///< coming in: 1 or 2
  double          tempo_bpm;  ///< 0 when unknown
  const lq_simd*  simd;
  const unsigned* n_key; ///< [n_devices] channels of each device's external key; NULL: no keys
  const char*     owner; ///< name of the strip, for errors; NULL: none
  lq_error*       error; ///< told why a device cannot run; NULL: nobody asks
} lq_runner_spec;

/// One allocation. The devices must outlive the runner. Ready to run as if music began at frame 0.
/// LQ_ERR_FAILED when a device cannot run here.
/// @param devices [n_devices]
LQ_NODISCARD lq_status lq_runner_new(lq_runner** runner, const lq_device* const* devices,
                                     size_t n_devices, const lq_runner_spec* spec);

/// As above, for a chain of the model without external keys; NULL is an empty chain.
LQ_NODISCARD lq_status lq_runner_new_chain(lq_runner** runner, const lq_chain* chain,
                                           const lq_runner_spec* spec);

void lq_runner_free(lq_runner* runner); ///< NULL is fine

/// Forget the past. @param late_frames  by which music comes late into the chain
LQ_RT void lq_runner_reset(lq_runner* runner, uint64_t late_frames);

unsigned lq_runner_channels(const lq_runner* runner); ///< going out
size_t   lq_runner_latency(const lq_runner* runner);  ///< frames, in all
size_t   lq_runner_latency_before(const lq_runner* runner, size_t device);
size_t   lq_runner_tail(const lq_runner* runner); ///< frames, by the values now

/// In place. @param io [LQ_MAX_CHANNELS][n_frames], n_frames up to LQ_MAX_FRAMES
/// @param keys [n_devices][n_key], as many as the spec's n_key; NULL when there are no keys
LQ_RT void lq_runner_process(lq_runner* runner, float* const*              io,
                             float* const (*keys)[LQ_MAX_CHANNELS], size_t n_frames);

/// What a device says of itself that went wrong (lq_proc.fault); NULL when none does.
const char* lq_runner_fault(const lq_runner* runner);

/// What a device's meters (LQ_OUT rows in row order) showed since they were last read.
/// @param out [LQ_PROC_MAX_METERS]
/// @return number of meters; 0 for a device that is off or has none
unsigned lq_runner_meters(lq_runner* runner, size_t device, float* out);

#endif
