// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/roles.h"

#include "base/data.h"
#include "base/pool.h"
#include "session/yaml.h"

#include <string.h>

static const lq_param rows[LQ_ROLE_N] = {
    [LQ_ROLE_LEVEL]    = {.symbol = "level", .unit = LQ_UNIT_DB, .min = -60, .max = 12},
    [LQ_ROLE_PLACE]    = {.symbol = "place", .max = 100},
    [LQ_ROLE_FLOOR]    = {.symbol = "floor", .unit = LQ_UNIT_HZ, .min = 10, .max = 1000},
    [LQ_ROLE_HIGHPASS] = {.symbol = "highpass", .unit = LQ_UNIT_HZ, .min = 10, .max = 1000},
    [LQ_ROLE_SPREAD]   = {.symbol = "spread", .unit = LQ_UNIT_DB, .max = 60},
    [LQ_ROLE_RATIO]    = {.symbol = "ratio", .min = 1, .max = 20},
    [LQ_ROLE_ATTACK]   = {.symbol = "attack", .unit = LQ_UNIT_MS, .max = 250},
    [LQ_ROLE_RELEASE]  = {.symbol = "release", .unit = LQ_UNIT_MS, .max = 3000},
    [LQ_ROLE_PLATE]    = {.symbol = "plate", .unit = LQ_UNIT_DB, .min = -120, .flags = LQ_OFF_MIN},
    [LQ_ROLE_ECHO]     = {.symbol = "echo", .unit = LQ_UNIT_DB, .min = -120, .flags = LQ_OFF_MIN},
};

static lq_status read_values(lq_role* const role, const lq_node* const map, lq_error* const error)
{
  for (unsigned i = 0; i < LQ_ROLE_N; ++i) {
    const lq_at at = {.file = "roles.yaml", .line = map->line, .column = map->column};
    if (lq_param_parse(&rows[i], lq_node_string(map, rows[i].symbol), &role->values[i])) {
      return lq_fail(error, LQ_ERR_BAD_VALUE, at, "%s of role '%s' is '%s'; expected %s.",
                     rows[i].symbol, role->name, lq_node_string(map, rows[i].symbol),
                     lq_param_range(&rows[i]).text);
    }
  }
  return LQ_OK;
}

static lq_status read_words(lq_role* const role, lq_pool* const pool, const lq_node* const list)
{
  const char** const words = LQ_POOL_TAKE(pool, const char*, list ? list->n + 1U : 1U);
  if (!words) {
    return LQ_ERR_MEMORY;
  }
  for (const lq_node* n = list ? list->first : NULL; n; n = n->next) {
    words[role->n_words++] = n->text ? n->text : "";
  }
  role->words = words;
  return LQ_OK;
}

lq_status lq_roles_load(lq_roles* const roles, lq_pool* const pool, lq_error* const error)
{
  lq_node* root = NULL;
  LQ_TRY(lq_yaml_parse(&root, pool, lq_data_roles, strlen(lq_data_roles), "roles.yaml", error));
  const lq_node* const list = lq_node_find(root, "roles");
  lq_role* const       made = LQ_POOL_TAKE(pool, lq_role, list ? list->n : 0U);
  if (!list || !made) {
    return LQ_ERR_MEMORY;
  }
  size_t n = 0;
  for (const lq_node* map = list->first; map; map = map->next) {
    lq_role* const role = &made[n++];
    role->name          = lq_node_string(map, "role");
    role->group         = lq_node_string(map, "group");
    role->lead          = lq_node_find(map, "lead") != NULL;
    role->solo          = lq_node_find(map, "solo") != NULL;
    LQ_TRY(read_values(role, map, error));
    LQ_TRY(read_words(role, pool, lq_node_find(map, "words")));
  }
  *roles = (lq_roles){.roles = made, .n = n};
  return LQ_OK;
}

const lq_role* lq_role_find(const lq_roles* const roles, const char* const name)
{
  for (size_t i = 0; i < roles->n; ++i) {
    if (!strcmp(roles->roles[i].name, name)) {
      return &roles->roles[i];
    }
  }
  return NULL;
}

bool lq_role_is_off(const lq_role* const role, const lq_role_value value)
{
  return (rows[value].flags & LQ_OFF_MIN) && role->values[value] <= rows[value].min;
}
