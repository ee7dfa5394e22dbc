// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One part of a mix on its way into a file, written by the thread that runs its strip
/// (model/apart.h).
#ifndef LQ_DELIVER_PART_FILE_H
#define LQ_DELIVER_PART_FILE_H

#include "audio/out.h"

#include "lacquer/render.h"

typedef struct {
  lq_audio_out* out; ///< NULL until it is opened
  float         peak_lin;
  unsigned      n_channels; ///< 0 until then
  unsigned      bits;
} lq_part_file;

LQ_NODISCARD lq_status lq_part_file_open(lq_part_file* file, const char* path,
                                         const lq_audio_out_spec* spec, lq_error* error);

LQ_NODISCARD lq_status lq_part_file_write(lq_part_file* file, const float* const* x,
                                          size_t n_frames, lq_error* error);

/// Nothing but dither in it.
bool lq_part_file_is_silent(const lq_part_file* file);

/// Make it as long as the mix, with its time stamp. A part may be louder than the mix: what its
/// bits cannot hold is an error.
/// @param shown  path that the error names; @param what  "the stem 'Bass'"
LQ_NODISCARD lq_status lq_part_file_end(lq_part_file* file, const char* shown, const char* what,
                                        const lq_render_result* result, lq_error* error);

LQ_NODISCARD lq_status lq_part_file_commit(lq_part_file* file, lq_error* error);
void                   lq_part_file_abandon(lq_part_file* file);

#endif
