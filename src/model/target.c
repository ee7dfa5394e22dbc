// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/target.h"

#include <string.h>

const char* const lq_upward_names[] = {
    [LQ_UPWARD_OFF] = "off", [LQ_UPWARD_ROOM] = "room", [LQ_UPWARD_LIMITED] = "limited", NULL};

const char* const lq_album_gain_names[] = {
    [LQ_ALBUM_TRACKS] = "tracks", [LQ_ALBUM_WHOLE] = "whole", [LQ_ALBUM_LOUDEST] = "loudest", NULL};

const char* const lq_dither_names[] = {
    [LQ_DITHER_OFF] = "off", [LQ_DITHER_TPDF] = "tpdf", [LQ_DITHER_SHAPED] = "shaped", NULL};

const lq_target* lq_target_find(const lq_targets* const targets, const char* const id)
{
  for (size_t i = 0; i < targets->n; ++i) {
    if (!strcmp(targets->targets[i].id, id)) {
      return &targets->targets[i];
    }
  }
  return NULL;
}
