// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What both tests of the dynamic equaliser share: bands written as a person writes them, and the
/// gain that a band has while its key stays.
#ifndef LQ_TESTS_DYNEQ_TOOLS_H
#define LQ_TESTS_DYNEQ_TOOLS_H

#include "filter_tools.h"

#include "dsp/dynband_design.h"
#include "proc/dyneq.h"

enum { N = 48000 };
static const double RATE = 48000;

static float  io_memory[4][N];
static float* io[4] = {io_memory[0], io_memory[1], io_memory[2], io_memory[3]};

typedef struct {
  const char *type, *freq, *q, *gain, *range, *threshold, *ratio, *knee, *attack, *release,
      *direction;
} band;

static inline void set_band(rig* const r, const unsigned b, const band* const s)
{
  const char* const rows[][2] = {
      {"type", s->type},       {"freq", s->freq},          {"q", s->q},
      {"gain", s->gain},       {"range", s->range},        {"threshold", s->threshold},
      {"ratio", s->ratio},     {"knee", s->knee},          {"attack", s->attack},
      {"release", s->release}, {"direction", s->direction}};
  for (unsigned i = 0; i < sizeof rows / sizeof *rows; ++i) {
    if (rows[i][1]) {
      rig_set_band(r, b, rows[i][0], rows[i][1]);
    }
  }
}

static inline double value(const rig* const r, const unsigned b, const unsigned row)
{
  return (double)r->values[LQ_DYNEQ_N + b * LQ_DYNEQ_BAND_N + row];
}

static inline lq_band band_of(const rig* const r, const unsigned b, const unsigned gain_row)
{
  return (lq_band){.type    = (lq_band_type)value(r, b, LQ_DYNEQ_BAND_TYPE),
                   .freq_hz = value(r, b, LQ_DYNEQ_BAND_FREQ),
                   .gain_db = value(r, b, gain_row),
                   .q       = value(r, b, LQ_DYNEQ_BAND_Q)};
}

// Gain at a frequency, dB, while the key is a sine of this level at the band's centre.
// fixed: one mono band, 1 s, second half
static inline double gain_db(rig* const r, const double at_hz, const double key_db)
{
  const double freq_hz = value(r, 0, LQ_DYNEQ_BAND_FREQ);
  r->spec.n_key        = 1;
  rig_start(r);
  fill_sine(io[0], N, 0.1, at_hz, RATE);
  fill_sine(io[1], N, pow(10, key_db / 20), freq_hz, RATE);
  rig_run(r, io, N, 1024, 0);
  return tone_level_db(io[0] + N / 2, N / 2, at_hz, RATE) + 20;
}

#endif
