// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/stamp.h"

#include <math.h>

static double stamp_sec(const lq_audio_info* const info)
{
  return (double)info->time_reference_frames / info->rate_hz;
}

bool lq_stamp_starts(const lq_audio_info* const infos, const size_t n, double* const start_sec)
{
  double first_sec = (double)INFINITY, last_sec = -(double)INFINITY, longest_sec = 0;
  for (size_t i = 0; i < n; ++i) {
    if (!infos[i].stamped) {
      return false;
    }
    first_sec   = fmin(first_sec, stamp_sec(&infos[i]));
    last_sec    = fmax(last_sec, stamp_sec(&infos[i]));
    longest_sec = fmax(longest_sec, (double)infos[i].n_frames / infos[i].rate_hz);
  }
  if (!(last_sec > first_sec) || last_sec - first_sec >= longest_sec) {
    return false;
  }
  for (size_t i = 0; i < n; ++i) {
    start_sec[i] = stamp_sec(&infos[i]) - first_sec;
  }
  return true;
}
