// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/clip.h"

#include "base/pool.h"
#include "session/values.h"

#include <ctype.h>
#include <string.h>

#define A_DAY_SEC    86400 // s
#define A_NANOSECOND 1e-9  // s; a sum of fades may be rounded

// One row per knob of a clip.
static const lq_param start_row    = {.symbol = "start",
                                      .name   = "Start",
                                      .unit   = LQ_UNIT_SEC,
                                      .max    = A_DAY_SEC,
                                      .doc    = "Where the clip begins in the song."};
static const lq_param offset_row   = {.symbol = "offset",
                                      .name   = "Offset",
                                      .unit   = LQ_UNIT_SEC,
                                      .max    = A_DAY_SEC,
                                      .doc    = "Where in its file the clip begins."};
static const lq_param length_row   = {.symbol = "length",
                                      .name   = "Length",
                                      .unit   = LQ_UNIT_SEC,
                                      .max    = A_DAY_SEC,
                                      .doc = "How long the clip is; 0 goes to the end of the file."};
static const lq_param fade_in_row  = {.symbol = "fade_in",
                                      .name   = "Fade in",
                                      .unit   = LQ_UNIT_SEC,
                                      .max    = A_DAY_SEC,
                                      .doc    = "How long the clip takes to come up."};
static const lq_param fade_out_row = {.symbol = "fade_out",
                                      .name   = "Fade out",
                                      .unit   = LQ_UNIT_SEC,
                                      .max    = A_DAY_SEC,
                                      .doc    = "How long the clip takes to go away."};
static const lq_param gain_row     = {.symbol = "gain",
                                      .name   = "Gain",
                                      .unit   = LQ_UNIT_DB,
                                      .min    = -120,
                                      .max    = 48,
                                      .doc    = "Level of the clip before everything else."};

static const char* const fades[] = {
    [LQ_FADE_COSINE] = "cosine", [LQ_FADE_POWER] = "power", [LQ_FADE_LINEAR] = "linear", NULL};
const lq_param lq_clip_fade_in_shape_row = {
    .symbol = "fade_in_shape", .taper = LQ_TAPER_CHOICE, .max = LQ_FADE_LINEAR, .choices = fades};
const lq_param lq_clip_fade_out_shape_row = {
    .symbol = "fade_out_shape", .taper = LQ_TAPER_CHOICE, .max = LQ_FADE_LINEAR, .choices = fades};
static const char timestamp[] = "timestamp";

static lq_status read_file(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  lq_clip* const clip = into;
  return lq_document_file(r, node, place, "file", &clip->file, &clip->path);
}

#define READ_TIME(knob)                                                                       \
  static lq_status read_##knob(const lq_reading* const r, void* const into,                   \
                               const lq_node* const node, const lq_place* const place)        \
  {                                                                                           \
    return lq_value_time(r, node, place, "clip", &knob##_row, &((lq_clip*)into)->knob##_sec); \
  }
READ_TIME(offset)
READ_TIME(length)
READ_TIME(fade_in)
READ_TIME(fade_out)

static lq_status read_start(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  lq_clip* const clip = into;
  clip->at_stamp      = node->kind == LQ_NODE_SCALAR && !strcmp(node->text, timestamp);
  if (clip->at_stamp) {
    return LQ_OK;
  }
  if (node->kind == LQ_NODE_SCALAR && isalpha((unsigned char)*node->text)) {
    return lq_reading_fail(r, LQ_ERR_BAD_VALUE, node, place,
                           "clip.start is '%.60s'; expected %s, or %s.", node->text,
                           lq_param_range(&start_row).text, timestamp);
  }
  return lq_value_time(r, node, place, "clip", &start_row, &clip->start_sec);
}

static lq_status read_shape(const lq_reading* const r, const lq_node* const node,
                            const lq_place* const place, const lq_param* const row,
                            lq_fade* const shape)
{
  float word = 0;
  LQ_TRY(lq_value_row(r, node, place, "clip", row, &word));
  *shape = (lq_fade)word;
  return LQ_OK;
}

static lq_status read_fade_in_shape(const lq_reading* const r, void* const into,
                                    const lq_node* const node, const lq_place* const place)
{
  return read_shape(r, node, place, &lq_clip_fade_in_shape_row, &((lq_clip*)into)->fade_in_shape);
}

static lq_status read_fade_out_shape(const lq_reading* const r, void* const into,
                                     const lq_node* const node, const lq_place* const place)
{
  return read_shape(r, node, place, &lq_clip_fade_out_shape_row, &((lq_clip*)into)->fade_out_shape);
}

static lq_status read_mute(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  return lq_value_toggle(r, node, place, "mute", &((lq_clip*)into)->mute);
}

static lq_status read_gain(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  return lq_value_double(r, node, place, "clip", &gain_row, &((lq_clip*)into)->gain_db);
}

static lq_status read_clip(const lq_reading* const r, const lq_node* const node,
                           const lq_place* const place, lq_clip* const clip)
{
  static const lq_key keys[] = {
      {"file", read_file},         {"start", read_start},
      {"offset", read_offset},     {"length", read_length},
      {"fade_in", read_fade_in},   {"fade_in_shape", read_fade_in_shape},
      {"fade_out", read_fade_out}, {"fade_out_shape", read_fade_out_shape},
      {"gain", read_gain},         {"mute", read_mute},
  };
  LQ_TRY(lq_reading_expect(r, node, place, LQ_NODE_MAP, "a clip, as {file: vox.wav, start: 3 s}"));
  *clip = (lq_clip){0};
  LQ_TRY(lq_reading_at(r, node, place, &clip->at));
  LQ_TRY(lq_reading_keys(r, node, place, "a clip", keys, sizeof keys / sizeof *keys, clip));
  if (!clip->file) {
    return lq_reading_fail(r, LQ_ERR_MISSING, node, place, "the clip has no file.");
  }
  if (clip->length_sec > 0 &&
      clip->fade_in_sec + clip->fade_out_sec > clip->length_sec + A_NANOSECOND) {
    return lq_reading_fail(r, LQ_ERR_BAD_VALUE, node, place,
                           "the fades of the clip are longer than the clip.");
  }
  return LQ_OK;
}

lq_status lq_clips_read(const lq_reading* const r, const lq_node* const node,
                        const lq_place* const place, lq_strip* const strip)
{
  LQ_TRY(lq_reading_expect(r, node, place, LQ_NODE_LIST, "a list of clips"));
  lq_clip* const clips = LQ_POOL_TAKE(r->pool, lq_clip, node->n);
  if (!clips) {
    return lq_reading_no_memory(r);
  }
  size_t i = 0;
  for (const lq_node* item = node->first; item; item = item->next, ++i) {
    const lq_place here = {.parent = place, .index = i};
    LQ_TRY(read_clip(r, item, &here, &clips[i]));
  }
  strip->clips   = clips;
  strip->n_clips = node->n;
  return LQ_OK;
}

lq_status lq_clip_read_file(const lq_reading* const r, const lq_node* const file,
                            const lq_node* const start, const lq_place* const place,
                            lq_strip* const strip)
{
  lq_clip* const clip = LQ_POOL_TAKE(r->pool, lq_clip, 1);
  if (!clip) {
    return lq_reading_no_memory(r);
  }
  const lq_place file_place  = {.parent = place, .key = "file"};
  const lq_place start_place = {.parent = place, .key = "start"};
  LQ_TRY(lq_reading_at(r, file, &file_place, &clip->at));
  LQ_TRY(read_file(r, clip, file, &file_place));
  LQ_TRY(start ? read_start(r, clip, start, &start_place) : LQ_OK);
  strip->clips   = clip;
  strip->n_clips = 1;
  return LQ_OK;
}

static lq_node* put_time(lq_pool* const pool, lq_node* const map, const lq_param* const row,
                         const double value)
{
  return value > 0 ? lq_node_put(pool, map, row->symbol, lq_value_double_node(pool, value, "s"))
                   : map;
}

static lq_node* put_start(lq_pool* const pool, lq_node* const map, const lq_clip* const c)
{
  return c->at_stamp
             ? lq_node_put(pool, map, start_row.symbol, lq_node_text(pool, timestamp, LQ_STYLE_RAW))
             : put_time(pool, map, &start_row, c->start_sec);
}

static lq_node* put_shape(lq_pool* const pool, lq_node* const map, const lq_param* const row,
                          const lq_fade shape)
{
  return shape != LQ_FADE_COSINE
             ? lq_node_put(pool, map, row->symbol, lq_value_node(pool, row, (float)shape))
             : map;
}

static lq_node* clip_node(lq_pool* const pool, const lq_clip* const c)
{
  lq_node* map = lq_node_new(pool, LQ_NODE_MAP, LQ_STYLE_AUTO);
  map          = lq_node_put(pool, map, "file", lq_node_text(pool, c->file, LQ_STYLE_AUTO));
  map          = put_start(pool, map, c);
  map          = put_time(pool, map, &offset_row, c->offset_sec);
  map          = put_time(pool, map, &length_row, c->length_sec);
  map          = put_time(pool, map, &fade_in_row, c->fade_in_sec);
  map          = put_shape(pool, map, &lq_clip_fade_in_shape_row, c->fade_in_shape);
  map          = put_time(pool, map, &fade_out_row, c->fade_out_sec);
  map          = put_shape(pool, map, &lq_clip_fade_out_shape_row, c->fade_out_shape);
  if (c->gain_db < 0 || c->gain_db > 0) {
    map = lq_node_put(pool, map, "gain", lq_value_double_node(pool, c->gain_db, "dB"));
  }
  return c->mute ? lq_node_put(pool, map, "mute", lq_node_text(pool, "true", LQ_STYLE_RAW)) : map;
}

lq_node* lq_clips_put(lq_pool* const pool, lq_node* map, const lq_strip* const strip)
{
  const lq_clip* const c = strip->clips;
  const bool plain       = strip->n_clips == 1 && !(c->offset_sec > 0) && !(c->length_sec > 0) &&
                     !(c->fade_in_sec > 0) && !(c->fade_out_sec > 0) && !c->mute &&
                     c->fade_in_shape == LQ_FADE_COSINE && c->fade_out_shape == LQ_FADE_COSINE &&
                     !(c->gain_db < 0 || c->gain_db > 0);
  if (plain) {
    map = lq_node_put(pool, map, "file", lq_node_text(pool, c->file, LQ_STYLE_AUTO));
    return put_start(pool, map, c);
  }
  lq_node* list = lq_node_new(pool, LQ_NODE_LIST, LQ_STYLE_BLOCK);
  for (size_t i = 0; i < strip->n_clips && list; ++i) {
    list = lq_node_push(list, clip_node(pool, &c[i]));
  }
  return lq_node_put(pool, map, "clips", list);
}
