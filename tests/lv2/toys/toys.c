// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Plug-ins that do one thing so exactly that a wrong frame, port or order shows.
// toys.lv2/toys.ttl says what ports they have.
#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>
#include <lv2/options/options.h>
#include <lv2/state/state.h>
#include <lv2/urid/urid.h>
#include <lv2/worker/worker.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TOY "urn:lacquer-test:"

enum { MOST_PORTS = 12, MOST_DELAY = 4096 };

typedef struct {
  void*                      ports[MOST_PORTS];
  double                     rate_hz;
  float                      ring[2][MOST_DELAY];
  size_t                     at;
  const LV2_Worker_Schedule* schedule;
  LV2_URID_Map*              map;
  float                      told; // by the worker: heard one block later
  float                      bias; // of the state
} toy;

static const void* feature(const LV2_Feature* const* features, const char* const uri)
{
  for (; *features; ++features) {
    if (!strcmp((*features)->URI, uri)) {
      return (*features)->data;
    }
  }
  return NULL;
}

static LV2_Handle instantiate(const LV2_Descriptor* const d, const double rate_hz,
                              const char* const path, const LV2_Feature* const* const features)
{
  (void)path;
  if (!strcmp(d->URI, TOY "picky") && rate_hz != 96000) {
    return NULL;
  }
  toy* const t = calloc(1, sizeof *t);
  t->rate_hz   = rate_hz;
  t->schedule  = feature(features, LV2_WORKER__schedule);
  t->map       = (LV2_URID_Map*)feature(features, LV2_URID__map);
  return t;
}

static void connect_port(LV2_Handle handle, const uint32_t port, void* const data)
{
  ((toy*)handle)->ports[port] = data;
}

static void activate(LV2_Handle handle)
{
  toy* const t = handle;
  memset(t->ring, 0, sizeof t->ring);
  t->at   = 0;
  t->told = 0;
}

static void cleanup(LV2_Handle handle)
{
  free(handle);
}

static float* audio(const toy* const t, const unsigned port)
{
  return t->ports[port];
}

static float control(const toy* const t, const unsigned port)
{
  return *(const float*)t->ports[port];
}

// in, out, gain [dB], invert, mode (its points are 1, 2 and 5), steps (an integer), share (of the
// rate). Mode 5 puts out what it was told instead of audio.
static void run_gain(LV2_Handle handle, const uint32_t n)
{
  toy* const  t    = handle;
  const float gain = powf(10, control(t, 2) / 20) * (control(t, 3) > 0 ? -1.0F : 1.0F);
  const float tell = control(t, 5) + control(t, 6);
  for (uint32_t i = 0; i < n; ++i) {
    audio(t, 1)[i] = control(t, 4) == 5 ? tell : gain * audio(t, 0)[i];
  }
}

// in left, in right, out left, out right, frames, latency
static void run_late(LV2_Handle handle, const uint32_t n)
{
  toy* const   t      = handle;
  const size_t frames = (size_t)control(t, 4);
  for (uint32_t i = 0; i < n; ++i, t->at = (t->at + 1) % MOST_DELAY) {
    for (unsigned c = 0; c < 2; ++c) {
      t->ring[c][t->at]  = audio(t, c)[i];
      audio(t, c + 2)[i] = t->ring[c][(t->at + MOST_DELAY - frames) % MOST_DELAY];
    }
  }
  *(float*)t->ports[5] = (float)frames;
}

// in left, in right, key, out left, out right
static void run_duck(LV2_Handle handle, const uint32_t n)
{
  const toy* const t = handle;
  for (uint32_t i = 0; i < n; ++i) {
    const float key = audio(t, 2)[i];
    const float l = audio(t, 0)[i], r = audio(t, 1)[i];
    audio(t, 3)[i] = l - key;
    audio(t, 4)[i] = r - key;
  }
}

// in, out: hands the first sample of a block to its worker, which doubles it; adds what it was told
// and the bias of its state.
static void run_work(LV2_Handle handle, const uint32_t n)
{
  toy* const  t     = handle;
  const float first = audio(t, 0)[0];
  for (uint32_t i = 0; i < n; ++i) {
    audio(t, 1)[i] = audio(t, 0)[i] + t->told + t->bias;
  }
  (void)t->schedule->schedule_work(t->schedule->handle, sizeof first, &first);
}

static LV2_Worker_Status work(LV2_Handle handle, const LV2_Worker_Respond_Function respond,
                              const LV2_Worker_Respond_Handle to, const uint32_t size,
                              const void* const data)
{
  (void)handle;
  (void)size;
  float value;
  memcpy(&value, data, sizeof value);
  value *= 2;
  return respond(to, sizeof value, &value);
}

static LV2_Worker_Status work_response(LV2_Handle handle, const uint32_t size,
                                       const void* const data)
{
  (void)size;
  memcpy(&((toy*)handle)->told, data, sizeof(float));
  return LV2_WORKER_SUCCESS;
}

static LV2_State_Status save(LV2_Handle handle, const LV2_State_Store_Function store,
                             const LV2_State_Handle to, const uint32_t flags,
                             const LV2_Feature* const* const features)
{
  (void)flags;
  (void)features;
  const toy* const t = handle;
  return store(to, t->map->map(t->map->handle, TOY "bias"), &t->bias, sizeof t->bias,
               t->map->map(t->map->handle, LV2_ATOM__Float), LV2_STATE_IS_POD);
}

static LV2_State_Status restore(LV2_Handle handle, const LV2_State_Retrieve_Function retrieve,
                                const LV2_State_Handle from, const uint32_t flags,
                                const LV2_Feature* const* const features)
{
  (void)flags;
  (void)features;
  toy* const        t = handle;
  size_t            size;
  uint32_t          type, value_flags;
  const void* const value =
      retrieve(from, t->map->map(t->map->handle, TOY "bias"), &size, &type, &value_flags);
  if (value && size == sizeof t->bias) {
    memcpy(&t->bias, value, size);
  }
  return LV2_STATE_SUCCESS;
}

static const void* extension(const char* const uri)
{
  static const LV2_Worker_Interface worker = {.work = work, .work_response = work_response};
  static const LV2_State_Interface  state  = {.save = save, .restore = restore};
  return !strcmp(uri, LV2_WORKER__interface)  ? (const void*)&worker
         : !strcmp(uri, LV2_STATE__interface) ? (const void*)&state
                                              : NULL;
}

// in, out, after [frames]: then NaN
static void run_sick(LV2_Handle handle, const uint32_t n)
{
  toy* const t = handle;
  for (uint32_t i = 0; i < n; ++i, ++t->at) {
    audio(t, 1)[i] = (float)t->at >= control(t, 2) ? NAN : audio(t, 0)[i];
  }
}

// in, out left, out right
static void run_widen(LV2_Handle handle, const uint32_t n)
{
  const toy* const t = handle;
  for (uint32_t i = 0; i < n; ++i) {
    const float x  = audio(t, 0)[i];
    audio(t, 1)[i] = x;
    audio(t, 2)[i] = -x;
  }
}

// in left, in right, out
static void run_fold(LV2_Handle handle, const uint32_t n)
{
  const toy* const t = handle;
  for (uint32_t i = 0; i < n; ++i) {
    audio(t, 2)[i] = audio(t, 0)[i] + 2 * audio(t, 1)[i];
  }
}

// in, out, CV in, CV out, atoms in, atoms out, an old event port that nothing is connected to,
// free-wheeling. Puts out 1 for all that is as it must be, and how much is not otherwise.
static void run_ports(LV2_Handle handle, const uint32_t n)
{
  const toy* const               t   = handle;
  const LV2_Atom_Sequence* const in  = t->ports[4];
  LV2_Atom* const                out = t->ports[5];
  float                          bad = 0;
  bad += in->atom.type != t->map->map(t->map->handle, LV2_ATOM__Sequence);
  bad += in->atom.size != sizeof in->body;
  bad += out->type != t->map->map(t->map->handle, LV2_ATOM__Chunk) || out->size < 32000;
  bad += t->ports[6] != NULL;
  bad += control(t, 7) != 1;
  memset(out + 1, 0x5A, out->size); // all of the room is ours
  out->size = 0;
  for (uint32_t i = 0; i < n; ++i) {
    audio(t, 3)[i] = 1;
    audio(t, 1)[i] = bad > 0 ? 1 + bad : audio(t, 2)[i] == 0.25F ? 1 : -1;
  }
}

// in, out, latency that cannot be
static void run_liar(LV2_Handle handle, const uint32_t n)
{
  const toy* const t = handle;
  memcpy(audio(t, 1), audio(t, 0), n * sizeof(float));
  *(float*)t->ports[2] = -1;
}

#define PLUGIN(name, function)                                                        \
  {                                                                                   \
    TOY name, instantiate, connect_port, activate, function, NULL, cleanup, extension \
  }

static const LV2_Descriptor descriptors[] = {
    PLUGIN("gain", run_gain),  PLUGIN("late", run_late),   PLUGIN("duck", run_duck),
    PLUGIN("work", run_work),  PLUGIN("sick", run_sick),   PLUGIN("widen", run_widen),
    PLUGIN("fold", run_fold),  PLUGIN("ports", run_ports), PLUGIN("liar", run_liar),
    PLUGIN("picky", run_liar),
};

LV2_SYMBOL_EXPORT const LV2_Descriptor* lv2_descriptor(uint32_t index);
LV2_SYMBOL_EXPORT const LV2_Descriptor* lv2_descriptor(const uint32_t index)
{
  return index < sizeof descriptors / sizeof *descriptors ? &descriptors[index] : NULL;
}
