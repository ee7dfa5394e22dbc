// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/tone_curve.h"

#include "base/data.h"
#include "base/text.h"
#include "session/yaml.h"

#include <string.h>

static lq_status read_numbers(const lq_node* const list, double* const out, lq_error* const error)
{
  const lq_node* node = list ? list->first : NULL;
  for (unsigned i = 0; i < LQ_TONE_OCTAVES; ++i) {
    const char* end;
    if (!node || !node->text || !lq_text_to_double(node->text, &out[i], &end) || *end) {
      return lq_fail_file(error, LQ_ERR_BAD_VALUE, "tone.yaml", "expected %d numbers in a curve.",
                          LQ_TONE_OCTAVES);
    }
    node = node->next;
  }
  return LQ_OK;
}

lq_status lq_tone_curve_load(lq_tone_curve* const c, lq_pool* const pool, lq_error* const error)
{
  lq_node* root = NULL;
  LQ_TRY(lq_yaml_parse(&root, pool, lq_data_tone, strlen(lq_data_tone), "tone.yaml", error));
  const lq_node* const curves = lq_node_find(root, "curves");
  const lq_node* const first  = curves ? curves->first : NULL;
  LQ_TRY(read_numbers(first ? lq_node_find(first, "octaves") : NULL, c->level_db, error));
  return read_numbers(first ? lq_node_find(first, "strays") : NULL, c->strays_db, error);
}
