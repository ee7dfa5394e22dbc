// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What the high-pass and the low-pass share: everything but their rows.
#ifndef LQ_PROC_PASS_H
#define LQ_PROC_PASS_H

#include "dsp/butterworth.h"

#include "lacquer/proc.h"

/// Rows of both, in this order.
enum { LQ_PASS_FREQ, LQ_PASS_SLOPE, LQ_PASS_Q, LQ_PASS_ON, LQ_PASS_N };

typedef struct lq_pass lq_pass;

void*        lq_pass_prepare(lq_arena* arena, const lq_spec* spec, lq_butterworth_kind kind);
LQ_RT void   lq_pass_reset(void* self);
LQ_RT void   lq_pass_update(void* self, const float* values);
LQ_RT void   lq_pass_process(void* self, float* const* io, size_t n_frames);
LQ_RT size_t lq_pass_tail_frames(const void* self);
double       lq_pass_response_db(lq_butterworth_kind kind, const lq_spec* spec, const float* values,
                                 double freq_hz);

#endif
