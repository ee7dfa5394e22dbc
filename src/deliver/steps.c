// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/steps.h"

#include "audio/out.h"
#include "base/folder.h"
#include "base/maths.h"
#include "base/path.h"
#include "base/pool.h"
#include "deliver/step_list.h"
#include "dsp/simd.h"
#include "engine/bounce.h"
#include "engine/sink.h"
#include "engine/takes.h"
#include "measure/meter.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const lq_master*         master;
  const lq_render_options* options;
  lq_pool*                 pool;
  lq_folder*               folder;
  lq_step_file*            steps; ///< [n]
  lq_take**                takes; ///< [n]
  size_t                   n;
} making;

static bool is_ours(void* const user, const char* const name)
{
  (void)user;
  const size_t n   = strlen(name);
  const bool   wav = n > 7 && !strchr(name, '/') && !strcmp(name + n - 4, ".wav");
  return !strcmp(name, "steps.txt") ||
         (wav && isdigit((unsigned char)name[0]) && isdigit((unsigned char)name[1]));
}

lq_status lq_steps_may(const char* const folder, const bool force, lq_error* const error)
{
  return lq_folder_may(folder, force, (lq_ours){.is = is_ours}, error);
}

// One more step: a source through a chain into a take, measured on the way.
static lq_status add(making* const m, const lq_bounce* const bounce, lq_step_file step,
                     lq_error* const error)
{
  lq_bounce_result  r;
  lq_envelope       envelope = {0};
  lq_envelope_sink* sink     = NULL;
  lq_take**         take     = &m->takes[m->n];
  step.file = lq_pool_format(m->pool, "%02zu %s.wav", m->n + 1, lq_path_safe(m->pool, step.name));
  LQ_TRY(step.file ? LQ_OK : LQ_ERR_MEMORY);
  LQ_TRY(lq_bounce_measure(bounce, &r, error));
  LQ_TRY(lq_take_new(take, lq_folder_path(m->folder), m->master->source_path, r.rate_hz,
                     r.n_channels, error));
  LQ_TRY(
      lq_envelope_sink_new(&sink, r.rate_hz, r.n_channels, m->options->simd, lq_take_sink(*take)));
  lq_status st = lq_bounce_run(bounce, lq_envelope_sink_of(sink), m->options, &r, error);
  st           = st ? st : lq_take_end(*take, error);
  if (st) {
    lq_envelope_sink_free(sink);
    return st;
  }
  LQ_TRY(lq_envelope_sink_end(sink, &envelope, &step.m));
  lq_envelope_free(&envelope);
  m->steps[m->n++] = step;
  return LQ_OK;
}

// Processors with a switch of their own stand in the plan with it.
static bool works(const lq_device* const d)
{
  const lq_param* const on = lq_param_find(d->proc->params, d->proc->n_params, "on");
  const size_t          i  = on ? (size_t)(on - d->proc->params) : 0;
  return d->on && (!on || d->values[i] > 0.5F || (d->curves && d->curves[i].n));
}

// The mix and the common chain, device by device.
static lq_status add_common(making* const m, lq_error* const error)
{
  const lq_master* const ma  = m->master;
  const lq_bounce        mix = {.path = ma->source_path, .stereo = true};
  LQ_TRY(add(m, &mix, (lq_step_file){.name = "mix", .from = LQ_STEP_NONE}, error));
  for (size_t i = 0; i < ma->chain.n; ++i) {
    lq_device* const device = &ma->chain.devices[i];
    const lq_chain   one    = {.devices = device, .n = 1};
    const lq_bounce  bounce = {.take = m->takes[m->n - 1], .chain = &one};
    if (works(device)) {
      LQ_TRY(add(m, &bounce,
                 (lq_step_file){.name = device->proc->symbol, .from = m->n - 1, .device = device},
                 error));
    }
  }
  return LQ_OK;
}

static lq_status add_all(making* const m, lq_error* const error)
{
  LQ_TRY(add_common(m, error));
  const size_t before = m->n - 1;
  for (size_t i = 0; i < m->master->n_deliveries; ++i) {
    const lq_delivery* const d      = &m->master->deliveries[i];
    const lq_bounce          bounce = {
                 .take = m->takes[before], .out_rate_hz = d->rate_hz, .out_chain = &d->chain};
    const char* const name = lq_pool_format(m->pool, "for %s", d->target);
    LQ_TRY(name ? LQ_OK : LQ_ERR_MEMORY);
    LQ_TRY(add(m, &bounce, (lq_step_file){.name = name, .from = before, .delivery = d}, error));
  }
  return LQ_OK;
}

// The loudness that all can be turned down to with nothing over full scale.
static double common_lufs(const making* const m)
{
  const double room_db = 0.1; // for dither, and for meters that read between samples
  double       lufs    = (double)INFINITY;
  for (size_t i = 0; i < m->n; ++i) {
    const lq_measurement* const x    = &m->steps[i].m;
    const double                over = fmax(0, x->sample_peak_dbfs + room_db);
    lufs                             = fmin(lufs, x->integrated_lufs - over);
  }
  return lufs;
}

typedef struct {
  lq_audio_out*  out;
  float          gain_lin;
  unsigned       n_channels;
  const lq_simd* simd;
} turning;

static lq_status turn_down(void* const user, const float* const* const x, const size_t n_frames,
                           lq_error* const error)
{
  const turning* const t = user;
  float                y[LQ_MAX_CHANNELS][LQ_MAX_FRAMES];
  const float* const   at[LQ_MAX_CHANNELS] = {y[0], y[1]};
  for (unsigned c = 0; c < t->n_channels; ++c) {
    memcpy(y[c], x[c], n_frames * sizeof(float));
    t->simd->mix->scale(y[c], t->gain_lin, n_frames);
  }
  return lq_audio_out_write(t->out, at, n_frames, error);
}

static lq_status write_one(const making* const m, const size_t i, lq_error* const error)
{
  const lq_take* const    take   = m->takes[i];
  const lq_bounce         bounce = {.take = take};
  const lq_audio_out_spec spec   = {.rate_hz    = lq_take_rate_hz(take),
                                    .n_channels = lq_take_channels(take),
                                    .bits       = 24,
                                    .dither     = LQ_DITHER_TPDF};
  turning                 t      = {.gain_lin   = (float)lq_db_to_lin(m->steps[i].gain_db),
                                    .n_channels = spec.n_channels,
                                    .simd       = lq_simd_best()};
  const char* const       path = lq_path_join(m->pool, lq_folder_path(m->folder), m->steps[i].file);
  LQ_TRY(path ? lq_audio_out_open(&t.out, path, &spec, error) : LQ_ERR_MEMORY);
  const lq_sink   sink = {.write = turn_down, .user = &t};
  const lq_status st   = lq_bounce_run(&bounce, sink, m->options, NULL, error);
  if (st) {
    lq_audio_out_abandon(t.out);
    return st;
  }
  return lq_audio_out_commit(t.out, error);
}

static lq_status make(making* const m, lq_error* const error)
{
  const size_t most = 1 + m->master->chain.n + m->master->n_deliveries;
  m->steps          = LQ_POOL_TAKE(m->pool, lq_step_file, most);
  m->takes          = LQ_POOL_TAKE(m->pool, lq_take*, most);
  LQ_TRY(m->steps && m->takes ? LQ_OK : LQ_ERR_MEMORY);
  LQ_TRY(add_all(m, error));
  const double lufs = common_lufs(m);
  if (!isfinite(lufs)) {
    return lq_fail_file(error, LQ_ERR_FORMAT, m->master->source_path,
                        "there is nothing to hear in it, so its steps cannot be brought to one "
                        "loudness.");
  }
  for (size_t i = 0; i < m->n; ++i) {
    m->steps[i].gain_db = lufs - m->steps[i].m.integrated_lufs;
    LQ_TRY(write_one(m, i, error));
  }
  return lq_step_list_write(m->master, m->steps, m->n, lufs, lq_folder_path(m->folder), error);
}

lq_status lq_steps_write(const lq_master* const master, const char* const folder, const bool force,
                         const lq_render_options* const options, lq_error* const error)
{
  const lq_render_options defaults = {0};
  making                  m        = {.master = master, .options = options ? options : &defaults};
  lq_status               st       = lq_pool_new(&m.pool);
  st = st ? st : lq_folder_open(&m.folder, folder, force, (lq_ours){.is = is_ours}, error);
  st = st ? st : make(&m, error);
  for (size_t i = 0; m.takes && m.steps && i < 1 + master->chain.n + master->n_deliveries; ++i) {
    lq_take_free(m.takes[i]);
  }
  lq_pool_free(m.pool);
  if (st) {
    lq_folder_abandon(m.folder);
    return st;
  }
  return lq_folder_commit(m.folder, error);
}
