// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/wav_form.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD_BYTES = 12, CHUNK_BYTES = 8, FORMAT_BYTES = 16, DS64_BYTES = 16, CHUNKS_MOST = 4096 };

static const uint32_t unknown_size = 0xffffffffU; // RF64: it stands in the ds64 chunk

typedef struct {
  int          fd;
  uint64_t     ds64_form, ds64_data;
  lq_wav_form* form;
} reading;

static bool get(const reading* const r, const uint64_t at, unsigned char* const to, const size_t n)
{
  return pread(r->fd, to, n, (off_t)at) == (ssize_t)n;
}

static uint32_t u32(const unsigned char* const b)
{
  return b[0] | ((uint32_t)b[1] << 8) | ((uint32_t)b[2] << 16) | ((uint32_t)b[3] << 24);
}

static uint64_t u64(const unsigned char* const b)
{
  return u32(b) | ((uint64_t)u32(b + 4) << 32);
}

static void take_format(reading* const r, const uint64_t at, const uint32_t size)
{
  unsigned char b[FORMAT_BYTES];
  if (size >= FORMAT_BYTES && get(r, at, b, sizeof b)) {
    r->form->has_format  = true;
    r->form->tag         = b[0] | ((unsigned)b[1] << 8);
    r->form->n_channels  = b[2] | ((unsigned)b[3] << 8);
    r->form->frame_bytes = b[12] | ((unsigned)b[13] << 8);
  }
}

static void take_ds64(reading* const r, const uint64_t at, const uint32_t size)
{
  unsigned char b[DS64_BYTES];
  if (size >= DS64_BYTES && get(r, at, b, sizeof b)) {
    r->ds64_form = u64(b);
    r->ds64_data = u64(b + 8);
  }
}

// What stands behind the sound: another chunk, or bytes that are none. One zero byte is padding.
static void look_behind(reading* const r, const uint64_t end)
{
  lq_wav_form* const f              = r->form;
  const uint64_t     behind         = end + (f->data_bytes & 1U);
  unsigned char      b[CHUNK_BYTES] = {0};
  if (behind >= f->n_bytes) {
    return;
  }
  f->after_at = behind;
  if (get(r, behind, b, sizeof b)) {
    bool printable = true;
    for (unsigned i = 0; i < 4; ++i) {
      printable &= b[i] >= ' ' && b[i] < 0x7f;
    }
    memcpy(f->after, b, printable ? 4 : 0);
  }
}

static void walk(reading* const r)
{
  lq_wav_form* const f  = r->form;
  uint64_t           at = HEAD_BYTES;
  for (unsigned i = 0; i < CHUNKS_MOST; ++i) {
    unsigned char b[CHUNK_BYTES];
    if (!get(r, at, b, sizeof b)) {
      return;
    }
    const uint32_t size = u32(b + 4);
    at += CHUNK_BYTES;
    if (!memcmp(b, "data", 4)) {
      f->has_data   = true;
      f->data_at    = at;
      f->data_bytes = size == unknown_size && r->ds64_data ? r->ds64_data : size;
      if (f->data_bytes <= f->n_bytes - at) {
        look_behind(r, at + f->data_bytes);
      }
      return;
    }
    if (!memcmp(b, "fmt ", 4)) {
      take_format(r, at, size);
    } else if (!memcmp(b, "ds64", 4)) {
      take_ds64(r, at, size);
    }
    at += size + (size & 1U);
  }
}

lq_status lq_wav_form_read(lq_wav_form* const form, const char* const path)
{
  *form = (lq_wav_form){0};
  struct stat   info;
  unsigned char b[HEAD_BYTES];
  const int     fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0 || fstat(fd, &info)) {
    if (fd >= 0) {
      (void)close(fd);
    }
    return LQ_ERR_READ;
  }
  reading r     = {.fd = fd, .form = form};
  form->n_bytes = info.st_size > 0 ? (uint64_t)info.st_size : 0;
  if (get(&r, 0, b, sizeof b) && (!memcmp(b, "RIFF", 4) || !memcmp(b, "RF64", 4)) &&
      !memcmp(b + 8, "WAVE", 4)) {
    form->is_wav        = true;
    const uint32_t size = u32(b + 4);
    walk(&r);
    form->form_bytes = size == unknown_size ? (r.ds64_form ? r.ds64_form + CHUNK_BYTES : 0)
                                            : (uint64_t)size + CHUNK_BYTES;
  }
  (void)close(fd);
  return LQ_OK;
}
