// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/targets.h"

#include "base/data.h"
#include "base/pool.h"
#include "base/text.h"
#include "session/yaml.h"

#include <stdio.h>
#include <string.h>

enum { RATE, BITS, LOUDNESS, CEILING, PLAYS_AT, TURNS_UP, N_ROWS };

static const lq_param rows[N_ROWS] = {
    [RATE]     = {.symbol = "rate", .unit = LQ_UNIT_HZ, .max = 384000},
    [BITS]     = {.symbol = "bits", .min = 16, .max = 24},
    [LOUDNESS] = {.symbol = "loudness", .unit = LQ_UNIT_LUFS, .min = -40, .max = 0},
    [CEILING]  = {.symbol = "ceiling", .unit = LQ_UNIT_DBTP, .min = -20, .max = 0},
    [PLAYS_AT] = {.symbol = "plays_at", .unit = LQ_UNIT_LUFS, .min = -40, .max = 0},
    [TURNS_UP] = {.symbol = "turns_up", .taper = LQ_TAPER_TOGGLE, .max = 1},
};

static lq_status read_target(lq_target* const t, const lq_node* const map, lq_error* const error)
{
  float v[N_ROWS] = {0};
  for (unsigned i = 0; i < N_ROWS; ++i) {
    const char* const text = lq_node_string(map, rows[i].symbol);
    if (i == PLAYS_AT && !*text) {
      continue; // a place that plays everything as it is
    }
    if (lq_param_parse(&rows[i], text, &v[i])) {
      const lq_at at = {.file = "targets.yaml", .line = map->line, .column = map->column};
      return lq_fail(error, LQ_ERR_BAD_VALUE, at, "%s of '%s' is '%s'; expected %s.",
                     rows[i].symbol, lq_node_string(map, "id"), text,
                     lq_param_range(&rows[i]).text);
    }
  }
  *t = (lq_target){.id            = lq_node_string(map, "id"),
                   .name          = lq_node_string(map, "name"),
                   .rate_hz       = (double)v[RATE],
                   .bits          = (unsigned)v[BITS],
                   .format        = lq_node_string(map, "format"),
                   .loudness_lufs = (double)v[LOUDNESS],
                   .ceiling_dbtp  = (double)v[CEILING],
                   .normalises    = lq_node_find(map, "plays_at") != NULL,
                   .plays_at_lufs = (double)v[PLAYS_AT],
                   .turns_up      = v[TURNS_UP] > 0.5F,
                   .behaviour     = lq_node_string(map, "behaviour"),
                   .source        = lq_node_string(map, "source"),
                   .dated         = lq_node_string(map, "dated"),
                   .confidence    = lq_node_string(map, "confidence")};
  return LQ_OK;
}

lq_status lq_targets_load(lq_targets* const targets, lq_pool* const pool, lq_error* const error)
{
  lq_node* root = NULL;
  LQ_TRY(
      lq_yaml_parse(&root, pool, lq_data_targets, strlen(lq_data_targets), "targets.yaml", error));
  const lq_node* const list = lq_node_find(root, "targets");
  lq_target* const     made = LQ_POOL_TAKE(pool, lq_target, list ? list->n : 0U);
  if (!list || !made) {
    return LQ_ERR_MEMORY;
  }
  size_t n = 0;
  for (const lq_node* map = list->first; map; map = map->next) {
    LQ_TRY(read_target(&made[n++], map, error));
  }
  *targets = (lq_targets){.targets = made, .n = n};
  return LQ_OK;
}

static lq_text list_ids(const lq_targets* const targets)
{
  lq_text t = {0};
  size_t  n = 0;
  for (size_t i = 0; i < targets->n; ++i) {
    const int more =
        snprintf(t.text + n, sizeof t.text - n, "%s%s", i ? ", " : "", targets->targets[i].id);
    n += more > 0 && n + (size_t)more < sizeof t.text ? (size_t)more : 0;
  }
  return t;
}

static lq_status add(const lq_targets* const targets, const char* const id,
                     const lq_target** const chosen, const size_t n_max, size_t* const n,
                     lq_error* const error)
{
  const lq_target* const t = lq_target_find(targets, id);
  if (!t) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                   "there is no destination '%s'. Destinations: %s. 'lacquer targets' says more.",
                   id, list_ids(targets).text);
  }
  for (size_t i = 0; i < *n; ++i) {
    if (chosen[i] == t) {
      return LQ_OK;
    }
  }
  if (*n < n_max) {
    chosen[(*n)++] = t;
  }
  return LQ_OK;
}

lq_status lq_targets_choose(const lq_targets* const targets, const char* const list,
                            const lq_target** const chosen, const size_t n_max,
                            size_t* const n_chosen, lq_error* const error)
{
  size_t n = 0;
  for (const char* p = list ? list : ""; *p;) {
    char         id[64];
    const size_t n_id = strcspn(p, ", ");
    (void)snprintf(id, sizeof id, "%.*s", (int)(n_id < sizeof id ? n_id : sizeof id - 1), p);
    if (n_id) {
      LQ_TRY(add(targets, id, chosen, n_max, &n, error));
    }
    p += n_id + (p[n_id] != '\0');
  }
  if (!n) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                   "a master is made for a place: name one with --for. Destinations: %s. "
                   "'lacquer targets' says what each wants.",
                   list_ids(targets).text);
  }
  *n_chosen = n;
  return LQ_OK;
}
