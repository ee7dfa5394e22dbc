// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/chain.h"

#include "base/arena.h"
#include "dsp/line.h"
#include "engine/jump.h"
#include "engine/pick.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const lq_device* device;
  lq_spec          spec;
  void*            self;   // NULL: off
  unsigned         n_in;   // channels of the strip in front of it
  lq_pick          pick;   // of a device that works on one part of them; then spec is that part's
  float*           values; // [lq_proc_n_values] as last given
  size_t*          automated;   // [n_automated] indices of values that move
  size_t           n_automated; // 0 when off
  uint64_t         look_frame;  // when the curves are read next
  size_t           latency_frames;
  size_t           before_frames;          // latency of the devices in front
  lq_line          lines[LQ_MAX_CHANNELS]; // instead of the processor when off; beside a part
} slot;

struct lq_runner {
  lq_runner_spec spec;
  slot*          slots; // [n_slots]
  size_t         n_slots;
  unsigned       n_out;
  size_t         latency_frames;
  uint64_t       frame; // of the next one to process
  uint64_t       late_frames;
};

// What the values are at the start; those that do not move stay so.
static void fill_values(const lq_device* const d, float* const values)
{
  for (size_t i = 0; i < lq_proc_n_values(d->proc, d->n_bands); ++i) {
    const float v = d->curves ? lq_curve_at(&d->curves[i], 0, d->values[i]) : d->values[i];
    values[i]     = lq_param_clamp(lq_proc_row(d->proc, i), v);
  }
}

static bool moves(const lq_device* const d, const size_t i)
{
  return d->curves && d->curves[i].n > 1 &&
         !(lq_proc_row(d->proc, i)->flags & (LQ_RESTART | LQ_OUT));
}

// Needed before an instance is there: to be as late without it, or beside it.
static bool waits(const lq_device* const d)
{
  return !d->on || d->channels;
}

static lq_spec spec_of(const lq_device* const d, const lq_runner_spec* const spec,
                       const unsigned n_channels, const unsigned n_key)
{
  return (lq_spec){.rate_hz    = spec->rate_hz,
                   .n_channels = d->channels ? 1 : n_channels,
                   .n_key      = d->channels && n_key ? 1 : n_key,
                   .n_bands    = d->n_bands,
                   .tempo_bpm  = spec->tempo_bpm,
                   .simd       = spec->simd,
                   .proc       = d->proc};
}

static slot lay_out_slot(lq_arena* const arena, const lq_device* const d,
                         const lq_runner_spec* const spec, const unsigned n_channels,
                         const unsigned n_key, const size_t late_frames, float* const start)
{
  const size_t n = lq_proc_n_values(d->proc, d->n_bands);
  slot         s = {.device = d, .spec = spec_of(d, spec, n_channels, n_key), .n_in = n_channels};
  s.values       = LQ_TAKE(arena, float, n);
  size_t* const moved = LQ_TAKE(arena, size_t, n);
  fill_values(d, start);
  for (unsigned c = 0; waits(d) && c < n_channels; ++c) {
    lq_line_prepare(&s.lines[c], arena, late_frames);
  }
  if (!d->on) {
    s.latency_frames = late_frames;
    return s;
  }
  if (d->channels) {
    s.pick = (lq_pick){.channels = d->channels,
                       .n_in     = n_channels,
                       .n_out    = lq_proc_n_out(d->proc, 1),
                       .n_key    = n_key,
                       .simd     = spec->simd};
    lq_pick_prepare(&s.pick, arena);
  }
  s.self = d->proc->prepare(arena, &s.spec, start);
  if (s.self) {
    s.latency_frames = d->proc->latency_frames ? d->proc->latency_frames(s.self) : 0;
    s.automated      = moved;
    for (size_t i = 0; i < n; ++i) {
      if (moves(d, i)) {
        moved[s.n_automated++] = i;
      }
    }
  }
  return s;
}

// Everything twice: once to measure, once to place. `start` has room for the values of any device.
static lq_runner* lay_out(lq_arena* const arena, const lq_device* const* const devices,
                          const size_t n_devices, const lq_runner_spec* const spec,
                          const size_t* const late_frames, float* const start)
{
  lq_runner* const r          = LQ_TAKE(arena, lq_runner, 1);
  slot* const      slots      = LQ_TAKE(arena, slot, n_devices);
  unsigned         n_channels = spec->n_channels;
  size_t           latency    = 0;
  for (size_t i = 0; i < n_devices; ++i) {
    const lq_device* const d = devices[i];
    const unsigned n_key     = spec->n_key && (d->proc->flags & LQ_PROC_KEY) ? spec->n_key[i] : 0;
    slot           s = lay_out_slot(arena, d, spec, n_channels, n_key, late_frames[i], start);
    s.before_frames  = latency;
    latency += s.latency_frames;
    n_channels = lq_device_n_out(d, n_channels);
    if (slots) {
      slots[i] = s;
    }
  }
  if (r) {
    *r = (lq_runner){.spec           = *spec,
                     .slots          = slots,
                     .n_slots        = n_devices,
                     .n_out          = n_channels,
                     .latency_frames = latency};
  }
  return r;
}

// Latency is known to an instance alone, so one is made for a moment for every device that is off
// or works on a part; what cannot run here is not late.
static lq_status find_latencies(const lq_device* const* const devices, const size_t n_devices,
                                const lq_runner_spec* const spec, size_t* const frames,
                                float* const start)
{
  unsigned n_channels = spec->n_channels;
  for (size_t i = 0; i < n_devices; ++i) {
    const lq_device* const d = devices[i];
    if (waits(d) && d->proc->latency_frames) {
      const lq_spec of_device = spec_of(d, spec, n_channels, 0);
      void *        self, *memory;
      fill_values(d, start);
      const lq_status st = lq_proc_new(d->proc, &of_device, start, &self, &memory);
      if (!st) {
        frames[i] = d->proc->latency_frames(self);
        lq_proc_free(d->proc, self, memory);
      } else if (st != LQ_ERR_FAILED) {
        return st;
      }
    }
    n_channels = lq_device_n_out(d, n_channels);
  }
  return LQ_OK;
}

static const char* slot_fault(const slot* const s)
{
  return s->self && s->device->proc->fault ? s->device->proc->fault(s->self) : NULL;
}

static lq_status check_faults(const lq_runner* const r)
{
  for (size_t i = 0; i < r->n_slots; ++i) {
    const char* const fault = slot_fault(&r->slots[i]);
    if (fault) {
      const char* const owner = r->spec.owner;
      return lq_fail(r->spec.error, LQ_ERR_FAILED, r->slots[i].device->at, "%s%s%s%s.",
                     owner ? "the chain of '" : "", owner ? owner : "",
                     owner ? "' cannot run: " : "", fault);
    }
  }
  return LQ_OK;
}

lq_status lq_runner_new(lq_runner** const runner, const lq_device* const* const devices,
                        const size_t n_devices, const lq_runner_spec* const spec)
{
  size_t n_most = 1;
  for (size_t i = 0; i < n_devices; ++i) {
    const size_t n = lq_proc_n_values(devices[i]->proc, devices[i]->n_bands);
    n_most         = n > n_most ? n : n_most;
  }
  float* const  start       = calloc(n_most, sizeof *start);
  size_t* const late_frames = calloc(n_devices + 1, sizeof *late_frames);
  lq_status     st          = start && late_frames ? LQ_OK : LQ_ERR_MEMORY;
  if (!st) {
    st = lq_pick_check(devices, n_devices, spec->n_channels, spec->error);
  }
  if (!st) {
    st = find_latencies(devices, n_devices, spec, late_frames, start);
  }
  if (!st) {
    lq_arena arena = {0};
    (void)lay_out(&arena, devices, n_devices, spec, late_frames, start);
    void* const memory = lq_alloc_aligned(arena.used);
    if (memory) {
      arena              = (lq_arena){.base = memory, .size = arena.used};
      lq_runner* const r = lay_out(&arena, devices, n_devices, spec, late_frames, start);
      st                 = check_faults(r);
      if (st) {
        lq_runner_free(r);
      } else {
        lq_runner_reset(r, 0);
        *runner = r;
      }
    } else {
      st = LQ_ERR_MEMORY;
    }
  }
  free(late_frames);
  free(start);
  return st;
}

lq_status lq_runner_new_chain(lq_runner** const runner, const lq_chain* const chain,
                              const lq_runner_spec* const spec)
{
  const size_t            n       = chain ? chain->n : 0;
  const lq_device** const devices = calloc(n + 1, sizeof *devices);
  if (!devices) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < n; ++i) {
    devices[i] = &chain->devices[i];
  }
  const lq_status st = lq_runner_new(runner, devices, n, spec);
  free(devices);
  return st;
}

void lq_runner_free(lq_runner* const r)
{
  for (size_t i = 0; r && i < r->n_slots; ++i) {
    const slot* const s = &r->slots[i];
    if (s->self && s->device->proc->release) {
      s->device->proc->release(s->self);
    }
  }
  free(r); // the runner is the first thing in its arena
}

void lq_runner_reset(lq_runner* const r, const uint64_t late_frames)
{
  r->frame       = 0;
  r->late_frames = late_frames;
  for (size_t i = 0; i < r->n_slots; ++i) {
    slot* const s = &r->slots[i];
    s->look_frame = 0;
    fill_values(s->device, s->values);
    if (s->self) {
      s->device->proc->reset(s->self);
      s->device->proc->update(s->self, s->values);
    }
    for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
      lq_line_reset(&s->lines[c]);
    }
  }
}

unsigned lq_runner_channels(const lq_runner* const r)
{
  return r->n_out;
}

size_t lq_runner_latency(const lq_runner* const r)
{
  return r->latency_frames;
}

size_t lq_runner_latency_before(const lq_runner* const r, const size_t device)
{
  assert(device < r->n_slots);
  return r->slots[device].before_frames;
}

size_t lq_runner_tail(const lq_runner* const r)
{
  size_t n = 0;
  for (size_t i = 0; i < r->n_slots; ++i) {
    const slot* const s = &r->slots[i];
    n += s->self && s->device->proc->tail_frames ? s->device->proc->tail_frames(s->self) : 0;
  }
  return n;
}

// Read the curves for the 64 frames that begin at `frame`; true when a value is another one now.
static bool move(const lq_runner* const r, slot* const s, const uint64_t frame)
{
  const int64_t late     = (int64_t)(r->late_frames + s->before_frames);
  const double  time_sec = (double)((int64_t)frame + LQ_GRID_FRAMES - late) / r->spec.rate_hz;
  bool          moved    = false;
  for (size_t k = 0; k < s->n_automated; ++k) {
    const size_t    i   = s->automated[k];
    const lq_param* row = lq_proc_row(s->device->proc, i);
    const float v = lq_param_clamp(row, lq_curve_at(&s->device->curves[i], time_sec, s->values[i]));
    moved |= v != s->values[i];
    s->values[i] = v;
  }
  return moved;
}

// On the grid; in between where a value jumps, one step before, so that it arrives in time. What is
// then under way is let arrive.
static uint64_t next_look(const lq_runner* const r, const slot* const s)
{
  const bool     on_grid = s->look_frame % LQ_GRID_FRAMES == 0;
  const uint64_t from    = s->look_frame + (on_grid ? 1 : LQ_GRID_FRAMES);
  const uint64_t grid    = (from + LQ_GRID_FRAMES - 1) / LQ_GRID_FRAMES * LQ_GRID_FRAMES;
  if (!(s->device->proc->flags & LQ_PROC_EXACT)) {
    return grid;
  }
  const int64_t shift = LQ_GRID_FRAMES - (int64_t)(r->late_frames + s->before_frames);
  int64_t       to    = (int64_t)grid + shift; // in frames of the timeline
  for (size_t k = 0; k < s->n_automated; ++k) {
    to = lq_jump_frame(&s->device->curves[s->automated[k]], (int64_t)from + shift, to,
                       r->spec.rate_hz);
  }
  return (uint64_t)(to - shift);
}

static void run(slot* const s, float* const* const io, float* const* const key, const size_t from,
                const size_t to)
{
  if (from == to) {
    return;
  }
  float*   part[2 * LQ_MAX_CHANNELS];
  unsigned n = 0;
  for (unsigned c = 0; c < lq_proc_n_out(s->device->proc, s->spec.n_channels); ++c) {
    part[n++] = io[c] + from;
  }
  for (unsigned c = 0; c < s->spec.n_key; ++c) {
    part[n++] = key[c] + from;
  }
  s->device->proc->process(s->self, part, to - from);
}

static void wait(slot* const s, float* const* const io, const size_t n_frames)
{
  for (unsigned c = 0; c < s->n_in; ++c) {
    lq_line_process(&s->lines[c], io[c], n_frames);
  }
}

static void run_off(slot* const s, float* const* const io, const size_t n_frames)
{
  wait(s, io, n_frames);
  if (lq_device_n_out(s->device, s->n_in) > s->n_in) {
    memcpy(io[1], io[0], n_frames * sizeof(float));
  }
}

static void run_moving(const lq_runner* const r, slot* const s, float* const* const io,
                       float* const* const key, const size_t n_frames)
{
  size_t from = 0;
  while (s->n_automated && s->look_frame < r->frame + n_frames) {
    const size_t at = (size_t)(s->look_frame - r->frame);
    if (move(r, s, s->look_frame)) {
      run(s, io, key, from, at);
      s->device->proc->update(s->self, s->values);
      from = at;
    }
    s->look_frame = next_look(r, s);
  }
  run(s, io, key, from, n_frames);
}

static void run_part(const lq_runner* const r, slot* const s, float* const* const io,
                     float* const* const key, const size_t n_frames)
{
  float* const* const heard = lq_pick_take(&s->pick, io, key, n_frames);
  run_moving(r, s, s->pick.part, heard, n_frames);
  wait(s, io, n_frames);
  lq_pick_give(&s->pick, io, n_frames);
}

void lq_runner_process(lq_runner* const r, float* const* const                   io,
                       float* const (*const keys)[LQ_MAX_CHANNELS], const size_t n_frames)
{
  assert(n_frames <= LQ_MAX_FRAMES);
  for (size_t i = 0; i < r->n_slots; ++i) {
    slot* const         s   = &r->slots[i];
    float* const* const key = keys ? keys[i] : NULL;
    if (!s->self) {
      run_off(s, io, n_frames);
    } else if (s->pick.channels) {
      run_part(r, s, io, key, n_frames);
    } else {
      run_moving(r, s, io, key, n_frames);
    }
  }
  r->frame += n_frames;
}

const char* lq_runner_fault(const lq_runner* const r)
{
  const char* fault = NULL;
  for (size_t i = 0; i < r->n_slots && !fault; ++i) {
    fault = slot_fault(&r->slots[i]);
  }
  return fault;
}

unsigned lq_runner_meters(lq_runner* const r, const size_t device, float* const out)
{
  assert(device < r->n_slots);
  slot* const          s    = &r->slots[device];
  const lq_proc* const proc = s->device->proc;
  if (!s->self || !proc->meters) {
    return 0;
  }
  unsigned n = 0;
  for (size_t i = 0; i < proc->n_params; ++i) {
    n += (proc->params[i].flags & LQ_OUT) != 0;
  }
  assert(n <= LQ_PROC_MAX_METERS);
  proc->meters(s->self, out);
  return n;
}
