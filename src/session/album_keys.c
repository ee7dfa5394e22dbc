// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/album.h"

#include "audio/codec.h"
#include "base/pool.h"
#include "disc/disc.h"
#include "session/album_tags.h"
#include "session/document.h"
#include "session/genres.h"
#include "session/name_list.h"
#include "session/references.h"
#include "session/song.h"
#include "session/values.h"

#include <string.h>

const lq_param lq_album_gap_row         = {.symbol = "gap",
                                           .unit   = LQ_UNIT_SEC,
                                           .max    = 3600, // s in an hour
                                           .doc    = "Silence between songs that say nothing else."};
const lq_param lq_album_disc_length_row = {.symbol = "disc_length",
                                           .unit   = LQ_UNIT_SEC,
                                           .min    = 60,
                                           .max    = 6000, // s; times end at 99:59
                                           .doc    = "The longest disc that the plant presses."};
const lq_param lq_album_mark_lead_row   = {.symbol = "mark_lead",
                                           .unit   = LQ_UNIT_SEC,
                                           .max    = 2,
                                           .doc    = "So long before the music track marks stand."};
const lq_param lq_album_strength_row    = {.symbol = "strength", .max = 1, .def = 1};
const lq_param lq_album_levels_row      = {.symbol  = "levels",
                                           .taper   = LQ_TAPER_CHOICE,
                                           .max     = LQ_LEVELS_KEPT,
                                           .choices = lq_levels_names};
const lq_param lq_album_cd_text_row     = {.symbol  = "cd_text",
                                           .taper   = LQ_TAPER_CHOICE,
                                           .max     = LQ_CD_TEXT_OFF,
                                           .choices = lq_cd_text_names};
const lq_param lq_album_record_row      = {.symbol  = "record",
                                           .taper   = LQ_TAPER_CHOICE,
                                           .max     = LQ_RECORD_N - 1,
                                           .choices = lq_record_names};
const lq_param lq_album_disc_row        = {.symbol = "disc", .min = 1, .max = 99};
const lq_param lq_album_discs_row       = {.symbol = "discs", .min = 1, .max = 99};

static const lq_param side_row = {.symbol = "sides", .min = 1, .max = LQ_DISC_MOST_TRACKS};

static lq_status read_version(const lq_reading* const r, void* const into,
                              const lq_node* const node, const lq_place* const place)
{
  (void)r, (void)into, (void)node, (void)place;
  return LQ_OK; // lq_document_check() has seen it
}

static lq_status read_tag(const lq_reading* const r, void* const into, const lq_node* const node,
                          const lq_place* const place)
{
  lq_album* const a = ((lq_album_filling*)into)->album;
  return lq_tag_read(r, node, place, true, &a->tags, &a->barcode_at);
}

static lq_status read_cover(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  lq_album* const a = ((lq_album_filling*)into)->album;
  return lq_document_any_file(r, node, place, "cover", "a picture", &a->cover, &a->tags.picture);
}

static lq_status read_number(const lq_reading* const r, const lq_node* const node,
                             const lq_place* const place, const lq_param* const row,
                             unsigned* const number)
{
  float value = 0;
  LQ_TRY(lq_value_row(r, node, place, "", row, &value));
  *number = (unsigned)value;
  return (float)*number < value ? lq_reading_fail(r, LQ_ERR_BAD_VALUE, node, place,
                                                  "%s is %s; expected a whole number.", row->symbol,
                                                  lq_node_found(node).text)
                                : LQ_OK;
}

static lq_status read_disc(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  ((lq_album_filling*)into)->disc = node;
  return read_number(r, node, place, &lq_album_disc_row,
                     &((lq_album_filling*)into)->album->tags.disc);
}

static lq_status read_discs(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  return read_number(r, node, place, &lq_album_discs_row,
                     &((lq_album_filling*)into)->album->tags.n_discs);
}

// Which there are is known where deliveries are made: a person may have added some.
static lq_status read_for(const lq_reading* const r, void* const into, const lq_node* const node,
                          const lq_place* const place)
{
  lq_album* const a    = ((lq_album_filling*)into)->album;
  const bool      list = node->kind == LQ_NODE_LIST;
  LQ_TRY(lq_name_list_read(r, node, place, "the destination", NULL, &a->targets, &a->n_targets));
  lq_at* const   at   = LQ_POOL_TAKE(r->pool, lq_at, a->n_targets + 1);
  const lq_node* item = list ? node->first : node;
  for (size_t i = 0; i < a->n_targets && at; ++i, item = item->next) {
    const lq_place here = {.parent = place, .index = i};
    LQ_TRY(lq_reading_at(r, item, list ? &here : place, &at[i]));
  }
  a->target_at = at;
  return at ? LQ_OK : lq_reading_no_memory(r);
}

static lq_status check_format(const lq_reading* const r, const lq_node* const node,
                              const lq_place* const place, const char** const format)
{
  lq_codec_spec spec = {0};
  if (!strcmp(*format, "flac")) {
    return LQ_OK;
  }
  if (lq_codec_parse(*format, &spec) || (spec.kind != LQ_CODEC_MP3 && spec.kind != LQ_CODEC_OPUS)) {
    return lq_reading_fail(r, LQ_ERR_BAD_VALUE, node, place,
                           "listeners' files are %s; expected flac, mp3 with 32, 40, 48, 56, 64, "
                           "80, 96, 112, 128, 160, 192, 224, 256 or 320 kbit/s, or opus with 16 to "
                           "510, as in mp3 320.",
                           lq_node_found(node).text);
  }
  *format = lq_pool_copy(r->pool, lq_codec_format(spec).text);
  return *format ? LQ_OK : lq_reading_no_memory(r);
}

static lq_status read_listeners(const lq_reading* const r, void* const into,
                                const lq_node* const node, const lq_place* const place)
{
  lq_album* const a = ((lq_album_filling*)into)->album;
  return lq_name_list_read(r, node, place, "the format", check_format, &a->formats, &a->n_formats);
}

static lq_status read_ddp(const lq_reading* const r, void* const into, const lq_node* const node,
                          const lq_place* const place)
{
  return lq_value_toggle(r, node, place, "ddp", &((lq_album_filling*)into)->album->ddp);
}

static lq_status read_cue(const lq_reading* const r, void* const into, const lq_node* const node,
                          const lq_place* const place)
{
  return lq_value_toggle(r, node, place, "cue", &((lq_album_filling*)into)->album->cue);
}

static lq_status read_gap(const lq_reading* const r, void* const into, const lq_node* const node,
                          const lq_place* const place)
{
  return lq_value_time(r, node, place, "", &lq_album_gap_row,
                       &((lq_album_filling*)into)->album->gap_sec);
}

static lq_status read_disc_length(const lq_reading* const r, void* const into,
                                  const lq_node* const node, const lq_place* const place)
{
  return lq_value_time(r, node, place, "", &lq_album_disc_length_row,
                       &((lq_album_filling*)into)->album->disc_sec);
}

static lq_status read_mark_lead(const lq_reading* const r, void* const into,
                                const lq_node* const node, const lq_place* const place)
{
  return lq_value_time(r, node, place, "", &lq_album_mark_lead_row,
                       &((lq_album_filling*)into)->album->mark_lead_sec);
}

#define READ_CHOICE(knob, type)                                                        \
  static lq_status read_##knob(const lq_reading* const r, void* const into,            \
                               const lq_node* const node, const lq_place* const place) \
  {                                                                                    \
    float word = 0;                                                                    \
    LQ_TRY(lq_value_row(r, node, place, "", &lq_album_##knob##_row, &word));           \
    ((lq_album_filling*)into)->album->knob = (type)word;                               \
    return LQ_OK;                                                                      \
  }
READ_CHOICE(levels, lq_levels)
READ_CHOICE(cd_text, lq_cd_text)
READ_CHOICE(record, lq_record)

static lq_status read_brief(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  lq_album* const a = ((lq_album_filling*)into)->album;
  return lq_document_any_file(r, node, place, "brief", "a brief", &a->brief_file, &a->brief);
}

static lq_status read_genre(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  lq_genres   genres = {0};
  const char* name   = NULL;
  LQ_TRY(lq_value_name(r, node, place, "genre", &name));
  LQ_TRY(lq_genres_load(&genres, r->pool, r->error));
  const lq_genre* const genre = lq_genre_find(&genres, name);
  if (!genre) {
    return lq_reading_fail(r, LQ_ERR_UNKNOWN, node, place, "there is no genre '%.60s'; genres: %s.",
                           name, lq_genres_list(&genres).text);
  }
  ((lq_album_filling*)into)->album->genre = genre->name;
  return LQ_OK;
}

static lq_status read_strength(const lq_reading* const r, void* const into,
                               const lq_node* const node, const lq_place* const place)
{
  return lq_value_double(r, node, place, "", &lq_album_strength_row,
                         &((lq_album_filling*)into)->album->strength);
}

static lq_status read_references(const lq_reading* const r, void* const into,
                                 const lq_node* const node, const lq_place* const place)
{
  lq_album* const a = ((lq_album_filling*)into)->album;
  return lq_references_read(r, node, place, &a->references, &a->n_references);
}

static lq_status read_assistant(const lq_reading* const r, void* const into,
                                const lq_node* const node, const lq_place* const place)
{
  static const lq_key keys[] = {{"brief", read_brief},
                                {"genre", read_genre},
                                {"strength", read_strength},
                                {"references", read_references}};
  LQ_TRY(lq_reading_expect(r, node, place, LQ_NODE_MAP, "a mapping, as {genre: rock}"));
  return lq_reading_keys(r, node, place, "the assistant", keys, sizeof keys / sizeof *keys, into);
}

static lq_status read_sides(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  lq_album* const a = ((lq_album_filling*)into)->album;
  LQ_TRY(
      lq_reading_expect(r, node, place, LQ_NODE_LIST, "the first track of each side, as [1, 5]"));
  unsigned* const sides = LQ_POOL_TAKE(r->pool, unsigned, node->n + 1);
  size_t          n     = 0;
  if (!sides) {
    return lq_reading_no_memory(r);
  }
  ((lq_album_filling*)into)->sides = node;
  for (const lq_node* item = node->first; item; item = item->next, ++n) {
    const lq_place here = {.parent = place, .index = n};
    LQ_TRY(read_number(r, item, &here, &side_row, &sides[n]));
    if (!n && sides[n] != 1) {
      return lq_reading_fail(r, LQ_ERR_BAD_VALUE, item, &here,
                             "the first side begins with track %u; expected track 1.", sides[n]);
    }
    if (n && sides[n] <= sides[n - 1]) {
      return lq_reading_fail(r, LQ_ERR_BAD_VALUE, item, &here,
                             "the sides go back here, from track %u to %u; expected rising "
                             "numbers.",
                             sides[n - 1], sides[n]);
    }
  }
  a->sides   = sides;
  a->n_sides = n;
  return LQ_OK;
}

static lq_status read_vinyl(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  static const lq_key keys[] = {{"record", read_record}, {"sides", read_sides}};
  LQ_TRY(lq_reading_expect(r, node, place, LQ_NODE_MAP, "a mapping, as {record: 12in-33}"));
  return lq_reading_keys(r, node, place, "vinyl", keys, sizeof keys / sizeof *keys, into);
}

static lq_status read_songs(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  lq_album* const a = ((lq_album_filling*)into)->album;
  LQ_TRY(lq_reading_expect(r, node, place, LQ_NODE_LIST,
                           "a list of songs, each as {mix: mixes/one.wav, title: One}"));
  lq_song* const songs = LQ_POOL_TAKE(r->pool, lq_song, node->n + 1);
  if (!songs) {
    return lq_reading_no_memory(r);
  }
  a->songs = songs;
  for (const lq_node* item = node->first; item; item = item->next) {
    const lq_place here = {.parent = place, .index = a->n_songs};
    LQ_TRY(lq_song_read(r, item, &here, a->n_songs, &songs[a->n_songs]));
    ++a->n_songs;
    if (lq_album_n_tracks(a) > LQ_DISC_MOST_TRACKS) {
      return lq_reading_fail(r, LQ_ERR_LIMIT, item, &here,
                             "this is track %u; an album has at most %d.", lq_album_n_tracks(a),
                             LQ_DISC_MOST_TRACKS);
    }
  }
  return LQ_OK;
}

static lq_status read_notes(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  lq_album* const a = ((lq_album_filling*)into)->album;
  return lq_document_notes(r, node, place, &a->notes, &a->n_notes);
}

size_t lq_album_keys(lq_key* const keys)
{
  static const lq_key own[] = {
      {"cover", read_cover},
      {"disc", read_disc},
      {"discs", read_discs},
      {"for", read_for},
      {"ddp", read_ddp},
      {"cue", read_cue},
      {"cd_text", read_cd_text},
      {"disc_length", read_disc_length},
      {"gap", read_gap},
      {"mark_lead", read_mark_lead},
      {"levels", read_levels},
      {"vinyl", read_vinyl},
      {"listeners", read_listeners},
      {"assistant", read_assistant},
      {"notes", read_notes},
      {"songs", read_songs},
  };
  const char*  tags[LQ_MOST_TAG_KEYS];
  const size_t n_tags = lq_tag_key_names(tags, true), n_own = sizeof own / sizeof *own;
  keys[0] = (lq_key){"lacquer", read_version};
  for (size_t i = 0; i < n_tags; ++i) {
    keys[1 + i] = (lq_key){tags[i], read_tag};
  }
  memcpy(keys + 1 + n_tags, own, sizeof own);
  return 1 + n_tags + n_own;
}
