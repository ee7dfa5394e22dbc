// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One name, or a list of names, each once: `keep: Organ`, `for: [spotify, cd]`.
#ifndef LQ_SESSION_NAME_LIST_H
#define LQ_SESSION_NAME_LIST_H

#include "session/reading.h"

/// Is it one of those that are right? It may put another text in its place.
typedef lq_status lq_name_check(const lq_reading* r, const lq_node* node, const lq_place* place,
                                const char** name);

/// @param what   "the name of a track": for errors
/// @param check  NULL: any name
LQ_NODISCARD lq_status lq_name_list_read(const lq_reading* r, const lq_node* node,
                                         const lq_place* place, const char* what,
                                         lq_name_check* check, const char* const** names,
                                         size_t* n);

/// Nothing where there are none.
lq_node* lq_name_list_put(lq_pool* pool, lq_node* map, const char* key, const char* const* names,
                          size_t n);

#endif
