// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The check before mastering: is this mix ready, and if not, what is to be mended, where.
#ifndef LQ_CHECK_CHECK_H
#define LQ_CHECK_CHECK_H

#include "check/stems.h"
#include "measure/band_steps.h"
#include "measure/features.h"
#include "model/facts.h"

/// A mix must leave this much under full scale, dB true peak.
#define LQ_CHECK_HEADROOM_DB 3.0

/// Read a mix once more and gather what the finders say.
/// @param mix       measured before
/// @param features  of the same file
/// @param stems     what each track gives, where the session is at hand; may be NULL
/// @param heard     out: third octaves over time, for whoever masters it; the caller frees them.
/// May
///                  be NULL
/// @param stop      asked now and then; true stops (LQ_ERR_CANCELLED); may be NULL
LQ_NODISCARD lq_status lq_check_mix(lq_findings* findings, lq_pool* pool, const char* path,
                                    const lq_measured_file* mix, const lq_features* features,
                                    const lq_stems* stems, lq_band_steps** heard,
                                    bool (*stop)(void*, double), void* user, lq_error* error);

#endif
