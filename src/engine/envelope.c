// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/envelope.h"

#include "dsp/simd.h"
#include "measure/loudness.h"
#include "measure/meter.h"

#include <stdlib.h>

struct lq_envelope_sink {
  lq_meter*      meter;
  const lq_simd* simd;
  unsigned       n_channels;
  lq_sink        next;
  lq_envelope    envelope; ///< n: energies that came
  size_t         room;
  size_t         n_peaks;     ///< hops whose peak is complete
  uint64_t       position;    ///< frames
  size_t         grid_frames; ///< as the meter has them
};

void lq_envelope_free(lq_envelope* const e)
{
  free(e->peak_lin);
  free(e->energy);
  *e = (lq_envelope){0};
}

void lq_envelope_sink_free(lq_envelope_sink* const s)
{
  if (s) {
    lq_meter_free(s->meter);
    lq_envelope_free(&s->envelope);
    free(s);
  }
}

static void hear(void* const user, const double weighted, const double plain)
{
  lq_envelope_sink* const s = user;
  (void)plain;
  if (s->envelope.n < s->room) {
    s->envelope.energy[s->envelope.n++] = weighted;
  }
}

static lq_status grow(lq_envelope_sink* const s, const size_t n)
{
  if (n <= s->room) {
    return LQ_OK;
  }
  const size_t room    = n + n / 2 + 1024;
  float* const peak    = realloc(s->envelope.peak_lin, room * sizeof *peak);
  s->envelope.peak_lin = peak ? peak : s->envelope.peak_lin;
  double* const energy = realloc(s->envelope.energy, room * sizeof *energy);
  s->envelope.energy   = energy ? energy : s->envelope.energy;
  for (size_t i = s->room; peak && i < room; ++i) {
    peak[i] = 0;
  }
  s->room = peak && energy ? room : s->room;
  return peak && energy ? LQ_OK : LQ_ERR_MEMORY;
}

// Hop h begins at floor(h * grid / 10), so that ten are 100 ms.
static uint64_t start_of(const lq_envelope_sink* const s, const uint64_t hop)
{
  return hop * s->grid_frames / LQ_LOUDNESS_HOPS_A_GRID;
}

static lq_status draw(void* const user, const float* const* const x, const size_t n_frames,
                      lq_error* const error)
{
  lq_envelope_sink* const s = user;
  const uint64_t hops       = (s->position + n_frames) * LQ_LOUDNESS_HOPS_A_GRID / s->grid_frames;
  LQ_TRY(grow(s, (size_t)hops + 32)); // the meter tells of some before they are whole
  LQ_TRY(lq_meter_process(s->meter, x, n_frames));
  for (size_t done = 0, n; done < n_frames; done += n, s->position += n) {
    const uint64_t end = start_of(s, s->n_peaks + 1);
    n = n_frames - done < end - s->position ? n_frames - done : (size_t)(end - s->position);
    for (unsigned c = 0; c < s->n_channels; ++c) {
      const float  peak = s->simd->mix->peak(x[c] + done, n);
      float* const most = &s->envelope.peak_lin[s->n_peaks];
      *most             = peak > *most ? peak : *most;
    }
    s->n_peaks += s->position + n == end;
  }
  return s->next.write ? s->next.write(s->next.user, x, n_frames, error) : LQ_OK;
}

lq_status lq_envelope_sink_new(lq_envelope_sink** const sink, const double rate_hz,
                               const unsigned n_channels, const lq_simd* const simd,
                               const lq_sink next)
{
  lq_envelope_sink* const s = calloc(1, sizeof *s);
  if (!s) {
    return LQ_ERR_MEMORY;
  }
  s->simd            = simd ? simd : lq_simd_best();
  s->n_channels      = n_channels;
  s->next            = next;
  const lq_status st = lq_meter_new_with(&s->meter, rate_hz, n_channels, s->simd);
  if (st) {
    lq_envelope_sink_free(s);
    return st;
  }
  lq_meter_listen(s->meter, hear, s);
  s->grid_frames          = lq_meter_grid_frames(s->meter);
  s->envelope.grid_frames = (double)s->grid_frames;
  *sink                   = s;
  return LQ_OK;
}

lq_sink lq_envelope_sink_of(lq_envelope_sink* const sink)
{
  return (lq_sink){.write = draw, .user = sink};
}

lq_status lq_envelope_sink_end(lq_envelope_sink* const sink, lq_envelope* const envelope,
                               lq_measurement* const measurement)
{
  const lq_status st = grow(sink, sink->n_peaks + 32);
  if (!st) {
    *measurement = lq_meter_read(sink->meter);
    lq_meter_finish(sink->meter); // the last hops
    *envelope      = sink->envelope;
    sink->envelope = (lq_envelope){0};
  }
  lq_envelope_sink_free(sink);
  return st;
}
