// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/id3.h"

#include "audio/comments.h"
#include "audio/tag_names.h"

#include <stdio.h>
#include <string.h>

enum { VERSION = 4, FRONT_COVER = 3 };

// Seven bits a byte, so that no player takes a size for the start of sound.
static void set_size(lq_bytes* const to, const size_t at, const size_t size)
{
  uint64_t spread = 0;
  for (unsigned i = 0; i < 4; ++i) {
    spread |= (uint64_t)(size >> 7U * i & 0x7FU) << 8U * i;
  }
  lq_bytes_set_big(to, at, spread, 4);
}

static size_t begin(lq_bytes* const to, const char* const id)
{
  lq_bytes_put(to, id, 4);
  lq_bytes_zeros(to, 6); // size, two bytes of flags
  return to->n;
}

static void end(lq_bytes* const to, const size_t from)
{
  set_size(to, from - 6, to->n - from);
}

static void put_utf8(lq_bytes* const to)
{
  lq_bytes_put(to, "\x03", 1);
}

static void put_text(lq_bytes* const to, const char* const id, const char* const text)
{
  const size_t frame = begin(to, id);
  put_utf8(to);
  lq_bytes_text(to, text);
  end(to, frame);
}

static void put_own(lq_bytes* const to, const char* const name, const char* const text)
{
  const size_t frame = begin(to, "TXXX");
  put_utf8(to);
  lq_bytes_put(to, name, strlen(name) + 1);
  lq_bytes_text(to, text);
  end(to, frame);
}

static void put_comment(lq_bytes* const to, const char* const text)
{
  const size_t frame = begin(to, "COMM");
  put_utf8(to);
  lq_bytes_put(to, "XXX", 4); // in a language that nobody states, without a description
  lq_bytes_text(to, text);
  end(to, frame);
}

static void put_number(lq_bytes* const to, const char* const id, const unsigned number,
                       const unsigned of)
{
  char text[32];
  (void)snprintf(text, sizeof text, of ? "%u/%u" : "%u", number, of);
  if (number || of) {
    put_text(to, id, text);
  }
}

// The people who have no frame of their own share one: role, name, role, name.
static void put_roles(lq_bytes* const to, const lq_tags* const tags)
{
  size_t frame = 0;
  for (unsigned i = 0; i < LQ_TAG_N; ++i) {
    const lq_tag_names* const row = lq_tag_names_of((lq_tag)i);
    if (row->role && tags->text[i] && *tags->text[i]) {
      if (!frame) {
        frame = begin(to, row->frame);
        put_utf8(to);
      } else {
        lq_bytes_zeros(to, 1);
      }
      lq_bytes_put(to, row->role, strlen(row->role) + 1);
      lq_bytes_text(to, tags->text[i]);
    }
  }
  if (frame) {
    end(to, frame);
  }
}

static void put_picture(lq_bytes* const to, const lq_picture* const picture)
{
  const size_t frame = begin(to, "APIC");
  lq_bytes_zeros(to, 1); // Latin-1, for a description that is empty
  lq_bytes_put(to, picture->mime, strlen(picture->mime) + 1);
  lq_bytes_big(to, FRONT_COVER, 1);
  lq_bytes_zeros(to, 1);
  lq_bytes_put(to, picture->bytes, picture->n);
  end(to, frame);
}

static bool is_number(const char* const name) // TRCK and TPOS hold them
{
  return !strncmp(name, "TRACK", 5) || !strncmp(name, "DISC", 4);
}

static void put_frames(lq_bytes* const to, const lq_tags* const tags)
{
  lq_comments c;
  lq_comments_of(&c, tags, LQ_GAIN_REPLAY);
  for (size_t i = 0; i < c.n; ++i) {
    const lq_tag              tag = lq_tag_of_comment(c.at[i].name);
    const lq_tag_names* const row = tag < LQ_TAG_N ? lq_tag_names_of(tag) : NULL;
    if (tag == LQ_TAG_COMMENT) {
      put_comment(to, c.at[i].text);
    } else if (row && row->frame && !row->role) {
      put_text(to, row->frame, c.at[i].text);
    } else if (!(row && row->role) && !is_number(c.at[i].name)) {
      put_own(to, c.at[i].name, c.at[i].text);
    }
  }
  put_number(to, "TRCK", tags->track, tags->n_tracks);
  put_number(to, "TPOS", tags->disc, tags->n_discs);
  put_roles(to, tags);
}

bool lq_id3_put(lq_bytes* const to, const lq_tags* const tags, const lq_picture* const picture,
                const size_t n_total, const size_t n_room)
{
  const size_t start = to->n;
  lq_bytes_put(to, "ID3", 3);
  lq_bytes_big(to, VERSION, 1);
  lq_bytes_zeros(to, 6);
  put_frames(to, tags);
  if (picture && picture->bytes) {
    put_picture(to, picture);
  }
  const size_t n = to->n - start, total = n_total ? n_total : n + n_room;
  if (n > total) {
    to->n = start;
    return to->failed;
  }
  lq_bytes_zeros(to, total - n);
  set_size(to, start + 6, total - LQ_ID3_HEADER);
  return true;
}
