// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/pcm.h"

#include "audio/claim.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER = 32768, BEHIND = 16 };

struct lq_pcm {
  int            fd;
  unsigned       n_channels;
  size_t         frame; ///< bytes
  uint64_t       data;  ///< offset of the first frame in the file
  uint64_t       n_frames;
  uint64_t       position; ///< of the first frame that has not been fetched
  size_t         taken, held;
  int            io_error;
  lq_pcm_decode* decode;
  unsigned char  buffer[BUFFER + BEHIND];
};

extern const lq_pcm_kernels lq_pcm_kernels_base;
#if defined(__x86_64__)
extern const lq_pcm_kernels lq_pcm_kernels_avx2;
#endif

// Decoding is exact, so whatever the CPU has gives the same bits.
static const lq_pcm_kernels* best(void)
{
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2")) {
    return &lq_pcm_kernels_avx2;
  }
#endif
  return &lq_pcm_kernels_base;
}

static lq_pcm_decode* decoder_for(const lq_pcm_format* const f)
{
  const lq_pcm_kernels* const k = best();
  return f->floating     ? (f->bits == 32 ? k->decode_float : NULL)
         : f->bits == 16 ? k->decode_16
         : f->bits == 24 ? k->decode_24
         : f->bits == 32 ? k->decode_32
                         : NULL;
}

lq_status lq_pcm_open(lq_pcm** const pcm, const int fd, const lq_pcm_format* const f)
{
  *pcm = NULL;
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
  return LQ_OK;
#endif
  struct stat          info;
  lq_audio_chunk       data   = {0};
  lq_pcm_decode* const decode = decoder_for(f);
  const size_t         frame  = (size_t)f->n_channels * f->bits / 8;
  if (!decode || fstat(fd, &info) || !frame || frame > BUFFER ||
      !lq_audio_wav_data(fd, (uint64_t)info.st_size, &data) || data.frame_bytes != frame ||
      data.n_bytes / frame != f->n_frames) {
    return LQ_OK;
  }
  lq_pcm* const p = malloc(sizeof *p); // the buffer needs no zeros
  if (!p) {
    return LQ_ERR_MEMORY;
  }
  p->fd         = fd;
  p->n_channels = f->n_channels;
  p->frame      = frame;
  p->data       = data.at;
  p->n_frames   = f->n_frames;
  p->io_error   = 0;
  p->decode     = decode;
  lq_pcm_seek(p, 0);
  *pcm = p;
  return LQ_OK;
}

void lq_pcm_close(lq_pcm* const pcm)
{
  free(pcm);
}

int lq_pcm_io_error(const lq_pcm* const pcm)
{
  return pcm->io_error;
}

void lq_pcm_seek(lq_pcm* const p, const uint64_t frame)
{
  p->position = frame < p->n_frames ? frame : p->n_frames;
  p->taken = p->held = 0;
}

static void fetch(lq_pcm* const p)
{
  const uint64_t left = p->n_frames - p->position;
  const size_t   most = BUFFER / p->frame;
  const size_t   want = (left < most ? (size_t)left : most) * p->frame;
  size_t         got  = 0;
  while (got < want) {
    const ssize_t n =
        pread(p->fd, p->buffer + got, want - got, (off_t)(p->data + p->position * p->frame + got));
    if (n < 0 && errno == EINTR) {
      continue;
    }
    if (n <= 0) {
      p->io_error = n ? errno : p->io_error;
      break;
    }
    got += (size_t)n;
  }
  p->taken = 0;
  p->held  = got / p->frame;
  p->position += p->held;
}

size_t lq_pcm_read(lq_pcm* const p, float* const* const x, const size_t offset,
                   const size_t n_frames, uint32_t* const worst)
{
  size_t done = 0;
  *worst      = 0;
  while (done < n_frames) {
    if (p->taken == p->held) {
      fetch(p);
      if (!p->held) {
        break;
      }
    }
    const size_t   there = p->held - p->taken;
    const size_t   now   = n_frames - done < there ? n_frames - done : there;
    const uint32_t top =
        p->decode(p->buffer + p->taken * p->frame, p->n_channels, now, x, offset + done);
    *worst = top > *worst ? top : *worst;
    p->taken += now;
    done += now;
  }
  return done;
}
