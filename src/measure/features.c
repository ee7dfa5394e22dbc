// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/features.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/simd.h"
#include "measure/hum.h"
#include "measure/meter.h"
#include "measure/onset.h"
#include "measure/tempo.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BEFORE = 16, HOPS_A_BLOCK = 10 };

// What is kept of each 100 ms: 48 bytes.
typedef struct {
  float    weighted;          // K-weighted energy
  float    amplitude, attack; // sum of the hops' roots, and of it what falls into attacks
  float    left_left, right_right, left_right;
  float    left, right;
  float    magnitude, moment; // sums of the spectrum's magnitude, and of frequency times it
  unsigned n_crossings;
  uint16_t n_onsets, n_attack_hops, n_hops;
} record;

struct lq_feature_meter {
  double         rate_hz;
  unsigned       n_channels;
  const lq_simd* simd;
  lq_meter*      meter;
  lq_spectrum*   spectrum;
  lq_ringing*    ringing;
  lq_hum         hum;
  lq_onset       onset;
  lq_strokes     strokes;
  lq_rise        rise;
  size_t         block_frames, fill;
  uint64_t       n_frames, n_hops, n_nonfinite;
  float*         memory;
  float*         block[2]; // one frame of the past stands before it; mono twice the same
  record*        records;
  uint8_t*       rises; // [HOPS_A_BLOCK * room]
  size_t         n_records, room;
};

// Block `i`, or a place to lose it when the rest of a hop falls behind the last one.
static record* at_block(lq_feature_meter* const m, const uint64_t i)
{
  return &m->records[i < m->room ? (size_t)i : m->room - 1];
}

static void on_hop(void* const user, const double weighted, const double plain)
{
  lq_feature_meter* const m          = user;
  record* const           r          = at_block(m, m->n_hops / HOPS_A_BLOCK);
  const double            hop_frames = (double)m->block_frames / HOPS_A_BLOCK;
  r->n_onsets = (uint16_t)(r->n_onsets + lq_onset_push(&m->onset, weighted / hop_frames));
  lq_strokes_push(&m->strokes, plain / (hop_frames * m->n_channels));
  const uint64_t last = (uint64_t)HOPS_A_BLOCK * m->room - 1; // as for blocks
  m->rises[m->n_hops < last ? m->n_hops : last] = lq_rise_push(&m->rise, weighted / hop_frames);
  r->weighted += (float)weighted;
  const float amplitude = (float)sqrt(weighted); // by energy one crash would outweigh a song
  r->amplitude += amplitude;
  ++r->n_hops;
  if (lq_onset_in_attack(&m->onset)) {
    r->attack += amplitude;
    ++r->n_attack_hops;
  }
  ++m->n_hops;
}

static void on_spectrum(void* const user, const uint64_t centre, const float* const power,
                        const size_t n_bins)
{
  lq_feature_meter* const m      = user;
  record* const           r      = at_block(m, centre / m->block_frames);
  const double            bin_hz = m->rate_hz / (2.0 * (double)(n_bins - 1));
  double                  magnitude, moment;
  m->simd->fft->magnitudes(power, n_bins, &magnitude, &moment);
  r->magnitude += (float)magnitude;
  r->moment += (float)(moment * bin_hz);
  lq_ringing_push(m->ringing, power);
}

lq_status lq_feature_meter_new(lq_feature_meter** const meter, const double rate_hz,
                               const unsigned n_channels)
{
  if (!(rate_hz >= 8000.0 && rate_hz <= 384000.0) || !n_channels || n_channels > 2) {
    return LQ_ERR_LIMIT;
  }
  lq_feature_meter* const m = calloc(1, sizeof *m);
  if (!m) {
    return LQ_ERR_MEMORY;
  }
  m->rate_hz    = rate_hz;
  m->n_channels = n_channels;
  m->simd       = lq_simd_best();
  lq_hum_start(&m->hum, rate_hz);
  lq_status status = lq_meter_new(&m->meter, rate_hz, n_channels);
  if (!status) {
    status = lq_spectrum_new(&m->spectrum, rate_hz, n_channels);
  }
  if (!status) {
    status = lq_ringing_new(&m->ringing, rate_hz, lq_spectrum_n_bins(m->spectrum));
  }
  if (!status) {
    m->block_frames     = lq_meter_grid_frames(m->meter);
    const size_t stride = (BEFORE + m->block_frames + 15) / 16 * 16;
    m->memory           = lq_alloc_aligned(stride * n_channels * sizeof(float));
    if (!m->memory) {
      status = LQ_ERR_MEMORY;
    } else {
      m->block[0] = m->memory + BEFORE;
      m->block[1] = m->memory + (n_channels - 1) * stride + BEFORE;
      lq_meter_listen(m->meter, on_hop, m);
      lq_spectrum_listen(m->spectrum, on_spectrum, m);
    }
  }
  if (status) {
    lq_feature_meter_free(m);
    return status;
  }
  *meter = m;
  return LQ_OK;
}

void lq_feature_meter_free(lq_feature_meter* const m)
{
  if (m) {
    lq_meter_free(m->meter);
    lq_spectrum_free(m->spectrum);
    lq_ringing_free(m->ringing);
    lq_hum_free(&m->hum);
    free(m->memory);
    free(m->records);
    free(m->rises);
    free(m);
  }
}

static lq_status reserve(lq_feature_meter* const m)
{
  const size_t need = m->n_records + 4; // the spectrum's centre and the meter's hops may be ahead
  if (need <= m->room) {
    return LQ_OK;
  }
  const size_t  room = need * 2 + 64;
  record* const more = realloc(m->records, room * sizeof *more);
  if (!more) {
    return LQ_ERR_MEMORY;
  }
  memset(more + m->room, 0, (room - m->room) * sizeof *more);
  m->records           = more;
  uint8_t* const rises = realloc(m->rises, HOPS_A_BLOCK * room);
  if (!rises) {
    return LQ_ERR_MEMORY;
  }
  m->rises = rises;
  m->room  = room;
  return LQ_OK;
}

// One 100 ms block, or the rest of the track, through everything.
static lq_status end_block(lq_feature_meter* const m)
{
  LQ_TRY(reserve(m));
  const size_t n = m->fill;
  LQ_TRY(lq_meter_process(m->meter, (const float* const*)m->block, n));
  LQ_TRY(lq_spectrum_process(m->spectrum, (const float* const*)m->block, n));
  LQ_TRY(lq_hum_process(&m->hum, m->block[0], m->block[1], n));
  const lq_stereo_sums s = m->simd->stereo->sums(m->block[0], m->block[1], n);
  record* const        r = &m->records[m->n_records++];
  r->left                = (float)s.left;
  r->right               = (float)s.right;
  r->left_left           = (float)s.left_left;
  r->right_right         = (float)s.right_right;
  r->left_right          = (float)s.left_right;
  r->n_crossings         = s.n_crossings;
  for (unsigned c = 0; c < m->n_channels; ++c) {
    m->block[c][-1] = m->block[c][n - 1];
  }
  m->fill = 0;
  return LQ_OK;
}

static void clean(lq_feature_meter* const m, float* const x, const size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    if (!isfinite(x[i])) {
      x[i] = 0;
      ++m->n_nonfinite;
    }
  }
}

lq_status lq_feature_meter_process(lq_feature_meter* const m, const float* const* const x,
                                   const size_t n_frames)
{
  for (size_t done = 0; done < n_frames;) {
    const size_t room = m->block_frames - m->fill;
    const size_t n    = n_frames - done < room ? n_frames - done : room;
    for (unsigned c = 0; c < m->n_channels; ++c) {
      float* const to = m->block[c] + m->fill;
      if (!isfinite(m->simd->true_peak->copy(to, x[c] + done, n))) {
        clean(m, to, n);
      }
    }
    m->fill += n;
    m->n_frames += n;
    done += n;
    if (m->fill == m->block_frames) {
      LQ_TRY(end_block(m));
    }
  }
  return LQ_OK;
}

static double ratio_db(const double a, const double b)
{
  return a > 0 ? b > 0 ? lq_power_to_db(a / b) : (double)INFINITY : -(double)INFINITY;
}

// Figures over the blocks in which the track plays.
static void reduce_active(const lq_feature_meter* const m, lq_features* const f)
{
  double   ll = 0, rr = 0, lr = 0, amplitude = 0, attack = 0, centroids = 0;
  double   octaves = 0, squares = 0;
  uint64_t n_crossings = 0, n_onsets = 0, n_attack = 0, n_hops = 0, n_centroids = 0;
  for (size_t i = 0; i < f->n_blocks; ++i) {
    const record* const r = &m->records[i];
    if (!f->activity.active[i]) {
      continue;
    }
    ll += (double)r->left_left;
    rr += (double)r->right_right;
    lr += (double)r->left_right;
    amplitude += (double)r->amplitude;
    attack += (double)r->attack;
    n_crossings += r->n_crossings;
    n_onsets += r->n_onsets;
    n_attack += r->n_attack_hops;
    n_hops += r->n_hops;
    if (r->magnitude > 0) {
      const double hz = (double)(r->moment / r->magnitude), octave = lq_log2(hz + 1.0);
      centroids += hz;
      octaves += octave;
      squares += octave * octave;
      ++n_centroids;
    }
  }
  if (!n_hops) {
    return;
  }
  const double sec     = 0.1 * (double)f->activity.n_active;
  const double in_time = (double)n_attack / (double)n_hops;
  f->centroid_hz       = n_centroids ? centroids / (double)n_centroids : 0.0;
  if (n_centroids) {
    const double mean   = octaves / (double)n_centroids;
    f->centroid_octaves = sqrt(fmax(0.0, squares / (double)n_centroids - mean * mean));
  }
  f->zero_crossings_hz = (double)n_crossings / sec;
  f->onsets_hz         = (double)n_onsets / sec;
  f->percussiveness    = in_time < 1 && amplitude > 0
                             ? fmax(0.0, (attack / amplitude - in_time) / (1.0 - in_time))
                             : 0.0;
  const double rms     = sqrt((ll + rr) / (2.0 * sec * m->rate_hz));
  f->crest_db          = rms > 0 ? f->whole.sample_peak_dbfs - lq_lin_to_db(rms) : 0.0;
  const double mid = ll + rr + 2.0 * lr, side = fmax(0.0, ll + rr - 2.0 * lr);
  f->correlation = ll > 0 && rr > 0 ? lr / sqrt(ll * rr) : m->n_channels < 2;
  // What remains of equal channels after rounding the sums is nothing.
  f->side_db    = side > 1e-7 * mid ? ratio_db(side, mid) : -(double)INFINITY;
  f->balance_db = ll + rr > 0 ? ratio_db(rr, ll) : 0.0;
  f->dual_mono  = m->n_channels == 2 && f->side_db <= -60.0;
}

static void reduce_all(const lq_feature_meter* const m, lq_features* const f)
{
  double dc[2] = {0}, sum = 0;
  size_t first = f->n_blocks, last = 0, n_low = 0;
  for (size_t i = 0; i < f->n_blocks; ++i) {
    const record* const r = &m->records[i];
    dc[0] += (double)r->left;
    dc[1] += (double)r->right;
    if (f->activity.active[i]) {
      first = first < i ? first : i;
      last  = i + 1;
    }
  }
  for (size_t i = first; i < last; ++i) {
    sum += sqrt((double)(m->records[i].left_left + m->records[i].right_right));
  }
  for (size_t i = first; i < last; ++i) {
    const double rms = sqrt((double)(m->records[i].left_left + m->records[i].right_right));
    n_low += rms * (double)(last - first) < sum;
  }
  f->low_energy_ratio = first < last ? (double)n_low / (double)(last - first) : 0.0;
  f->dc_lin = (fabs(dc[1]) > fabs(dc[0]) ? dc[1] : dc[0]) / fmax(1.0, (double)m->n_frames);
}

lq_status lq_feature_meter_finish(lq_feature_meter* const m, lq_features* const features)
{
  if (m->fill) {
    LQ_TRY(end_block(m));
  }
  LQ_TRY(lq_spectrum_finish(m->spectrum));
  lq_meter_finish(m->meter);
  lq_features f        = {.rate_hz      = m->rate_hz,
                          .n_channels   = m->n_channels,
                          .duration_sec = (double)m->n_frames / m->rate_hz,
                          .whole        = lq_meter_read(m->meter),
                          .correlation  = 1.0,
                          .side_db      = -(double)INFINITY,
                          .strokes      = lq_strokes_part(&m->strokes),
                          .hum_50_dbfs  = lq_hum_dbfs(&m->hum, 0),
                          .hum_60_dbfs  = lq_hum_dbfs(&m->hum, 1),
                          .n_blocks     = m->n_records};
  f.whole.n_nonfinite  = m->n_nonfinite; // the meter saw them replaced
  const size_t  n_bins = lq_spectrum_n_bins(m->spectrum);
  double* const power  = calloc(n_bins, sizeof *power);
  f.power              = calloc(f.n_blocks + 1, sizeof *f.power);
  lq_status status     = power && f.power ? LQ_OK : LQ_ERR_MEMORY;
  if (!status) {
    lq_spectrum_read(m->spectrum, power);
    lq_spectrum_bands(power, n_bins, m->rate_hz, f.band_power);
    f.n_resonances = lq_ringing_find(m->ringing, power, f.resonances);
    for (size_t i = 0; i < f.n_blocks; ++i) {
      f.power[i] = m->records[i].weighted / (float)m->block_frames;
    }
    status = lq_activity_find(&f.activity, f.power, f.n_blocks, LQ_ACTIVITY_GATE);
  }
  if (!status) {
    reduce_active(m, &f);
    reduce_all(m, &f);
    const uint64_t most = (uint64_t)HOPS_A_BLOCK * m->room;
    f.rises             = m->rises;
    f.n_rises           = (size_t)(m->n_hops < most ? m->n_hops : most);
    m->rises            = NULL;
    *features           = f;
  } else {
    free(f.power);
  }
  free(power);
  return status;
}

void lq_features_free(lq_features* const f)
{
  lq_activity_free(&f->activity);
  free(f->power);
  free(f->rises);
  f->power = NULL;
  f->rises = NULL;
}
