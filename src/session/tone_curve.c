// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/tone_curve.h"

#include "base/data.h"
#include "base/text.h"
#include "session/yaml.h"

#include <string.h>

const double lq_tone_side_hz[LQ_TONE_SIDES + 1] = {0, 120, 500, 2000, 8000, 16000};

static lq_status read_numbers(const lq_node* const map, const char* const key, double* const out,
                              const unsigned n, lq_error* const error)
{
  const lq_node* const list = lq_node_find(map, key);
  const lq_node*       node = list ? list->first : NULL;
  for (unsigned i = 0; i < n; ++i) {
    const char* end;
    if (!node || !node->text || !lq_text_to_double(node->text, &out[i], &end) || *end) {
      return lq_fail_file(error, LQ_ERR_BAD_VALUE, "tone.yaml", "expected %u numbers in '%s'.", n,
                          key);
    }
    node = node->next;
  }
  return LQ_OK;
}

lq_status lq_tone_curve_genre(lq_tone_curve* const c, lq_pool* const pool, const char* const genre,
                              lq_error* const error)
{
  lq_node* root = NULL;
  LQ_TRY(lq_yaml_parse(&root, pool, lq_data_tone, strlen(lq_data_tone), "tone.yaml", error));
  const lq_node* const curves = lq_node_find(root, "curves");
  const lq_node*       map    = curves ? curves->first : NULL;
  while (map && strcmp(lq_node_string(map, "name"), genre) != 0) {
    map = map->next;
  }
  if (!map) {
    return lq_fail_file(error, LQ_ERR_UNKNOWN, "tone.yaml", "there is no curve '%s'.", genre);
  }
  LQ_TRY(read_numbers(map, "octaves", c->level_db, LQ_TONE_OCTAVES, error));
  LQ_TRY(read_numbers(map, "strays", c->strays_db, LQ_TONE_OCTAVES, error));
  LQ_TRY(read_numbers(map, "sides", c->side_db, LQ_TONE_SIDES, error));
  return read_numbers(map, "sides-stray", c->side_strays_db, LQ_TONE_SIDES, error);
}

lq_status lq_tone_curve_load(lq_tone_curve* const c, lq_pool* const pool, lq_error* const error)
{
  return lq_tone_curve_genre(c, pool, "released", error);
}
