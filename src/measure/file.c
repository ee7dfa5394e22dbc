// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/file.h"

#include "base/arena.h"
#include "measure/layout.h"

#include <stdlib.h>

enum { BLOCK = 4096 }; // stays in the second cache with the meter's own buffers

static lq_status run(lq_audio_in* const in, lq_meter* const meter, float* const* const x,
                     const char* const path, lq_error* const error)
{
  size_t n = BLOCK;
  while (n == BLOCK) {
    LQ_TRY(lq_audio_in_read(in, x, BLOCK, &n, error));
    if (lq_meter_process(meter, (const float* const*)x, n)) {
      return lq_fail_file(error, LQ_ERR_MEMORY, path, "There is no memory left to measure with.");
    }
  }
  return LQ_OK;
}

lq_status lq_measure_file(const char* const path, lq_measurement* const measurement,
                          lq_audio_info* const info, lq_error* const error)
{
  lq_audio_in* in     = NULL;
  lq_meter*    meter  = NULL;
  float*       memory = NULL;
  float*       x[LQ_LAYOUT_MAX_CHANNELS];
  LQ_TRY(lq_audio_in_open(&in, path, error));
  const lq_audio_info found  = *lq_audio_in_info(in);
  lq_status           status = LQ_OK;
  if (found.n_channels > LQ_LAYOUT_MAX_CHANNELS) {
    status = lq_fail_file(error, LQ_ERR_LIMIT, path,
                          "The file has %u channels; loudness is defined for up to %d.",
                          found.n_channels, (int)LQ_LAYOUT_MAX_CHANNELS);
  }
  if (!status) {
    memory = lq_alloc_aligned((size_t)found.n_channels * BLOCK * sizeof *memory);
    if (!memory || lq_meter_new(&meter, found.rate_hz, found.n_channels)) {
      status = lq_fail_file(error, LQ_ERR_MEMORY, path, "There is no memory left to measure with.");
    }
  }
  if (!status) {
    for (unsigned c = 0; c < found.n_channels; ++c) {
      x[c] = memory + (size_t)c * BLOCK;
    }
    status = run(in, meter, x, path, error);
  }
  if (!status) {
    *measurement             = lq_meter_read(meter);
    measurement->n_nonfinite = lq_audio_in_nonfinite(in); // replaced before the meter saw them
    if (info) {
      *info = found;
    }
  }
  lq_meter_free(meter);
  free(memory);
  lq_audio_in_close(in);
  return status;
}
