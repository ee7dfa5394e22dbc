// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/analysis.h"

#include "base/arena.h"
#include "base/fpu.h"
#include "base/maths.h"
#include "dsp/simd.h"
#include "measure/dynamic_range.h"
#include "measure/layout.h"
#include "measure/loudness.h"
#include "measure/meter.h"
#include "measure/pair.h"
#include "measure/psr.h"
#include "measure/true_peak_exact.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CHANNELS = LQ_LAYOUT_MAX_CHANNELS, SHORT_STEPS = 30, MOMENTARY_STEPS = 4 };
enum { BEFORE = 2 * LQ_TRUE_PEAK_BEFORE, AFTER = 64, SECOND_STEPS = 10 };

static const double nothing = -(double)INFINITY;

// What is kept of each 100 ms: 20 bytes.
typedef struct {
  float peak, true_peak;
  float left_left, right_right, left_right;
} record;

// Of one channel.
typedef struct {
  float*           x; // block; BEFORE frames of the past stand before it
  lq_crest_state   state;
  float            peak[LQ_CREST_LANES];
  double           sum[LQ_CREST_LANES];
  double           dr_sum;
  float            dr_peak;
  lq_dynamic_range dr;
} voice;

struct lq_analyser {
  double              rate_hz;
  unsigned            n_channels;
  const lq_simd*      simd;
  lq_meter*           meter;
  lq_bands*           bands;
  lq_true_peak_exact* exact;
  lq_true_peak        true_peak;
  lq_crest_coef       crest;
  size_t              step_frames, fill;
  uint64_t            n_frames, n_nonfinite;
  float*              memory;
  voice               voice[CHANNELS];
  const float*        block[CHANNELS];
  record*             records;
  size_t              n_records, room;
  double              left_left, right_right, left_right;
};

static lq_status build(lq_analyser* const a)
{
  LQ_TRY(lq_meter_new(&a->meter, a->rate_hz, a->n_channels));
  LQ_TRY(lq_bands_new(&a->bands, a->rate_hz, a->n_channels));
  LQ_TRY(lq_true_peak_exact_new(&a->exact, a->n_channels, a->simd));
  a->step_frames      = lq_meter_grid_frames(a->meter);
  a->true_peak        = lq_true_peak_design(a->rate_hz);
  a->crest            = lq_crest_design(a->rate_hz);
  const size_t stride = (BEFORE + a->step_frames + AFTER + 15) / 16 * 16 + 16;
  a->memory           = lq_alloc_aligned(stride * a->n_channels * sizeof(float));
  if (!a->memory) {
    return LQ_ERR_MEMORY;
  }
  for (unsigned c = 0; c < a->n_channels; ++c) {
    a->voice[c].x = a->memory + c * stride + BEFORE;
    a->block[c]   = a->voice[c].x;
  }
  return LQ_OK;
}

lq_status lq_analyser_new(lq_analyser** const analyser, const double rate_hz,
                          const unsigned n_channels)
{
  if (!(rate_hz >= 8000.0 && rate_hz <= 384000.0) || !n_channels || n_channels > CHANNELS) {
    return LQ_ERR_LIMIT;
  }
  lq_analyser* const a = calloc(1, sizeof *a);
  if (!a) {
    return LQ_ERR_MEMORY;
  }
  a->rate_hz             = rate_hz;
  a->n_channels          = n_channels;
  a->simd                = lq_simd_best();
  const lq_status status = build(a);
  if (status) {
    lq_analyser_free(a);
    return status;
  }
  *analyser = a;
  return LQ_OK;
}

void lq_analyser_free(lq_analyser* const a)
{
  if (a) {
    for (unsigned c = 0; c < a->n_channels; ++c) {
      lq_dynamic_range_free(&a->voice[c].dr);
    }
    lq_meter_free(a->meter);
    lq_bands_free(a->bands);
    lq_true_peak_exact_free(a->exact);
    free(a->memory);
    free(a->records);
    free(a);
  }
}

static lq_status reserve(lq_analyser* const a)
{
  if (a->n_records < a->room) {
    return LQ_OK;
  }
  const size_t  room = a->room * 2 + 64;
  record* const more = realloc(a->records, room * sizeof *more);
  if (!more) {
    return LQ_ERR_MEMORY;
  }
  a->records = more;
  a->room    = room;
  return LQ_OK;
}

// One channel's share of a step.
static void step_voice(const lq_analyser* const a, voice* const v, const size_t n,
                       const size_t n_after, const double energy, record* const r)
{
  float peak, bend;
  a->simd->true_peak->bound(v->x, n, &peak, &bend);
  v->dr_peak   = fmaxf(v->dr_peak, peak);
  r->peak      = fmaxf(r->peak, peak);
  r->true_peak = lq_true_peak_of(&a->true_peak, a->simd->true_peak, v->x, n + n_after,
                                 fmaxf(r->true_peak, peak));
  v->dr_sum += energy;
  a->simd->crest->run(&a->crest, &v->state, v->x, n, v->peak, v->sum);
}

// 3 s, or what there is of a piece that has no 3 s.
static lq_status end_dr_block(lq_analyser* const a, const size_t n_frames)
{
  for (unsigned c = 0; c < a->n_channels; ++c) {
    voice* const v = &a->voice[c];
    LQ_TRY(
        lq_dynamic_range_push(&v->dr, (double)v->dr_peak, v->dr_sum / fmax(1.0, (double)n_frames)));
    v->dr_peak = 0.0F;
    v->dr_sum  = 0.0;
  }
  return LQ_OK;
}

// 100 ms, or the rest of the piece, through everything.
static lq_status end_step(lq_analyser* const a, const size_t n_after)
{
  const size_t n = a->fill;
  LQ_TRY(reserve(a));
  LQ_TRY(lq_meter_process(a->meter, a->block, n));
  lq_bands_process(a->bands, a->block, n);
  lq_true_peak_exact_process(a->exact, a->block, n);
  record* const r = &a->records[a->n_records++];
  *r              = (record){0};
  for (unsigned c = 0; c < a->n_channels; c += 2) {
    const unsigned       other = c + 1 < a->n_channels ? c + 1 : c;
    const lq_stereo_sums s     = a->simd->stereo->sums(a->voice[c].x, a->voice[other].x, n);
    step_voice(a, &a->voice[c], n, n_after, s.left_left, r);
    if (other != c) {
      step_voice(a, &a->voice[other], n, n_after, s.right_right, r);
    }
    if (c == 0) {
      r->left_left   = (float)s.left_left;
      r->right_right = (float)s.right_right;
      r->left_right  = (float)s.left_right;
      a->left_left += s.left_left;
      a->right_right += s.right_right;
      a->left_right += s.left_right;
    }
  }
  for (unsigned c = 0; c < a->n_channels && n == a->step_frames; ++c) {
    memmove(a->voice[c].x - BEFORE, a->voice[c].x + n - BEFORE, BEFORE * sizeof(float));
  }
  a->fill = 0;
  return a->n_records % SHORT_STEPS ? LQ_OK : end_dr_block(a, SHORT_STEPS * a->step_frames);
}

static void clean(lq_analyser* const a, float* const x, const size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    if (!isfinite(x[i])) {
      x[i] = 0;
      ++a->n_nonfinite;
    }
  }
}

lq_status lq_analyser_process(lq_analyser* const a, const float* const* const x,
                              const size_t n_frames)
{
  const __typeof__(lq_fpu_enter()) mode   = lq_fpu_enter();
  lq_status                        status = LQ_OK;
  for (size_t done = 0; done < n_frames && !status;) {
    const size_t room = a->step_frames - a->fill;
    const size_t n    = n_frames - done < room ? n_frames - done : room;
    for (unsigned c = 0; c < a->n_channels; ++c) {
      float* const to = a->voice[c].x + a->fill;
      if (!isfinite(a->simd->true_peak->copy(to, x[c] + done, n))) {
        clean(a, to, n);
      }
    }
    a->fill += n;
    a->n_frames += n;
    done += n;
    if (a->fill == a->step_frames) {
      status = end_step(a, 0);
    }
  }
  lq_fpu_leave(mode);
  return status;
}

static double db(const double power)
{
  return power > 0 ? lq_power_to_db(power) : nothing;
}

static double level(const float lin)
{
  return lin > 0 ? lq_lin_to_db((double)lin) : nothing;
}

static void reduce_crest(const lq_analyser* const a, lq_analysis* const r)
{
  const double n = (double)a->n_frames * a->n_channels;
  double       sorted[LQ_CREST_TURNS];
  unsigned     n_turns = 0;
  r->crest_db = isfinite(r->whole.rms_dbfs) ? r->whole.sample_peak_dbfs - r->whole.rms_dbfs : 0.0;
  for (unsigned i = 0; i < LQ_CREST_LANES; ++i) {
    float  peak = 0.0F;
    double sum  = 0.0;
    for (unsigned c = 0; c < a->n_channels; ++c) {
      peak = fmaxf(peak, a->voice[c].peak[i]);
      sum += a->voice[c].sum[i];
    }
    const bool   there = sum > 0 && peak > 0 && a->crest.a1[i] > 0.0F;
    const double crest = there ? level(peak) - db(sum / n) : 0.0;
    if (i < LQ_CREST_OCTAVES) {
      r->octave_crest_db[i] = crest;
    } else {
      r->turned_crest_db[i - LQ_CREST_OCTAVES] = crest;
      if (there) {
        sorted[n_turns++] = crest;
      }
    }
  }
  if (n_turns) {
    qsort(sorted, n_turns, sizeof *sorted, lq_by_size);
    r->allpass_crest_db = 0.5 * (sorted[(n_turns - 1) / 2] + sorted[n_turns / 2]);
    r->allpass_rise_db  = r->allpass_crest_db - r->crest_db;
  }
}

static lq_status reduce_dr(lq_analyser* const a, lq_analysis* const r)
{
  if (a->n_records < SHORT_STEPS) {
    LQ_TRY(end_dr_block(a, (size_t)a->n_frames));
  }
  double   sum = 0;
  unsigned n   = 0;
  for (unsigned c = 0; c < a->n_channels; ++c) {
    const double of_channel = lq_dynamic_range_db(&a->voice[c].dr);
    if (isfinite(of_channel)) { // a silent channel has none
      sum += of_channel;
      ++n;
    }
  }
  r->dr_db = n ? sum / n : 0.0;
  return LQ_OK;
}

static void reduce_spectrum(const lq_analyser* const a, lq_analysis* const r)
{
  for (unsigned i = 0; i < LQ_BANDS_THIRDS; ++i) {
    r->third_db[i] = db(lq_bands_third(a->bands, LQ_BANDS_ALL, i));
  }
  for (unsigned i = 0; i < LQ_BANDS_SIXTHS; ++i) {
    r->sixth_db[i] = db(lq_bands_sixth(a->bands, LQ_BANDS_ALL, i));
  }
  r->tilt_db_per_octave = lq_bands_tilt(a->bands);
  r->edges              = lq_bands_find_edges(a->bands);
  r->bands_below_hz     = 0.5 * a->rate_hz;
}

static void find_least_correlation(const lq_analyser* const a, lq_analysis* const r)
{
  const double least = 1e-6 * SECOND_STEPS * 2.0 * (double)a->step_frames; // -60 dBFS
  double       ll = 0, rr = 0, lr = 0;
  r->correlation_min = r->correlation;
  for (size_t i = 0; i < a->n_records; ++i) {
    const record* const now = &a->records[i];
    ll += (double)now->left_left;
    rr += (double)now->right_right;
    lr += (double)now->left_right;
    if (i + 1 < SECOND_STEPS) {
      continue;
    }
    const double now_is = lq_pair_correlation(lq_pair_of(ll, rr, lr));
    if (ll + rr > least && ll > 0 && rr > 0 && now_is < r->correlation_min) {
      r->correlation_min     = now_is;
      r->correlation_min_sec = (double)(i + 1) * r->step_sec;
    }
    const record* const old = &a->records[i + 1 - SECOND_STEPS];
    ll                      = fmax(0.0, ll - (double)old->left_left);
    rr                      = fmax(0.0, rr - (double)old->right_right);
    lr -= (double)old->left_right;
  }
}

static void reduce_stereo(const lq_analyser* const a, lq_analysis* const r)
{
  r->stereo = a->n_channels > 1;
  if (!r->stereo) {
    r->correlation = r->correlation_min = 1.0;
    r->side_db                          = nothing;
    return;
  }
  const lq_pair whole = lq_pair_of(a->left_left, a->right_right, a->left_right);
  r->correlation      = lq_pair_correlation(whole);
  r->side_db          = lq_pair_side_db(whole);
  r->balance_db       = lq_pair_balance_db(whole);
  r->mono_loss_db     = lq_pair_mono_loss_db(whole);
  find_least_correlation(a, r);
  for (unsigned i = 0; i < LQ_BANDS_OCTAVES; ++i) {
    lq_pair      p            = {.left = lq_bands_octave(a->bands, LQ_BANDS_LEFT, i),
                                 .mid  = lq_bands_octave(a->bands, LQ_BANDS_MID, i),
                                 .side = lq_bands_octave(a->bands, LQ_BANDS_SIDE, i)};
    const double both         = 2.0 * (p.mid + p.side);
    p.right                   = both - p.left > 1e-6 * both ? both - p.left : 0.0;
    r->octave_correlation[i]  = lq_pair_correlation(p);
    r->octave_side_db[i]      = lq_pair_side_db(p);
    r->octave_balance_db[i]   = lq_pair_balance_db(p);
    r->octave_mono_loss_db[i] = lq_pair_mono_loss_db(p);
  }
}

static double window(const double* const grid, const size_t i, const size_t n_steps)
{
  double sum = 0;
  for (size_t k = 0; k < n_steps; ++k) {
    sum += grid[i - k];
  }
  return sum / (double)n_steps;
}

static lq_status make_series(const lq_analyser* const a, lq_analysis* const r)
{
  const size_t  n      = a->n_records;
  float* const  memory = malloc((6 * n + 1) * sizeof *memory);
  double* const sorted = malloc((n + 1) * sizeof *sorted);
  if (!memory || !sorted) {
    free(memory);
    free(sorted);
    return LQ_ERR_MEMORY;
  }
  r->n_steps            = n;
  float** const lists[] = {&r->momentary_lufs,   &r->short_term_lufs, &r->psr_lu,
                           &r->sample_peak_dbfs, &r->true_peak_dbtp,  &r->correlations};
  for (size_t k = 0; k < sizeof lists / sizeof *lists; ++k) {
    *lists[k] = memory + k * n;
  }
  size_t              n_grids;
  const double* const grid   = lq_meter_grid(a->meter, &n_grids);
  const double        frames = (double)a->step_frames;
  for (size_t i = 0; i < n; ++i) {
    const record* const now = &a->records[i];
    r->momentary_lufs[i]    = (float)(i < n_grids && i + 1 >= MOMENTARY_STEPS
                                          ? lq_loudness_lufs(window(grid, i, MOMENTARY_STEPS) / frames)
                                          : nothing);
    r->short_term_lufs[i]   = (float)(i < n_grids && i + 1 >= SHORT_STEPS
                                          ? lq_loudness_lufs(window(grid, i, SHORT_STEPS) / frames)
                                          : nothing);
    r->sample_peak_dbfs[i]  = (float)level(now->peak);
    r->true_peak_dbtp[i]    = (float)level(now->true_peak);
    r->correlations[i] =
        a->n_channels < 2
            ? 1.0F
            : (float)lq_pair_correlation(lq_pair_of(
                  (double)now->left_left, (double)now->right_right, (double)now->left_right));
  }
  const lq_psr psr = lq_psr_find(r->true_peak_dbtp, r->short_term_lufs, n,
                                 r->whole.integrated_lufs - 10.0, r->psr_lu, sorted);
  r->psr_min_lu    = psr.min_lu;
  r->psr_median_lu = psr.median_lu;
  r->psr_min_sec   = (double)psr.min_end * r->step_sec;
  free(sorted);
  return LQ_OK;
}

lq_status lq_analyser_finish(lq_analyser* const a, lq_analysis* const analysis)
{
  const __typeof__(lq_fpu_enter()) mode   = lq_fpu_enter();
  lq_analysis                      r      = {.step_sec = (double)a->step_frames / a->rate_hz};
  lq_status                        status = LQ_OK;
  if (a->fill) {
    for (unsigned c = 0; c < a->n_channels; ++c) { // silence follows the last frame
      memset(a->voice[c].x + a->fill, 0, (a->step_frames - a->fill + AFTER) * sizeof(float));
    }
    status = end_step(a, a->true_peak.n_taps - 1);
  }
  lq_meter_finish(a->meter);
  lq_bands_finish(a->bands);
  lq_true_peak_exact_finish(a->exact);
  r.whole                   = lq_meter_read(a->meter);
  r.whole.n_nonfinite       = a->n_nonfinite; // the meter saw them replaced
  r.true_peak_exact_dbtp    = lq_true_peak_exact_dbtp(a->exact);
  r.true_peak_exact_sec     = fmax(0.0, lq_true_peak_exact_at(a->exact) / a->rate_hz);
  r.true_peak_exact_channel = lq_true_peak_exact_channel(a->exact);
  status                    = status ? status : make_series(a, &r);
  status                    = status ? status : reduce_dr(a, &r);
  if (!status) {
    reduce_crest(a, &r);
    reduce_spectrum(a, &r);
    reduce_stereo(a, &r);
    *analysis = r;
  } else {
    lq_analysis_free(&r);
  }
  lq_fpu_leave(mode);
  return status;
}

void lq_analysis_free(lq_analysis* const r)
{
  free(r->momentary_lufs); // the first of one piece
  r->momentary_lufs = NULL;
}
