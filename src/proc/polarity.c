// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/polarity.h"

#include "proc/gain.h"

static const char* const modes[] = {"normal", "inverted", NULL};

static const lq_param params[] = {
    [LQ_POLARITY_MODE] = {.symbol  = "mode",
                          .name    = "Mode",
                          .taper   = LQ_TAPER_CHOICE,
                          .max     = 1,
                          .choices = modes,
                          .doc = "Inverted turns the waveform upside down, for a microphone that "
                                 "hears the other side of the drum."},
};
_Static_assert(sizeof params / sizeof *params == LQ_POLARITY_N, "one row per enum");

static void update(void* const self, const float* const values)
{
  lq_gain_to(self, values[LQ_POLARITY_MODE] > 0.5F ? -1.0 : 1.0);
}

const lq_proc lq_polarity = {.symbol    = "polarity",
                             .name      = "Polarity",
                             .lv2_class = "UtilityPlugin",
                             .doc       = "Turns the waveform upside down.",
                             .params    = params,
                             .n_params  = LQ_POLARITY_N,
                             .prepare   = lq_gain_prepare,
                             .reset     = lq_gain_reset,
                             .update    = update,
                             .process   = lq_gain_process};
