// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/codec.h"

#include <stddef.h>
#include <string.h>

enum { LEAST_KBPS = 8, MOST_KBPS = 512 };

static const char* const names[] = {
    [LQ_CODEC_VORBIS] = "vorbis",
    [LQ_CODEC_OPUS]   = "opus",
    [LQ_CODEC_MP3]    = "mp3",
    [LQ_CODEC_AAC]    = "aac",
};

lq_status lq_codec_parse(const char* const text, lq_codec_spec* const spec)
{
  const size_t n_name = strcspn(text, " ");
  size_t       kind   = 0;
  while (kind < sizeof names / sizeof *names &&
         (strlen(names[kind]) != n_name || memcmp(names[kind], text, n_name) != 0)) {
    ++kind;
  }
  const char* p    = text + n_name + strspn(text + n_name, " ");
  unsigned    kbps = 0;
  for (; *p >= '0' && *p <= '9' && kbps <= MOST_KBPS; ++p) {
    kbps = 10 * kbps + (unsigned)(*p - '0');
  }
  if (kind == sizeof names / sizeof *names || *p || kbps < LEAST_KBPS || kbps > MOST_KBPS) {
    return LQ_ERR_BAD_VALUE;
  }
  *spec = (lq_codec_spec){.kind = (lq_codec_kind)kind, .kbps = kbps};
  return LQ_OK;
}

const char* lq_codec_name(const lq_codec_kind kind)
{
  return names[kind];
}
