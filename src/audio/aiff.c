// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/aiff.h"

#include "audio/bytes.h"

static void put_id(lq_bytes* const b, const char* const id)
{
  lq_bytes_put(b, id, 4);
}

// IEEE 754 in 80 bits: sign and exponent in 16, a mantissa of 64 with its leading one.
static void put_rate(lq_bytes* const b, const unsigned rate_hz)
{
  const uint64_t bias     = 16383; // of the exponent
  uint64_t       mantissa = rate_hz;
  unsigned       shift    = 0;
  while (!(mantissa >> 63U)) {
    mantissa <<= 1U;
    ++shift;
  }
  lq_bytes_big(b, bias + 63 - shift, 2);
  lq_bytes_big(b, mantissa, 8);
}

size_t lq_aiff_header(const lq_wav* const aiff, const uint64_t n_frames,
                      unsigned char* const header)
{
  const uint64_t compression_version = 0xA2805140U; // AIFF-C's only one, of 23 May 1990
  const uint64_t data                = n_frames * aiff->n_channels * (aiff->bits / 8);
  const uint64_t before              = aiff->n_extra + 4 + (aiff->bits == 32 ? 12 + 32 : 26) + 16;
  lq_bytes       b                   = {.at = header, .room = LQ_AIFF_HEADER_MOST + aiff->n_extra};
  put_id(&b, "FORM");
  lq_bytes_big(&b, before + data + (data & 1U), 4);
  put_id(&b, aiff->bits == 32 ? "AIFC" : "AIFF");
  if (aiff->bits == 32) {
    put_id(&b, "FVER");
    lq_bytes_big(&b, 4, 4);
    lq_bytes_big(&b, compression_version, 4);
  }
  put_id(&b, "COMM");
  lq_bytes_big(&b, aiff->bits == 32 ? 24 : 18, 4);
  lq_bytes_big(&b, aiff->n_channels, 2);
  lq_bytes_big(&b, n_frames, 4);
  lq_bytes_big(&b, aiff->bits, 2);
  put_rate(&b, aiff->rate_hz);
  if (aiff->bits == 32) {
    put_id(&b, "FL32");
    lq_bytes_zeros(&b, 2); // a name of no characters
  }
  lq_bytes_put(&b, aiff->extra, aiff->n_extra);
  put_id(&b, "SSND");
  lq_bytes_big(&b, 8 + data, 4);
  lq_bytes_zeros(&b, 8); // no offset, no blocks
  return b.n;
}

void lq_aiff_pack(const lq_wav* const aiff, const unsigned channel, const int32_t* const x,
                  const size_t n_frames, unsigned char* const to)
{
  const unsigned n_bytes = aiff->bits / 8;
  const size_t   stride  = (size_t)n_bytes * aiff->n_channels;
  unsigned char* at      = to + (size_t)channel * n_bytes;
  for (size_t i = 0; i < n_frames; ++i, at += stride) {
    const uint32_t v = (uint32_t)x[i] << (32U - aiff->bits); // the highest byte comes first
    at[0]            = (unsigned char)(v >> 24U);
    at[1]            = (unsigned char)(v >> 16U & 0xFFU);
    if (n_bytes > 2) {
      at[2] = (unsigned char)(v >> 8U & 0xFFU);
    }
    if (n_bytes > 3) {
      at[3] = (unsigned char)(v & 0xFFU);
    }
  }
}
