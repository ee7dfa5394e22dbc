// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/flac_md5.h"

#include "base/digest.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  AT_INFO     = 8,  ///< of STREAMINFO, behind "fLaC" and its block header
  AT_FORMAT   = 18, ///< rate, channels, bits
  AT_MD5      = 26,
  HEAD_BYTES  = 42,
  MD5_BYTES   = 16,
  BATCH_BYTES = 1 << 16,
};

struct lq_flac_md5 {
  lq_digester   digester;
  unsigned      n_channels, bits;
  bool          promised;
  char          md5[LQ_MD5_CHARS + 1];
  size_t        fill;
  unsigned char batch[BATCH_BYTES];
};

static bool read_head(const char* const path, unsigned char* const head)
{
  const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    return false;
  }
  const ssize_t n = pread(fd, head, HEAD_BYTES, 0);
  (void)close(fd);
  return n == HEAD_BYTES && !memcmp(head, "fLaC", 4) && !(head[4] & 0x7f);
}

lq_status lq_flac_md5_open(lq_flac_md5** const md5, const char* const path,
                           const unsigned n_channels)
{
  unsigned char head[HEAD_BYTES];
  *md5 = NULL;
  if (!read_head(path, head)) {
    return LQ_OK;
  }
  // Behind 20 bits of rate: 3 of channels and 5 of bits, each less one.
  const unsigned bits     = (((head[AT_FORMAT + 2] & 1U) << 4) | (head[AT_FORMAT + 3] >> 4)) + 1;
  const unsigned channels = ((head[AT_FORMAT + 2] >> 1) & 7U) + 1;
  if (bits > 24 || channels != n_channels) { // floats are not exact beyond
    return LQ_OK;
  }
  lq_flac_md5* const m = calloc(1, sizeof *m);
  if (!m) {
    return LQ_ERR_MEMORY;
  }
  m->n_channels = n_channels;
  m->bits       = bits;
  for (unsigned i = 0; i < MD5_BYTES; ++i) {
    m->promised |= head[AT_MD5 + i] != 0;
    (void)snprintf(m->md5 + (size_t)2 * i, 3, "%02x", head[AT_MD5 + i]);
  }
  lq_digester_start(&m->digester);
  *md5 = m;
  return LQ_OK;
}

void lq_flac_md5_free(lq_flac_md5* const m)
{
  free(m);
}

void lq_flac_md5_add(lq_flac_md5* const m, const float* const* const x, const size_t n_frames)
{
  if (!m || !m->promised) {
    return;
  }
  const unsigned n_bytes = (m->bits + 7) / 8;
  const float    scale   = ldexpf(1, (int)m->bits - 1);
  for (size_t i = 0; i < n_frames; ++i) {
    if (m->fill + (size_t)m->n_channels * n_bytes > BATCH_BYTES) {
      lq_digester_add(&m->digester, m->batch, m->fill);
      m->fill = 0;
    }
    for (unsigned c = 0; c < m->n_channels; ++c) {
      const uint32_t value = (uint32_t)(int32_t)(x[c][i] * scale);
      for (unsigned k = 0; k < n_bytes; ++k) {
        m->batch[m->fill++] = (unsigned char)(value >> (8 * k));
      }
    }
  }
}

void lq_flac_md5_tell(lq_flac_md5* const m, lq_heard* const heard)
{
  if (!m || !m->promised) {
    return;
  }
  lq_digests found;
  lq_digester_add(&m->digester, m->batch, m->fill);
  lq_digester_end(&m->digester, &found);
  heard->has_md5     = true;
  heard->md5_differs = strcmp(found.md5, m->md5) != 0;
  (void)snprintf(heard->md5_found, sizeof heard->md5_found, "%s", found.md5);
  (void)snprintf(heard->md5_promised, sizeof heard->md5_promised, "%s", m->md5);
}
