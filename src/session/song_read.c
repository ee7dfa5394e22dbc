// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/song.h"

#include "base/pool.h"
#include "disc/disc.h"
#include "session/album_tags.h"
#include "session/clip.h"
#include "session/document.h"
#include "session/name_list.h"
#include "session/values.h"

#include <math.h>
#include <string.h>

#define AN_HOUR_SEC  3600  // s
#define A_DAY_SEC    86400 // s
#define A_NANOSECOND 1e-9  // s; a sum of fades may be rounded

// clang-format off
#define TIME(word, least, most, otherwise, sentence)                                        \
  {.row = {.symbol = #word, .unit = LQ_UNIT_SEC, .min = least, .max = most, .doc = sentence}, \
   .field = offsetof(lq_song, word##_sec), .if_absent = otherwise}
const lq_song_time lq_song_times[LQ_SONG_N_TIMES] = {
    [LQ_SONG_OFFSET]   = TIME(offset, 0, A_DAY_SEC, 0, "Where in its file the song begins."),
    [LQ_SONG_LENGTH]   = TIME(length, 0, A_DAY_SEC, 0, "How long it is; 0: to the end of its file."),
    [LQ_SONG_GAP]      = TIME(gap, 0, AN_HOUR_SEC, (double)NAN, "Silence before it; 0 is none."),
    [LQ_SONG_OVERLAP]  = TIME(overlap, 0.02F, AN_HOUR_SEC, 0,
                              "So long before the one before has ended it begins."),
    [LQ_SONG_FADE_IN]  = TIME(fade_in, 0, AN_HOUR_SEC, 0, "How long it takes to come up."),
    [LQ_SONG_FADE_OUT] = TIME(fade_out, 0, AN_HOUR_SEC, 0, "How long it takes to go away."),
};
// clang-format on

static const char* const copies[] = {"protected", "allowed", NULL};

const lq_param lq_song_level_row = {.symbol = "level",
                                    .unit   = LQ_UNIT_DB,
                                    .min    = -24,
                                    .max    = 24,
                                    .doc    = "How much louder than the others it is meant to be."};
const lq_param lq_song_copy_row  = {
     .symbol = "copy", .taper = LQ_TAPER_CHOICE, .max = 1, .choices = copies};
static const lq_param index_row = {
    .symbol = "index", .unit = LQ_UNIT_SEC, .max = A_DAY_SEC, .doc = "Where a mark stands."};

/// What a reader fills, and where things stood, for what is only known at the end.
typedef struct {
  lq_song*       song;
  size_t         number;
  const lq_node* times[LQ_SONG_N_TIMES]; ///< or NULL
  const lq_node *file, *plan, *session, *versions, *emphasis, *index;
} filling;

static lq_status read_file(const lq_reading* const r, filling* const f, const lq_node* const node,
                           const lq_place* const place, const lq_song_kind kind)
{
  if (f->file) {
    return lq_reading_fail(r, LQ_ERR_BAD_VALUE, node, place,
                           "the song has a mix and a master; expected one of them.");
  }
  f->file       = node;
  f->song->kind = kind;
  return lq_document_file(r, node, place, place->key, &f->song->file, &f->song->path);
}

static lq_status read_mix(const lq_reading* const r, void* const into, const lq_node* const node,
                          const lq_place* const place)
{
  return read_file(r, into, node, place, LQ_SONG_MIX);
}

static lq_status read_master(const lq_reading* const r, void* const into, const lq_node* const node,
                             const lq_place* const place)
{
  return read_file(r, into, node, place, LQ_SONG_MASTER);
}

static lq_status read_plan(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  filling* const f = into;
  f->plan          = node;
  return lq_document_any_file(r, node, place, place->key, "a master plan", &f->song->plan_file,
                              &f->song->plan);
}

static lq_status read_session(const lq_reading* const r, void* const into,
                              const lq_node* const node, const lq_place* const place)
{
  filling* const f = into;
  f->session       = node;
  return lq_document_any_file(r, node, place, place->key, "a session", &f->song->session_file,
                              &f->song->session);
}

static lq_status read_tag(const lq_reading* const r, void* const into, const lq_node* const node,
                          const lq_place* const place)
{
  lq_song* const song = ((filling*)into)->song;
  return lq_tag_read(r, node, place, false, &song->tags, &song->isrc_at);
}

static lq_status read_time(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  filling* const f    = into;
  unsigned       kind = 0;
  while (strcmp(lq_song_times[kind].row.symbol, place->key) != 0) {
    ++kind; // the key is one of them: lq_reading_keys() has found it there
  }
  f->times[kind]    = node;
  double* const sec = (double*)(void*)((char*)f->song + lq_song_times[kind].field);
  return lq_value_time(r, node, place, "song", &lq_song_times[kind].row, sec);
}

static lq_status read_shape(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  lq_song* const song = ((filling*)into)->song;
  const bool     in   = !strcmp(place->key, lq_clip_fade_in_shape_row.symbol);
  float          word = 0;
  LQ_TRY(lq_value_row(r, node, place, "song",
                      in ? &lq_clip_fade_in_shape_row : &lq_clip_fade_out_shape_row, &word));
  *(in ? &song->fade_in_shape : &song->fade_out_shape) = (lq_fade)word;
  return LQ_OK;
}

static lq_status read_level(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  return lq_value_double(r, node, place, "song", &lq_song_level_row,
                         &((filling*)into)->song->level_lu);
}

// One time, or a list of them in rising order.
static lq_status read_index(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  enum { MOST = LQ_DISC_MOST_INDEX - 1 }; // index 01 is the song's own
  lq_song* const song = ((filling*)into)->song;
  const bool     list = node->kind == LQ_NODE_LIST;
  double* const  sec  = LQ_POOL_TAKE(r->pool, double, node->n + 1);
  lq_at* const   at   = LQ_POOL_TAKE(r->pool, lq_at, node->n + 1);
  unsigned       n    = 0;
  if (!sec || !at) {
    return lq_reading_no_memory(r);
  }
  ((filling*)into)->index = node;
  for (const lq_node* item = list ? node->first : node; item; item = list ? item->next : NULL) {
    const lq_place        here  = {.parent = place, .index = n};
    const lq_place* const there = list ? &here : place;
    if (n == MOST) {
      return lq_reading_fail(r, LQ_ERR_LIMIT, item, there,
                             "the song has more than %d marks behind its first.", MOST);
    }
    LQ_TRY(lq_value_time(r, item, there, "song", &index_row, &sec[n]));
    if (n && sec[n] <= sec[n - 1]) {
      return lq_reading_fail(r, LQ_ERR_BAD_VALUE, item, there,
                             "the marks of the song go back in time here; expected rising times.");
    }
    LQ_TRY(lq_reading_at(r, item, there, &at[n]));
    ++n;
  }
  song->index_sec = sec;
  song->index_at  = at;
  song->n_index   = n;
  return LQ_OK;
}

static lq_status read_hidden(const lq_reading* const r, void* const into, const lq_node* const node,
                             const lq_place* const place)
{
  filling* const f = into;
  LQ_TRY(lq_value_toggle(r, node, place, "hidden", &f->song->hidden));
  if (f->song->hidden && f->number) {
    return lq_reading_fail(r, LQ_ERR_BAD_VALUE, node, place,
                           "only the first song can be hidden: it lies in the pause before "
                           "track 1.");
  }
  return LQ_OK;
}

static lq_status read_copy(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  float word = 0;
  LQ_TRY(lq_value_row(r, node, place, "song", &lq_song_copy_row, &word));
  ((filling*)into)->song->copy_allowed = word > 0.5F;
  return LQ_OK;
}

static lq_status read_emphasis(const lq_reading* const r, void* const into,
                               const lq_node* const node, const lq_place* const place)
{
  filling* const f = into;
  f->emphasis      = node;
  return lq_value_toggle(r, node, place, "emphasis", &f->song->pre_emphasis);
}

static lq_status check_version(const lq_reading* const r, const lq_node* const node,
                               const lq_place* const place, const char** const name)
{
  size_t n = 0, at = SIZE_MAX;
  for (; lq_album_versions[n]; ++n) {
    at = strcmp(lq_album_versions[n], *name) != 0 ? at : n;
  }
  return at == SIZE_MAX ? lq_reading_unknown(r, node, place, "the list of versions", *name,
                                             lq_album_versions, n)
                        : LQ_OK;
}

static lq_status read_versions(const lq_reading* const r, void* const into,
                               const lq_node* const node, const lq_place* const place)
{
  filling* const f = into;
  f->versions      = node;
  return lq_name_list_read(r, node, place, "a version", check_version, &f->song->versions,
                           &f->song->n_versions);
}

static lq_status read_why(const lq_reading* const r, void* const into, const lq_node* const node,
                          const lq_place* const place)
{
  return lq_value_text(r, node, place, "why", &((filling*)into)->song->why);
}

static lq_status fail_at(const lq_reading* const r, const lq_node* const node,
                         const lq_place* const parent, const char* const sentence)
{
  const lq_place place = {.parent = parent, .key = node->key->text};
  return lq_reading_fail(r, LQ_ERR_BAD_VALUE, node, &place, "%s", sentence);
}

static lq_status check_kind(const lq_reading* const r, const filling* const f,
                            const lq_node* const node, const lq_place* const place)
{
  const lq_song* const song = f->song;
  if (!f->file) {
    return lq_reading_fail(r, LQ_ERR_MISSING, node, place,
                           "the song has no sound; expected mix: mix.wav, or master: master.wav "
                           "for one that is finished.");
  }
  if (!song->tags.text[LQ_TAG_TITLE]) {
    return lq_reading_fail(r, LQ_ERR_MISSING, node, place,
                           "the song has no title; expected title: Night Drive.");
  }
  const lq_node* const made = f->plan ? f->plan : f->session ? f->session : f->versions;
  if (song->kind == LQ_SONG_MASTER && made) {
    return fail_at(r, made, place,
                   "a finished master is not mastered again; expected this beside mix: alone.");
  }
  if (song->kind == LQ_SONG_MIX && song->pre_emphasis) {
    return fail_at(r, f->emphasis, place,
                   "only a finished master can have been made with emphasis; expected master: "
                   "instead of mix:.");
  }
  if (song->n_versions && !f->session) {
    return fail_at(r, f->versions, place,
                   "versions are made from the session of the song; expected session: "
                   "session.yaml beside them.");
  }
  if (song->hidden && song->n_index) {
    return fail_at(r, f->index, place, "a hidden song is no track of its own and has no marks.");
  }
  return LQ_OK;
}

static lq_status check_times(const lq_reading* const r, const filling* const f,
                             const lq_place* const place)
{
  const lq_song* const        song  = f->song;
  const lq_node* const* const t     = f->times;
  const bool                  later = song->fade_out_sec >= song->fade_in_sec;
  if (t[LQ_SONG_OVERLAP] && t[LQ_SONG_GAP]) {
    return fail_at(r, t[LQ_SONG_OVERLAP], place,
                   "the song has a gap and an overlap; expected one of them.");
  }
  if (t[LQ_SONG_OVERLAP] && !f->number) {
    return fail_at(r, t[LQ_SONG_OVERLAP], place,
                   "the first song has none before it that it could overlap.");
  }
  if (song->length_sec > 0 &&
      song->fade_in_sec + song->fade_out_sec > song->length_sec + A_NANOSECOND) {
    return fail_at(r, t[later ? LQ_SONG_FADE_OUT : LQ_SONG_FADE_IN], place,
                   "the fades of the song are longer than the song.");
  }
  return LQ_OK;
}

static lq_status keep_at(const lq_reading* const r, const lq_node* const node,
                         const lq_place* const parent, lq_at* const at)
{
  const lq_place place = {.parent = parent, .key = node ? node->key->text : NULL};
  return node ? lq_reading_at(r, node, &place, at) : LQ_OK;
}

// What only the lengths of files can judge says where it stands.
static lq_status keep_places(const lq_reading* const r, const filling* const f,
                             const lq_place* const place)
{
  lq_song* const              song  = f->song;
  const lq_node* const* const t     = f->times;
  const bool                  later = song->fade_out_sec >= song->fade_in_sec;
  song->range_at = song->overlap_at = song->fades_at = song->at;
  LQ_TRY(keep_at(r, t[LQ_SONG_LENGTH] ? t[LQ_SONG_LENGTH] : t[LQ_SONG_OFFSET], place,
                 &song->range_at));
  LQ_TRY(keep_at(r, t[LQ_SONG_OVERLAP], place, &song->overlap_at));
  return keep_at(r, t[later ? LQ_SONG_FADE_OUT : LQ_SONG_FADE_IN], place, &song->fades_at);
}

static size_t make_keys(lq_key* const keys)
{
  static const lq_key own[] = {
      {"mix", read_mix},           {"master", read_master},
      {"plan", read_plan},         {"session", read_session},
      {"offset", read_time},       {"length", read_time},
      {"gap", read_time},          {"overlap", read_time},
      {"fade_in", read_time},      {"fade_in_shape", read_shape},
      {"fade_out", read_time},     {"fade_out_shape", read_shape},
      {"level", read_level},       {"index", read_index},
      {"hidden", read_hidden},     {"copy", read_copy},
      {"emphasis", read_emphasis}, {"versions", read_versions},
      {"why", read_why},
  };
  size_t      n = sizeof own / sizeof *own;
  const char* names[LQ_MOST_TAG_KEYS];
  memcpy(keys, own, sizeof own);
  for (size_t i = 0, n_tags = lq_tag_key_names(names, false); i < n_tags; ++i) {
    keys[n++] = (lq_key){names[i], read_tag};
  }
  return n;
}

lq_status lq_song_read(const lq_reading* const r, const lq_node* const node,
                       const lq_place* const place, const size_t number, lq_song* const song)
{
  lq_key       keys[24 + LQ_MOST_TAG_KEYS];
  const size_t n_keys = make_keys(keys);
  filling      f      = {.song = song, .number = number};
  LQ_TRY(lq_reading_expect(r, node, place, LQ_NODE_MAP,
                           "a song, as {mix: mixes/one.wav, title: One}"));
  *song = (lq_song){.gap_sec = (double)NAN};
  LQ_TRY(lq_reading_at(r, node, place, &song->at));
  LQ_TRY(lq_reading_keys(r, node, place, "a song", keys, n_keys, &f));
  LQ_TRY(check_kind(r, &f, node, place));
  LQ_TRY(check_times(r, &f, place));
  return keep_places(r, &f, place);
}
