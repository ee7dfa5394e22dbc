// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bounce.h"

#include "audio/reader.h"
#include "audio/resample.h"
#include "base/arena.h"
#include "base/fpu.h"
#include "dsp/simd.h"
#include "engine/chain.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// One chain at one rate: what goes in comes out on time, `n_left` frames of it.
typedef struct {
  lq_runner* runner;
  unsigned   n_in, n_out; // channels
  double     rate_hz;
  uint64_t   n_drop; // frames of latency still to come
  uint64_t   n_left; // frames still to be handed on
} stage;

typedef struct {
  const lq_bounce*  bounce;
  lq_render_options options;
  lq_sink           sink;
  const lq_simd*    simd;
  lq_reader*        reader; // NULL: a take or a reel
  const char*       name;
  lq_resampler*     resampler; // NULL: the rate stays
  stage             stages[2];
  size_t            block_frames;
  unsigned          n_source; // channels
  uint64_t          n_file;   // frames at the first rate
  uint64_t          n_read;
  uint64_t          n_done; // frames that went out
  size_t            mark;   // the next one
  float*            room;
  float*            x[LQ_MAX_CHANNELS]; // [LQ_MAX_FRAMES] the first stage
  float*            y[LQ_MAX_CHANNELS]; // [LQ_MAX_FRAMES] the second one
} machine;

static lq_status check_chain(const lq_chain* const chain, lq_error* const error)
{
  for (size_t i = 0; chain && i < chain->n; ++i) {
    const lq_device* const d = &chain->devices[i];
    if (d->key && d->on) {
      return lq_fail(error, LQ_ERR_BAD_VALUE, d->at,
                     "%s listens to '%s', and a single file has no other strips.", d->proc->symbol,
                     d->key);
    }
  }
  return LQ_OK;
}

static lq_status open_stage(machine* const m, const unsigned index, const lq_chain* const chain,
                            const unsigned n_in, const double rate_hz, const uint64_t n_frames,
                            lq_error* const error)
{
  stage* const         s    = &m->stages[index];
  const lq_runner_spec spec = {.rate_hz    = rate_hz,
                               .n_channels = n_in,
                               .tempo_bpm  = m->bounce->tempo_bpm,
                               .simd       = m->simd,
                               .error      = error};
  LQ_TRY(check_chain(chain, error));
  LQ_TRY(lq_runner_new_chain(&s->runner, chain, &spec));
  const uint64_t most = (uint64_t)(LQ_BOUNCE_TAIL_SEC * rate_hz);
  const uint64_t tail = m->bounce->tail ? lq_runner_tail(s->runner) : 0;
  s->n_in             = n_in;
  s->n_out            = lq_runner_channels(s->runner);
  s->rate_hz          = rate_hz;
  s->n_drop           = lq_runner_latency(s->runner);
  s->n_left           = n_frames + (tail < most ? tail : most);
  return LQ_OK;
}

static const char* name_of(const lq_bounce* const b)
{
  return b->take ? lq_take_name(b->take) : b->reel ? lq_reel_name(b->reel) : b->path;
}

static lq_status open_source(machine* const m, double* const rate_hz, lq_error* const error)
{
  const lq_bounce* const b = m->bounce;
  m->name                  = name_of(b);
  if (b->take) {
    *rate_hz    = lq_take_rate_hz(b->take);
    m->n_source = lq_take_channels(b->take);
    m->n_file   = lq_take_frames(b->take);
    return LQ_OK;
  }
  if (b->reel) {
    *rate_hz    = lq_reel_rate_hz(b->reel);
    m->n_source = lq_reel_channels(b->reel);
    m->n_file   = b->reel_frames ? b->reel_frames : lq_reel_frames(b->reel) - b->reel_frame;
    return LQ_OK;
  }
  LQ_TRY(lq_reader_open(&m->reader, b->path, b->rate_hz, error));
  *rate_hz    = b->rate_hz > 0 ? b->rate_hz : lq_reader_info(m->reader)->rate_hz;
  m->n_source = lq_reader_channels(m->reader);
  m->n_file   = lq_reader_frames(m->reader);
  return LQ_OK;
}

static lq_status open_machine(machine* const m, lq_error* const error)
{
  const lq_bounce* const b = m->bounce;
  assert(!b->marks.n || (!b->chain && !(b->out_rate_hz > 0)));
  double in_hz;
  m->simd = m->options.simd ? m->options.simd : lq_simd_best();
  LQ_TRY(open_source(m, &in_hz, error));
  const double out_hz = b->out_rate_hz > 0 ? b->out_rate_hz : in_hz;
  LQ_TRY(open_stage(m, 0, b->chain, b->stereo ? 2 : m->n_source, in_hz, m->n_file, error));
  const stage* const first = &m->stages[0];
  uint64_t           n     = first->n_left;
  if (in_hz != out_hz) {
    n = lq_resampled_frames(n, in_hz, out_hz);
    LQ_TRY(lq_resampler_new(&m->resampler, in_hz, out_hz, first->n_out));
  }
  LQ_TRY(open_stage(m, 1, b->out_chain, first->n_out, out_hz, n, error));
  m->room = lq_alloc_aligned(2 * LQ_MAX_CHANNELS * LQ_MAX_FRAMES * sizeof(float));
  if (!m->room) {
    return LQ_ERR_MEMORY;
  }
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    m->x[c] = m->room + c * LQ_MAX_FRAMES;
    m->y[c] = m->room + (LQ_MAX_CHANNELS + c) * LQ_MAX_FRAMES;
  }
  return LQ_OK;
}

static void close_machine(machine* const m)
{
  free(m->room);
  lq_runner_free(m->stages[1].runner);
  lq_resampler_free(m->resampler);
  lq_runner_free(m->stages[0].runner);
  lq_reader_close(m->reader);
}

static lq_status check_finite(const machine* const m, const stage* const s, float* const* const x,
                              const size_t n, lq_error* const error)
{
  for (unsigned c = 0; c < s->n_out; ++c) {
    const bool fine = isfinite(m->simd->mix->energy(x[c], n)); // else a look at every sample
    for (size_t i = 0; !fine && i < n; ++i) {
      if (!isfinite(x[c][i])) {
        const char* const fault = lq_runner_fault(s->runner);
        return lq_fail_file(error, LQ_ERR_FAILED, m->name,
                            "a processor of the %s chain gives a value that is no number; %s.",
                            s == m->stages ? "first" : "second",
                            fault ? fault : "switch them off one by one to find which");
      }
    }
  }
  return LQ_OK;
}

// Run a stage in place; what is on time then begins at `*from` and is `*n` frames long.
static lq_status run_stage(machine* const m, stage* const s, float* const* const x, size_t* const n,
                           size_t* const from, lq_error* const error)
{
  lq_runner_process(s->runner, x, NULL, *n);
  LQ_TRY(check_finite(m, s, x, *n, error));
  const size_t drop = s->n_drop < *n ? (size_t)s->n_drop : *n;
  s->n_drop -= drop;
  *from = drop;
  *n    = *n - drop < s->n_left ? *n - drop : (size_t)s->n_left;
  s->n_left -= *n;
  return LQ_OK;
}

static void ask_meters(const machine* const m, const unsigned index,
                       float (*const meters)[LQ_PROC_MAX_METERS])
{
  const lq_chain* const chain = index ? m->bounce->out_chain : m->bounce->chain;
  for (size_t i = 0; chain && i < chain->n && i < LQ_BOUNCE_MAX_DEVICES; ++i) {
    (void)lq_runner_meters(m->stages[index].runner, i, meters[i]);
  }
}

// No block goes beyond the next mark.
static size_t until_mark(const machine* const m, const size_t n)
{
  const lq_bounce_marks* const marks = &m->bounce->marks;
  if (m->mark == marks->n) {
    return n;
  }
  const uint64_t left = marks->frames[m->mark] + m->stages[1].n_drop - m->n_done;
  return left < n ? (size_t)left : n;
}

static void pass_marks(machine* const m)
{
  const lq_bounce_marks* const marks = &m->bounce->marks;
  for (; m->mark < marks->n && marks->frames[m->mark] <= m->n_done; ++m->mark) {
    float meters[LQ_BOUNCE_MAX_DEVICES][LQ_PROC_MAX_METERS] = {{0}};
    ask_meters(m, 1, meters);
    marks->hear(marks->user, m->mark, meters);
  }
}

// y holds `n` frames for the second stage.
static lq_status finish(machine* const m, size_t n, lq_error* const error)
{
  size_t from = 0;
  LQ_TRY(run_stage(m, &m->stages[1], m->y, &n, &from, error));
  const float* const out[LQ_MAX_CHANNELS] = {m->y[0] + from, m->y[1] + from};
  LQ_TRY(n ? m->sink.write(m->sink.user, out, n, error) : LQ_OK);
  m->n_done += n;
  pass_marks(m);
  return LQ_OK;
}

// Hand on what the first stage gave; NULL when it is over.
static lq_status pass_on(machine* const m, const float* const* const x, const size_t n,
                         lq_error* const error)
{
  if (x && !n) {
    return LQ_OK;
  }
  if (!m->resampler) {
    for (unsigned c = 0; x && c < m->stages[0].n_out; ++c) {
      memcpy(m->y[c], x[c], n * sizeof(float));
    }
    return x ? finish(m, n, error) : LQ_OK;
  }
  const float* part[LQ_MAX_CHANNELS] = {x ? x[0] : NULL, x ? x[1] : NULL};
  size_t       left                  = n, given;
  do {
    size_t taken = 0;
    LQ_TRY(lq_resampler_process(m->resampler, x ? part : NULL, left, &taken, m->y, LQ_MAX_FRAMES,
                                &given));
    for (unsigned c = 0; x && c < LQ_MAX_CHANNELS; ++c) {
      part[c] += taken;
    }
    left -= taken;
    if (given) {
      LQ_TRY(finish(m, given, error));
    }
  } while (left || given == LQ_MAX_FRAMES);
  return LQ_OK;
}

// The next frames of the source, silence behind its end.
static lq_status fill(machine* const m, const size_t n, lq_error* const error)
{
  const uint64_t left   = m->n_file - m->n_read;
  size_t         n_read = left < n ? (size_t)left : n;
  LQ_TRY(m->reader         ? lq_reader_read(m->reader, m->x, n, &n_read, error)
         : m->bounce->take ? lq_take_read(m->bounce->take, m->n_read, m->x, n_read, error)
                           : lq_reel_read(m->bounce->reel, m->bounce->reel_frame + m->n_read, m->x,
                                          n_read, error));
  m->n_read += n_read;
  if (m->stages[0].n_in > m->n_source) {
    memcpy(m->x[1], m->x[0], n_read * sizeof(float));
  }
  for (unsigned c = 0; c < m->stages[0].n_in; ++c) {
    memset(m->x[c] + n_read, 0, (n - n_read) * sizeof(float));
  }
  return LQ_OK;
}

static lq_status tell(const machine* const m, const double done, lq_error* const error)
{
  if (m->options.progress && m->options.progress(m->options.user, done)) {
    return lq_fail_file(error, LQ_ERR_CANCELLED, m->name, "stopped at %.0f %% as asked.",
                        100 * done);
  }
  return LQ_OK;
}

static lq_status run(machine* const m, lq_error* const error)
{
  enum { TELL_FRAMES = 65536 }; // a second or so of music between two calls of progress
  stage* const   first = &m->stages[0];
  const uint64_t total = first->n_left;
  uint64_t       told  = 0;
  while (first->n_left) {
    const uint64_t left = first->n_left + first->n_drop;
    size_t         n    = until_mark(m, left < m->block_frames ? (size_t)left : m->block_frames);
    size_t         from = 0;
    LQ_TRY(fill(m, n, error));
    LQ_TRY(run_stage(m, first, m->x, &n, &from, error));
    const float* const x[LQ_MAX_CHANNELS] = {m->x[0] + from, m->x[1] + from};
    LQ_TRY(pass_on(m, x, n, error));
    if (total - first->n_left >= told) {
      LQ_TRY(tell(m, (double)(total - first->n_left) / (double)total, error));
      told += TELL_FRAMES;
    }
  }
  LQ_TRY(pass_on(m, NULL, 0, error));
  for (stage* const last = &m->stages[1]; last->n_left;) { // latency and tail of the second chain
    const uint64_t left = last->n_left + last->n_drop;
    const size_t   n    = until_mark(m, left < m->block_frames ? (size_t)left : m->block_frames);
    for (unsigned c = 0; c < last->n_in; ++c) {
      memset(m->y[c], 0, n * sizeof(float));
    }
    LQ_TRY(finish(m, n, error));
  }
  return tell(m, 1, error);
}

static void describe(const machine* const m, lq_bounce_result* const result)
{
  const stage* const a      = &m->stages[0];
  const stage* const b      = &m->stages[1];
  const double       before = (double)a->n_drop * b->rate_hz / a->rate_hz;
  *result =
      (lq_bounce_result){.rate_hz = b->rate_hz, .n_channels = b->n_out, .n_frames = b->n_left};
  result->latency_frames = (size_t)(before + 0.5) + (size_t)b->n_drop;
}

static void read_meters(const machine* const m, lq_bounce_result* const result)
{
  for (unsigned k = 0; k < 2; ++k) {
    ask_meters(m, k, result->meters[k]);
  }
  result->n_nonfinite = m->reader ? lq_reader_nonfinite(m->reader) : 0;
}

static lq_status explain(const lq_status st, const char* const path, lq_error* const error)
{
  return st == LQ_ERR_MEMORY ? lq_fail_file(error, st, path, "there is not enough memory.") : st;
}

lq_status lq_bounce_measure(const lq_bounce* const bounce, lq_bounce_result* const result,
                            lq_error* const error)
{
  machine         m  = {.bounce = bounce};
  const lq_status st = open_machine(&m, error);
  if (!st) {
    describe(&m, result);
  }
  close_machine(&m);
  return explain(st, name_of(bounce), error);
}

lq_status lq_bounce_run(const lq_bounce* const bounce, const lq_sink sink,
                        const lq_render_options* const options, lq_bounce_result* const result,
                        lq_error* const error)
{
  const lq_render_options          defaults = {0};
  machine                          m        = {.bounce = bounce, .sink = sink};
  lq_bounce_result                 r        = {0};
  const __typeof__(lq_fpu_enter()) mode     = lq_fpu_enter();
  m.options                                 = options ? *options : defaults;
  const size_t block                        = m.options.block_frames;
  m.block_frames = block && block < LQ_MAX_FRAMES ? block : LQ_MAX_FRAMES;
  lq_status st   = open_machine(&m, error);
  if (!st) {
    describe(&m, &r);
    st = run(&m, error);
  }
  if (!st && result) {
    read_meters(&m, &r);
    *result = r;
  }
  lq_fpu_leave(mode);
  close_machine(&m);
  return explain(st, name_of(bounce), error);
}
