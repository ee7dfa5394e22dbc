// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/assess.h"

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/show.h"
#include "cli/term.h"
#include "measure/json.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { STEMS, FILES };

static const lq_option options[] = {
    [STEMS] = {"stems", 0, NULL, "Check the rules for sending stems, each kept or broken."},
    [FILES] = {"files", 0, NULL, "List every file with what it is and its figures."},
    {NULL, 0, NULL, NULL},
};

static json_t* file_json(const lq_assessed* const f)
{
  const lq_features* const g = &f->sig.features;
  json_t* const            j =
      json_pack("{s:o, s:s, s:o, s:o, s:f}", "file", lq_json_text(f->file), "kind",
                lq_file_kind_name(f->kind), "role", lq_json_text(f->role ? f->role->name : NULL),
                "role_why", lq_json_text(f->role_why), "role_confidence", f->role_confidence);
  if (!j || f->status) {
    if (j) {
      json_object_set_new(j, "error", lq_json_text(f->error->text));
    }
    return j;
  }
  json_object_set_new(j, "rate", json_real(f->sig.info.rate_hz));
  json_object_set_new(j, "channels", json_integer(f->sig.info.n_channels));
  json_object_set_new(j, "bits", f->sig.info.bits ? json_integer(f->sig.info.bits) : json_null());
  json_object_set_new(j, "format", lq_json_text(f->sig.info.format));
  json_object_set_new(j, "duration_sec", json_real(g->duration_sec));
  json_object_set_new(j, "start_sec",
                      json_real((double)f->sig.info.time_reference_frames / f->sig.info.rate_hz));
  json_object_set_new(j, "first_sound_sec", json_real(f->sig.first_sec));
  json_object_set_new(j, "integrated_lufs", lq_json_level(g->whole.integrated_lufs));
  json_object_set_new(j, "active_lufs", lq_json_level(g->activity.lufs));
  json_object_set_new(j, "active_share", json_real(g->activity.share));
  json_object_set_new(j, "true_peak_dbtp", lq_json_level(g->whole.true_peak_dbtp));
  json_object_set_new(j, "sample_peak_dbfs", lq_json_level(g->whole.sample_peak_dbfs));
  json_object_set_new(j, "plr_lu", lq_json_level(lq_measurement_plr_lu(&g->whole)));
  json_object_set_new(j, "at_ceiling_share", json_real(f->sig.top_share));
  json_object_set_new(j, "clipped_runs", json_integer((json_int_t)f->sig.n_clips));
  json_object_set_new(j, "dual_mono", json_boolean(g->dual_mono));
  json_object_set_new(j, "full_range", json_boolean(f->full_range));
  json_object_set_new(j, "percussiveness", json_real(g->percussiveness));
  json_object_set_new(j, "centroid_hz", json_real(g->centroid_hz));
  json_object_set_new(j, "sum_error_db",
                      f->sum_error_db < 0 ? lq_json_level(f->sum_error_db) : json_null());
  json_object_set_new(j, "offset_sec", json_real(f->offset_sec));
  return j;
}

static json_t* finding_json(const lq_assessment* const a, const lq_set_finding* const f)
{
  json_t* const files = json_array();
  for (size_t i = 0; i < f->n_files; ++i) {
    json_array_append_new(files, lq_json_text(a->files[f->files[i]].file));
  }
  return json_pack("{s:s, s:s, s:o, s:o, s:s, s:o, s:s}", "id", f->id, "severity",
                   lq_severity_name(f->severity), "files", files, "message",
                   lq_json_text(f->message), "advice", f->advice, "value", lq_json_level(f->value),
                   "unit", f->unit);
}

static json_t* pair_json(const lq_assessment* const a, const lq_mic_pair* const p)
{
  return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b}", "from",
                   lq_json_text(a->files[p->from].file), "to", lq_json_text(a->files[p->to].file),
                   "lag_samples", lq_json_level(p->time.lag_frames), "lag_ms",
                   json_real(1000 * p->time.lag_frames / p->time.rate_hz), "low_lag_samples",
                   lq_json_level(p->time.low_lag_frames), "clearness",
                   lq_json_level(p->time.clearness), "rivalry", lq_json_level(p->time.rivalry),
                   "flip_db", lq_json_level(p->flip_db), "sure", p->time.sure);
}

static json_t* assessment_json(const lq_assessment* const a)
{
  json_t *const reasons = json_array(), *const files = json_array(), *const findings = json_array();
  json_t *const pairs = json_array(), *const bleeds = json_array(), *const rules = json_array();
  for (size_t i = 0; i < a->n_reasons; ++i) {
    json_array_append_new(reasons, lq_json_text(a->reasons[i]));
  }
  for (size_t i = 0; i < a->n_files; ++i) {
    json_array_append_new(files, file_json(&a->files[i]));
  }
  for (size_t i = 0; i < a->n_findings; ++i) {
    json_array_append_new(findings, finding_json(a, &a->findings[i]));
  }
  for (size_t i = 0; i < a->n_pairs; ++i) {
    json_array_append_new(pairs, pair_json(a, &a->pairs[i]));
  }
  for (size_t i = 0; i < a->n_bleeds; ++i) {
    const lq_bleed* const b = &a->bleeds[i];
    json_array_append_new(bleeds, json_pack("{s:o, s:o, s:o, s:f}", "from",
                                            lq_json_text(a->files[b->from].file), "into",
                                            lq_json_text(a->files[b->into].file), "level_db",
                                            lq_json_level(b->level_db), "share", b->share));
  }
  for (size_t i = 0; i < a->n_rules; ++i) {
    const lq_stem_rule* const r = &a->rules[i];
    json_array_append_new(rules, json_pack("{s:s, s:o, s:o, s:s, s:o}", "id", r->id, "kept",
                                           r->known ? json_boolean(r->kept) : json_null(), "value",
                                           lq_json_level(r->value), "unit", r->unit, "message",
                                           lq_json_text(r->message)));
  }
  return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "kind", a->kind, "what",
                   a->what, "needs", a->needs, "next_command", lq_json_text(a->next_command),
                   "reasons", reasons, "files", files, "findings", findings, "microphones", pairs,
                   "bleed", bleeds, "rules", rules);
}

static void print_files(const lq_assessment* const a)
{
  printf("\n%-7s %-16s %6s %2s %4s %8s %6s %6s  %s\n", "", "role", "rate", "ch", "bits", "length",
         "LUFS", "peak", "file");
  for (size_t i = 0; i < a->n_files; ++i) {
    const lq_assessed* const f = &a->files[i];
    const lq_features* const g = &f->sig.features;
    if (f->status) {
      printf("%-7s %-16s %6s %2s %4s %8s %6s %6s  %s\n", "broken", "", "", "", "", "", "", "",
             f->file);
    } else {
      printf("%-7s %-16s %6.0f %2u %4u %8.2f %6s %6s  %s\n", lq_file_kind_name(f->kind),
             f->role ? f->role->name : "", f->sig.info.rate_hz, f->sig.info.n_channels,
             f->sig.info.bits, g->duration_sec, lq_figure(g->activity.lufs, 1).text,
             lq_figure(g->whole.sample_peak_dbfs, 1).text, f->file);
    }
  }
}

static void print_findings(const lq_assessment* const a)
{
  static const char* const titles[] = {[LQ_SEVERITY_NOTE]    = "good to know",
                                       [LQ_SEVERITY_WARNING] = "odd",
                                       [LQ_SEVERITY_STOP]    = "must be mended"};
  for (int severity = LQ_SEVERITY_STOP; severity >= LQ_SEVERITY_NOTE; --severity) {
    bool titled = false;
    for (size_t i = 0; i < a->n_findings; ++i) {
      const lq_set_finding* const f = &a->findings[i];
      if ((int)f->severity == severity) {
        printf("%s%s%s  - %s %s\n", titled ? "" : "\n", titled ? "" : titles[severity],
               titled ? "" : "\n", f->message, f->advice);
        titled = true;
      }
    }
  }
}

static void print_rules(const lq_assessment* const a)
{
  printf("\nrules for stems\n");
  for (size_t i = 0; i < a->n_rules; ++i) {
    const lq_stem_rule* const r = &a->rules[i];
    printf("  %-7s %-25s %s\n",
           !r->known ? "unknown"
           : r->kept ? "kept"
                     : "BROKEN",
           r->id, r->message);
  }
}

static void print_text(const lq_assessment* const a, const bool stems, const bool files)
{
  static const struct {
    const char *needs, *text;
  } works[]         = {{"mixing-and-mastering", "mixing, then mastering"},
                       {"stem-mastering", "mastering from stems"},
                       {"mastering", "mastering"},
                       {"nothing", "nothing"}};
  const char* needs = a->needs;
  for (unsigned i = 0; i < sizeof works / sizeof *works; ++i) {
    needs = strcmp(a->needs, works[i].needs) ? needs : works[i].text;
  }
  printf("This is %s. It needs %s.\n", a->what, needs);
  for (size_t i = 0; i < a->n_reasons; ++i) {
    printf("  %s\n", a->reasons[i]);
  }
  if (files) {
    print_files(a);
  }
  print_findings(a);
  if (stems) {
    print_rules(a);
  }
  if (*a->next_command) {
    printf("\nnext: %s\n", a->next_command);
  }
}

static int run(const lq_args* const args)
{
  lq_assessment     a     = {0};
  lq_error          error = {.status = LQ_ERR_MEMORY, .text = "there is not enough memory."};
  lq_render_options o;
  const bool        stems = lq_args_own(args, STEMS) != NULL;
  lq_status         st    = lq_cli_render_options(args, &o, &error);
  if (!st) {
    lq_progress p = lq_progress_start(args, "listening");
    o             = lq_cli_shown(o, &p);
    st            = lq_assess(&a, args->files, args->n_files, stems, &o, &error);
    lq_progress_end(&p, st);
  }
  if (st) {
    return lq_report_error(&error);
  }
  if (args->json) {
    json_t* const j = assessment_json(&a);
    lq_print_json(j);
    json_decref(j);
  } else {
    print_text(&a, stems, lq_args_own(args, FILES) != NULL);
  }
  lq_assessment_free(&a);
  return LQ_EXIT_DONE;
}

const lq_command lq_cmd_assess = {
    .name      = "assess",
    .usage     = "PATH... [--stems] [--files] [--json]",
    .options   = options,
    .run       = run,
    .min_files = 1,
    .max_files = SIZE_MAX,
    .summary   = "What files are, what they need, what is odd, and the next command.",
    .example   = "lacquer assess 'My Song/'"};
