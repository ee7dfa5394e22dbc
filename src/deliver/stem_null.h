// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Do the stems add up? The files that were written against the mix that was written.
#ifndef LQ_DELIVER_STEM_NULL_H
#define LQ_DELIVER_STEM_NULL_H

#include "audio/out.h"

#include "lacquer/render.h"

typedef struct {
  double peak_dbfs, rms_dbfs; ///< of the mix minus the sum of the stems
} lq_stem_null;

/// @param stems       [n] paths; the same rate, length and number of channels as the mix
/// @param difference  gets the mix minus the sum; NULL: nobody wants it
LQ_NODISCARD lq_status lq_stem_null_measure(lq_stem_null* null, const char* mix,
                                            const char* const* stems, size_t n,
                                            lq_audio_out*            difference,
                                            const lq_render_options* options, lq_error* error);

#endif
