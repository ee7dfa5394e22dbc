// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Every command, one file each.
#ifndef LQ_CLI_COMMANDS_H
#define LQ_CLI_COMMANDS_H

#include "cli/args.h"

extern const lq_command lq_cmd_finish;
extern const lq_command lq_cmd_assess;
extern const lq_command lq_cmd_mix;
extern const lq_command lq_cmd_check;
extern const lq_command lq_cmd_master;
extern const lq_command lq_cmd_meter;
extern const lq_command lq_cmd_process;
extern const lq_command lq_cmd_ddp;
extern const lq_command lq_cmd_targets;
extern const lq_command lq_cmd_processors;
extern const lq_command lq_cmd_manual;

/// All of them, NULL-ended, in the order of the help.
const lq_command* const* lq_cli_commands(void);

#endif
