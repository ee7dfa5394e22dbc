// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// ID3v2.3 and 2.4 read; v2.2, compressed and encrypted frames are passed over.
#include "audio/bytes.h"
#include "audio/charset.h"
#include "audio/comments.h"
#include "audio/id3.h"
#include "audio/tag_names.h"
#include "audio/tag_source.h"

#include <string.h>

enum {
  TAG_UNSYNC = 0x80, // flags of a tag
  EXTENDED   = 0x40,
  FOOTER     = 0x10,
  LATIN_1    = 0, // encodings of a text
  UTF_16     = 1,
  UTF_16BE   = 2
};

static size_t seven(const unsigned char* const p) // bits of each of four bytes
{
  size_t v = 0;
  for (unsigned i = 0; i < 4; ++i) {
    v = v << 7U | (p[i] & 0x7FU);
  }
  return v;
}

size_t lq_id3_size(const unsigned char* const head)
{
  const bool there = !memcmp(head, "ID3", 3) && head[3] != 0xFF && head[4] != 0xFF;
  return there ? LQ_ID3_HEADER + seven(head + 6) + (head[5] & FOOTER ? LQ_ID3_HEADER : 0) : 0;
}

// Zeros that were put behind 0xFF go; in place.
static size_t resync(unsigned char* const bytes, const size_t n)
{
  size_t end = 0;
  for (size_t i = 0; i < n; ++i) {
    const bool stuffed = i && !bytes[i] && bytes[i - 1] == 0xFF;
    if (!stuffed) {
      bytes[end++] = bytes[i];
    }
  }
  return end;
}

typedef struct {
  const lq_tag_source* source;
  lq_tags*             tags;
  unsigned             encoding;
  const unsigned char* at; ///< what is left of the frame
  size_t               n;
} frame;

static size_t find_zero(const frame* const f, const size_t width)
{
  for (size_t i = 0; i + width <= f->n; i += width) {
    if (!f->at[i] && (width == 1 || !f->at[i + 1])) {
      return i;
    }
  }
  return f->n;
}

static void skip(frame* const f, const size_t n)
{
  f->at += n < f->n ? n : f->n;
  f->n -= n < f->n ? n : f->n;
}

// The next text in a frame, behind its zero afterwards; NULL without memory.
static char* next_text(frame* const f)
{
  lq_pool* const             pool  = f->source->pool;
  const bool                 wide  = f->encoding == UTF_16 || f->encoding == UTF_16BE;
  const size_t               n     = find_zero(f, wide ? 2 : 1);
  const unsigned char* const bytes = f->at;
  skip(f, n + (wide ? 2 : 1));
  return wide                     ? lq_from_utf16(pool, bytes, n, f->encoding == UTF_16BE)
         : f->encoding == LATIN_1 ? lq_from_latin1(pool, bytes, n)
                                  : lq_from_unstated(pool, bytes, n);
}

static lq_status memory_if(const frame* const f, const bool failed)
{
  return failed ? lq_tag_memory(f->source) : LQ_OK;
}

static lq_status take_texts(frame* const f, const lq_tag tag)
{
  while (f->n) {
    const char* const text = next_text(f);
    LQ_TRY(memory_if(f, !text || lq_tags_add(f->tags, f->source->pool, tag, text)));
  }
  return LQ_OK;
}

static lq_status take_number(frame* const f, unsigned* const number, unsigned* const of)
{
  const char* const text = next_text(f);
  if (text) {
    lq_tags_number(text, number, of);
  }
  return memory_if(f, !text);
}

static lq_status take_own(frame* const f)
{
  const char* const name = next_text(f);
  const char* const text = next_text(f);
  return memory_if(f, !name || !text || lq_comments_take(f->tags, f->source->pool, name, text));
}

static lq_status take_roles(frame* const f)
{
  while (f->n) {
    const char* const role = next_text(f);
    const char* const text = next_text(f);
    LQ_TRY(memory_if(f, !role || !text));
    const lq_tag tag = lq_tag_of_role(role);
    if (tag < LQ_TAG_N) {
      LQ_TRY(memory_if(f, lq_tags_add(f->tags, f->source->pool, tag, text)));
    }
  }
  return LQ_OK;
}

static lq_status take_comment(frame* const f)
{
  skip(f, 3); // the language
  const char* const about = next_text(f);
  const char* const text  = next_text(f);
  LQ_TRY(memory_if(f, !about || !text));
  return *about ? LQ_OK // a player's own notes, not the artist's
                : memory_if(f, lq_tags_add(f->tags, f->source->pool, LQ_TAG_COMMENT, text));
}

static lq_status take_picture(frame* const f)
{
  const unsigned of_about = f->encoding;
  f->encoding             = LATIN_1;
  const char* const mime  = next_text(f);
  const unsigned    type  = f->n ? *f->at : 0;
  skip(f, 1);
  f->encoding             = of_about;
  const char* const about = next_text(f);
  LQ_TRY(memory_if(f, !mime || !about));
  unsigned char* const own = lq_pool_take(f->source->pool, 1, f->n + 1); // the tag's bytes may go
  LQ_TRY(memory_if(f, !own));
  memcpy(own, f->at, f->n);
  lq_picture_take(f->tags, type, own, f->n);
  return LQ_OK;
}

static lq_status take_frame(frame* const f, const char* const id)
{
  if (!f->n) {
    return LQ_OK;
  }
  f->encoding      = *f->at;
  const lq_tag tag = lq_tag_of_frame(strcmp(id, "TYER") ? id : "TDRC"); // a year in version 2.3
  skip(f, 1);
  if (tag == LQ_TAG_COMMENT) {
    return take_comment(f);
  }
  return tag < LQ_TAG_N        ? take_texts(f, tag)
         : !strcmp(id, "TXXX") ? take_own(f)
         : !strcmp(id, "TRCK") ? take_number(f, &f->tags->track, &f->tags->n_tracks)
         : !strcmp(id, "TPOS") ? take_number(f, &f->tags->disc, &f->tags->n_discs)
         : !strcmp(id, "APIC") ? take_picture(f)
         : !strcmp(id, "TIPL") || !strcmp(id, "IPLS") ? take_roles(f)
                                                      : LQ_OK;
}

static bool is_name(const unsigned char* const id)
{
  for (unsigned i = 0; i < 4; ++i) {
    if (!(id[i] >= 'A' && id[i] <= 'Z') && !(id[i] >= '0' && id[i] <= '9')) {
      return false;
    }
  }
  return true;
}

// A frame's body without what its flags put before it; false: it cannot be read.
static bool unwrap(unsigned char* const bytes, const unsigned version, const bool unsync,
                   const unsigned flags, frame* const f)
{
  const bool v4 = version == 4;
  if (flags & (v4 ? 0x0CU : 0xC0U)) { // compressed, encrypted
    return false;
  }
  size_t before = flags & (v4 ? 0x40U : 0x20U) ? 1 : 0; // a group
  before += v4 && flags & 0x01U ? 4 : 0;                // its length once more
  if (before > f->n) {
    return false;
  }
  f->n -= before;
  f->at = bytes + before;
  if (v4 && (unsync || flags & 0x02U)) {
    f->n = resync(bytes + before, f->n);
  }
  return true;
}

static lq_status take_frames(const lq_tag_source* const s, unsigned char* const bytes,
                             const size_t n, size_t to, const uint64_t at, lq_tags* const tags)
{
  const unsigned version = bytes[3];
  while (n - to >= 10 && bytes[to]) { // zeros are room
    char                 id[5] = {0};
    unsigned char* const head  = bytes + to;
    // Some programs write plain sizes into version 2.4 too.
    const bool     plain = version == 3 || (head[4] | head[5] | head[6] | head[7]) & 0x80;
    const uint64_t size  = plain ? lq_big(head + 4, 4) : seven(head + 4);
    memcpy(id, head, 4);
    if (!is_name(head)) {
      return lq_tag_damaged(s, at + to, "its ID3 tag has no frame where one should begin");
    }
    if (size > n - to - 10) {
      return lq_tag_damaged(s, at + to,
                            "the frame '%s' claims %llu bytes, and its tag has %zu "
                            "more",
                            id, (unsigned long long)size, n - to - 10);
    }
    frame f = {.source = s, .tags = tags, .n = (size_t)size};
    if (unwrap(head + 10, version, (bytes[5] & TAG_UNSYNC) != 0, head[9], &f)) {
      LQ_TRY(take_frame(&f, id));
    }
    to += 10 + (size_t)size;
  }
  return LQ_OK;
}

lq_status lq_tags_of_id3(const lq_tag_source* const s, const unsigned char* const bytes,
                         const size_t n, const uint64_t at, lq_tags* const tags)
{
  if (n < LQ_ID3_HEADER || !lq_id3_size(bytes)) {
    return lq_tag_damaged(s, at, "there is no ID3 tag where one should begin");
  }
  const unsigned version = bytes[3];
  const size_t   all     = LQ_ID3_HEADER + seven(bytes + 6);
  if (all > n) {
    return lq_tag_damaged(s, at, "its ID3 tag claims %zu bytes, and there are %zu", all, n);
  }
  if (version != 3 && version != 4) {
    return LQ_OK;
  }
  unsigned char* const own = lq_pool_take(s->pool, 1, all);
  if (!own) {
    return lq_tag_memory(s);
  }
  memcpy(own, bytes, all);
  size_t end = all, to = LQ_ID3_HEADER;
  if (version == 3 && bytes[5] & TAG_UNSYNC) {
    end = to + resync(own + to, all - to);
  }
  if (bytes[5] & EXTENDED) {
    if (end - to < 4) {
      return lq_tag_damaged(s, at + to, "the extended header of its ID3 tag is cut off");
    }
    const uint64_t size = version == 3 ? 4 + lq_big(own + to, 4) : seven(own + to);
    if (size < 4 || size > end - to) {
      return lq_tag_damaged(s, at + to, "the extended header of its ID3 tag claims %llu bytes",
                            (unsigned long long)size);
    }
    to += (size_t)size;
  }
  return take_frames(s, own, end, to, at, tags);
}

lq_status lq_tags_of_mp3(const lq_tag_source* const s, lq_tags* const tags)
{
  enum { MOST_TAGS = 4 }; // some writers put a tag before a tag
  uint64_t at = 0;
  for (int i = 0; i < MOST_TAGS; ++i) {
    unsigned char  head[LQ_ID3_HEADER] = {0};
    unsigned char* bytes;
    size_t         n = 0;
    LQ_TRY(lq_tag_peek(s, at, head, sizeof head, &n));
    const size_t size = n == sizeof head ? lq_id3_size(head) : 0;
    if (!size) {
      break;
    }
    lq_tags own = lq_tags_none();
    LQ_TRY(lq_tag_load(s, at, size, "its ID3 tag", &bytes));
    LQ_TRY(lq_tags_of_id3(s, bytes, size, at, &own));
    lq_tags_merge(tags, &own);
    at += size;
  }
  return LQ_OK;
}
