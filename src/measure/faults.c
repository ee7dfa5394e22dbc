// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/faults.h"

#include "dsp/abrupt.h"
#include "dsp/predict.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
  PAST  = 2048,
  BLOCK = 8192,
  AHEAD = 2048,
  ROOM  = PAST + BLOCK + AHEAD,
  PART  = LQ_ABRUPT_PART
};
enum { N_PARTS = ROOM / PART, STRIDE = 32, MOST_TRIES = 6 };

// What runs along one channel.
typedef struct {
  float* x; // [ROOM]
  bool   still;
  lq_gap gap; // that is open
  size_t n_clicks, n_gaps;
} line;

struct lq_faults {
  double    rate_hz;
  unsigned  n_channels;
  size_t    shortest; // frames of a gap
  size_t    edge;     // frames looked at on both sides of it
  size_t    fill;
  uint64_t  at; // frame of x[PAST]
  uint64_t  n_frames;
  line      lines[2];
  lq_abrupt parts[N_PARTS];
  lq_click* clicks;
  lq_gap*   gaps;
  size_t    n_clicks, click_room, n_gaps, gap_room;
};

lq_status lq_faults_new(lq_faults** const faults, const double rate_hz, const unsigned n_channels)
{
  lq_faults* const f = calloc(1, sizeof *f);
  if (!f) {
    return LQ_ERR_MEMORY;
  }
  f->rate_hz    = rate_hz;
  f->n_channels = n_channels;
  f->shortest   = (size_t)(0.0015 * rate_hz);
  f->shortest   = f->shortest > STRIDE + 2 ? f->shortest : STRIDE + 2; // what the search sees
  f->edge       = (size_t)(0.005 * rate_hz);
  f->edge       = f->edge < AHEAD ? f->edge : AHEAD;
  f->fill       = PAST;
  for (unsigned c = 0; c < n_channels; ++c) {
    f->lines[c].x = calloc(ROOM, sizeof(float));
    if (!f->lines[c].x) {
      lq_faults_free(f);
      return LQ_ERR_MEMORY;
    }
  }
  *faults = f;
  return LQ_OK;
}

void lq_faults_free(lq_faults* const f)
{
  if (f) {
    free(f->lines[0].x);
    free(f->lines[1].x);
    free(f->clicks);
    free(f->gaps);
    free(f);
  }
}

static lq_status room_for(void** const list, const size_t n, size_t* const room, const size_t size)
{
  if (n < *room) {
    return LQ_OK;
  }
  void* const more = realloc(*list, (*room * 2 + 64) * size);
  if (!more) {
    return LQ_ERR_MEMORY;
  }
  *list = more;
  *room = *room * 2 + 64;
  return LQ_OK;
}

static float peak(const float* const x, const size_t n)
{
  float most = 0;
  for (size_t i = 0; i < n; ++i) {
    const float a = fabsf(x[i]);
    most          = a > most ? a : most;
  }
  return most;
}

static lq_status end_gap(lq_faults* const f, const unsigned c, const size_t i)
{
  line* const l = &f->lines[c];
  l->still      = false;
  l->gap.end    = f->at + i - PAST;
  l->gap.after  = peak(l->x + i, i + f->edge <= ROOM ? f->edge : ROOM - i);
  if (l->n_gaps == LQ_FAULTS_MOST || l->gap.end - l->gap.start < f->shortest) {
    return LQ_OK;
  }
  LQ_TRY(room_for((void**)&f->gaps, f->n_gaps, &f->gap_room, sizeof *f->gaps));
  f->gaps[f->n_gaps++] = l->gap;
  ++l->n_gaps;
  return LQ_OK;
}

// Only every 32nd place is looked at until something stands still there.
static lq_status find_gaps(lq_faults* const f, const unsigned c, const size_t end)
{
  line* const        l = &f->lines[c];
  const float* const x = l->x;
  for (size_t i = PAST; i < end;) {
    if (l->still) {
      while (i < end && x[i] == l->gap.value) {
        ++i;
      }
      if (i < end) {
        LQ_TRY(end_gap(f, c, i));
      }
      continue;
    }
    if (x[i] != x[i - 1] || x[i] != x[i + 1]) {
      i += STRIDE;
      continue;
    }
    size_t from = i, to = i + 1;
    while (from > PAST - STRIDE && x[from - 1] == x[i]) {
      --from;
    }
    while (to < end && x[to] == x[i]) {
      ++to;
    }
    if (to - from >= f->shortest || to == end) { // at the end of what is known it may go on
      l->still = true;
      l->gap   = (lq_gap){.start   = f->at + from - PAST,
                          .channel = c,
                          .value   = x[i],
                          .before  = peak(x + from - f->edge, f->edge)};
    }
    i = to;
  }
  return LQ_OK;
}

static lq_status find_clicks(lq_faults* const f, const unsigned c, const size_t end)
{
  line* const l       = &f->lines[c];
  unsigned    n_tries = 0;
  lq_abrupt_measure(l->x + PART, N_PARTS - 2, f->parts + 1); // all that can stand out
  for (size_t p = PAST / PART; p < (end + PART - 1) / PART && n_tries < MOST_TRIES; ++p) {
    const size_t   i  = p * PART + f->parts[p].place;
    const uint64_t at = f->at + i - PAST;
    if (!lq_abrupt_stands_out(&f->parts[p]) || at < 64 || i + 64 > end + AHEAD) {
      continue;
    }
    ++n_tries;
    const lq_outlier o = lq_predict_outlier(l->x + i, PAST / 2, f->rate_hz);
    if (!o.single || l->n_clicks == LQ_FAULTS_MOST || at + 64 > f->n_frames) {
      continue;
    }
    LQ_TRY(room_for((void**)&f->clicks, f->n_clicks, &f->click_room, sizeof *f->clicks));
    f->clicks[f->n_clicks++] =
        (lq_click){.frame = at, .channel = c, .height = o.height, .over = o.over};
    ++l->n_clicks;
  }
  return LQ_OK;
}

static lq_status analyse(lq_faults* const f, const size_t end)
{
  for (unsigned c = 0; c < f->n_channels; ++c) {
    LQ_TRY(find_gaps(f, c, end));
    LQ_TRY(find_clicks(f, c, end));
    memmove(f->lines[c].x, f->lines[c].x + BLOCK, (PAST + AHEAD) * sizeof(float));
  }
  f->fill = PAST + AHEAD;
  f->at += BLOCK;
  return LQ_OK;
}

lq_status lq_faults_process(lq_faults* const f, const float* const* const x, const size_t n_frames)
{
  for (size_t done = 0; done < n_frames;) {
    const size_t room = ROOM - f->fill;
    const size_t n    = n_frames - done < room ? n_frames - done : room;
    for (unsigned c = 0; c < f->n_channels; ++c) {
      memcpy(f->lines[c].x + f->fill, x[c] + done, n * sizeof(float));
    }
    f->fill += n;
    f->n_frames += n;
    done += n;
    if (f->fill == ROOM) {
      LQ_TRY(analyse(f, PAST + BLOCK));
    }
  }
  return LQ_OK;
}

static int by_place(const void* const a, const void* const b)
{
  const lq_click *x = a, *y = b;
  return x->channel != y->channel ? (x->channel > y->channel) - (x->channel < y->channel)
                                  : (x->frame > y->frame) - (x->frame < y->frame);
}

static int gap_by_place(const void* const a, const void* const b)
{
  const lq_gap *x = a, *y = b;
  return x->channel != y->channel ? (x->channel > y->channel) - (x->channel < y->channel)
                                  : (x->start > y->start) - (x->start < y->start);
}

lq_status lq_faults_finish(lq_faults* const f)
{
  for (unsigned n = 0; n < 2 && f->fill > PAST; ++n) {
    const size_t end  = f->fill < PAST + BLOCK ? f->fill : PAST + BLOCK;
    const size_t left = f->fill - end;
    for (unsigned c = 0; c < f->n_channels; ++c) {
      memset(f->lines[c].x + f->fill, 0, (ROOM - f->fill) * sizeof(float));
    }
    LQ_TRY(analyse(f, end));
    f->fill = PAST + left;
  }
  for (unsigned c = 0; c < f->n_channels; ++c) {
    if (f->lines[c].still) { // to the very end
      memset(f->lines[c].x + PAST, 0, f->edge * sizeof(float));
      f->at = f->n_frames;
      LQ_TRY(end_gap(f, c, PAST));
    }
  }
  if (f->n_clicks) {
    qsort(f->clicks, f->n_clicks, sizeof *f->clicks, by_place);
  }
  if (f->n_gaps) {
    qsort(f->gaps, f->n_gaps, sizeof *f->gaps, gap_by_place);
  }
  return LQ_OK;
}

const lq_click* lq_faults_clicks(const lq_faults* const f, size_t* const n)
{
  *n = f->n_clicks;
  return f->clicks;
}

const lq_gap* lq_faults_gaps(const lq_faults* const f, size_t* const n)
{
  *n = f->n_gaps;
  return f->gaps;
}
