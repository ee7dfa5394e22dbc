// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/stem_sum.h"

#include "audio/in.h"
#include "base/maths.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  lq_audio_in* mix;
  unsigned     n_channels; ///< of the mix
  float        x[2][LQ_MAX_FRAMES];
  double       peak;
} comparing;

// The next frames of the mix; silence behind its end.
static lq_status read_mix(comparing* const c, const size_t n_frames, lq_error* const error)
{
  float* const x[2] = {c->x[0], c->x[1]};
  size_t       n    = 0;
  LQ_TRY(lq_audio_in_read(c->mix, x, n_frames, &n, error));
  for (unsigned k = 0; k < c->n_channels; ++k) {
    memset(c->x[k] + n, 0, (n_frames - n) * sizeof(float));
  }
  return LQ_OK;
}

static void subtract(comparing* const c, const float* const* const x, const size_t at,
                     const size_t n_frames)
{
  for (unsigned k = 0; k < 2; ++k) {
    const float* const mix = c->x[k < c->n_channels ? k : 0];
    for (size_t i = 0; i < n_frames; ++i) {
      c->peak = fmax(c->peak, fabs((double)mix[i] - (double)(x ? x[k][at + i] : 0)));
    }
  }
}

static lq_status hear(void* const user, const float* const* const x, const size_t n_frames,
                      lq_error* const error)
{
  comparing* const c = user;
  for (size_t at = 0, n; at < n_frames; at += n) {
    n = n_frames - at < LQ_MAX_FRAMES ? n_frames - at : LQ_MAX_FRAMES;
    LQ_TRY(read_mix(c, n, error));
    subtract(c, x, at, n);
  }
  return LQ_OK;
}

// What the mix has behind the end of the stems.
static lq_status hear_rest(comparing* const c, const uint64_t n_heard, lq_error* const error)
{
  const uint64_t n_all = lq_audio_in_info(c->mix)->n_frames;
  for (uint64_t at = n_heard; at < n_all; at += LQ_MAX_FRAMES) {
    LQ_TRY(read_mix(c, LQ_MAX_FRAMES, error));
    subtract(c, NULL, 0, LQ_MAX_FRAMES);
  }
  return LQ_OK;
}

static lq_status compare(comparing* const c, const lq_session* const session, const char* const mix,
                         const lq_render_options* const options, lq_error* const error)
{
  const lq_audio_info* const info = lq_audio_in_info(c->mix);
  double                     rate_hz;
  uint64_t                   n_frames;
  lq_render_result           result;
  LQ_TRY(lq_session_measure(session, &rate_hz, &n_frames, error));
  if (info->rate_hz != rate_hz || info->n_channels > 2) {
    return lq_fail_file(error, LQ_ERR_FORMAT, mix,
                        "'%s' has %u channels at %g Hz, the stems run at %g Hz; expected the mix "
                        "that they are the stems of.",
                        mix, info->n_channels, info->rate_hz, rate_hz);
  }
  c->n_channels      = info->n_channels;
  const lq_sink sink = {.write = hear, .user = c};
  LQ_TRY(lq_render_session(session, sink, options, &result, error));
  return hear_rest(c, result.n_frames, error);
}

lq_status lq_stem_sum_compare(const lq_session* const session, const char* const mix,
                              const lq_render_options* const options, double* const left_dbfs,
                              lq_error* const error)
{
  comparing* const c  = calloc(1, sizeof *c);
  lq_status        st = c ? lq_audio_in_open(&c->mix, mix, error) : LQ_ERR_MEMORY;
  st                  = st ? st : compare(c, session, mix, options, error);
  if (!st) {
    *left_dbfs = c->peak > 0 ? lq_lin_to_db(c->peak) : -HUGE_VAL;
  }
  lq_audio_in_close(c ? c->mix : NULL);
  free(c);
  return st;
}
