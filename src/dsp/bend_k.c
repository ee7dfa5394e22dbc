// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/bend.h"

#include "dsp/kernels.h"

#include <string.h>

// tanh(v) / v and 3 L(v) / v as ratios of polynomials in z = v^2 that are 1 at 0, fitted to |v| up
// to 9 with the least greatest error: 2.1e-8 and 3.6e-9 of the value. In float 4e-7
// (tests/reference/bend.c), less than a bit of what a converter has. At 9 tanh is 1 - 3e-8.
static const float MOST = 9.0F;

static inline float least(const float a, const float b)
{
  return a < b ? a : b;
}

static inline float greatest(const float a, const float b)
{
  return a > b ? a : b;
}

static inline float within(const float x, const float most)
{
  return greatest(least(x, most), -most);
}

static void leaning(const lq_bend* const c, float* restrict const y, const float* restrict const x,
                    const size_t         n_frames)
{
  const float drive = c->drive, inverse = c->inverse, lean = c->lean;
  for (size_t i = 0; i < n_frames; ++i) {
    const float v = within(drive * x[i], MOST), z = v * v;
    float       p = 1.33391037e-08F, q = 7.76991422e-07F;
    p = p * z + 2.05969312e-05F;
    q = q * z + 0.000328439242F;
    p = p * z + 0.00349481353F;
    q = q * z + 0.0258740054F;
    p = p * z + 0.133803651F;
    q = q * z + 0.467136826F;
    p = v * (p * z + 1.0F);
    q = q * z + 1.0F;
    // t / (1 + lean t), t = p / q: tanh(v + b) - tanh(b) over its slope, lean = tanh b
    y[i] = p / (q + lean * p) * inverse - x[i];
  }
}

static void magnetic(const lq_bend* const c, float* restrict const y, const float* restrict const x,
                     const size_t         n_frames)
{
  const float drive = c->drive, inverse = c->inverse;
  for (size_t i = 0; i < n_frames; ++i) {
    const float full = drive * x[i], v = within(full, MOST), z = v * v;
    float       p = 2.26960407e-09F, q = 5.17413376e-08F;
    p                = p * z + 4.76384872e-06F;
    q                = q * z + 3.18819139e-05F;
    p                = p * z + 0.00117400249F;
    q                = q * z + 0.00402234833F;
    p                = p * z + 0.0712965065F;
    q                = q * z + 0.137963163F;
    p                = v * (p * z + 1.0F);
    q                = q * z + 1.0F;
    const float near = p / q;
    // coth is 1 to the last bit out there
    const float a   = greatest(__builtin_fabsf(full), MOST);
    const float far = __builtin_copysignf(3.0F - 3.0F / a, full);
    y[i]            = (a > MOST ? far : near) * inverse - x[i];
  }
}

static void clipped(const lq_bend* const c, float* restrict const y, const float* restrict const x,
                    const size_t         n_frames)
{
  const float drive = c->drive, inverse = c->inverse, wide = 2.0F * c->knee;
  for (size_t i = 0; i < n_frames; ++i) {
    const float v = drive * x[i], a = __builtin_fabsf(v);
    const float u    = greatest(least((a - c->straight) * c->per_knee, 1.0F), 0.0F);
    const float bent = wide * (u * (1.0F - u * u * (1.0F - 0.5F * u)));
    // What is lost, so that nothing is lost below the knee, to the bit.
    const float lost = greatest(a - c->straight, 0.0F) - bent;
    y[i]             = -__builtin_copysignf(lost * inverse, v);
  }
}

static void run(const lq_bend* const c, float* const y, const float* const x, const size_t n_frames)
{
  if (c->drive == 0) {
    memset(y, 0, n_frames * sizeof *y);
  } else if (c->kind == LQ_BEND_TAPE) {
    magnetic(c, y, x, n_frames);
  } else if (c->kind == LQ_BEND_CLIP) {
    clipped(c, y, x, n_frames);
  } else {
    leaning(c, y, x, n_frames);
  }
}

extern const lq_bend_kernels LQ_KERNELS(bend);
const lq_bend_kernels        LQ_KERNELS(bend) = {.run = run};
