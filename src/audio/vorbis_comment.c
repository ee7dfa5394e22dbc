// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/vorbis_comment.h"

#include "audio/charset.h"
#include "audio/tag_source.h"
#include "base/text.h"

#include <string.h>

static const char picture_name[] = "METADATA_BLOCK_PICTURE";

static void put_picture(lq_bytes* const to, const lq_picture* const picture)
{
  const size_t at = to->n;
  lq_bytes_little(to, 0, 4);
  lq_bytes_text(to, picture_name);
  lq_bytes_text(to, "=");
  const size_t from = to->n;
  lq_picture_block(to, picture);
  lq_base64(to, from);
  lq_bytes_set_little(to, at, to->n - at - 4, 4);
}

void lq_vorbis_comment_put(lq_bytes* const to, const unsigned char* const vendor,
                           const size_t n_vendor, const lq_tags* const tags,
                           const lq_gain_kind gains, const lq_picture* const picture)
{
  const bool  pictured = picture && picture->bytes;
  lq_comments c;
  lq_comments_of(&c, tags, gains);
  lq_bytes_little(to, n_vendor, 4);
  lq_bytes_put(to, vendor, n_vendor);
  lq_bytes_little(to, c.n + (pictured ? 1 : 0), 4);
  for (size_t i = 0; i < c.n; ++i) {
    lq_bytes_little(to, strlen(c.at[i].name) + 1 + strlen(c.at[i].text), 4);
    lq_bytes_text(to, c.at[i].name);
    lq_bytes_text(to, "=");
    lq_bytes_text(to, c.at[i].text);
  }
  if (pictured) {
    put_picture(to, picture);
  }
}

static lq_status take_picture(const lq_tag_source* const s, const uint64_t at,
                              const char* const text, lq_tags* const tags)
{
  unsigned char* const block = lq_pool_take(s->pool, 1, strlen(text) / 4 * 3 + 3);
  if (!block) {
    return lq_tag_memory(s);
  }
  unsigned             type = 0;
  const unsigned char* bytes;
  size_t               n_bytes;
  const size_t         n = lq_unbase64(block, text);
  if (n == SIZE_MAX || !lq_picture_unblock(block, n, &type, &bytes, &n_bytes)) {
    return lq_tag_damaged(s, at, "the picture among the comments is broken");
  }
  lq_picture_take(tags, type, bytes, n_bytes);
  return LQ_OK;
}

static lq_status take_line(const lq_tag_source* const s, const unsigned char* const line,
                           const size_t n, const uint64_t at, lq_tags* const tags)
{
  const unsigned char* const sign = memchr(line, '=', n);
  if (!sign) { // no comment, and no reason to refuse the others
    return LQ_OK;
  }
  char* const name = lq_from_unstated(s->pool, line, (size_t)(sign - line));
  char* const text = lq_from_unstated(s->pool, sign + 1, n - (size_t)(sign + 1 - line));
  if (!name || !text) {
    return lq_tag_memory(s);
  }
  if (lq_text_same(name, picture_name)) {
    return take_picture(s, at, text, tags);
  }
  return lq_comments_take(tags, s->pool, name, text) ? lq_tag_memory(s) : LQ_OK;
}

lq_status lq_tags_of_comments(const lq_tag_source* const s, const unsigned char* const bytes,
                              const size_t n, const uint64_t at, lq_tags* const tags)
{
  size_t   to    = 0;
  uint64_t lines = 0;
  for (uint64_t i = 0; i <= lines; ++i) { // the first one is the vendor's name
    if (n - to < 4) {
      return lq_tag_damaged(s, at + to, "the list of comments is cut off");
    }
    const uint64_t size = lq_little(bytes + to, 4);
    if (size > n - to - 4) {
      return lq_tag_damaged(s, at + to, "a comment claims %llu bytes, and its list has %llu more",
                            (unsigned long long)size, (unsigned long long)(n - to - 4));
    }
    if (i) {
      LQ_TRY(take_line(s, bytes + to + 4, (size_t)size, at + to, tags));
    }
    to += 4 + (size_t)size;
    if (!i) {
      if (n - to < 4) {
        return lq_tag_damaged(s, at + to, "the list of comments is cut off");
      }
      lines = lq_little(bytes + to, 4);
      to += 4;
    }
  }
  return LQ_OK;
}
