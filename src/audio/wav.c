// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/wav.h"

#include "audio/bytes.h"

#include <string.h>

enum { TAG_PCM = 1, TAG_FLOAT = 3, TAG_EXTENSIBLE = 0xFFFE };

static void put(lq_bytes* const b, const uint64_t value, const unsigned n_bytes)
{
  lq_bytes_little(b, value, n_bytes);
}

static void put_id(lq_bytes* const b, const char* const id)
{
  lq_bytes_put(b, id, 4);
}

// Loudspeakers by count, front ones first; 0 says nothing about them.
static unsigned mask(const unsigned n_channels)
{
  static const unsigned masks[] = {0, 0x4, 0x3, 0x7, 0x33, 0x37, 0x3F, 0x70F, 0x63F};
  return n_channels < sizeof masks / sizeof *masks ? masks[n_channels] : 0;
}

static void put_format(lq_bytes* const b, const lq_wav* const w)
{
  const unsigned tag = w->bits == 32 ? TAG_FLOAT : TAG_PCM, frame = w->n_channels * w->bits / 8;
  const unsigned extra = w->n_channels > 2 ? 24 : w->bits == 32 ? 2 : 0;
  put_id(b, "fmt ");
  put(b, 16 + extra, 4);
  put(b, w->n_channels > 2 ? TAG_EXTENSIBLE : tag, 2);
  put(b, w->n_channels, 2);
  put(b, w->rate_hz, 4);
  put(b, (uint64_t)w->rate_hz * frame, 4);
  put(b, frame, 2);
  put(b, w->bits, 2);
  if (extra) {
    put(b, extra - 2, 2);
  }
  if (w->n_channels > 2) {
    static const unsigned char guid[14] = {0, 0, 0,    0, 0x10, 0,    0x80,
                                           0, 0, 0xAA, 0, 0x38, 0x9B, 0x71};
    put(b, w->bits, 2);
    put(b, mask(w->n_channels), 4);
    put(b, tag, 2);
    lq_bytes_put(b, guid, sizeof guid);
  }
}

enum { BEXT_SIZE = 602 }; // without coding history

static void put_stamp(lq_bytes* const b, const lq_wav* const w)
{
  static const char originator[32 + 32 + 10 + 8] = "Lacquer"; // no reference, date and time
  put_id(b, "bext");
  put(b, BEXT_SIZE, 4);
  lq_bytes_put(b, w->description, sizeof w->description);
  lq_bytes_put(b, originator, sizeof originator);
  put(b, w->time_reference_frames, 8);
  put(b, 1, 2); // version
  lq_bytes_zeros(b, BEXT_SIZE - 348);
}

size_t lq_wav_header(const lq_wav* const wav, const uint64_t n_frames, unsigned char* const header)
{
  enum { DS64_SIZE = 28 };
  const uint64_t all_ones = 0xFFFFFFFFU;
  const uint64_t fact     = wav->bits == 32 ? 12 : 0;
  const uint64_t format   = 8 + (wav->n_channels > 2 ? 40U : wav->bits == 32 ? 18U : 16U);
  const uint64_t stamp    = wav->stamped ? 8 + BEXT_SIZE : 0;
  const uint64_t before   = 4 + 8 + DS64_SIZE + stamp + format + fact + wav->n_extra + 8;
  const int      known    = n_frames != UINT64_MAX;
  const uint64_t data     = known ? n_frames * wav->n_channels * (wav->bits / 8) : all_ones;
  const uint64_t riff     = before + data + (data & 1U);
  const int      large    = known && riff > all_ones;
  const int      open_end = large || !known;
  lq_bytes       b        = {.at = header, .room = LQ_WAV_HEADER_MOST + wav->n_extra};
  put_id(&b, large ? "RF64" : "RIFF");
  put(&b, open_end ? all_ones : riff, 4);
  put_id(&b, "WAVE");
  put_id(&b, large ? "ds64" : "JUNK");
  put(&b, DS64_SIZE, 4);
  put(&b, large ? riff : 0, 8);
  put(&b, large ? data : 0, 8);
  put(&b, large ? n_frames : 0, 8);
  put(&b, 0, 4); // no table
  if (stamp) {
    put_stamp(&b, wav);
  }
  put_format(&b, wav);
  if (fact) {
    put_id(&b, "fact");
    put(&b, 4, 4);
    put(&b, known && n_frames < all_ones ? n_frames : all_ones, 4);
  }
  lq_bytes_put(&b, wav->extra, wav->n_extra);
  put_id(&b, "data");
  put(&b, open_end ? all_ones : data, 4);
  return b.n;
}

static void put_16(unsigned char* to, const size_t stride, const int32_t* const x, const size_t n)
{
  for (size_t i = 0; i < n; ++i, to += stride) {
    const uint32_t v = (uint32_t)x[i];
    to[0]            = (unsigned char)(v & 0xFFU);
    to[1]            = (unsigned char)(v >> 8U & 0xFFU);
  }
}

static void put_24(unsigned char* to, const size_t stride, const int32_t* const x, const size_t n)
{
  for (size_t i = 0; i < n; ++i, to += stride) {
    const uint32_t v = (uint32_t)x[i];
    to[0]            = (unsigned char)(v & 0xFFU);
    to[1]            = (unsigned char)(v >> 8U & 0xFFU);
    to[2]            = (unsigned char)(v >> 16U & 0xFFU);
  }
}

static void put_32(unsigned char* to, const size_t stride, const int32_t* const x, const size_t n)
{
  for (size_t i = 0; i < n; ++i, to += stride) {
    const uint32_t v = (uint32_t)x[i];
    to[0]            = (unsigned char)(v & 0xFFU);
    to[1]            = (unsigned char)(v >> 8U & 0xFFU);
    to[2]            = (unsigned char)(v >> 16U & 0xFFU);
    to[3]            = (unsigned char)(v >> 24U);
  }
}

void lq_wav_pack(const lq_wav* const wav, const unsigned channel, const int32_t* const x,
                 const size_t n_frames, unsigned char* const to)
{
  const unsigned n_bytes = wav->bits / 8;
  (n_bytes == 2 ? put_16
   : n_bytes == 3
       ? put_24
       : put_32)(to + (size_t)channel * n_bytes, (size_t)n_bytes * wav->n_channels, x, n_frames);
}
