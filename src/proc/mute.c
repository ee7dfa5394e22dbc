// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/mute.h"

#include "proc/gain.h"

static const lq_param params[] = {
    [LQ_MUTE_MUTED] = {.symbol = "muted",
                       .name   = "Muted",
                       .taper  = LQ_TAPER_TOGGLE,
                       .max    = 1,
                       .flags  = LQ_SMOOTH,
                       .doc    = "On is silence."},
};
_Static_assert(sizeof params / sizeof *params == LQ_MUTE_N, "one row per enum");

static void update(void* const self, const float* const values)
{
  lq_gain_to(self, values[LQ_MUTE_MUTED] > 0.5F ? 0.0 : 1.0);
}

const lq_proc lq_mute = {.symbol    = "mute",
                         .name      = "Mute",
                         .lv2_class = "AmplifierPlugin",
                         .doc       = "Switches a strip off and on without a click.",
                         .params    = params,
                         .n_params  = LQ_MUTE_N,
                         .flags     = LQ_PROC_EXACT,
                         .prepare   = lq_gain_prepare,
                         .reset     = lq_gain_reset,
                         .update    = update,
                         .process   = lq_gain_process};
