// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Work that a plug-in hands to another thread in a live host. Here it is done at once behind the
/// block that asked for it, and its answer is there before the next one: the same in every render.
#ifndef LQ_PLUGIN_WORKER_H
#define LQ_PLUGIN_WORKER_H

#include <lv2/worker/worker.h>
#include <stdbool.h>
#include <stddef.h>

enum { LQ_WORKER_BYTES = 16384 }; ///< of requests, and of answers, between two blocks

typedef struct {
  unsigned char* bytes; // [LQ_WORKER_BYTES] of messages, each a size and its data
  size_t         used;
} lq_worker_queue;

typedef struct {
  LV2_Worker_Schedule         schedule; ///< what the plug-in is given
  const LV2_Worker_Interface* interface;
  LV2_Handle                  handle; ///< of the plug-in
  lq_worker_queue             requests, answers;
  unsigned char*              turn; // [LQ_WORKER_BYTES] the requests that are done now
} lq_worker;

/// @param room  [3][LQ_WORKER_BYTES]
void lq_worker_open(lq_worker* worker, unsigned char* room);

/// Behind run: do what was asked for.
/// @param ran  a block has just run, and is told that its answers are complete
void lq_worker_settle(lq_worker* worker, bool ran);

#endif
