// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/bend.h"

#include "dsp/kernels.h"

#include <stdint.h>
#include <string.h>

// Each lane computes the same, whatever the width of a register.
#if defined(__AVX512F__)
enum { WIDTH = 16 };
#elif defined(__AVX__)
enum { WIDTH = 8 };
#else
enum { WIDTH = 4 };
#endif
typedef float   lanes __attribute__((vector_size(WIDTH * sizeof(float))));
typedef int32_t bits __attribute__((vector_size(WIDTH * sizeof(int32_t))));
_Static_assert((int)WIDTH <= (int)LQ_BEND_PAD, "a register may stand out");

static const int32_t SIGN = INT32_MIN;

static inline lanes load(const float* const x)
{
  lanes v;
  memcpy(&v, x, sizeof v);
  return v;
}

static inline lanes pick(const bits where, const lanes a, const lanes b)
{
  return (lanes)((where & (bits)a) | (~where & (bits)b));
}

static inline lanes magnitude(const lanes x)
{
  return (lanes)((bits)x & ~SIGN);
}

static inline lanes signed_as(const lanes magnitude_of, const lanes sign_of)
{
  return (lanes)((bits)magnitude_of | ((bits)sign_of & SIGN));
}

static inline lanes least(const lanes a, const lanes b)
{
  return pick(a < b, a, b);
}

static inline lanes greatest(const lanes a, const lanes b)
{
  return pick(a > b, a, b);
}

// tanh(v) / v and 3 L(v) / v as ratios of polynomials in z = v^2 that are 1 at 0, fitted to |v| up
// to 9 with the least greatest error: 2.1e-8 and 3.6e-9 of the value. In float 4e-7
// (tests/reference/bend.c), less than a bit of what a converter has. At 9 tanh is 1 - 3e-8.
static const float MOST = 9.0F;

static inline lanes leaning(const lq_bend* const c, const lanes x)
{
  const lanes zero = {0}, full = c->drive * x;
  const lanes v = signed_as(least(magnitude(full), zero + MOST), full), z = v * v;
  lanes       p = 1.33391037e-08F * z + 2.05969312e-05F, q = 7.76991422e-07F * z + 0.000328439242F;
  p = p * z + 0.00349481353F;
  q = q * z + 0.0258740054F;
  p = p * z + 0.133803651F;
  q = q * z + 0.467136826F;
  p = v * (p * z + 1.0F);
  q = q * z + 1.0F;
  // t / (1 + lean t), t = p / q: tanh(v + b) - tanh(b) over its slope, lean = tanh b
  return p / (q + c->lean * p) * c->inverse - x;
}

static inline lanes magnetic(const lq_bend* const c, const lanes x)
{
  const lanes zero = {0}, full = c->drive * x, a = magnitude(full);
  const lanes v = signed_as(least(a, zero + MOST), full), z = v * v;
  lanes       p = 2.26960407e-09F * z + 4.76384872e-06F, q = 5.17413376e-08F * z + 3.18819139e-05F;
  p                = p * z + 0.00117400249F;
  q                = q * z + 0.00402234833F;
  p                = p * z + 0.0712965065F;
  q                = q * z + 0.137963163F;
  p                = v * (p * z + 1.0F);
  q                = q * z + 1.0F;
  const lanes far  = signed_as(3.0F - 3.0F / greatest(a, zero + MOST), full); // coth is 1 out there
  const lanes near = p / q;
  return pick(a > MOST, far, near) * c->inverse - x;
}

static inline lanes clipped(const lq_bend* const c, const lanes x)
{
  const lanes zero = {0}, v = c->drive * x, a = magnitude(v);
  const lanes u    = greatest(least((a - c->straight) * c->per_knee, zero + 1.0F), zero);
  const lanes bent = 2.0F * c->knee * (u * (1.0F - u * u * (1.0F - 0.5F * u)));
  // What is lost, so that nothing is lost below the knee, to the bit.
  const lanes lost = greatest(a - c->straight, zero) - bent;
  return signed_as(lost * c->inverse, -v);
}

typedef lanes curve(const lq_bend* c, lanes x);

static inline __attribute__((always_inline)) void
over(curve* const f, const lq_bend* const c, float* const y, const float* const x, const size_t n)
{
  for (size_t i = 0; i < n; i += WIDTH) {
    const lanes out = f(c, load(x + i));
    memcpy(y + i, &out, sizeof out);
  }
}

static void run(const lq_bend* const c, float* const y, const float* const x, const size_t n_frames)
{
  if (c->drive == 0) {
    memset(y, 0, n_frames * sizeof *y);
  } else if (c->kind == LQ_BEND_TAPE) {
    over(magnetic, c, y, x, n_frames);
  } else if (c->kind == LQ_BEND_CLIP) {
    over(clipped, c, y, x, n_frames);
  } else {
    over(leaning, c, y, x, n_frames);
  }
}

static void louder(float* const y, const float* const a, const float* const b,
                   const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; i += WIDTH) {
    const lanes out = greatest(magnitude(load(a + i)), magnitude(load(b + i)));
    memcpy(y + i, &out, sizeof out);
  }
}

static void share(float* const y, const float* const added, const float* const of,
                  const float* const x, const size_t n_frames)
{
  const lanes least_of = (lanes){0} + 1e-30F; // nothing is added to silence
  for (size_t i = 0; i < n_frames; i += WIDTH) {
    const lanes out = load(x + i) * (load(added + i) / greatest(load(of + i), least_of));
    memcpy(y + i, &out, sizeof out);
  }
}

extern const lq_bend_kernels LQ_KERNELS(bend);
const lq_bend_kernels        LQ_KERNELS(bend) = {.run = run, .louder = louder, .share = share};
