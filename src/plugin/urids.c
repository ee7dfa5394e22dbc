// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/urids.h"

#include <stdlib.h>
#include <string.h>

static LV2_URID find_or_add(lq_urids* const u, const char* const uri)
{
  for (size_t i = 0; i < u->n; ++i) {
    if (!strcmp(u->uris[i], uri)) {
      return (LV2_URID)i + 1;
    }
  }
  if (u->n == u->room) {
    const size_t room  = u->room ? 2 * u->room : 64;
    char** const grown = realloc(u->uris, room * sizeof *grown);
    if (!grown) {
      return 0;
    }
    u->uris = grown;
    u->room = room;
  }
  char* const copy = strdup(uri);
  if (!copy) {
    return 0;
  }
  u->uris[u->n++] = copy;
  return (LV2_URID)u->n;
}

LV2_URID lq_urids_map(lq_urids* const u, const char* const uri)
{
  (void)pthread_mutex_lock(&u->lock);
  const LV2_URID urid = find_or_add(u, uri);
  u->failed |= !urid;
  (void)pthread_mutex_unlock(&u->lock);
  return urid;
}

static LV2_URID map(LV2_URID_Map_Handle handle, const char* const uri)
{
  return lq_urids_map(handle, uri);
}

static const char* unmap(LV2_URID_Unmap_Handle handle, const LV2_URID urid)
{
  lq_urids* const u = handle;
  (void)pthread_mutex_lock(&u->lock);
  const char* const uri = urid && urid <= u->n ? u->uris[urid - 1] : NULL;
  (void)pthread_mutex_unlock(&u->lock);
  return uri;
}

lq_status lq_urids_open(lq_urids* const u)
{
  *u = (lq_urids){.map = {.handle = u, .map = map}, .unmap = {.handle = u, .unmap = unmap}};
  return pthread_mutex_init(&u->lock, NULL) ? LQ_ERR_MEMORY : LQ_OK;
}

void lq_urids_close(lq_urids* const u)
{
  for (size_t i = 0; i < u->n; ++i) {
    free(u->uris[i]);
  }
  free(u->uris);
  (void)pthread_mutex_destroy(&u->lock);
}
