// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Fields of fixed width in DDP files: ASCII, blanks around, no zeros behind.
#ifndef LQ_DISC_FIELDS_H
#define LQ_DISC_FIELDS_H

#include "base/pool.h"

#include <stdbool.h>
#include <stdint.h>

/// Left-aligned, filled with blanks, cut where it is too long; NULL is all blanks.
void lq_field_text(char* field, size_t width, const char* text);

/// Right-aligned, filled with zeros or blanks. The number must fit.
void lq_field_number(char* field, size_t width, uint64_t number, bool zeros);

/// Without the blanks, and zeros, around. NULL without memory.
char* lq_field_read(lq_pool* pool, const char* field, size_t width);

typedef enum { LQ_FIELD_BLANK, LQ_FIELD_NUMBER, LQ_FIELD_ODD } lq_field_kind;

/// Blanks before the digits, or behind, are fine. @param number  written for LQ_FIELD_NUMBER
lq_field_kind lq_field_number_read(const char* field, size_t width, uint64_t* number);

/// What a field holds, for a sentence: bytes that are no text as '?'.
typedef struct {
  char text[64];
} lq_shown;
lq_shown lq_field_shown(const char* field, size_t width);

#endif
