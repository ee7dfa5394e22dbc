// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options.h"

#include "dsp/simd.h"

#include <string.h>

lq_status lq_cli_render_options(const lq_args* const args, lq_render_options* const options,
                                lq_error* const error)
{
  *options = (lq_render_options){.n_jobs = args->n_jobs, .block_frames = args->block_frames};
  const char* const level = args->values[LQ_ARG_CPU];
  if (level) {
    options->simd = lq_simd_find(level);
    if (!options->simd) {
      return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                     "--cpu is '%s'; expected base, avx2 or avx512, and one that this machine has.",
                     level);
    }
  }
  return LQ_OK;
}

lq_status lq_cli_bits(const char* const text, unsigned* const bits, lq_error* const error)
{
  if (!text) {
    return LQ_OK;
  }
  const unsigned found = !strcmp(text, "16") ? 16 : !strcmp(text, "24") ? 24 : 0;
  *bits                = found ? found : 32;
  if (!found && strcmp(text, "32f") && strcmp(text, "32")) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0}, "--bits is '%s'; expected 16, 24 or 32f.",
                   text);
  }
  return LQ_OK;
}

lq_status lq_cli_tempo(const char* const text, double* const tempo_bpm, lq_error* const error)
{
  static const lq_param row = {.symbol = "tempo", .unit = LQ_UNIT_BPM, .min = 20, .max = 400};
  float                 value;
  if (!text) {
    return LQ_OK;
  }
  if (lq_param_parse(&row, text, &value)) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0}, "--tempo is '%s'; expected %s.", text,
                   lq_param_range(&row).text);
  }
  *tempo_bpm = (double)value;
  return LQ_OK;
}
