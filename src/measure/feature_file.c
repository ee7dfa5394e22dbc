// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/feature_file.h"

#include "audio/reader.h"
#include "base/arena.h"
#include "base/fpu.h"

#include <stdlib.h>

enum { BLOCK_FRAMES = 8192 };

static lq_status run(lq_reader* const reader, lq_feature_meter* const meter, float* const* const x,
                     bool (*const stop)(void*, double), void* const user, lq_error* const error)
{
  const double total = (double)lq_reader_frames(reader);
  double       done  = 0;
  for (size_t n = BLOCK_FRAMES; n == BLOCK_FRAMES;) {
    LQ_TRY(lq_reader_read(reader, x, BLOCK_FRAMES, &n, error));
    LQ_TRY(lq_feature_meter_process(meter, (const float* const*)x, n));
    done += (double)n;
    if (stop && stop(user, total > 0 ? done / total : 1)) {
      return lq_fail(error, LQ_ERR_CANCELLED, (lq_at){0}, "stopped.");
    }
  }
  return LQ_OK;
}

lq_status lq_feature_file(const char* const path, lq_features* const features,
                          lq_audio_info* const info, bool (*const stop)(void*, double),
                          void* const user, lq_error* const error)
{
  lq_reader*        reader = NULL;
  lq_feature_meter* meter  = NULL;
  float*            memory = lq_alloc_aligned(2 * BLOCK_FRAMES * sizeof(float));
  lq_status         st     = memory ? LQ_OK : LQ_ERR_MEMORY;
  st                       = st ? st : lq_reader_open(&reader, path, 0, error);
  if (!st) {
    if (info) {
      *info = *lq_reader_info(reader);
    }
    st = lq_feature_meter_new(&meter, lq_reader_info(reader)->rate_hz, lq_reader_channels(reader));
  }
  if (!st) {
    float* const                     x[2] = {memory, memory + BLOCK_FRAMES};
    const __typeof__(lq_fpu_enter()) mode = lq_fpu_enter();
    st                                    = run(reader, meter, x, stop, user, error);
    lq_fpu_leave(mode);
  }
  if (!st) {
    st = lq_feature_meter_finish(meter, features);
    features->whole.n_nonfinite += lq_reader_nonfinite(reader);
  }
  lq_feature_meter_free(meter);
  lq_reader_close(reader);
  free(memory);
  return st;
}
