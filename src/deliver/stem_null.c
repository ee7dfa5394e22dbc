// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/stem_null.h"

#include "audio/in.h"
#include "base/maths.h"

#include <math.h>
#include <stdlib.h>

enum { BLOCK = 4096 };

typedef struct {
  lq_audio_in** files; // [n] the mix first
  size_t        n;
  float         x[2][BLOCK];
  double        sum[2][BLOCK];
  double        peak, energy;
} summing;

// The next block of the mix minus everything else, in double; 0 frames at the end.
static lq_status sum_block(summing* const s, size_t* const n_frames, lq_error* const error)
{
  float* const x[2] = {s->x[0], s->x[1]};
  for (size_t k = 0; k < s->n; ++k) {
    size_t n = 0;
    LQ_TRY(lq_audio_in_read(s->files[k], x, BLOCK, &n, error));
    *n_frames = k ? *n_frames : n;
    for (unsigned c = 0; c < 2; ++c) {
      for (size_t i = 0; i < n; ++i) {
        s->sum[c][i] = k ? s->sum[c][i] - (double)x[c][i] : (double)x[c][i];
      }
    }
  }
  return LQ_OK;
}

static lq_status run(summing* const s, lq_audio_out* const difference,
                     const lq_render_options* const options, lq_error* const error)
{
  const uint64_t     n_all = lq_audio_in_info(s->files[0])->n_frames;
  const float* const x[2]  = {s->x[0], s->x[1]};
  size_t             n     = 0;
  for (uint64_t done = 0; done < n_all; done += n) {
    LQ_TRY(sum_block(s, &n, error));
    for (unsigned c = 0; c < 2; ++c) {
      for (size_t i = 0; i < n; ++i) {
        s->peak = fmax(s->peak, fabs(s->sum[c][i]));
        s->energy += s->sum[c][i] * s->sum[c][i];
        s->x[c][i] = (float)s->sum[c][i];
      }
    }
    LQ_TRY(difference ? lq_audio_out_write(difference, x, n, error) : LQ_OK);
    if (options->progress && options->progress(options->user, (double)done / (double)n_all)) {
      return lq_fail(error, LQ_ERR_CANCELLED, (lq_at){0}, "stopped as asked.");
    }
  }
  s->energy /= 2.0 * (double)n_all;
  return LQ_OK;
}

static lq_status open_file(summing* const s, const char* const path, lq_error* const error)
{
  LQ_TRY(lq_audio_in_open(&s->files[s->n], path, error));
  ++s->n;
  const lq_audio_info* const a = lq_audio_in_info(s->files[0]);
  const lq_audio_info* const b = lq_audio_in_info(s->files[s->n - 1]);
  return b->n_channels == 2 && a->n_frames == b->n_frames && a->rate_hz == b->rate_hz
             ? LQ_OK
             : lq_fail_file(error, LQ_ERR_FAILED, path,
                            "'%s' is not like the mix: it has another length, rate or number of "
                            "channels.",
                            path);
}

lq_status lq_stem_null_measure(lq_stem_null* const null, const char* const mix,
                               const char* const* const stems, const size_t n,
                               lq_audio_out* const            difference,
                               const lq_render_options* const options, lq_error* const error)
{
  summing* const s  = calloc(1, sizeof *s);
  lq_status      st = s && (s->files = calloc(n + 1, sizeof(lq_audio_in*))) ? LQ_OK : LQ_ERR_MEMORY;
  st                = st ? st : open_file(s, mix, error);
  for (size_t i = 0; i < n && !st; ++i) {
    st = open_file(s, stems[i], error);
  }
  st = st ? st : run(s, difference, options, error);
  if (!st) {
    *null =
        (lq_stem_null){.peak_dbfs = lq_lin_to_db(s->peak), .rms_dbfs = lq_power_to_db(s->energy)};
  }
  for (size_t i = 0; s && i < s->n; ++i) {
    lq_audio_in_close(s->files[i]);
  }
  free(s ? s->files : NULL);
  free(s);
  return st;
}
