// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/album.h"

#include "base/pool.h"

#include <math.h>
#include <stdlib.h>

const char* const lq_levels_names[]   = {"even", "kept", NULL};
const char* const lq_cd_text_names[]  = {"refuse", "transliterate", "off", NULL};
const char* const lq_record_names[]   = {"12in-33", "12in-45", "10in-33", "7in-45", "7in-33", NULL};
const char* const lq_album_versions[] = {"instrumental", "a-cappella", "tv", "clean", NULL};

// What names one recording or one work is never the album's to give.
const lq_tag_key lq_tag_keys[LQ_TAG_N] = {
    [LQ_TAG_TITLE]      = {NULL, "title", false},
    [LQ_TAG_VERSION]    = {NULL, "version", false},
    [LQ_TAG_ARTIST]     = {"artist", "artist", true},
    [LQ_TAG_FEATURED]   = {NULL, "featured", false},
    [LQ_TAG_ALBUM]      = {"title", NULL, true},
    [LQ_TAG_COMPOSER]   = {"composer", "composer", true},
    [LQ_TAG_SONGWRITER] = {"songwriter", "songwriter", true},
    [LQ_TAG_ARRANGER]   = {"arranger", "arranger", true},
    [LQ_TAG_PUBLISHER]  = {"publisher", "publisher", true},
    [LQ_TAG_ISRC]       = {NULL, "isrc", false},
    [LQ_TAG_ISWC]       = {NULL, "iswc", false},
    [LQ_TAG_BARCODE]    = {"barcode", NULL, true},
    [LQ_TAG_CATALOGUE]  = {"catalogue", NULL, true},
    [LQ_TAG_LABEL]      = {"label", NULL, true},
    [LQ_TAG_GENRE]      = {"genre", "genre", true},
    [LQ_TAG_DATE]       = {"date", "date", true},
    [LQ_TAG_COPYRIGHT]  = {"copyright", "copyright", true},
    [LQ_TAG_PHONOGRAM]  = {"phonogram", "phonogram", true},
    [LQ_TAG_ENGINEER]   = {"engineer", "engineer", true},
    [LQ_TAG_MESSAGE]    = {"message", "message", false},
    [LQ_TAG_COMMENT]    = {"comment", "comment", true},
};

lq_status lq_album_new(lq_album** const album)
{
  lq_album* const a = calloc(1, sizeof *a);
  if (!a || lq_pool_new(&a->pool)) {
    free(a);
    return LQ_ERR_MEMORY;
  }
  a->folder   = ".";
  a->gap_sec  = LQ_ALBUM_GAP_SEC;
  a->disc_sec = LQ_ALBUM_DISC_SEC;
  a->strength = 1;
  a->cue      = true;
  *album      = a;
  return LQ_OK;
}

void lq_album_free(lq_album* const album)
{
  if (album) {
    lq_pool_free(album->pool);
    free(album);
  }
}

static bool has_hidden(const lq_album* const album)
{
  return album->n_songs && album->songs[0].hidden;
}

unsigned lq_album_n_tracks(const lq_album* const album)
{
  return (unsigned)album->n_songs - has_hidden(album);
}

unsigned lq_album_track(const lq_album* const album, const size_t song)
{
  return (unsigned)song + 1 - has_hidden(album);
}

lq_tags lq_album_tags(const lq_album* const album, const size_t song)
{
  lq_tags              t = album->songs[song].tags;
  const lq_tags* const a = &album->tags;
  for (unsigned i = 0; i < LQ_TAG_N; ++i) {
    t.text[i] = t.text[i] ? t.text[i] : lq_tag_keys[i].given ? a->text[i] : NULL;
  }
  t.text[LQ_TAG_ALBUM_ARTIST] = a->text[LQ_TAG_ARTIST];
  t.track                     = lq_album_track(album, song);
  t.n_tracks                  = lq_album_n_tracks(album);
  t.disc                      = a->disc;
  t.n_discs                   = a->n_discs;
  t.is_explicit               = t.is_explicit ? t.is_explicit : a->is_explicit;
  t.picture                   = t.picture ? t.picture : a->picture;
  return t;
}

lq_status lq_song_length(const lq_song* const song, const double file_sec, double* const length_sec,
                         lq_error* const error)
{
  const double rest = file_sec - song->offset_sec;
  if (!(rest > 0)) {
    return lq_fail(error, LQ_ERR_BAD_VALUE, song->range_at,
                   "the song begins %.3f s into its file, which is %.3f s long.", song->offset_sec,
                   file_sec);
  }
  if (song->length_sec > rest + 1e-6) { // s: what is written as 3:20.123 may be rounded
    return lq_fail(error, LQ_ERR_BAD_VALUE, song->range_at,
                   "the song is to be %.3f s long, and its file has %.3f s from where it begins.",
                   song->length_sec, rest);
  }
  *length_sec = song->length_sec > 0 ? fmin(song->length_sec, rest) : rest;
  return LQ_OK;
}
