// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/dynamics.h"

#include "dsp/kernels.h"
#include "dsp/log2.h"

#include <string.h>

static inline float on_line(const lq_compress_line l, const int i)
{
  return l.from + (l.at + (float)i) * l.step;
}

enum { CHUNK = 64 }; // frames that are mostly decided at once

// Frame by frame: what all of the latch comes to.
static void walk(lq_latch* const s, const uint32_t* const loud, const uint32_t* const enough,
                 uint32_t* const y, const uint32_t n_hold, const uint32_t n_frames)
{
  for (uint32_t i = 0; i < n_frames; ++i) {
    s->n_silent = (s->n_silent + 1) & ~enough[i];
    s->open     = loud[i] | (s->open & (s->n_silent <= n_hold ? ~0U : 0U));
    y[i]        = s->open;
  }
}

// A closed one to which nothing is loud and an open one whose hold cannot end need no walk; and
// what was quiet before it opens never counts, since what opens it is loud enough to stay.
static void step(lq_latch* const s, const uint32_t* const loud, const uint32_t* const enough,
                 uint32_t* const y, const uint32_t n_hold, const uint32_t n_frames)
{
  uint32_t any_loud = 0, any_enough = 0;
  for (uint32_t i = 0; i < n_frames; ++i) {
    any_loud |= loud[i];
    any_enough |= enough[i];
  }
  if (!s->open && !any_loud) {
    memset(y, 0, n_frames * sizeof *y);
  } else if (s->open && s->n_silent + n_frames <= n_hold) {
    memset(y, ~0, n_frames * sizeof *y);
    s->n_silent += n_frames;
    for (uint32_t i = 0; any_enough && s->n_silent > i; ++i) {
      s->n_silent = enough[n_frames - 1 - i] ? i : s->n_silent;
    }
  } else {
    walk(s, loud, enough, y, n_hold, n_frames);
  }
}

static size_t latch(lq_latch* const s, const lq_latch_rule* const rule, uint32_t* restrict const y,
                    const float* restrict const x, const size_t   n_frames)
{
  uint32_t loud[LQ_COMPRESS_FRAMES], enough[LQ_COMPRESS_FRAMES];
  for (int i = 0; i < (int)n_frames; ++i) {
    const float threshold = on_line(rule->threshold, i);
    loud[i]               = x[i] >= threshold ? ~0U : 0U;
    enough[i]             = x[i] >= threshold - on_line(rule->hysteresis, i) ? ~0U : 0U;
  }
  for (size_t i = 0; i < n_frames; i += CHUNK) {
    const size_t n = n_frames - i < CHUNK ? n_frames - i : CHUNK;
    step(s, loud + i, enough + i, y + i, rule->n_hold, (uint32_t)n);
  }
  uint32_t n_open = 0;
  for (int i = 0; i < (int)n_frames; ++i) {
    n_open += y[i] & 1U;
  }
  return n_open;
}

static void expand(float* restrict const x, const uint32_t* restrict const open,
                   const lq_compress_line threshold, const lq_compress_line slope,
                   const lq_compress_line range, const size_t n_frames)
{
  for (int i = 0; i < (int)n_frames; ++i) {
    const float most  = on_line(range, i);
    float       under = on_line(slope, i) * (on_line(threshold, i) - x[i]);
    under             = under > 0 ? under : 0;
    under             = under < most ? under : most;
    const float shut  = (float)(int)(1U & ~open[i]); // a choice would be a branch
    x[i]              = lq_exp2f(-(shut * under));
  }
}

static void unit(float* restrict const y, const uint32_t* restrict const open,
                 const size_t n_frames)
{
  for (int i = 0; i < (int)n_frames; ++i) {
    y[i] = open[i] ? 1.0F : 0.0F;
  }
}

// The least by its bits, which rise with a number that is not negative: as an integer it goes into
// lanes in any order.
static float fade(float* const x, const lq_compress_line amount, const size_t n_frames)
{
  int32_t bits = 0x3F800000; // 1
  for (int i = 0; i < (int)n_frames; ++i) {
    int32_t     now;
    const float y = 1.0F - on_line(amount, i) * (1.0F - x[i]);
    memcpy(&now, &y, sizeof now);
    bits = now < bits ? now : bits;
    x[i] = y;
  }
  float least;
  memcpy(&least, &bits, sizeof least);
  return least;
}

static void times(float* const x, const lq_compress_line amount, const size_t n_frames)
{
  for (int i = 0; i < (int)n_frames; ++i) {
    x[i] *= on_line(amount, i);
  }
}

static void power(float* restrict const y, const float* restrict const x, const float scale,
                  const size_t n_frames)
{
  for (int i = 0; i < (int)n_frames; ++i) {
    y[i] = lq_exp2f(scale * x[i]);
  }
}

static void excess(float* restrict const x, const float* restrict const w,
                   const lq_compress_line threshold, const lq_compress_line range,
                   const lq_compress_line floor, const float half_knee, const size_t n_frames)
{
  const float h = half_knee, bend = 1.0F / (4.0F * h);
  for (int i = 0; i < (int)n_frames; ++i) {
    const float d     = (x[i] - w[i]) - on_line(threshold, i);
    float       t     = d + h;
    t                 = t > 0 ? t : 0;
    t                 = t < 2 * h ? t : 2 * h;
    float       r     = t * t * bend + (d - h > 0 ? d - h : 0);
    const float most  = on_line(range, i);
    const float heard = x[i] - on_line(floor, i) > 0 ? x[i] - on_line(floor, i) : 0;
    r                 = r < most ? r : most;
    x[i]              = r < heard ? r : heard;
  }
}

static void part(float* restrict const y, const float* restrict const a,
                 const float* restrict const b, const lq_compress_line amount,
                 const lq_compress_line reach, const size_t n_frames)
{
  for (int i = 0; i < (int)n_frames; ++i) {
    float u = (a[i] - b[i]) / on_line(reach, i);
    u       = u > 0 ? u : 0;
    u       = u < 1 ? u : 1;
    y[i] += on_line(amount, i) * (u * u * (3.0F - 2.0F * u));
  }
}

extern const lq_dynamics_kernels LQ_KERNELS(dynamics);
const lq_dynamics_kernels        LQ_KERNELS(dynamics) = {.latch  = latch,
                                                         .expand = expand,
                                                         .unit   = unit,
                                                         .fade   = fade,
                                                         .times  = times,
                                                         .power  = power,
                                                         .excess = excess,
                                                         .part   = part};
