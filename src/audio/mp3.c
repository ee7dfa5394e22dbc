// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/mp3.h"

#include <mpg123.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct lq_mp3 {
  mpg123_handle* handle;
  unsigned       n_channels;
};

static uint64_t number(const unsigned char* const p, const unsigned n, const unsigned bits)
{
  uint64_t v = 0;
  for (unsigned i = 0; i < n; ++i) {
    v = v << bits | p[i];
  }
  return v;
}

// Behind ID3v2 tags, or 0. Source: id3.org, ID3v2.4.0, section 3.1.
static off_t after_tags(const int fd)
{
  off_t at = 0;
  for (int i = 0; i < 4; ++i) { // some writers put a tag before a tag
    unsigned char head[10];
    if (pread(fd, head, sizeof head, at) != (ssize_t)sizeof head || memcmp(head, "ID3", 3)) {
      break;
    }
    at += 10 + (off_t)number(head + 6, 4, 7) + (head[5] & 0x10 ? 10 : 0);
  }
  return at;
}

static bool has_sync(const unsigned char* const h) // eleven ones (ISO 11172-3)
{
  return h[0] == 0xFF && (h[1] & 0xE0U) == 0xE0U;
}

// No reserved version, layer, bit rate or sample rate (ISO 11172-3).
static bool is_header(const unsigned char* const h)
{
  return has_sync(h) && (h[1] & 0x18U) != 0x08U && (h[1] & 0x06U) && (h[2] & 0xF0U) != 0xF0U &&
         (h[2] & 0x0CU) != 0x0CU;
}

// MPEG frames promised by the tag in the first one; 0 without. The tag stands behind the side
// information of layer III, whose length follows from version and channels.
static uint64_t promised(const unsigned char* const first)
{
  const bool                 mpeg_1 = (first[1] & 0x08U) != 0, mono = (first[3] & 0xC0U) == 0xC0U;
  const unsigned             side  = mpeg_1 ? (mono ? 17 : 32) : (mono ? 9 : 17);
  const unsigned char* const tag   = first + 4 + side;
  const bool                 named = !memcmp(tag, "Xing", 4) || !memcmp(tag, "Info", 4);
  return named && (tag[7] & 1U) ? number(tag + 8, 4, 8) : 0;
}

void lq_mp3_close(lq_mp3* const mp3)
{
  if (mp3) {
    if (mp3->handle) {
      (void)mpg123_close(mp3->handle);
      mpg123_delete(mp3->handle);
    }
    free(mp3);
  }
}

static bool begin(lq_mp3* const m, const int fd, lq_mp3_info* const info)
{
  mpg123_handle* const h        = m->handle;
  long                 rate_hz  = 0;
  int                  channels = 0, encoding = 0;
  if (mpg123_param(h, MPG123_ADD_FLAGS, MPG123_QUIET | MPG123_FORCE_FLOAT, 0) != MPG123_OK ||
      lseek(fd, 0, SEEK_SET) || mpg123_open_fd(h, fd) != MPG123_OK ||
      mpg123_getformat(h, &rate_hz, &channels, &encoding) != MPG123_OK || rate_hz < 1 ||
      channels < 1 || encoding != MPG123_ENC_FLOAT_32) {
    return false;
  }
  // Nothing else from here on, whatever later headers say.
  struct mpg123_frameinfo frame;
  if (mpg123_format_none(h) != MPG123_OK ||
      mpg123_format(h, rate_hz, channels, encoding) != MPG123_OK || mpg123_scan(h) != MPG123_OK ||
      mpg123_info(h, &frame) != MPG123_OK) {
    return false;
  }
  const off_t n = mpg123_length(h);
  *info         = (lq_mp3_info){.rate_hz    = (unsigned)rate_hz,
                                .n_channels = (unsigned)channels,
                                .layer      = (unsigned)frame.layer,
                                .n_frames   = n > 0 ? (uint64_t)n : 0};
  m->n_channels = info->n_channels;
  return true;
}

lq_mp3* lq_mp3_open(const int fd, lq_mp3_info* const info, bool* const is_mpeg)
{
  unsigned char first[64] = {0};
  *is_mpeg                = pread(fd, first, sizeof first, after_tags(fd)) >= 2 && has_sync(first);
  if (!*is_mpeg || !is_header(first)) {
    return NULL;
  }
  lq_mp3* const m = calloc(1, sizeof *m);
  if (m) {
    m->handle = mpg123_new(NULL, NULL);
  }
  if (!m || !m->handle || !begin(m, fd, info)) {
    lq_mp3_close(m);
    return NULL;
  }
  const off_t there = mpg123_framelength(m->handle);
  info->truncated   = there > 0 && (uint64_t)there < promised(first);
  return m;
}

size_t lq_mp3_read(lq_mp3* const mp3, float* const x, const size_t n_frames)
{
  const size_t frame = mp3->n_channels * sizeof *x, n_bytes = n_frames * frame;
  size_t       done = 0;
  while (done < n_bytes) {
    size_t    now    = 0;
    const int status = mpg123_read(mp3->handle, (unsigned char*)x + done, n_bytes - done, &now);
    done += now;
    if (status != MPG123_OK && status != MPG123_NEW_FORMAT) {
      break;
    }
    if (status == MPG123_OK && !now) {
      break;
    }
  }
  return done / frame;
}

bool lq_mp3_seek(lq_mp3* const mp3, const uint64_t frame)
{
  return mpg123_seek(mp3->handle, (off_t)frame, SEEK_SET) == (off_t)frame;
}
