// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/digest.h"

#include "base/reason.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/md5.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

_Static_assert(sizeof(struct md5_ctx) <= sizeof((lq_digester*)0)->md5,
               "room for the library's MD5");
_Static_assert(sizeof(struct sha256_ctx) <= sizeof((lq_digester*)0)->sha256, "and its SHA-256");

static struct md5_ctx* md5_of(lq_digester* const d)
{
  return (struct md5_ctx*)(void*)d->md5;
}

static struct sha256_ctx* sha256_of(lq_digester* const d)
{
  return (struct sha256_ctx*)(void*)d->sha256;
}

// Eight bytes a step: table[k][b] is what byte b does when k more bytes follow it.
static void crc_start(lq_digester* const d)
{
  const uint32_t polynomial = 0xEDB88320U; // RFC 1952, section 8, bits reversed
  for (uint32_t b = 0; b < 256; ++b) {
    uint32_t r = b;
    for (unsigned i = 0; i < 8; ++i) {
      r = r & 1U ? r >> 1U ^ polynomial : r >> 1U;
    }
    d->crc_table[0][b] = r;
  }
  for (unsigned k = 1; k < 8; ++k) {
    for (uint32_t b = 0; b < 256; ++b) {
      const uint32_t r   = d->crc_table[k - 1][b];
      d->crc_table[k][b] = r >> 8U ^ d->crc_table[0][r & 0xFFU];
    }
  }
  d->crc = UINT32_MAX;
}

static void crc_add(lq_digester* const d, const unsigned char* p, size_t n)
{
  const uint32_t(*const t)[256] = (const uint32_t(*)[256])d->crc_table;
  uint32_t r                    = d->crc;
  for (; n >= 8; n -= 8, p += 8) {
    r = t[7][(r & 0xFFU) ^ p[0]] ^ t[6][(r >> 8U & 0xFFU) ^ p[1]] ^
        t[5][(r >> 16U & 0xFFU) ^ p[2]] ^ t[4][(r >> 24U) ^ p[3]] ^ t[3][p[4]] ^ t[2][p[5]] ^
        t[1][p[6]] ^ t[0][p[7]];
  }
  for (; n; --n, ++p) {
    r = r >> 8U ^ t[0][(r ^ *p) & 0xFFU];
  }
  d->crc = r;
}

void lq_digester_start(lq_digester* const d)
{
  d->n_bytes = 0;
  crc_start(d);
  md5_init(md5_of(d));
  sha256_init(sha256_of(d));
}

void lq_digester_add(lq_digester* const d, const void* const bytes, const size_t n)
{
  d->n_bytes += n;
  crc_add(d, bytes, n);
  md5_update(md5_of(d), n, bytes);
  sha256_update(sha256_of(d), n, bytes);
}

static void hex(const unsigned char* const bytes, const size_t n, char* const to)
{
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < n; ++i) {
    to[2 * i]     = digits[bytes[i] >> 4U];
    to[2 * i + 1] = digits[bytes[i] & 15U];
  }
  to[2 * n] = '\0';
}

void lq_digester_end(lq_digester* const d, lq_digests* const digests)
{
  unsigned char bytes[SHA256_DIGEST_SIZE];
  digests->n_bytes = d->n_bytes;
  md5_digest(md5_of(d), MD5_DIGEST_SIZE, bytes);
  hex(bytes, MD5_DIGEST_SIZE, digests->md5);
  sha256_digest(sha256_of(d), SHA256_DIGEST_SIZE, bytes);
  hex(bytes, SHA256_DIGEST_SIZE, digests->sha256);
  (void)snprintf(digests->crc32, sizeof digests->crc32, "%08X", (unsigned)~d->crc);
}

void lq_digest_bytes(lq_digests* const digests, const void* const bytes, const size_t n)
{
  lq_digester d;
  lq_digester_start(&d);
  lq_digester_add(&d, bytes, n);
  lq_digester_end(&d, digests);
}

static lq_status add_all(lq_digester* const d, const int fd, const char* const path,
                         lq_error* const error)
{
  enum { BLOCK = 65536 }; // 64 KB: fits the second cache, and the stack
  unsigned char block[BLOCK];
  for (;;) {
    const ssize_t n = read(fd, block, sizeof block);
    if (n > 0) {
      lq_digester_add(d, block, (size_t)n);
    } else if (!n) {
      return LQ_OK;
    } else if (errno != EINTR) {
      return lq_fail_file(error, LQ_ERR_READ, path, "'%s' cannot be read: %s.", path,
                          lq_reason(errno));
    }
  }
}

lq_status lq_digest_file(lq_digests* const digests, const char* const path, lq_error* const error)
{
  const int fd =
      open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); // a FIFO without a writer must not wait
  if (fd < 0) {
    return lq_fail_file(error, errno == ENOENT ? LQ_ERR_NOT_FOUND : LQ_ERR_READ, path,
                        "'%s' cannot be opened: %s.", path, lq_reason(errno));
  }
  struct stat info;
  lq_digester d;
  lq_status   st = LQ_OK;
  lq_digester_start(&d);
  if (fstat(fd, &info) || !S_ISREG(info.st_mode)) {
    st = lq_fail_file(error, LQ_ERR_READ, path, "'%s' is no plain file; expected one.", path);
  } else {
    st = add_all(&d, fd, path, error);
  }
  (void)close(fd);
  if (!st) {
    lq_digester_end(&d, digests);
  }
  return st;
}
