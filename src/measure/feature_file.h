// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The features of a sound file, brought down to stereo.
#ifndef LQ_MEASURE_FEATURE_FILE_H
#define LQ_MEASURE_FEATURE_FILE_H

#include "audio/in.h"
#include "measure/features.h"

/// @param info  what the file is; may be NULL; filled as far as it is known on errors too
/// @param stop  asked now and then; true stops (LQ_ERR_CANCELLED); may be NULL
LQ_NODISCARD lq_status lq_feature_file(const char* path, lq_features* features, lq_audio_info* info,
                                       bool (*stop)(void*, double), void* user, lq_error* error);

#endif
