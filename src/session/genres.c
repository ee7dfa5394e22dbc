// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/genres.h"

#include "base/data.h"
#include "base/pool.h"
#include "session/yaml.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const lq_param rows[LQ_GENRE_N] = {
    [LQ_GENRE_LEAD]   = {.symbol = "lead", .unit = LQ_UNIT_DB, .min = -20, .max = 20},
    [LQ_GENRE_MELODY] = {.symbol = "melody", .unit = LQ_UNIT_DB, .min = -20, .max = 20},
    [LQ_GENRE_DECAY]  = {.symbol = "decay", .min = 0.25F, .max = 4},
    [LQ_GENRE_GLUE]   = {.symbol = "glue", .unit = LQ_UNIT_DB, .max = 6},
    [LQ_GENRE_PLR]    = {.symbol = "plr", .unit = LQ_UNIT_DB, .min = 3, .max = 30},
};

static lq_status read_genre(lq_genre* const g, lq_pool* const pool, const lq_node* const map,
                            lq_error* const error)
{
  const lq_node* const list  = lq_node_find(map, "words");
  const char** const   words = LQ_POOL_TAKE(pool, const char*, list ? list->n + 1U : 1U);
  if (!words) {
    return LQ_ERR_MEMORY;
  }
  g->name = lq_node_string(map, "genre");
  for (unsigned i = 0; i < LQ_GENRE_N; ++i) {
    const lq_at at = {.file = "genres.yaml", .line = map->line, .column = map->column};
    if (lq_param_parse(&rows[i], lq_node_string(map, rows[i].symbol), &g->values[i])) {
      return lq_fail(error, LQ_ERR_BAD_VALUE, at, "%s of '%s' is '%s'; expected %s.",
                     rows[i].symbol, g->name, lq_node_string(map, rows[i].symbol),
                     lq_param_range(&rows[i]).text);
    }
  }
  for (const lq_node* n = list ? list->first : NULL; n; n = n->next) {
    words[g->n_words++] = n->text ? n->text : "";
  }
  g->words = words;
  return LQ_OK;
}

lq_status lq_genres_load(lq_genres* const genres, lq_pool* const pool, lq_error* const error)
{
  lq_node* root = NULL;
  LQ_TRY(lq_yaml_parse(&root, pool, lq_data_genres, strlen(lq_data_genres), "genres.yaml", error));
  const lq_node* const list = lq_node_find(root, "genres");
  lq_genre* const      made = LQ_POOL_TAKE(pool, lq_genre, list ? list->n : 0U);
  if (!list || !made) {
    return LQ_ERR_MEMORY;
  }
  size_t n = 0;
  for (const lq_node* map = list->first; map; map = map->next) {
    LQ_TRY(read_genre(&made[n++], pool, map, error));
  }
  *genres = (lq_genres){.genres = made, .n = n};
  return LQ_OK;
}

const lq_genre* lq_genre_find(const lq_genres* const genres, const char* const name)
{
  for (size_t i = 0; i < genres->n; ++i) {
    const lq_genre* const g  = &genres->genres[i];
    bool                  is = !strcasecmp(g->name, name);
    for (size_t k = 0; k < g->n_words && !is; ++k) {
      is = !strcasecmp(g->words[k], name);
    }
    if (is) {
      return g;
    }
  }
  return NULL;
}

lq_text lq_genres_list(const lq_genres* const genres)
{
  lq_text t = {0};
  size_t  n = 0;
  for (size_t i = 0; i < genres->n; ++i) {
    const int more =
        snprintf(t.text + n, sizeof t.text - n, "%s%s", i ? ", " : "", genres->genres[i].name);
    n += more > 0 && n + (size_t)more < sizeof t.text ? (size_t)more : 0;
  }
  return t;
}
