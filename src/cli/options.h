// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Option values that several commands share.
#ifndef LQ_CLI_OPTIONS_H
#define LQ_CLI_OPTIONS_H

#include "cli/args.h"
#include "lacquer/render.h"

/// Jobs, block size and CPU level from the common options; no progress.
LQ_NODISCARD lq_status lq_cli_render_options(const lq_args* args, lq_render_options* options,
                                             lq_error* error);

/// "16", "24", "32f"; NULL leaves what is there.
LQ_NODISCARD lq_status lq_cli_bits(const char* text, unsigned* bits, lq_error* error);

/// "120", "92.5 BPM"; NULL leaves what is there.
LQ_NODISCARD lq_status lq_cli_tempo(const char* text, double* tempo_bpm, lq_error* error);

#endif
