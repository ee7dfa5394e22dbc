// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/heard.h"

#include "base/arena.h"
#include "base/maths.h"
#include "dsp/simd.h"
#include "measure/fault_places.h"
#include "measure/readback.h"
#include "verify/flac_md5.h"
#include "verify/silences.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_FRAMES = 8192, MOST_CHANNELS = 24 };

/// All that listens to one file.
typedef struct {
  lq_audio_in* in;
  float*       memory;
  float*       x[MOST_CHANNELS];
  unsigned     n_channels;
  bool         fine; ///< mono or stereo: all meters
  lq_reading*  reading;
  lq_faults*   faults;
  lq_trace     trace;
  lq_flat_top  flat;
  lq_flac_md5* md5; ///< NULL: no FLAC, or its header has none
  double       sum[2];
} ears;

void lq_heard_free(lq_heard* const heard)
{
  if (heard) {
    free(heard->error);
    heard->error = NULL;
  }
}

// Keeps why a file cannot be heard. What is wrong with the machine is no fault of the file.
static lq_status fault_of(lq_heard* const heard, const lq_error* const error, const lq_status st)
{
  if (st == LQ_ERR_MEMORY || st == LQ_ERR_CANCELLED) {
    return st;
  }
  heard->error = malloc(sizeof *error);
  if (!heard->error) {
    return LQ_ERR_MEMORY;
  }
  *heard->error = *error;
  return LQ_OK;
}

static lq_status open_ears(ears* const e, const char* const path, lq_error* const error)
{
  LQ_TRY(lq_audio_in_open(&e->in, path, error));
  const lq_audio_info* const info = lq_audio_in_info(e->in);
  e->n_channels                   = info->n_channels;
  e->fine                         = e->n_channels <= 2;
  if (e->n_channels > MOST_CHANNELS) {
    return lq_fail_file(error, LQ_ERR_LIMIT, path, "'%s' has %u channels; at most %d are measured.",
                        path, e->n_channels, MOST_CHANNELS);
  }
  e->memory = lq_alloc_aligned((size_t)e->n_channels * BLOCK_FRAMES * sizeof(float));
  if (!e->memory) {
    return LQ_ERR_MEMORY;
  }
  for (unsigned c = 0; c < e->n_channels; ++c) {
    e->x[c] = e->memory + (size_t)c * BLOCK_FRAMES;
  }
  LQ_TRY(lq_reading_new(&e->reading, info->rate_hz, e->n_channels, lq_simd_best()));
  if (e->fine) {
    lq_trace_start(&e->trace, info->rate_hz, e->n_channels);
    lq_flat_top_start(&e->flat, e->n_channels);
    LQ_TRY(lq_faults_new(&e->faults, info->rate_hz, e->n_channels));
  }
  return strcmp(info->format, "FLAC") ? LQ_OK : lq_flac_md5_open(&e->md5, path, e->n_channels);
}

static void close_ears(ears* const e)
{
  lq_flac_md5_free(e->md5);
  lq_faults_free(e->faults);
  lq_trace_free(&e->trace);
  lq_reading_free(e->reading);
  free(e->memory);
  lq_audio_in_close(e->in);
}

static void add_sums(ears* const e, const size_t n_frames)
{
  for (unsigned c = 0; c < e->n_channels; ++c) {
    double sum[4] = {0}; // four lanes: one chain of additions would wait for each
    size_t i      = 0;
    for (; i + 4 <= n_frames; i += 4) {
      for (size_t k = 0; k < 4; ++k) {
        sum[k] += (double)e->x[c][i + k];
      }
    }
    for (; i < n_frames; ++i) {
      sum[0] += (double)e->x[c][i];
    }
    e->sum[c] += (sum[0] + sum[1]) + (sum[2] + sum[3]);
  }
}

static lq_status listen(ears* const e, bool (*const done)(void*, uint64_t), void* const user,
                        lq_error* const error)
{
  const float* const* const x = (const float* const*)e->x;
  for (size_t n = BLOCK_FRAMES; n == BLOCK_FRAMES;) {
    LQ_TRY(lq_audio_in_read(e->in, e->x, BLOCK_FRAMES, &n, error));
    LQ_TRY(lq_reading_process(e->reading, x, n));
    if (e->fine) {
      lq_flat_top_process(&e->flat, x, n);
      add_sums(e, n);
      LQ_TRY(lq_trace_process(&e->trace, x, n));
      LQ_TRY(lq_faults_process(e->faults, x, n));
    }
    lq_flac_md5_add(e->md5, x, n);
    if (done && done(user, n)) {
      return LQ_ERR_CANCELLED;
    }
  }
  return LQ_OK;
}

static lq_status keep_faults(ears* const e, lq_heard* const h)
{
  lq_pool*        pool     = NULL;
  lq_fault_places dropouts = {0}, clicks = {0};
  LQ_TRY(lq_faults_finish(e->faults));
  LQ_TRY(lq_pool_new(&pool));
  const lq_status st = lq_fault_places_find(
      e->faults, &e->trace, lq_db_to_lin(h->m.sample_peak_dbfs), pool, &dropouts, &clicks);
  h->n_dropouts = dropouts.n;
  for (size_t i = 0; i < clicks.n; ++i) {
    if (clicks.list[i].size >= LQ_HEARD_CLICK_LIN && h->n_clicks++ < LQ_HEARD_FAULTS) {
      h->clicks_sec[h->n_clicks - 1] = clicks.list[i].start_sec;
    }
  }
  for (size_t i = 0; i < dropouts.n; ++i) {
    const lq_fault_place* const p = &dropouts.list[i];
    h->longest_dropout_sec        = fmax(h->longest_dropout_sec, p->end_sec - p->start_sec);
    if (i < LQ_HEARD_FAULTS) {
      h->dropouts_sec[i] = p->start_sec;
    }
  }
  lq_pool_free(pool);
  return st;
}

static lq_status keep(ears* const e, lq_heard* const h)
{
  lq_readback read = {0};
  LQ_TRY(lq_reading_finish(e->reading, &read));
  h->info        = *lq_audio_in_info(e->in);
  h->m           = read.m;
  h->peak_dbtp   = read.peak_dbtp;
  h->peak_sec    = read.peak_sec;
  h->n_nonfinite = lq_audio_in_nonfinite(e->in);
  h->fine        = e->fine;
  lq_readback_free(&read);
  if (e->fine) {
    LQ_TRY(lq_trace_finish(&e->trace));
    h->flat      = lq_flat_top_read(&e->flat);
    h->flat_sure = lq_flat_confidence(&h->flat);
    for (unsigned c = 0; c < e->n_channels && h->m.n_frames; ++c) {
      h->dc_lin[c] = e->sum[c] / (double)h->m.n_frames;
    }
    lq_silences_find(&e->trace, (double)h->m.n_frames / h->m.rate_hz, h);
    LQ_TRY(keep_faults(e, h));
  }
  lq_flac_md5_tell(e->md5, h);
  h->done = true;
  return LQ_OK;
}

lq_status lq_hear(lq_heard* const heard, const char* const         path,
                  bool (*const done)(void*, uint64_t), void* const user)
{
  lq_error  error = {.status = LQ_ERR_FAILED};
  ears      e     = {0};
  lq_status st    = open_ears(&e, path, &error);
  if (e.in) {
    heard->info = *lq_audio_in_info(e.in);
  }
  st = st ? st : listen(&e, done, user, &error);
  st = st ? st : keep(&e, heard);
  close_ears(&e);
  return st ? fault_of(heard, &error, st) : LQ_OK;
}
