// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Option values that several commands share.
#ifndef LQ_CLI_OPTIONS_H
#define LQ_CLI_OPTIONS_H

#include "cli/args.h"
#include "cli/term.h"
#include "lacquer/render.h"
#include "model/target.h"

/// Jobs, block size and CPU level from the common options; no progress.
LQ_NODISCARD lq_status lq_cli_render_options(const lq_args* args, lq_render_options* options,
                                             lq_error* error);

/// The same with a bar of progress.
lq_render_options lq_cli_shown(lq_render_options options, lq_progress* progress);

/// The option that lays a file of destinations on top, in the table of a command that knows them.
#define LQ_OPTION_TARGETS                                                                 \
  {                                                                                       \
    "targets", 0, "FILE", "Destinations of your own, over Lacquer's and your usual ones." \
  }

/// All destinations that a command knows: Lacquer's; where it has that option also the person's
/// own file, $XDG_CONFIG_HOME/lacquer/targets.yaml, if there is one, and the file of the option.
LQ_NODISCARD lq_status lq_cli_targets(const lq_args* args, lq_pool* pool, lq_targets* targets,
                                      lq_error* error);

/// "16", "24", "32f"; NULL leaves what is there.
LQ_NODISCARD lq_status lq_cli_bits(const char* text, unsigned* bits, lq_error* error);

/// "120", "92.5 BPM"; NULL leaves what is there.
LQ_NODISCARD lq_status lq_cli_tempo(const char* text, double* tempo_bpm, lq_error* error);

#endif
