// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Texts of a disc are ISO 8859-1: 191 characters of western Europe. What else a title holds is
/// refused or brought near: quotes, dashes and dots of typographers, ligatures, Latin letters with
/// marks beyond those 191 to their bare letters.
#ifndef LQ_DISC_LATIN1_H
#define LQ_DISC_LATIN1_H

#include "base/pool.h"

typedef enum {
  LQ_LATIN1_REFUSE, ///< a character that is not there is an error
  LQ_LATIN1_NEAR,   ///< it becomes what is nearest; what has nothing near is an error
  LQ_LATIN1_MARK    ///< as near, and '?' stands for what has nothing near
} lq_latin1_way;

typedef struct {
  char*       text;    ///< ISO 8859-1, zero-ended
  const char* changed; ///< UTF-8 "ł Ž …": each character that is not there, once; "" for none
} lq_latin1;

/// @param what  how the error calls it: "The title of track 3"
/// @return LQ_ERR_BAD_VALUE: a character that cannot be had, or bytes that are no UTF-8; a control
///         character is always refused
LQ_NODISCARD lq_status lq_latin1_make(lq_latin1* latin1, lq_pool* pool, const char* utf8,
                                      lq_latin1_way way, const char* what, lq_at at,
                                      lq_error* error);

/// The way back; control characters become blanks. NULL without memory.
char* lq_latin1_to_utf8(lq_pool* pool, const char* latin1, size_t n);

/// In place, for fields that are ASCII: letters without their marks, '?' for signs.
void lq_latin1_to_ascii(char* latin1);

#endif
