// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/worker.h"

#include <string.h>

static LV2_Worker_Status push(lq_worker_queue* const q, const uint32_t size, const void* const data)
{
  const size_t aligned = ((size_t)size + 7) / 8 * 8 + 8; // data stays aligned for what lies in it
  if (aligned > LQ_WORKER_BYTES - q->used) {
    return LV2_WORKER_ERR_NO_SPACE;
  }
  memcpy(q->bytes + q->used, &size, sizeof size);
  if (size) {
    memcpy(q->bytes + q->used + 8, data, size);
  }
  q->used += aligned;
  return LV2_WORKER_SUCCESS;
}

// The size of the message at `at`, which moves on to the next one.
static uint32_t pop(const unsigned char* const bytes, size_t* const at, const void** const data)
{
  uint32_t size;
  memcpy(&size, bytes + *at, sizeof size);
  *data = bytes + *at + 8;
  *at += ((size_t)size + 7) / 8 * 8 + 8;
  return size;
}

static LV2_Worker_Status schedule(LV2_Worker_Schedule_Handle handle, const uint32_t size,
                                  const void* const data)
{
  return push(&((lq_worker*)handle)->requests, size, data);
}

static LV2_Worker_Status respond(LV2_Worker_Respond_Handle handle, const uint32_t size,
                                 const void* const data)
{
  return push(&((lq_worker*)handle)->answers, size, data);
}

void lq_worker_open(lq_worker* const w, unsigned char* const room)
{
  *w = (lq_worker){.schedule = {.handle = w, .schedule_work = schedule},
                   .requests = {.bytes = room},
                   .answers  = {.bytes = room + LQ_WORKER_BYTES},
                   .turn     = room + (size_t)2 * LQ_WORKER_BYTES};
}

// Both may ask for more work; what they ask for belongs to the next turn.
static void take_turn(lq_worker* const w)
{
  const size_t n    = w->requests.used;
  const void*  data = NULL;
  w->requests.used  = 0;
  memcpy(w->turn, w->requests.bytes, n);
  for (size_t at = 0; at < n;) {
    const uint32_t size = pop(w->turn, &at, &data);
    (void)w->interface->work(w->handle, respond, w, size, data);
  }
  for (size_t at = 0; at < w->answers.used && w->interface->work_response;) {
    const uint32_t size = pop(w->answers.bytes, &at, &data);
    (void)w->interface->work_response(w->handle, size, data);
  }
  w->answers.used = 0;
}

void lq_worker_settle(lq_worker* const w, const bool ran)
{
  enum { TURNS = 16 }; // a chain of work that never ends goes on behind the next block
  if (!w->interface || !w->interface->work) {
    w->requests.used = 0;
    return;
  }
  for (unsigned i = 0; i < TURNS && w->requests.used; ++i) {
    take_turn(w);
  }
  if (ran && w->interface->end_run) {
    w->interface->end_run(w->handle);
  }
}
