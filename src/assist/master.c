// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/master.h"

#include "assist/breadth.h"
#include "assist/destinations.h"
#include "assist/evenness.h"
#include "assist/glue.h"
#include "assist/notes.h"
#include "assist/ringing.h"
#include "assist/sharpness.h"
#include "assist/tone.h"
#include "base/path.h"

enum { LEAST_SEC = 5 };

// What the check would send back and a person wants mastered all the same.
static lq_status say_anyway(const lq_polish* const p)
{
  for (size_t i = 0; i < p->mix->findings.n; ++i) {
    const lq_finding* const f = &p->mix->findings.findings[i];
    if (f->severity == LQ_SEVERITY_STOP) {
      LQ_TRY(LQ_POLISH_NOTE(p, "mastered anyway, although the check sends the mix back: %s",
                            f->message));
    }
  }
  return LQ_OK;
}

static double loud_sec(const lq_polish* const p)
{
  size_t n = 0;
  for (size_t i = 0; i < p->n; ++i) {
    n += p->loud[i];
  }
  return (double)n * p->step_sec;
}

// Every step hears what those before it have done.
static lq_status work(lq_polish* const p, const lq_master_brief* const brief,
                      const lq_render_options* const options, lq_error* const error)
{
  bool done;
  p->amounts = brief->amounts;
  for (unsigned i = 0; i < LQ_AMOUNT_LEVEL; ++i) { // how loud it gets is no matter of strength
    p->amounts.of[i] *= brief->song->strength;
  }
  LQ_TRY(say_anyway(p));
  if (loud_sec(p) < LEAST_SEC) {
    return LQ_POLISH_NOTE(
        p,
        "it sounds for %.1f s; %d s are the least to judge by, so the level alone "
        "is changed",
        loud_sec(p), (int)LEAST_SEC);
  }
  LQ_TRY(lq_polish_aim(p, brief->song, options, error));
  LQ_TRY(lq_ringing_cut(p));
  LQ_TRY(lq_breadth_correct(p));
  LQ_TRY(lq_tone_correct(p));
  LQ_TRY(lq_sharpness_soften(p));
  LQ_TRY(lq_evenness_correct(p, &done));
  return done ? LQ_OK : lq_glue_mix(p);
}

static lq_status new_plan(lq_master** const out, const char* const mix_path,
                          const lq_master_brief* const brief)
{
  lq_master* m = NULL;
  LQ_TRY(lq_master_new(&m));
  m->title       = lq_pool_copy(m->pool, brief->title);
  m->folder      = lq_pool_copy(m->pool, brief->plan_folder);
  m->source      = lq_path_relative(m->pool, brief->plan_folder, mix_path);
  m->source_path = lq_pool_copy(m->pool, mix_path);
  if (!m->title || !m->folder || !m->source || !m->source_path) {
    lq_master_free(m);
    return LQ_ERR_MEMORY;
  }
  *out = m;
  return LQ_OK;
}

lq_status lq_assist_chain(lq_master** const out, const char* const mix_path,
                          const lq_mix_heard* const mix, const lq_master_brief* const brief,
                          lq_pool* const told, lq_findings* const problems,
                          const lq_render_options* const options, lq_error* const error)
{
  lq_master* m = NULL;
  lq_polish  p = {0};
  *problems    = (lq_findings){0};
  LQ_TRY(new_plan(&m, mix_path, brief));
  lq_status st = lq_polish_start(&p, m, mix, told, problems);
  st           = st ? st : work(&p, brief, options, error);
  lq_polish_end(&p);
  if (st) {
    lq_master_free(m);
    return st;
  }
  *out = m;
  return LQ_OK;
}

lq_status lq_assist_master(lq_master** const out, const char* const mix_path,
                           const lq_mix_heard* const mix, const lq_master_brief* const brief,
                           lq_pool* const told, lq_findings* const problems,
                           const lq_render_options* const options, lq_error* const error)
{
  lq_master* m = NULL;
  LQ_TRY(lq_assist_chain(&m, mix_path, mix, brief, told, problems, options, error));
  const lq_status st = lq_destinations_solve(m, brief, options, error);
  if (st) {
    lq_master_free(m);
    return st;
  }
  *out = m;
  return LQ_OK;
}
