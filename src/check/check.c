// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "check/check.h"

#include "audio/reader.h"
#include "base/arena.h"
#include "base/fpu.h"
#include "check/finder.h"

#include <stdlib.h>

enum { BLOCK_FRAMES = 8192, MOST_FINDERS = 32 };

typedef struct {
  void*          selves[MOST_FINDERS];
  unsigned       n; ///< opened
  lq_trace       trace;
  lq_band_steps* bands;
} opened;

static lq_status open_all(opened* const o, const double rate_hz, const unsigned n_channels)
{
  lq_trace_start(&o->trace, rate_hz, n_channels);
  LQ_TRY(lq_band_steps_new(&o->bands, rate_hz, n_channels));
  for (const lq_finder* const* f = lq_finders(); *f && o->n < MOST_FINDERS; ++f) {
    LQ_TRY((*f)->open ? (*f)->open(&o->selves[o->n], rate_hz, n_channels) : LQ_OK);
    ++o->n;
  }
  return LQ_OK;
}

static void close_all(opened* const o)
{
  for (unsigned i = 0; i < o->n; ++i) {
    const lq_finder* const f = lq_finders()[i];
    if (f->close) {
      f->close(o->selves[i]);
    }
  }
  lq_trace_free(&o->trace);
  lq_band_steps_free(o->bands);
}

static lq_status listen(opened* const o, lq_reader* const reader, float* const* const x,
                        bool (*const stop)(void*, double), void* const user, lq_error* const error)
{
  const double total = (double)lq_reader_frames(reader);
  double       done  = 0;
  for (size_t n = BLOCK_FRAMES; n == BLOCK_FRAMES;) {
    LQ_TRY(lq_reader_read(reader, x, BLOCK_FRAMES, &n, error));
    for (unsigned i = 0; i < o->n; ++i) {
      const lq_finder* const f = lq_finders()[i];
      LQ_TRY(f->process ? f->process(o->selves[i], (const float* const*)x, n) : LQ_OK);
    }
    LQ_TRY(lq_trace_process(&o->trace, (const float* const*)x, n));
    LQ_TRY(lq_band_steps_process(o->bands, (const float* const*)x, n));
    done += (double)n;
    if (stop && stop(user, total > 0 ? done / total : 1)) {
      return lq_fail(error, LQ_ERR_CANCELLED, (lq_at){0}, "stopped.");
    }
  }
  LQ_TRY(lq_trace_finish(&o->trace));
  return lq_band_steps_finish(o->bands);
}

lq_status lq_check_mix(lq_findings* const findings, lq_pool* const pool, const char* const path,
                       const lq_measured_file* const mix, const lq_features* const features,
                       const lq_stems* const stems, lq_band_steps** const heard,
                       bool (*const stop)(void*, double), void* const user, lq_error* const error)
{
  opened       o      = {0};
  lq_finds     finds  = {.pool = pool};
  lq_reader*   reader = NULL;
  float* const memory = lq_alloc_aligned(2 * BLOCK_FRAMES * sizeof(float));
  lq_status    st     = memory ? LQ_OK : LQ_ERR_MEMORY;
  st                  = st ? st : lq_reader_open(&reader, path, 0, error);
  st = st ? st : open_all(&o, lq_reader_info(reader)->rate_hz, lq_reader_channels(reader));
  if (!st) {
    float* const x[2] = {memory, memory + BLOCK_FRAMES};
    st                = listen(&o, reader, x, stop, user, error);
  }
  for (unsigned i = 0; !st && i < o.n; ++i) {
    const lq_finder_context context = {.path     = path,
                                       .info     = lq_reader_info(reader),
                                       .measured = &mix->m,
                                       .features = features,
                                       .trace    = &o.trace,
                                       .bands    = o.bands,
                                       .stems    = stems,
                                       .pool     = pool};
    st                              = lq_finders()[i]->finish(o.selves[i], &context, &finds);
  }
  if (!st && heard) {
    *heard  = o.bands;
    o.bands = NULL;
  }
  close_all(&o);
  lq_reader_close(reader);
  free(memory);
  *findings = (lq_findings){.findings = finds.list, .n = st ? 0 : finds.n};
  return st;
}
