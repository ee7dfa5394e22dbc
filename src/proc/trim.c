// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/trim.h"

#include "base/maths.h"
#include "proc/gain.h"

static const lq_param params[] = {
    [LQ_TRIM_GAIN] = {.symbol = "gain",
                      .name   = "Gain",
                      .unit   = LQ_UNIT_DB,
                      .min    = -60,
                      .max    = 60,
                      .flags  = LQ_SMOOTH,
                      .doc = "Level before anything else hears the track; 0 dB leaves it alone."},
};
_Static_assert(sizeof params / sizeof *params == LQ_TRIM_N, "one row per enum");

static void update(void* const self, const float* const values)
{
  lq_gain_to(self, lq_db_to_lin((double)values[LQ_TRIM_GAIN]));
}

static double response_db(const lq_spec* const spec, const float* const values,
                          const double freq_hz)
{
  (void)spec;
  (void)freq_hz;
  return (double)values[LQ_TRIM_GAIN];
}

const lq_proc lq_trim = {.symbol    = "trim",
                         .name      = "Trim",
                         .lv2_class = "AmplifierPlugin",
                         .doc    = "Brings a track to working level before anything else hears it.",
                         .params = params,
                         .n_params    = LQ_TRIM_N,
                         .flags       = LQ_PROC_EXACT,
                         .prepare     = lq_gain_prepare,
                         .reset       = lq_gain_reset,
                         .update      = update,
                         .process     = lq_gain_process,
                         .response_db = response_db};
