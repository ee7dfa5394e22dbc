// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Pages of the manual, written from the tables alone: what a page says of a command, an option, a
/// processor, a destination or an exit code stands in that table's row and nowhere else.
#ifndef LQ_CLI_MANUAL_H
#define LQ_CLI_MANUAL_H

#include "cli/args.h"
#include "model/target.h"

/// One exit code as a person reads it.
typedef struct {
  int         code;
  const char* doc;
} lq_exit_row;

extern const lq_exit_row lq_exit_rows[]; ///< ended by a NULL doc, in rising order

/// All pages go to stdout.
void lq_manual_roff(const lq_targets* targets);       ///< lacquer(1)
void lq_manual_commands(const lq_targets* targets);   ///< docs/generated/commands.md
void lq_manual_processors(const lq_targets* targets); ///< docs/generated/processors.md
void lq_manual_targets(const lq_targets* targets);    ///< docs/generated/targets.md
void lq_manual_bash(const lq_targets* targets);       ///< completion for bash

#endif
