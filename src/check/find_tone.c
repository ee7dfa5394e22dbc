// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Boom, mud, harshness, missing top: the balance of the octaves against released records, over all
// of the mix and over sections of it.
#include "base/maths.h"
#include "check/finder.h"
#include "session/tone_curve.h"

#include <math.h>
#include <stdio.h>

enum { BANDS = LQ_SPECTRUM_BANDS, FIRST_BAND = 2 }; // 31.5 Hz

static const double note_over = 1.5, warning_over = 4, section_over = 5, section_sec = 8;

/// A stretch of the spectrum that people have a word for.
static const struct {
  const char* id;
  const char* what;
  const char* advice;
  double      from_hz, to_hz;
  bool        missing; ///< too little, not too much
} regions[] = {
    {"boom", "It booms",
     "Turn the low end of bass, kick or low toms down, or high-pass what "
     "needs no lows.",
     80, 160, false},
    {"mud", "It is muddy",
     "Take a little of the low middle out of guitars, keys, reverbs and "
     "backing vocals.",
     200, 500, false},
    {"harsh", "It is harsh",
     "Look for guitars, cymbals or voices that bite, and soften those "
     "alone.",
     2500, 5000, false},
    {"dull", "The top is missing",
     "Open the cymbals, the voice's air or the room; check that no "
     "low-pass was left on.",
     8000, 16000, true},
};

enum { N_REGIONS = sizeof regions / sizeof *regions };

// The curve at a third octave, against the whole, dB: a third of its octave.
static double curve_db(const double* const octaves, const unsigned band)
{
  const double   at = fmax(0, fmin(LQ_TONE_OCTAVES - 1, ((double)band - FIRST_BAND - 1) / 3.0));
  const unsigned o  = at < LQ_TONE_OCTAVES - 2 ? (unsigned)at : LQ_TONE_OCTAVES - 2;
  return octaves[o] + (at - o) * (octaves[o + 1] - octaves[o]) - 4.77;
}

static bool inside(const unsigned r, const unsigned band)
{
  const double hz = lq_spectrum_band_hz(band);
  return hz >= 0.97 * regions[r].from_hz && hz <= 1.03 * regions[r].to_hz;
}

typedef struct {
  double over_db; ///< against the curve, the shapes laid over each other; + too much
  double strays_db;
} excess;

// The whole of a mix is ruled by a few octaves: shapes are compared, not sums.
static double offset_db(const double* const power, const lq_tone_curve* const want)
{
  double all = 0, sum = 0;
  for (unsigned b = 0; b < BANDS; ++b) {
    all += power[b];
  }
  for (unsigned o = 1; o <= 7; ++o) {
    double p = 0;
    for (unsigned k = 0; k < 3; ++k) {
      p += power[FIRST_BAND - 1 + 3 * o + k];
    }
    sum += lq_power_to_db(fmax(p / all, 1e-8)) - want->level_db[o];
  }
  return sum / 7;
}

static excess excess_of(const double* const power, const lq_tone_curve* const want,
                        const unsigned r)
{
  double all = 0, got = 0, expected = 0, strays = 0;
  for (unsigned b = 0; b < BANDS; ++b) {
    all += power[b];
    if (inside(r, b)) {
      got += power[b];
      expected += lq_db_to_lin(2 * curve_db(want->level_db, b));
      strays = fmax(strays, curve_db(want->strays_db, b) + 4.77);
    }
  }
  const double over = lq_power_to_db(fmax(got / all, 1e-9)) - lq_power_to_db(expected);
  return (excess){.over_db = over - offset_db(power, want), .strays_db = strays};
}

static lq_status tell(const lq_finder_context* const c, lq_finds* const finds, const unsigned r,
                      const excess e, const double from_sec, const double to_sec)
{
  const bool   part      = to_sec > 0;
  const double over      = regions[r].missing ? -e.over_db : e.over_db;
  const bool   warning   = !part && over > e.strays_db + warning_over;
  char         times[64] = "";
  if (part) {
    (void)snprintf(times, sizeof times, " from %s to %s", lq_finds_time(finds, from_sec),
                   lq_finds_time(finds, to_sec));
  }
  return lq_finds_say(finds,
                      &(lq_finding){.id         = regions[r].id,
                                    .severity   = warning ? LQ_SEVERITY_WARNING : LQ_SEVERITY_NOTE,
                                    .start_sec  = from_sec,
                                    .end_sec    = to_sec,
                                    .value      = e.over_db,
                                    .limit      = regions[r].missing ? -e.strays_db : e.strays_db,
                                    .unit       = "dB against records",
                                    .confidence = part ? 0.4 : 0.6,
                                    .advice     = regions[r].advice},
                      "%s%s: %.0f to %.0f Hz is %.1f dB %s than records usually have it.%s",
                      regions[r].what, times, regions[r].from_hz, regions[r].to_hz, over,
                      regions[r].missing ? "quieter" : "louder",
                      regions[r].missing ? ""
                                         : lq_stems_blame(c->stems, finds->pool, regions[r].from_hz,
                                                          regions[r].to_hz, from_sec, to_sec));
}

static void mean(const lq_band_step* const steps, const size_t from, const size_t to,
                 double* const power)
{
  for (unsigned b = 0; b < BANDS; ++b) {
    power[b] = 0;
  }
  for (size_t i = from; i < to; ++i) {
    for (unsigned b = 0; b < BANDS; ++b) {
      power[b] += (double)(steps[i].mid[b] + steps[i].side[b]) / (double)(to - from);
    }
  }
}

static double total(const double* const power)
{
  double sum = 0;
  for (unsigned b = 0; b < BANDS; ++b) {
    sum += power[b];
  }
  return sum;
}

static double region_power(const double* const power, const unsigned r)
{
  double sum = 0;
  for (unsigned b = 0; b < BANDS; ++b) {
    sum += inside(r, b) ? power[b] : 0;
  }
  return sum;
}

// The longest run of sections that have too much of it, when the whole has not. A bass alone is
// not boom: it must be louder there than it usually is.
static lq_status find_sections(const lq_finder_context* const c, lq_finds* const finds,
                               const lq_tone_curve* const want, const unsigned r,
                               const double* const whole)
{
  size_t                    n;
  const lq_band_step* const steps = lq_band_steps_list(c->bands, &n);
  const double              step  = lq_band_steps_step_sec(c->bands);
  const size_t              width = (size_t)(section_sec / step), hop = width / 2;
  size_t                    from = 0, to = 0, best_from = 0, best_to = 0;
  const double              all = total(whole), usual = region_power(whole, r);
  for (size_t i = 0; i + width <= n; i += hop) {
    double power[BANDS];
    mean(steps, i, i + width, power);
    const bool   plays = total(power) > 0.1 * all && region_power(power, r) > 1.6 * usual;
    const excess e     = plays ? excess_of(power, want, r) : (excess){0};
    if (plays && e.over_db > e.strays_db + section_over) {
      from = to ? from : i;
      to   = i + width;
    } else {
      to = 0;
    }
    if (to && to - from > best_to - best_from) {
      best_from = from;
      best_to   = to;
    }
  }
  if ((double)(best_to - best_from) * step < 1.9 * section_sec) {
    return LQ_OK;
  }
  double power[BANDS];
  mean(steps, best_from, best_to, power);
  return tell(c, finds, r, excess_of(power, want, r), (double)best_from * step,
              (double)best_to * step);
}

static lq_status finish(void* const self, const lq_finder_context* const c, lq_finds* const finds)
{
  (void)self;
  lq_tone_curve             want;
  double                    power[BANDS];
  size_t                    n;
  const lq_band_step* const steps = lq_band_steps_list(c->bands, &n);
  LQ_TRY(lq_tone_curve_load(&want, finds->pool, NULL));
  mean(steps, 0, n, power);
  const double all = total(power);
  if (!(all > 0) || !isfinite(c->measured->integrated_lufs)) {
    return LQ_OK;
  }
  for (unsigned r = 0; r < N_REGIONS; ++r) {
    if (regions[r].from_hz > 0.4 * c->features->rate_hz) {
      continue; // the file cannot hold it
    }
    const excess e    = excess_of(power, &want, r);
    const double over = regions[r].missing ? -e.over_db : e.over_db;
    if (over > e.strays_db + note_over) {
      LQ_TRY(tell(c, finds, r, e, 0, 0));
    } else if (!regions[r].missing) {
      LQ_TRY(find_sections(c, finds, &want, r, power));
    }
  }
  return LQ_OK;
}

const lq_finder lq_find_tone = {.name = "tone", .finish = finish};
