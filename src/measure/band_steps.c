// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/band_steps.h"

#include "base/arena.h"
#include "dsp/fft.h"
#include "dsp/simd.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct lq_band_steps {
  double        rate_hz;
  unsigned      n_channels;
  size_t        n, fill; // frames of a block, and in it
  lq_fft*       fft;
  float*        memory;
  float*        block[2]; // mid, side
  float*        power;
  double*       wide; // the same in double
  lq_band_step* steps;
  size_t        n_steps, room;
};

lq_status lq_band_steps_new(lq_band_steps** const bands, const double rate_hz,
                            const unsigned n_channels)
{
  if (!(rate_hz >= 8000.0 && rate_hz <= 384000.0) || !n_channels || n_channels > 2) {
    return LQ_ERR_LIMIT;
  }
  lq_band_steps* const b = calloc(1, sizeof *b);
  if (!b) {
    return LQ_ERR_MEMORY;
  }
  b->rate_hz    = rate_hz;
  b->n_channels = n_channels;
  for (b->n = 256; (double)b->n < 0.08 * rate_hz;) {
    b->n *= 2;
  }
  b->memory = lq_alloc_aligned((3 * b->n + 64) * sizeof(float));
  b->wide   = calloc(b->n / 2 + 1, sizeof *b->wide);
  if (!b->memory || !b->wide || lq_fft_new(&b->fft, b->n, lq_simd_best()->fft)) {
    lq_band_steps_free(b);
    return LQ_ERR_MEMORY;
  }
  b->block[0] = b->memory;
  b->block[1] = b->memory + b->n;
  b->power    = b->memory + 2 * b->n;
  *bands      = b;
  return LQ_OK;
}

void lq_band_steps_free(lq_band_steps* const b)
{
  if (b) {
    lq_fft_free(b->fft);
    free(b->memory);
    free(b->wide);
    free(b->steps);
    free(b);
  }
}

static bool sounds(const float* const x, const size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    if (x[i] != 0.0F) {
      return true;
    }
  }
  return false;
}

static void analyse(lq_band_steps* const b, const unsigned which, float* const to)
{
  const size_t n_bins = b->n / 2 + 1;
  double       band[LQ_SPECTRUM_BANDS];
  if (!sounds(b->block[which], b->n)) {
    memset(to, 0, LQ_SPECTRUM_BANDS * sizeof *to);
    return;
  }
  memset(b->power, 0, n_bins * sizeof *b->power);
  lq_fft_add_power(b->fft, b->block[which], 1.0F, b->power);
  for (size_t i = 0; i < n_bins; ++i) {
    b->wide[i] = (double)b->power[i];
  }
  lq_spectrum_bands(b->wide, n_bins, b->rate_hz, band);
  for (unsigned k = 0; k < LQ_SPECTRUM_BANDS; ++k) {
    to[k] = (float)band[k];
  }
}

static lq_status end_block(lq_band_steps* const b)
{
  if (b->n_steps == b->room) {
    const size_t        room = b->room * 2 + 256;
    lq_band_step* const more = realloc(b->steps, room * sizeof *more);
    if (!more) {
      return LQ_ERR_MEMORY;
    }
    b->steps = more;
    b->room  = room;
  }
  lq_band_step* const s = &b->steps[b->n_steps++];
  analyse(b, 0, s->mid);
  analyse(b, 1, s->side);
  const size_t half = b->n / 2;
  for (unsigned c = 0; c < 2; ++c) {
    memcpy(b->block[c], b->block[c] + half, half * sizeof(float));
  }
  b->fill = half;
  return LQ_OK;
}

lq_status lq_band_steps_process(lq_band_steps* const b, const float* const* const x,
                                const size_t n_frames)
{
  for (size_t done = 0; done < n_frames;) {
    const size_t       room  = b->n - b->fill;
    const size_t       n     = n_frames - done < room ? n_frames - done : room;
    const float* const left  = x[0] + done;
    const float* const right = x[b->n_channels - 1] + done;
    for (size_t i = 0; i < n; ++i) {
      b->block[0][b->fill + i] = 0.5F * (left[i] + right[i]);
      b->block[1][b->fill + i] = 0.5F * (left[i] - right[i]);
    }
    b->fill += n;
    done += n;
    if (b->fill == b->n) {
      LQ_TRY(end_block(b));
    }
  }
  return LQ_OK;
}

lq_status lq_band_steps_finish(lq_band_steps* const b)
{
  if (!b->fill || (b->n_steps && b->fill == b->n / 2)) {
    return LQ_OK; // all of it has been seen
  }
  for (unsigned c = 0; c < 2; ++c) {
    memset(b->block[c] + b->fill, 0, (b->n - b->fill) * sizeof(float));
  }
  return end_block(b);
}

const lq_band_step* lq_band_steps_list(const lq_band_steps* const b, size_t* const n)
{
  *n = b->n_steps;
  return b->steps;
}

double lq_band_steps_step_sec(const lq_band_steps* const b)
{
  return 0.5 * (double)b->n / b->rate_hz;
}

unsigned lq_band_from_hz(const double hz)
{
  unsigned b = 0;
  while (b < LQ_SPECTRUM_BANDS - 1 && lq_spectrum_band_hz(b) < 0.97 * hz) {
    ++b;
  }
  return b;
}
