// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/cue.h"
#include "disc/red_book.h"

#include <string.h>

typedef struct {
  const lq_cue*   cue;
  const uint32_t* n_sectors;
  uint64_t*       bases;    // [n_files + 1] where each file begins, without silence between
  uint64_t        inserted; // silence so far that no file holds
  lq_error*       error;
} layout;

static lq_status place(const layout* const l, const lq_cue_mark* const mark, uint64_t* const sector)
{
  if (mark->sector >= l->n_sectors[mark->file]) {
    return lq_fail(l->error, LQ_ERR_BAD_VALUE, mark->at,
                   "this mark at %s lies behind the end of '%s' at %s.",
                   lq_msf_of(mark->sector).text, l->cue->files[mark->file].name,
                   lq_msf_of(l->n_sectors[mark->file]).text);
  }
  *sector = l->bases[mark->file] + mark->sector + l->inserted;
  return LQ_OK;
}

// What one file can hold, and all of a disc, is far below 32 bits of sectors.
static lq_status narrow(const layout* const l, const uint64_t sector, const lq_at at,
                        uint32_t* const to)
{
  if (sector > UINT32_MAX / 2) {
    return lq_fail(l->error, LQ_ERR_LIMIT, at, "the files are too long together for a disc.");
  }
  *to = (uint32_t)sector;
  return LQ_OK;
}

static lq_status place_track(layout* const l, const unsigned i, lq_disc_track* const t,
                             uint32_t* const index)
{
  const lq_cue_track* const c     = &l->cue->tracks[i];
  uint64_t                  pause = 0, mark = 0;
  if (c->is_data) {
    return lq_fail(l->error, LQ_ERR_BAD_VALUE, c->at, "track %02u is one of data; expected AUDIO.",
                   c->number);
  }
  LQ_TRY(place(l, c->has_pause ? &c->pause : &c->index[0], &pause));
  l->inserted += c->pregap;
  for (unsigned k = 0; k < c->n_index; ++k) {
    LQ_TRY(place(l, &c->index[k], &mark));
    if (!i && !k && mark < LQ_DISC_PAUSE) { // the pause that goes without saying
      l->inserted += LQ_DISC_PAUSE - mark;
      mark = LQ_DISC_PAUSE;
    }
    LQ_TRY(narrow(l, mark, c->index[k].at, &index[k]));
  }
  LQ_TRY(narrow(l, i ? pause : 0, c->at, &t->pause));
  t->index   = index;
  t->n_index = c->n_index;
  t->flags   = c->flags;
  t->isrc    = c->isrc;
  t->at      = c->at;
  memcpy(t->text, c->text, sizeof t->text);
  l->inserted += c->postgap;
  return LQ_OK;
}

lq_status lq_cue_disc(const lq_cue* const cue, const uint32_t* const n_sectors, lq_pool* const pool,
                      lq_disc* const disc, lq_error* const error)
{
  layout               l      = {.cue       = cue,
                                 .n_sectors = n_sectors,
                                 .bases     = LQ_POOL_TAKE(pool, uint64_t, cue->n_files + 1),
                                 .error     = error};
  lq_disc_track* const tracks = LQ_POOL_TAKE(pool, lq_disc_track, cue->n_tracks);
  lq_disc              made   = {
                     .tracks = tracks, .n_tracks = cue->n_tracks, .ean = cue->ean, .genre = cue->genre};
  if (!l.bases || !tracks) {
    return LQ_ERR_MEMORY;
  }
  for (unsigned f = 0; f < cue->n_files; ++f) {
    l.bases[f + 1] = l.bases[f] + n_sectors[f];
  }
  for (unsigned i = 0; i < cue->n_tracks; ++i) {
    uint32_t* const index = LQ_POOL_TAKE(pool, uint32_t, cue->tracks[i].n_index);
    LQ_TRY(index ? place_track(&l, i, &tracks[i], index) : LQ_ERR_MEMORY);
  }
  const lq_at at = cue->n_files ? cue->files[cue->n_files - 1].at : (lq_at){0};
  LQ_TRY(narrow(&l, l.bases[cue->n_files] + l.inserted, at, &made.lead_out));
  memcpy(made.text, cue->text, sizeof made.text);
  *disc = made;
  return LQ_OK;
}
