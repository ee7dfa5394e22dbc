// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What reports of songs and of albums are made of.
#ifndef LQ_REPORT_JSON_PARTS_H
#define LQ_REPORT_JSON_PARTS_H

#include "model/facts.h"

#include <jansson.h>

/// Thousandths; null for what is not finite.
json_t* lq_figure_json(double value);

json_t* lq_finding_json(const lq_finding* finding);
json_t* lq_service_json(const lq_target* target, const lq_service* service);
json_t* lq_codec_json(const lq_codec_facts* codec);

/// Write it as a text file. Takes `j`; NULL is LQ_ERR_MEMORY.
LQ_NODISCARD lq_status lq_json_write(json_t* j, const char* path, bool force, lq_error* error);

#endif
