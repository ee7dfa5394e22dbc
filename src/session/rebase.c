// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/plan.h"

#include "base/path.h"
#include "session/plugin_device.h"

static lq_status rebase_strip(const lq_session* const session, lq_strip* const strip,
                              const char* const folder)
{
  for (size_t i = 0; i < strip->chain.n; ++i) {
    LQ_TRY(lq_plugin_device_rebase(session->pool, &strip->chain.devices[i], folder));
  }
  if (!strip->n_clips) {
    return LQ_OK;
  }
  lq_clip* const clips = LQ_POOL_TAKE(session->pool, lq_clip, strip->n_clips);
  if (!clips) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < strip->n_clips; ++i) {
    clips[i]      = strip->clips[i];
    clips[i].file = *clips[i].file == '/' ? clips[i].file
                                          : lq_path_relative(session->pool, folder, clips[i].path);
    if (!clips[i].file) {
      return LQ_ERR_MEMORY;
    }
  }
  strip->clips = clips;
  return LQ_OK;
}

lq_status lq_session_rebase(lq_session* const session, const char* const folder)
{
  for (size_t i = 0; i < session->n_strips; ++i) {
    LQ_TRY(rebase_strip(session, &session->strips[i], folder));
  }
  const char* const copy = lq_pool_copy(session->pool, folder);
  if (!copy) {
    return LQ_ERR_MEMORY;
  }
  session->folder = copy;
  return LQ_OK;
}
