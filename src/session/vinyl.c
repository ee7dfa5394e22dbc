// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/vinyl.h"

#include "base/data.h"
#include "base/pool.h"
#include "session/yaml.h"

#include <stddef.h>
#include <string.h>

static const char* const ids[LQ_RECORD_N] = {[LQ_RECORD_12_33] = "12in-33",
                                             [LQ_RECORD_12_45] = "12in-45",
                                             [LQ_RECORD_10_33] = "10in-33",
                                             [LQ_RECORD_7_45]  = "7in-45",
                                             [LQ_RECORD_7_33]  = "7in-33"};

/// A number of a record, and where it goes.
static const struct {
  lq_param row;
  size_t   offset; ///< of a double in lq_vinyl_record
} numbers[] = {
    {{.symbol = "rpm", .min = 16, .max = 78}, offsetof(lq_vinyl_record, side.rpm)},
    {{.symbol = "outer_mm", .min = 50, .max = 200}, offsetof(lq_vinyl_record, side.outer_mm)},
    {{.symbol = "inner_mm", .min = 40, .max = 150}, offsetof(lq_vinyl_record, side.inner_mm)},
    {{.symbol = "width_um", .min = 20, .max = 200}, offsetof(lq_vinyl_record, side.width_um)},
    {{.symbol = "least_width_um", .min = 5, .max = 100},
     offsetof(lq_vinyl_record, side.least_width_um)},
    {{.symbol = "land_um", .max = 50}, offsetof(lq_vinyl_record, side.land_um)},
    {{.symbol = "band_mm", .max = 10}, offsetof(lq_vinyl_record, side.band_mm)},
    {{.symbol = "most_cm_s", .min = 5, .max = 200}, offsetof(lq_vinyl_record, side.most_cm_s)},
    {{.symbol = "treble_cm_s", .min = 1, .max = 100}, offsetof(lq_vinyl_record, side.treble_cm_s)},
    {{.symbol = "recommended", .min = 1, .max = 60}, offsetof(lq_vinyl_record, recommended_min)},
    {{.symbol = "most", .min = 1, .max = 60}, offsetof(lq_vinyl_record, most_min)},
};

static const lq_param stylus_row  = {.symbol = "stylus_um", .min = 1, .max = 50};
static const lq_param peak_row    = {.symbol = "peak_cm_s", .min = 1, .max = 30};
static const lq_param minutes_row = {.symbol = "guide", .max = 60};
static const lq_param level_row   = {.symbol = "guide", .unit = LQ_UNIT_DB, .min = -20, .max = 20};
static const lq_param ceiling_row = {
    .symbol = "ceiling", .unit = LQ_UNIT_DBTP, .min = -20, .max = 0};

// @param text  of a scalar; NULL and "" are no numbers
static lq_status read_number(double* const to, const lq_param* const row, const char* const text,
                             const lq_node* const near, lq_error* const error)
{
  const lq_at at    = {.file = "vinyl.yaml", .line = near->line, .column = near->column};
  float       value = 0;
  if (lq_param_parse(row, text ? text : "", &value)) {
    return lq_fail(error, LQ_ERR_BAD_VALUE, at, "%s is '%s'; expected %s.", row->symbol,
                   text ? text : "", lq_param_range(row).text);
  }
  *to = (double)value;
  return LQ_OK;
}

static lq_status read_guide(lq_vinyl_record* const r, lq_pool* const pool, const lq_node* const map,
                            lq_error* const error)
{
  const lq_node* const  list = lq_node_find(map, "guide");
  lq_vinyl_guide* const made = LQ_POOL_TAKE(pool, lq_vinyl_guide, list ? list->n + 1U : 1U);
  if (!made) {
    return LQ_ERR_MEMORY;
  }
  for (const lq_node* n = list ? list->first : NULL; n; n = n->next) {
    const lq_node* const  level = n->first ? n->first->next : NULL;
    lq_vinyl_guide* const g     = &made[r->n_guide];
    LQ_TRY(read_number(&g->minutes, &minutes_row, n->first ? n->first->text : NULL, n, error));
    LQ_TRY(read_number(&g->level_db, &level_row, level ? level->text : NULL, n, error));
    ++r->n_guide;
  }
  r->guide = made;
  return LQ_OK;
}

static lq_status read_sources(lq_vinyl_record* const r, lq_pool* const pool,
                              const lq_node* const map)
{
  const lq_node* const list = lq_node_find(map, "sources");
  const char** const   made = LQ_POOL_TAKE(pool, const char*, list ? list->n + 1U : 1U);
  if (!made) {
    return LQ_ERR_MEMORY;
  }
  for (const lq_node* n = list ? list->first : NULL; n; n = n->next) {
    made[r->n_sources++] = n->text ? n->text : "";
  }
  r->sources = made;
  return LQ_OK;
}

static lq_status read_record(lq_vinyl_record* const r, lq_pool* const pool,
                             const lq_node* const map, lq_error* const error)
{
  r->name = lq_node_string(map, "name");
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; ++i) {
    double* const to = (double*)(void*)((char*)r + numbers[i].offset);
    LQ_TRY(
        read_number(to, &numbers[i].row, lq_node_string(map, numbers[i].row.symbol), map, error));
  }
  const lq_node* const tips = lq_node_find(map, "stylus_um");
  const lq_node*       tip  = tips ? tips->first : NULL;
  for (unsigned i = 0; i < 2; ++i, tip = tip ? tip->next : NULL) {
    LQ_TRY(read_number(&r->side.stylus_um[i], &stylus_row, tip ? tip->text : NULL, map, error));
  }
  LQ_TRY(read_guide(r, pool, map, error));
  return read_sources(r, pool, map);
}

lq_status lq_vinyl_load(lq_vinyl* const vinyl, lq_pool* const pool, lq_error* const error)
{
  lq_node* root = NULL;
  LQ_TRY(lq_yaml_parse(&root, pool, lq_data_vinyl, strlen(lq_data_vinyl), "vinyl.yaml", error));
  lq_vinyl made = {.dated = lq_node_string(root, "dated")};
  LQ_TRY(read_number(&made.peak_cm_s, &peak_row, lq_node_string(root, "peak_cm_s"), root, error));
  LQ_TRY(
      read_number(&made.ceiling_dbtp, &ceiling_row, lq_node_string(root, "ceiling"), root, error));
  const lq_node* const list = lq_node_find(root, "records");
  for (const lq_node* map = list ? list->first : NULL; map; map = map->next) {
    lq_record kind = LQ_RECORD_N;
    LQ_TRY(lq_vinyl_choose(lq_node_string(map, "record"), &kind, error));
    made.records[kind].id = ids[kind];
    LQ_TRY(read_record(&made.records[kind], pool, map, error));
  }
  for (unsigned i = 0; i < LQ_RECORD_N; ++i) {
    if (!made.records[i].id) {
      return lq_fail(error, LQ_ERR_MISSING, (lq_at){.file = "vinyl.yaml"},
                     "there is no record '%s'; expected a row for each size.", ids[i]);
    }
  }
  *vinyl = made;
  return LQ_OK;
}

lq_status lq_vinyl_choose(const char* const id, lq_record* const record, lq_error* const error)
{
  for (unsigned i = 0; i < LQ_RECORD_N; ++i) {
    if (!strcmp(ids[i], id)) {
      *record = (lq_record)i;
      return LQ_OK;
    }
  }
  return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                 "'%s' is no record; expected 12in-33, 12in-45, 10in-33, 7in-45 or 7in-33.", id);
}
