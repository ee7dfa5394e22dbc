// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/vca.h"

#include "base/pool.h"
#include "proc/fader.h"
#include "proc/mute.h"
#include "session/device.h"
#include "session/mute.h"

enum { MAX_VCAS = 256, MAX_VCAS_OF_STRIP = 16 };

static lq_status read_name(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  return lq_value_name(r, node, place, "name", &((lq_vca*)into)->name);
}

static lq_status read_level(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  if (lq_node_is_null(node)) {
    return lq_reading_fail(r, LQ_ERR_BAD_TYPE, node, place, "level is empty; expected %s.",
                           lq_param_range(&lq_fader.params[LQ_FADER_LEVEL]).text);
  }
  return lq_device_read(r, node, place, &lq_fader, false, &((lq_vca*)into)->level);
}

static lq_status read_mute(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  lq_vca* const vca = into;
  return lq_mute_read(r, node, place, &vca->mute, &vca->muting);
}

static lq_status read_why(const lq_reading* const r, void* const into, const lq_node* const node,
                          const lq_place* const place)
{
  return lq_value_text(r, node, place, "why", &((lq_vca*)into)->level.why);
}

static lq_status read_vca(const lq_reading* const r, const lq_node* const node,
                          const lq_place* const place, lq_vca* const vca)
{
  static const lq_key keys[] = {
      {"name", read_name}, {"level", read_level}, {"mute", read_mute}, {"why", read_why}};
  LQ_TRY(lq_reading_expect(r, node, place, LQ_NODE_MAP, "a VCA, as {name: Band, level: -1 dB}"));
  LQ_TRY(lq_reading_at(r, node, place, &vca->at));
  if (lq_device_init(&vca->level, r->pool, &lq_fader, 0) ||
      lq_device_init(&vca->muting, r->pool, &lq_mute, 0)) {
    return lq_reading_no_memory(r);
  }
  LQ_TRY(lq_reading_keys(r, node, place, "a VCA", keys, sizeof keys / sizeof *keys, vca));
  return vca->name ? LQ_OK
                   : lq_reading_fail(r, LQ_ERR_MISSING, node, place,
                                     "a VCA has no name; expected name: ...");
}

lq_status lq_vcas_read(const lq_reading* const r, const lq_node* const node,
                       const lq_place* const place, lq_session* const session)
{
  if (lq_node_is_null(node)) {
    return LQ_OK;
  }
  LQ_TRY(lq_reading_expect(r, node, place, LQ_NODE_LIST, "a list, each item with a name:"));
  if (node->n > MAX_VCAS) {
    return lq_reading_fail(r, LQ_ERR_LIMIT, node, place, "the session has more than %d VCAs.",
                           MAX_VCAS);
  }
  lq_vca* const vcas = LQ_POOL_TAKE(r->pool, lq_vca, node->n);
  if (!vcas) {
    return lq_reading_no_memory(r);
  }
  size_t i = 0;
  for (const lq_node* item = node->first; item; item = item->next, ++i) {
    const lq_place here = {.parent = place, .index = i};
    LQ_TRY(read_vca(r, item, &here, &vcas[i]));
  }
  session->vcas   = vcas;
  session->n_vcas = node->n;
  return LQ_OK;
}

lq_status lq_vca_read_names(const lq_reading* const r, const lq_node* const node,
                            const lq_place* const place, lq_strip* const strip)
{
  const bool   list = node->kind == LQ_NODE_LIST;
  const size_t n    = list ? node->n : 1;
  if (n > MAX_VCAS_OF_STRIP) {
    return lq_reading_fail(r, LQ_ERR_LIMIT, node, place, "the strip has %zu VCAs; it may have %d.",
                           n, MAX_VCAS_OF_STRIP);
  }
  const char** const names = LQ_POOL_TAKE(r->pool, const char*, n);
  if (!names) {
    return lq_reading_no_memory(r);
  }
  const lq_node* item = list ? node->first : node;
  for (size_t i = 0; i < n; ++i, item = item->next) {
    const lq_place number = {.parent = place, .index = i};
    LQ_TRY(lq_value_name(r, item, list ? &number : place, "vca", &names[i]));
  }
  strip->vcas   = names;
  strip->n_vcas = n;
  return LQ_OK;
}

static lq_node* vca_node(lq_pool* const pool, const lq_vca* const v)
{
  lq_node* map = lq_node_new(pool, LQ_NODE_MAP, LQ_STYLE_AUTO);
  map          = lq_node_put(pool, map, "name", lq_node_text(pool, v->name, LQ_STYLE_AUTO));
  if (lq_device_is_changed(&v->level)) {
    map = lq_node_put(pool, map, "level", lq_device_node(pool, &v->level, true, false));
  }
  map = lq_mute_put(pool, map, v->mute, &v->muting, false);
  return v->level.why
             ? lq_node_put(pool, map, "why", lq_node_text(pool, v->level.why, LQ_STYLE_QUOTED))
             : map;
}

lq_node* lq_vcas_put(lq_pool* const pool, lq_node* const map, const lq_session* const session)
{
  lq_node* list = lq_node_new(pool, LQ_NODE_LIST, LQ_STYLE_BLOCK);
  for (size_t i = 0; i < session->n_vcas; ++i) {
    list = lq_node_push(list, vca_node(pool, &session->vcas[i]));
  }
  return !list ? NULL : list->n ? lq_node_put(pool, map, "vcas", list) : map;
}

lq_node* lq_vca_put_names(lq_pool* const pool, lq_node* const map, const lq_strip* const strip)
{
  if (strip->n_vcas == 1) {
    return lq_node_put(pool, map, "vca", lq_node_text(pool, strip->vcas[0], LQ_STYLE_AUTO));
  }
  lq_node* list = lq_node_new(pool, LQ_NODE_LIST, LQ_STYLE_AUTO);
  for (size_t i = 0; i < strip->n_vcas; ++i) {
    list = lq_node_push(list, lq_node_text(pool, strip->vcas[i], LQ_STYLE_AUTO));
  }
  return !list ? NULL : list->n ? lq_node_put(pool, map, "vca", list) : map;
}
