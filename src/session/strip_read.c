// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/strip.h"

#include "base/pool.h"
#include "proc/send_level.h"
#include "session/chain.h"
#include "session/clean.h"
#include "session/clip.h"
#include "session/mute.h"
#include "session/vca.h"

#include <string.h>

const char* const lq_control_names[LQ_CONTROL_N] = {
    [LQ_CONTROL_TRIM] = "trim",   [LQ_CONTROL_POLARITY] = "polarity", [LQ_CONTROL_DELAY] = "delay",
    [LQ_CONTROL_FADER] = "fader", [LQ_CONTROL_PAN] = "pan",
};

static lq_status read_name(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  return lq_value_name(r, node, place, "name", &((lq_strip*)into)->name);
}

// `file`, `start` and `clips` belong together and are read by read_audio().
static lq_status read_later(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  (void)r;
  (void)into;
  (void)node;
  (void)place;
  return LQ_OK;
}

static lq_status read_role(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  return lq_value_text(r, node, place, "role", &((lq_strip*)into)->role);
}

static lq_status read_control(const lq_reading* const r, void* const into,
                              const lq_node* const node, const lq_place* const place)
{
  lq_strip* const strip = into;
  for (unsigned i = 0; i < LQ_CONTROL_N; ++i) {
    if (strcmp(lq_control_names[i], place->key) != 0) {
      continue;
    }
    const lq_proc* const proc = strip->controls[i].proc;
    if (lq_node_is_null(node)) {
      return lq_reading_fail(r, LQ_ERR_BAD_TYPE, node, place, "%s is empty; expected %s.",
                             place->key, lq_param_range(&proc->params[0]).text);
    }
    return lq_device_read(r, node, place, proc, false, &strip->controls[i]);
  }
  return LQ_ERR_FAILED; // every control is in the table
}

static lq_status read_chain(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  return lq_node_is_null(node) ? LQ_OK : lq_chain_read(r, node, place, &((lq_strip*)into)->chain);
}

static lq_status read_sends(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  enum { MAX_SENDS = 64 };
  lq_strip* const strip = into;
  if (lq_node_is_null(node)) {
    return LQ_OK;
  }
  LQ_TRY(lq_reading_expect(r, node, place, LQ_NODE_MAP,
                           "a mapping of returns to levels, as {plate: -14 dB}"));
  if (node->n > MAX_SENDS) {
    return lq_reading_fail(r, LQ_ERR_LIMIT, node, place, "the strip has %u sends; it may have %d.",
                           node->n, MAX_SENDS);
  }
  lq_send* const sends = LQ_POOL_TAKE(r->pool, lq_send, node->n);
  if (!sends) {
    return lq_reading_no_memory(r);
  }
  size_t i = 0;
  for (const lq_node* v = node->first; v; v = v->next, ++i) {
    const lq_place here = {.parent = place, .key = v->key->text};
    if (lq_node_is_null(v)) {
      return lq_reading_fail(r, LQ_ERR_BAD_TYPE, v, &here, "the send is empty; expected %s.",
                             lq_param_range(&lq_send_level.params[0]).text);
    }
    sends[i].target = v->key->text;
    LQ_TRY(lq_device_read(r, v, &here, &lq_send_level, false, &sends[i].device));
  }
  strip->sends   = sends;
  strip->n_sends = node->n;
  return LQ_OK;
}

static lq_status read_out(const lq_reading* const r, void* const into, const lq_node* const node,
                          const lq_place* const place)
{
  return lq_value_name(r, node, place, "out", &((lq_strip*)into)->out);
}

static lq_status read_mute(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  lq_strip* const strip = into;
  return lq_mute_read(r, node, place, &strip->mute, &strip->muting);
}

static lq_status read_clean(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  lq_strip* const strip = into;
  return lq_clean_read(r, node, place, &strip->clean, &strip->n_clean);
}

static lq_status read_vca(const lq_reading* const r, void* const into, const lq_node* const node,
                          const lq_place* const place)
{
  return lq_vca_read_names(r, node, place, into);
}

static lq_status read_solo(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  return lq_value_toggle(r, node, place, "solo", &((lq_strip*)into)->solo);
}

static lq_status read_reason(const lq_reading* const r, void* const into, const lq_node* const node,
                             const lq_place* const place)
{
  lq_strip* const strip = into;
  const char*     text  = NULL;
  LQ_TRY(lq_value_text(r, node, place, "why", &text));
  for (unsigned i = 0; i < LQ_CONTROL_N; ++i) {
    if (!strcmp(lq_control_names[i], place->key)) {
      strip->controls[i].why = text;
      return LQ_OK;
    }
  }
  *(!strcmp(place->key, "role")  ? &strip->role_why
    : !strcmp(place->key, "out") ? &strip->out_why
                                 : &strip->mute_why) = text;
  return LQ_OK;
}

static lq_status read_why(const lq_reading* const r, void* const into, const lq_node* const node,
                          const lq_place* const place)
{
  static const lq_key keys[] = {
      {"role", read_reason},  {"trim", read_reason}, {"polarity", read_reason},
      {"delay", read_reason}, {"pan", read_reason},  {"fader", read_reason},
      {"out", read_reason},   {"mute", read_reason},
  };
  LQ_TRY(
      lq_reading_expect(r, node, place, LQ_NODE_MAP,
                        "a mapping of controls to reasons, as {fader: \"sits under the vocal\"}"));
  return lq_reading_keys(r, node, place, "why", keys, sizeof keys / sizeof *keys, into);
}

static const lq_key main_keys[] = {
    {"trim", read_control}, {"polarity", read_control}, {"delay", read_control},
    {"chain", read_chain},  {"pan", read_control},      {"fader", read_control},
    {"mute", read_mute},    {"why", read_why},
};
static const lq_key bus_keys[] = {
    {"name", read_name},     {"trim", read_control},  {"polarity", read_control},
    {"delay", read_control}, {"chain", read_chain},   {"sends", read_sends},
    {"pan", read_control},   {"fader", read_control}, {"out", read_out},
    {"mute", read_mute},     {"solo", read_solo},     {"role", read_role},
    {"vca", read_vca},       {"why", read_why},
};
static const lq_key track_keys[] = {
    {"name", read_name},        {"file", read_later},    {"clips", read_later},
    {"start", read_later},      {"role", read_role},     {"trim", read_control},
    {"polarity", read_control}, {"delay", read_control}, {"chain", read_chain},
    {"sends", read_sends},      {"pan", read_control},   {"fader", read_control},
    {"out", read_out},          {"mute", read_mute},     {"solo", read_solo},
    {"vca", read_vca},          {"clean", read_clean},   {"why", read_why},
};

static const struct {
  const char*   what;
  const lq_key* keys;
  size_t        n;
} kinds[] = {
    [LQ_STRIP_TRACK]  = {"a track", track_keys, sizeof track_keys / sizeof *track_keys},
    [LQ_STRIP_BUS]    = {"a bus", bus_keys, sizeof bus_keys / sizeof *bus_keys},
    [LQ_STRIP_RETURN] = {"a return", bus_keys, sizeof bus_keys / sizeof *bus_keys},
    [LQ_STRIP_MAIN]   = {"main", main_keys, sizeof main_keys / sizeof *main_keys},
};

static lq_status read_audio(const lq_reading* const r, const lq_node* const node,
                            const lq_place* const place, lq_strip* const strip)
{
  const lq_node* const file  = lq_node_find(node, "file");
  const lq_node* const start = lq_node_find(node, "start");
  const lq_node* const clips = lq_node_find(node, "clips");
  if (!file && !clips) {
    return lq_reading_fail(r, LQ_ERR_MISSING, node, place,
                           "track '%.60s' has no audio; expected file: or clips:.", strip->name);
  }
  if (!clips) {
    return lq_clip_read_file(r, file, start, place, strip);
  }
  const lq_node* const both = file ? file : start;
  const lq_place       here = {.parent = place, .key = file ? "file" : "start"};
  if (both) {
    return lq_reading_fail(r, LQ_ERR_BAD_VALUE, both->key, &here,
                           "the track has clips, and %s belongs to each of them.", here.key);
  }
  const lq_place clips_place = {.parent = place, .key = "clips"};
  return lq_clips_read(r, clips, &clips_place, strip);
}

lq_status lq_strip_read(const lq_reading* const r, const lq_node* const node,
                        const lq_place* const place, lq_strip* const strip)
{
  const lq_strip_kind kind = strip->kind;
  const char* const   what = kinds[kind].what;
  if (node->kind != LQ_NODE_MAP) {
    return lq_reading_fail(r, LQ_ERR_BAD_TYPE, node, place, "%s is %s; expected a mapping%s.", what,
                           lq_node_found(node).text,
                           kind == LQ_STRIP_MAIN ? "" : " that begins with name:");
  }
  LQ_TRY(lq_reading_at(r, node, place, &strip->at));
  LQ_TRY(lq_reading_keys(r, node, place, what, kinds[kind].keys, kinds[kind].n, strip));
  if (!*strip->name) {
    return lq_reading_fail(r, LQ_ERR_MISSING, node, place, "%s has no name; expected name: ...",
                           what);
  }
  return kind == LQ_STRIP_TRACK ? read_audio(r, node, place, strip) : LQ_OK;
}
