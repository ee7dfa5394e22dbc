// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/hpf.h"

static const lq_param params[] = {
    [LQ_HPF_FREQ]  = {.symbol = "freq",
                      .name   = "Frequency",
                      .unit   = LQ_UNIT_HZ,
                      .taper  = LQ_TAPER_LOG,
                      .min    = 10,
                      .max    = 2000,
                      .def    = 80,
                      .flags  = LQ_SMOOTH,
                      .doc    = "Corner, where the level is 3 dB down at the default resonance."},
    [LQ_HPF_SLOPE] = {.symbol = "slope",
                      .name   = "Slope",
                      .unit   = LQ_UNIT_DB_PER_OCTAVE,
                      .min    = 6,
                      .max    = 48,
                      .def    = 12,
                      .flags  = LQ_SMOOTH,
                      .doc =
                          "How fast it falls beyond the corner; taken to the nearest step of 6."},
    [LQ_HPF_Q] =
        {.symbol = "q",
         .name   = "Resonance",
         .taper  = LQ_TAPER_LOG,
         .min    = 0.3F,
         .max    = 8,
         .def    = 0.70710678F,
         .flags  = LQ_SMOOTH,
         .doc    = "0.707 is flat; more lifts the corner, less rounds it; a slope of 6 has none."},
    [LQ_HPF_ON] = {.symbol = "on",
                   .name   = "On",
                   .taper  = LQ_TAPER_TOGGLE,
                   .max    = 1,
                   .def    = 1,
                   .flags  = LQ_SMOOTH,
                   .doc    = "Off passes the input through."},
};
_Static_assert(sizeof params / sizeof *params == LQ_HPF_N, "one row per enum");

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  (void)values;
  return lq_pass_prepare(arena, spec, LQ_BUTTERWORTH_HIGHPASS);
}

static double response_db(const lq_spec* const spec, const float* const values,
                          const double freq_hz)
{
  return lq_pass_response_db(LQ_BUTTERWORTH_HIGHPASS, spec, values, freq_hz);
}

const lq_proc lq_hpf = {
    .symbol    = "hpf",
    .name      = "High-pass",
    .lv2_class = "HighpassPlugin",
    .doc =
        "Removes what lies below a corner: rumble, handling noise, lows that only cost headroom.",
    .params      = params,
    .n_params    = LQ_HPF_N,
    .prepare     = prepare,
    .reset       = lq_pass_reset,
    .update      = lq_pass_update,
    .process     = lq_pass_process,
    .tail_frames = lq_pass_tail_frames,
    .response_db = response_db};
