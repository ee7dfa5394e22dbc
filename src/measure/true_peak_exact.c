// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/true_peak_exact.h"

#include "base/arena.h"
#include "base/maths.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TAPS = LQ_INTERPOLATE_TAPS, HALF = LQ_INTERPOLATE_HALF, NEAR = LQ_INTERPOLATE_NEAR };
enum { PHASES = LQ_INTERPOLATE_PHASES, COARSE = 512, FINE = 62, LOOKS = 4, MOST_CHANNELS = 24 };
enum {
  BLOCKS = 32,
  SPAN   = BLOCKS * COARSE,
  BEFORE = HALF + 16,
  AFTER  = HALF + FINE + 18, // the last fine block may begin one frame before the end
  ROOM   = BEFORE + SPAN + AFTER
};

struct lq_true_peak_exact {
  unsigned               n_channels;
  const lq_simd*         simd;
  size_t                 fill;  ///< frames of span and what follows it that are there
  int64_t                start; ///< frame at the span's first
  double                 best, at;
  unsigned               channel;
  double                 over_lin; ///< for the listener
  lq_true_peak_listener* listener; ///< or NULL
  void*                  user;
  float*                 x[MOST_CHANNELS]; ///< [ROOM]: BEFORE, span, AFTER
  lq_interpolate         interpolate;
};

lq_status lq_true_peak_exact_new(lq_true_peak_exact** const meter, const unsigned n_channels,
                                 const lq_simd* const simd)
{
  if (!n_channels || n_channels > MOST_CHANNELS) {
    return LQ_ERR_LIMIT;
  }
  const size_t stride       = ROOM + 16; // all channels in one cache set would push each other out
  const size_t head         = (sizeof(lq_true_peak_exact) + LQ_ALIGN - 1) / LQ_ALIGN * LQ_ALIGN;
  unsigned char* const base = lq_alloc_aligned(head + n_channels * stride * sizeof(float));
  if (!base) {
    return LQ_ERR_MEMORY;
  }
  lq_true_peak_exact* const m = (lq_true_peak_exact*)(void*)base;
  m->n_channels               = n_channels;
  m->simd                     = simd;
  for (unsigned c = 0; c < n_channels; ++c) {
    m->x[c] = (float*)(void*)(base + head) + c * stride;
  }
  lq_interpolate_design(&m->interpolate);
  m->fill  = HALF; // the curve begins before the first sample
  m->start = -HALF;
  *meter   = m;
  return LQ_OK;
}

void lq_true_peak_exact_listen(lq_true_peak_exact* const m, const double over_lin,
                               lq_true_peak_listener* const listener, void* const user)
{
  m->over_lin = over_lin;
  m->listener = listener;
  m->user     = user;
}

void lq_true_peak_exact_free(lq_true_peak_exact* const m)
{
  free(m);
}

// What stays below is of no interest.
static double floor_of(const lq_true_peak_exact* const m)
{
  return m->listener && m->over_lin < m->best ? m->over_lin : m->best;
}

// The most that the curve can reach from frame x[0] to x[n].
static double bound(const lq_true_peak_exact* const m, const float* const x, const size_t n)
{
  float near_peak, near_bend, far_peak, far_bend;
  m->simd->true_peak->bound(x - NEAR, n + 2 * NEAR + 2, &near_peak, &near_bend);
  m->simd->true_peak->bound(x - HALF + 3, n + TAPS - 2, &far_peak, &far_bend);
  return 1.0001 * (double)near_peak + (double)m->interpolate.of_bend * (double)near_bend +
         (double)m->interpolate.of_far_bend * (double)far_bend;
}

static double value_at(const lq_true_peak_exact* const m, const float* const x, const long place)
{
  const long         frame  = place >= 0 ? place / PHASES : -((PHASES - 1 - place) / PHASES);
  const float* const tap    = m->interpolate.tap[place - frame * PHASES];
  const float* const from   = x + frame - HALF + 1;
  double             sum[4] = {0};
  for (size_t k = 0; k < TAPS; k += 4) {
    for (size_t j = 0; j < 4; ++j) {
      sum[j] += (double)tap[k + j] * (double)from[k + j];
    }
  }
  return fabs((sum[0] + sum[1]) + (sum[2] + sum[3]));
}

// From a rough place, in 1/PHASES of a frame, uphill in ever smaller steps, then a parabola.
static void refine(lq_true_peak_exact* const m, const unsigned channel, const float* const x,
                   long place, const int64_t frame)
{
  double here = value_at(m, x, place), left = 0, right = 0;
  for (long step = PHASES / LOOKS / 2; step; step /= 2) {
    left  = value_at(m, x, place - step);
    right = value_at(m, x, place + step);
    if (left > here && left >= right) {
      place -= step;
      here = left;
    } else if (right > here) {
      place += step;
      here = right;
    }
  }
  left               = value_at(m, x, place - 1);
  right              = value_at(m, x, place + 1);
  const double bend  = left - 2.0 * here + right;
  const double slope = 0.5 * (right - left);
  const bool   top   = bend < 0 && fabs(slope) <= -bend;
  const double off   = top ? -slope / bend : 0.0;
  const double most  = fmax(fmax(left, right), top ? here + 0.5 * slope * off : here);
  const double at    = (double)frame + ((double)place + off) / PHASES;
  if (m->listener && most > m->over_lin) {
    m->listener(m->user, channel, at, most);
  }
  if (most > m->best) {
    m->best    = most;
    m->at      = at;
    m->channel = channel;
  }
}

// All of the curve from x[0] to x[FINE], four looks a frame; between two looks it rises by less
// than 1 / cos(pi / 8), whatever band-limited signal it is.
static void search(lq_true_peak_exact* const m, const unsigned channel, const float* const x,
                   const int64_t frame)
{
  float look[LOOKS][FINE + 2];
  float grid[(FINE + 2) * LOOKS];
  memcpy(look[0], x - 1, sizeof look[0]); // the samples themselves
  for (unsigned p = 1; p < LOOKS; ++p) {
    m->simd->interpolate->run(m->interpolate.tap[p * PHASES / LOOKS], TAPS, x - 1 - HALF + 1,
                              FINE + 2, look[p]);
  }
  for (size_t i = 0; i < FINE + 2; ++i) {
    for (unsigned p = 0; p < LOOKS; ++p) {
      grid[i * LOOKS + p] = fabsf(look[p][i]);
    }
  }
  static const double rise = 1.09;
  for (size_t g = LOOKS - 1; g < (FINE + 1) * LOOKS; ++g) {
    if ((double)grid[g] * rise > floor_of(m) && grid[g] >= grid[g - 1] && grid[g] >= grid[g + 1]) {
      refine(m, channel, x, ((long)g - LOOKS) * (PHASES / LOOKS), frame);
    }
  }
}

// Of each block of a channel: [0] is what stands before the first, the last what follows.
typedef struct {
  float peak[BLOCKS + 2], bend[BLOCKS + 2];
} outline;

static void draw(const lq_true_peak_exact* const m, const float* const x, const size_t n_blocks,
                 outline* const o)
{
  const lq_true_peak_kernels* const k = m->simd->true_peak;
  k->bound(x - BEFORE + 2, BEFORE - 2, &o->peak[0], &o->bend[0]);
  for (size_t i = 0; i <= n_blocks; ++i) {
    k->bound(x + i * COARSE, i < n_blocks ? COARSE : AFTER, &o->peak[i + 1], &o->bend[i + 1]);
  }
}

// The samples are points of the curve, so the highest one is a start that spares much.
static void take_sample(lq_true_peak_exact* const m, const unsigned channel, const float* const x,
                        const float peak)
{
  for (size_t i = 0; (double)peak > m->best && i < COARSE; ++i) {
    if (fabsf(x[i]) == peak) {
      m->best    = (double)peak;
      m->at      = (double)m->start + (double)(x + i - (m->x[channel] + BEFORE));
      m->channel = channel;
    }
  }
}

static float most_of(const float* const three)
{
  return fmaxf(fmaxf(three[0], three[1]), three[2]);
}

static void search_block(lq_true_peak_exact* const m, const unsigned channel, const float* const x,
                         const size_t begin, const size_t n)
{
  const size_t end = begin + COARSE < n ? begin + COARSE : n;
  for (size_t i = begin; i < end; i += FINE) {
    if (bound(m, x + i, FINE) > floor_of(m)) {
      search(m, channel, x + i, m->start + (int64_t)i);
    }
  }
}

// The most promising blocks first: what they yield spares the others. A listener hears in order.
static void digest_channel(lq_true_peak_exact* const m, const unsigned channel, const size_t n)
{
  const float* const x        = m->x[channel] + BEFORE;
  const size_t       n_blocks = (n + COARSE - 1) / COARSE;
  outline            o;
  double             most[BLOCKS];
  draw(m, x, n_blocks, &o);
  for (size_t k = 0; k < n_blocks; ++k) {
    take_sample(m, channel, x + k * COARSE, o.peak[k + 1]);
    most[k] =
        1.0001 * (double)most_of(o.peak + k) +
        (double)(m->interpolate.of_bend + m->interpolate.of_far_bend) * (double)most_of(o.bend + k);
  }
  for (size_t k = 0; m->listener && k < n_blocks; ++k) {
    if (most[k] > floor_of(m)) {
      search_block(m, channel, x, k * COARSE, n);
    }
  }
  for (size_t left = m->listener ? 0 : n_blocks; left; --left) {
    size_t top = 0;
    for (size_t k = 1; k < n_blocks; ++k) {
      top = most[k] > most[top] ? k : top;
    }
    if (most[top] <= m->best) {
      return;
    }
    most[top] = 0.0;
    search_block(m, channel, x, top * COARSE, n);
  }
}

static void digest(lq_true_peak_exact* const m, const size_t n)
{
  for (unsigned c = 0; c < m->n_channels; ++c) {
    digest_channel(m, c, n);
  }
}

void lq_true_peak_exact_process(lq_true_peak_exact* const m, const float* const* const x,
                                const size_t n_frames)
{
  for (size_t done = 0; done < n_frames;) {
    const size_t room = SPAN + AFTER - m->fill;
    const size_t n    = n_frames - done < room ? n_frames - done : room;
    for (unsigned c = 0; c < m->n_channels; ++c) {
      memcpy(m->x[c] + BEFORE + m->fill, x[c] + done, n * sizeof(float));
    }
    m->fill += n;
    done += n;
    if (m->fill == SPAN + AFTER) {
      digest(m, SPAN);
      for (unsigned c = 0; c < m->n_channels; ++c) {
        memmove(m->x[c], m->x[c] + SPAN, (BEFORE + AFTER) * sizeof(float));
      }
      m->start += SPAN;
      m->fill = AFTER;
    }
  }
}

void lq_true_peak_exact_finish(lq_true_peak_exact* const m)
{
  static const float silence[HALF] = {0};
  const float*       x[MOST_CHANNELS];
  for (unsigned c = 0; c < m->n_channels; ++c) {
    x[c] = silence;
  }
  lq_true_peak_exact_process(m, x, HALF); // what rings on behind the last sample
  for (unsigned c = 0; c < m->n_channels; ++c) {
    memset(m->x[c] + BEFORE + m->fill, 0, (SPAN + AFTER - m->fill) * sizeof(float));
  }
  digest(m, m->fill < SPAN ? m->fill : SPAN);
  if (m->fill > SPAN) { // the last AFTER frames
    for (unsigned c = 0; c < m->n_channels; ++c) {
      memmove(m->x[c], m->x[c] + SPAN, (BEFORE + AFTER) * sizeof(float));
      memset(m->x[c] + BEFORE + AFTER, 0, SPAN * sizeof(float));
    }
    m->start += SPAN;
    m->fill -= SPAN;
    digest(m, m->fill);
  }
  m->fill = 0;
}

double lq_true_peak_exact_dbtp(const lq_true_peak_exact* const m)
{
  return m->best > 0 ? lq_lin_to_db(m->best) : -(double)INFINITY;
}

double lq_true_peak_exact_at(const lq_true_peak_exact* const m)
{
  return m->at;
}

unsigned lq_true_peak_exact_channel(const lq_true_peak_exact* const m)
{
  return m->channel;
}
