// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Numbers and words as text, the same in every locale.
#ifndef LQ_BASE_TEXT_H
#define LQ_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/// Read a decimal number at the start of `text`: "-18", "2.5", "1e3"; no hexadecimal, no infinity,
/// no leading blanks. The decimal sign is a point whatever the locale.
/// @param end  first character behind the number
/// @return false when there is no number or it overflows
bool lq_text_to_double(const char* text, double* value, const char** end);

/// Shortest fixed-point decimal that reads back as the same float: 80 -> "80", never "8e+01".
/// @param out [64]
void lq_text_from_float(char* out, size_t size, float value);

/// Fixed decimals, trailing zeros cut, "-0" never: for figures shown to people.
void lq_text_from_double(char* out, size_t size, double value, unsigned decimals);

/// Letters a-z compared without case; bytes beyond ASCII compare as they are.
bool lq_text_same(const char* a, const char* b);

/// By strcmp, so that the order is the same in every locale.
void lq_text_sort(const char** texts, size_t n);

/// The candidate most like `word` if it is near enough to be a slip of the pen, else NULL.
const char* lq_text_nearest(const char* word, const char* const* candidates, size_t n);

/// Order of two texts as a person sorts them, "2 Bass" before "10 Keys": runs of digits compare as
/// numbers. As strcmp().
int lq_text_natural(const char* a, const char* b);

#endif
