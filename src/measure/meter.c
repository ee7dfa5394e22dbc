// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/meter.h"

#include "base/arena.h"
#include "base/fpu.h"
#include "base/maths.h"
#include "dsp/kweight.h"
#include "dsp/simd.h"
#include "dsp/true_peak.h"
#include "measure/layout.h"
#include "measure/loudness.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HOPS = LQ_KWEIGHT_HOPS, GRID = LQ_LOUDNESS_HOPS_A_GRID, CHANNELS = LQ_LAYOUT_MAX_CHANNELS };
enum { BEFORE = 2 * LQ_TRUE_PEAK_BEFORE, AFTER = LQ_TRUE_PEAK_TAPS + 8 };

// What accumulates beside loudness.
typedef struct {
  float    peak, true_peak;
  double   energy;
  uint64_t n_nonfinite;
} tally;

struct lq_meter {
  double             rate_hz;
  unsigned           n_channels;
  const lq_simd*     simd;
  lq_kweight         kweight;
  lq_true_peak       true_peak;
  double             weight[CHANNELS];
  size_t             grid_frames;
  size_t             start[HOPS + 1]; // of the hops in the chunk that fills
  size_t             fill;            // frames in it
  uint64_t           n_frames;
  float*             memory;
  float*             chunk[CHANNELS]; // BEFORE frames of the past stand before it
  float*             scratch;
  lq_kweight_state   state[CHANNELS];
  lq_loudness        loudness;
  tally              tally;
  lq_meter_listener* listener;
  void*              user;
};

// Eight hops from hop `first` on; hop h begins at floor(h * grid / 10), so that ten are 100 ms.
static void lay_hops(lq_meter* const m, const uint64_t first)
{
  const uint64_t phase = first % GRID;
  const uint64_t base  = phase * m->grid_frames / GRID;
  for (unsigned j = 0; j <= HOPS; ++j) {
    m->start[j] = (size_t)((phase + j) * m->grid_frames / GRID - base);
  }
}

lq_status lq_meter_new_with(lq_meter** const meter, const double rate_hz, const unsigned n_channels,
                            const lq_simd* const simd)
{
  if (!(rate_hz >= 8000.0 && rate_hz <= 384000.0) || !n_channels || n_channels > CHANNELS) {
    return LQ_ERR_LIMIT;
  }
  lq_meter* const m = lq_alloc_aligned(sizeof *m);
  if (!m) {
    return LQ_ERR_MEMORY;
  }
  m->rate_hz           = rate_hz;
  m->n_channels        = n_channels;
  m->simd              = simd;
  m->grid_frames       = (size_t)(rate_hz / 10.0 + 0.5);
  const size_t max_hop = (m->grid_frames + GRID - 1) / GRID;
  // One cache set must not hold the same place of all channels: hence the odd line.
  const size_t stride = (BEFORE + max_hop * HOPS + AFTER + 15) / 16 * 16 + 16;
  m->memory           = lq_alloc_aligned((stride * n_channels + max_hop * HOPS) * sizeof(float));
  if (!m->memory || lq_kweight_new(&m->kweight, rate_hz, max_hop)) {
    lq_meter_free(m);
    return LQ_ERR_MEMORY;
  }
  for (unsigned c = 0; c < n_channels; ++c) {
    m->chunk[c] = m->memory + c * stride + BEFORE;
  }
  m->scratch   = m->memory + n_channels * stride;
  m->true_peak = lq_true_peak_design(rate_hz);
  lq_layout_weights(n_channels, m->weight);
  lq_loudness_start(&m->loudness, (double)m->grid_frames);
  lay_hops(m, 0);
  *meter = m;
  return LQ_OK;
}

lq_status lq_meter_new(lq_meter** const meter, const double rate_hz, const unsigned n_channels)
{
  return lq_meter_new_with(meter, rate_hz, n_channels, lq_simd_best());
}

void lq_meter_free(lq_meter* const m)
{
  if (m) {
    lq_kweight_free(&m->kweight);
    lq_loudness_free(&m->loudness);
    free(m->memory);
    free(m);
  }
}

void lq_meter_weigh(lq_meter* const m, const double* const weight)
{
  memcpy(m->weight, weight, m->n_channels * sizeof *weight);
}

void lq_meter_listen(lq_meter* const m, lq_meter_listener* const listener, void* const user)
{
  m->listener = listener;
  m->user     = user;
}

static uint64_t clean(float* const x, const size_t n)
{
  uint64_t n_bad = 0;
  for (size_t i = 0; i < n; ++i) {
    if (!isfinite(x[i])) {
      x[i] = 0;
      ++n_bad;
    }
  }
  return n_bad;
}

// Frames into the chunk, fit to be measured.
static void take(lq_meter* const m, const float* const* const x, const size_t from, const size_t n)
{
  const lq_true_peak_kernels* const k = m->simd->true_peak;
  for (unsigned c = 0; c < m->n_channels; ++c) {
    float* const to   = m->chunk[c] + m->fill;
    float        peak = k->copy(to, x[c] + from, n);
    if (!isfinite(peak)) {
      m->tally.n_nonfinite += clean(to, n);
      float bend;
      k->bound(to, n, &peak, &bend);
    }
    m->tally.peak = peak > m->tally.peak ? peak : m->tally.peak;
  }
  m->fill += n;
  m->n_frames += n;
}

// Measure the chunk: n frames that hold n_hops whole hops.
static void digest(const lq_meter* const m, lq_kweight_state* const state, lq_loudness* const l,
                   tally* const t, const size_t n, const unsigned n_hops, const size_t n_after)
{
  double energy[HOPS] = {0}, plain[HOPS] = {0};
  t->true_peak = t->peak > t->true_peak ? t->peak : t->true_peak;
  for (unsigned c = 0; c < m->n_channels; ++c) {
    double weighted_c[HOPS], plain_c[HOPS];
    // What follows a last frame is silence to the interpolator.
    t->true_peak =
        lq_true_peak_of(&m->true_peak, m->simd->true_peak, m->chunk[c], n + n_after, t->true_peak);
    m->simd->kweight->energies(&m->kweight, &state[c], m->chunk[c], m->start, m->scratch,
                               weighted_c, plain_c);
    for (unsigned j = 0; j < HOPS; ++j) {
      energy[j] += m->weight[c] * weighted_c[j];
      plain[j] += plain_c[j];
    }
  }
  for (unsigned j = 0; j < HOPS; ++j) {
    t->energy += plain[j];
    if (j < n_hops) {
      lq_loudness_push(l, energy[j]);
    }
    if (m->listener && m->start[j] < n) {
      m->listener(m->user, energy[j], plain[j]);
    }
  }
}

static lq_status next_chunk(lq_meter* const m)
{
  LQ_TRY(lq_loudness_reserve(&m->loudness, HOPS));
  digest(m, m->state, &m->loudness, &m->tally, m->fill, HOPS, 0);
  for (unsigned c = 0; c < m->n_channels; ++c) {
    memcpy(m->chunk[c] - BEFORE, m->chunk[c] + m->fill - BEFORE, BEFORE * sizeof(float));
  }
  m->fill = 0;
  lay_hops(m, m->loudness.n_hops);
  return LQ_OK;
}

lq_status lq_meter_process(lq_meter* const m, const float* const* const x, const size_t n_frames)
{
  const __typeof__(lq_fpu_enter()) mode   = lq_fpu_enter();
  lq_status                        status = lq_loudness_reserve(&m->loudness, HOPS);
  for (size_t done = 0; done < n_frames && !status;) {
    const size_t room = m->start[HOPS] - m->fill;
    const size_t n    = n_frames - done < room ? n_frames - done : room;
    take(m, x, done, n);
    done += n;
    if (m->fill == m->start[HOPS]) {
      status = next_chunk(m);
    }
  }
  lq_fpu_leave(mode);
  return status;
}

// What has not filled a chunk yet, into copies of the state or, at the end, into the state itself.
static void digest_rest(const lq_meter* const m, lq_kweight_state* const state,
                        lq_loudness* const l, tally* const t)
{
  if (!l->room) {
    return; // nothing came
  }
  unsigned n_hops = 0;
  while (n_hops < HOPS && m->start[n_hops + 1] <= m->fill) {
    ++n_hops;
  }
  for (unsigned c = 0; c < m->n_channels; ++c) {
    memset(m->chunk[c] + m->fill, 0, (m->start[HOPS] - m->fill + AFTER) * sizeof(float));
  }
  digest(m, state, l, t, m->fill, n_hops, m->true_peak.n_taps - 1);
}

void lq_meter_finish(lq_meter* const m)
{
  const __typeof__(lq_fpu_enter()) mode = lq_fpu_enter();
  digest_rest(m, m->state, &m->loudness, &m->tally);
  m->fill = 0;
  for (unsigned c = 0; c < m->n_channels; ++c) {
    memset(m->chunk[c] - BEFORE, 0, BEFORE * sizeof(float));
  }
  m->listener = NULL;
  lq_fpu_leave(mode);
}

static double db(const double lin)
{
  return lin > 0 ? lq_lin_to_db(lin) : -(double)INFINITY;
}

lq_measurement lq_meter_read(const lq_meter* const meter)
{
  const __typeof__(lq_fpu_enter()) mode = lq_fpu_enter();
  lq_meter m = *meter; // its lists stay the meter's: at most one entry behind their end
  m.listener = NULL;
  digest_rest(&m, m.state, &m.loudness, &m.tally);
  const double         n      = (double)m.n_frames * m.n_channels;
  const lq_measurement result = {
      .n_frames            = m.n_frames,
      .rate_hz             = m.rate_hz,
      .n_channels          = m.n_channels,
      .integrated_lufs     = lq_loudness_integrated_lufs(&m.loudness),
      .loudness_range_lu   = lq_loudness_range_lu(&m.loudness),
      .max_momentary_lufs  = lq_loudness_max_momentary_lufs(&m.loudness),
      .max_short_term_lufs = lq_loudness_max_short_term_lufs(&m.loudness),
      .true_peak_dbtp      = db(fmin((double)m.tally.true_peak, (double)FLT_MAX)),
      .sample_peak_dbfs    = db((double)m.tally.peak),
      .rms_dbfs            = n > 0 ? db(sqrt(m.tally.energy / n)) : -(double)INFINITY,
      .n_nonfinite         = m.tally.n_nonfinite};
  lq_fpu_leave(mode);
  return result;
}

double lq_meter_momentary_lufs(const lq_meter* const meter)
{
  lq_meter m = *meter;
  m.listener = NULL;
  digest_rest(&m, m.state, &m.loudness, &m.tally);
  return lq_loudness_momentary_lufs(&m.loudness);
}

double lq_meter_short_term_lufs(const lq_meter* const meter)
{
  lq_meter m = *meter;
  m.listener = NULL;
  digest_rest(&m, m.state, &m.loudness, &m.tally);
  return lq_loudness_short_term_lufs(&m.loudness);
}

size_t lq_meter_grid_frames(const lq_meter* const m)
{
  return m->grid_frames;
}

const double* lq_meter_grid(const lq_meter* const m, size_t* const n_grids)
{
  *n_grids = m->loudness.n_grids;
  return m->loudness.grid;
}

double lq_measurement_plr_lu(const lq_measurement* const m)
{
  return isfinite(m->true_peak_dbtp) && isfinite(m->integrated_lufs)
             ? m->true_peak_dbtp - m->integrated_lufs
             : -(double)INFINITY;
}
