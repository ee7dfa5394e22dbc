// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lacquer/model.h"

#include "base/maths.h"
#include "base/pool.h"
#include "proc/all.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

lq_status lq_device_init(lq_device* const device, lq_pool* const pool, const lq_proc* const proc,
                         const unsigned n_bands)
{
  float* const values = LQ_POOL_TAKE(pool, float, lq_proc_n_values(proc, n_bands));
  if (!values) {
    return LQ_ERR_MEMORY;
  }
  lq_proc_defaults(proc, n_bands, values);
  *device = (lq_device){.proc = proc, .n_bands = n_bands, .values = values, .on = true};
  return LQ_OK;
}

const char* const* lq_channels_names(void)
{
  static const char* const names[LQ_CHANNELS_N + 1] = {"both", "mid",   "side",
                                                       "left", "right", NULL};
  return names;
}

static size_t index_of(const lq_param* const params, const size_t n, const char* const symbol)
{
  const lq_param* const row = lq_param_find(params, n, symbol);
  assert(row);
  return (size_t)(row - params);
}

void lq_device_set(lq_device* const device, const char* const symbol, const float value)
{
  const lq_proc* const p = device->proc;
  const size_t         i = index_of(p->params, p->n_params, symbol);
  device->values[i]      = lq_param_clamp(&p->params[i], value);
}

void lq_device_set_band(lq_device* const device, const unsigned band, const char* const symbol,
                        const float value)
{
  const lq_proc* const p = device->proc;
  assert(band < device->n_bands);
  const size_t i = index_of(p->band_params, p->n_band_params, symbol);
  device->values[p->n_params + (size_t)band * p->n_band_params + i] =
      lq_param_clamp(&p->band_params[i], value);
}

float lq_device_get(const lq_device* const device, const char* const symbol)
{
  return device->values[index_of(device->proc->params, device->proc->n_params, symbol)];
}

lq_status lq_chain_push(lq_chain* const chain, lq_pool* const pool, const lq_device* const device)
{
  lq_device* const devices = lq_pool_grow(pool, chain->devices, chain->n, sizeof *devices);
  if (!devices) {
    return LQ_ERR_MEMORY;
  }
  devices[chain->n] = *device;
  *chain            = (lq_chain){.devices = devices, .n = chain->n + 1};
  return LQ_OK;
}

float lq_curve_at(const lq_curve* const curve, const double time_sec, const float otherwise)
{
  if (!curve->n) {
    return otherwise;
  }
  const lq_point* const p = curve->points;
  if (time_sec < p[0].time_sec) {
    return p[0].value;
  }
  size_t low = 0, high = curve->n; // p[low].time <= time < p[high].time
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    if (p[middle].time_sec <= time_sec) {
      low = middle;
    } else {
      high = middle;
    }
  }
  if (high == curve->n || p[low].shape == LQ_SHAPE_HOLD) {
    return p[low].value;
  }
  double along = (time_sec - p[low].time_sec) / (p[high].time_sec - p[low].time_sec);
  if (p[low].shape == LQ_SHAPE_CURVE) {
    along = 0.5 - 0.5 * lq_cos(LQ_PI * along);
  }
  return (float)((double)p[low].value + along * ((double)p[high].value - (double)p[low].value));
}

static lq_status init_controls(lq_strip* const strip, lq_pool* const pool)
{
  static const lq_proc* const procs[LQ_CONTROL_N] = {
      [LQ_CONTROL_TRIM] = &lq_trim,   [LQ_CONTROL_POLARITY] = &lq_polarity,
      [LQ_CONTROL_DELAY] = &lq_delay, [LQ_CONTROL_FADER] = &lq_fader,
      [LQ_CONTROL_PAN] = &lq_pan,
  };
  for (unsigned i = 0; i < LQ_CONTROL_N; ++i) {
    LQ_TRY(lq_device_init(&strip->controls[i], pool, procs[i], 0));
  }
  return lq_device_init(&strip->muting, pool, &lq_mute, 0);
}

lq_strip* lq_session_add(lq_session* const session, const lq_strip_kind kind,
                         const char* const name)
{
  lq_strip* const strips =
      lq_pool_grow(session->pool, session->strips, session->n_strips, sizeof *strips);
  const char* const copy = lq_pool_copy(session->pool, name);
  if (!strips || !copy) {
    return NULL;
  }
  size_t at = 0; // behind the last of its kind
  while (at < session->n_strips && strips[at].kind <= kind) {
    ++at;
  }
  memmove(strips + at + 1, strips + at, (session->n_strips - at) * sizeof *strips);
  strips[at] = (lq_strip){
      .kind = kind, .name = copy, .role = "", .out = kind == LQ_STRIP_MAIN ? "" : "main"};
  if (init_controls(&strips[at], session->pool)) {
    return NULL;
  }
  session->strips = strips;
  ++session->n_strips;
  return &strips[at];
}

lq_strip* lq_session_find(const lq_session* const session, const char* const name)
{
  for (size_t i = 0; i < session->n_strips; ++i) {
    if (!strcmp(session->strips[i].name, name)) {
      return &session->strips[i];
    }
  }
  return NULL;
}

lq_vca* lq_session_add_vca(lq_session* const session, const char* const name)
{
  lq_vca* const vcas = lq_pool_grow(session->pool, session->vcas, session->n_vcas, sizeof *vcas);
  const char* const copy = lq_pool_copy(session->pool, name);
  if (!vcas || !copy) {
    return NULL;
  }
  lq_vca* const vca = &vcas[session->n_vcas];
  *vca              = (lq_vca){.name = copy};
  if (lq_device_init(&vca->level, session->pool, &lq_fader, 0) ||
      lq_device_init(&vca->muting, session->pool, &lq_mute, 0)) {
    return NULL;
  }
  session->vcas = vcas;
  ++session->n_vcas;
  return vca;
}

lq_vca* lq_session_find_vca(const lq_session* const session, const char* const name)
{
  for (size_t i = 0; i < session->n_vcas; ++i) {
    if (!strcmp(session->vcas[i].name, name)) {
      return &session->vcas[i];
    }
  }
  return NULL;
}

lq_status lq_strip_add_vca(lq_strip* const strip, lq_pool* const pool, const char* const name)
{
  const char** const names = lq_pool_grow(pool, strip->vcas, strip->n_vcas, sizeof *names);
  const char* const  copy  = lq_pool_copy(pool, name);
  if (!names || !copy) {
    return LQ_ERR_MEMORY;
  }
  names[strip->n_vcas++] = copy;
  strip->vcas            = names;
  return LQ_OK;
}

lq_status lq_session_new(lq_session** const session)
{
  lq_session* const s = calloc(1, sizeof *s);
  if (!s || lq_pool_new(&s->pool)) {
    free(s);
    return LQ_ERR_MEMORY;
  }
  s->title  = "";
  s->folder = ".";
  if (!lq_session_add(s, LQ_STRIP_MAIN, "main")) {
    lq_session_free(s);
    return LQ_ERR_MEMORY;
  }
  *session = s;
  return LQ_OK;
}

void lq_session_free(lq_session* const session)
{
  if (session) {
    lq_pool_free(session->pool);
    free(session);
  }
}

lq_status lq_master_new(lq_master** const master)
{
  lq_master* const m = calloc(1, sizeof *m);
  if (!m || lq_pool_new(&m->pool)) {
    free(m);
    return LQ_ERR_MEMORY;
  }
  m->title       = "";
  m->folder      = ".";
  m->source      = "";
  m->source_path = "";
  *master        = m;
  return LQ_OK;
}

void lq_master_free(lq_master* const master)
{
  if (master) {
    lq_pool_free(master->pool);
    free(master);
  }
}

lq_status lq_strip_add_clip(lq_strip* const strip, lq_pool* const pool, const lq_clip* const clip)
{
  lq_clip* const clips = lq_pool_grow(pool, strip->clips, strip->n_clips, sizeof *clips);
  if (!clips) {
    return LQ_ERR_MEMORY;
  }
  clips[strip->n_clips] = *clip;
  strip->clips          = clips;
  ++strip->n_clips;
  return LQ_OK;
}

lq_status lq_strip_add_send(lq_strip* const strip, lq_pool* const pool, const char* const target,
                            const float level_db)
{
  lq_send* const    sends = lq_pool_grow(pool, strip->sends, strip->n_sends, sizeof *sends);
  const char* const copy  = lq_pool_copy(pool, target);
  if (!sends || !copy) {
    return LQ_ERR_MEMORY;
  }
  lq_send* const send = &sends[strip->n_sends];
  send->target        = copy;
  LQ_TRY(lq_device_init(&send->device, pool, &lq_send_level, 0));
  lq_device_set(&send->device, "level", level_db);
  strip->sends = sends;
  ++strip->n_sends;
  return LQ_OK;
}
