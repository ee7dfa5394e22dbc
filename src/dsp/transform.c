// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/transform.h"

#include "base/arena.h"
#include "dsp/fft.h"

#include <fftw3.h>
#include <stdlib.h>

struct lq_transform {
  float*         frames;
  fftwf_complex* bins;
  fftwf_plan     forward, backward;
};

lq_status lq_transform_new(lq_transform** const transform, const size_t n)
{
  lq_transform* const t = calloc(1, sizeof *t);
  if (!t) {
    return LQ_ERR_MEMORY;
  }
  t->frames = lq_alloc_aligned(n * sizeof(float));
  t->bins   = lq_alloc_aligned((n / 2 + 1) * sizeof *t->bins);
  if (t->frames && t->bins) {
    const unsigned flags = FFTW_ESTIMATE;
    lq_fft_planner_lock();
    t->forward  = fftwf_plan_dft_r2c_1d((int)n, t->frames, t->bins, flags | FFTW_PRESERVE_INPUT);
    t->backward = fftwf_plan_dft_c2r_1d((int)n, t->bins, t->frames, flags | FFTW_DESTROY_INPUT);
    lq_fft_planner_unlock();
  }
  if (!t->forward || !t->backward) {
    lq_transform_free(t);
    return LQ_ERR_MEMORY;
  }
  *transform = t;
  return LQ_OK;
}

void lq_transform_free(lq_transform* const t)
{
  if (t) {
    lq_fft_planner_lock();
    if (t->forward) {
      fftwf_destroy_plan(t->forward);
    }
    if (t->backward) {
      fftwf_destroy_plan(t->backward);
    }
    lq_fft_planner_unlock();
    free(t->frames);
    free(t->bins);
    free(t);
  }
}

float* lq_transform_frames(lq_transform* const t)
{
  return t->frames;
}

lq_bin* lq_transform_bins(lq_transform* const t)
{
  return (lq_bin*)t->bins; // FFTW's complex is two floats
}

void lq_transform_forward(lq_transform* const t)
{
  fftwf_execute(t->forward);
}

void lq_transform_backward(lq_transform* const t)
{
  fftwf_execute(t->backward);
}
