// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/pool.h"
#include "disc/cdtext.h"
#include "disc/red_book.h"
#include "model/layout.h"
#include "model/layout_latin1.h"

static const lq_tag kinds[LQ_CDTEXT_N] = {
    [LQ_CDTEXT_TITLE] = LQ_TAG_TITLE,           [LQ_CDTEXT_PERFORMER] = LQ_TAG_ARTIST,
    [LQ_CDTEXT_SONGWRITER] = LQ_TAG_SONGWRITER, [LQ_CDTEXT_COMPOSER] = LQ_TAG_COMPOSER,
    [LQ_CDTEXT_ARRANGER] = LQ_TAG_ARRANGER,     [LQ_CDTEXT_MESSAGE] = LQ_TAG_MESSAGE,
};

const char* lq_layout_text_key(const lq_cdtext_kind kind)
{
  return lq_tag_keys[kinds[kind]].song;
}

// "Night Drive (radio edit)", "The Band feat. Guest": a disc has one text where files have two.
static lq_status join(const char** const text, const char* const format, const char* const more,
                      lq_pool* const pool)
{
  if (*text && more && *more) {
    *text = lq_pool_format(pool, format, *text, more);
    return *text ? LQ_OK : LQ_ERR_MEMORY;
  }
  return LQ_OK;
}

static lq_status put_texts(lq_disc_track* const track, const lq_tags* const tags,
                           lq_pool* const pool)
{
  for (unsigned i = 0; i < LQ_CDTEXT_N; ++i) {
    track->text[i] = tags->text[kinds[i]];
  }
  LQ_TRY(join(&track->text[LQ_CDTEXT_TITLE], "%s (%s)", tags->text[LQ_TAG_VERSION], pool));
  return join(&track->text[LQ_CDTEXT_PERFORMER], "%s feat. %s", tags->text[LQ_TAG_FEATURED], pool);
}

static void put_album(lq_disc* const disc, const lq_album* const album)
{
  const char* const* const text = album->tags.text;
  disc->ean                     = text[LQ_TAG_BARCODE];
  disc->catalogue               = text[LQ_TAG_CATALOGUE];
  if (album->cd_text != LQ_CD_TEXT_OFF) {
    for (unsigned i = 0; i < LQ_CDTEXT_N; ++i) {
      disc->text[i] = text[i == LQ_CDTEXT_TITLE ? LQ_TAG_ALBUM : kinds[i]];
    }
    disc->genre      = text[LQ_TAG_GENRE];
    disc->genre_code = disc->genre ? lq_cdtext_genre_code(disc->genre) : 0;
  }
}

lq_status lq_layout_disc(lq_disc* const disc, const lq_layout* const layout,
                         const lq_album* const album, lq_pool* const pool)
{
  const unsigned       n      = lq_album_n_tracks(album);
  lq_disc_track* const tracks = LQ_POOL_TAKE(pool, lq_disc_track, n ? n : 1);
  if (!tracks) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = layout->n - n; i < layout->n; ++i) {
    const lq_song* const  song  = &album->songs[i];
    const lq_place* const place = &layout->places[i];
    const lq_tags         tags  = lq_album_tags(album, i);
    lq_disc_track* const  track = &tracks[tags.track - 1];
    *track                      = (lq_disc_track){.pause   = tags.track == 1 ? 0 : place->pause,
                                                  .index   = place->index,
                                                  .n_index = place->n_index,
                                                  .flags   = (song->copy_allowed ? LQ_DISC_DCP : 0U) |
                                                           (song->pre_emphasis ? LQ_DISC_PRE : 0U),
                                                  .isrc = tags.text[LQ_TAG_ISRC],
                                                  .at   = song->at};
    if (album->cd_text != LQ_CD_TEXT_OFF) {
      LQ_TRY(put_texts(track, &tags, pool));
    }
  }
  *disc = (lq_disc){.tracks = tracks, .n_tracks = n, .lead_out = layout->n_sectors};
  put_album(disc, album);
  return LQ_OK;
}

lq_status lq_layout_demand_disc(const lq_disc* const disc, const lq_layout* const layout,
                                const lq_album* const album, lq_error* const error)
{
  const double most = album->disc_sec * LQ_SECTORS_PER_SEC;
  for (size_t i = 0; i < layout->n; ++i) {
    if (layout->places[i].end > most) {
      return lq_fail(error, LQ_ERR_BAD_VALUE, album->songs[i].at,
                     "the disc is %s long and passes %s in this song; leave songs out, or say "
                     "disc_length: if the plant presses longer ones.",
                     lq_msf_of(disc->lead_out).text, lq_msf_of((uint32_t)most).text);
    }
  }
  LQ_TRY(lq_red_book_demand(disc, error));
  return lq_layout_demand_latin1(disc, album, error);
}
