// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options.h"

#include "base/pool.h"
#include "dsp/simd.h"
#include "session/targets.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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

lq_render_options lq_cli_shown(lq_render_options options, lq_progress* const progress)
{
  options.progress = lq_progress_step;
  options.user     = progress;
  return options;
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

// Where a person keeps destinations; after the XDG Base Directory Specification a name that does
// not start at the root does not count. NULL where there is no home.
static char* own_targets(lq_pool* const pool)
{
  const char* const config = getenv("XDG_CONFIG_HOME");
  const char* const home   = getenv("HOME");
  return config && *config == '/' ? lq_pool_format(pool, "%s/lacquer/targets.yaml", config)
         : home && *home == '/'   ? lq_pool_format(pool, "%s/.config/lacquer/targets.yaml", home)
                                  : NULL;
}

lq_status lq_cli_targets(const lq_args* const args, lq_pool* const pool, lq_targets* const targets,
                         lq_error* const error)
{
  LQ_TRY(lq_targets_load(targets, pool, error));
  unsigned         i = LQ_ARG_OWN;
  const lq_option* o = lq_args_option(args->command, i);
  while (o && strcmp(o->name, "targets") != 0) {
    o = lq_args_option(args->command, ++i);
  }
  if (!o) {
    return LQ_OK;
  }
  const char* const own = own_targets(pool);
  struct stat       is;
  if (own && (!lstat(own, &is) || (errno != ENOENT && errno != ENOTDIR))) {
    LQ_TRY(lq_targets_add(targets, pool, own, error));
  }
  return args->values[i] ? lq_targets_add(targets, pool, args->values[i], error) : LQ_OK;
}
