// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/fader.h"

#include "proc/gain.h"

static const lq_param params[] = {
    [LQ_FADER_LEVEL] = {.symbol = "level",
                        .name   = "Level",
                        .unit   = LQ_UNIT_DB,
                        .min    = -120,
                        .max    = 24,
                        .flags  = LQ_SMOOTH | LQ_OFF_MIN,
                        .doc = "Level in the mix; 0 dB passes the strip as it is, off is silence."},
};
_Static_assert(sizeof params / sizeof *params == LQ_FADER_N, "one row per enum");

static void update(void* const self, const float* const values)
{
  lq_gain_to(self, lq_gain_of_level(&params[LQ_FADER_LEVEL], values[LQ_FADER_LEVEL]));
}

const lq_proc lq_fader = {.symbol    = "fader",
                          .name      = "Fader",
                          .lv2_class = "AmplifierPlugin",
                          .doc       = "The level of a strip in the mix.",
                          .params    = params,
                          .n_params  = LQ_FADER_N,
                          .flags     = LQ_PROC_EXACT,
                          .prepare   = lq_gain_prepare,
                          .reset     = lq_gain_reset,
                          .update    = update,
                          .process   = lq_gain_process};
