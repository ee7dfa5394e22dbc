// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What is in a DDP set, and what is wrong with it, on stdout.
#ifndef LQ_CLI_DDP_SHOW_H
#define LQ_CLI_DDP_SHOW_H

#include "disc/ddp.h"

#include <stdio.h>

void lq_ddp_print(const lq_ddp* ddp);
void lq_ddp_print_json(const lq_ddp* ddp);
void lq_ddp_print_findings(const lq_ddp* ddp, FILE* to);

#endif
