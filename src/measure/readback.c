// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/readback.h"

#include "measure/file.h"
#include "measure/meter.h"
#include "measure/true_peak_exact.h"

#include <stdlib.h>
#include <string.h>

struct lq_reading {
  lq_meter*           meter;
  lq_true_peak_exact* peak;
};

void lq_reading_free(lq_reading* const r)
{
  if (r) {
    lq_meter_free(r->meter);
    lq_true_peak_exact_free(r->peak);
    free(r);
  }
}

lq_status lq_reading_new(lq_reading** const reading, const double rate_hz,
                         const unsigned n_channels, const lq_simd* const simd)
{
  lq_reading* const r = calloc(1, sizeof *r);
  lq_status st        = r ? lq_meter_new_with(&r->meter, rate_hz, n_channels, simd) : LQ_ERR_MEMORY;
  st                  = st ? st : lq_true_peak_exact_new(&r->peak, n_channels, simd);
  if (st) {
    lq_reading_free(r);
    return st;
  }
  *reading = r;
  return LQ_OK;
}

lq_status lq_reading_process(lq_reading* const r, const float* const* const x,
                             const size_t n_frames)
{
  lq_true_peak_exact_process(r->peak, x, n_frames);
  return lq_meter_process(r->meter, x, n_frames);
}

lq_status lq_reading_finish(lq_reading* const r, lq_readback* const readback)
{
  lq_true_peak_exact_finish(r->peak);
  readback->m         = lq_meter_read(r->meter);
  readback->peak_dbtp = lq_true_peak_exact_dbtp(r->peak);
  readback->peak_sec  = lq_true_peak_exact_at(r->peak) / readback->m.rate_hz;
  lq_meter_finish(r->meter);
  const double* const grid = lq_meter_grid(r->meter, &readback->n_grids);
  readback->grid           = malloc((readback->n_grids + 1) * sizeof *grid);
  if (!readback->grid) {
    return LQ_ERR_MEMORY;
  }
  if (readback->n_grids) {
    memcpy(readback->grid, grid, readback->n_grids * sizeof *grid);
  }
  return LQ_OK;
}

void lq_readback_free(lq_readback* const readback)
{
  free(readback->grid);
  *readback = (lq_readback){0};
}
