// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/steps.h"
#include "base/maths.h"

#include <math.h>
#include <string.h>

typedef struct {
  lq_assessment* a;
  const double*  gram;
} comparing;

static double likeness(const comparing* const c, const size_t i, const size_t k)
{
  const size_t n = c->a->n_files;
  const double e = sqrt(c->gram[i * n + i] * c->gram[k * n + k]);
  return e > 0 ? c->gram[i * n + k] / e : 0.0;
}

static lq_status find(const comparing* const c, const char* const id, const lq_severity severity,
                      const size_t i, const size_t k, const double value, const char* const unit,
                      const char* const text, const char* const advice)
{
  const size_t         two[] = {i, k};
  const lq_set_finding odd   = {.id       = id,
                                .severity = severity,
                                .files    = two,
                                .n_files  = 2,
                                .value    = value,
                                .unit     = unit,
                                .advice   = advice};
  return lq_assess_find(c->a, &odd, "'%s' and '%s' %s", c->a->files[i].name, c->a->files[k].name,
                        text);
}

static bool alike_in_tone(const lq_features* const f, const lq_features* const g)
{
  for (unsigned b = 4; b < 28; ++b) { // 50 Hz to 10 kHz
    const double p = f->band_power[b], q = g->band_power[b];
    if (p > 1e-8 && q > 1e-8 && fabs(lq_power_to_db(p / q)) > 9) {
      return false;
    }
  }
  return true;
}

// One stereo recording in two mono files, by names that say so, or by content.
static bool are_halves(const lq_assessed* const f, const lq_assessed* const g, const double like)
{
  bool       to_the_number;
  const bool mono = f->sig.info.n_channels == 1 && g->sig.info.n_channels == 1;
  if (lq_name_pair(f->name, g->name, &to_the_number)) {
    const char* const role = f->role ? f->role->name : "";
    return strcmp(role, "kick") && strcmp(role, "snare") &&
           strcmp(role, "tom"); // two feet, no pair
  }
  return mono && lq_name_neighbours(f->name, g->name) && like > 0.5 &&
         alike_in_tone(&f->sig.features, &g->sig.features);
}

// What hears a whole kit from two sides is one recording, however unlike its sides.
static bool is_room_pair(const lq_assessed* const f)
{
  const char* const role = f->role ? f->role->name : "";
  return !strcmp(role, "overhead") || !strcmp(role, "room") || !strcmp(role, "cymbal");
}

static lq_status halves(const comparing* const c, const size_t i, const size_t k)
{
  const lq_assessed *const f = &c->a->files[i], *const g = &c->a->files[k];
  const double like = likeness(c, i, k);
  const double step = f->sig.features.activity.lufs - g->sig.features.activity.lufs;
  LQ_TRY(find(c, "left-right-pair", LQ_SEVERITY_NOTE, i, k, like, "correlation",
              like > 0.25 || is_room_pair(f)
                  ? "are the two sides of one stereo recording."
                  : "are a left and a right that were played or recorded apart.",
              "They go left and right as a pair."));
  if (fabs(step) < 6 || !isfinite(step)) {
    return LQ_OK;
  }
  const size_t         two[] = {step > 0 ? i : k, step > 0 ? k : i};
  const lq_set_finding odd   = {.id       = "pair-levels",
                                .severity = LQ_SEVERITY_WARNING,
                                .files    = two,
                                .n_files  = 2,
                                .value    = fabs(step),
                                .unit     = "dB",
                                .advice   = "The mix sets them level; hiss and hum of the quiet one "
                                              "come up with it."};
  return lq_assess_find(c->a, &odd, "'%s' is %.1f dB louder than its other side '%s'.",
                        c->a->files[two[0]].name, fabs(step), c->a->files[two[1]].name);
}

static lq_status compare(const comparing* const c, const size_t i, const size_t k)
{
  lq_assessed *const f = &c->a->files[i], *const g = &c->a->files[k];
  const bool same_shape = f->sig.features.n_channels == g->sig.features.n_channels &&
                          f->sig.info.n_frames == g->sig.info.n_frames;
  const double like = likeness(c, i, k);
  if (same_shape && f->sig.hash == g->sig.hash) {
    g->kind = LQ_FILE_COPY;
    return find(c, "duplicate", LQ_SEVERITY_WARNING, i, k, 0, "samples differ",
                "are the same, sample for sample.",
                "Leave one out: together they are only one track, 6 dB louder.");
  }
  if (same_shape && f->sig.hash_negated == g->sig.hash) {
    g->kind = LQ_FILE_COPY;
    return find(c, "negated", LQ_SEVERITY_STOP, i, k, like, "correlation",
                "are the same with one upside down: together they cancel to silence.",
                "Leave one out.");
  }
  const double apart_db = lq_power_to_db(fmax(1e-12, 1 - like * like));
  if (like > 0.9 && apart_db < -50 && same_shape) {
    return find(c, "near-identical", LQ_SEVERITY_WARNING, i, k, apart_db, "dB difference",
                "are one recording at different levels or bit depths.", "Leave one out.");
  }
  if (like < -0.95) {
    return find(c, "negated", LQ_SEVERITY_STOP, i, k, like, "correlation",
                "are nearly the same with one upside down: together they cancel.",
                "Turn one round, or leave it out.");
  }
  if (are_halves(f, g, like)) {
    return halves(c, i, k);
  }
  if (like > 0.95 && !lq_name_is_amplifier(f->name) && !lq_name_is_amplifier(g->name)) {
    return find(c, "near-identical", LQ_SEVERITY_NOTE, i, k, like, "correlation",
                "are nearly the same: one recording, processed twice, or two prints of it.",
                "Use one, unless both belong together.");
  }
  return LQ_OK;
}

lq_status lq_assess_copies(lq_assessment* const a, const double* const gram)
{
  const comparing c = {.a = a, .gram = gram};
  for (size_t i = 0; i < a->n_files; ++i) {
    for (size_t k = i + 1; k < a->n_files; ++k) {
      const lq_assessed *const f = &a->files[i], *const g = &a->files[k];
      if (lq_assessed_plays(f) && lq_assessed_plays(g) && f->kind != LQ_FILE_COPY &&
          g->kind != LQ_FILE_COPY) {
        LQ_TRY(compare(&c, i, k));
      }
    }
  }
  return LQ_OK;
}
