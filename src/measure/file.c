// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/file.h"

#include "base/arena.h"
#include "measure/layout.h"
#include "measure/readback.h"

#include <stdlib.h>

enum { BLOCK = 4096 }; // stays in the second cache with the meter's own buffers

// One of the three takes the file.
typedef struct {
  enum { METER, ANALYSER, READING } kind;
  lq_meter*    meter;
  lq_analyser* analyser;
  lq_reading*  reading;
} taker;

static lq_status begin(taker* const t, const lq_audio_info* const info)
{
  switch (t->kind) {
  case ANALYSER:
    return lq_analyser_new(&t->analyser, info->rate_hz, info->n_channels);
  case READING:
    return lq_reading_new(&t->reading, info->rate_hz, info->n_channels, lq_simd_best());
  default:
    return lq_meter_new(&t->meter, info->rate_hz, info->n_channels);
  }
}

static lq_status take(const taker* const t, const float* const* const x, const size_t n)
{
  switch (t->kind) {
  case ANALYSER:
    return lq_analyser_process(t->analyser, x, n);
  case READING:
    return lq_reading_process(t->reading, x, n);
  default:
    return lq_meter_process(t->meter, x, n);
  }
}

static void end(const taker* const t)
{
  lq_meter_free(t->meter);
  lq_analyser_free(t->analyser);
  lq_reading_free(t->reading);
}

static lq_status no_memory(const char* const path, lq_error* const error)
{
  return lq_fail_file(error, LQ_ERR_MEMORY, path, "There is no memory left to measure with.");
}

static lq_status run(lq_audio_in* const in, taker* const t, const char* const path,
                     lq_error* const error)
{
  const lq_audio_info* const info = lq_audio_in_info(in);
  float*                     x[LQ_LAYOUT_MAX_CHANNELS];
  if (info->n_channels > LQ_LAYOUT_MAX_CHANNELS) {
    return lq_fail_file(error, LQ_ERR_LIMIT, path,
                        "The file has %u channels; loudness is defined for up to %d.",
                        info->n_channels, (int)LQ_LAYOUT_MAX_CHANNELS);
  }
  float* const memory = lq_alloc_aligned((size_t)info->n_channels * BLOCK * sizeof *memory);
  if (!memory || begin(t, info)) {
    free(memory);
    return no_memory(path, error);
  }
  for (unsigned c = 0; c < info->n_channels; ++c) {
    x[c] = memory + (size_t)c * BLOCK;
  }
  lq_status status = LQ_OK;
  for (size_t n = BLOCK; n == BLOCK && !status;) {
    status = lq_audio_in_read(in, x, BLOCK, &n, error);
    if (!status && take(t, (const float* const*)x, n)) {
      status = no_memory(path, error);
    }
  }
  free(memory);
  return status;
}

lq_status lq_measure_file(const char* const path, lq_measurement* const measurement,
                          lq_audio_info* const info, lq_error* const error)
{
  lq_audio_in* in = NULL;
  taker        t  = {.kind = METER};
  LQ_TRY(lq_audio_in_open(&in, path, error));
  const lq_status status = run(in, &t, path, error);
  if (!status) {
    *measurement             = lq_meter_read(t.meter);
    measurement->n_nonfinite = lq_audio_in_nonfinite(in); // replaced before the meter saw them
    if (info) {
      *info = *lq_audio_in_info(in);
    }
  }
  end(&t);
  lq_audio_in_close(in);
  return status;
}

lq_status lq_analyse_file(const char* const path, lq_analysis* const analysis,
                          lq_audio_info* const info, lq_error* const error)
{
  lq_audio_in* in = NULL;
  taker        t  = {.kind = ANALYSER};
  LQ_TRY(lq_audio_in_open(&in, path, error));
  lq_status status = run(in, &t, path, error);
  if (!status && lq_analyser_finish(t.analyser, analysis)) {
    status = no_memory(path, error);
  }
  if (!status) {
    analysis->whole.n_nonfinite = lq_audio_in_nonfinite(in);
    if (info) {
      *info = *lq_audio_in_info(in);
    }
  }
  end(&t);
  lq_audio_in_close(in);
  return status;
}

lq_status lq_readback_file(lq_readback* const readback, const char* const path,
                           lq_error* const error)
{
  lq_audio_in* in = NULL;
  taker        t  = {.kind = READING};
  lq_readback  r  = {0};
  LQ_TRY(lq_audio_in_open(&in, path, error));
  lq_status status = run(in, &t, path, error);
  if (!status && lq_reading_finish(t.reading, &r)) {
    status = no_memory(path, error);
  }
  if (!status) {
    r.info          = *lq_audio_in_info(in);
    r.m.n_nonfinite = lq_audio_in_nonfinite(in);
    *readback       = r;
  }
  end(&t);
  lq_audio_in_close(in);
  return status;
}
