// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/plan.h"

#include "base/pool.h"
#include "session/album.h"
#include "session/album_tags.h"
#include "session/document.h"
#include "session/name_list.h"
#include "session/references.h"
#include "session/song.h"
#include "session/values.h"

static lq_node* put_number(lq_pool* const pool, lq_node* const map, const lq_param* const row,
                           const unsigned number)
{
  return number ? lq_node_put(pool, map, row->symbol, lq_value_node(pool, row, (float)number))
                : map;
}

static lq_node* put_text(lq_pool* const pool, lq_node* const map, const char* const key,
                         const char* const text)
{
  return text ? lq_node_put(pool, map, key, lq_node_text(pool, text, LQ_STYLE_AUTO)) : map;
}

static lq_node* put_word(lq_pool* const pool, lq_node* const map, const char* const key,
                         const char* const word)
{
  return lq_node_put(pool, map, key, lq_node_text(pool, word, LQ_STYLE_RAW));
}

static lq_node* put_time(lq_pool* const pool, lq_node* const map, const lq_param* const row,
                         const double sec)
{
  return lq_node_put(pool, map, row->symbol, lq_value_double_node(pool, sec, "s"));
}

static lq_node* put_deliveries(lq_pool* const pool, lq_node* map, const lq_album* const a)
{
  map = lq_name_list_put(pool, map, "for", a->targets, a->n_targets);
  map = a->ddp ? put_word(pool, map, "ddp", "yes") : map;
  map = a->cue ? map : put_word(pool, map, "cue", "no");
  if (a->cd_text) {
    map = put_word(pool, map, lq_album_cd_text_row.symbol, lq_cd_text_names[a->cd_text]);
  }
  if (a->disc_sec < LQ_ALBUM_DISC_SEC || a->disc_sec > LQ_ALBUM_DISC_SEC) {
    map = put_time(pool, map, &lq_album_disc_length_row, a->disc_sec);
  }
  return lq_name_list_put(pool, map, "listeners", a->formats, a->n_formats);
}

static lq_node* put_assistant(lq_pool* const pool, lq_node* const map, const lq_album* const a)
{
  if (!a->brief_file && !a->genre && !(a->strength < 1) && !a->n_references) {
    return map;
  }
  lq_node* own = lq_node_new(pool, LQ_NODE_MAP, LQ_STYLE_AUTO);
  own          = put_text(pool, own, "brief", a->brief_file);
  own          = put_text(pool, own, "genre", a->genre);
  if (a->strength < 1) {
    own = lq_node_put(pool, own, lq_album_strength_row.symbol,
                      lq_value_double_node(pool, a->strength, ""));
  }
  if (a->n_references) {
    own = lq_node_put(pool, own, "references",
                      lq_references_node(pool, a->references, a->n_references));
  }
  return lq_node_put(pool, map, "assistant", own);
}

static lq_node* put_vinyl(lq_pool* const pool, lq_node* const map, const lq_album* const a)
{
  if (!a->record && !a->n_sides) {
    return map;
  }
  lq_node* own = lq_node_new(pool, LQ_NODE_MAP, LQ_STYLE_AUTO);
  if (a->record) {
    own = put_text(pool, own, lq_album_record_row.symbol, lq_record_names[a->record]);
  }
  if (a->n_sides) {
    lq_node* sides = lq_node_new(pool, LQ_NODE_LIST, LQ_STYLE_AUTO);
    for (size_t i = 0; i < a->n_sides; ++i) {
      sides = lq_node_push(sides, lq_value_double_node(pool, a->sides[i], ""));
    }
    own = lq_node_put(pool, own, "sides", sides);
  }
  return lq_node_put(pool, map, "vinyl", own);
}

static lq_node* put_between(lq_pool* const pool, lq_node* map, const lq_album* const a)
{
  if (a->gap_sec < LQ_ALBUM_GAP_SEC || a->gap_sec > LQ_ALBUM_GAP_SEC) {
    map = put_time(pool, map, &lq_album_gap_row, a->gap_sec);
  }
  if (a->mark_lead_sec > 0) {
    map = put_time(pool, map, &lq_album_mark_lead_row, a->mark_lead_sec);
  }
  return a->levels ? put_word(pool, map, lq_album_levels_row.symbol, lq_levels_names[a->levels])
                   : map;
}

static lq_node* album_node(lq_pool* const pool, const void* const plan)
{
  const lq_album* const a     = plan;
  lq_node*              map   = lq_node_new(pool, LQ_NODE_MAP, LQ_STYLE_BLOCK);
  lq_node*              songs = lq_node_new(pool, LQ_NODE_LIST, LQ_STYLE_BLOCK);
  map                         = lq_document_head(pool, map, "");
  map                         = lq_tags_put(pool, map, &a->tags, true);
  map                         = put_number(pool, map, &lq_album_disc_row, a->tags.disc);
  map                         = put_number(pool, map, &lq_album_discs_row, a->tags.n_discs);
  map                         = put_text(pool, map, "cover", a->cover);
  map                         = put_deliveries(pool, map, a);
  map                         = put_between(pool, map, a);
  map                         = put_assistant(pool, map, a);
  map                         = put_vinyl(pool, map, a);
  map                         = lq_document_put_notes(pool, map, a->notes, a->n_notes);
  for (size_t i = 0; i < a->n_songs; ++i) {
    songs = lq_node_push(songs, lq_song_node(pool, &a->songs[i]));
  }
  return lq_node_put(pool, map, "songs", songs);
}

char* lq_album_text(const lq_album* const album)
{
  return lq_document_text(album_node, album);
}

lq_status lq_album_write(const lq_album* const album, const char* const path, const bool force,
                         lq_error* const error)
{
  return lq_document_write(album_node, album, path, force, error);
}
