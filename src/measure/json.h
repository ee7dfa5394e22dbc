// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Measurements for programs.
#ifndef LQ_MEASURE_JSON_H
#define LQ_MEASURE_JSON_H

#include "lacquer/measure.h"

#include <jansson.h>

/// How to dump: rounded figures print as they were rounded, keys in their order.
#define LQ_JSON_FLAGS (JSON_INDENT(2) | JSON_REAL_PRECISION(12))

/// A number to 0.01, or null where it is not finite.
json_t* lq_json_level(double value);

/// Text, or null for NULL. What is no UTF-8 is no JSON: bytes beyond ASCII become "?" then.
json_t* lq_json_text(const char* text);

/// The keys: file, duration_sec, sample_rate_hz, channels, bits, integrated_lufs,
/// loudness_range_lu, max_momentary_lufs, max_short_term_lufs, true_peak_dbtp, sample_peak_dbfs,
/// plr_lu, rms_dbfs, nonfinite_samples. What cannot be measured is null, as is the range of less
/// than 3 s or of silence.
/// @param file  NULL leaves the key null
/// @param bits  0 (lossy) is null
/// @return a new reference; NULL without memory
json_t* lq_measurement_json(const lq_measurement* m, const char* file, unsigned bits);

#endif
