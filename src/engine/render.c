// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lacquer/render.h"

#include "base/fpu.h"
#include "dsp/simd.h"
#include "engine/graph.h"

#include <assert.h>
#include <string.h>

static const float quiet_lin = 3.16227766e-5F; // 10^(-90/20)
enum { QUIET_SEC = 2 };

// From main's late output to the sink: the latency is dropped in front, and the end is found.
typedef struct {
  const lq_graph* graph;
  lq_sink         sink;
  uint64_t        n_drop;        // frames of latency still to come
  uint64_t        n_out;         // frames handed to the sink
  uint64_t        n_quiet;       // frames of whole grid steps since something was loud
  float           step_peak_lin; // of the grid step that is under way
  bool            ended;
} tail_cutter;

// After the last clip, in grid steps counted from the start of the mix so that it does not matter
// how the audio is cut: two quiet seconds in a row are the end.
static size_t find_end(tail_cutter* const t, const float* const* const x, const size_t n)
{
  const lq_mix_kernels* const mix     = t->graph->spec.simd->mix;
  const double                rate_hz = t->graph->spec.rate_hz;
  size_t                      at      = 0;
  if (t->n_out + n <= t->graph->clip_frames) {
    return n;
  }
  while (at < n) {
    const uint64_t frame = t->n_out + at;
    const size_t   step  = LQ_GRID_FRAMES - (size_t)(frame % LQ_GRID_FRAMES);
    const size_t   part  = step < n - at ? step : n - at;
    for (unsigned c = 0; c < 2; ++c) {
      const float peak_lin = mix->peak(x[c] + at, part);
      t->step_peak_lin     = peak_lin > t->step_peak_lin ? peak_lin : t->step_peak_lin;
    }
    at += part;
    if (part == step) {
      const bool quiet =
          t->step_peak_lin < quiet_lin && frame + part >= t->graph->clip_frames + LQ_GRID_FRAMES;
      t->n_quiet       = quiet ? t->n_quiet + LQ_GRID_FRAMES : 0;
      t->step_peak_lin = 0;
      if ((double)t->n_quiet >= QUIET_SEC * rate_hz) {
        t->ended = true;
        return at;
      }
    }
  }
  return n;
}

static lq_status hand_over(tail_cutter* const t, const float* const* const x, const size_t n_frames,
                           lq_error* const error)
{
  size_t at = n_frames < t->n_drop ? n_frames : (size_t)t->n_drop;
  t->n_drop -= at;
  while (at < n_frames && !t->ended) {
    const float* const part[2] = {x[0] + at, x[1] + at};
    size_t             n       = n_frames - at < LQ_MAX_FRAMES ? n_frames - at : LQ_MAX_FRAMES;
    n                          = find_end(t, part, n);
    LQ_TRY(t->sink.write(t->sink.user, part, n, error));
    t->n_out += n;
    at += n;
  }
  return LQ_OK;
}

// What a round gave is written while the others begin with the next one.
static lq_status run_round(lq_graph* const g, lq_crew* const crew, tail_cutter* const t,
                           const float* x[LQ_MAX_CHANNELS], size_t* const n, lq_error* const error)
{
  lq_error inner = {.text = ""};
  lq_graph_start(g, crew);
  const lq_status written = hand_over(t, x, *n, error);
  const lq_status made    = lq_graph_finish(g, crew, x, n, &inner);
  if (!written && made && error) {
    *error = inner;
  }
  return written ? written : made;
}

static lq_status run(lq_graph* const g, lq_crew* const crew, tail_cutter* const t,
                     const lq_render_options* const options, lq_error* const error)
{
  const float* x[LQ_MAX_CHANNELS] = {NULL};
  size_t       n                  = 0;
  while (!t->ended && (n || !lq_graph_done(g))) {
    if (lq_graph_done(g)) {
      LQ_TRY(hand_over(t, x, n, error));
      n = 0;
    } else {
      LQ_TRY(run_round(g, crew, t, x, &n, error));
    }
    const double done = (double)t->n_out / (double)g->most_frames;
    if (options->progress && options->progress(options->user, done)) {
      return lq_fail(error, LQ_ERR_CANCELLED, (lq_at){0}, "stopped at %.1f s as asked.",
                     (double)t->n_out / g->spec.rate_hz);
    }
  }
  for (uint64_t i = lq_graph_behind(g); i && !lq_graph_done(g); --i) { // taps hear all of the mix
    n = 0;
    LQ_TRY(run_round(g, crew, t, x, &n, error));
  }
  if (options->progress) {
    (void)options->progress(options->user, 1);
  }
  return LQ_OK;
}

static void tell_meters(lq_graph* const g, const lq_render_options* const options)
{
  for (size_t i = 0; options->meters && i < g->n_lanes; ++i) {
    const lq_strip* const strip = g->lanes[i].strip;
    for (size_t k = 0; k < strip->chain.n; ++k) {
      float          values[LQ_PROC_MAX_METERS] = {0};
      const unsigned n                          = lq_graph_meters(g, i, k, values);
      if (n) {
        options->meters(options->user, strip, k, values, n);
      }
    }
  }
}

// All that both calls need, made in order and released in reverse.
typedef struct {
  lq_crew*  crew;
  lq_files* files;
  lq_graph* graph;
} engine;

static void engine_free(engine* const e)
{
  lq_graph_free(e->graph);
  lq_files_free(e->files);
  lq_crew_free(e->crew);
}

static lq_status engine_new(engine* const e, const lq_session* const session,
                            const lq_render_options* const options, lq_error* const error)
{
  const size_t  block = options->block_frames ? options->block_frames : LQ_MAX_FRAMES;
  lq_graph_spec spec  = {.block_frames = block < LQ_MAX_FRAMES ? block : LQ_MAX_FRAMES,
                         .simd         = options->simd ? options->simd : lq_simd_best(),
                         .tap          = options->tap};
  LQ_TRY(lq_session_check(session, error));
  LQ_TRY(lq_crew_new(&e->crew, options->n_jobs));
  LQ_TRY(lq_files_new(&e->files, session, e->crew, error));
  LQ_TRY(lq_files_rate(e->files, session, &spec.rate_hz, error));
  const __typeof__(lq_fpu_enter()) mode = lq_fpu_enter(); // the same coefficients for any caller
  const lq_status                  st   = lq_graph_new(&e->graph, session, e->files, &spec, error);
  lq_fpu_leave(mode);
  return st;
}

static lq_status explain(const lq_status st, lq_error* const error)
{
  return st == LQ_ERR_MEMORY
             ? lq_fail(error, st, (lq_at){0}, "there is not enough memory to run the session.")
             : st;
}

lq_status lq_session_measure(const lq_session* const session, double* const rate_hz,
                             uint64_t* const n_frames, lq_error* const error)
{
  const lq_render_options options = {0};
  engine                  e       = {0};
  const lq_status         st      = engine_new(&e, session, &options, error);
  if (!st) {
    *rate_hz  = e.graph->spec.rate_hz;
    *n_frames = e.graph->most_frames;
  }
  engine_free(&e);
  return explain(st, error);
}

lq_status lq_render_session(const lq_session* const session, const lq_sink sink,
                            const lq_render_options* const options, lq_render_result* const result,
                            lq_error* const error)
{
  const lq_render_options defaults = {0};
  const lq_render_options o        = options ? *options : defaults;
  engine                  e        = {0};
  tail_cutter             t        = {.sink = sink};
  lq_status               st       = engine_new(&e, session, &o, error);
  if (!st) {
    t.graph  = e.graph;
    t.n_drop = e.graph->latency_frames;
    st       = run(e.graph, e.crew, &t, &o, error);
  }
  if (!st) {
    tell_meters(e.graph, &o);
  }
  if (!st && result) {
    *result = (lq_render_result){
        .n_frames    = t.n_out,
        .rate_hz     = e.graph->spec.rate_hz,
        .n_nonfinite = lq_graph_nonfinite(e.graph),
        .time_reference_frames =
            (uint64_t)(lq_files_origin_sec(e.files) * e.graph->spec.rate_hz + 0.5)};
  }
  engine_free(&e);
  return explain(st, error);
}
