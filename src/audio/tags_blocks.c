// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Tags of FLAC, Opus and Vorbis files: comments and pictures.
#include "audio/bytes.h"
#include "audio/ogg.h"
#include "audio/picture.h"

#include <string.h>

// Source: RFC 9639, 8: blocks of a type, a 24-bit size, and a bit on the last one.
lq_status lq_tags_of_flac(const lq_tag_source* const s, lq_tags* const tags)
{
  enum { COMMENTS = 4, PICTURE = 6, INVALID = 127, LAST = 0x80 };
  bool last = false;
  for (uint64_t at = 4; !last;) {
    unsigned char head[4];
    size_t        n = 0;
    LQ_TRY(lq_tag_peek(s, at, head, sizeof head, &n));
    const unsigned type = head[0] & (LAST - 1U);
    const size_t   size = n == sizeof head ? (size_t)lq_big(head + 1, 3) : 0;
    if (n < sizeof head || type == INVALID || at + 4 + size > s->n_bytes) {
      return lq_tag_damaged(s, at, "%s",
                            n < sizeof head   ? "it ends within its headers"
                            : type == INVALID ? "there is no block of metadata"
                                              : "a block of metadata is cut off");
    }
    if (type == COMMENTS || type == PICTURE) {
      unsigned char*       block;
      const unsigned char* bytes;
      size_t               n_bytes;
      unsigned             kind = 0;
      LQ_TRY(lq_tag_load(s, at + 4, size, "a block of metadata", &block));
      if (type == COMMENTS) {
        LQ_TRY(lq_tags_of_comments(s, block, size, at + 4, tags));
      } else if (!lq_picture_unblock(block, size, &kind, &bytes, &n_bytes)) {
        return lq_tag_damaged(s, at, "the picture's sizes do not fit its block");
      } else {
        lq_picture_take(tags, kind, bytes, n_bytes);
      }
    }
    last = (head[0] & LAST) != 0;
    at += 4 + size;
  }
  return LQ_OK;
}

// The second packet of either: RFC 7845, 5.2; Vorbis I, 4.2.1 and 5.2.
static lq_status take_packet(const lq_tag_source* const s, const lq_bytes* const packet,
                             lq_tags* const tags)
{
  static const char* const magics[] = {"OpusTags", "\x03vorbis"};
  for (size_t i = 0; i < sizeof magics / sizeof *magics; ++i) {
    const size_t n = strlen(magics[i]);
    if (packet->n >= n && !memcmp(packet->at, magics[i], n)) {
      // In Ogg the packet may be spread over pages: the offset within it is what can be said.
      return lq_tags_of_comments(s, packet->at + n, packet->n - n, n, tags);
    }
  }
  return lq_tag_damaged(s, 0, "its second packet holds no comments; expected Opus or Vorbis");
}

lq_status lq_tags_of_ogg(const lq_tag_source* const s, lq_tags* const tags)
{
  lq_bytes  packet = {0};
  lq_status status = lq_ogg_read(s, 1, &packet);
  status           = status ? status : take_packet(s, &packet, tags);
  lq_bytes_free(&packet); // its texts and pictures were copied
  return status;
}
