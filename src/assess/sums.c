// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/steps.h"
#include "base/maths.h"
#include "measure/sum.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
  lq_assessment* a;
  lq_summing     sum;
} summing;

static bool says_mix(const lq_assessed* const f)
{
  return lq_name_is_mix(f->name) || lq_name_is_master(f->name);
}

// Limiters are set to round figures.
static bool at_round_ceiling(const double peak_dbtp)
{
  static const double places[] = {0, -0.1, -0.2, -0.3, -0.5, -0.8, -1, -1.5, -2};
  for (size_t i = 0; i < sizeof places / sizeof *places; ++i) {
    if (fabs(peak_dbtp - places[i]) < 0.025) {
      return true;
    }
  }
  return false;
}

// Loud, and up at its ceiling again and again.
static bool is_master(const lq_assessed* const f)
{
  const lq_measurement* const m   = &f->sig.features.whole;
  const double                plr = lq_measurement_plr_lu(m);
  return m->integrated_lufs > -17.2 && m->sample_peak_dbfs > -3 && plr < 15.5 &&
         (plr < 12.5 || f->sig.top_share > 0.004 || at_round_ceiling(m->true_peak_dbtp) ||
          at_round_ceiling(m->sample_peak_dbfs));
}

static bool is_whole(const lq_assessed* const f)
{
  return f->kind == LQ_FILE_MIX || f->kind == LQ_FILE_MASTER;
}

// The files that `target` may be made of.
static void list_parts(summing* const s, const size_t target)
{
  s->sum.n_list = 0;
  for (size_t i = 0; i < s->a->n_files; ++i) {
    const lq_assessed* const f = &s->a->files[i];
    if (i != target && lq_assessed_plays(f) && f->kind != LQ_FILE_COPY && !is_whole(f) &&
        f->kind != LQ_FILE_BUS && fabs(lq_sum_likeness(&s->sum, target, i)) < 0.97) {
      s->sum.list[s->sum.n_list++] = i;
    }
  }
}

static lq_status say_sum(summing* const s, const size_t target, const size_t n_parts,
                         const bool bus)
{
  lq_assessed* const   f   = &s->a->files[target];
  const lq_set_finding odd = {.id       = bus ? "bus-among-tracks" : "mix-among-tracks",
                              .severity = LQ_SEVERITY_NOTE,
                              .files    = &target,
                              .n_files  = 1,
                              .value    = f->sum_error_db,
                              .unit     = "dB left over",
                              .advice = "When mixing, keep it out: everything in it would be heard "
                                        "twice."};
  return lq_assess_find(s->a, &odd,
                        "'%s' is the sum of %zu other files here (%.0f dB remain when "
                        "they are taken away).",
                        f->name, n_parts, f->sum_error_db);
}

static lq_status find_exact(summing* const s, const size_t i)
{
  lq_assessed* const f = &s->a->files[i];
  lq_sum             sum;
  list_parts(s, i);
  LQ_TRY(lq_sum_explain(&s->sum, i, 0, &sum));
  if (sum.error_db > LQ_SUM_EXACT_DB || sum.n_parts < 2) {
    return LQ_OK;
  }
  const bool bus  = 5 * sum.n_parts < 4 * s->sum.n_list && !says_mix(f);
  f->kind         = bus ? LQ_FILE_BUS : is_master(f) ? LQ_FILE_MASTER : LQ_FILE_MIX;
  f->same_song    = !bus;
  f->sum_error_db = sum.error_db;
  return say_sum(s, i, sum.n_parts, bus);
}

// Could this, by name or sound, be everything in one file?
static bool may_be_whole(const lq_assessed* const f)
{
  const lq_features* const g = &f->sig.features;
  return says_mix(f) || (!f->role_named && f->full_range && g->n_channels == 2 && !g->dual_mono &&
                         g->activity.share > 0.7);
}

static lq_status find_loose(summing* const s, const size_t i)
{
  lq_assessed* const f = &s->a->files[i];
  lq_sum             sum;
  list_parts(s, i);
  LQ_TRY(lq_sum_explain_shifted(&s->sum, i, LQ_SUM_SOME_NEGATIVE, &sum));
  const double least_db = says_mix(f) ? LQ_SUM_NAMED_DB : LQ_SUM_LOOSE_DB;
  const bool   fits     = s->sum.n_list > 1 && sum.error_db < least_db && sum.n_parts > 1;
  if (!fits && !says_mix(f) && s->sum.n_list > 2) {
    return LQ_OK; // one of many, and the others do not make it
  }
  f->offset_sec   = sum.offset_sec;
  f->kind         = is_master(f) ? LQ_FILE_MASTER : LQ_FILE_MIX;
  f->same_song    = fits;
  f->sum_error_db = fits ? sum.error_db : 0;
  if (!fits) {
    return LQ_OK;
  }
  const lq_set_finding odd = {.id       = "mix-among-tracks",
                              .severity = LQ_SEVERITY_NOTE,
                              .files    = &i,
                              .n_files  = 1,
                              .value    = sum.error_db,
                              .unit     = "dB left over",
                              .advice = "When mixing, keep it out; it is a good guide to what was "
                                        "meant."};
  LQ_TRY(lq_assess_find(s->a, &odd,
                        "'%s' is a mix of the tracks here (their sum explains %.0f %% "
                        "of it).",
                        f->name, 100 * (1 - lq_exp(sum.error_db * LQ_LN10 / 10))));
  if (f->offset_sec == 0) {
    return LQ_OK;
  }
  const lq_set_finding late = {.id       = "mix-offset",
                               .severity = LQ_SEVERITY_NOTE,
                               .files    = &i,
                               .n_files  = 1,
                               .value    = f->offset_sec,
                               .unit     = "s",
                               .advice   = "Move it by that much when comparing."};
  return lq_assess_find(s->a, &late, "'%s' runs %.3f s %s than the tracks.", f->name,
                        fabs(f->offset_sec), f->offset_sec > 0 ? "later" : "earlier");
}

// Versions of one mix: the same music, at the same place, in most of what is heard.
static void find_versions(const summing* const s)
{
  for (size_t i = 0; i < s->a->n_files; ++i) {
    for (size_t k = i + 1; k < s->a->n_files; ++k) {
      lq_assessed *const f = &s->a->files[i], *const g = &s->a->files[k];
      if (is_whole(f) && is_whole(g) && lq_sum_likeness(&s->sum, i, k) > 0.8) {
        f->same_song = true;
        g->same_song = true;
        // Of two versions, the much louder one was mastered.
        lq_assessed* const loud =
            f->sig.features.whole.integrated_lufs > g->sig.features.whole.integrated_lufs ? f : g;
        const double step_lu =
            fabs(f->sig.features.whole.integrated_lufs - g->sig.features.whole.integrated_lufs);
        if (step_lu > 4 && loud->sig.features.whole.sample_peak_dbfs > -3) {
          loud->kind = LQ_FILE_MASTER;
        }
      }
    }
  }
}

// Songs of an album: each fills the range, and no two are equally long.
static bool is_album(const lq_assessment* const a)
{
  size_t n = 0, n_whole = 0;
  for (size_t i = 0; i < a->n_files; ++i) {
    const lq_assessed* const f = &a->files[i];
    n += lq_assessed_plays(f);
    n_whole += lq_assessed_plays(f) && f->full_range && f->sig.features.n_channels == 2 &&
               f->sig.features.activity.share > 0.7;
    for (size_t k = 0; k < i; ++k) {
      if (fabs(f->sig.features.duration_sec - a->files[k].sig.features.duration_sec) < 0.5) {
        return false;
      }
    }
  }
  return n > 1 && 5 * n_whole >= 4 * n;
}

// A stereo file that fills the range and stands alone, or beside one or two others of its kind.
static void find_lonely(const summing* const s)
{
  const bool album = is_album(s->a);
  for (size_t i = 0; i < s->a->n_files; ++i) {
    lq_assessed* const f = &s->a->files[i];
    if (lq_assessed_is_part(f) && album) {
      f->kind = is_master(f) ? LQ_FILE_MASTER : LQ_FILE_MIX;
    }
  }
}

static lq_status run(summing* const s)
{
  find_lonely(s);
  for (unsigned pass = 0; pass < 2; ++pass) {
    for (size_t i = 0; i < s->a->n_files; ++i) {
      const lq_assessed* const f = &s->a->files[i];
      if (lq_assessed_is_part(f)) {
        LQ_TRY(pass ? may_be_whole(f) ? find_loose(s, i) : LQ_OK : find_exact(s, i));
      }
    }
  }
  find_versions(s);
  return LQ_OK;
}

lq_status lq_assess_sums(lq_assessment* const a, const double* const gram,
                         const lq_signal* const signals)
{
  summing         s  = {.a   = a,
                        .sum = {.gram    = gram,
                                .signals = signals,
                                .n       = a->n_files,
                                .gains   = calloc(a->n_files, sizeof *s.sum.gains),
                                .list    = calloc(a->n_files, sizeof *s.sum.list)}};
  const lq_status st = s.sum.gains && s.sum.list ? run(&s) : LQ_ERR_MEMORY;
  free(s.sum.gains);
  free(s.sum.list);
  return st;
}
