// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/steps.h"
#include "base/maths.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// A file is the sum of others when, taken apart by least squares, less than a thousandth of it
// remains and every part is there right way up. Processed mixes leave more; their names, or a sound
// that no single track has, must speak for them too.
#define EXACT_DB      -30.0
#define LOOSE_DB      -3.0
#define NAMED_DB      -1.0
#define SOME_NEGATIVE 0.34

static const char* const mix_words[]    = {"mix",       "mixdown", "roughmix",     "rough",
                                           "bounce",    "print",   "premaster",    "ref",
                                           "reference", "demo",    "instrumental", NULL};
static const char* const master_words[] = {"master", "mastered", "final", NULL};

typedef struct {
  lq_assessment* a;
  const double*  gram;
  double*        gains; ///< [n_files]
  size_t*        list;  ///< [n_files]
  size_t         n_list;
} summing;

static bool says_mix(const lq_assessed* const f)
{
  return lq_name_says(f->name, mix_words) || lq_name_says(f->name, master_words);
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

static double energy(const summing* const s, const size_t i)
{
  return s->gram[i * s->a->n_files + i];
}

static double likeness(const summing* const s, const size_t i, const size_t k)
{
  const double e = sqrt(energy(s, i) * energy(s, k));
  return e > 0 ? s->gram[i * s->a->n_files + k] / e : 0.0;
}

static bool is_whole(const lq_assessed* const f)
{
  return f->kind == LQ_FILE_MIX || f->kind == LQ_FILE_MASTER;
}

// The files that `target` may be made of.
static void list_parts(summing* const s, const size_t target)
{
  s->n_list = 0;
  for (size_t i = 0; i < s->a->n_files; ++i) {
    const lq_assessed* const f = &s->a->files[i];
    if (i != target && lq_assessed_plays(f) && f->kind != LQ_FILE_COPY && !is_whole(f) &&
        f->kind != LQ_FILE_BUS && fabs(likeness(s, target, i)) < 0.97) {
      s->list[s->n_list++] = i;
    }
  }
}

// How many of the listed really are in it; 0 when more than `most_negative` of them would have to
// be upside down.
static size_t count_parts(const summing* const s, const size_t target, const double most_negative)
{
  size_t n = 0, n_negative = 0;
  for (size_t k = 0; k < s->n_list; ++k) {
    const double part = s->gains[k] * s->gains[k] * energy(s, s->list[k]);
    if (part > 1e-4 * energy(s, target)) { // -40 dB
      ++n;
      n_negative += s->gains[k] < 0;
    }
  }
  return (double)n_negative > most_negative * (double)n ? 0 : n;
}

static lq_status explain(summing* const s, const size_t target, const double most_negative,
                         double* const error_db, size_t* const n_parts)
{
  list_parts(s, target);
  LQ_TRY(lq_explain(s->gram, s->a->n_files, target, s->list, s->n_list, s->gains, error_db));
  *n_parts = count_parts(s, target, most_negative);
  return LQ_OK;
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
  double             error_db;
  size_t             n_parts;
  LQ_TRY(explain(s, i, 0, &error_db, &n_parts));
  if (error_db > EXACT_DB || n_parts < 2) {
    return LQ_OK;
  }
  const bool bus  = 5 * n_parts < 4 * s->n_list && !says_mix(f);
  f->kind         = bus ? LQ_FILE_BUS : is_master(f) ? LQ_FILE_MASTER : LQ_FILE_MIX;
  f->same_song    = !bus;
  f->sum_error_db = error_db;
  return say_sum(s, i, n_parts, bus);
}

// Shift the candidate to where it fits the sum of all parts, and explain it there.
static lq_status explain_shifted(summing* const s, const size_t target, double* const error_db,
                                 double* const offset_sec, size_t* const n_parts)
{
  const size_t    n    = s->a->n_files;
  const lq_signal mine = lq_assessed_signal(&s->a->files[target]);
  size_t          most = 0;
  for (size_t k = 0; k < s->n_list; ++k) {
    const size_t n_low = s->a->files[s->list[k]].sig.n_low;
    most               = n_low > most ? n_low : most;
  }
  float* const  sum = calloc(most + 1, sizeof *sum);
  double* const own = malloc(n * n * sizeof *own);
  lq_status     st  = sum && own ? LQ_OK : LQ_ERR_MEMORY;
  for (size_t k = 0; !st && k < s->n_list; ++k) {
    const lq_signal part = lq_assessed_signal(&s->a->files[s->list[k]]);
    for (size_t i = 0; i < part.n; ++i) {
      sum[i] += part.x[i];
    }
  }
  ptrdiff_t lag  = 0;
  double    like = 0;
  st             = st ? st : lq_align((lq_signal){sum, most}, mine, &lag, &like);
  if (!st && like > 0.3 && labs((long)lag) > 1) {
    memcpy(own, s->gram, n * n * sizeof *own);
    for (size_t k = 0; k < s->n_list; ++k) {
      lq_signal        part = lq_assessed_signal(&s->a->files[s->list[k]]), whole = mine;
      const size_t     skip = (size_t)labs((long)lag);
      lq_signal* const late = lag > 0 ? &whole : &part;
      *late = late->n > skip ? (lq_signal){late->x + skip, late->n - skip} : (lq_signal){0};
      const double v               = lq_signal_product(whole, part);
      own[target * n + s->list[k]] = v;
      own[s->list[k] * n + target] = v;
    }
    st          = lq_explain(own, n, target, s->list, s->n_list, s->gains, error_db);
    *n_parts    = count_parts(s, target, SOME_NEGATIVE);
    *offset_sec = (double)lag / LQ_SIGNATURE_HZ;
  }
  free(own);
  free(sum);
  return st;
}

// Could this, by name or sound, be everything in one file?
static bool may_be_whole(const summing* const s, const lq_assessed* const f)
{
  const lq_features* const g = &f->sig.features;
  (void)s;
  return says_mix(f) || (f->role_confidence < 0.9 && f->full_range && g->n_channels == 2 &&
                         !g->dual_mono && g->activity.share > 0.7);
}

static lq_status find_loose(summing* const s, const size_t i)
{
  lq_assessed* const f = &s->a->files[i];
  double             error_db, shifted_db = 0, offset_sec = 0;
  size_t             n_parts, n_shifted = 0;
  LQ_TRY(explain(s, i, SOME_NEGATIVE, &error_db, &n_parts));
  if (error_db > -10 && s->n_list > 1) {
    LQ_TRY(explain_shifted(s, i, &shifted_db, &offset_sec, &n_shifted));
  }
  if (shifted_db < error_db - 3) {
    error_db      = shifted_db;
    n_parts       = n_shifted;
    f->offset_sec = offset_sec;
  }
  const bool fits = s->n_list > 1 && error_db < (says_mix(f) ? NAMED_DB : LOOSE_DB) && n_parts > 1;
  if (!fits && !says_mix(f) && s->n_list > 2) {
    f->offset_sec = 0;
    return LQ_OK; // one of many, and the others do not make it
  }
  f->kind         = is_master(f) ? LQ_FILE_MASTER : LQ_FILE_MIX;
  f->same_song    = fits;
  f->sum_error_db = fits ? error_db : 0;
  if (!fits) {
    return LQ_OK;
  }
  const lq_set_finding odd = {.id       = "mix-among-tracks",
                              .severity = LQ_SEVERITY_NOTE,
                              .files    = &i,
                              .n_files  = 1,
                              .value    = error_db,
                              .unit     = "dB left over",
                              .advice = "When mixing, keep it out; it is a good guide to what was "
                                        "meant."};
  LQ_TRY(lq_assess_find(s->a, &odd,
                        "'%s' is a mix of the tracks here (their sum explains %.0f %% "
                        "of it).",
                        f->name, 100 * (1 - lq_exp(error_db * LQ_LN10 / 10))));
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
      if (is_whole(f) && is_whole(g) && likeness(s, i, k) > 0.8) {
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
        LQ_TRY(pass ? may_be_whole(s, f) ? find_loose(s, i) : LQ_OK : find_exact(s, i));
      }
    }
  }
  find_versions(s);
  return LQ_OK;
}

lq_status lq_assess_sums(lq_assessment* const a, const double* const gram)
{
  summing         s  = {.a     = a,
                        .gram  = gram,
                        .gains = calloc(a->n_files, sizeof *s.gains),
                        .list  = calloc(a->n_files, sizeof *s.list)};
  const lq_status st = s.gains && s.list ? run(&s) : LQ_ERR_MEMORY;
  free(s.gains);
  free(s.list);
  return st;
}
