// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sink.h"

static lq_status to_file(void* const user, const float* const* const x, const size_t n_frames,
                         lq_error* const error)
{
  return lq_audio_out_write(user, x, n_frames, error);
}

static lq_status to_meter(void* const user, const float* const* const x, const size_t n_frames,
                          lq_error* const error)
{
  (void)error;
  return lq_meter_process(user, x, n_frames);
}

static lq_status to_nowhere(void* const user, const float* const* const x, const size_t n_frames,
                            lq_error* const error)
{
  (void)user;
  (void)x;
  (void)n_frames;
  (void)error;
  return LQ_OK;
}

lq_sink lq_sink_file(lq_audio_out* const out)
{
  return (lq_sink){.write = to_file, .user = out};
}

lq_sink lq_sink_meter(lq_meter* const meter)
{
  return (lq_sink){.write = to_meter, .user = meter};
}

lq_sink lq_sink_none(void)
{
  return (lq_sink){.write = to_nowhere};
}
