// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/picture.h"

#include "base/reason.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FRONT_COVER = 3 };

// Source: PNG, third edition, 5.2 and 11.2.1: the header comes first.
static bool judge_png(lq_picture* const p)
{
  static const unsigned char start[]    = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n',
                                           0,    0,   0,   13,  'I',  'H',  'D',  'R'};
  static const unsigned      channels[] = {1, 0, 3, 1, 2, 0, 4}; // by the colour type
  if (p->n < 26 || memcmp(p->bytes, start, sizeof start) || p->bytes[25] > 6) {
    return false;
  }
  p->mime       = "image/png";
  p->width      = (unsigned)lq_big(p->bytes + 16, 4);
  p->height     = (unsigned)lq_big(p->bytes + 20, 4);
  p->depth_bits = p->bytes[24] * channels[p->bytes[25]];
  return true;
}

// Source: ITU-T T.81, B.1 and B.2: segments of a marker and a size, up to a frame header.
static bool judge_jpeg(lq_picture* const p)
{
  if (p->n < 4 || memcmp(p->bytes, "\xFF\xD8\xFF", 3)) {
    return false;
  }
  for (size_t at = 2; at + 9 < p->n && p->bytes[at] == 0xFF;) {
    const unsigned marker = p->bytes[at + 1];
    const size_t   size   = (size_t)lq_big(p->bytes + at + 2, 2);
    const bool     frame =
        marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame) {
      p->mime       = "image/jpeg";
      p->height     = (unsigned)lq_big(p->bytes + at + 5, 2);
      p->width      = (unsigned)lq_big(p->bytes + at + 7, 2);
      p->depth_bits = p->bytes[at + 4] * (unsigned)p->bytes[at + 9];
      return true;
    }
    at += marker == 0xFF ? 1 : 2 + size;
  }
  return false;
}

bool lq_picture_judge(lq_picture* const picture, const unsigned char* const bytes, const size_t n)
{
  *picture = (lq_picture){.bytes = bytes, .n = n};
  return judge_png(picture) || judge_jpeg(picture);
}

static lq_status load(lq_bytes* const room, const char* const path, lq_error* const error)
{
  struct stat info;
  if (!stat(path, &info) && !S_ISREG(info.st_mode)) { // a FIFO would make us wait
    return lq_fail_file(error, LQ_ERR_FORMAT, path, "The picture '%s' is not a plain file.", path);
  }
  FILE* const file = fopen(path, "rb");
  if (!file) {
    return lq_fail_file(error, errno == ENOENT ? LQ_ERR_NOT_FOUND : LQ_ERR_READ, path,
                        "The picture '%s' cannot be read: %s.", path, lq_reason(errno));
  }
  unsigned char part[16384];
  size_t        n;
  while (room->n <= LQ_PICTURE_MOST_BYTES && (n = fread(part, 1, sizeof part, file)) > 0) {
    lq_bytes_put(room, part, n);
  }
  const int why = ferror(file) ? errno : 0;
  (void)fclose(file);
  if (why) {
    return lq_fail_file(error, LQ_ERR_READ, path, "The picture '%s' cannot be read: %s.", path,
                        lq_reason(why));
  }
  return LQ_OK;
}

lq_status lq_picture_of(lq_picture* const picture, lq_bytes* const room, const lq_tags* const tags,
                        lq_error* const error)
{
  const unsigned char* bytes = tags->picture_bytes;
  size_t               n     = tags->n_picture_bytes;
  const char* const    path  = tags->picture ? tags->picture : "";
  *picture                   = (lq_picture){0};
  if (tags->picture) {
    LQ_TRY(load(room, path, error));
    bytes = room->at;
    n     = room->n;
  } else if (bytes && n <= LQ_PICTURE_MOST_BYTES) {
    lq_bytes_put(room, bytes, n);
    bytes = room->at;
  } else if (!bytes) {
    return LQ_OK;
  }
  if (room->failed) {
    return lq_fail_file(error, LQ_ERR_MEMORY, path, "No memory for the picture '%s'.", path);
  }
  if (n > LQ_PICTURE_MOST_BYTES) {
    return lq_fail_file(error, LQ_ERR_LIMIT, path,
                        "The picture '%s' is larger than the %d MB that a sound file can carry.",
                        path, LQ_PICTURE_MOST_BYTES >> 20);
  }
  lq_picture p;
  if (!lq_picture_judge(&p, bytes, n)) {
    return lq_fail_file(error, LQ_ERR_FORMAT, path,
                        "The picture '%s' is neither a JPEG nor a PNG file, or is cut off.", path);
  }
  *picture = p;
  return LQ_OK;
}

void lq_picture_block(lq_bytes* const to, const lq_picture* const picture)
{
  lq_bytes_big(to, FRONT_COVER, 4);
  lq_bytes_big(to, strlen(picture->mime), 4);
  lq_bytes_text(to, picture->mime);
  lq_bytes_big(to, 0, 4); // no description
  lq_bytes_big(to, picture->width, 4);
  lq_bytes_big(to, picture->height, 4);
  lq_bytes_big(to, picture->depth_bits, 4);
  lq_bytes_big(to, 0, 4); // no palette
  lq_bytes_big(to, picture->n, 4);
  lq_bytes_put(to, picture->bytes, picture->n);
}

// A text or picture behind its 32-bit size.
static bool sized(const unsigned char* const block, const size_t n, size_t* const at,
                  const unsigned char** const what, size_t* const n_what)
{
  if (n - *at < 4) {
    return false;
  }
  const uint64_t size = lq_big(block + *at, 4);
  *at += 4;
  if (size > n - *at) {
    return false;
  }
  *what   = block + *at;
  *n_what = (size_t)size;
  *at += (size_t)size;
  return true;
}

bool lq_picture_unblock(const unsigned char* const block, const size_t n, unsigned* const type,
                        const unsigned char** const bytes, size_t* const n_bytes)
{
  enum { FIGURES = 16 }; // width, height, depth, colours
  size_t at = 4;
  if (n < 4 || !sized(block, n, &at, bytes, n_bytes) || !sized(block, n, &at, bytes, n_bytes) ||
      n - at < FIGURES) {
    return false;
  }
  at += FIGURES;
  *type = (unsigned)lq_big(block, 4);
  return sized(block, n, &at, bytes, n_bytes);
}

void lq_picture_take(lq_tags* const tags, const unsigned type, const unsigned char* const bytes,
                     const size_t n)
{
  if (n && (!tags->picture_bytes || type == FRONT_COVER)) {
    tags->picture_bytes   = bytes;
    tags->n_picture_bytes = n;
  }
}

void lq_base64(lq_bytes* const to, const size_t from)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const size_t      n = to->n - from, n_text = (n + 2) / 3 * 4;
  lq_bytes_zeros(to, n_text - n);
  if (to->failed) {
    return;
  }
  unsigned char* const at = to->at + from;
  for (size_t group = (n + 2) / 3; group-- > 0;) { // from the end, where there is room
    const size_t   left = n - 3 * group;
    const uint32_t v    = (uint32_t)at[3 * group] << 16U |
                       (left > 1 ? (uint32_t)at[3 * group + 1] << 8U : 0U) |
                       (left > 2 ? at[3 * group + 2] : 0U);
    at[4 * group]     = (unsigned char)letters[v >> 18U];
    at[4 * group + 1] = (unsigned char)letters[v >> 12U & 63U];
    at[4 * group + 2] = left > 1 ? (unsigned char)letters[v >> 6U & 63U] : '=';
    at[4 * group + 3] = left > 2 ? (unsigned char)letters[v & 63U] : '=';
  }
}

static unsigned value(const char c)
{
  return c >= 'A' && c <= 'Z'   ? (unsigned)(c - 'A')
         : c >= 'a' && c <= 'z' ? (unsigned)(c - 'a' + 26)
         : c >= '0' && c <= '9' ? (unsigned)(c - '0' + 52)
         : c == '+'             ? 62
         : c == '/'             ? 63
                                : 64;
}

size_t lq_unbase64(unsigned char* const to, const char* const text)
{
  size_t   n = 0;
  uint32_t v = 0;
  size_t   i = 0;
  for (; text[i] && text[i] != '='; ++i) {
    const unsigned six = value(text[i]);
    if (six > 63) {
      return SIZE_MAX;
    }
    v = v << 6U | six;
    if (i % 4) {
      to[n++] = (unsigned char)(v >> (6U - 2U * (unsigned)(i % 4)) & 0xFFU);
    }
  }
  return i % 4 == 1 ? SIZE_MAX : n;
}
