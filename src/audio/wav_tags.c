// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/wav_tags.h"

#include "audio/id3.h"
#include "audio/ixml.h"
#include "audio/tag_names.h"

#include <stdio.h>
#include <string.h>

static size_t begin(lq_bytes* const to, const char* const id)
{
  lq_bytes_put(to, id, 4);
  lq_bytes_little(to, 0, 4);
  return to->n;
}

static void end(lq_bytes* const to, const size_t from)
{
  lq_bytes_set_little(to, from - 4, to->n - from, 4);
  lq_bytes_zeros(to, to->n & 1U); // chunks have an even length
}

static void put_item(lq_bytes* const to, const char* const id, const char* const text)
{
  const size_t item = begin(to, id);
  lq_bytes_put(to, text, strlen(text) + 1);
  end(to, item);
}

static void put_info(lq_bytes* const to, const lq_tags* const tags)
{
  const size_t list = begin(to, "LIST");
  lq_bytes_put(to, "INFO", 4);
  for (unsigned i = 0; i < LQ_TAG_N; ++i) {
    const char* const id = lq_tag_names_of((lq_tag)i)->info;
    if (id && tags->text[i] && *tags->text[i]) {
      put_item(to, id, tags->text[i]);
    }
  }
  if (tags->track) {
    char number[16];
    (void)snprintf(number, sizeof number, "%u", tags->track);
    put_item(to, "ITRK", number);
  }
  put_item(to, "ISFT", "Lacquer");
  end(to, list);
}

bool lq_wav_tags(lq_bytes* const to, const lq_bext* const bext, const lq_tags* const tags,
                 const size_t n_total, const size_t n_room)
{
  const size_t start = to->n, head = 8;
  size_t       chunk = begin(to, "bext");
  lq_bext_put(to, bext, tags);
  end(to, chunk);
  put_info(to, tags);
  chunk = begin(to, "iXML");
  lq_ixml_put(to, tags);
  end(to, chunk);
  if (tags->text[LQ_TAG_ISRC] && *tags->text[LQ_TAG_ISRC]) {
    chunk = begin(to, "axml");
    lq_axml_put(to, tags->text[LQ_TAG_ISRC]);
    end(to, chunk);
  }
  chunk = begin(to, "id3 "); // what players read, and MediaInfo, which takes INFO for Latin-1
  (void)lq_id3_put(to, tags, NULL, 0, 0);
  end(to, chunk);
  const size_t n = to->n - start, total = n_total ? n_total : n + head + n_room;
  if (n != total && n + head > total) {
    to->n = start;
    return to->failed;
  }
  if (n != total) {
    chunk = begin(to, "JUNK");
    lq_bytes_zeros(to, total - n - head);
    end(to, chunk);
  }
  return true;
}
