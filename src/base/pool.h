// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Memory of plans: grows in chunks, is released as a whole. Strings and arrays of a session live
/// here, so that nobody has to say who owns which.
#ifndef LQ_BASE_POOL_H
#define LQ_BASE_POOL_H

#include "lacquer/status.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct lq_pool lq_pool;

LQ_NODISCARD lq_status lq_pool_new(lq_pool** pool);
void                   lq_pool_free(lq_pool* pool); ///< NULL is fine

/// `n` zeroed items of `size` bytes; NULL without memory.
void* lq_pool_take(lq_pool* pool, size_t n, size_t size);

#define LQ_POOL_TAKE(pool, type, n) ((type*)lq_pool_take((pool), (n), sizeof(type)))

/// Copies; NULL in, NULL out; NULL without memory.
char* lq_pool_copy(lq_pool* pool, const char* text);
char* lq_pool_format(lq_pool* pool, const char* format, ...) LQ_PRINTF(2, 3);

/// Something of another library that goes when the pool goes: `release(what)` is called then.
LQ_NODISCARD lq_status lq_pool_attach(lq_pool* pool, void* what, void (*release)(void* what));

/// What was attached last with that release, or NULL.
void* lq_pool_attached(const lq_pool* pool, void (*release)(void* what));

/// A copy of an array with room for one more item at its end (zeroed); NULL without memory.
void* lq_pool_grow(lq_pool* pool, const void* items, size_t n, size_t size);

#endif
