// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A name as words: parted at anything but letters and digits, where small letters meet capitals
/// and where letters meet digits; small letters without accents, however the accents are written
/// ("Größe", decomposed as on a Mac or not, is "grosse"). "05_SnareBot-2" is 5, snare, bot, 2.
#ifndef LQ_SESSION_WORDS_H
#define LQ_SESSION_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum { LQ_MAX_WORDS = 24, LQ_MAX_WORD = 32 };

typedef struct {
  char   word[LQ_MAX_WORDS][LQ_MAX_WORD];
  size_t n;
} lq_words;

lq_words lq_words_split(const char* name);

bool lq_word_is_number(const char* word);

/// How many words at the front and at the back all names share (the song's title, "120 bpm"); each
/// name keeps one word at least. None in fewer than three names.
void lq_words_common(const lq_words* names, size_t n, size_t* front, size_t* back);

/// Without so many words at its ends.
lq_words lq_words_cut(const lq_words* words, size_t front, size_t back);

/// Is one of a NULL-ended list among the words?
bool lq_words_say(const lq_words* words, const char* const* list);

#endif
