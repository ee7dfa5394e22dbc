// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/album.h"

#include "assist/album_levels.h"
#include "assist/album_songs.h"
#include "assist/album_takes.h"
#include "assist/album_tone.h"
#include "base/pool.h"

#include <stdlib.h>

void lq_album_sound_free(lq_album_sound* const s)
{
  if (!s) {
    return;
  }
  lq_album_free_takes(s);
  for (size_t k = 0; k < s->n; ++k) {
    lq_album_song* const x = &s->songs[k];
    lq_features_free(&x->features);
    lq_band_steps_free(x->heard);
    lq_band_steps_free(x->bands);
    lq_envelope_free(&x->envelope);
    lq_master_free(x->master);
    lq_pool_free(x->pool);
  }
  lq_pool_free(s->pool);
  free(s);
}

static lq_status start(lq_album_sound* const s, const lq_album_brief* const brief)
{
  const lq_album* const a = brief->album;
  const size_t          n = a->n_songs;
  s->brief                = *brief;
  LQ_TRY(lq_pool_new(&s->pool));
  s->songs      = LQ_POOL_TAKE(s->pool, lq_album_song, n + 1);
  s->pieces     = LQ_POOL_TAKE(s->pool, lq_album_piece, n + 1);
  s->song_facts = LQ_POOL_TAKE(s->pool, lq_album_song_facts, n + 1);
  s->own        = calloc(n + 1, sizeof(lq_take*));
  if (!s->songs || !s->pieces || !s->song_facts || !s->own) {
    return LQ_ERR_MEMORY;
  }
  s->n     = n;
  s->facts = (lq_album_facts){.title   = a->tags.text[LQ_TAG_ALBUM],
                              .songs   = s->song_facts,
                              .n_songs = n,
                              .levels  = lq_levels_names[a->levels]};
  s->facts.levels_why =
      a->levels == LQ_LEVELS_EVEN
          ? "songs are equally loud where they are loudest, by short-term loudness; then each "
            "one's level; the loudest as a whole has the destination's loudness (AES TD1008)"
          : "the differences between the files are kept; the loudest has the destination's "
            "loudness (AES TD1008)";
  return LQ_OK;
}

static void tell_songs(lq_album_sound* const s)
{
  for (size_t k = 0; k < s->n; ++k) {
    lq_album_song_facts* const f = &s->song_facts[k];
    f->title                     = lq_album_title(s, k);
    f->track                     = lq_album_track(s->brief.album, k);
    f->file                      = s->songs[k].song->file;
    f->is_mix                    = s->songs[k].song->kind == LQ_SONG_MIX;
  }
}

static lq_status hear(lq_album_sound* const s, const lq_album_brief* const brief,
                      const lq_render_options* const options, lq_error* const error)
{
  LQ_TRY(start(s, brief));
  LQ_TRY(lq_album_open(s, error));
  tell_songs(s);
  LQ_TRY(lq_album_decide(s, options, error));
  LQ_TRY(lq_album_render(s, options, error));
  LQ_TRY(lq_album_even_tone(s, options, error));
  return lq_album_level(s, options, error);
}

lq_status lq_album_hear(lq_album_sound** const sound, const lq_album_brief* const brief,
                        const lq_render_options* const options, lq_error* const error)
{
  lq_album_sound* const s  = calloc(1, sizeof *s);
  const lq_status       st = s ? hear(s, brief, options, error) : LQ_ERR_MEMORY;
  if (st) {
    lq_album_sound_free(s);
    return st;
  }
  *sound = s;
  return LQ_OK;
}

const lq_master* lq_album_plan(const lq_album_sound* const sound, const size_t song)
{
  return sound->songs[song].master;
}

lq_album_facts* lq_album_tell(lq_album_sound* const sound)
{
  return &sound->facts;
}

lq_status lq_album_reel(lq_album_sound* const s, const size_t first, const size_t last,
                        const double rate_hz, const lq_render_options* const options,
                        lq_reel** const reel, lq_error* const error)
{
  const double          hz      = rate_hz > 0 ? rate_hz : s->rate_hz;
  const lq_place* const a       = s->songs[first].place;
  const lq_place* const b       = s->songs[last].place;
  double* const         gain_db = LQ_POOL_TAKE(s->pool, double, s->n);
  if (!gain_db) {
    return LQ_ERR_MEMORY;
  }
  for (size_t k = 0; k < s->n; ++k) {
    gain_db[k] = s->songs[k].rel_db - s->songs[s->loudest].rel_db;
  }
  LQ_TRY(lq_album_convert(s, hz, options, error));
  lq_album_keep_rate(s, hz);
  return lq_album_splice(s, first, last, a->start, b->start + (uint32_t)b->n_sound - a->start, hz,
                         gain_db, reel);
}
