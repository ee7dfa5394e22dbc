// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Memory of processors: laid out once, by a function that runs twice, first to measure, then to
/// place. One allocation, one place that can fail.
#ifndef LQ_BASE_ARENA_H
#define LQ_BASE_ARENA_H

#include "lacquer/proc.h"

#include <stdint.h>

enum { LQ_ALIGN = 64 }; // one cache line, one AVX-512 register

struct lq_arena {
  unsigned char* base; ///< NULL: measure only
  size_t         size; ///< of base
  size_t         used;
};

/// Room for `n` items of `size` bytes, zeroed, 64-byte aligned; NULL when the arena measures.
void* lq_arena_take(lq_arena* arena, size_t n, size_t size);

#define LQ_TAKE(arena, type, n) ((type*)lq_arena_take((arena), (n), sizeof(type)))

/// 64-byte aligned zeroed memory; NULL when there is none. Release with free().
void* lq_alloc_aligned(size_t n_bytes);

/// Measure, allocate and lay out one processor; LQ_ERR_FAILED for one that has a fault.
LQ_NODISCARD lq_status lq_proc_new(const lq_proc* proc, const lq_spec* spec, const float* values,
                                   void** self, void** memory);

void lq_proc_free(const lq_proc* proc, void* self, void* memory); ///< `memory` NULL is fine

#endif
