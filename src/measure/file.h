// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A sound file through the meter, in blocks.
#ifndef LQ_MEASURE_FILE_H
#define LQ_MEASURE_FILE_H

#include "audio/in.h"
#include "lacquer/measure.h"
#include "measure/analysis.h"

/// @param info  what the file is; may be NULL
/// @return what the reader says, LQ_ERR_LIMIT for more than 24 channels, LQ_ERR_MEMORY
LQ_NODISCARD lq_status lq_measure_file(const char* path, lq_measurement* measurement,
                                       lq_audio_info* info, lq_error* error);

/// The same and everything else that can be said of it, for about ten times the time.
/// @param analysis  release it with lq_analysis_free()
LQ_NODISCARD lq_status lq_analyse_file(const char* path, lq_analysis* analysis, lq_audio_info* info,
                                       lq_error* error);

#endif
