// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/plan.h"

#include "base/pool.h"
#include "session/clean.h"
#include "session/document.h"
#include "session/routing.h"
#include "session/strip.h"
#include "session/values.h"
#include "session/vca.h"

enum { MAX_STRIPS = 1024 }; // a film mix has hundreds

typedef struct {
  lq_session*     session;
  size_t          first[LQ_STRIP_MAIN + 1]; // of each kind
  const lq_node** nodes;                    // [n_strips], or NULL
} document;

static const lq_param rate_row  = {.symbol = "rate",
                                   .name   = "Sample rate",
                                   .unit   = LQ_UNIT_HZ,
                                   .min    = 8000,
                                   .max    = 384000,
                                   .doc    = "Sample rate of the mix."};
static const lq_param tempo_row = {.symbol = "tempo",
                                   .name   = "Tempo",
                                   .unit   = LQ_UNIT_BPM,
                                   .min    = 10,
                                   .max    = 1000,
                                   .doc    = "Tempo that echoes follow."};

static lq_status read_version(const lq_reading* const r, void* const into,
                              const lq_node* const node, const lq_place* const place)
{
  (void)r;
  (void)into;
  (void)node;
  (void)place;
  return LQ_OK; // lq_document_check() has seen it
}

static lq_status read_title(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  return lq_value_text(r, node, place, "title", &((document*)into)->session->title);
}

static lq_status read_rate(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  return lq_value_double(r, node, place, "", &rate_row, &((document*)into)->session->rate_hz);
}

static lq_status read_tempo(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  return lq_value_double(r, node, place, "", &tempo_row, &((document*)into)->session->tempo_bpm);
}

static lq_status read_notes(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  lq_session* const s = ((document*)into)->session;
  return lq_document_notes(r, node, place, &s->notes, &s->n_notes);
}

static lq_status read_vcas(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  return lq_vcas_read(r, node, place, ((document*)into)->session);
}

static lq_status read_clean(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  lq_session* const s = ((document*)into)->session;
  return lq_clean_read(r, node, place, &s->clean, &s->n_clean);
}

static lq_status read_strips(const lq_reading* const r, document* const d, const lq_strip_kind kind,
                             const lq_node* const node, const lq_place* const place)
{
  if (lq_node_is_null(node)) {
    return LQ_OK;
  }
  size_t i = 0;
  for (const lq_node* item = node->first; item; item = item->next, ++i) {
    const lq_place here          = {.parent = place, .index = i};
    d->nodes[d->first[kind] + i] = item;
    LQ_TRY(lq_strip_read(r, item, &here, &d->session->strips[d->first[kind] + i]));
  }
  return LQ_OK;
}

static lq_status read_tracks(const lq_reading* const r, void* const into, const lq_node* const node,
                             const lq_place* const place)
{
  return read_strips(r, into, LQ_STRIP_TRACK, node, place);
}

static lq_status read_buses(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  return read_strips(r, into, LQ_STRIP_BUS, node, place);
}

static lq_status read_returns(const lq_reading* const r, void* const into,
                              const lq_node* const node, const lq_place* const place)
{
  return read_strips(r, into, LQ_STRIP_RETURN, node, place);
}

static lq_status read_main(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  document* const d = into;
  if (lq_node_is_null(node)) {
    return LQ_OK;
  }
  d->nodes[d->first[LQ_STRIP_MAIN]] = node;
  return lq_strip_read(r, node, place, &d->session->strips[d->first[LQ_STRIP_MAIN]]);
}

static lq_status init_strip(const lq_reading* const r, lq_strip* const strip,
                            const lq_strip_kind kind, const lq_strip* const main_strip)
{
  *strip = (lq_strip){.kind = kind, .name = "", .role = "", .out = "main"};
  for (unsigned i = 0; i < LQ_CONTROL_N; ++i) {
    if (lq_device_init(&strip->controls[i], r->pool, main_strip->controls[i].proc, 0)) {
      return lq_reading_no_memory(r);
    }
  }
  return lq_device_init(&strip->muting, r->pool, main_strip->muting.proc, 0)
             ? lq_reading_no_memory(r)
             : LQ_OK;
}

// All strips at once: adding one after the other would copy all of them each time.
static lq_status make_strips(const lq_reading* const r, const lq_node* const root,
                             document* const d)
{
  static const char* const lists[] = {"tracks", "buses", "returns"};
  size_t                   n       = 0;
  for (unsigned kind = 0; kind < LQ_STRIP_MAIN; ++kind) {
    const lq_place       place = {.key = lists[kind]};
    const lq_node* const list  = lq_node_find(root, lists[kind]);
    d->first[kind]             = n;
    if (list && !lq_node_is_null(list)) {
      LQ_TRY(lq_reading_expect(r, list, &place, LQ_NODE_LIST, "a list, each item with a name:"));
      n += list->n;
    }
    if (n > MAX_STRIPS) {
      return lq_reading_fail(r, LQ_ERR_LIMIT, list, &place,
                             "the session has more than %d tracks, buses and returns.", MAX_STRIPS);
    }
  }
  lq_strip* const strips = LQ_POOL_TAKE(r->pool, lq_strip, n + 1);
  d->nodes               = LQ_POOL_TAKE(r->pool, const lq_node*, n + 1);
  if (!strips || !d->nodes) {
    return lq_reading_no_memory(r);
  }
  d->first[LQ_STRIP_MAIN] = n;
  strips[n]               = d->session->strips[0]; // main, of lq_session_new()
  for (unsigned kind = 0; kind < LQ_STRIP_MAIN; ++kind) {
    for (size_t i = d->first[kind]; i < d->first[kind + 1]; ++i) {
      LQ_TRY(init_strip(r, &strips[i], (lq_strip_kind)kind, &strips[n]));
    }
  }
  d->session->strips   = strips;
  d->session->n_strips = n + 1;
  return LQ_OK;
}

static lq_status read_document(const lq_reading* const r, const lq_node* const root,
                               lq_session* const session)
{
  static const lq_key keys[] = {
      {"lacquer", read_version}, {"title", read_title},     {"rate", read_rate},
      {"tempo", read_tempo},     {"notes", read_notes},     {"tracks", read_tracks},
      {"buses", read_buses},     {"returns", read_returns}, {"main", read_main},
      {"vcas", read_vcas},       {"clean", read_clean},
  };
  document d = {.session = session};
  LQ_TRY(lq_document_check(r, root, "a session"));
  LQ_TRY(make_strips(r, root, &d));
  LQ_TRY(lq_reading_keys(r, root, NULL, "a session", keys, sizeof keys / sizeof *keys, &d));
  LQ_TRY(lq_routing_check(r, session, d.nodes));
  return lq_session_check(session, r->error);
}

// `text` or the file `path`.
static lq_status read_any(lq_session** const session, const char* const text, const size_t n_bytes,
                          const char* const path, const lq_plan_source* const source,
                          lq_error* const error)
{
  lq_session* s = NULL;
  if (lq_session_new(&s)) {
    return lq_fail_file(error, LQ_ERR_MEMORY, path, "there is no memory left to read it.");
  }
  lq_reading r    = {0};
  lq_node*   root = NULL;
  lq_status  st   = lq_document_open(&r, &root, s->pool, text, n_bytes, path, source, error);
  if (!st) {
    r.strips  = true;
    s->file   = text ? NULL : r.file;
    s->folder = r.folder ? r.folder : ".";
    st        = read_document(&r, root, s);
  }
  if (st) {
    lq_session_free(s);
    return st;
  }
  *session = s;
  return LQ_OK;
}

lq_status lq_session_read(lq_session** const session, const char* const path, lq_error* const error)
{
  return read_any(session, NULL, 0, path, &(lq_plan_source){0}, error);
}

lq_status lq_session_parse(lq_session** const session, const char* const text, const size_t n_bytes,
                           const lq_plan_source* const source, lq_error* const error)
{
  return read_any(session, text, n_bytes, source->name ? source->name : "plan", source, error);
}
