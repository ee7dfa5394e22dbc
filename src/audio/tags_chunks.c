// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Tags of files that are made of chunks: WAV with RF64 and BW64, and AIFF.
#include "audio/bext.h"
#include "audio/charset.h"
#include "audio/chunks.h"
#include "audio/comments.h"
#include "audio/ixml.h"
#include "audio/tag_names.h"

#include <stdio.h>
#include <string.h>

/// Where each kind of chunk is read to; the same tag may stand in several.
typedef struct {
  lq_tags ixml, axml, id3, own; ///< `own`: INFO and bext, or the text chunks of an AIFF
} sources;

static lq_status take_text(const lq_tag_source* const s, const unsigned char* const bytes,
                           const size_t n, const lq_tag tag, lq_tags* const tags)
{
  char* const text = lq_from_unstated(s->pool, bytes, n);
  return text && !lq_tags_add(tags, s->pool, tag, text) ? LQ_OK : lq_tag_memory(s);
}

static lq_status take_info(const lq_tag_source* const s, const unsigned char* const bytes,
                           const size_t n, const uint64_t at, lq_tags* const tags)
{
  if (n < 4 || memcmp(bytes, "INFO", 4)) { // a list of something else
    return LQ_OK;
  }
  for (size_t to = 4; n - to >= 8;) {
    char id[5] = {0};
    memcpy(id, bytes + to, 4);
    const uint64_t             size = lq_little(bytes + to + 4, 4);
    const unsigned char* const text = bytes + to + 8;
    const lq_tag               tag  = lq_tag_of_info(id);
    if (size > n - to - 8) {
      return lq_tag_damaged(s, at + to, "'%.4s' claims %llu bytes, and its list has %zu more", id,
                            (unsigned long long)size, n - to - 8);
    }
    if (tag < LQ_TAG_N) {
      LQ_TRY(take_text(s, text, (size_t)size, tag, tags));
    }
    if (!strcmp(id, "ITRK") || !strcmp(id, "IPRT")) { // the zero behind the list ends it
      lq_tags_number((const char*)text, &tags->track, &tags->n_tracks);
    }
    to += 8 + (size_t)size + (size & 1U);
    if (to > n) {
      break;
    }
  }
  return LQ_OK;
}

static bool is(const lq_chunk* const chunk, const char* const id)
{
  return !strcmp(chunk->id, id);
}

static lq_status load(const lq_tag_source* const s, const lq_chunk* const chunk,
                      unsigned char** const bytes)
{
  char what[32];
  (void)snprintf(what, sizeof what, "the chunk '%.4s'", chunk->id);
  return lq_tag_load(s, chunk->at, chunk->size, what, bytes);
}

static bool of_wav(const lq_chunk* const c)
{
  return is(c, "LIST") || is(c, "bext") || is(c, "iXML") || is(c, "axml") || is(c, "id3 ") ||
         is(c, "ID3 ");
}

static lq_status take_wav(const lq_tag_source* const s, const lq_chunk* const c, sources* const to)
{
  unsigned char* bytes;
  LQ_TRY(load(s, c, &bytes));
  const size_t n = (size_t)c->size;
  if (is(c, "bext")) {
    lq_bext_take(&to->own.loudness, bytes, n);
    return LQ_OK;
  }
  return is(c, "LIST")   ? take_info(s, bytes, n, c->at, &to->own)
         : is(c, "iXML") ? lq_ixml_take(s, bytes, n, c->at, &to->ixml)
         : is(c, "axml") ? lq_axml_take(s, bytes, n, c->at, &to->axml)
                         : lq_tags_of_id3(s, bytes, n, c->at, &to->id3);
}

static bool of_aiff(const lq_chunk* const c)
{
  return lq_tag_of_aiff(c->id) < LQ_TAG_N || is(c, "ID3 ") || is(c, "id3 ");
}

static lq_status take_aiff(const lq_tag_source* const s, const lq_chunk* const c, sources* const to)
{
  unsigned char* bytes;
  LQ_TRY(load(s, c, &bytes));
  const lq_tag tag = lq_tag_of_aiff(c->id);
  return tag < LQ_TAG_N ? take_text(s, bytes, (size_t)c->size, tag, &to->own)
                        : lq_tags_of_id3(s, bytes, (size_t)c->size, c->at, &to->id3);
}

static lq_status
walk(const lq_tag_source* const s, lq_tags* const tags, bool (*const ours)(const lq_chunk* c),
     lq_status (*const take)(const lq_tag_source* s, const lq_chunk* c, sources* to))
{
  sources   found = {lq_tags_none(), lq_tags_none(), lq_tags_none(), lq_tags_none()};
  lq_chunks chunks;
  lq_chunk  chunk;
  bool      sound = false;
  if (!lq_chunks_begin(&chunks, s->fd, s->n_bytes)) {
    return lq_tag_damaged(s, 0, "its beginning changed while it was read");
  }
  while (lq_chunks_next(&chunks, &chunk)) {
    sound = sound || is(&chunk, chunks.audio);
    if (ours(&chunk)) {
      LQ_TRY(take(s, &chunk, &found));
    } else if (!sound && chunk.size > s->n_bytes - chunk.at) { // what is behind it cannot be found
      return lq_tag_damaged(s, chunk.start,
                            "the chunk '%.4s' claims %llu bytes, and the file has "
                            "%llu more",
                            chunk.id, (unsigned long long)chunk.size,
                            (unsigned long long)(s->n_bytes - chunk.at));
    }
  }
  // The text with the most certain characters and the least danger of being cut comes first; bext
  // has loudness to a hundredth, as have the gains.
  *tags = found.ixml;
  lq_tags_merge(tags, &found.axml);
  lq_tags_merge(tags, &found.id3);
  lq_tags_merge(tags, &found.own);
  return LQ_OK;
}

static lq_status check_form(const lq_tag_source* const s, const char* const a, const char* const b)
{
  unsigned char form[4] = {0};
  size_t        n       = 0;
  LQ_TRY(lq_tag_peek(s, 8, form, sizeof form, &n));
  if (n < sizeof form || (memcmp(form, a, 4) && memcmp(form, b, 4))) {
    return lq_tag_damaged(s, 8, "the form is '%.*s'; expected '%s' or '%s'", (int)n,
                          (const char*)form, a, b);
  }
  return LQ_OK;
}

lq_status lq_tags_of_wav(const lq_tag_source* const s, lq_tags* const tags)
{
  LQ_TRY(check_form(s, "WAVE", "WAVE"));
  return walk(s, tags, of_wav, take_wav);
}

lq_status lq_tags_of_aiff(const lq_tag_source* const s, lq_tags* const tags)
{
  LQ_TRY(check_form(s, "AIFF", "AIFC"));
  return walk(s, tags, of_aiff, take_aiff);
}
