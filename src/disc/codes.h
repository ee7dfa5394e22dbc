// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The numbers that a shop knows a recording and a record by.
///
/// ISRC: twelve characters, CC XXX YY NNNNN (country, who gave it, year, which). ISO 3901:2019.
/// EAN-13, the bar code, of which a UPC-A is one with a leading 0; its last digit proves the
/// others.
#ifndef LQ_DISC_CODES_H
#define LQ_DISC_CODES_H

#include "lacquer/status.h"

#include <stdbool.h>

enum { LQ_ISRC_CHARS = 12, LQ_EAN_DIGITS = 13 };

/// As a person writes it: hyphens and blanks between the parts, small letters.
/// @param isrc  [LQ_ISRC_CHARS + 1]
/// @return LQ_ERR_BAD_VALUE with what was found and expected
LQ_NODISCARD lq_status lq_isrc_parse(const char* text, char* isrc, lq_at at, lq_error* error);

/// As a person writes it: 13 digits, or the 12 of a UPC-A; blanks and hyphens between them.
/// @param ean  [LQ_EAN_DIGITS + 1]
/// @return LQ_ERR_BAD_VALUE; a wrong check digit is answered with the right one
LQ_NODISCARD lq_status lq_ean_parse(const char* text, char* ean, lq_at at, lq_error* error);

/// Exactly as a disc stores it?
bool lq_isrc_valid(const char* isrc);
bool lq_ean_digits(const char* ean); ///< 13 digits, whatever the last one is

/// The last digit that the first twelve ask for, as a character.
char lq_ean_check_digit(const char* ean);

#endif
