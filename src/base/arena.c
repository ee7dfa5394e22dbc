// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/arena.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void* lq_arena_take(lq_arena* const arena, const size_t n, const size_t size)
{
  assert(!n || size <= SIZE_MAX / 2 / n);
  const size_t n_bytes = (n * size + LQ_ALIGN - 1) / LQ_ALIGN * LQ_ALIGN;
  void*        place   = NULL;
  if (arena->base) {
    assert(arena->used + n_bytes <= arena->size);
    place = arena->base + arena->used;
  }
  arena->used += n_bytes;
  return place;
}

void* lq_alloc_aligned(const size_t n_bytes)
{
  const size_t rounded = (n_bytes + LQ_ALIGN - 1) / LQ_ALIGN * LQ_ALIGN;
  void* const  memory  = aligned_alloc(LQ_ALIGN, rounded ? rounded : LQ_ALIGN);
  if (memory) {
    memset(memory, 0, rounded ? rounded : LQ_ALIGN);
  }
  return memory;
}

lq_status lq_proc_new(const lq_proc* const proc, const lq_spec* const spec,
                      const float* const values, void** const self, void** const memory)
{
  lq_arena arena = {0};
  lq_spec  own   = *spec;
  own.proc       = proc;
  proc->prepare(&arena, &own, values);
  void* const base = lq_alloc_aligned(arena.used);
  if (!base) {
    return LQ_ERR_MEMORY;
  }
  arena              = (lq_arena){.base = base, .size = arena.used};
  void* const placed = proc->prepare(&arena, &own, values);
  if (proc->fault && proc->fault(placed)) {
    lq_proc_free(proc, placed, base);
    return LQ_ERR_FAILED;
  }
  *self   = placed;
  *memory = base;
  proc->reset(*self);
  proc->update(*self, values);
  return LQ_OK;
}

void lq_proc_free(const lq_proc* const proc, void* const self, void* const memory)
{
  if (memory && proc->release) {
    proc->release(self);
  }
  free(memory);
}
