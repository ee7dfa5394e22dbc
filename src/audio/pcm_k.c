// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/pcm.h"

#include <string.h>

#ifndef LQ_LEVEL
#define LQ_LEVEL base
#endif
#define PASTE_(level) lq_pcm_kernels_##level
#define PASTE(level)  PASTE_(level)

// Every format is a plain loop over a channel whose stride the compiler knows for mono and stereo.
#define EACH_CHANNEL(channel_loop)                    \
  for (unsigned c = 0; c < n_channels; ++c) {         \
    float* const y = x[c] + offset;                   \
    if (n_channels == 1) {                            \
      channel_loop(from, 1, 0, n_frames, y);          \
    } else if (n_channels == 2) {                     \
      channel_loop(from, 2, c, n_frames, y);          \
    } else {                                          \
      channel_loop(from, n_channels, c, n_frames, y); \
    }                                                 \
  }

static inline __attribute__((always_inline)) void channel_16(const unsigned char* const from,
                                                             const size_t stride, const size_t c,
                                                             const size_t n, float* const y)
{
  for (size_t i = 0; i < n; ++i) {
    int16_t v;
    memcpy(&v, from + (i * stride + c) * 2, sizeof v);
    y[i] = (float)v * 0x1p-15F;
  }
}

static inline __attribute__((always_inline)) void channel_24(const unsigned char* const from,
                                                             const size_t stride, const size_t c,
                                                             const size_t n, float* const y)
{
  for (size_t i = 0; i < n; ++i) {
    uint32_t v; // one byte of what follows, which is shifted out
    memcpy(&v, from + (i * stride + c) * 3, sizeof v);
    y[i] = (float)(int32_t)(v << 8U) * 0x1p-31F;
  }
}

static inline __attribute__((always_inline)) void channel_32(const unsigned char* const from,
                                                             const size_t stride, const size_t c,
                                                             const size_t n, float* const y)
{
  for (size_t i = 0; i < n; ++i) {
    int32_t v;
    memcpy(&v, from + (i * stride + c) * 4, sizeof v);
    y[i] = (float)v * 0x1p-31F;
  }
}

static inline __attribute__((always_inline)) void channel_float(const unsigned char* const from,
                                                                const size_t stride, const size_t c,
                                                                const size_t n, float* const y)
{
  for (size_t i = 0; i < n; ++i) {
    memcpy(y + i, from + (i * stride + c) * 4, 4);
  }
}

static uint32_t decode_16(const unsigned char* const from, const unsigned n_channels,
                          const size_t n_frames, float* const* const x, const size_t offset)
{
  EACH_CHANNEL(channel_16)
  return 0;
}

#if defined(__AVX2__)
typedef unsigned char half __attribute__((vector_size(16)));
typedef unsigned char bytes __attribute__((vector_size(32)));
typedef int32_t       words __attribute__((vector_size(32)));
typedef float         lanes __attribute__((vector_size(32)));

// Eight samples in their order, four in each half. What lands in the lowest bytes is cut off.
static inline lanes eight(const unsigned char* const from)
{
  half a, b;
  memcpy(&a, from, sizeof a);
  memcpy(&b, from + 12, sizeof b);
  const bytes both =
      __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
                              18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31);
  const words w = (words)__builtin_shufflevector(both, both, 0, 0, 1, 2, 0, 3, 4, 5, 0, 6, 7, 8, 0,
                                                 9, 10, 11, 16, 16, 17, 18, 16, 19, 20, 21, 16, 22,
                                                 23, 24, 16, 25, 26, 27);
  return __builtin_convertvector(w & ~0xFF, lanes) * 0x1p-31F;
}

static size_t mono_24(const unsigned char* const from, const size_t n, float* const y)
{
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    const lanes v = eight(from + i * 3);
    memcpy(y + i, &v, sizeof v);
  }
  return i;
}

static size_t stereo_24(const unsigned char* const from, const size_t n, float* const l,
                        float* const r)
{
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    const lanes a = eight(from + i * 6), b = eight(from + i * 6 + 24);
    const lanes left  = __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14);
    const lanes right = __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15);
    memcpy(l + i, &left, sizeof left);
    memcpy(r + i, &right, sizeof right);
  }
  return i;
}
#else
static size_t mono_24(const unsigned char* const from, const size_t n, float* const y)
{
  (void)from, (void)n, (void)y;
  return 0;
}

static size_t stereo_24(const unsigned char* const from, const size_t n, float* const l,
                        float* const r)
{
  (void)from, (void)n, (void)l, (void)r;
  return 0;
}
#endif

static uint32_t decode_24(const unsigned char* from, const unsigned n_channels, size_t n_frames,
                          float* const* const x, size_t offset)
{
  const size_t done = n_channels == 1   ? mono_24(from, n_frames, x[0] + offset)
                      : n_channels == 2 ? stereo_24(from, n_frames, x[0] + offset, x[1] + offset)
                                        : 0;
  from += done * 3 * n_channels;
  n_frames -= done;
  offset += done;
  EACH_CHANNEL(channel_24)
  return 0;
}

static uint32_t decode_32(const unsigned char* const from, const unsigned n_channels,
                          const size_t n_frames, float* const* const x, const size_t offset)
{
  EACH_CHANNEL(channel_32)
  return 0;
}

static uint32_t decode_float(const unsigned char* const from, const unsigned n_channels,
                             const size_t n_frames, float* const* const x, const size_t offset)
{
  EACH_CHANNEL(channel_float)
  uint32_t     worst = 0;
  const size_t n     = n_frames * n_channels;
  for (size_t i = 0; i < n; ++i) {
    uint32_t v;
    memcpy(&v, from + i * 4, sizeof v);
    v &= 0x7FFFFFFFU;
    worst = v > worst ? v : worst;
  }
  return worst;
}

extern const lq_pcm_kernels PASTE(LQ_LEVEL);
const lq_pcm_kernels        PASTE(LQ_LEVEL) = {.decode_16    = decode_16,
                                               .decode_24    = decode_24,
                                               .decode_32    = decode_32,
                                               .decode_float = decode_float};
