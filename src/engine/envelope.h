// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a limiter will meet, 10 ms at a time: how high and how loud. Enough to foretell what it
/// will take away before it runs.
#ifndef LQ_ENGINE_ENVELOPE_H
#define LQ_ENGINE_ENVELOPE_H

#include "lacquer/measure.h"
#include "lacquer/render.h"

typedef struct {
  double  grid_frames; ///< frames in 100 ms
  size_t  n;           ///< hops of 10 ms
  float*  peak_lin;    ///< [n] highest sample of both channels
  double* energy;      ///< [n] K-weighted sum of squares, channels weighted
} lq_envelope;

void lq_envelope_free(lq_envelope* envelope);

/// A sink that measures, draws the envelope, and passes on.
typedef struct lq_envelope_sink lq_envelope_sink;

LQ_NODISCARD lq_status lq_envelope_sink_new(lq_envelope_sink** sink, double rate_hz,
                                            unsigned n_channels, const lq_simd* simd, lq_sink next);
lq_sink                lq_envelope_sink_of(lq_envelope_sink* sink);

/// Everything there was; frees the sink whatever happens.
LQ_NODISCARD lq_status lq_envelope_sink_end(lq_envelope_sink* sink, lq_envelope* envelope,
                                            lq_measurement* measurement);
void                   lq_envelope_sink_free(lq_envelope_sink* sink); ///< NULL is fine

#endif
