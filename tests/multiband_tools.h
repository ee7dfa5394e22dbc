// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What both tests of the multiband compressor share: bands written as a person writes them.
#ifndef LQ_TESTS_MULTIBAND_TOOLS_H
#define LQ_TESTS_MULTIBAND_TOOLS_H

#include "filter_tools.h"

#include "dsp/dynband_design.h"
#include "proc/multiband.h"

enum { N = 48000 };
static const double RATE = 48000;

static float  io_memory[4][N];
static float* io[4] = {io_memory[0], io_memory[1], io_memory[2], io_memory[3]};

static const char* const modes[]   = {"minimum", "linear", "shelf"};
static const char* const edges[]   = {"120 Hz", "1 kHz", "6 kHz", "9 kHz", "14 kHz", "20 kHz"};
static const double      edge_hz[] = {120, 1000, 6000, 9000, 14000};

typedef struct {
  const char *threshold, *ratio, *knee, *attack, *release, *range, *gain;
} band;

static inline double value(const rig* const r, const unsigned b, const unsigned row)
{
  return (double)r->values[LQ_MULTIBAND_N + b * LQ_MULTIBAND_BAND_N + row];
}

static inline void set_band(rig* const r, const unsigned b, const band* const s)
{
  const char* const rows[][2] = {
      {"threshold", s->threshold}, {"ratio", s->ratio}, {"knee", s->knee}, {"attack", s->attack},
      {"release", s->release},     {"range", s->range}, {"gain", s->gain}};
  for (unsigned i = 0; i < sizeof rows / sizeof *rows; ++i) {
    rig_set_band(r, b, rows[i][0], rows[i][1]);
  }
}

/// All bands at unity, whatever comes.
static inline rig rig_unity(const unsigned mode, const unsigned n_channels, const unsigned n_bands)
{
  rig r = rig_new(&lq_multiband, RATE, n_channels, n_bands);
  rig_set(&r, "mode", modes[mode]);
  for (unsigned b = 0; b < n_bands; ++b) {
    rig_set_band(&r, b, "to", edges[b]);
    rig_set_band(&r, b, "ratio", "1");
  }
  return r;
}

#endif
