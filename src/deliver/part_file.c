// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/part_file.h"

#include "base/maths.h"
#include "dsp/simd.h"

lq_status lq_part_file_open(lq_part_file* const file, const char* const path,
                            const lq_audio_out_spec* const spec, lq_error* const error)
{
  file->n_channels = spec->n_channels;
  file->bits       = spec->bits;
  return lq_audio_out_open(&file->out, path, spec, error);
}

lq_status lq_part_file_write(lq_part_file* const file, const float* const* const x,
                             const size_t n_frames, lq_error* const error)
{
  for (unsigned c = 0; c < file->n_channels; ++c) {
    const float peak_lin = lq_simd_best()->mix->peak(x[c], n_frames);
    file->peak_lin       = peak_lin > file->peak_lin ? peak_lin : file->peak_lin;
  }
  return lq_audio_out_write(file->out, x, n_frames, error);
}

bool lq_part_file_is_silent(const lq_part_file* const file)
{
  return !file->n_channels || file->peak_lin == 0.0F;
}

lq_status lq_part_file_end(lq_part_file* const file, const char* const shown,
                           const char* const what, const lq_render_result* const result,
                           lq_error* const error)
{
  if (lq_audio_out_clipped(file->out)) {
    return lq_fail_file(error, LQ_ERR_FAILED, shown,
                        "%s reaches %+.1f dBFS, which %u bits cannot hold; --bits 32f can.", what,
                        lq_lin_to_db((double)file->peak_lin), file->bits);
  }
  LQ_TRY(lq_audio_out_fit(file->out, result->n_frames, error));
  lq_audio_out_stamp(file->out, result->time_reference_frames);
  return LQ_OK;
}

lq_status lq_part_file_commit(lq_part_file* const file, lq_error* const error)
{
  lq_audio_out* const out = file->out;
  file->out               = NULL;
  return lq_audio_out_commit(out, error);
}

void lq_part_file_abandon(lq_part_file* const file)
{
  lq_audio_out_abandon(file->out);
  file->out = NULL;
}
