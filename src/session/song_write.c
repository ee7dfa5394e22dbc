// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/song.h"

#include "session/album_tags.h"
#include "session/clip.h"
#include "session/name_list.h"
#include "session/values.h"

#include <math.h>

static lq_node* put_text(lq_pool* const pool, lq_node* const map, const char* const key,
                         const char* const text)
{
  return text ? lq_node_put(pool, map, key, lq_node_text(pool, text, LQ_STYLE_AUTO)) : map;
}

static lq_node* put_yes(lq_pool* const pool, lq_node* const map, const char* const key,
                        const bool is)
{
  return is ? lq_node_put(pool, map, key, lq_node_text(pool, "yes", LQ_STYLE_RAW)) : map;
}

static lq_node* put_choice(lq_pool* const pool, lq_node* const map, const lq_param* const row,
                           const unsigned choice)
{
  return choice ? lq_node_put(pool, map, row->symbol, lq_value_node(pool, row, (float)choice))
                : map;
}

static lq_node* put_time(lq_pool* const pool, lq_node* const map, const lq_song* const song,
                         const lq_song_time_kind kind)
{
  const lq_song_time* const t    = &lq_song_times[kind];
  const double              sec  = *(const double*)(const void*)((const char*)song + t->field);
  const bool                said = isnan(t->if_absent) ? !isnan(sec) : sec > t->if_absent;
  return said ? lq_node_put(pool, map, t->row.symbol, lq_value_double_node(pool, sec, "s")) : map;
}

static lq_node* put_index(lq_pool* const pool, lq_node* const map, const lq_song* const song)
{
  if (!song->n_index) {
    return map;
  }
  lq_node* list = lq_node_new(pool, LQ_NODE_LIST, LQ_STYLE_AUTO);
  for (unsigned i = 0; i < song->n_index; ++i) {
    list = lq_node_push(list, lq_value_double_node(pool, song->index_sec[i], "s"));
  }
  return lq_node_put(pool, map, "index", list);
}

static lq_node* put_files(lq_pool* const pool, lq_node* map, const lq_song* const song)
{
  map = put_text(pool, map, song->kind == LQ_SONG_MASTER ? "master" : "mix", song->file);
  map = put_text(pool, map, "plan", song->plan_file);
  return put_text(pool, map, "session", song->session_file);
}

lq_node* lq_song_node(lq_pool* const pool, const lq_song* const song)
{
  lq_node* map = lq_node_new(pool, LQ_NODE_MAP, LQ_STYLE_AUTO);
  map          = put_files(pool, map, song);
  map          = put_yes(pool, map, "hidden", song->hidden);
  map          = lq_tags_put(pool, map, &song->tags, false);
  map          = put_time(pool, map, song, LQ_SONG_OFFSET);
  map          = put_time(pool, map, song, LQ_SONG_LENGTH);
  map          = put_time(pool, map, song, LQ_SONG_GAP);
  map          = put_time(pool, map, song, LQ_SONG_OVERLAP);
  map          = put_time(pool, map, song, LQ_SONG_FADE_IN);
  map          = put_choice(pool, map, &lq_clip_fade_in_shape_row, song->fade_in_shape);
  map          = put_time(pool, map, song, LQ_SONG_FADE_OUT);
  map          = put_choice(pool, map, &lq_clip_fade_out_shape_row, song->fade_out_shape);
  if (song->level_lu < 0 || song->level_lu > 0) {
    map = lq_node_put(pool, map, lq_song_level_row.symbol,
                      lq_value_double_node(pool, song->level_lu, "dB"));
  }
  map = put_index(pool, map, song);
  map = put_choice(pool, map, &lq_song_copy_row, song->copy_allowed);
  map = put_yes(pool, map, "emphasis", song->pre_emphasis);
  map = lq_name_list_put(pool, map, "versions", song->versions, song->n_versions);
  return song->why ? lq_node_put(pool, map, "why", lq_node_text(pool, song->why, LQ_STYLE_QUOTED))
                   : map;
}
