// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef LQ_DSP_LIMIT_H
#define LQ_DSP_LIMIT_H
typedef struct { int x; } lq_limit_kernels;
#endif
