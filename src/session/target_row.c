// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/target_row.h"

#include "base/pool.h"
#include "session/delivery.h"
#include "session/values.h"

#include <string.h>

enum { MOST_CODECS = 8, MOST_SOURCES = 16, MOST_ID_BYTES = 63, FLOAT_BITS = 32 };

static const char* const confidences[] = {"high", "medium", "low", "choice", NULL};

static const lq_param loudness_row = {
    .symbol = "loudness", .unit = LQ_UNIT_LUFS, .min = -40, .max = 0};
static const lq_param ceiling_row = {
    .symbol = "ceiling", .unit = LQ_UNIT_DBTP, .min = -20, .max = 0};
static const lq_param tolerance_row = {.symbol = "tolerance", .unit = LQ_UNIT_DB, .max = 10};
static const lq_param plays_at_row  = {
     .symbol = "plays_at", .unit = LQ_UNIT_LUFS, .min = -40, .max = 0};
static const lq_param up_to_row = {.symbol = "up_to", .unit = LQ_UNIT_DBTP, .min = -20, .max = 0};
static const lq_param turns_up_row   = {.symbol  = "turns_up",
                                        .taper   = LQ_TAPER_CHOICE,
                                        .max     = LQ_UPWARD_LIMITED,
                                        .choices = lq_upward_names};
static const lq_param album_row      = {.symbol  = "album",
                                        .taper   = LQ_TAPER_CHOICE,
                                        .max     = LQ_ALBUM_LOUDEST,
                                        .choices = lq_album_gain_names};
static const lq_param confidence_row = {
    .symbol = "confidence", .taper = LQ_TAPER_CHOICE, .max = 3, .choices = confidences};

/// What a reader fills, and what else it must know.
typedef struct {
  lq_target* target;
  bool       has_loudness, has_ceiling;
} filling;

#define READ_NUMBER(field, row)                                                           \
  static lq_status read_##field(const lq_reading* const r, void* const into,              \
                                const lq_node* const node, const lq_place* const place)   \
  {                                                                                       \
    return lq_value_double(r, node, place, "", &(row), &((filling*)into)->target->field); \
  }

#define READ_TEXT(field)                                                                \
  static lq_status read_##field(const lq_reading* const r, void* const into,            \
                                const lq_node* const node, const lq_place* const place) \
  {                                                                                     \
    return lq_value_text(r, node, place, #field, &((filling*)into)->target->field);     \
  }

#define READ_CHOICE(field, row, meaning)                                                \
  static lq_status read_##field(const lq_reading* const r, void* const into,            \
                                const lq_node* const node, const lq_place* const place) \
  {                                                                                     \
    float choice = 0;                                                                   \
    LQ_TRY(lq_value_row(r, node, place, "", &(row), &choice));                          \
    ((filling*)into)->target->field = meaning;                                          \
    return LQ_OK;                                                                       \
  }

READ_NUMBER(ceiling_dbtp, ceiling_row)
READ_NUMBER(loudness_lufs, loudness_row)
READ_NUMBER(tolerance_lu, tolerance_row)
READ_NUMBER(up_to_dbtp, up_to_row)
READ_TEXT(behaviour)
READ_TEXT(name)
READ_TEXT(why)
READ_CHOICE(album, album_row, (lq_album_gain)choice)
READ_CHOICE(bits, lq_delivery_bits_row, lq_delivery_bits(choice))
READ_CHOICE(confidence, confidence_row, confidences[(size_t)choice])
READ_CHOICE(dither, lq_delivery_dither_row, (lq_dither_kind)choice)
READ_CHOICE(format, lq_delivery_format_row, lq_delivery_format_row.choices[(size_t)choice])
READ_CHOICE(turns_up, turns_up_row, (lq_upward)choice)

static lq_status read_id(const lq_reading* const r, void* const into, const lq_node* const node,
                         const lq_place* const place)
{
  (void)r, (void)into, (void)node, (void)place;
  return LQ_OK; // lq_target_row_id() has seen it
}

static bool is_word(const lq_node* const node, const char* const word)
{
  return node->kind == LQ_NODE_SCALAR && !strcmp(node->text, word);
}

static lq_status read_rate(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  lq_target* const t = ((filling*)into)->target;
  if (is_word(node, "source")) {
    t->rate_hz = 0;
    return LQ_OK;
  }
  if (node->kind == LQ_NODE_SCALAR &&
      lq_value_double(r, node, place, "", &lq_delivery_rate_row, &t->rate_hz) == LQ_OK) {
    return LQ_OK;
  }
  return lq_reading_fail(r, LQ_ERR_BAD_VALUE, node, place, "rate is %s; expected %s, or source.",
                         lq_node_found(node).text, lq_param_range(&lq_delivery_rate_row).text);
}

static lq_status read_plays_at(const lq_reading* const r, void* const into,
                               const lq_node* const node, const lq_place* const place)
{
  lq_target* const t = ((filling*)into)->target;
  t->normalises      = !is_word(node, "as-is");
  if (!t->normalises) {
    return LQ_OK;
  }
  if (node->kind == LQ_NODE_SCALAR &&
      lq_value_double(r, node, place, "", &plays_at_row, &t->plays_at_lufs) == LQ_OK) {
    return LQ_OK;
  }
  return lq_reading_fail(r, LQ_ERR_BAD_VALUE, node, place, "plays_at is %s; expected %s, or as-is.",
                         lq_node_found(node).text, lq_param_range(&plays_at_row).text);
}

static lq_status read_loudness(const lq_reading* const r, void* const into,
                               const lq_node* const node, const lq_place* const place)
{
  ((filling*)into)->has_loudness = true;
  return read_loudness_lufs(r, into, node, place);
}

static lq_status read_ceiling(const lq_reading* const r, void* const into,
                              const lq_node* const node, const lq_place* const place)
{
  ((filling*)into)->has_ceiling = true;
  return read_ceiling_dbtp(r, into, node, place);
}

static lq_status read_codecs(const lq_reading* const r, void* const into, const lq_node* const node,
                             const lq_place* const place)
{
  lq_target* const t = ((filling*)into)->target;
  LQ_TRY(lq_reading_expect(r, node, place, LQ_NODE_LIST, "a list, as [vorbis 320, aac 256]"));
  if (node->n > MOST_CODECS) {
    return lq_reading_fail(r, LQ_ERR_LIMIT, node, place,
                           "these are %u codecs; expected at most %d.", node->n, MOST_CODECS);
  }
  lq_codec_spec* const made = LQ_POOL_TAKE(r->pool, lq_codec_spec, node->n + 1);
  if (!made) {
    return lq_reading_no_memory(r);
  }
  size_t n = 0;
  for (const lq_node* item = node->first; item; item = item->next) {
    const lq_place here = {.parent = place, .index = n};
    if (item->kind != LQ_NODE_SCALAR || lq_codec_parse(item->text, &made[n])) {
      return lq_reading_fail(r, LQ_ERR_BAD_VALUE, item, &here,
                             "a codec is %s; expected vorbis, opus, mp3 or aac and its kbit/s, as "
                             "in vorbis 320.",
                             lq_node_found(item).text);
    }
    ++n;
  }
  t->codecs   = made;
  t->n_codecs = n;
  return LQ_OK;
}

static lq_status read_sources(const lq_reading* const r, void* const into,
                              const lq_node* const node, const lq_place* const place)
{
  lq_target* const t = ((filling*)into)->target;
  LQ_TRY(lq_reading_expect(r, node, place, LQ_NODE_LIST, "a list of texts"));
  if (node->n > MOST_SOURCES) {
    return lq_reading_fail(r, LQ_ERR_LIMIT, node, place,
                           "these are %u sources; expected at most %d.", node->n, MOST_SOURCES);
  }
  const char** const made = LQ_POOL_TAKE(r->pool, const char*, node->n + 1);
  if (!made) {
    return lq_reading_no_memory(r);
  }
  size_t n = 0;
  for (const lq_node* item = node->first; item; item = item->next, ++n) {
    const lq_place here = {.parent = place, .index = n};
    LQ_TRY(lq_value_text(r, item, &here, "a source", &made[n]));
  }
  t->sources   = made;
  t->n_sources = n;
  return LQ_OK;
}

// "2026-11-22": years that sort as texts, months and days that there are.
static lq_status read_dated(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  static const char pattern[] = "0000-00-00";
  const char*       text      = node->text;
  bool              is        = node->kind == LQ_NODE_SCALAR && strlen(text) == sizeof pattern - 1;
  for (size_t i = 0; is && i < sizeof pattern - 1; ++i) {
    is = pattern[i] == '-' ? text[i] == '-' : text[i] >= '0' && text[i] <= '9';
  }
  const int month = is ? 10 * (text[5] - '0') + text[6] - '0' : 0;
  const int day   = is ? 10 * (text[8] - '0') + text[9] - '0' : 0;
  if (month < 1 || month > 12 || day < 1 || day > 31) {
    return lq_reading_fail(r, LQ_ERR_BAD_VALUE, node, place,
                           "dated is %s; expected a day, as in 2026-11-22.",
                           lq_node_found(node).text);
  }
  ((filling*)into)->target->dated = text;
  return LQ_OK;
}

lq_status lq_target_row_id(const lq_reading* const r, const lq_node* const map,
                           const lq_place* const place, const char** const id)
{
  static const char    letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-_";
  const lq_place       here      = {.parent = place, .key = "id"};
  const lq_node* const node      = lq_node_find(map, "id");
  if (!node) {
    return lq_reading_fail(r, LQ_ERR_MISSING, map, &here,
                           "the destination has no id; expected one, as in id: my-shop.");
  }
  LQ_TRY(lq_value_name(r, node, &here, "id", id));
  const size_t n = strlen(*id);
  if (strspn(*id, letters) != n || n > MOST_ID_BYTES || **id == '-') {
    return lq_reading_fail(r, LQ_ERR_BAD_VALUE, node, &here,
                           "id is %s; expected at most %d small letters, digits, - and _, because "
                           "a folder is called so.",
                           lq_node_found(node).text, MOST_ID_BYTES);
  }
  return LQ_OK;
}

lq_target lq_target_row_new(const char* const id)
{
  return (lq_target){.id         = id,
                     .name       = id,
                     .bits       = 24,
                     .dither     = LQ_DITHER_TPDF,
                     .format     = lq_delivery_format_row.choices[0],
                     .up_to_dbtp = -1,
                     .behaviour  = "",
                     .why        = "",
                     .dated      = "",
                     .confidence = "choice"};
}

// What only shows when everything is known.
static lq_status check_sense(const lq_reading* const r, const lq_node* const map,
                             const lq_place* const place, const bool known, const filling* const f)
{
  const lq_target* const t = f->target;
  if (!known && (!f->has_loudness || !f->has_ceiling)) {
    return lq_reading_fail(r, LQ_ERR_MISSING, map, place,
                           "'%s' is new and has no %s; expected loudness and ceiling, as in "
                           "loudness: -14 LUFS, ceiling: -1 dBTP.",
                           t->id, f->has_loudness ? "ceiling" : "loudness");
  }
  if (t->bits >= FLOAT_BITS && !strcmp(t->format, "flac")) {
    return lq_reading_fail(r, LQ_ERR_BAD_VALUE, map, place,
                           "'%s' is 32-bit float in FLAC, which holds none; expected bits: 16 or "
                           "24, or format: wav.",
                           t->id);
  }
  if (t->turns_up != LQ_UPWARD_OFF && !t->normalises) {
    return lq_reading_fail(r, LQ_ERR_BAD_VALUE, map, place,
                           "'%s' turns up and plays everything as it is; expected plays_at: and a "
                           "level, or turns_up: off.",
                           t->id);
  }
  if (t->dither == LQ_DITHER_SHAPED && t->n_codecs) {
    return lq_reading_fail(r, LQ_ERR_BAD_VALUE, map, place,
                           "'%s' has shaped dither before a lossy codec, which spends its bits on "
                           "it; expected dither: tpdf or off, or codecs: [].",
                           t->id);
  }
  return LQ_OK;
}

lq_status lq_target_row_read(const lq_reading* const r, const lq_node* const map,
                             const lq_place* const place, const bool known, lq_target* const target)
{
  static const lq_key keys[] = {
      {"id", read_id},
      {"name", read_name},
      {"rate", read_rate},
      {"bits", read_bits},
      {"dither", read_dither},
      {"format", read_format},
      {"loudness", read_loudness},
      {"ceiling", read_ceiling},
      {"tolerance", read_tolerance_lu},
      {"plays_at", read_plays_at},
      {"turns_up", read_turns_up},
      {"up_to", read_up_to_dbtp},
      {"album", read_album},
      {"codecs", read_codecs},
      {"behaviour", read_behaviour},
      {"why", read_why},
      {"sources", read_sources},
      {"dated", read_dated},
      {"confidence", read_confidence},
  };
  lq_target made = *target;
  filling   f    = {.target = &made};
  LQ_TRY(lq_reading_keys(r, map, place, "a destination", keys, sizeof keys / sizeof *keys, &f));
  LQ_TRY(check_sense(r, map, place, known, &f));
  *target = made;
  return LQ_OK;
}
