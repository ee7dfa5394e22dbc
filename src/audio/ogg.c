// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/ogg.h"

#include "base/reason.h"
#include "base/rng.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum {
  HEADER     = 27, // bytes before the table of segments
  CRC_AT     = 22,
  SERIAL_AT  = 14,
  SEGMENTS   = 255,
  MOST_BYTES = HEADER + SEGMENTS + SEGMENTS * 255
};

typedef struct {
  const lq_tag_source* source;
  uint64_t             at; ///< of the page
  size_t               n, n_head;
  unsigned             n_segments;
  unsigned char        bytes[MOST_BYTES];
} page;

// RFC 3533, 6: polynomial 0x04c11db7, nothing reflected, begun with zero; the page's own field
// counts as zeros.
static uint32_t crc_of(const page* const p)
{
  uint32_t table[256], crc = 0;
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t v = i << 24U;
    for (unsigned bit = 0; bit < 8; ++bit) {
      v = v << 1U ^ (v >> 31U ? 0x04C11DB7U : 0U); // the polynomial
    }
    table[i] = v;
  }
  for (size_t i = 0; i < p->n; ++i) {
    const unsigned char byte = i >= CRC_AT && i < CRC_AT + 4 ? 0 : p->bytes[i];
    crc                      = crc << 8U ^ table[(crc >> 24U ^ byte) & 0xFFU];
  }
  return crc;
}

static lq_status load(page* const p)
{
  const lq_tag_source* const s = p->source;
  size_t                     n = 0;
  LQ_TRY(lq_tag_peek(s, p->at, p->bytes, MOST_BYTES, &n));
  if (n < HEADER || memcmp(p->bytes, "OggS", 4) || p->bytes[4]) {
    return lq_tag_damaged(s, p->at, "%s",
                          n < HEADER ? "it ends within its headers" : "there is no page of Ogg");
  }
  p->n_segments = p->bytes[HEADER - 1];
  p->n_head = p->n = HEADER + p->n_segments;
  for (unsigned i = 0; i < p->n_segments && n >= p->n_head; ++i) {
    p->n += p->bytes[HEADER + i];
  }
  if (n < p->n) {
    return lq_tag_damaged(s, p->at, "a page is cut off");
  }
  if (crc_of(p) != lq_little(p->bytes + CRC_AT, 4)) {
    return lq_tag_damaged(s, p->at, "the checksum of a page is wrong");
  }
  return LQ_OK;
}

static lq_status save(page* const p)
{
  const uint32_t crc = crc_of(p);
  for (unsigned i = 0; i < 4; ++i) {
    p->bytes[CRC_AT + i] = (unsigned char)(crc >> 8U * i & 0xFFU);
  }
  if (pwrite(p->source->fd, p->bytes, p->n, (off_t)p->at) != (ssize_t)p->n) {
    return lq_fail_file(p->source->error, LQ_ERR_WRITE, p->source->path, "Writing '%s' failed: %s.",
                        p->source->path, lq_reason(errno));
  }
  return LQ_OK;
}

// One packet, fragment by fragment: into `to`, or over what is there from `from`.
typedef struct {
  unsigned        index, wanted;
  lq_bytes*       to;
  const lq_bytes* from;
  size_t          done;
  bool            touched, ended;
} passage;

static void pass(passage* const w, page* const p)
{
  size_t at = p->n_head;
  for (unsigned i = 0; i < p->n_segments && !w->ended; ++i) {
    const size_t n = p->bytes[HEADER + i];
    if (w->index == w->wanted) {
      if (w->to) {
        lq_bytes_put(w->to, p->bytes + at, n);
      } else if (n <= w->from->n - w->done) {
        memcpy(p->bytes + at, w->from->at + w->done, n);
        w->touched = true;
      }
      w->done += n;
      w->ended = n < 255;
    }
    at += n;
    w->index += n < 255;
  }
}

static lq_status walk(const lq_tag_source* const s, passage* const w)
{
  page     p      = {.source = s};
  uint64_t serial = 0;
  while (!w->ended) {
    LQ_TRY(load(&p));
    const uint64_t own = lq_little(p.bytes + SERIAL_AT, 4);
    serial             = p.at ? serial : own;
    if (own == serial) { // another stream beside it is not ours
      w->touched = false;
      pass(w, &p);
    }
    if (w->touched) {
      LQ_TRY(save(&p));
      w->touched = false;
    }
    if (w->done > LQ_TAGS_MOST_BYTES) {
      return lq_tag_damaged(s, p.at, "its tags have no end");
    }
    p.at += p.n;
  }
  return LQ_OK;
}

lq_status lq_ogg_read(const lq_tag_source* const s, const unsigned index, lq_bytes* const packet)
{
  passage w = {.wanted = index, .to = packet};
  LQ_TRY(walk(s, &w));
  return packet->failed ? lq_tag_memory(s) : LQ_OK;
}

lq_status lq_ogg_replace(const lq_tag_source* const s, const unsigned index,
                         const lq_bytes* const packet)
{
  passage w = {.wanted = index, .from = packet};
  return walk(s, &w);
}

uint32_t lq_ogg_serial(const uint64_t seed, const lq_bytes* const comments)
{
  uint64_t serial = lq_rng_at(seed, 0);
  for (size_t i = 0; i < comments->n; ++i) {
    serial = lq_rng_at(serial, comments->at[i]);
  }
  return (uint32_t)(serial >> 33U); // positive as a signed number
}
