// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What the deliveries of a master have in common, made once: the source through the common chain,
/// and that at each rate that a delivery wants. Limiters come behind, so that what a change of rate
/// adds to a peak is theirs to catch.
#ifndef LQ_ENGINE_TAKES_H
#define LQ_ENGINE_TAKES_H

#include "engine/envelope.h"
#include "engine/take.h"

typedef struct {
  lq_measurement before;   ///< behind the common chain, at the source's rate
  lq_envelope    envelope; ///< the same
  lq_take**      takes;    ///< [n] the first at the source's rate
  size_t         n;
  uint64_t       n_nonfinite; ///< samples of the source that were replaced by 0
} lq_takes;

/// @param source    the mix
/// @param chain     common to all; or NULL
/// @param rates_hz  [n_rates] wanted; 0: the source's; the same one may come more than once
/// @param folder    where takes lie if they can
/// @param options   n_jobs: rates are converted side by side
LQ_NODISCARD lq_status lq_takes_make(lq_takes* takes, const char* source, const lq_chain* chain,
                                     const double* rates_hz, size_t n_rates, const char* folder,
                                     const lq_render_options* options, lq_error* error);
void                   lq_takes_free(lq_takes* takes); ///< all zero is fine

/// At a rate that was wanted.
const lq_take* lq_takes_at(const lq_takes* takes, double rate_hz);

#endif
