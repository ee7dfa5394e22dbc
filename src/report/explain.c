// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/explain.h"

#include "base/pool.h"

#include <math.h>
#include <string.h>

typedef struct {
  lq_pool*          pool;
  const lq_session* session;
  lq_explained*     to;
  size_t            room; // for decisions
  lq_status         status;
} work;

static void add(work* const w, const char* const what, const char* const value,
                const char* const why)
{
  lq_explained* const e = w->to;
  if (e->n == w->room) {
    const size_t       room = 2 * w->room + 16;
    lq_decision* const more = lq_pool_take(w->pool, room, sizeof *more);
    if (more && e->n) {
      memcpy(more, e->decisions, e->n * sizeof *more);
    }
    e->decisions = more ? more : e->decisions;
    w->room      = more ? room : w->room;
  }
  if (e->n == w->room || !what || !value) {
    w->status = LQ_ERR_MEMORY;
    return;
  }
  e->decisions[e->n++] = (lq_decision){.what = what, .value = value, .why = why ? why : ""};
}

// "62.5 s" as "1:02.5".
static const char* clock_of(lq_pool* const pool, const double sec)
{
  const long long tenths = llround(10 * sec);
  return lq_pool_format(pool, "%lld:%02lld.%lld", tenths / 600, tenths / 10 % 60, tenths % 10);
}

// The first points, which say where it goes; a ride of hundreds is for the plan.
static const char* moves_of(lq_pool* const pool, const lq_param* const row,
                            const lq_curve* const curve)
{
  enum { SHOWN = 4 };
  const char* text = "moves:";
  for (size_t i = 0; text && i < curve->n && i < SHOWN; ++i) {
    const char* const at = clock_of(pool, curve->points[i].time_sec);
    text                 = !at ? NULL
                               : lq_pool_format(pool, "%s%s %s at %s", text, i ? "," : "",
                                                lq_param_format(row, curve->points[i].value).text, at);
  }
  return text && curve->n > SHOWN ? lq_pool_format(pool, "%s and %zu more", text, curve->n - SHOWN)
                                  : text;
}

static bool moves(const lq_device* const d, const size_t i)
{
  return d->curves && d->curves[i].n;
}

// "threshold -7 dB, attack 3 ms": what differs from the defaults, of `n` rows from `first` on.
static const char* rows_of(lq_pool* const pool, const lq_device* const d, const size_t first,
                           const size_t n, const bool bare)
{
  const char* text = "";
  for (size_t i = first; text && i < first + n; ++i) {
    const lq_param* const row = lq_proc_row(d->proc, i);
    if ((row->flags & LQ_OUT) || (!moves(d, i) && d->values[i] == row->def)) {
      continue;
    }
    const lq_text     still = lq_param_format(row, d->values[i]);
    const char* const value = moves(d, i) ? moves_of(pool, row, &d->curves[i]) : still.text;
    const bool named = (!bare || i != first) && strcmp(row->symbol, "on") != 0; // "off" will do
    text             = !value ? NULL
                              : lq_pool_format(pool, "%s%s%s%s%s", text, *text ? ", " : "",
                                   named ? row->symbol : "", named ? " " : "", value);
  }
  return text;
}

static const char* or_default(lq_pool* const pool, const lq_device* const d, const char* const text)
{
  return !text || *text
             ? text
             : lq_pool_copy(pool, lq_param_format(&d->proc->params[0], d->values[0]).text);
}

static void add_control(work* const w, const lq_strip* const s, const lq_control control)
{
  const lq_device* const d    = &s->controls[control];
  const char* const      rows = rows_of(w->pool, d, 0, d->proc->n_params, true);
  if (d->why || !rows || *rows) {
    add(w, d->proc->symbol, or_default(w->pool, d, rows), d->why);
  }
}

static void add_device(work* const w, const lq_device* const d)
{
  const char* value = rows_of(w->pool, d, 0, d->proc->n_params, false);
  if (value && d->channels) {
    value = lq_pool_format(w->pool, "%s%s%s alone", value, *value ? ", " : "",
                           lq_channels_names()[d->channels]);
  }
  if (value && d->key) {
    value = lq_pool_format(w->pool, "%s%skey %s", value, *value ? ", " : "", d->key);
  }
  if (value && !d->on) {
    value = lq_pool_format(w->pool, "off%s%s", *value ? ", " : "", value);
  }
  const bool plain = value && !*value;
  if (!plain || d->why || !d->n_bands) { // bands speak for themselves
    add(w, d->proc->symbol, !plain ? value : d->n_bands ? "" : "as it comes", d->why);
  }
  for (unsigned b = 0; b < d->n_bands; ++b) {
    const size_t first = d->proc->n_params + (size_t)b * d->proc->n_band_params;
    add(w, lq_pool_format(w->pool, "%s band %u", d->proc->symbol, b + 1),
        rows_of(w->pool, d, first, d->proc->n_band_params, false),
        d->band_why ? d->band_why[b] : NULL);
  }
}

static void add_mute(work* const w, const bool mute, const lq_device* const muting,
                     const char* const why)
{
  if (moves(muting, 0)) {
    add(w, "mute", moves_of(w->pool, &muting->proc->params[0], &muting->curves[0]), why);
  } else if (mute || why) {
    add(w, "mute", mute ? "on" : "off", why);
  }
}

static void add_clips(work* const w, const lq_strip* const s)
{
  for (size_t i = 0; i < s->n_clips; ++i) {
    const lq_clip* const c     = &s->clips[i];
    const char* const    start = c->at_stamp         ? "its time stamp"
                                 : c->start_sec != 0 ? clock_of(w->pool, c->start_sec)
                                                     : NULL;
    add(w, "file",
        lq_pool_format(w->pool, "%s%s%s%s", c->file, start ? " at " : "", start ? start : "",
                       c->mute ? ", muted" : ""),
        NULL);
  }
}

static void add_strip(work* const w, const lq_strip* const s)
{
  add_clips(w, s);
  if (*s->role || s->role_why) {
    add(w, "role", s->role, s->role_why);
  }
  add_control(w, s, LQ_CONTROL_TRIM);
  add_control(w, s, LQ_CONTROL_POLARITY);
  add_control(w, s, LQ_CONTROL_DELAY);
  for (size_t i = 0; i < s->chain.n; ++i) {
    add_device(w, &s->chain.devices[i]);
  }
  add_control(w, s, LQ_CONTROL_FADER);
  for (size_t i = 0; i < s->n_vcas; ++i) {
    add(w, "vca", s->vcas[i], NULL);
  }
  add_control(w, s, LQ_CONTROL_PAN);
  add_mute(w, s->mute, &s->muting, s->mute_why);
  for (size_t i = 0; i < s->n_sends; ++i) {
    const lq_device* const d = &s->sends[i].device;
    add(w, lq_pool_format(w->pool, "send to %s", s->sends[i].target),
        or_default(w->pool, d, rows_of(w->pool, d, 0, d->proc->n_params, true)), d->why);
  }
  if (s->out_why || (*s->out && strcmp(s->out, "main") != 0)) {
    add(w, "out", s->out, s->out_why);
  }
  if (s->solo) {
    add(w, "solo", "on", NULL);
  }
}

static void begin(work* const w, lq_explanation* const e, const char* const kind,
                  const char* const name)
{
  w->to   = &e->strips[e->n++];
  w->room = 0;
  *w->to  = (lq_explained){.kind = kind, .name = name};
}

lq_status lq_explanation_make(lq_explanation* const explanation, lq_pool* const pool,
                              const lq_session* const s)
{
  static const char* const kinds[] = {[LQ_STRIP_TRACK]  = "track",
                                      [LQ_STRIP_BUS]    = "bus",
                                      [LQ_STRIP_RETURN] = "return",
                                      [LQ_STRIP_MAIN]   = "main"};
  lq_explanation           e       = {.session = s,
                                      .strips = LQ_POOL_TAKE(pool, lq_explained, s->n_strips + s->n_vcas)};
  work w = {.pool = pool, .session = s, .status = e.strips ? LQ_OK : LQ_ERR_MEMORY};
  for (size_t i = 0; !w.status && i < s->n_strips; ++i) {
    begin(&w, &e, kinds[s->strips[i].kind], s->strips[i].name);
    add_strip(&w, &s->strips[i]);
  }
  for (size_t i = 0; !w.status && i < s->n_vcas; ++i) {
    const lq_vca* const v = &s->vcas[i];
    begin(&w, &e, "vca", v->name);
    add(&w, "level", or_default(pool, &v->level, rows_of(pool, &v->level, 0, 1, true)),
        v->level.why);
    add_mute(&w, v->mute, &v->muting, NULL);
  }
  *explanation = e;
  return w.status;
}

json_t* lq_explanation_json(const lq_explanation* const e)
{
  json_t* const notes  = json_array();
  json_t* const strips = json_array();
  for (size_t i = 0; i < e->session->n_notes; ++i) {
    json_array_append_new(notes, json_string(e->session->notes[i]));
  }
  for (size_t i = 0; i < e->n; ++i) {
    json_t* const decisions = json_array();
    for (size_t k = 0; k < e->strips[i].n; ++k) {
      const lq_decision* const d = &e->strips[i].decisions[k];
      json_array_append_new(decisions, json_pack("{s:s, s:s, s:s?}", "what", d->what, "value",
                                                 d->value, "why", *d->why ? d->why : NULL));
    }
    json_array_append_new(strips, json_pack("{s:s, s:s, s:o}", "kind", e->strips[i].kind, "name",
                                            e->strips[i].name, "decisions", decisions));
  }
  return json_pack("{s:s, s:o, s:o}", "title", e->session->title, "notes", notes, "strips", strips);
}
