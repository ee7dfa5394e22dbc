// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/strip.h"

#include "session/chain.h"
#include "session/clean.h"
#include "session/clip.h"
#include "session/mute.h"
#include "session/vca.h"

#include <string.h>

static lq_node* put_control(lq_pool* const pool, lq_node* const map, const lq_strip* const s,
                            const lq_control control)
{
  const lq_device* const d = &s->controls[control];
  if (!lq_device_is_changed(d) && !d->why) {
    return map;
  }
  return lq_node_put(pool, map, lq_control_names[control], lq_device_node(pool, d, true, false));
}

static lq_node* put_text(lq_pool* const pool, lq_node* const map, const char* const key,
                         const char* const text, const lq_node_style style)
{
  return text ? lq_node_put(pool, map, key, lq_node_text(pool, text, style)) : map;
}

static lq_node* put_sends(lq_pool* const pool, lq_node* const map, const lq_strip* const s)
{
  if (!s->n_sends) {
    return map;
  }
  lq_node* sends = lq_node_new(pool, LQ_NODE_MAP, LQ_STYLE_AUTO);
  for (size_t i = 0; i < s->n_sends && sends; ++i) {
    lq_node* const level = lq_device_node(pool, &s->sends[i].device, true, true);
    lq_node* const name  = lq_node_text(pool, s->sends[i].target, LQ_STYLE_AUTO);
    if (!level || !name) {
      return NULL;
    }
    level->key = name;
    sends      = lq_node_push(sends, level);
  }
  return lq_node_put(pool, map, "sends", sends);
}

static lq_node* put_why(lq_pool* const pool, lq_node* const map, const lq_strip* const s)
{
  const lq_device* const c   = s->controls;
  lq_node*               why = lq_node_new(pool, LQ_NODE_MAP, LQ_STYLE_AUTO);
  why                        = put_text(pool, why, "role", s->role_why, LQ_STYLE_QUOTED);
  for (unsigned i = 0; i < LQ_CONTROL_N; ++i) {
    why = put_text(pool, why, lq_control_names[i], c[i].why, LQ_STYLE_QUOTED);
  }
  why = put_text(pool, why, "out", s->out_why, LQ_STYLE_QUOTED);
  why = put_text(pool, why, "mute", s->mute_why, LQ_STYLE_QUOTED);
  return !why ? NULL : why->n ? lq_node_put(pool, map, "why", why) : map;
}

lq_node* lq_strip_node(lq_pool* const pool, const lq_strip* const s)
{
  lq_node* map = lq_node_new(pool, LQ_NODE_MAP, LQ_STYLE_BLOCK);
  if (s->kind != LQ_STRIP_MAIN) {
    map = put_text(pool, map, "name", s->name, LQ_STYLE_AUTO);
  }
  if (s->kind == LQ_STRIP_TRACK) {
    map = lq_clips_put(pool, map, s);
  }
  if (*s->role || s->role_why) {
    map = put_text(pool, map, "role", s->role, LQ_STYLE_AUTO);
  }
  map = put_control(pool, map, s, LQ_CONTROL_TRIM);
  map = put_control(pool, map, s, LQ_CONTROL_POLARITY);
  map = put_control(pool, map, s, LQ_CONTROL_DELAY);
  if (s->chain.n) {
    map = lq_node_put(pool, map, "chain", lq_chain_node(pool, &s->chain));
  }
  map                    = put_sends(pool, map, s);
  map                    = put_control(pool, map, s, LQ_CONTROL_PAN);
  map                    = put_control(pool, map, s, LQ_CONTROL_FADER);
  const bool to_the_main = !strcmp(s->out, "main");
  if (*s->out && (!to_the_main || s->out_why)) {
    map = put_text(pool, map, "out", s->out, LQ_STYLE_AUTO);
  }
  map = lq_mute_put(pool, map, s->mute, &s->muting, s->mute_why != NULL);
  map = put_text(pool, map, "solo", s->solo ? "true" : NULL, LQ_STYLE_RAW);
  map = lq_vca_put_names(pool, map, s);
  map = lq_clean_put(pool, map, s->clean, s->n_clean);
  return put_why(pool, map, s);
}
