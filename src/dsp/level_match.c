// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/level_match.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/butterworth.h"
#include "dsp/eq_band.h"
#include "dsp/simd.h"

#include <string.h>

static const double keep_sec = 3.0, follow_sec = 1.0; // as short-term loudness; a third of it
static const double first_sec = 0.03; // the first sounds are followed faster, then ever more slowly
static const double least_db  = -70.0; // BS.1770's gate: silence says nothing
static const double most_db   = 200.0; // what is no audio says nothing

enum { SECTIONS = LQ_BAND_SECTIONS + LQ_BUTTERWORTH_SECTIONS };

void lq_level_match_prepare(lq_level_match* const m, lq_arena* const arena,
                            const lq_spec* const spec)
{
  lq_level_match plan = {.simd = spec->simd, .n_channels = spec->n_channels};
  for (unsigned s = 0; s < LQ_LEVEL_MATCH_N; ++s) {
    plan.weighting[s] = lq_bank_prepare(arena, SECTIONS, spec->n_channels, spec->simd);
    for (unsigned c = 0; c < spec->n_channels; ++c) {
      plan.step[s][c] = LQ_TAKE(arena, float, LQ_GRID_FRAMES);
    }
  }
  plan.rate_hz = spec->rate_hz;
  plan.keep    = lq_pole(keep_sec, spec->rate_hz / LQ_GRID_FRAMES);
  plan.follow  = 1.0 - lq_pole(follow_sec, spec->rate_hz / LQ_GRID_FRAMES);
  if (m) {
    *m = plan;
  }
}

void lq_level_match_reset(lq_level_match* const m)
{
  // K-weighting's shelf and high-pass, near enough: both sides hear alike.
  const lq_band shelf = {
      .type = LQ_BAND_HIGH_SHELF, .freq_hz = 1500.0, .gain_db = 4.0, .q = 0.70710678118654752440};
  lq_biquad_coef coefs[SECTIONS] = {LQ_BIQUAD_IDENTITY, LQ_BIQUAD_IDENTITY};
  lq_section     sections[LQ_BAND_SECTIONS];
  const unsigned n = lq_band_design(&shelf, m->rate_hz, sections);
  for (unsigned i = 0; i < n; ++i) {
    coefs[i] = lq_biquad_design(&sections[i]);
  }
  lq_butterworth_design(LQ_BUTTERWORTH_HIGHPASS, 38.0, 2, 1.0, m->rate_hz,
                        coefs + LQ_BAND_SECTIONS);
  for (unsigned s = 0; s < LQ_LEVEL_MATCH_N; ++s) {
    lq_bank_reset(m->weighting[s]);
    lq_bank_to(m->weighting[s], coefs);
    m->energy[s] = 0;
  }
  m->gain_db = 0;
  m->speed   = 1.0 - lq_pole(first_sec, m->rate_hz / LQ_GRID_FRAMES);
}

void lq_level_match_hear(lq_level_match* const m, const lq_level_match_side side,
                         float* const* const x, const size_t at, const size_t n_frames)
{
  float* y[LQ_MAX_CHANNELS] = {0};
  for (unsigned c = 0; c < m->n_channels; ++c) {
    y[c] = m->step[side][c] + at;
    memcpy(y[c], x[c], n_frames * sizeof(float));
  }
  lq_bank_process(m->weighting[side], y, n_frames);
}

double lq_level_match_step(lq_level_match* const m, const double known_lin)
{
  double e[LQ_LEVEL_MATCH_N] = {0};
  for (unsigned s = 0; s < LQ_LEVEL_MATCH_N; ++s) {
    for (unsigned c = 0; c < m->n_channels; ++c) {
      e[s] += (double)m->simd->mix->energy(m->step[s][c], LQ_GRID_FRAMES);
    }
  }
  e[LQ_LEVEL_MATCH_BEFORE] *= known_lin * known_lin;
  const double mean_db =
      lq_power_to_db(e[LQ_LEVEL_MATCH_AFTER] / (double)(m->n_channels * LQ_GRID_FRAMES));
  if (mean_db > least_db && mean_db < most_db && e[LQ_LEVEL_MATCH_BEFORE] > 0) {
    for (unsigned s = 0; s < LQ_LEVEL_MATCH_N; ++s) {
      m->energy[s] += (1.0 - m->keep) * (e[s] - m->energy[s]);
    }
    const double wanted_db =
        lq_power_to_db(m->energy[LQ_LEVEL_MATCH_BEFORE] / m->energy[LQ_LEVEL_MATCH_AFTER]);
    m->gain_db += m->speed * (wanted_db - m->gain_db);
    m->speed /= 1.0 + m->speed; // 1/n to 1/(n + 1)
    m->speed = m->speed > m->follow ? m->speed : m->follow;
  }
  return m->gain_db;
}
