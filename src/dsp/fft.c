// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/fft.h"

#include "base/arena.h"
#include "base/maths.h"

#include <fftw3.h>
#include <pthread.h>
#include <stdlib.h>

struct lq_fft {
  size_t                n;
  const lq_fft_kernels* kernels;
  float*                window;
  float                 scale;
  float*                in;
  fftwf_complex*        out;
  fftwf_plan            plan;
};

// FFTW's planner works on globals of its own; this lock is the door to them.
static pthread_mutex_t planner = PTHREAD_MUTEX_INITIALIZER;

void lq_fft_planner_lock(void)
{
  (void)pthread_mutex_lock(&planner);
}

void lq_fft_planner_unlock(void)
{
  (void)pthread_mutex_unlock(&planner);
}

lq_status lq_fft_new(lq_fft** const fft, const size_t n, const lq_fft_kernels* const kernels)
{
  lq_fft* const f = calloc(1, sizeof *f);
  if (!f) {
    return LQ_ERR_MEMORY;
  }
  f->n       = n;
  f->kernels = kernels;
  f->window  = lq_alloc_aligned(n * sizeof(float));
  f->in      = lq_alloc_aligned(n * sizeof(float));
  f->out     = lq_alloc_aligned((n / 2 + 1) * sizeof *f->out);
  if (f->window && f->in && f->out) {
    (void)pthread_mutex_lock(&planner);
    f->plan = fftwf_plan_dft_r2c_1d((int)n, f->in, f->out, FFTW_ESTIMATE | FFTW_DESTROY_INPUT);
    (void)pthread_mutex_unlock(&planner);
  }
  if (!f->plan) {
    lq_fft_free(f);
    return LQ_ERR_MEMORY;
  }
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    const double w = 0.5 - 0.5 * lq_cos(2.0 * LQ_PI * (double)i / (double)n);
    f->window[i]   = (float)w;
    sum += w * w;
  }
  f->scale = (float)(2.0 / ((double)n * sum));
  *fft     = f;
  return LQ_OK;
}

void lq_fft_free(lq_fft* const f)
{
  if (f) {
    if (f->plan) {
      (void)pthread_mutex_lock(&planner);
      fftwf_destroy_plan(f->plan);
      (void)pthread_mutex_unlock(&planner);
    }
    free(f->window);
    free(f->in);
    free(f->out);
    free(f);
  }
}

void lq_fft_add_power(lq_fft* const f, const float* const x, const float gain, float* const power)
{
  f->kernels->window(x, f->window, f->n, f->in);
  fftwf_execute(f->plan);
  const size_t last = f->n / 2;
  f->out[0][0] *=
      (float)0.70710678118654752; // the first and the last bin stand for themselves only
  f->out[last][0] *= (float)0.70710678118654752;
  f->kernels->power(&f->out[0][0], last + 1, gain * f->scale, power);
}
