// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/feed.h"

#include "audio/resample.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = LQ_FEED_BLOCK_FRAMES, CHANNELS = LQ_FEED_CHANNELS };

struct lq_feed {
  lq_feed_push* push;
  void*         user;
  unsigned      n_channels;
  lq_resampler* resampler; ///< NULL: the rate is right
  size_t        n_block;   ///< frames that wait for the block to fill
  float         block[CHANNELS][BLOCK];
  float         room[CHANNELS][BLOCK]; ///< from the resampler
};

lq_status lq_feed_new(lq_feed** const feed, const double from_hz, const double to_hz,
                      const unsigned n_channels, lq_feed_push* const push, void* const user)
{
  lq_feed* const f = calloc(1, sizeof *f);
  if (!f) {
    return LQ_ERR_MEMORY;
  }
  f->push       = push;
  f->user       = user;
  f->n_channels = n_channels;
  const lq_status status =
      from_hz == to_hz ? LQ_OK : lq_resampler_new(&f->resampler, from_hz, to_hz, n_channels);
  if (status) {
    free(f);
    return status;
  }
  *feed = f;
  return LQ_OK;
}

void lq_feed_free(lq_feed* const feed)
{
  if (feed) {
    lq_resampler_free(feed->resampler);
    free(feed);
  }
}

static lq_status hand_on(lq_feed* const f, const float* const* const x, const size_t n)
{
  const float* const block[CHANNELS] = {f->block[0], f->block[1]};
  for (size_t done = 0; done < n;) {
    const size_t now = n - done < BLOCK - f->n_block ? n - done : BLOCK - f->n_block;
    for (unsigned c = 0; c < f->n_channels; ++c) {
      memcpy(f->block[c] + f->n_block, x[c] + done, now * sizeof(float));
    }
    f->n_block += now;
    done += now;
    if (f->n_block == BLOCK) {
      f->n_block = 0;
      LQ_TRY(f->push(f->user, block, BLOCK));
    }
  }
  return LQ_OK;
}

// x NULL: the end of it.
static lq_status resample(lq_feed* const f, const float* const* const x, const size_t n)
{
  float* const room[CHANNELS] = {f->room[0], f->room[1]};
  for (size_t done = 0, given = BLOCK; done < n || given == BLOCK;) {
    const float* from[CHANNELS] = {0};
    for (unsigned c = 0; x && c < f->n_channels; ++c) {
      from[c] = x[c] + done;
    }
    size_t taken = 0;
    LQ_TRY(
        lq_resampler_process(f->resampler, x ? from : NULL, n - done, &taken, room, BLOCK, &given));
    done += taken;
    if (given) {
      LQ_TRY(hand_on(f, (const float* const*)room, given));
    }
  }
  return LQ_OK;
}

lq_status lq_feed_write(lq_feed* const feed, const float* const* const x, const size_t n_frames)
{
  return feed->resampler ? resample(feed, x, n_frames) : hand_on(feed, x, n_frames);
}

lq_status lq_feed_finish(lq_feed* const feed)
{
  if (feed->resampler) {
    LQ_TRY(resample(feed, NULL, 0));
  }
  const float* const block[CHANNELS] = {feed->block[0], feed->block[1]};
  const size_t       n               = feed->n_block;
  feed->n_block                      = 0;
  return n ? feed->push(feed->user, block, n) : LQ_OK;
}
