// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/stated.h"

#include "verify/text_file.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

enum { DEPTH_MOST = 16, STATED_MOST = 100000 };

typedef struct {
  lq_pool*      pool;
  const json_t* songs; // of an album, or NULL
  lq_stated*    list;  // [room]
  size_t        n, room;
} gathering;

static double number(const json_t* const object, const char* const key)
{
  const json_t* const j = json_object_get(object, key);
  return json_is_number(j) ? json_number_value(j) : (double)NAN;
}

static const char* text(const gathering* const g, const json_t* const object, const char* const key)
{
  return lq_pool_copy(g->pool, json_string_value(json_object_get(object, key)));
}

static bool make_room(gathering* const g)
{
  if (g->n < g->room) {
    return true;
  }
  const size_t     room  = g->room ? 2 * g->room : 32;
  lq_stated* const grown = LQ_POOL_TAKE(g->pool, lq_stated, room);
  if (grown && g->n) {
    memcpy(grown, g->list, g->n * sizeof *grown);
  }
  g->list = grown ? grown : g->list;
  g->room = grown ? room : g->room;
  return grown;
}

static lq_status add(gathering* const g, const json_t* const object, const char* const file,
                     const char* const target, const unsigned track)
{
  if (!json_is_number(json_object_get(object, "integrated_lufs")) || g->n >= STATED_MOST) {
    return LQ_OK;
  }
  if (!make_room(g)) {
    return LQ_ERR_MEMORY;
  }
  g->list[g->n++] = (lq_stated){.file            = lq_pool_copy(g->pool, file),
                                .target          = lq_pool_copy(g->pool, target),
                                .track           = track,
                                .integrated_lufs = number(object, "integrated_lufs"),
                                .peak_dbtp       = number(object, "true_peak_exact_dbtp"),
                                .target_lufs     = number(object, "target_lufs"),
                                .duration_sec    = number(object, "duration_sec"),
                                .rate_hz         = number(object, "sample_rate_hz"),
                                .verdict         = text(g, object, "verdict"),
                                .reason          = text(g, object, "reason")};
  return file && !g->list[g->n - 1].file ? LQ_ERR_MEMORY : LQ_OK;
}

// A destination of an album: its songs are those of the whole report, in the same order.
static lq_status take_songs(gathering* const g, const json_t* const object)
{
  const json_t* const list   = json_object_get(object, "songs");
  const char* const   target = json_string_value(json_object_get(object, "target"));
  for (size_t i = 0; target && i < json_array_size(list); ++i) {
    const json_t* const song  = json_array_get(list, i);
    const json_t* const named = json_array_get(g->songs, i);
    const json_t* const track = json_object_get(named, "track");
    if (json_is_integer(track) && !json_object_get(song, "file")) {
      LQ_TRY(add(g, song, NULL, target, (unsigned)json_integer_value(track)));
    }
  }
  return LQ_OK;
}

static lq_status take(gathering* const g, const json_t* const object)
{
  const char* const file = json_string_value(json_object_get(object, "file"));
  LQ_TRY(file ? add(g, object, file, json_string_value(json_object_get(object, "target")), 0)
              : LQ_OK);
  return take_songs(g, object);
}

static lq_status gather(gathering* const g, const json_t* const j, const unsigned depth)
{
  if (depth > DEPTH_MOST) {
    return LQ_OK;
  }
  if (json_is_array(j)) {
    for (size_t i = 0; i < json_array_size(j); ++i) {
      LQ_TRY(gather(g, json_array_get(j, i), depth + 1));
    }
    return LQ_OK;
  }
  if (!json_is_object(j)) {
    return LQ_OK;
  }
  LQ_TRY(take(g, j));
  for (void* i = json_object_iter((json_t*)j); i; i = json_object_iter_next((json_t*)j, i)) {
    LQ_TRY(gather(g, json_object_iter_value(i), depth + 1));
  }
  return LQ_OK;
}

lq_status lq_stated_read(lq_statements* const statements, lq_pool* const pool,
                         const char* const path, lq_error* const error)
{
  lq_text_bytes bytes = {0};
  json_error_t  where;
  LQ_TRY(lq_text_file_read(&bytes, pool, path, error));
  json_t* const j = json_loadb(bytes.text, bytes.n, 0, &where);
  if (!j) {
    return lq_fail(
        error, LQ_ERR_SYNTAX,
        (lq_at){.file = path, .line = (unsigned)where.line, .column = (unsigned)where.column},
        "line %d, column %d: %s", where.line, where.column, where.text);
  }
  gathering       g  = {.pool = pool, .songs = json_object_get(j, "songs")};
  const lq_status st = gather(&g, j, 0);
  json_decref(j);
  *statements = (lq_statements){.list = g.list, .n = g.n};
  return st;
}
