// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Pieces that several reports are made of. New references; NULL without memory.
#ifndef LQ_REPORT_JSON_PARTS_H
#define LQ_REPORT_JSON_PARTS_H

#include "model/facts.h"

#include <jansson.h>

/// Three decimals; null for what could not be measured.
json_t* lq_json_figure(double value);

/// What was found in a file, with its verdict.
json_t* lq_json_findings(const char* file, lq_findings findings);

/// What a place will do to a file.
json_t* lq_json_service(const lq_target* target, const lq_service* service);

/// What a codec made of it.
json_t* lq_json_codec(const lq_codec_facts* codec);

#endif
