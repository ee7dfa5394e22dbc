// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/instance.h"

#include "base/arena.h"
#include "base/fpu.h"
#include "plugin/features.h"
#include "plugin/kind.h"
#include "plugin/saved.h"
#include "plugin/worker.h"

#include <dlfcn.h>
#include <lv2/atom/atom.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
  STEP     = LQ_GRID_FRAMES, // of every run: values change on this grid and nowhere else
  TAIL_SEC = 20,             // the engine asks for no more, and stops where it is silent
};

// One plug-in. A mono one on a stereo strip stands there twice, with the same controls.
typedef struct {
  LilvInstance* lilv;
  bool          active;
  lq_features   features;
  lq_worker     worker;
  float*        shown; // [n_ports] what control outputs say
} voice;

typedef struct {
  const lq_plugin*      plugin;
  const lq_plugin_kind* kind;
  lq_spec               spec;
  unsigned              n_out; // channels of the strip behind it
  voice*                voices;
  unsigned              n_voices;
  float*                controls;             // [n_rows] as ports take them
  float*                in[LQ_MAX_CHANNELS];  // [STEP] what is coming in
  float*                key[LQ_MAX_CHANNELS]; // [STEP]
  float*                out[LQ_MAX_CHANNELS]; // [STEP] what goes out: the step before
  float*                quiet;                // [n_ports][STEP] inputs that nobody feeds
  float*                unheard;              // [STEP]
  unsigned char**       atoms;                // [n_voices * n_ports]
  size_t                at;                   // frames of the step that are there
  size_t                latency_frames;       // of the plug-in itself
  bool                  fresh;                // nothing ran since it was activated
  const char*           fault;
  char                  text[512]; // of a fault that was not known before
} instance;

static bool is_doubled(const lq_plugin_kind* const k, const lq_spec* const spec)
{
  return k->n_in == 1 && k->n_out == 1 && spec->n_channels == 2;
}

static void fail(instance* const s, const char* const what, const char* const why)
{
  (void)snprintf(s->text, sizeof s->text, "the plug-in %s %s%s%.300s", s->plugin->uri, what,
                 *why ? ": " : "", why);
  s->fault = s->text;
}

// ---- Memory ----

static void lay_out_audio(instance* const s, lq_arena* const arena, const lq_plugin_kind* const k)
{
  float* const all   = LQ_TAKE(arena, float, (size_t)3 * LQ_MAX_CHANNELS * STEP);
  float* const quiet = LQ_TAKE(arena, float, k->n_ports*(size_t)STEP);
  float* const lost  = LQ_TAKE(arena, float, STEP);
  float* const rows  = LQ_TAKE(arena, float, k->n_rows);
  if (!s) {
    return;
  }
  for (size_t c = 0; c < LQ_MAX_CHANNELS; ++c) {
    s->in[c]  = all + c * STEP;
    s->key[c] = all + (LQ_MAX_CHANNELS + c) * STEP;
    s->out[c] = all + (2 * LQ_MAX_CHANNELS + c) * STEP;
  }
  s->quiet    = quiet;
  s->unheard  = lost;
  s->controls = rows;
}

static void lay_out_voices(instance* const s, lq_arena* const arena, const lq_plugin_kind* const k,
                           const unsigned n_voices)
{
  voice* const          voices = LQ_TAKE(arena, voice, n_voices);
  unsigned char** const atoms  = LQ_TAKE(arena, unsigned char*, (size_t)n_voices * k->n_ports);
  for (unsigned v = 0; v < n_voices; ++v) {
    float* const         shown = LQ_TAKE(arena, float, k->n_ports);
    unsigned char* const room  = LQ_TAKE(arena, unsigned char, (size_t)3 * LQ_WORKER_BYTES);
    if (voices) {
      voices[v].shown = shown;
      lq_worker_open(&voices[v].worker, room);
    }
    for (uint32_t i = 0; i < k->n_ports; ++i) {
      const lq_port* const p = &k->ports[i];
      if (p->role == LQ_PORT_ATOM_IN || p->role == LQ_PORT_ATOM_OUT) {
        unsigned char* const bytes = LQ_TAKE(arena, unsigned char, p->n_bytes);
        if (atoms) {
          atoms[v * k->n_ports + i] = bytes;
        }
      }
    }
  }
  if (s) {
    s->voices   = voices;
    s->n_voices = n_voices;
    s->atoms    = atoms;
  }
}

// ---- Start ----

static void* place_of(instance* const s, const unsigned v, const uint32_t i)
{
  const lq_plugin_kind* const k       = s->kind;
  const lq_port* const        p       = &k->ports[i];
  const bool                  doubled = s->n_voices == 2;
  float* const                quiet   = s->quiet + (size_t)i * STEP;
  switch (p->role) {
  case LQ_PORT_IN:
    return s->in[doubled ? v : p->index];
  case LQ_PORT_OUT:
    return s->out[doubled ? v : p->index];
  case LQ_PORT_KEY:
    return s->key[doubled && k->n_key == 1 ? v : p->index % LQ_MAX_CHANNELS];
  case LQ_PORT_ROW:
    return &s->controls[p->index];
  case LQ_PORT_FIXED:
  case LQ_PORT_QUIET:
    for (size_t t = 0; t < STEP; ++t) {
      quiet[t] = p->fixed;
    }
    return quiet;
  case LQ_PORT_METER:
  case LQ_PORT_LATENCY:
    return &s->voices[v].shown[i];
  case LQ_PORT_UNHEARD:
    return s->unheard;
  case LQ_PORT_ATOM_IN:
  case LQ_PORT_ATOM_OUT:
    return s->atoms[v * k->n_ports + i];
  case LQ_PORT_NOTHING:
  case LQ_PORT_UNKNOWN:
    break;
  }
  return NULL;
}

// lilv would print why a binary cannot be loaded; a person is told where the plan is wrong.
static bool can_load(instance* const s)
{
  const LilvNode* const node = lilv_plugin_get_library_uri(s->kind->plugin);
  char* const           path = node ? lilv_node_get_path(node, NULL) : NULL;
  void* const           file = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
  if (!file) {
    const char* const why = path ? dlerror() : "it names none";
    fail(s, "cannot be loaded from its binary", why ? why : "");
  } else {
    (void)dlclose(file);
  }
  lilv_free(path);
  return file != NULL;
}

static bool start_voice(instance* const s, const unsigned v)
{
  const lq_plugin_kind* const k  = s->kind;
  voice* const                it = &s->voices[v];
  lq_features_fill(&it->features, k->host, s->spec.rate_hz, &it->worker.schedule);
  it->lilv = lilv_plugin_instantiate(k->plugin, s->spec.rate_hz, it->features.list);
  if (!it->lilv) {
    char why[64];
    (void)snprintf(why, sizeof why, "it may not run at %.0f Hz", s->spec.rate_hz);
    fail(s, "refuses to start", why);
    return false;
  }
  it->worker.handle    = lilv_instance_get_handle(it->lilv);
  it->worker.interface = lilv_instance_get_extension_data(it->lilv, LV2_WORKER__interface);
  for (uint32_t i = 0; i < k->n_ports; ++i) {
    lilv_instance_connect_port(it->lilv, i, place_of(s, v, i));
  }
  if (s->plugin->saved) {
    lilv_state_restore(s->plugin->saved->state, it->lilv, NULL, NULL, 0, it->features.list);
    lq_worker_settle(&it->worker, 0);
  }
  return true;
}

static void set_active(instance* const s, const bool active)
{
  for (unsigned v = 0; v < s->n_voices; ++v) {
    voice* const it = &s->voices[v];
    if (it->lilv && it->active != active) {
      (active ? lilv_instance_activate : lilv_instance_deactivate)(it->lilv);
      it->active = active;
    }
  }
  s->fresh = active;
}

// ---- Run ----

static void clear_atoms(instance* const s, const unsigned v)
{
  const lq_plugin_kind* const k        = s->kind;
  const LV2_URID              sequence = lq_urids_map(&k->host->urids, LV2_ATOM__Sequence);
  const LV2_URID              chunk    = lq_urids_map(&k->host->urids, LV2_ATOM__Chunk);
  for (uint32_t i = 0; i < k->n_ports; ++i) {
    const lq_port* const     p   = &k->ports[i];
    LV2_Atom_Sequence* const seq = (LV2_Atom_Sequence*)(void*)s->atoms[v * k->n_ports + i];
    if (p->role == LQ_PORT_ATOM_IN) {
      *seq = (LV2_Atom_Sequence){.atom = {.size = sizeof seq->body, .type = sequence}};
    } else if (p->role == LQ_PORT_ATOM_OUT) {
      seq->atom = (LV2_Atom){.size = (uint32_t)(p->n_bytes - sizeof seq->atom), .type = chunk};
    }
  }
}

// Bring the channels of the strip to those of the plug-in.
static void fit(float* const* const x, const unsigned n_here, const bool one_there)
{
  for (size_t t = 0; n_here == 1 && t < STEP; ++t) {
    x[1][t] = x[0][t];
  }
  for (size_t t = 0; n_here == 2 && one_there && t < STEP; ++t) {
    x[0][t] = 0.5F * (x[0][t] + x[1][t]);
  }
}

static void run_step(instance* const s)
{
  const lq_plugin_kind* const k = s->kind;
  fit(s->in, s->spec.n_channels, k->n_in == 1 && s->n_voices == 1);
  fit(s->key, s->spec.n_key, k->n_key == 1 && s->n_voices == 1);
  for (unsigned v = 0; v < s->n_voices; ++v) {
    clear_atoms(s, v);
    const __typeof__(lq_fpu_enter()) mode = lq_fpu_enter(); // whatever it does to it
    lilv_instance_run(s->voices[v].lilv, STEP);
    lq_worker_settle(&s->voices[v].worker, 1);
    lq_fpu_leave(mode);
  }
  if (s->n_out == 2 && s->n_voices * k->n_out == 1) {
    memcpy(s->out[1], s->out[0], STEP * sizeof(float));
  }
  s->fresh = false;
}

static void check_finite(instance* const s)
{
  bool finite = true;
  for (unsigned c = 0; c < s->n_out; ++c) {
    for (size_t t = 0; t < STEP; ++t) {
      finite &= isfinite(s->out[c][t]) != 0;
    }
  }
  if (!finite && !s->fault) {
    (void)snprintf(s->text, sizeof s->text, "it came from the plug-in %s", s->plugin->uri);
    s->fault = s->text;
  }
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  instance* const s = self;
  for (size_t done = 0; done < n_frames;) {
    const size_t left = n_frames - done;
    const size_t n    = left < STEP - s->at ? left : STEP - s->at;
    for (unsigned c = 0; c < s->spec.n_channels; ++c) {
      memcpy(s->in[c] + s->at, io[c] + done, n * sizeof(float));
    }
    for (unsigned c = 0; c < s->spec.n_key; ++c) {
      memcpy(s->key[c] + s->at, io[s->n_out + c] + done, n * sizeof(float));
    }
    for (unsigned c = 0; c < s->n_out; ++c) {
      memcpy(io[c] + done, s->out[c] + s->at, n * sizeof(float));
    }
    done += n;
    s->at += n;
    if (s->at == STEP) {
      s->at = 0;
      run_step(s);
      check_finite(s);
    }
  }
}

static void update(void* const self, const float* const values)
{
  instance* const s = self;
  for (unsigned i = 0; !s->fault && i < s->kind->n_rows; ++i) {
    const lq_port_scale* const scale = &s->kind->scales[i];
    const float                v     = scale->points ? scale->points[(size_t)values[i]] : values[i];
    const float                hz    = (float)((double)v * s->spec.rate_hz);
    const float                port  = scale->of_rate ? hz : v;
    s->controls[i]                   = scale->integer ? rintf(port) : port;
  }
}

static void forget(instance* const s)
{
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    memset(s->in[c], 0, STEP * sizeof(float));
    memset(s->key[c], 0, STEP * sizeof(float));
    memset(s->out[c], 0, STEP * sizeof(float));
  }
  s->at = 0;
}

static void reset(void* const self)
{
  instance* const s = self;
  if (!s->fault) {
    forget(s);
    if (!s->fresh) {
      set_active(s, false);
      set_active(s, true);
    }
  }
}

// ---- Life ----

// What it reports is right once it has run; two steps, because some need to hear their own answer.
static void find_latency(instance* const s)
{
  enum { RUNS = 2, MOST_SEC = 60 };
  for (unsigned i = 0; i < RUNS; ++i) {
    forget(s);
    run_step(s);
  }
  for (uint32_t i = 0; i < s->kind->n_ports; ++i) {
    if (s->kind->ports[i].role == LQ_PORT_LATENCY) {
      const double frames = (double)s->voices[0].shown[i];
      if (!(frames >= 0 && frames <= MOST_SEC * s->spec.rate_hz)) {
        fail(s, "reports a latency that cannot be", "");
        return;
      }
      s->latency_frames = (size_t)(frames + 0.5);
    }
  }
}

static void start(instance* const s, const float* const values)
{
  bool started = can_load(s);
  update(s, values);
  for (unsigned v = 0; v < s->n_voices && started; ++v) {
    started = start_voice(s, v);
  }
  if (started) {
    set_active(s, true);
    find_latency(s);
  }
}

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  const lq_plugin* const      p = lq_plugin_of(spec->proc);
  const lq_plugin_kind* const k = p->kind;
  instance* const             s = LQ_TAKE(arena, instance, 1);
  if (s) {
    *s = (instance){.plugin = p,
                    .kind   = k,
                    .spec   = *spec,
                    .n_out  = lq_proc_n_out(&p->proc, spec->n_channels),
                    .fault  = p->refusal};
  }
  if (p->refusal) {
    return s;
  }
  lay_out_audio(s, arena, k);
  lay_out_voices(s, arena, k, is_doubled(k, spec) ? 2 : 1);
  if (s) {
    start(s, values);
  }
  return s;
}

static void release(void* const self)
{
  instance* const s = self;
  set_active(s, false);
  for (unsigned v = 0; v < s->n_voices; ++v) {
    if (s->voices[v].lilv) {
      lilv_instance_free(s->voices[v].lilv);
    }
  }
}

static size_t latency_frames(const void* const self)
{
  const instance* const s = self;
  return STEP + s->latency_frames + s->plugin->late_frames;
}

static size_t tail_frames(const void* const self)
{
  const instance* const s = self;
  return s->kind && s->kind->rings ? (size_t)(TAIL_SEC * s->spec.rate_hz) : 0;
}

static const char* fault(const void* const self)
{
  return ((const instance*)self)->fault;
}

void lq_plugin_instance_functions(lq_proc* const proc)
{
  proc->prepare        = prepare;
  proc->reset          = reset;
  proc->update         = update;
  proc->process        = process;
  proc->latency_frames = latency_frames;
  proc->tail_frames    = tail_frames;
  proc->release        = release;
  proc->fault          = fault;
}
