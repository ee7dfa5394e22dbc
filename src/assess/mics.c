// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/steps.h"
#include "base/maths.h"
#include "base/pool.h"

#include <math.h>
#include <string.h>

// The snare is the anchor of a kit: its hits are loud, short and heard everywhere. Other drums
// reach the overheads at other times, and no single delay aligns them all. Two microphones on one
// drum, and a direct line with its amplifier, are compared with each other.
enum { FEW_HITS = 6 };

static bool has_role(const lq_assessed* const f, const char* const name)
{
  return f->kind == LQ_FILE_TRACK && f->role && !strcmp(f->role->name, name);
}

static bool is_far(const lq_assessed* const f)
{
  return lq_name_is_far_side(f->name) || lq_name_is_amplifier(f->name);
}

static lq_status add_pair(lq_assessment* const a, const lq_mic_pair* const pair)
{
  lq_mic_pair* const grown = lq_pool_grow(a->pool, a->pairs, a->n_pairs, sizeof *grown);
  if (!grown) {
    return LQ_ERR_MEMORY;
  }
  grown[a->n_pairs++] = *pair;
  a->pairs            = grown;
  return LQ_OK;
}

static lq_status measure(lq_assessment* const a, const lq_hits* const hits, const size_t from,
                         const size_t to, lq_mic_pair* const pair, lq_error* const error)
{
  *pair = (lq_mic_pair){.from = from, .to = to};
  LQ_TRY(lq_mic_time_measure(&pair->time, a->files[from].path, a->files[to].path, hits, error));
  const double c = fmin(0.999, fmax(-0.999, pair->time.in_phase));
  pair->flip_db  = lq_power_to_db((1 - c) / (1 + c));
  return add_pair(a, pair);
}

static lq_status say(lq_assessment* const a, const char* const id, const lq_severity severity,
                     const lq_mic_pair* const p, const double value, const char* const unit,
                     const char* const text, const char* const advice)
{
  const size_t         two[] = {p->from, p->to};
  const lq_set_finding odd   = {.id       = id,
                                .severity = severity,
                                .files    = two,
                                .n_files  = 2,
                                .value    = value,
                                .unit     = unit,
                                .advice   = advice};
  return lq_assess_find(a, &odd, "'%s' %s '%s'%s", a->files[p->to].name,
                        severity == LQ_SEVERITY_WARNING ? "is upside down against" : "hears what",
                        a->files[p->from].name, text);
}

static double lag_ms(const lq_mic_pair* const p)
{
  return 1000.0 * p->time.lag_frames / p->time.rate_hz;
}

static lq_status tell_time(lq_assessment* const a, const lq_mic_pair* const p)
{
  return say(a, "time-between-mics", LQ_SEVERITY_NOTE, p, lag_ms(p), "ms",
             lq_pool_format(a->pool, " hears %.2f ms %s (%+.0f samples).", fabs(lag_ms(p)),
                            lag_ms(p) > 0 ? "later" : "earlier", p->time.lag_frames),
             "Moving the later one forward by that makes them one sound.");
}

// A microphone on the other side of the same drum, or of the same amplifier.
static lq_status compare_sides(lq_assessment* const a, const lq_hits* const hits, const size_t near,
                               const size_t far, lq_error* const error)
{
  lq_mic_pair p;
  LQ_TRY(measure(a, hits, near, far, &p, error));
  if (p.time.in_phase < -0.3) {
    LQ_TRY(say(a, "polarity", LQ_SEVERITY_WARNING, &p, p.flip_db, "dB",
               lq_pool_format(a->pool,
                              ": turned round, the two add up to %.1f dB more between 60 "
                              "and 400 Hz.",
                              p.flip_db),
               "Nothing to do: the mix turns it round."));
  }
  return p.time.sure && fabs(lag_ms(&p)) > 0.05 ? tell_time(a, &p) : LQ_OK;
}

static bool hears_the_kit(const lq_assessed* const f)
{
  return has_role(f, "hihat") || has_role(f, "cymbal") || has_role(f, "overhead") ||
         has_role(f, "room");
}

// The loudest near side of a role; n_files when there is none.
static size_t find_anchor(const lq_assessment* const a, const char* const role)
{
  size_t best = a->n_files;
  for (size_t i = 0; i < a->n_files; ++i) {
    const lq_assessed* const f = &a->files[i];
    if (has_role(f, role) && !is_far(f) &&
        (best == a->n_files ||
         f->sig.features.activity.lufs > a->files[best].sig.features.activity.lufs)) {
      best = i;
    }
  }
  return best;
}

static size_t list_rivals(const lq_assessment* const a, const char* const role,
                          lq_signal* const rivals)
{
  static const char* const close[] = {"kick", "snare", "tom"};
  size_t                   n       = 0;
  for (size_t i = 0; i < a->n_files; ++i) {
    for (size_t k = 0; k < sizeof close / sizeof *close; ++k) {
      if (strcmp(role, close[k]) && has_role(&a->files[i], close[k]) && n < LQ_MIC_RIVALS) {
        rivals[n++] = lq_assessed_signal(&a->files[i]);
      }
    }
  }
  return n;
}

// Drum machines repeat themselves so exactly that phases agree without any room: a kit has bleed.
static bool is_kit(const lq_assessment* const a)
{
  size_t n = 0;
  for (size_t i = 0; i < a->n_bleeds; ++i) {
    const lq_assessed *const f = &a->files[a->bleeds[i].from], *const g =
                                                                   &a->files[a->bleeds[i].into];
    n += f->role && g->role && !strcmp(f->role->group, "drums") && !strcmp(g->role->group, "drums");
  }
  return n >= 3;
}

// All microphones that surely hear the anchor later, in one sentence.
static lq_status tell_kit(lq_assessment* const a, const size_t anchor)
{
  const char*   text = "";
  size_t        n    = 0;
  double        most = 0;
  size_t* const list = LQ_POOL_TAKE(a->pool, size_t, a->n_pairs + 2);
  if (!list) {
    return LQ_ERR_MEMORY;
  }
  list[n++] = anchor;
  for (size_t i = 0; i < a->n_pairs; ++i) {
    const lq_mic_pair* const p = &a->pairs[i];
    if (p->from == anchor && p->time.sure && lag_ms(p) > 0.1 && hears_the_kit(&a->files[p->to])) {
      text = lq_pool_format(a->pool, "%s%s '%s' %.2f ms (%.0f samples)", text, n > 1 ? "," : "",
                            a->files[p->to].name, lag_ms(p), p->time.lag_frames);
      list[n++] = p->to;
      most      = fmax(most, lag_ms(p));
    }
  }
  if (n < 2 || !text) {
    return text ? LQ_OK : LQ_ERR_MEMORY;
  }
  const lq_set_finding odd = {.id       = "time-between-mics",
                              .severity = LQ_SEVERITY_NOTE,
                              .files    = list,
                              .n_files  = n,
                              .value    = most,
                              .unit     = "ms",
                              .advice   = "That is the way through the air. Moving spots and "
                                          "overheads onto it tightens the attack; leave rooms."};
  return lq_assess_find(a, &odd, "what '%s' hears comes later to%s.", a->files[anchor].name, text);
}

static lq_status around(lq_assessment* const a, const char* const role, const bool kit,
                        lq_error* const error)
{
  lq_signal    rivals[LQ_MIC_RIVALS];
  lq_hits      hits;
  const size_t anchor = find_anchor(a, role);
  if (anchor == a->n_files) {
    return LQ_OK;
  }
  const size_t n_rivals = list_rivals(a, role, rivals);
  lq_hits_find(&hits, lq_assessed_signal(&a->files[anchor]), rivals,
               strcmp(role, "bass") ? n_rivals : 0);
  if (hits.n < FEW_HITS) {
    return LQ_OK;
  }
  for (size_t i = 0; i < a->n_files; ++i) {
    const lq_assessed* const f = &a->files[i];
    if (i != anchor && has_role(f, role) && is_far(f)) {
      LQ_TRY(compare_sides(a, &hits, anchor, i, error));
    } else if (kit && !strcmp(role, "snare") && hears_the_kit(f)) {
      lq_mic_pair p;
      LQ_TRY(measure(a, &hits, anchor, i, &p, error));
    }
  }
  return tell_kit(a, anchor);
}

// Rooms and overheads are meant to hear everything; two microphones on one thing hear it both.
static bool is_stray(const lq_assessment* const a, const lq_bleed* const b)
{
  const lq_assessed *const f = &a->files[b->from], *const g = &a->files[b->into];
  return f->role != g->role && !has_role(g, "overhead") && !has_role(g, "room");
}

static lq_status tell_bleed(lq_assessment* const a)
{
  size_t* const   list = LQ_POOL_TAKE(a->pool, size_t, a->n_files + 1);
  size_t          n    = 0;
  const lq_bleed* most = NULL;
  if (!list) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < a->n_files; ++i) {
    bool hears = false;
    for (size_t k = 0; k < a->n_bleeds; ++k) {
      const lq_bleed* const b = &a->bleeds[k];
      if (is_stray(a, b)) {
        hears = hears || b->into == i || b->from == i;
        most  = !most || b->level_db > most->level_db ? b : most;
      }
    }
    if (hears) {
      list[n++] = i;
    }
  }
  if (!most) {
    return LQ_OK;
  }
  const lq_set_finding odd = {.id       = "bleed",
                              .severity = LQ_SEVERITY_NOTE,
                              .files    = list,
                              .n_files  = n,
                              .value    = most->level_db,
                              .unit     = "dB",
                              .advice   = "What is done to one is heard in the others."};
  return lq_assess_find(a, &odd, "%s hear each other: most of all '%s' in '%s', at %.0f dB.",
                        lq_assess_names(a, list, n), a->files[most->from].name,
                        a->files[most->into].name, most->level_db);
}

lq_status lq_assess_mics(lq_assessment* const a, lq_error* const error)
{
  static const char* const roles[] = {"snare", "kick", "bass", "electric-guitar"};
  const bool               kit     = is_kit(a);
  LQ_TRY(tell_bleed(a));
  for (size_t r = 0; r < sizeof roles / sizeof *roles; ++r) {
    LQ_TRY(around(a, roles[r], kit, error));
  }
  return LQ_OK;
}
