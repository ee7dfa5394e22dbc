// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// `clean: [[12.3 s, 12.9 s], [1:02, 1:02.4]]`: where a clean version is silent, of a track or, for
/// all voices, of the session.
#ifndef LQ_SESSION_CLEAN_H
#define LQ_SESSION_CLEAN_H

#include "session/reading.h"

LQ_NODISCARD lq_status lq_clean_read(const lq_reading* r, const lq_node* node,
                                     const lq_place* place, const lq_span** spans, size_t* n_spans);

/// `clean` into a mapping, when there is something to say.
lq_node* lq_clean_put(lq_pool* pool, lq_node* map, const lq_span* spans, size_t n_spans);

#endif
