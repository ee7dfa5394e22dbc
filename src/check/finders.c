// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "check/finder.h"

#include "base/pool.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

// clang-format off
static const lq_finder* const all[] = {
    &lq_find_format,
    &lq_find_level,
    &lq_find_peaks,
    &lq_find_stereo,
    &lq_find_channels,
    &lq_find_phase,
    &lq_find_faults,
    &lq_find_ends,
    &lq_find_silence,
    &lq_find_hum,
    &lq_find_noise,
    &lq_find_metronome,
    &lq_find_tone,
    &lq_find_sibilance,
    &lq_find_voice,
    &lq_find_fold,
    &lq_find_stems,
    NULL,
};
// clang-format on

const lq_finder* const* lq_finders(void)
{
  return all;
}

lq_status lq_finds_add(lq_finds* const finds, const lq_finding* const finding)
{
  lq_finding* const grown = lq_pool_grow(finds->pool, finds->list, finds->n, sizeof *grown);
  if (!grown || !finding->message) {
    return LQ_ERR_MEMORY;
  }
  grown[finds->n++] = *finding;
  finds->list       = grown;
  return LQ_OK;
}

lq_status lq_finds_say(lq_finds* const finds, const lq_finding* const finding,
                       const char* const format, ...)
{
  char    text[1024];
  va_list list;
  va_start(list, format);
  (void)vsnprintf(text, sizeof text, format, list);
  va_end(list);
  lq_finding said = *finding;
  said.message    = lq_pool_copy(finds->pool, text);
  return lq_finds_add(finds, &said);
}

const char* lq_finds_time(const lq_finds* const finds, const double sec)
{
  const double shown = floor(fmax(0.0, sec) * 100 + 0.5) / 100, minutes = floor(shown / 60);
  const char*  text = lq_pool_format(finds->pool, "%.0f:%05.2f", minutes, shown - 60 * minutes);
  return text ? text : "";
}
