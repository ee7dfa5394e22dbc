// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What became of an album, on stdout: what was done to each song and why, and what each
/// destination got.
#ifndef LQ_CLI_SHOW_ALBUM_H
#define LQ_CLI_SHOW_ALBUM_H

#include "assist/pressing.h"
#include "model/album_facts.h"
#include "model/layout.h"

void lq_print_album(const lq_album_facts* facts);
void lq_print_pressing(const lq_pressing* pressing); ///< sides of a record

/// Where every song will lie, before anything was heard.
void lq_print_layout(const lq_layout* layout, const lq_album* album);

#endif
