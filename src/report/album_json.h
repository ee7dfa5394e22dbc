// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// report.json of an album.
#ifndef LQ_REPORT_ALBUM_JSON_H
#define LQ_REPORT_ALBUM_JSON_H

#include "model/album_facts.h"

#include <jansson.h>

/// A new reference; NULL without memory. A caller may add what else it made.
json_t* lq_album_json(const lq_album_facts* facts);

#endif
