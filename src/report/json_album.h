// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// report.json of an album: what was done to each song and why, what each destination got, and the
/// sides of its record.
#ifndef LQ_REPORT_JSON_ALBUM_H
#define LQ_REPORT_JSON_ALBUM_H

#include "model/album_facts.h"
#include "model/vinyl.h"

#include <jansson.h>

/// A new reference; NULL without memory. @param sides  [n_sides]
json_t* lq_album_json(const lq_album_facts* facts, const lq_side* sides, size_t n_sides);

/// The same as a file.
LQ_NODISCARD lq_status lq_album_report_write(const lq_album_facts* facts, const lq_side* sides,
                                             size_t n_sides, const char* path, lq_error* error);

#endif
