// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/instance.h"

#include "plugin/voice.h"

#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
  STEP     = LQ_GRID_FRAMES, // of every run: values change on this grid and nowhere else
  TAIL_SEC = 20,             // the engine asks for no more, and stops where it is silent
};

typedef struct {
  const lq_plugin*      plugin;
  const lq_plugin_kind* kind;
  lq_spec               spec;
  unsigned              n_out; // channels of the strip behind it
  void*                 library;
  lq_voice*             voices;
  unsigned              n_voices;
  lq_voice_places       places;         // what is coming in, and going out a step later
  size_t                at;             // frames of the step that are there
  size_t                latency_frames; // of the plug-in itself
  bool                  fresh;          // nothing ran since it was activated
  const char*           fault;          // NULL, or the text
  char                  text[512];
} instance;

static void fail(instance* const s, const char* const what, const char* const why)
{
  (void)snprintf(s->text, sizeof s->text, "the plug-in %s %s%s%.300s", s->plugin->uri, what,
                 *why ? ": " : "", why);
  s->fault = s->text;
}

// ---- Start ----

static void lay_out_places(lq_voice_places* const to, lq_arena* const arena,
                           const lq_plugin_kind* const k)
{
  float* const all      = LQ_TAKE(arena, float, (size_t)3 * LQ_MAX_CHANNELS * STEP);
  float* const controls = LQ_TAKE(arena, float, k->n_rows);
  for (size_t c = 0; to && c < LQ_MAX_CHANNELS; ++c) {
    to->in[c]    = all + c * STEP;
    to->key[c]   = all + (LQ_MAX_CHANNELS + c) * STEP;
    to->out[c]   = all + (2 * LQ_MAX_CHANNELS + c) * STEP;
    to->controls = controls;
  }
}

// Of two mono plug-ins each has a channel of its own.
static lq_voice_places places_of(const instance* const s, const unsigned v)
{
  lq_voice_places p = s->places;
  if (s->n_voices == 2) {
    p.in[0]  = s->places.in[v];
    p.out[0] = s->places.out[v];
    p.key[0] = s->places.key[s->kind->n_key == 1 ? v : 0];
  }
  return p;
}

// lilv would print why a binary cannot be loaded; here a person is told where the plan is wrong.
static bool load(instance* const s)
{
  const LilvNode* const node = lilv_plugin_get_library_uri(s->kind->plugin);
  char* const           path = node ? lilv_node_get_path(node, NULL) : NULL;
  s->library                 = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
  if (!s->library) {
    const char* const why = path ? dlerror() : "it names none";
    fail(s, "cannot be loaded from its binary", why ? why : "");
  }
  lilv_free(path);
  return s->library != NULL;
}

static void set_active(instance* const s, const bool active)
{
  for (unsigned v = 0; v < s->n_voices; ++v) {
    lq_voice_set_active(&s->voices[v], active);
  }
  s->fresh = active;
}

// ---- Run ----

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
  fit(s->places.in, s->spec.n_channels, k->n_in == 1 && s->n_voices == 1);
  fit(s->places.key, s->spec.n_key, k->n_key == 1 && s->n_voices == 1);
  for (unsigned v = 0; v < s->n_voices; ++v) {
    lq_voice_run(&s->voices[v]);
  }
  if (s->n_out == 2 && s->n_voices * k->n_out == 1) {
    memcpy(s->places.out[1], s->places.out[0], STEP * sizeof(float));
  }
  s->fresh = false;
}

static void check_finite(instance* const s)
{
  bool finite = true;
  for (unsigned c = 0; c < s->n_out; ++c) {
    for (size_t t = 0; t < STEP; ++t) {
      finite &= isfinite(s->places.out[c][t]) != 0;
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
      memcpy(s->places.in[c] + s->at, io[c] + done, n * sizeof(float));
    }
    for (unsigned c = 0; c < s->spec.n_key; ++c) {
      memcpy(s->places.key[c] + s->at, io[s->n_out + c] + done, n * sizeof(float));
    }
    for (unsigned c = 0; c < s->n_out; ++c) {
      memcpy(io[c] + done, s->places.out[c] + s->at, n * sizeof(float));
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
    s->places.controls[i]            = scale->integer ? rintf(port) : port;
  }
}

static void forget(instance* const s)
{
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    memset(s->places.in[c], 0, STEP * sizeof(float));
    memset(s->places.key[c], 0, STEP * sizeof(float));
    memset(s->places.out[c], 0, STEP * sizeof(float));
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
  const double frames = lq_voice_latency(s->voices);
  if (frames >= 0 && frames <= MOST_SEC * s->spec.rate_hz) {
    s->latency_frames = (size_t)(frames + 0.5);
  } else {
    fail(s, "reports a latency that cannot be", "");
  }
}

static void start(instance* const s, const float* const values)
{
  if (!load(s)) {
    return;
  }
  update(s, values);
  for (unsigned v = 0; v < s->n_voices; ++v) {
    const lq_voice_places p = places_of(s, v);
    const char* const why   = lq_voice_start(&s->voices[v], &p, s->spec.rate_hz, s->plugin->saved);
    if (why) {
      fail(s, why, "");
      return;
    }
  }
  set_active(s, true);
  find_latency(s);
}

static void refuse(instance* const s)
{
  if (s) {
    lq_plugin_explain(s->plugin, s->text, sizeof s->text);
    s->fault = s->text;
  }
}

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  const lq_plugin* const      p = lq_plugin_of(spec->proc);
  const lq_plugin_kind* const k = p->kind;
  instance* const             s = LQ_TAKE(arena, instance, 1);
  if (s) {
    *s = (instance){
        .plugin = p, .kind = k, .spec = *spec, .n_out = lq_proc_n_out(&p->proc, spec->n_channels)};
  }
  if (p->refusal) {
    refuse(s);
    return s;
  }
  // A mono plug-in stands on a stereo strip twice, with the same controls.
  const unsigned  n_voices = k->n_in == 1 && k->n_out == 1 && spec->n_channels == 2 ? 2 : 1;
  lq_voice* const voices   = LQ_TAKE(arena, lq_voice, n_voices);
  lay_out_places(s ? &s->places : NULL, arena, k);
  for (unsigned v = 0; v < n_voices; ++v) {
    lq_voice_lay_out(voices ? &voices[v] : NULL, arena, k);
  }
  if (s) {
    s->voices   = voices;
    s->n_voices = n_voices;
    start(s, values);
  }
  return s;
}

static void release(void* const self)
{
  instance* const s = self;
  for (unsigned v = 0; v < s->n_voices; ++v) {
    lq_voice_close(&s->voices[v]);
  }
  if (s->library) {
    (void)dlclose(s->library);
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
