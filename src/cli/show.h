// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Results on stdout: JSON for programs, short tables for people.
#ifndef LQ_CLI_SHOW_H
#define LQ_CLI_SHOW_H

#include "model/facts.h"

#include <jansson.h>

/// Print on stdout, indented, numbers with as few digits as they need. Does not take `j`.
void lq_print_json(const json_t* j);

/// "-14.0", or "-" where there is nothing to measure.
lq_text lq_figure(double value, int decimals);

/// The deliveries and what became of them, as a table.
void lq_print_deliveries(const lq_facts* facts);

/// How many stems there are and whether they add up, in a line; NULL is no stems.
void lq_print_stems(const lq_stemset_facts* stemset);

/// Versions that were written beside a mix; NULL is none.
void lq_print_versions(const lq_version_facts* versions);

/// What was found in a mix.
void lq_print_findings(lq_findings findings);

#endif
