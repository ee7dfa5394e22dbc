// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// An analysis for programs.
#ifndef LQ_MEASURE_JSON_ANALYSIS_H
#define LQ_MEASURE_JSON_ANALYSIS_H

#include "measure/analysis.h"
#include "measure/json.h"

/// The keys of lq_measurement_json(), then true_peak_exact_dbtp, true_peak_exact_sec, dynamics,
/// spectrum, stereo (null for mono) and, if wanted, series. What is not there is null.
/// @return a new reference; NULL without memory
json_t* lq_analysis_json(const lq_analysis* a, const char* file, unsigned bits, bool with_series);

#endif
