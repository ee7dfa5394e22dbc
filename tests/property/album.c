// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Albums by the dice: whatever lies between the songs, their files tile the album.
#include "check.h"

#include "base/pool.h"
#include "base/rng.h"
#include "disc/red_book.h"
#include "model/layout.h"

#include <stdint.h>
#include <stdlib.h>

enum { MOST_SONGS = 100, N_ALBUMS = 4000 };

typedef struct {
  lq_album  album;
  lq_song   songs[MOST_SONGS];
  double    lengths_sec[MOST_SONGS];
  double    index_sec[MOST_SONGS][4];
  lq_at     index_at[4];
  lq_layout layout;
} draw;

static uint64_t dice_at;

static double dice(const double least, const double most)
{
  const uint64_t r = lq_rng_at(11, dice_at++);
  return least + (most - least) * ((double)(r >> 11U) * 0x1p-53);
}

static bool chance(const double share)
{
  return dice(0, 1) < share;
}

// A length as files have them: frames at a rate.
static double draw_length(const double least, const double most)
{
  static const double rates[] = {44100, 48000, 88200, 96000, 192000};
  const double        rate    = rates[(size_t)dice(0, 5)];
  return floor(dice(least, most) * rate) / rate;
}

static void draw_song(draw* const d, const size_t i)
{
  lq_song* const s  = &d->songs[i];
  *s                = (lq_song){.gap_sec = NAN, .hidden = !i && chance(0.3)};
  d->lengths_sec[i] = s->hidden ? draw_length(0.5, 20) : draw_length(8, 60);
  if (chance(0.3)) {
    s->gap_sec = chance(0.5) ? 0 : dice(0, 5);
  } else if (i && chance(0.4)) {
    const double room = fmin(d->lengths_sec[i - 1], d->lengths_sec[i]);
    s->overlap_sec    = room > 8 ? dice(0.02, room / 2 - 0.1) : 0;
    s->overlap_sec    = d->songs[0].hidden && i == 1 ? 0 : s->overlap_sec;
  }
  if (!s->hidden && chance(0.3)) { // within the first half, where nothing overlaps
    s->n_index = 1 + (unsigned)dice(0, 4);
    for (unsigned k = 0; k < s->n_index; ++k) {
      d->index_sec[i][k] = 0.5 + dice(0, 0.5) + (k ? d->index_sec[i][k - 1] : 0);
    }
    s->index_sec = d->index_sec[i];
    s->index_at  = d->index_at;
  }
}

static void draw_album(draw* const d, const size_t most)
{
  d->album               = (lq_album){.songs = d->songs, .cue = true};
  d->album.n_songs       = 1 + (size_t)dice(0, (double)most);
  d->album.gap_sec       = chance(0.5) ? 2 : dice(0, 4);
  d->album.mark_lead_sec = chance(0.5) ? 0 : dice(0, 2);
  for (size_t i = 0; i < d->album.n_songs; ++i) {
    draw_song(d, i);
  }
  if (d->songs[0].hidden && d->album.n_songs == 1) {
    d->songs[0].hidden = false;
  }
}

static void files_tile(const draw* const d)
{
  const lq_layout* const l = &d->layout;
  CHECK(l->n == d->album.n_songs);
  CHECK(d->songs[0].hidden ? l->places[0].mark == 0 : l->places[0].mark >= LQ_DISC_PAUSE);
  for (size_t i = 0; i < l->n; ++i) {
    const lq_place* const p = &l->places[i];
    CHECK(p->mark < p->end);
    CHECK(p->end == (i + 1 < l->n ? l->places[i + 1].mark : l->n_sectors));
    CHECK(p->pause <= p->mark && p->mark <= p->start && p->start < p->end);
    CHECK(p->index[0] == p->mark && p->n_index == d->songs[i].n_index + 1);
    for (unsigned k = 1; k < p->n_index; ++k) {
      CHECK(p->index[k] > p->index[k - 1] && p->index[k] < p->end);
      CHECK_NEAR(p->index[k] - p->start, d->songs[i].index_sec[k - 1] * 75, 0.5);
    }
  }
}

// In seconds, apart from how the layout counts: what is between two songs is what was asked for.
static void sound_lies_as_asked(const draw* const d)
{
  const lq_place* const p     = d->layout.places;
  const size_t          first = d->songs[0].hidden;
  for (size_t i = 0; i < d->layout.n; ++i) {
    const lq_song* const s   = &d->songs[i];
    const double         gap = isnan(s->gap_sec) ? d->album.gap_sec : s->gap_sec;
    CHECK_NEAR((double)p[i].n_sound / 75, d->lengths_sec[i] + 0.5 / 75, 0.5001 / 75);
    if (!i) {
      continue;
    }
    const double over = p[i - 1].start / 75.0 + d->lengths_sec[i - 1]; // the one before has ended
    const bool   held = i == first && p[i].mark == LQ_DISC_PAUSE;      // by the first pause
    if (s->overlap_sec > 0) {
      CHECK_NEAR(p[i].start / 75.0, over - s->overlap_sec, 0.5001 / 75);
      CHECK(p[i].mark == p[i].start && p[i].pause == p[i].start && p[i].is_segue);
    } else if (!held) {
      CHECK_NEAR(p[i].start / 75.0, over + gap + 0.5 / 75, 1.0001 / 75);
      CHECK(p[i].start / 75.0 > over - 1e-6);
      CHECK(p[i].is_segue == (p[i].start == p[i].pause));
      CHECK(!p[i].is_segue || p[i].mark == p[i].start);
    } else {
      CHECK(p[i].start / 75.0 >= over + gap - 1.0001 / 75);
    }
    if (!p[i].is_segue) {
      const double lead = fmin(d->album.mark_lead_sec, (p[i].start - p[i].pause) / 75.0);
      CHECK_NEAR((p[i].start - p[i].mark) / 75.0, lead, 0.5001 / 75);
    }
  }
}

// What sounds in a sector: at least nothing, at most two songs; all sound has a file.
static void at_most_two_sound(const draw* const d)
{
  unsigned char* const n = calloc(d->layout.n_sectors, 1);
  for (size_t i = 0; i < d->layout.n; ++i) {
    const lq_place* const p   = &d->layout.places[i];
    const uint64_t        end = p->start + p->n_sound;
    CHECK(end <= d->layout.n_sectors);
    for (uint64_t at = p->start; at < end && at < d->layout.n_sectors; ++at) {
      ++n[at];
    }
  }
  unsigned most = 0;
  for (size_t at = 0; at < d->layout.n_sectors; ++at) {
    most = n[at] > most ? n[at] : most;
  }
  CHECK(most <= 2);
  CHECK(n[d->layout.n_sectors - 1] == 1); // the album ends where its last sound does
  free(n);
}

static void disc_is_sound(const draw* const d, lq_pool* const pool)
{
  lq_disc        disc   = {0};
  lq_disc_faults faults = {0};
  CHECK(!lq_layout_disc(&disc, &d->layout, &d->album, pool));
  CHECK(disc.n_tracks == d->album.n_songs - d->songs[0].hidden);
  CHECK(disc.lead_out == d->layout.n_sectors && disc.tracks[0].pause == 0);
  CHECK(!lq_red_book_judge(&disc, pool, &faults));
  for (size_t i = 0; i < faults.n; ++i) {
    CHECK(!faults.items[i].error || strstr(faults.items[i].sentence, "expected at least 4 s") ||
          strstr(faults.items[i].sentence, "CD times end"));
  }
}

static void files_tile_every_album(void) // fixed: seed 11, 4000 albums of 1 to 100 songs
{
  static draw d;
  unsigned    n_segues = 0, n_hidden = 0, n_index = 0;
  for (unsigned k = 0; k < N_ALBUMS; ++k) {
    lq_pool* pool = NULL;
    lq_error e    = {0};
    CHECK(!lq_pool_new(&pool));
    draw_album(&d, k % 40 ? 12 : MOST_SONGS - 1);
    const lq_status st = lq_layout_make(&d.layout, &d.album, d.lengths_sec, pool, &e);
    CHECK_TEXT(e.text, "");
    if (!st) {
      files_tile(&d);
      sound_lies_as_asked(&d);
      at_most_two_sound(&d);
      disc_is_sound(&d, pool);
      n_hidden += d.songs[0].hidden;
      for (size_t i = 0; i < d.layout.n; ++i) {
        n_segues += d.layout.places[i].is_segue;
        n_index += d.layout.places[i].n_index > 1;
      }
    }
    lq_pool_free(pool);
  }
  CHECK(n_segues > N_ALBUMS && n_hidden > N_ALBUMS / 5 && n_index > N_ALBUMS);
}

// Lengths and overlaps without any care: laid out so that the same holds, or refused with a reason.
static void careless_albums_tile_or_are_refused(void) // fixed: seed 11
{
  static draw d;
  unsigned    n_refused = 0;
  for (unsigned k = 0; k < N_ALBUMS; ++k) {
    lq_pool* pool = NULL;
    lq_error e    = {0};
    CHECK(!lq_pool_new(&pool));
    draw_album(&d, 5);
    for (size_t i = 0; i < d.album.n_songs; ++i) {
      d.lengths_sec[i] = draw_length(0.02, 10);
      if (i && chance(0.5)) {
        d.songs[i].overlap_sec = dice(0.02, 8);
      }
    }
    const lq_status st = lq_layout_make(&d.layout, &d.album, d.lengths_sec, pool, &e);
    n_refused += st != LQ_OK;
    CHECK(!st || (st == LQ_ERR_BAD_VALUE && e.status == st && *e.text));
    if (!st) {
      files_tile(&d);
      at_most_two_sound(&d);
    }
    lq_pool_free(pool);
  }
  CHECK(n_refused > N_ALBUMS / 4 && n_refused < N_ALBUMS * 3 / 4);
  printf("# %u of %u refused\n", n_refused, (unsigned)N_ALBUMS);
}

static const check_test tests[] = {CHECK_TEST(files_tile_every_album),
                                   CHECK_TEST(careless_albums_tile_or_are_refused)};
CHECK_MAIN(tests)
