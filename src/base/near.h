// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What is nearest to the characters that titles are written with, for places that take
/// nothing else: names of files, texts of discs. Letters lose their marks ("é" is "e", "ł" is "l"),
/// Greek, Cyrillic and Japanese syllables are spelled as they sound, letter by letter, and signs
/// become what a typewriter has for them.
#ifndef LQ_BASE_NEAR_H
#define LQ_BASE_NEAR_H

#include <stdbool.h>
#include <stdint.h>

enum { LQ_NEAR_BYTES = 8 };

/// @param near  "Zh" of "Ж", "..." of "…", "" of a mark that stands on the letter before it
/// @return false: nothing is near, and `near` is ""
bool lq_near_ascii(uint32_t character, char near[LQ_NEAR_BYTES]);

/// The same for places that take ISO 8859-1, of characters that it lacks: Latin letters and signs,
/// as bytes of it ("Æ" of "Ǽ"). Other scripts have nothing near.
bool lq_near_latin1(uint32_t character, char near[LQ_NEAR_BYTES]);

#endif
