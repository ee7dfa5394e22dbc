// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/sounds.h"

#include "base/data.h"
#include "base/maths.h"
#include "base/pool.h"
#include "session/yaml.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Figures are taken to be independent and normally spread. They are not independent: their
// evidence is divided by three, which brings stated and true certainty together (bench/roles). No
// single figure may say more than one that lies three spreads off.
#define TOGETHER 3.0
#define MOST     9.0

// Under these a guess is not good enough to treat a track by.
#define ROLE_SURE  0.5
#define DRUMS_SURE 0.6

static lq_status read_list(double* const to, const lq_node* const map, const char* const key,
                           lq_error* const error)
{
  const lq_node* const list = lq_node_find(map, key);
  unsigned             n    = 0;
  for (const lq_node* i = list ? list->first : NULL; i && n < LQ_SOUND_N; i = i->next) {
    static const lq_param row = {.symbol = "figure", .min = -1000, .max = 1000};
    float                 value;
    if (!i->text || lq_param_parse(&row, i->text, &value)) {
      break;
    }
    to[n++] = (double)value;
  }
  if (n < LQ_SOUND_N || list->n != LQ_SOUND_N) {
    return lq_fail(error, LQ_ERR_BAD_VALUE, (lq_at){.file = "sounds.yaml", .line = map->line},
                   "'%s' has not %d numbers.", key, LQ_SOUND_N);
  }
  return LQ_OK;
}

lq_status lq_sounds_load(lq_sounds* const sounds, lq_pool* const pool, const lq_roles* const roles,
                         lq_error* const error)
{
  lq_node* root = NULL;
  LQ_TRY(lq_yaml_parse(&root, pool, lq_data_sounds, strlen(lq_data_sounds), "sounds.yaml", error));
  const lq_node* const list = lq_node_find(root, "kinds");
  lq_sound_kind* const made = LQ_POOL_TAKE(pool, lq_sound_kind, LQ_MAX_SOUNDS);
  size_t               n    = 0;
  if (!made) {
    return LQ_ERR_MEMORY;
  }
  for (const lq_node* map = list ? list->first : NULL; map; map = map->next) {
    const lq_at          at = {.file = "sounds.yaml", .line = map->line, .column = map->column};
    lq_sound_kind* const k  = &made[n];
    k->name                 = lq_node_string(map, "kind");
    k->role                 = lq_role_find(roles, lq_node_string(map, "role"));
    if (++n > LQ_MAX_SOUNDS || !k->role) {
      return lq_fail(error, LQ_ERR_BAD_VALUE, at, "kind '%s' has no role, or is one too many.",
                     k->name);
    }
    LQ_TRY(read_list(k->usual.figure, map, "usual", error));
    LQ_TRY(read_list(k->spread.figure, map, "spread", error));
  }
  *sounds = (lq_sounds){.kinds = made, .n = n};
  return LQ_OK;
}

void lq_sounds_compare(const lq_sounds* const sounds, const lq_sound* const sound,
                       double* const sure)
{
  double best = -(double)INFINITY, sum = 0;
  for (size_t i = 0; i < sounds->n; ++i) {
    sure[i] = 0;
    for (unsigned f = 0; f < LQ_SOUND_N; ++f) {
      const double spread = sounds->kinds[i].spread.figure[f];
      const double off    = (sound->figure[f] - sounds->kinds[i].usual.figure[f]) / spread;
      sure[i] -= (0.5 * fmin(MOST, off * off) + lq_log(spread)) / TOGETHER;
    }
    best = fmax(best, sure[i]);
  }
  for (size_t i = 0; i < sounds->n; ++i) {
    sure[i] = lq_exp(sure[i] - best);
    sum += sure[i];
  }
  for (size_t i = 0; i < sounds->n; ++i) {
    sure[i] /= sum;
  }
}

lq_sound_guess lq_role_from_sound(const lq_sounds* const sounds, const lq_roles* const roles,
                                  const lq_sound* const sound)
{
  double         sure[LQ_MAX_SOUNDS], drums = 0;
  lq_sound_guess guess = {0};
  lq_sounds_compare(sounds, sound, sure);
  for (size_t i = 0; i < sounds->n; ++i) {
    const lq_role* const role = sounds->kinds[i].role;
    drums += strcmp(role->group, "drums") ? 0.0 : sure[i];
    guess.voice += role->lead ? sure[i] : 0.0;
    if (sure[i] > guess.sure) {
      guess.sure = sure[i];
      guess.role = role;
      guess.kind = sounds->kinds[i].name;
    }
  }
  if (guess.sure >= ROLE_SURE) {
    return guess;
  }
  const bool drum = drums >= DRUMS_SURE;
  guess.role      = lq_role_find(roles, drum ? "drums" : "other");
  guess.sure      = drum ? drums : guess.sure;
  return guess;
}
