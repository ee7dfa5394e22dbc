// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/set.h"

#include "base/text.h"
#include "proc/mute.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// "device.row" and "value", parted.
typedef struct {
  char        device[128];
  char        row[128]; ///< "" for the first one
  const char* value;
} target;

static lq_status part(const char* const assignment, target* const t, lq_error* const error)
{
  const char* const sign = strchr(assignment, '=');
  const char* const dot  = strchr(assignment, '.');
  const char* const end  = dot && sign && dot < sign ? dot : sign;
  if (!sign || end == assignment || (size_t)(sign - assignment) >= sizeof t->device) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                   "--set is '%s'; expected NAME.ROW=VALUE, such as limiter.gain=6dB.", assignment);
  }
  (void)snprintf(t->device, sizeof t->device, "%.*s", (int)(end - assignment), assignment);
  t->row[0] = '\0';
  if (end != sign) {
    (void)snprintf(t->row, sizeof t->row, "%.*s", (int)(sign - end - 1), end + 1);
  }
  t->value = sign + 1;
  return LQ_OK;
}

static lq_status write_value(float* const to, const lq_param* const row, const target* const t,
                             lq_error* const error)
{
  if (lq_param_parse(row, t->value, to)) {
    return lq_fail(error, LQ_ERR_BAD_VALUE, (lq_at){0}, "%s.%s is '%s'; expected %s.", t->device,
                   row->symbol, t->value, lq_param_range(row).text);
  }
  return LQ_OK;
}

static lq_status no_row(const lq_device* const d, const char* const row, lq_error* const error)
{
  return lq_fail(error, LQ_ERR_UNKNOWN, (lq_at){0}, "%s has no '%s'; it has %s.", d->proc->symbol,
                 row, lq_param_list(d->proc->params, d->proc->n_params).text);
}

static lq_status set_band(const lq_device* const d, const target* const t, lq_error* const error)
{
  char* const          end  = strchr(t->row, ']');
  const unsigned long  band = strtoul(t->row + strlen("bands["), NULL, 10);
  const lq_proc* const p    = d->proc;
  if (!end || end[1] != '.' || band < 1 || band > d->n_bands) {
    return lq_fail(error, LQ_ERR_UNKNOWN, (lq_at){0},
                   "%s has %u bands; expected %s.bands[1 to %u].ROW.", p->symbol, d->n_bands,
                   p->symbol, d->n_bands);
  }
  const lq_param* const row = lq_param_find(p->band_params, p->n_band_params, end + 2);
  if (!row) {
    return lq_fail(error, LQ_ERR_UNKNOWN, (lq_at){0}, "a band of %s has no '%s'; it has %s.",
                   p->symbol, end + 2, lq_param_list(p->band_params, p->n_band_params).text);
  }
  const size_t first = p->n_params + (band - 1) * p->n_band_params;
  return write_value(&d->values[first + (size_t)(row - p->band_params)], row, t, error);
}

static lq_status set_device(const lq_device* const d, const target* const t, lq_error* const error)
{
  const lq_proc* const p = d->proc;
  if (!strncmp(t->row, "bands[", strlen("bands["))) {
    return set_band(d, t, error);
  }
  const lq_param* const row =
      *t->row ? lq_param_find(p->params, p->n_params, t->row) : &p->params[0];
  if (!row || (row->flags & LQ_OUT)) {
    return no_row(d, t->row, error);
  }
  const size_t index = (size_t)(row - p->params);
  LQ_TRY(write_value(&d->values[index], row, t, error));
  if (d->curves) {
    d->curves[index] = (lq_curve){0}; // what is set by hand no longer moves
  }
  return LQ_OK;
}

static lq_device* find_device(const lq_chain* const chain, const char* const symbol)
{
  for (size_t i = 0; i < chain->n; ++i) {
    if (!strcmp(chain->devices[i].proc->symbol, symbol)) {
      return &chain->devices[i];
    }
  }
  return NULL;
}

lq_status lq_chain_set(const lq_chain* const chain, const char* const assignment,
                       lq_error* const error)
{
  target t;
  LQ_TRY(part(assignment, &t, error));
  lq_device* const d = find_device(chain, t.device);
  return d ? set_device(d, &t, error)
           : lq_fail(error, LQ_ERR_UNKNOWN, (lq_at){0}, "the chain has no '%s'.", t.device);
}

// A name and a dot begin the assignment; the longest name counts, because names may hold dots.
static bool begins(const char* const name, const char* const assignment, size_t* const n_best)
{
  const size_t n    = strlen(name);
  const bool   best = n > *n_best && !strncmp(assignment, name, n) && assignment[n] == '.';
  *n_best           = best ? n : *n_best;
  return best;
}

static lq_strip* find_strip(const lq_session* const s, const char* const assignment,
                            size_t* const n_best)
{
  lq_strip* best = NULL;
  for (size_t i = 0; i < s->n_strips; ++i) {
    best = begins(s->strips[i].name, assignment, n_best) ? &s->strips[i] : best;
  }
  return best;
}

static lq_vca* find_vca(const lq_session* const s, const char* const assignment,
                        size_t* const n_best)
{
  lq_vca* best = NULL;
  for (size_t i = 0; i < s->n_vcas; ++i) {
    best = begins(s->vcas[i].name, assignment, n_best) ? &s->vcas[i] : best;
  }
  return best;
}

static lq_device* find_control(lq_strip* const strip, const char* const name)
{
  for (unsigned i = 0; i < LQ_CONTROL_N; ++i) {
    if (!strcmp(strip->controls[i].proc->symbol, name)) {
      return &strip->controls[i];
    }
  }
  return NULL;
}

static lq_status set_switch(bool* const to, const target* const t, lq_error* const error)
{
  static const lq_param row = {.symbol = "mute or solo", .taper = LQ_TAPER_TOGGLE, .max = 1};
  float                 on;
  LQ_TRY(write_value(&on, &row, t, error));
  *to = on > 0.5F;
  return LQ_OK;
}

// "on" and "off", for the whole song; what is set by hand no longer moves.
static lq_status set_mute(bool* const mute, lq_device* const muting, const target* const t,
                          lq_error* const error)
{
  LQ_TRY(set_switch(mute, t, error));
  muting->curves                = NULL;
  muting->values[LQ_MUTE_MUTED] = 0;
  return LQ_OK;
}

static lq_status set_vca(lq_vca* const vca, const char* const assignment, lq_error* const error)
{
  target t;
  LQ_TRY(part(assignment + strlen(vca->name) + 1, &t, error));
  if (!strcmp(t.device, "mute")) {
    return set_mute(&vca->mute, &vca->muting, &t, error);
  }
  return strcmp(t.device, "level")
             ? lq_fail(error, LQ_ERR_UNKNOWN, (lq_at){0},
                       "the VCA '%s' has no '%s'; it has level and mute.", vca->name, t.device)
             : set_device(&vca->level, &t, error);
}

lq_status lq_session_set(const lq_session* const session, const char* const assignment,
                         lq_error* const error)
{
  size_t          n_best = 0;
  lq_strip* const strip  = find_strip(session, assignment, &n_best);
  lq_vca* const   vca    = find_vca(session, assignment, &n_best); // if its name is longer still
  target          t;
  if (vca) {
    return set_vca(vca, assignment, error);
  }
  if (!strip) {
    return lq_fail(error, LQ_ERR_UNKNOWN, (lq_at){0},
                   "--set is '%s'; expected STRIP.WHAT=VALUE, and no strip or VCA is called so.",
                   assignment);
  }
  LQ_TRY(part(assignment + strlen(strip->name) + 1, &t, error));
  if (!strcmp(t.device, "mute")) {
    return set_mute(&strip->mute, &strip->muting, &t, error);
  }
  if (!strcmp(t.device, "solo")) {
    return set_switch(&strip->solo, &t, error);
  }
  for (size_t i = 0; i < strip->n_sends; ++i) {
    if (!strcmp(strip->sends[i].target, t.device)) {
      return set_device(&strip->sends[i].device, &t, error);
    }
  }
  lq_device* const control = find_control(strip, t.device);
  lq_device* const d       = control ? control : find_device(&strip->chain, t.device);
  return d ? set_device(d, &t, error)
           : lq_fail(error, LQ_ERR_UNKNOWN, (lq_at){0},
                     "'%s' has no '%s': no control, processor or send is called so.", strip->name,
                     t.device);
}
