// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/side_hearing.h"

#include "base/maths.h"
#include "base/pool.h"
#include "dsp/simd.h"
#include "measure/low_end.h"
#include "measure/meter.h"
#include "measure/spectrum.h"
#include "measure/true_peak_exact.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double silence_lin = 0.001; // -60 dBFS: hiss of a tape may stand before the music
static const double rumble_hz = 25, whistle_hz = 18000;

struct lq_side_hearing {
  double              rate_hz;
  unsigned            n_channels;
  lq_meter*           meter;
  lq_true_peak_exact* peak;
  lq_spectrum*        spectrum;
  lq_low_end*         low;
  lq_groove*          groove;
  double              sum[LQ_MAX_CHANNELS];
  uint64_t            n_frames, first, last; ///< frames with sound: [first, last)
};

lq_status lq_side_hearing_new(lq_side_hearing** const hearing, const double rate_hz,
                              const unsigned n_channels, const lq_vinyl* const vinyl,
                              const lq_vinyl_record* const record, const lq_simd* const simd)
{
  const lq_simd* const   best = simd ? simd : lq_simd_best();
  lq_side_hearing* const h    = calloc(1, sizeof *h);
  if (!h) {
    return LQ_ERR_MEMORY;
  }
  h->rate_hz    = rate_hz;
  h->n_channels = n_channels;
  lq_status st  = lq_meter_new_with(&h->meter, rate_hz, n_channels, best);
  st            = st ? st : lq_true_peak_exact_new(&h->peak, n_channels, best);
  st            = st ? st : lq_spectrum_new(&h->spectrum, rate_hz, n_channels);
  st            = st ? st : lq_low_end_new(&h->low, rate_hz);
  st =
      st ? st
         : lq_groove_new(&h->groove, rate_hz, n_channels, vinyl->peak_cm_s, record->side.rpm, best);
  if (st) {
    lq_side_hearing_free(h);
    return st;
  }
  *hearing = h;
  return LQ_OK;
}

void lq_side_hearing_free(lq_side_hearing* const h)
{
  if (h) {
    lq_meter_free(h->meter);
    lq_true_peak_exact_free(h->peak);
    lq_spectrum_free(h->spectrum);
    lq_low_end_free(h->low);
    lq_groove_free(h->groove);
    free(h);
  }
}

static void hear_ends(lq_side_hearing* const h, const float* const x, const unsigned channel,
                      const size_t n_frames)
{
  double sum = 0.0;
  for (size_t i = 0; i < n_frames; ++i) {
    sum += (double)x[i];
    if (fabs((double)x[i]) > silence_lin) {
      h->first = h->first < h->n_frames + i ? h->first : h->n_frames + i;
      h->last  = h->last > h->n_frames + i + 1 ? h->last : h->n_frames + i + 1;
    }
  }
  h->sum[channel] += sum;
}

static lq_status hear(void* const user, const float* const* const x, const size_t n_frames,
                      lq_error* const error)
{
  lq_side_hearing* const h = user;
  (void)error;
  if (!h->n_frames) {
    h->first = UINT64_MAX;
  }
  LQ_TRY(lq_meter_process(h->meter, x, n_frames));
  lq_true_peak_exact_process(h->peak, x, n_frames);
  LQ_TRY(lq_spectrum_process(h->spectrum, x, n_frames));
  LQ_TRY(lq_groove_process(h->groove, x, n_frames));
  for (unsigned c = 0; c < h->n_channels; ++c) {
    hear_ends(h, x[c], c, n_frames);
  }
  h->n_frames += n_frames;
  const float* const both[] = {x[0], x[h->n_channels - 1]};
  return lq_low_end_process(h->low, both, n_frames);
}

lq_sink lq_side_hearing_sink(lq_side_hearing* const hearing)
{
  return (lq_sink){.write = hear, .user = hearing};
}

static lq_status end_spectrum(lq_side_hearing* const h, lq_side* const side)
{
  LQ_TRY(lq_spectrum_finish(h->spectrum));
  const size_t  n     = lq_spectrum_n_bins(h->spectrum);
  double* const power = malloc(n * sizeof *power);
  if (!power) {
    return LQ_ERR_MEMORY;
  }
  lq_spectrum_read(h->spectrum, power);
  double whole = 0.0, rumble = 0.0, whistle = 0.0;
  for (size_t i = 1; i < n; ++i) {
    const double hz = (double)i * h->rate_hz / (2.0 * (double)(n - 1));
    whole += power[i];
    rumble += hz < rumble_hz ? power[i] : 0.0;
    whistle += hz > whistle_hz ? power[i] : 0.0;
  }
  free(power);
  side->rumble_db  = whole > 0.0 ? lq_power_to_db(rumble / whole) : -(double)INFINITY;
  side->whistle_db = whole > 0.0 ? lq_power_to_db(whistle / whole) : -(double)INFINITY;
  return LQ_OK;
}

lq_status lq_side_hearing_end(lq_side_hearing* const h, lq_side* const side, lq_pool* const pool)
{
  lq_meter_finish(h->meter);
  lq_true_peak_exact_finish(h->peak);
  LQ_TRY(lq_groove_finish(h->groove));
  LQ_TRY(end_spectrum(h, side));
  side->m         = lq_meter_read(h->meter);
  side->peak_dbtp = lq_true_peak_exact_dbtp(h->peak);
  side->crest_db  = side->m.sample_peak_dbfs - side->m.rms_dbfs;
  side->low       = lq_low_end_read(h->low);
  double mean     = 0.0;
  for (unsigned c = 0; c < h->n_channels && h->n_frames; ++c) {
    mean = fmax(mean, fabs(h->sum[c]) / (double)h->n_frames);
  }
  side->dc_dbfs                     = lq_lin_to_db(mean);
  const bool any                    = h->last > 0;
  side->head_sec                    = (double)(any ? h->first : h->n_frames) / h->rate_hz;
  side->tail_sec                    = any ? (double)(h->n_frames - h->last) / h->rate_hz : 0.0;
  size_t                      n     = 0;
  const lq_groove_step* const steps = lq_groove_steps(h->groove, &n);
  lq_groove_step* const       kept  = LQ_POOL_TAKE(pool, lq_groove_step, n + 1);
  if (!kept) {
    return LQ_ERR_MEMORY;
  }
  if (n) {
    memcpy(kept, steps, n * sizeof *kept);
  }
  side->steps    = kept;
  side->n_steps  = n;
  side->step_sec = lq_groove_step_sec(h->groove);
  return LQ_OK;
}
