// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/album_tags.h"

#include "base/pool.h"
#include "base/utf8.h"
#include "disc/codes.h"
#include "session/values.h"

#include <stdio.h>
#include <string.h>

static const char explicit_key[] = "explicit";

static const char* key_of(const unsigned tag, const bool of_album)
{
  return of_album ? lq_tag_keys[tag].album : lq_tag_keys[tag].song;
}

// The title goes first.
static unsigned title_of(const bool of_album)
{
  return of_album ? LQ_TAG_ALBUM : LQ_TAG_TITLE;
}

size_t lq_tag_key_names(const char** const names, const bool of_album)
{
  size_t n   = 0;
  names[n++] = key_of(title_of(of_album), of_album);
  for (unsigned i = 0; i < LQ_TAG_N; ++i) {
    if (i != title_of(of_album) && key_of(i, of_album)) {
      names[n++] = key_of(i, of_album);
    }
  }
  names[n++] = explicit_key;
  return n;
}

// A title that breaks lines breaks cue sheets and track lists; bytes that are no UTF-8 break tags.
static lq_status check_characters(const lq_reading* const r, const lq_node* const node,
                                  const lq_place* const place, const char* const text)
{
  const size_t n = strlen(text);
  for (size_t i = 0, step; i < n; i += step) {
    uint32_t c = 0;
    step       = lq_utf8_next(text + i, n - i, &c);
    if (!step || c < ' ' || (c >= 0x7F && c < 0xA0) || lq_utf8_is_byte(c)) {
      return lq_reading_fail(r, LQ_ERR_BAD_VALUE, node, place,
                             "%s holds %s; expected one line of text.", place->key,
                             !step || lq_utf8_is_byte(c) ? "bytes that are no UTF-8"
                             : c == '\n'                 ? "a line break"
                                                         : "a control character");
    }
  }
  return LQ_OK;
}

// "2026", "2026-11" or "2026-11-25", with months and days that there are.
static bool is_date(const char* const text)
{
  static const char pattern[] = "0000-00-00";
  const size_t      n         = strlen(text);
  bool              is        = n == 4 || n == 7 || n == sizeof pattern - 1;
  for (size_t i = 0; is && i < n; ++i) {
    is = pattern[i] == '-' ? text[i] == '-' : text[i] >= '0' && text[i] <= '9';
  }
  const int month = is && n > 4 ? 10 * (text[5] - '0') + text[6] - '0' : 1;
  const int day   = is && n > 7 ? 10 * (text[8] - '0') + text[9] - '0' : 1;
  return is && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static lq_status read_code(const lq_reading* const r, const lq_tag tag, const char** const text,
                           const lq_at at)
{
  char* const code = LQ_POOL_TAKE(r->pool, char, LQ_ISRC_CHARS + LQ_EAN_DIGITS);
  if (!code) {
    return lq_reading_no_memory(r);
  }
  LQ_TRY(tag == LQ_TAG_ISRC ? lq_isrc_parse(*text, code, at, r->error)
                            : lq_ean_parse(*text, code, at, r->error));
  *text = code;
  return LQ_OK;
}

static lq_status read_explicit(const lq_reading* const r, const lq_node* const node,
                               const lq_place* const place, lq_tags* const tags)
{
  bool on = false;
  LQ_TRY(lq_value_toggle(r, node, place, explicit_key, &on));
  tags->is_explicit = on ? LQ_EXPLICIT_YES : LQ_EXPLICIT_NO;
  return LQ_OK;
}

lq_status lq_tag_read(const lq_reading* const r, const lq_node* const node,
                      const lq_place* const place, const bool of_album, lq_tags* const tags,
                      lq_at* const at)
{
  if (!strcmp(place->key, explicit_key)) {
    return read_explicit(r, node, place, tags);
  }
  unsigned tag = 0;
  while (!key_of(tag, of_album) || strcmp(key_of(tag, of_album), place->key) != 0) {
    ++tag; // the key is one of them: lq_reading_keys() has found it there
  }
  const char* text = NULL;
  LQ_TRY(lq_value_name(r, node, place, place->key, &text));
  LQ_TRY(check_characters(r, node, place, text));
  if (tag == LQ_TAG_ISRC || tag == LQ_TAG_BARCODE) {
    LQ_TRY(lq_reading_at(r, node, place, at));
    LQ_TRY(read_code(r, (lq_tag)tag, &text, *at));
  } else if (tag == LQ_TAG_DATE && !is_date(text)) {
    return lq_reading_fail(r, LQ_ERR_BAD_VALUE, node, place,
                           "date is %s; expected a year, a month or a day, as 2026, 2026-11 or "
                           "2026-11-25.",
                           lq_node_found(node).text);
  }
  tags->text[tag] = text;
  return LQ_OK;
}

static lq_node* put_tag(lq_pool* const pool, lq_node* const map, const unsigned tag,
                        const char* const key, const char* const text)
{
  char shown[LQ_ISRC_CHARS + 4] = "";
  if (!key || !text) {
    return map;
  }
  if (tag == LQ_TAG_ISRC) {
    (void)snprintf(shown, sizeof shown, "%.2s-%.3s-%.2s-%.5s", text, text + 2, text + 5, text + 7);
  }
  return lq_node_put(pool, map, key, lq_node_text(pool, *shown ? shown : text, LQ_STYLE_AUTO));
}

lq_node* lq_tags_put(lq_pool* const pool, lq_node* map, const lq_tags* const tags,
                     const bool of_album)
{
  const unsigned title = title_of(of_album);
  map                  = put_tag(pool, map, title, key_of(title, of_album), tags->text[title]);
  for (unsigned i = 0; i < LQ_TAG_N; ++i) {
    if (i != title) {
      map = put_tag(pool, map, i, key_of(i, of_album), tags->text[i]);
    }
  }
  if (tags->is_explicit) {
    const char* const word = tags->is_explicit == LQ_EXPLICIT_YES ? "yes" : "no";
    map = lq_node_put(pool, map, explicit_key, lq_node_text(pool, word, LQ_STYLE_RAW));
  }
  return map;
}
