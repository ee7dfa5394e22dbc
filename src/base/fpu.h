// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Denormals are flushed while audio runs, and the caller's mode is put back after.
#ifndef LQ_BASE_FPU_H
#define LQ_BASE_FPU_H

#include <stdint.h>

#if defined(__x86_64__)
#include <xmmintrin.h>

static inline uint32_t lq_fpu_enter(void)
{
  const uint32_t old = _mm_getcsr();
  _mm_setcsr(old | 0x8040U); // flush to zero (bit 15), denormals are zero (bit 6)
  return old;
}

static inline void lq_fpu_leave(const uint32_t old)
{
  _mm_setcsr(old);
}

#elif defined(__aarch64__)

static inline uint64_t lq_fpu_enter(void)
{
  uint64_t old;
  __asm__ volatile("mrs %0, fpcr" : "=r"(old));
  __asm__ volatile("msr fpcr, %0" : : "r"(old | (UINT64_C(1) << 24U))); // FZ
  return old;
}

static inline void lq_fpu_leave(const uint64_t old)
{
  __asm__ volatile("msr fpcr, %0" : : "r"(old));
}

#else

static inline uint32_t lq_fpu_enter(void)
{
  return 0;
}

static inline void lq_fpu_leave(const uint32_t old)
{
  (void)old;
}

#endif

#endif
