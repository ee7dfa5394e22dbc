// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The image of a disc against its tracks joined: the same samples, from the first mark on, or from
// the very beginning where a hidden song lies in the first pause.
#include "verify/disc_work.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { BATCH_FRAMES = 8192, FRAME_BYTES = 4 };

typedef struct {
  int           fd;
  uint64_t      at; // frames of the image
  float         x[2][BATCH_FRAMES];
  unsigned char image[BATCH_FRAMES * FRAME_BYTES];
} comparing;

static int sample(const unsigned char* const b)
{
  return (int16_t)(uint16_t)(b[0] | (b[1] << 8));
}

// Frames that are alike from the beginning of what was read on.
static size_t alike(const comparing* const c, const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    const unsigned char* const b = c->image + i * FRAME_BYTES;
    if ((int)(c->x[0][i] * 32768.0F) != sample(b) ||
        (int)(c->x[1][i] * 32768.0F) != sample(b + 2)) {
      return i;
    }
  }
  return n_frames;
}

// @param differs_at  frame of the file; UINT64_MAX: all is alike
static lq_status compare_file(comparing* const c, lq_work* const w, const lq_entry* const e,
                              uint64_t* const differs_at)
{
  float* const x[2] = {c->x[0], c->x[1]};
  lq_audio_in* in   = NULL;
  uint64_t     done = 0;
  lq_status    st   = lq_audio_in_open(&in, e->path, NULL);
  *differs_at       = UINT64_MAX;
  for (size_t n = BATCH_FRAMES; !st && n == BATCH_FRAMES && *differs_at == UINT64_MAX;) {
    st = lq_audio_in_read(in, x, BATCH_FRAMES, &n, NULL);
    if (st || !n) {
      break;
    }
    const ssize_t got   = pread(c->fd, c->image, n * FRAME_BYTES, (off_t)(c->at * FRAME_BYTES));
    const size_t  there = got > 0 ? (size_t)got / FRAME_BYTES : 0;
    const size_t  same  = alike(c, there < n ? there : n);
    *differs_at         = same < n ? done + same : UINT64_MAX;
    done += n;
    c->at += n;
    st = lq_work_step(w, 0) ? LQ_ERR_CANCELLED : LQ_OK;
  }
  lq_audio_in_close(in);
  return st == LQ_ERR_MEMORY || st == LQ_ERR_CANCELLED ? st : LQ_OK;
}

static bool fits(const lq_cd_tracks* const tracks)
{
  bool fit = tracks->n > 0;
  for (size_t i = 0; i < tracks->n; ++i) {
    const lq_heard* const h = &tracks->files[i]->heard;
    fit = fit && h->m.n_channels == 2 && h->info.bits == 16 && !h->info.truncated;
  }
  return fit;
}

static lq_status compare_all(comparing* const c, lq_work* const w, const lq_cd_tracks* const tracks)
{
  for (size_t i = 0; i < tracks->n; ++i) {
    const lq_entry* const e = tracks->files[i];
    uint64_t              differs_at;
    LQ_TRY(compare_file(c, w, e, &differs_at));
    if (differs_at != UINT64_MAX) {
      (void)lq_remark_add(&w->remarks, LQ_RULE_CD_IMAGE,
                          lq_spot_time(e->name, (double)differs_at / e->heard.m.rate_hz),
                          "the samples of the image", "other samples from here");
      return LQ_OK; // the rest of a shifted image would differ too
    }
  }
  return LQ_OK;
}

lq_status lq_cd_image_compare(lq_work* const w, const lq_cd_tracks* const tracks,
                              const lq_known_disc* const known)
{
  if (!known->image || !fits(tracks)) {
    return LQ_OK;
  }
  comparing* const c = calloc(1, sizeof *c);
  LQ_TRY(c ? LQ_OK : LQ_ERR_MEMORY);
  c->at = tracks->hidden ? 0 : (uint64_t)known->disc->tracks[0].index[0] * LQ_SECTOR_FRAMES;
  c->fd = open(known->image, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  const lq_status st = c->fd >= 0 ? compare_all(c, w, tracks) : LQ_OK; // the set's reader says it
  if (c->fd >= 0) {
    (void)close(c->fd);
  }
  free(c);
  return st;
}
