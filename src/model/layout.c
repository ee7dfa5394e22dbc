// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout.h"

#include "base/pool.h"

#include <math.h>

#define A_DAY_SEC 86400 // s; a hundred of them still fit 32 bits of sectors
#define A_NANO    1e-9  // s; lengths are quotients of frames and rates
#define HAIR      1e-6  // sectors

static uint32_t nearest(const double sec)
{
  return (uint32_t)floor(sec * LQ_SECTORS_PER_SEC + 0.5);
}

static uint32_t rounded_up(const double sec)
{
  return (uint32_t)ceil(sec * LQ_SECTORS_PER_SEC - HAIR);
}

static uint32_t most(const uint32_t a, const uint32_t b)
{
  return a > b ? a : b;
}

static uint32_t least(const uint32_t a, const uint32_t b)
{
  return a < b ? a : b;
}

static uint32_t sound_end(const lq_place* const p)
{
  return p->start + (uint32_t)p->n_sound;
}

static lq_status check_song(const lq_song* const song, const double length_sec,
                            lq_error* const error)
{
  if (!(length_sec > 0)) {
    return lq_fail(error, LQ_ERR_BAD_VALUE, song->at, "the song has no sound.");
  }
  if (length_sec > A_DAY_SEC) {
    return lq_fail(error, LQ_ERR_LIMIT, song->at, "the song is longer than a day.");
  }
  if (song->fade_in_sec + song->fade_out_sec > length_sec + A_NANO) {
    return lq_fail(error, LQ_ERR_BAD_VALUE, song->fades_at,
                   "the fades of the song last %.3f s, and the song %.3f s.",
                   song->fade_in_sec + song->fade_out_sec, length_sec);
  }
  return LQ_OK;
}

// The first song: behind the pause that every disc begins with, or hidden in it.
static void put_first(lq_place* const p, const lq_song* const song, const uint32_t lead)
{
  const uint32_t gap = song->gap_sec > 0 ? nearest(song->gap_sec) : 0; // false for NAN
  p->pause           = 0;
  p->mark            = song->hidden ? 0 : most(gap, LQ_DISC_PAUSE);
  p->start           = song->hidden ? gap : p->mark + lead;
}

static void put_behind(lq_place* const p, const lq_place* const before, const uint32_t gap,
                       const uint32_t lead, const uint32_t least_mark)
{
  p->pause = sound_end(before);
  p->start = p->pause + gap;
  p->mark  = p->start - least(lead, gap);
  if (p->mark < least_mark) { // a short hidden song: the pause is filled up with silence
    p->mark  = least_mark;
    p->start = least_mark + lead;
  }
  p->is_segue = p->start == p->pause;
}

// Two songs sound at once for a while, never three, and none within another.
static lq_status put_over(lq_place* const p, const lq_song* const song, const double before_sec,
                          const uint32_t least_mark, const bool follows_two, lq_error* const error)
{
  const lq_place* const before = p - 1;
  const double          behind = before_sec - song->overlap_sec;
  const uint32_t        after  = behind > 0 ? nearest(behind) : 0;
  if (!after) {
    return lq_fail(error, LQ_ERR_BAD_VALUE, song->overlap_at,
                   "the overlap is %.3f s, and the song before it is %.3f s long; expected less "
                   "than that.",
                   song->overlap_sec, before_sec);
  }
  p->pause = p->mark = p->start = before->start + after;
  p->is_segue                   = true;
  if (sound_end(p) <= sound_end(before)) {
    return lq_fail(error, LQ_ERR_BAD_VALUE, song->overlap_at,
                   "the overlap is %.3f s, and the song itself is over by then; expected less than "
                   "its length.",
                   song->overlap_sec);
  }
  if (follows_two && p->start < sound_end(before - 1)) {
    return lq_fail(error, LQ_ERR_BAD_VALUE, song->overlap_at,
                   "three songs sound at once here; expected that the song before the last has "
                   "ended.");
  }
  if (p->mark < least_mark) {
    return lq_fail(error, LQ_ERR_BAD_VALUE, song->overlap_at,
                   "track 1 begins %.3f s into the album; expected 2 s or more, so a longer hidden "
                   "song or a shorter overlap.",
                   (double)p->mark / LQ_SECTORS_PER_SEC);
  }
  return LQ_OK;
}

static lq_status put_songs(lq_place* const places, const lq_album* const album,
                           const double* const lengths_sec, lq_error* const error)
{
  const uint32_t lead = nearest(album->mark_lead_sec);
  for (size_t i = 0; i < album->n_songs; ++i) {
    const lq_song* const song = &album->songs[i];
    lq_place* const      p    = &places[i];
    LQ_TRY(check_song(song, lengths_sec[i], error));
    p->n_sound                = rounded_up(lengths_sec[i]);
    const uint32_t least_mark = lq_album_track(album, i) == 1 ? LQ_DISC_PAUSE : 0;
    if (!i) {
      put_first(p, song, lead);
    } else if (song->overlap_sec > 0) {
      LQ_TRY(put_over(p, song, lengths_sec[i - 1], least_mark, i > 1, error));
    } else {
      const double gap_sec = isnan(song->gap_sec) ? album->gap_sec : song->gap_sec;
      put_behind(p, &places[i - 1], nearest(gap_sec), lead, least_mark);
    }
    if (i) {
      places[i - 1].end = p->mark;
    }
  }
  return LQ_OK;
}

static lq_status put_index(lq_place* const p, const lq_song* const song, lq_pool* const pool,
                           lq_error* const error)
{
  uint32_t* const index = LQ_POOL_TAKE(pool, uint32_t, song->n_index + 1);
  if (!index) {
    return LQ_ERR_MEMORY;
  }
  const uint32_t end = least(sound_end(p), p->end);
  index[0]           = p->mark;
  for (unsigned k = 0; k < song->n_index; ++k) {
    const double sec = song->index_sec[k];
    index[k + 1]     = p->start + nearest(sec);
    if (index[k + 1] >= end) {
      return lq_fail(error, LQ_ERR_BAD_VALUE, song->index_at[k],
                     "the mark stands %.3f s into its song, which %s after %.3f s.", sec,
                     p->end < sound_end(p) ? "hands over to the next" : "is over",
                     (double)(end - p->start) / LQ_SECTORS_PER_SEC);
    }
    if (index[k + 1] <= index[k]) {
      return lq_fail(error, LQ_ERR_BAD_VALUE, song->index_at[k],
                     "the mark falls on the one before it; expected 1/75 s between them at least.");
    }
  }
  p->index   = index;
  p->n_index = song->n_index + 1;
  return LQ_OK;
}

lq_status lq_layout_make(lq_layout* const layout, const lq_album* const album,
                         const double* const lengths_sec, lq_pool* const pool,
                         lq_error* const error)
{
  const size_t    n      = album->n_songs;
  lq_place* const places = LQ_POOL_TAKE(pool, lq_place, n ? n : 1);
  if (!places) {
    return lq_fail(error, LQ_ERR_MEMORY, (lq_at){0}, "there is no memory left for the album.");
  }
  LQ_TRY(put_songs(places, album, lengths_sec, error));
  const uint32_t n_sectors = n ? sound_end(&places[n - 1]) : 0;
  if (n) {
    places[n - 1].end = n_sectors;
  }
  for (size_t i = 0; i < n; ++i) {
    LQ_TRY(put_index(&places[i], &album->songs[i], pool, error));
  }
  *layout = (lq_layout){.places = places, .n = n, .n_sectors = n_sectors};
  return LQ_OK;
}
