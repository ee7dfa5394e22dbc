// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/version_set.h"

#include "base/path.h"
#include "deliver/part_file.h"
#include "deliver/stem_null.h"
#include "measure/file.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_SEED = 5000 }; // the mix has 0, stems count from 1: no dither like another one

struct lq_version_set {
  lq_version_plan plan;
  lq_apart        apart;
  const char*     paths[LQ_VERSION_N];
  char            unnamed[LQ_VERSION_N][PATH_MAX]; // where they are read back
  lq_part_file    files[LQ_VERSION_N];
};

char* lq_version_path(lq_pool* const pool, const char* const mix, const lq_version version)
{
  const char* const folder = lq_path_folder(pool, mix);
  const char* const stem   = lq_path_stem(pool, mix);
  const char* const name =
      stem ? lq_pool_format(pool, "%s_%s.wav", stem, lq_version_name(version)) : NULL;
  return folder && name
             ? (strchr(mix, '/') ? lq_path_join(pool, folder, name) : lq_pool_copy(pool, name))
             : NULL;
}

void lq_version_set_abandon(lq_version_set* const set)
{
  for (size_t i = 0; set && i < LQ_VERSION_N; ++i) {
    lq_part_file_abandon(&set->files[i]);
  }
  free(set);
}

const lq_session* lq_version_set_session(const lq_version_set* const set)
{
  return &set->apart.session;
}

static lq_status hear(void* const user, const lq_strip* const strip, const lq_tap_point point,
                      const float* const* const x, const unsigned n_channels, const size_t n_frames,
                      lq_error* const error)
{
  lq_version_set* const set = user;
  const int             i   = set->apart.part[strip - set->apart.session.strips];
  (void)n_channels; // a post tap has two
  return i == LQ_NO_PART || point != LQ_TAP_POST
             ? LQ_OK
             : lq_part_file_write(&set->files[i], x, n_frames, error);
}

lq_tap lq_version_set_tap(lq_version_set* const set)
{
  return (lq_tap){.hear = hear, .user = set};
}

static lq_status open_all(lq_version_set* const set, lq_pool* const pool,
                          const lq_version_spec* const spec, const double rate_hz,
                          lq_error* const error)
{
  for (size_t i = 0; i < set->plan.n; ++i) {
    const lq_version        v   = set->plan.version[i];
    const lq_audio_out_spec out = {.rate_hz     = rate_hz,
                                   .n_channels  = 2,
                                   .bits        = spec->bits,
                                   .dither      = LQ_DITHER_TPDF,
                                   .seed        = FIRST_SEED + v,
                                   .force       = spec->force,
                                   .stamped     = true,
                                   .description = lq_version_name(v)};
    set->paths[i]               = lq_version_path(pool, spec->mix, v);
    LQ_TRY(set->paths[i] ? lq_part_file_open(&set->files[i], set->paths[i], &out, error)
                         : LQ_ERR_MEMORY);
  }
  return LQ_OK;
}

lq_status lq_version_set_new(lq_version_set** const set, lq_pool* const pool,
                             const lq_session* const session, const lq_version_spec* const spec,
                             lq_error* const error)
{
  double                rate_hz  = 0;
  uint64_t              n_frames = 0;
  lq_version_set* const s        = calloc(1, sizeof *s);
  if (!s) {
    return LQ_ERR_MEMORY;
  }
  lq_status st = lq_version_plan_new(&s->plan, pool, session, spec->versions, error);
  st           = st ? st : lq_session_measure(session, &rate_hz, &n_frames, error);
  st = st ? st : lq_apart_new(&s->apart, pool, session, s->plan.parts, s->plan.n_parts, true);
  st = st ? st : open_all(s, pool, spec, rate_hz, error);
  if (st) {
    lq_version_set_abandon(s);
    return st;
  }
  *set = s;
  return LQ_OK;
}

static lq_status read_back(lq_version_set* const set, const size_t i, lq_pool* const pool,
                           const lq_render_result* const result, lq_version_file* const file,
                           lq_error* const error)
{
  lq_part_file* const f    = &set->files[i];
  const char* const   name = lq_version_name(set->plan.version[i]);
  char                what[64];
  (void)snprintf(what, sizeof what, "the %s version", name);
  *file = (lq_version_file){.version = name, .file = lq_path_name(pool, set->paths[i])};
  LQ_TRY(file->file ? LQ_OK : LQ_ERR_MEMORY);
  LQ_TRY(lq_part_file_end(f, set->paths[i], what, result, error));
  LQ_TRY(lq_audio_out_finish(f->out, error));
  LQ_TRY(lq_audio_out_unnamed(f->out, set->unnamed[i], sizeof set->unnamed[i], error));
  return lq_measure_file(set->unnamed[i], &file->m, NULL, error);
}

static lq_status sum_up(const lq_version_set* const set, const char* const mix,
                        const lq_render_options* const options, lq_version_facts* const facts,
                        lq_error* const error)
{
  // Versions stand in their order: if both are there, they are the first two.
  facts->summed = set->plan.n > 1 && set->plan.version[0] == LQ_VERSION_INSTRUMENTAL &&
                  set->plan.version[1] == LQ_VERSION_A_CAPPELLA;
  if (!facts->summed) {
    return LQ_OK;
  }
  const char* const both[] = {set->unnamed[0], set->unnamed[1]};
  lq_stem_null      null   = {0};
  LQ_TRY(lq_stem_null_measure(&null, mix, both, 2, NULL, options, error));
  facts->null_peak_dbfs = null.peak_dbfs;
  facts->null_rms_dbfs  = null.rms_dbfs;
  return LQ_OK;
}

lq_status lq_version_set_finish(lq_version_set* const set, lq_pool* const pool,
                                const char* const mix, const lq_render_result* const result,
                                const lq_render_options* const options,
                                lq_version_facts* const facts, lq_error* const error)
{
  lq_version_file* const files = LQ_POOL_TAKE(pool, lq_version_file, set->plan.n);
  *facts                       = (lq_version_facts){.files    = files,
                                                    .n        = set->plan.n,
                                                    .bits     = set->files[0].bits,
                                                    .n_voices = set->plan.n_voices,
                                                    .n_leads  = set->plan.n_leads};
  LQ_TRY(files ? LQ_OK : LQ_ERR_MEMORY);
  for (size_t i = 0; i < set->plan.n; ++i) {
    LQ_TRY(read_back(set, i, pool, result, &files[i], error));
  }
  return sum_up(set, mix, options, facts, error);
}

lq_status lq_version_set_commit(lq_version_set* const set, lq_error* const error)
{
  lq_status st = LQ_OK;
  for (size_t i = 0; i < set->plan.n && !st; ++i) {
    st = lq_part_file_commit(&set->files[i], error);
  }
  lq_version_set_abandon(set);
  return st;
}
