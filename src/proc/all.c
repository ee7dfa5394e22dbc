// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/all.h"

#include <string.h>

// The order of the manual.
// clang-format off
static const lq_proc* const all[] = {
    &lq_trim,
    &lq_polarity,
    &lq_delay,
    &lq_declick,
    &lq_hpf,
    &lq_lpf,
    &lq_eq,
    &lq_dyneq,
    &lq_gate,
    &lq_compressor,
    &lq_saturate,
    &lq_deesser,
    &lq_ducker,
    &lq_transient,
    &lq_multiband,
    &lq_clipper,
    &lq_limiter,
    &lq_reverb,
    &lq_echo,
    &lq_width,
    &lq_elliptical,
    &lq_chorus,
    &lq_pan,
    &lq_fader,
    &lq_mute,
    &lq_send_level,
    &lq_dither,
    NULL,
};
// clang-format on

const lq_proc* const* lq_proc_all(void)
{
  return all;
}

const lq_proc* lq_proc_find(const char* const symbol)
{
  for (const lq_proc* const* p = all; *p; ++p) {
    if (!strcmp((*p)->symbol, symbol)) {
      return *p;
    }
  }
  return NULL;
}

void lq_proc_defaults(const lq_proc* const proc, const unsigned n_bands, float* const values)
{
  for (size_t i = 0; i < lq_proc_n_values(proc, n_bands); ++i) {
    values[i] = lq_proc_row(proc, i)->def;
  }
}
