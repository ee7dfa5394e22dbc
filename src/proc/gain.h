// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What trim, fader and polarity have in common: one gain for all channels, gliding to its value.
#ifndef LQ_PROC_GAIN_H
#define LQ_PROC_GAIN_H

#include "lacquer/proc.h"

void* lq_gain_prepare(lq_arena* arena, const lq_spec* spec, const float* values);

LQ_RT void lq_gain_reset(void* self);
LQ_RT void lq_gain_to(void* self, double gain_lin);
LQ_RT void lq_gain_process(void* self, float* const* io, size_t n_frames);

/// A level whose minimum means off.
LQ_RT double lq_gain_of_level(const lq_param* row, float level_db);

#endif
