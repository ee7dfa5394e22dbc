// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The loop of dsp/bank_k.c for one width of vector; included there once for each, with WIDTH set.
// No include guard: that is the point.
#define V     LANES_NAME(vec)
#define M     LANES_NAME(mask)
#define BLEND LANES_NAME(blend)
#define SHIFT LANES_NAME(shift)
#define ENTER LANES_NAME(enter)
#define RUN   LANES_NAME(run)

typedef double  V __attribute__((vector_size(8 * WIDTH)));
typedef int64_t M __attribute__((vector_size(8 * WIDTH)));

static inline V BLEND(const M mask, const V yes, const V no)
{
  return (V)((mask & (M)yes) | (~mask & (M)no));
}

// Every section gets what the one before it made a frame ago; `before` ends where y begins.
static inline V SHIFT(const V before, const V y, const unsigned n_channels)
{
#if WIDTH == 2
  return n_channels == 2 ? before : __builtin_shufflevector(before, y, 1, 2);
#elif WIDTH == 4
  return n_channels == 2 ? __builtin_shufflevector(before, y, 2, 3, 4, 5)
                         : __builtin_shufflevector(before, y, 3, 4, 5, 6);
#else
  return n_channels == 2 ? __builtin_shufflevector(before, y, 6, 7, 8, 9, 10, 11, 12, 13)
                         : __builtin_shufflevector(before, y, 7, 8, 9, 10, 11, 12, 13, 14);
#endif
}

// The first sections get the input.
static inline V ENTER(const double left, const double right, const V y, const unsigned n_channels)
{
  V in = {left, right};
#if WIDTH == 2
  return n_channels == 2 ? in : __builtin_shufflevector(in, y, 0, 2);
#elif WIDTH == 4
  return n_channels == 2 ? __builtin_shufflevector(in, y, 0, 1, 4, 5)
                         : __builtin_shufflevector(in, y, 0, 4, 5, 6);
#else
  return n_channels == 2 ? __builtin_shufflevector(in, y, 0, 1, 8, 9, 10, 11, 12, 13)
                         : __builtin_shufflevector(in, y, 0, 8, 9, 10, 11, 12, 13, 14);
#endif
}

// n_vec vectors hold n_vec * WIDTH / n_channels sections. At turn i section k works on frame i - k;
// in the first and last turns some have none, and what they hold stays.
static inline __attribute__((always_inline)) void RUN(lq_bank_pass* const pass,
                                                      const unsigned      n_channels,
                                                      const unsigned n_vec, const bool moving,
                                                      float* const* const io, const size_t n_frames)
{
  const size_t last  = n_vec * WIDTH / n_channels - 1; // frames by which the last section is late
  float* const left  = io[0];
  float* const right = io[n_channels - 1];
  V            c[LQ_BANK_COEFS][MOST_VECS], step[LQ_BANK_COEFS][MOST_VECS];
  V            s1[MOST_VECS], s2[MOST_VECS], y[MOST_VECS];
  M            stage[MOST_VECS];
  for (unsigned v = 0; v < n_vec; ++v) {
    for (unsigned k = 0; k < LQ_BANK_COEFS; ++k) {
      c[k][v]    = *(const V*)&pass->coef[k][v * WIDTH];
      step[k][v] = *(const V*)&pass->step[k][v * WIDTH];
    }
    s1[v] = *(const V*)&pass->state[0][v * WIDTH];
    s2[v] = *(const V*)&pass->state[1][v * WIDTH];
    y[v]  = (V){0};
    for (unsigned k = 0; k < WIDTH; ++k) {
      stage[v][k] = (v * WIDTH + k) / n_channels;
    }
  }
  const size_t n_turns = n_frames + last;
  for (size_t i = 0; i < n_turns;) {
    const bool   edge = i < last || i >= n_frames;
    const size_t end  = i < last && i < n_frames ? (last < n_frames ? last : n_frames)
                        : i < n_frames           ? n_frames
                                                 : n_turns;
    for (; i < end; ++i) {
      const bool more = i < n_frames;
      V          x[MOST_VECS];
      x[0] = ENTER(more ? (double)left[i] : 0.0, more && n_channels == 2 ? (double)right[i] : 0.0,
                   y[0], n_channels);
      for (unsigned v = 1; v < n_vec; ++v) {
        x[v] = SHIFT(y[v - 1], y[v], n_channels);
      }
      for (unsigned v = 0; v < n_vec; ++v) {
        M busy = {0};
        if (edge) {
          busy = (stage[v] <= (M){0} + (int64_t)i) &
                 (stage[v] > (M){0} + ((int64_t)i - (int64_t)n_frames));
        }
        for (unsigned k = 0; moving && k < LQ_BANK_COEFS; ++k) {
          const V next = c[k][v] + step[k][v];
          c[k][v]      = edge ? BLEND(busy, next, c[k][v]) : next;
        }
        const V e  = x[v] - s2[v];
        y[v]       = c[3][v] * x[v] + c[4][v] * s1[v] + c[5][v] * s2[v];
        const V n1 = c[0][v] * s1[v] + c[1][v] * e;
        const V n2 = (s2[v] + c[1][v] * s1[v]) + c[2][v] * e;
        s1[v]      = edge ? BLEND(busy, n1, s1[v]) : n1;
        s2[v]      = edge ? BLEND(busy, n2, s2[v]) : n2;
      }
      if (i >= last) {
        // + 0.0 makes -0 to 0: whether idle sections stand behind the last one must not show.
        left[i - last] = (float)(y[n_vec - 1][WIDTH - n_channels] + 0.0);
        if (n_channels == 2) {
          right[i - last] = (float)(y[n_vec - 1][WIDTH - 1] + 0.0);
        }
      }
    }
  }
  for (unsigned v = 0; v < n_vec; ++v) {
    for (unsigned k = 0; moving && k < LQ_BANK_COEFS; ++k) {
      *(V*)&pass->coef[k][v * WIDTH] = c[k][v];
    }
    *(V*)&pass->state[0][v * WIDTH] = s1[v];
    *(V*)&pass->state[1][v * WIDTH] = s2[v];
  }
}

#undef V
#undef M
#undef BLEND
#undef SHIFT
#undef ENTER
#undef RUN
