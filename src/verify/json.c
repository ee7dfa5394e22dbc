// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/json.h"

#include "measure/json.h"

#include <math.h>

static json_t* figure(const double value)
{
  return isfinite(value) ? json_real(round(1000 * value) / 1000) : json_null();
}

static json_t* remark_json(const lq_remark* const r, lq_pool* const pool)
{
  return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "id", lq_rules[r->rule].id,
                   "severity", lq_grade_name(r->grade), "path", lq_json_text(r->path), "sec",
                   figure(r->sec), "byte", r->byte < 0 ? json_null() : json_integer(r->byte),
                   "found", lq_json_text(r->found), "expected", lq_json_text(r->expected),
                   "message", lq_json_text(lq_remark_sentence(pool, r)));
}

static json_t* group_json(const lq_verified_group* const g)
{
  return json_pack("{s:o, s:s?, s:I, s:I, s:I, s:s}", "folder", lq_json_text(g->folder), "target",
                   g->target ? g->target->id : NULL, "files", (json_int_t)g->n_entries, "sounds",
                   (json_int_t)g->n_sounds, "sounds_without_errors", (json_int_t)g->n_good,
                   "verdict",
                   g->worst == LQ_GRADE_ERROR     ? "fail"
                   : g->worst == LQ_GRADE_WARNING ? "pass-with-warnings"
                                                  : "pass");
}

static json_t* sound_json(const lq_entry* const e)
{
  const lq_heard* const h = &e->heard;
  json_t* const         j = lq_measurement_json(&h->m, NULL, h->info.bits);
  (void)json_object_set_new(j, "file", lq_json_text(e->name));
  (void)json_object_set_new(j, "format", lq_json_text(h->info.format));
  (void)json_object_set_new(j, "target", lq_json_text(e->target ? e->target->id : NULL));
  (void)json_object_set_new(j, "true_peak_exact_dbtp", figure(h->peak_dbtp));
  (void)json_object_set_new(j, "isrc", lq_json_text(e->tags ? e->tags->text[LQ_TAG_ISRC] : NULL));
  return j;
}

json_t* lq_verified_json(const lq_verified* const v, lq_pool* const pool)
{
  json_t* const groups = json_array();
  json_t* const sounds = json_array();
  json_t* const found  = json_array();
  for (size_t i = 0; i < v->n_groups; ++i) {
    (void)json_array_append_new(groups, group_json(&v->groups[i]));
  }
  for (size_t i = 0; i < v->n_entries; ++i) {
    if (v->entries[i].kind == LQ_ENTRY_SOUND && v->entries[i].heard.done) {
      (void)json_array_append_new(sounds, sound_json(&v->entries[i]));
    }
  }
  for (size_t i = 0; i < v->remarks.n; ++i) {
    (void)json_array_append_new(found, remark_json(&v->remarks.list[i], pool));
  }
  return json_pack("{s:i, s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:o}", "schema", 1,
                   "made_by", "lacquer " LQ_VERSION, "verdict", lq_verified_verdict(v), "errors",
                   (json_int_t)v->n_of[LQ_GRADE_ERROR], "warnings",
                   (json_int_t)v->n_of[LQ_GRADE_WARNING], "notes",
                   (json_int_t)v->n_of[LQ_GRADE_NOTE], "files", (json_int_t)v->n_entries,
                   "files_in_lists", (json_int_t)v->n_listed, "folders", groups, "sounds", sounds,
                   "findings", found);
}
