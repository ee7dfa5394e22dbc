// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What writer and reader of CD-TEXT share.
#ifndef LQ_DISC_CDTEXT_PACK_H
#define LQ_DISC_CDTEXT_PACK_H

#include "disc/cdtext.h"

enum {
  PACK_TITLE     = 0x80, ///< the first of LQ_CDTEXT_N kinds in their order
  PACK_CATALOGUE = 0x86,
  PACK_GENRE     = 0x87,
  PACK_CLOSED    = 0x8D,
  PACK_CODES     = 0x8E,
  PACK_SIZE      = 0x8F,
  PACK_PAYLOAD   = 12, ///< bytes, behind a head of 4
  PACK_SIZES     = 3,  ///< size packs of a block
};

/// Of the first 16 bytes, as it stands in the last two: polynomial 0x1021, from 0, inverted.
static inline unsigned lq_cdtext_crc(const unsigned char* const pack)
{
  unsigned crc = 0;
  for (unsigned i = 0; i < LQ_CDTEXT_PACK_BYTES - 2; ++i) {
    crc ^= (unsigned)pack[i] << 8U;
    for (unsigned k = 0; k < 8; ++k) {
      crc = (crc & 0x8000U ? crc << 1U ^ 0x1021U : crc << 1U) & 0xFFFFU; // CCITT, x^16+x^12+x^5+1
    }
  }
  return crc ^ 0xFFFFU;
}

#endif
