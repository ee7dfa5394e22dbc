// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/json.h"

#include "base/output.h"
#include "measure/json.h"
#include "report/json_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

json_t* lq_figure_json(const double value)
{
  return isfinite(value) ? json_real(round(1000 * value) / 1000) : json_null();
}

json_t* lq_finding_json(const lq_finding* const f)
{
  return json_pack("{s:s, s:s, s:o, s:o, s:s?, s:o, s:s, s:o, s:o, s:s, s:s}", "id", f->id,
                   "severity", lq_severity_name(f->severity), "start_sec",
                   lq_figure_json(f->start_sec), "end_sec", lq_figure_json(f->end_sec), "channel",
                   f->channel, "value", lq_figure_json(f->value), "unit", f->unit, "limit",
                   lq_figure_json(f->limit), "confidence",
                   lq_figure_json(f->confidence > 0 ? f->confidence : 1), "message", f->message,
                   "advice", f->advice);
}

json_t* lq_findings_json(const lq_facts* const facts)
{
  json_t* const list = json_array();
  for (size_t i = 0; i < facts->findings.n; ++i) {
    json_array_append_new(list, lq_finding_json(&facts->findings.findings[i]));
  }
  return json_pack("{s:s, s:s, s:o}", "file", facts->mix.file, "verdict",
                   lq_findings_verdict(facts->findings), "findings", list);
}

json_t* lq_service_json(const lq_target* const t, const lq_service* const s)
{
  return json_pack("{s:s, s:o, s:o, s:o, s:s, s:s}", "action", lq_service_name(s->kind), "gain_db",
                   lq_figure_json(s->gain_db), "short_lu", lq_figure_json(s->short_lu),
                   "limited_db", lq_figure_json(s->limited_db), "text", lq_service_text(t, s).text,
                   "behaviour", t->behaviour);
}

json_t* lq_codec_json(const lq_codec_facts* const c)
{
  json_t* const overs = json_array();
  for (size_t i = 0; i < c->n_listed; ++i) {
    const lq_codec_over* const o = &c->overs[i];
    if (o->peak_dbtp > c->ceiling_dbtp) {
      json_array_append_new(
          overs, json_pack("{s:f, s:f, s:o, s:i}", "start_sec", o->start_sec, "end_sec", o->end_sec,
                           "peak_dbtp", lq_figure_json(o->peak_dbtp), "channel", (int)o->channel));
    }
  }
  json_t* const j =
      json_pack("{s:s, s:b, s:o, s:I, s:o}", "codec", lq_codec_format(c->spec).text, "proven",
                (int)c->available, "ceiling_dbtp", lq_figure_json(c->ceiling_dbtp), "n_overs",
                (json_int_t)c->n_overs, "overs", overs);
  if (c->available) {
    json_object_set_new(j, "decoded_true_peak_dbtp", lq_figure_json(c->peak_dbtp));
    json_object_set_new(j, "peak_at_sec", json_real(c->peak_at_sec));
    json_object_set_new(j, "loudness_change_lu", lq_figure_json(c->loudness_change_lu));
  } else {
    json_object_set_new(j, "missing", json_string(c->missing ? c->missing : ""));
  }
  return j;
}

static json_t* delivery_json(const lq_delivery_facts* const d)
{
  json_t* const j = lq_measurement_json(&d->file.m, d->file.file, d->file.bits);
  json_object_set_new(j, "target", json_string(d->target->id));
  json_object_set_new(j, "target_lufs", lq_figure_json(d->target_lufs));
  json_object_set_new(j, "ceiling_dbtp", lq_figure_json(d->ceiling_dbtp));
  json_object_set_new(j, "true_peak_exact_dbtp", lq_figure_json(d->peak_dbtp));
  json_object_set_new(j, "limiter_reduction_db", lq_figure_json(d->reduction_db));
  json_object_set_new(j, "service", lq_service_json(d->target, &d->service));
  json_t* const codecs = json_array();
  for (size_t i = 0; i < d->n_codecs; ++i) {
    json_array_append_new(codecs, lq_codec_json(&d->codecs[i]));
  }
  json_object_set_new(j, "codecs", codecs);
  json_object_set_new(j, "verdict", json_string(lq_verdict_name(d->verdict)));
  json_object_set_new(j, "reason", json_string(d->reason));
  return j;
}

json_t* lq_stemset_json(const lq_stemset_facts* const s)
{
  json_t* const list = json_array();
  for (size_t i = 0; i < s->n; ++i) {
    const lq_stem_facts* const t = &s->stems[i];
    json_t* const              j =
        t->file ? lq_measurement_json(&t->m, t->file, s->bits) : json_pack("{s:n}", "file");
    json_object_set_new(j, "strip", json_string(t->strip));
    json_object_set_new(j, "what", json_string(t->what));
    json_object_set_new(j, "role", json_string(t->role));
    json_object_set_new(j, "group", json_string(t->group));
    json_array_append_new(list, j);
  }
  return json_pack("{s:s, s:s, s:b, s:o, s:o, s:o, s:o}", "folder", s->folder, "by",
                   s->by_track ? "track" : "bus", "dry", (int)s->dry, "time_reference_sec",
                   json_real((double)s->time_reference_frames / s->rate_hz), "null_peak_dbfs",
                   s->dry ? json_null() : lq_figure_json(s->null_peak_dbfs), "null_rms_dbfs",
                   s->dry ? json_null() : lq_figure_json(s->null_rms_dbfs), "stems", list);
}

json_t* lq_versions_json(const lq_version_facts* const v)
{
  json_t* const list = json_array();
  for (size_t i = 0; i < v->n; ++i) {
    json_t* const j = lq_measurement_json(&v->files[i].m, v->files[i].file, v->bits);
    json_object_set_new(j, "version", json_string(v->files[i].version));
    json_array_append_new(list, j);
  }
  return json_pack("{s:I, s:I, s:o, s:o}", "voices", (json_int_t)v->n_voices, "leads",
                   (json_int_t)v->n_leads, "null_peak_dbfs",
                   v->summed ? lq_figure_json(v->null_peak_dbfs) : json_null(), "files", list);
}

json_t* lq_report_json(const lq_facts* const facts)
{
  json_t* const deliveries = json_array();
  for (size_t i = 0; i < facts->n_deliveries; ++i) {
    json_array_append_new(deliveries, delivery_json(&facts->deliveries[i]));
  }
  json_t* const j = json_pack("{s:i, s:s, s:s, s:s?, s:s?, s:o, s:o, s:o}", "schema", 1, "made_by",
                              "lacquer " LQ_VERSION, "title", facts->title, "session",
                              facts->session_file, "master", facts->master_file, "mix",
                              lq_measurement_json(&facts->mix.m, facts->mix.file, facts->mix.bits),
                              "check", lq_findings_json(facts), "deliveries", deliveries);
  if (j && facts->stemset) {
    json_object_set_new(j, "stems", lq_stemset_json(facts->stemset));
  }
  if (j && facts->versions) {
    json_object_set_new(j, "versions", lq_versions_json(facts->versions));
  }
  return j;
}

lq_status lq_json_write(json_t* const j, const char* const path, const bool force,
                        lq_error* const error)
{
  char* const     text = j ? json_dumps(j, JSON_INDENT(2) | JSON_REAL_PRECISION(9)) : NULL;
  const lq_status st =
      text ? lq_output_text(path, text, strlen(text), force, error) : LQ_ERR_MEMORY;
  free(text);
  json_decref(j);
  return st;
}

lq_status lq_report_write(const lq_facts* const facts, const char* const path, const bool force,
                          lq_error* const error)
{
  return lq_json_write(lq_report_json(facts), path, force, error);
}
