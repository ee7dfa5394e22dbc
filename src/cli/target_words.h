// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Destinations in words, as lists and pages show them.
#ifndef LQ_CLI_TARGET_WORDS_H
#define LQ_CLI_TARGET_WORDS_H

#include "model/target.h"

lq_text     lq_target_rate(const lq_target* t);   ///< "44.1 kHz", "the mix's rate"
const char* lq_target_depth(const lq_target* t);  ///< "16", "24", "32f"
lq_text     lq_target_plays(const lq_target* t);  ///< "at -14 LUFS, up to its peaks"
const char* lq_target_album(const lq_target* t);  ///< "each track on its own"
lq_text     lq_target_codecs(const lq_target* t); ///< "vorbis 320, aac 256", "none"

#endif
