// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/pool.h"
#include "check/finder.h"
#include "measure/edge.h"
#include "measure/grain.h"
#include "measure/spectrum.h"

#include <math.h>
#include <stdlib.h>

static const double least_rate_hz = 44100, least_sec = 10;

typedef struct {
  double       rate_hz;
  unsigned     n_channels;
  lq_grain     grain;
  lq_spectrum* spectrum;
} format;

static lq_status open(void** const self, const double rate_hz, const unsigned n_channels)
{
  format* const f = calloc(1, sizeof *f);
  if (!f) {
    return LQ_ERR_MEMORY;
  }
  f->rate_hz         = rate_hz;
  f->n_channels      = n_channels;
  const lq_status st = lq_spectrum_new(&f->spectrum, rate_hz, n_channels);
  if (st) {
    free(f);
    return st;
  }
  *self = f;
  return LQ_OK;
}

static lq_status process(void* const self, const float* const* const x, const size_t n_frames)
{
  format* const f = self;
  lq_grain_process(&f->grain, x, f->n_channels, n_frames);
  return lq_spectrum_process(f->spectrum, x, n_frames);
}

static void close_format(void* const self)
{
  format* const f = self;
  if (f) {
    lq_spectrum_free(f->spectrum);
    free(f);
  }
}

static lq_status of_rate(const lq_finder_context* const c, lq_finds* const finds)
{
  if (c->info->rate_hz >= least_rate_hz) {
    return LQ_OK;
  }
  return lq_finds_add(
      finds, &(lq_finding){.id       = "rate",
                           .severity = LQ_SEVERITY_WARNING,
                           .value    = c->info->rate_hz,
                           .limit    = least_rate_hz,
                           .unit     = "Hz",
                           .message  = lq_pool_format(c->pool,
                                                      "Its rate is %.0f Hz: nothing above %.1f kHz "
                                                       "can be in it.",
                                                      c->info->rate_hz, c->info->rate_hz / 2000),
                           .advice = "Bounce the mix at the rate of the project, 44100 Hz or more; "
                                     "converting this file does not bring the top back."});
}

static lq_status of_length(const lq_finder_context* const c, lq_finds* const finds)
{
  if (c->features->duration_sec >= least_sec) {
    return LQ_OK;
  }
  return lq_finds_add(
      finds, &(lq_finding){.id       = "short",
                           .severity = LQ_SEVERITY_NOTE,
                           .value    = c->features->duration_sec,
                           .limit    = least_sec,
                           .unit     = "s",
                           .message  = lq_pool_format(c->pool, "It is only %.1f seconds long.",
                                                      c->features->duration_sec),
                           .advice   = "Was the whole song selected when it was bounced?"});
}

static lq_status of_bits(const lq_finder_context* const c, lq_finds* const finds,
                         const lq_grain* const grain)
{
  const unsigned bits = c->info->bits;
  const double   used = lq_grain_bits(grain);
  if (bits == 0) {
    return lq_finds_add(finds, &(lq_finding){.id       = "lossy",
                                             .severity = LQ_SEVERITY_WARNING,
                                             .value    = (double)NAN,
                                             .limit    = (double)NAN,
                                             .unit     = "",
                                             .message  = "It was stored by a lossy codec.",
                                             .advice   = "Bounce the mix again as 24-bit WAV."});
  }
  if (bits < 24) {
    return lq_finds_add(finds,
                        &(lq_finding){.id       = "bits",
                                      .severity = LQ_SEVERITY_NOTE,
                                      .value    = (double)bits,
                                      .limit    = 24,
                                      .unit     = "bits",
                                      .message  = lq_pool_format(c->pool, "It has %u bits.", bits),
                                      .advice   = "Bounce the mix with 24."});
  }
  if (used <= 0 || used > 20) {
    return LQ_OK;
  }
  return lq_finds_add(
      finds,
      &(lq_finding){.id       = "bits-unused",
                    .severity = LQ_SEVERITY_NOTE,
                    .value    = used,
                    .limit    = 24,
                    .unit     = "bits",
                    .message  = lq_pool_format(c->pool,
                                               "The file has %u bits, but the music in it only "
                                                "%.0f: it was rounded on the way.",
                                               bits, used),
                    .advice   = "Bounce straight to 24 bits or float, from a project that is not "
                                "set to 16."});
}

// Rates that files are brought up from; walls stand a little under half of them. Of lower ones a
// wall says less than of codecs.
static double old_rate_hz(const double wall_hz, const double rate_hz)
{
  static const double rates_hz[] = {44100, 48000, 88200, 96000};
  for (size_t i = 0; i < sizeof rates_hz / sizeof *rates_hz; ++i) {
    const double half = rates_hz[i] / 2;
    if (rates_hz[i] < 0.95 * rate_hz && wall_hz > 0.955 * half && wall_hz < 1.02 * half) {
      return rates_hz[i];
    }
  }
  return 0;
}

static lq_status of_spectrum(const lq_finder_context* const c, lq_finds* const finds,
                             const lq_edge* const edge)
{
  const double old_hz = old_rate_hz(edge->hz, c->info->rate_hz);
  // A wall of 20 dB may be a synthesiser's; from 40 dB on nothing else builds it.
  const double sure = fmin(0.95, 0.5 + 0.45 * (edge->drop_db - 20) / 20);
  if (edge->hz <= 0 || c->info->bits == 0) {
    return LQ_OK;
  }
  if (old_hz > 0) {
    return lq_finds_add(
        finds,
        &(lq_finding){.id         = "upsampled",
                      .severity   = LQ_SEVERITY_NOTE,
                      .value      = edge->hz,
                      .limit      = c->info->rate_hz / 2,
                      .unit       = "Hz",
                      .confidence = sure,
                      .message    = lq_pool_format(c->pool,
                                                   "Nothing is above %.1f kHz: it was brought up "
                                                      "to %.0f Hz from %.0f Hz.",
                                                   edge->hz / 1000, c->info->rate_hz, old_hz),
                      .advice = "Bounce at the rate of the project and leave conversions to the "
                                "mastering."});
  }
  if (edge->hz > 20300) {
    return LQ_OK; // the anti-alias filter of a converter, or of 320 kbit/s: nobody can tell
  }
  return lq_finds_add(
      finds,
      &(lq_finding){.id         = "lossy-source",
                    .severity   = sure >= 0.8 ? LQ_SEVERITY_WARNING : LQ_SEVERITY_NOTE,
                    .value      = edge->hz,
                    .limit      = 20300,
                    .unit       = "Hz",
                    .confidence = sure,
                    .message    = lq_pool_format(c->pool,
                                                 "Its spectrum ends at a wall of %.0f dB at %.1f "
                                                    "kHz, as MP3 and AAC leave it.",
                                                 edge->drop_db, edge->hz / 1000),
                    .advice     = "Look for an MP3 among the tracks, or bounce from the project "
                                  "instead of a download."});
}

static lq_status of_samples(const lq_finder_context* const c, lq_finds* const finds)
{
  if (!c->measured->n_nonfinite) {
    return LQ_OK;
  }
  return lq_finds_add(finds,
                      &(lq_finding){.id       = "nonfinite",
                                    .severity = LQ_SEVERITY_WARNING,
                                    .value    = (double)c->measured->n_nonfinite,
                                    .limit    = 0,
                                    .unit     = "samples",
                                    .message  = lq_pool_format(
                                         c->pool, "%llu samples were no numbers and were silenced.",
                                         (unsigned long long)c->measured->n_nonfinite),
                                    .advice = "A plug-in broke: bounce again without it."});
}

static lq_status finish(void* const self, const lq_finder_context* const c, lq_finds* const finds)
{
  format* const f = self;
  LQ_TRY(of_rate(c, finds));
  LQ_TRY(of_length(c, finds));
  LQ_TRY(of_bits(c, finds, &f->grain));
  LQ_TRY(lq_spectrum_finish(f->spectrum));
  const size_t  n_bins = lq_spectrum_n_bins(f->spectrum);
  double* const power  = LQ_POOL_TAKE(c->pool, double, n_bins);
  if (!power) {
    return LQ_ERR_MEMORY;
  }
  lq_spectrum_read(f->spectrum, power);
  const lq_edge edge = lq_edge_find(power, n_bins, f->rate_hz);
  LQ_TRY(of_spectrum(c, finds, &edge));
  return of_samples(c, finds);
}

const lq_finder lq_find_format = {
    .name = "format", .open = open, .process = process, .finish = finish, .close = close_format};
