// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/voice.h"

#include "base/fpu.h"
#include "plugin/saved.h"

#include <lv2/atom/atom.h>

enum { STEP = LQ_GRID_FRAMES };

static bool has_atoms(const lq_port* const p)
{
  return p->role == LQ_PORT_ATOM_IN || p->role == LQ_PORT_ATOM_OUT;
}

void lq_voice_lay_out(lq_voice* const v, lq_arena* const arena, const lq_plugin_kind* const k)
{
  float* const          shown   = LQ_TAKE(arena, float, k->n_ports);
  float* const          quiet   = LQ_TAKE(arena, float, k->n_ports*(size_t)STEP);
  float* const          unheard = LQ_TAKE(arena, float, STEP);
  unsigned char* const  room    = LQ_TAKE(arena, unsigned char, (size_t)3 * LQ_WORKER_BYTES);
  unsigned char** const atoms   = LQ_TAKE(arena, unsigned char*, k->n_ports);
  for (uint32_t i = 0; i < k->n_ports; ++i) {
    if (has_atoms(&k->ports[i])) {
      unsigned char* const bytes = LQ_TAKE(arena, unsigned char, k->ports[i].n_bytes);
      if (atoms) {
        atoms[i] = bytes;
      }
    }
  }
  if (v) {
    *v = (lq_voice){.kind = k, .shown = shown, .quiet = quiet, .unheard = unheard, .atoms = atoms};
    lq_worker_open(&v->worker, room);
  }
}

static void* place_of(const lq_voice* const v, const uint32_t i)
{
  const lq_port* const p     = &v->kind->ports[i];
  float* const         quiet = v->quiet + (size_t)i * STEP;
  switch (p->role) {
  case LQ_PORT_IN:
    return v->places.in[p->index];
  case LQ_PORT_OUT:
    return v->places.out[p->index];
  case LQ_PORT_KEY:
    return v->places.key[p->index % LQ_MAX_CHANNELS];
  case LQ_PORT_ROW:
    return &v->places.controls[p->index];
  case LQ_PORT_FIXED:
  case LQ_PORT_QUIET:
    for (size_t t = 0; t < STEP; ++t) {
      quiet[t] = p->fixed;
    }
    return quiet;
  case LQ_PORT_METER:
  case LQ_PORT_LATENCY:
    return &v->shown[i];
  case LQ_PORT_UNHEARD:
    return v->unheard;
  case LQ_PORT_ATOM_IN:
  case LQ_PORT_ATOM_OUT:
    return v->atoms[i];
  case LQ_PORT_NOTHING:
  case LQ_PORT_UNKNOWN:
    break;
  }
  return NULL;
}

const char* lq_voice_start(lq_voice* const v, const lq_voice_places* const places,
                           const double rate_hz, const lq_plugin_saved* const saved)
{
  const lq_plugin_kind* const k = v->kind;
  v->places                     = *places;
  v->sequence                   = lq_urids_map(&k->host->urids, LV2_ATOM__Sequence);
  v->chunk                      = lq_urids_map(&k->host->urids, LV2_ATOM__Chunk);
  lq_features_fill(&v->features, k->host, rate_hz, &v->worker.schedule);
  v->lilv = lilv_plugin_instantiate(k->plugin, rate_hz, v->features.list);
  if (!v->lilv) {
    return "refuses to start; perhaps it cannot run at this sample rate";
  }
  v->worker.handle    = lilv_instance_get_handle(v->lilv);
  v->worker.interface = lilv_instance_get_extension_data(v->lilv, LV2_WORKER__interface);
  for (uint32_t i = 0; i < k->n_ports; ++i) {
    lilv_instance_connect_port(v->lilv, i, place_of(v, i));
  }
  if (saved) {
    lilv_state_restore(saved->state, v->lilv, NULL, NULL, 0, v->features.list);
    lq_worker_settle(&v->worker, false);
  }
  return k->host->urids.failed ? "finds no memory" : NULL;
}

void lq_voice_close(lq_voice* const v)
{
  if (v->lilv) {
    lq_voice_set_active(v, false);
    lilv_instance_free(v->lilv);
  }
}

void lq_voice_set_active(lq_voice* const v, const bool active)
{
  if (v->active != active) {
    (active ? lilv_instance_activate : lilv_instance_deactivate)(v->lilv);
    v->active = active;
  }
}

static void clear_atoms(const lq_voice* const v)
{
  for (uint32_t i = 0; i < v->kind->n_ports; ++i) {
    const lq_port* const     p   = &v->kind->ports[i];
    LV2_Atom_Sequence* const seq = (LV2_Atom_Sequence*)(void*)v->atoms[i];
    if (p->role == LQ_PORT_ATOM_IN) {
      *seq = (LV2_Atom_Sequence){.atom = {.size = sizeof seq->body, .type = v->sequence}};
    } else if (p->role == LQ_PORT_ATOM_OUT) {
      seq->atom = (LV2_Atom){.size = (uint32_t)(p->n_bytes - sizeof seq->atom), .type = v->chunk};
    }
  }
}

void lq_voice_run(lq_voice* const v)
{
  clear_atoms(v);
  const __typeof__(lq_fpu_enter()) mode = lq_fpu_enter(); // whatever the plug-in does to it
  lilv_instance_run(v->lilv, STEP);
  lq_worker_settle(&v->worker, true);
  lq_fpu_leave(mode);
}

double lq_voice_latency(const lq_voice* const v)
{
  double frames = 0;
  for (uint32_t i = 0; i < v->kind->n_ports; ++i) {
    frames = v->kind->ports[i].role == LQ_PORT_LATENCY ? (double)v->shown[i] : frames;
  }
  return frames;
}
