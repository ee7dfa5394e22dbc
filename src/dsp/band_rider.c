// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/band_rider.h"

#include <string.h>

#define DB_PER_OCTAVE 6.02059991327962390427 // 20 log10(2)

void lq_band_rider_reset(lq_band_rider* const r, const unsigned n_bands, const lq_spec* const spec)
{
  *r = (lq_band_rider){.n_bands    = n_bands,
                       .n_channels = spec->n_channels,
                       .n_heard    = spec->n_key ? spec->n_key : spec->n_channels};
}

void lq_band_rider_to(lq_band_rider* const r, const lq_band_rider_settings* const settings,
                      const double link, const double rate_hz)
{
  lq_dynband_ride* const ride = &r->ride;
  for (unsigned k = 0; k < r->n_bands; ++k) {
    lq_dynband_law_set(&r->law, k, &settings[k].law, rate_hz);
    ride->scale_target.v[k] = settings[k].law.on ? 1.0F : 0.0F;
    r->level_target.v[k]    = settings[k].gain_lin;
    if (!r->started) {
      ride->scale.v[k] = ride->scale_target.v[k];
      r->level.v[k]    = r->level_target.v[k];
      for (unsigned c = 0; c < r->n_channels; ++c) {
        const unsigned lane = k * r->n_channels + c;
        r->gain[1].v[lane] = r->gain[2].v[lane] = (double)r->level.v[k];
      }
    }
    ride->scale_step.v[k] = (ride->scale_target.v[k] - ride->scale.v[k]) / LQ_DYNBAND_GLIDE;
    r->level_step.v[k]    = (r->level_target.v[k] - r->level.v[k]) / LQ_DYNBAND_GLIDE;
  }
  r->law.link         = (float)link;
  ride->n_scale_steps = r->n_level_steps = r->started ? LQ_DYNBAND_GLIDE : 0;
  r->started                             = true;
}

static void add_levels(lq_band_rider* const r, const size_t n_steps)
{
  for (size_t i = 0; i < n_steps; ++i) {
    if (r->n_level_steps) {
      const bool there = --r->n_level_steps == 0;
      for (unsigned k = 0; k < LQ_DYNBAND_N; ++k) {
        r->level.v[k] = there ? r->level_target.v[k] : r->level.v[k] + r->level_step.v[k];
      }
    }
    double* const g = r->gain[i + 3].v;
    for (unsigned lane = 0; lane < r->n_bands * r->n_channels; ++lane) {
      g[lane] = (double)r->level.v[lane / r->n_channels] * (1.0 + g[lane]);
    }
  }
}

void lq_band_rider_hear(lq_band_rider* const r, const lq_simd* const             simd,
                        lq_eight (*const square)[LQ_DYNBAND_STEPS], const size_t n_steps)
{
  const unsigned          n_sides = r->n_heard < r->n_channels ? r->n_heard : r->n_channels;
  const lq_dynband_levels in      = {.n_heard = r->n_heard,
                                     .n_sides = n_sides,
                                     .n_steps = n_steps,
                                     .square  = {square[0], square[r->n_heard - 1]}};
  simd->dynband->decide(&r->law, &r->ride, &in, r->n_channels, r->gain + 3);
  add_levels(r, n_steps);
}

void lq_band_rider_pass(lq_band_rider* const r, const size_t n_steps)
{
  r->gain[1] = r->gain[n_steps + 1];
  r->gain[2] = r->gain[n_steps + 2];
}

double lq_band_rider_most_db(lq_band_rider* const r, const unsigned band)
{
  const double most_db = (double)r->ride.most.v[band] * DB_PER_OCTAVE;
  r->ride.most.v[band] = 0.0F;
  return most_db;
}
