// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/simd.h"

#include "base/text.h"

#define DECLARE_BASE(family) extern const lq_##family##_kernels lq_##family##_kernels_base;
#define DECLARE_MORE(family) \
  extern const lq_##family##_kernels lq_##family##_kernels_avx2, lq_##family##_kernels_avx512;

LQ_KERNEL_FAMILIES(DECLARE_BASE)
#if defined(__x86_64__)
LQ_KERNEL_FAMILIES(DECLARE_MORE)
#endif

#define BASE(family)   .family = &lq_##family##_kernels_base,
#define AVX2(family)   .family = &lq_##family##_kernels_avx2,
#define AVX512(family) .family = &lq_##family##_kernels_avx512,

static const lq_simd levels[] = {
    {.name = "base", LQ_KERNEL_FAMILIES(BASE)},
#if defined(__x86_64__)
    {.name = "avx2", LQ_KERNEL_FAMILIES(AVX2)},
    {.name = "avx512", LQ_KERNEL_FAMILIES(AVX512)},
#endif
};

enum { N_LEVELS = sizeof levels / sizeof *levels };

static unsigned n_runnable(void)
{
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2")) {
    return 1;
  }
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                 __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
             ? 3
             : 2;
#else
  return 1;
#endif
}

const lq_simd* lq_simd_level(const unsigned index)
{
  return index < N_LEVELS ? &levels[index] : NULL;
}

unsigned lq_simd_count(void)
{
  return N_LEVELS;
}

const lq_simd* lq_simd_best(void)
{
  return &levels[n_runnable() - 1];
}

const lq_simd* lq_simd_find(const char* const name)
{
  const unsigned n = n_runnable();
  for (unsigned i = 0; i < n; ++i) {
    if (lq_text_same(levels[i].name, name)) {
      return &levels[i];
    }
  }
  return NULL;
}
