// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/dynband_design.h"

#include "base/maths.h"

#include <math.h>

#define DB_PER_OCTAVE 6.02059991327962390427 // 20 log10(2): kernels count levels in powers of two

// A level is a mean square over one period of the band, but not faster than what a hit lasts and
// not slower than a bar of 50 Hz would need.
static const double LEAST_WINDOW_SEC = 0.001, MOST_WINDOW_SEC = 0.02;
// A slope of 0 never reaches the end of its range; this is far enough.
static const double LEAST_SLOPE = 1e-6;

static double within(const double x, const double least, const double most)
{
  return x < least ? least : x > most ? most : x;
}

static double warp(const double freq_hz, const double rate_hz)
{
  return lq_tan(LQ_PI * within(freq_hz / rate_hz, 1e-6, 0.49)); // bilinear
}

lq_section lq_dynband_ear_section(const lq_band* const band, const double rate_hz)
{
  const double g = warp(band->freq_hz, rate_hz), root2 = 1.41421356237309504880;
  switch (band->type) {
  case LQ_BAND_LOW_SHELF:
    return (lq_section){.n0 = g * g, .d1 = root2 * g, .d0 = g * g};
  case LQ_BAND_HIGH_SHELF:
    return (lq_section){.n2 = 1.0, .d1 = root2 * g, .d0 = g * g};
  default: {
    // Both edges where the analogue band-pass has them, so that high bands are not squeezed.
    const double half = 0.5 / band->q, root = sqrt(1.0 + half * half);
    const double low  = warp(band->freq_hz * (root - half), rate_hz);
    const double high = warp(band->freq_hz * (root + half), rate_hz);
    const double wide = high - low > 1e-9 ? high - low : 1e-9;
    return (lq_section){.n1 = wide, .d1 = wide, .d0 = low * high};
  }
  }
}

void lq_dynband_ear_set(lq_dynband_ear* const ear, const unsigned k, const lq_band* const band,
                        const double rate_hz)
{
  const lq_section     s = lq_dynband_ear_section(band, rate_hz);
  const lq_biquad_coef c = lq_biquad_design(&s);
  const double         m = 1.0 - c.r; // s1' = p s1 - q s2 + q x, s2' = q s1 + m s2 + r x
  ear->n[0][0].v[k]      = (float)((c.p - 1.0) * (c.p + 1.0) - c.q * c.q);
  ear->n[0][1].v[k]      = (float)(-c.q * (c.p + m));
  ear->n[1][0].v[k]      = (float)(c.q * (c.p + m));
  ear->n[1][1].v[k]      = (float)(c.r * (c.r - 2.0) - c.q * c.q);
  ear->x0[0].v[k]        = (float)(c.q * (c.p - c.r));
  ear->x0[1].v[k]        = (float)(c.q * c.q + m * c.r);
  ear->x1[0].v[k]        = (float)c.q;
  ear->x1[1].v[k]        = (float)c.r;
  ear->first[0].v[k]     = (float)c.c1;
  ear->first[1].v[k]     = (float)c.c2;
  ear->first[2].v[k]     = (float)c.d;
  ear->second[0].v[k]    = (float)(c.c1 * c.p + c.c2 * c.q);
  ear->second[1].v[k]    = (float)(c.c2 * m - c.c1 * c.q);
  ear->second[2].v[k]    = (float)(c.c1 * c.q + c.c2 * c.r);
}

static double slope_of(const lq_dynband_settings* const s)
{
  return 1.0 - 1.0 / s->ratio;
}

// Where the end of the range is reached, dB beyond the threshold.
static double reach_db(const lq_dynband_settings* const s)
{
  return fabs(s->band.gain_db) / within(slope_of(s), LEAST_SLOPE, 1.0);
}

void lq_dynband_law_set(lq_dynband_law* const law, const unsigned k,
                        const lq_dynband_settings* const s, const double rate_hz)
{
  const double steps_hz   = rate_hz / LQ_DYNBAND_STEP;
  const double window_sec = within(1.0 / s->band.freq_hz, LEAST_WINDOW_SEC, MOST_WINDOW_SEC);
  law->window.v[k]        = (float)(1.0 - lq_pole(window_sec, steps_hz));
  law->release.v[k]       = (float)(1.0 - lq_pole(s->release_sec, steps_hz));
  law->attack.v[k]        = (float)(1.0 - lq_pole(s->attack_sec, steps_hz));
  law->way.v[k]           = s->below ? -1.0F : 1.0F;
  law->toward.v[k]        = s->band.gain_db < 0.0 ? -1.0F : 1.0F;
  law->threshold.v[k]     = (float)(s->threshold_db / DB_PER_OCTAVE);
  law->half_knee.v[k]     = (float)(0.5 * s->knee_db / DB_PER_OCTAVE);
  law->slope.v[k]         = (float)slope_of(s);
  law->reach.v[k]         = (float)(reach_db(s) / DB_PER_OCTAVE);
  law->limit.v[k]         = (float)(fabs(s->band.gain_db) / DB_PER_OCTAVE);
}

lq_biquad_coef lq_dynband_wet_design(const lq_band* const band, const double rate_hz)
{
  const lq_section s = lq_band_design_one(band, rate_hz);
  lq_biquad_coef   c = lq_biquad_design(&s);
  c.d -= 1.0;
  return c;
}

double lq_dynband_scale(const lq_dynband_settings* const s)
{
  return s->on && s->band.gain_db != 0.0 ? 1.0 / (lq_db_to_lin(s->band.gain_db) - 1.0) : 0.0;
}

static double knee_db(const double x_db, const double width_db)
{
  const double into = within(x_db + 0.5 * width_db, 0.0, width_db);
  const double over = x_db - 0.5 * width_db;
  return (width_db > 0.0 ? into * into / (2.0 * width_db) : 0.0) + (over > 0.0 ? over : 0.0);
}

double lq_dynband_curve_db(const lq_dynband_settings* const s, const double level_db)
{
  const double over = s->below ? s->threshold_db - level_db : level_db - s->threshold_db;
  return slope_of(s) * (knee_db(over, s->knee_db) - knee_db(over - reach_db(s), s->knee_db));
}
