// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/psr.h"

#include "base/maths.h"

#include <math.h>
#include <stdlib.h>

lq_psr lq_psr_find(const float* const true_peak_dbtp, const float* const short_term_lufs,
                   const size_t n, const double gate_lufs, float* const psr_lu,
                   double* const sorted)
{
  const double nothing = -(double)INFINITY;
  lq_psr       r       = {.min_lu = nothing, .median_lu = nothing};
  size_t       n_loud  = 0;
  for (size_t i = 0; i < n; ++i) {
    double peak = nothing;
    for (size_t k = i + 1 < LQ_PSR_STEPS ? 0 : i + 1 - LQ_PSR_STEPS; k <= i; ++k) {
      peak = fmax(peak, (double)true_peak_dbtp[k]);
    }
    const double loudness = (double)short_term_lufs[i];
    const double psr      = isfinite(loudness) && isfinite(peak) ? peak - loudness : nothing;
    psr_lu[i]             = (float)psr;
    if (isfinite(psr) && loudness >= gate_lufs) {
      if (!n_loud || psr < r.min_lu) {
        r.min_lu  = psr;
        r.min_end = i + 1;
      }
      sorted[n_loud++] = psr;
    }
  }
  if (n_loud) {
    qsort(sorted, n_loud, sizeof *sorted, lq_by_size);
    r.median_lu = sorted[n_loud / 2];
  }
  return r;
}
