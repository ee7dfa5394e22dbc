// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// URIs as numbers, as plug-ins want them: the same URI has the same number as long as this lives.
#ifndef LQ_PLUGIN_URIDS_H
#define LQ_PLUGIN_URIDS_H

#include "lacquer/status.h"

#include <lv2/urid/urid.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
  pthread_mutex_t lock; // plug-ins map from whatever thread they run on
  char**          uris; // [n]; number k + 1 is uris[k]
  size_t          n, room;
  bool            failed; ///< there was no memory for one, and 0 was the answer
  LV2_URID_Map    map;
  LV2_URID_Unmap  unmap;
} lq_urids;

LQ_NODISCARD lq_status lq_urids_open(lq_urids* urids);
void                   lq_urids_close(lq_urids* urids);

/// 0 without memory
LV2_URID lq_urids_map(lq_urids* urids, const char* uri);

#endif
