// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// report.json: everything a run achieved, for programs and for the pages.
#ifndef LQ_REPORT_JSON_H
#define LQ_REPORT_JSON_H

#include "model/facts.h"

#include <jansson.h>

/// A new reference; NULL without memory.
json_t* lq_report_json(const lq_facts* facts);

/// The findings and their verdict, as `lacquer check --json` prints them.
json_t* lq_findings_json(const lq_facts* facts);

/// Stems as they were read back.
json_t* lq_stemset_json(const lq_stemset_facts* stemset);

/// Versions of a mix as they were read back.
json_t* lq_versions_json(const lq_version_facts* versions);

/// Write DIR/report.json.
LQ_NODISCARD lq_status lq_report_write(const lq_facts* facts, const char* path, bool force,
                                       lq_error* error);

#endif
