// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/stemset.h"

#include "base/folder.h"
#include "base/maths.h"
#include "base/path.h"
#include "base/reason.h"
#include "base/thread.h"
#include "deliver/part_file.h"
#include "deliver/stem_list.h"
#include "deliver/stem_null.h"
#include "deliver/stem_plan.h"
#include "measure/file.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Below this a sum is the mix for everyone: the rule for sending stems.
#define NULL_DBFS (-100.0)

// One file, written by the thread that runs its strip.
typedef struct {
  lq_part_file   file; // opened with the first frame
  const char*    path; // while it has no number
  lq_measurement m;
  lq_status      status;
  lq_error       error;
} stem;

struct lq_stemset {
  lq_pool*          pool;
  const lq_session* session;
  lq_stemset_spec   spec;
  double            rate_hz;
  lq_stem_plan      plan;
  lq_apart          apart; // what is rendered, and which strip is which stem
  stem*             stems; // [n_stems] one for each part, and room for the difference
  size_t            n_stems;
  lq_folder*        folder;
};

void lq_stemset_abandon(lq_stemset* const set)
{
  if (set) {
    for (size_t i = 0; set->stems && i < set->n_stems; ++i) {
      lq_part_file_abandon(&set->stems[i].file);
    }
    lq_folder_abandon(set->folder);
    free(set);
  }
}

const lq_session* lq_stemset_session(const lq_stemset* const set)
{
  return &set->apart.session;
}

static lq_status open_out(const lq_stemset* const set, const size_t i, const unsigned n_channels,
                          lq_error* const error)
{
  const lq_audio_out_spec spec = {.rate_hz     = set->rate_hz,
                                  .n_channels  = n_channels,
                                  .bits        = set->spec.bits,
                                  .dither      = LQ_DITHER_TPDF,
                                  .seed        = i + 1, // the mix has 0: no dither like another one
                                  .stamped     = true,
                                  .description = set->plan.stems[i].strip};
  return lq_part_file_open(&set->stems[i].file, set->stems[i].path, &spec, error);
}

static lq_status hear(void* const user, const lq_strip* const strip, const lq_tap_point point,
                      const float* const* const x, const unsigned n_channels, const size_t n_frames,
                      lq_error* const error)
{
  const lq_stemset* const set = user;
  const int               i   = set->apart.part[strip - set->apart.session.strips];
  if (i == LQ_NO_PART || point != (set->spec.dry ? LQ_TAP_PRE : LQ_TAP_POST)) {
    return LQ_OK;
  }
  stem* const s = &set->stems[i];
  LQ_TRY(s->file.out ? LQ_OK : open_out(set, (size_t)i, n_channels, error));
  return lq_part_file_write(&s->file, x, n_frames, error);
}

lq_tap lq_stemset_tap(lq_stemset* const set)
{
  return (lq_tap){.hear = hear, .user = set};
}

static bool muted_by_vca(const lq_session* const session, const lq_strip* const strip)
{
  bool muted = false;
  for (size_t i = 0; i < strip->n_vcas; ++i) {
    muted = muted || lq_session_find_vca(session, strip->vcas[i])->mute;
  }
  return muted;
}

// The same tracks with nothing on them: their clips and who is heard are all that is left.
static lq_status strip_bare(lq_stemset* const set)
{
  lq_session* const bare = &set->apart.session;
  *bare                  = *set->session;
  bare->strips           = LQ_POOL_TAKE(set->pool, lq_strip, bare->n_strips);
  set->apart.part        = LQ_POOL_TAKE(set->pool, int, bare->n_strips);
  if (!bare->strips || !set->apart.part) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0, n = 0; i < bare->n_strips; ++i) {
    const lq_strip* const from = &set->session->strips[i];
    lq_strip* const       to   = &bare->strips[i];
    *to                        = *from;
    to->chain                  = (lq_chain){0};
    to->n_sends                = 0;
    to->n_vcas                 = 0;
    to->mute                   = from->mute || muted_by_vca(set->session, from);
    for (unsigned c = 0; c < LQ_CONTROL_N; ++c) {
      LQ_TRY(lq_device_init(&to->controls[c], set->pool, from->controls[c].proc, 0));
    }
    LQ_TRY(lq_device_init(&to->muting, set->pool, from->muting.proc, 0));
    set->apart.part[i] = from->kind == LQ_STRIP_TRACK ? (int)n++ : LQ_NO_PART;
  }
  return LQ_OK;
}

static lq_status plan_all(lq_stemset* const set, lq_error* const error)
{
  uint64_t n_frames;
  LQ_TRY(lq_session_measure(set->session, &set->rate_hz, &n_frames, error));
  if (set->spec.dry) {
    LQ_TRY(lq_stem_plan_tracks(&set->plan, set->pool, set->session));
    LQ_TRY(strip_bare(set));
  } else {
    LQ_TRY(lq_stem_plan_new(&set->plan, set->pool, set->session, set->spec.by_track));
    LQ_TRY(lq_apart_new(&set->apart, set->pool, set->session, set->plan.parts, set->plan.n, false));
  }
  set->n_stems = set->plan.n + 1;
  set->stems   = LQ_POOL_TAKE(set->pool, stem, set->n_stems);
  for (size_t i = 0; set->stems && i < set->n_stems; ++i) {
    set->stems[i].path = lq_pool_format(set->pool, "%s/%zu.wav", lq_folder_path(set->folder), i);
    LQ_TRY(set->stems[i].path ? LQ_OK : LQ_ERR_MEMORY);
  }
  return set->stems ? LQ_OK : LQ_ERR_MEMORY;
}

lq_status lq_stemset_may(const lq_stemset_spec* const spec, lq_error* const error)
{
  return lq_folder_may(spec->folder, spec->force, (lq_ours){.is = lq_stem_is_ours}, error);
}

lq_status lq_stemset_new(lq_stemset** const set, lq_pool* const pool,
                         const lq_session* const session, const lq_stemset_spec* const spec,
                         lq_error* const error)
{
  lq_stemset* const s = calloc(1, sizeof *s);
  if (!s) {
    return LQ_ERR_MEMORY;
  }
  *s           = (lq_stemset){.pool = pool, .session = session, .spec = *spec};
  s->spec.bits = spec->bits < 24 ? 24 : spec->bits;
  lq_status st = lq_folder_open(&s->folder, spec->folder, spec->force,
                                (lq_ours){.is = lq_stem_is_ours}, error);
  st           = st ? st : plan_all(s, error);
  if (st) {
    lq_stemset_abandon(s);
    return st;
  }
  *set = s;
  return LQ_OK;
}

static lq_status close_out(const lq_stemset* const set, const size_t i,
                           const lq_render_result* const result, lq_error* const error)
{
  stem* const       s    = &set->stems[i];
  const char* const what = lq_pool_format(set->pool, "the stem '%s'", set->plan.stems[i].strip);
  LQ_TRY(what ? lq_part_file_end(&s->file, set->spec.folder, what, result, error) : LQ_ERR_MEMORY);
  return lq_part_file_commit(&s->file, error);
}

// Files that hold nothing but dither are of no use to anyone.
static bool silent(const stem* const s)
{
  return lq_part_file_is_silent(&s->file);
}

static lq_status close_all(const lq_stemset* const set, const lq_render_result* const result,
                           lq_error* const error)
{
  for (size_t i = 0; i < set->plan.n; ++i) {
    if (!silent(&set->stems[i])) {
      LQ_TRY(close_out(set, i, result, error));
    }
  }
  return LQ_OK;
}

static lq_status sum_up(const lq_stemset* const set, const char* const mix,
                        lq_audio_out* const difference, const lq_render_options* const options,
                        lq_stem_null* const null, lq_error* const error)
{
  const char** const paths = calloc(set->plan.n + 1, sizeof *paths);
  size_t             n     = 0;
  for (size_t i = 0; paths && i < set->plan.n; ++i) {
    if (!silent(&set->stems[i])) {
      paths[n++] = set->stems[i].path;
    }
  }
  const lq_status st =
      paths ? lq_stem_null_measure(null, mix, paths, n, difference, options, error) : LQ_ERR_MEMORY;
  free(paths);
  return st;
}

// What the mix's own last step may differ by, which is not for the stems to make up for: TPDF
// dither and rounding are 1.5 LSB at most.
static double allowed_dbfs(const unsigned mix_bits)
{
  const double rule = lq_db_to_lin(NULL_DBFS);
  return lq_lin_to_db(mix_bits < 24 ? rule + 1.5 / (double)(1U << (mix_bits - 1)) : rule);
}

// When the parts alone do not add up, what is missing is one more stem.
static lq_status null_against(lq_stemset* const set, const char* const mix, const unsigned mix_bits,
                              const lq_render_result* const  result,
                              const lq_render_options* const options, lq_stemset_facts* const facts,
                              lq_error* const error)
{
  const size_t k    = set->plan.n;
  lq_stem_null null = {0};
  stem* const  rest = &set->stems[k];
  set->plan.stems[k] =
      (lq_stem_facts){.strip = "Difference", .what = "difference", .role = "", .group = "Mix"};
  LQ_TRY(open_out(set, k, 2, error));
  LQ_TRY(sum_up(set, mix, rest->file.out, options, &null, error));
  facts->alone_dbfs = null.peak_dbfs;
  if (null.peak_dbfs > allowed_dbfs(mix_bits)) {
    rest->file.peak_lin = (float)lq_db_to_lin(null.peak_dbfs);
    LQ_TRY(close_out(set, k, result, error));
    ++set->plan.n;
    LQ_TRY(sum_up(set, mix, NULL, options, &null, error));
  } else {
    lq_part_file_abandon(&rest->file);
  }
  facts->null_peak_dbfs = null.peak_dbfs;
  facts->null_rms_dbfs  = null.rms_dbfs;
  return LQ_OK;
}

static void measure_one(void* const user, const size_t i)
{
  stem* const s = &((lq_stemset*)user)->stems[i];
  if (!silent(s)) {
    s->status = lq_measure_file(s->path, &s->m, NULL, &s->error);
  }
}

static lq_status measure_all(lq_stemset* const set, const unsigned n_jobs, lq_error* const error)
{
  lq_crew* crew = NULL;
  LQ_TRY(lq_crew_new(&crew, n_jobs));
  lq_crew_run(crew, set->plan.n, measure_one, set);
  lq_crew_free(crew);
  for (size_t i = 0; i < set->plan.n; ++i) {
    if (set->stems[i].status) {
      if (error) {
        *error = set->stems[i].error;
      }
      return set->stems[i].status;
    }
  }
  return LQ_OK;
}

static lq_status name_all(const lq_stemset* const set, lq_error* const error)
{
  size_t n = 0, number = 0;
  for (size_t i = 0; i < set->plan.n; ++i) {
    n += !silent(&set->stems[i]);
  }
  for (size_t i = 0; i < set->plan.n; ++i) {
    lq_stem_facts* const f = &set->plan.stems[i];
    if (silent(&set->stems[i])) {
      continue;
    }
    f->file = lq_stem_file_name(set->pool, f, ++number, n, set->spec.dry);
    f->m    = set->stems[i].m;
    const char* const to =
        f->file ? lq_path_join(set->pool, lq_folder_path(set->folder), f->file) : NULL;
    if (!to) {
      return LQ_ERR_MEMORY;
    }
    if (rename(set->stems[i].path, to)) {
      return lq_fail_file(error, LQ_ERR_WRITE, set->spec.folder, "'%s' cannot be written: %s.",
                          f->file, lq_reason(errno));
    }
  }
  return LQ_OK;
}

static lq_status finish(lq_stemset* const set, const char* const mix,
                        const lq_render_result* const  result,
                        const lq_render_options* const options, lq_stemset_facts* const facts,
                        lq_error* const error)
{
  lq_audio_info  info;
  lq_measurement of_mix;
  *facts = (lq_stemset_facts){.folder                = set->spec.folder,
                              .by_track              = set->spec.by_track || set->spec.dry,
                              .dry                   = set->spec.dry,
                              .bits                  = set->spec.bits,
                              .rate_hz               = set->rate_hz,
                              .n_frames              = result->n_frames,
                              .time_reference_frames = result->time_reference_frames,
                              .stems                 = set->plan.stems};
  LQ_TRY(close_all(set, result, error));
  if (!set->spec.dry) {
    LQ_TRY(lq_measure_file(mix, &of_mix, &info, error));
    LQ_TRY(null_against(set, mix, info.bits, result, options, facts, error));
  }
  LQ_TRY(measure_all(set, options->n_jobs, error));
  LQ_TRY(name_all(set, error));
  facts->n = set->plan.n;
  return lq_stem_list_write(facts, set->session->title, mix, lq_folder_path(set->folder), error);
}

lq_status lq_stemset_finish(lq_stemset* const set, const char* const mix,
                            const lq_render_result* const  result,
                            const lq_render_options* const options, lq_stemset_facts* const facts,
                            lq_error* const error)
{
  lq_status st = finish(set, mix, result, options, facts, error);
  if (!st) {
    lq_folder* const folder = set->folder;
    set->folder             = NULL;
    st                      = lq_folder_commit(folder, error);
  }
  lq_stemset_abandon(set);
  return st;
}
