// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/output.h"
#include "base/path.h"
#include "cli/options.h"
#include "cli/release.h"
#include "deliver/package_name.h"
#include "session/vinyl.h"

#include <math.h>

enum { MOST_NAME = 40 };

static lq_status read_reel(void* const user, const uint64_t frame, float* const* const x,
                           const size_t n_frames, lq_error* const error)
{
  return lq_reel_read(user, frame, x, n_frames, error);
}

// Songs as they lie on the reel, which begins where the first one sounds. A hidden one stays on the
// disc: a record has no place to hide it.
static lq_status find_songs(const lq_release* const r, const size_t first,
                            const lq_pressing_source* const source, lq_pressing_song** const songs)
{
  const lq_place* const places = r->layout.places;
  const uint64_t        sector = (uint64_t)round(source->rate_hz / LQ_SECTORS_PER_SEC);
  *songs                       = LQ_POOL_TAKE(r->pool, lq_pressing_song, r->album->n_songs + 1);
  for (size_t i = first; *songs && i < r->album->n_songs; ++i) {
    const uint64_t at  = (places[i].start - places[first].start) * sector;
    const uint64_t end = at + places[i].n_sound * sector;
    (*songs)[i - first] =
        (lq_pressing_song){.title       = lq_album_tell(r->sound)->songs[i].title,
                           .start_frame = at,
                           .end_frame   = end < source->n_frames ? end : source->n_frames};
  }
  return *songs ? LQ_OK : LQ_ERR_MEMORY;
}

static lq_status press(lq_release* const r, lq_reel* const reel, const size_t first,
                       const lq_render_options* const options, lq_error* const error)
{
  const lq_album* const    a      = r->album;
  const lq_pressing_source source = {.rate_hz    = lq_reel_rate_hz(reel),
                                     .n_channels = lq_reel_channels(reel),
                                     .n_frames   = lq_reel_frames(reel),
                                     .read       = read_reel,
                                     .user       = reel};
  lq_pressing_song*        songs  = NULL;
  unsigned* const          sides  = LQ_POOL_TAKE(r->pool, unsigned, a->n_sides + 1);
  const char* const        folder = lq_path_join(r->pool, r->work, "vinyl");
  const char* const        album  = a->tags.text[LQ_TAG_ALBUM];
  const char* const        number = a->tags.text[LQ_TAG_CATALOGUE];
  const char* const catalogue = lq_package_word(r->pool, number ? number : album, MOST_NAME, '-');
  LQ_TRY(sides && folder && catalogue ? lq_make_folder(folder, error) : LQ_ERR_MEMORY);
  LQ_TRY(lq_vinyl_load(&r->records, r->pool, error));
  LQ_TRY(find_songs(r, first, &source, &songs));
  for (size_t i = 0; i < a->n_sides; ++i) {
    sides[i] = a->sides[i] - 1; // tracks count from 1
  }
  const lq_pressing_job job = {.title     = album,
                               .artist    = a->tags.text[LQ_TAG_ALBUM_ARTIST],
                               .catalogue = *catalogue ? catalogue : "record",
                               .contact   = a->tags.text[LQ_TAG_ENGINEER],
                               .source    = &source,
                               .songs     = songs,
                               .n_songs   = a->n_songs - first,
                               .sides     = sides,
                               .n_sides   = a->n_sides,
                               .vinyl     = &r->records,
                               .record    = a->record,
                               .level_db  = (double)NAN,
                               .folder    = folder};
  return lq_pressing_make(&r->pressing, &job, r->pool, options, error);
}

lq_status lq_release_vinyl(lq_release* const r, lq_error* const error)
{
  const size_t            first = r->album->n_songs && r->album->songs[0].hidden ? 1 : 0;
  lq_progress             p     = lq_progress_start(r->args, "making the sides");
  const lq_render_options o     = lq_cli_shown(r->options, &p);
  lq_reel*                reel  = NULL;
  lq_status st = lq_album_reel(r->sound, first, r->album->n_songs - 1, 0, &o, &reel, error);
  st           = st ? st : press(r, reel, first, &o, error);
  lq_reel_free(reel);
  lq_progress_end(&p, st);
  return st;
}
