// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/album_json.h"

#include "measure/json.h"
#include "report/json_parts.h"

static void put(json_t* const j, const char* const key, const double value)
{
  json_object_set_new(j, key, lq_figure_json(value));
}

static void put_text(json_t* const j, const char* const key, const char* const text)
{
  json_object_set_new(j, key, text ? lq_json_text(text) : json_null());
}

static json_t* song_json(const lq_album_song_facts* const s)
{
  json_t* const findings = json_array();
  json_t* const j        = json_pack("{s:o, s:i, s:o, s:s, s:s?}", "title", lq_json_text(s->title),
                                     "track", (int)s->track, "file", lq_json_text(s->file), "kind",
                              s->is_mix ? "mix" : "master", "plan", s->plan);
  for (size_t i = 0; i < s->findings.n; ++i) {
    json_array_append_new(findings, lq_finding_json(&s->findings.findings[i]));
  }
  json_object_set_new(j, "before", lq_measurement_json(&s->before, s->file, 0));
  put(j, "loud_lufs", s->loud_lufs);
  put(j, "level_lu", s->level_lu);
  put_text(j, "level_why", s->level_why);
  put(j, "tone_distance_db", s->tone_db);
  put(j, "tone_distance_after_db", s->tone_after_db);
  put_text(j, "tone_why", s->tone_why);
  json_object_set_new(j, "findings", findings);
  return j;
}

static json_t* song_print_json(const lq_target* const t, const lq_album_song_facts* const song,
                               const lq_album_song_print* const s, const unsigned bits)
{
  json_t* const codecs = json_array();
  json_t* const j      = lq_measurement_json(&s->m, song->title, bits);
  for (size_t i = 0; i < s->n_codecs; ++i) {
    json_array_append_new(codecs, lq_codec_json(&s->codecs[i]));
  }
  json_object_del(j, "file");
  put_text(j, "title", song->title);
  put(j, "aim_lufs", s->aim_lufs);
  put(j, "true_peak_exact_dbtp", s->peak_dbtp);
  put(j, "gain_db", s->gain_db);
  put(j, "limiter_reduction_db", s->reduction_db);
  put(j, "limiter_usual_db", s->usual_db);
  put(j, "limiter_cost_lu", s->cost_lu);
  put(j, "short_lu", s->short_lu);
  put(j, "under_limiter_db", s->codec_db);
  json_object_set_new(j, "n_dips", json_integer((json_int_t)s->n_dips));
  json_object_set_new(j, "codecs", codecs);
  json_object_set_new(j, "service", lq_service_json(t, &s->service));
  put_text(j, "verdict", lq_verdict_name(s->verdict));
  put_text(j, "reason", s->reason);
  return j;
}

static json_t* print_json(const lq_album_facts* const f, const lq_album_print_facts* const p)
{
  json_t* const songs = json_array();
  json_t* const j     = json_pack("{s:s, s:f, s:i}", "target", p->target->id, "sample_rate_hz",
                                  p->rate_hz, "bits", (int)p->bits);
  for (size_t k = 0; k < p->n_songs; ++k) {
    json_array_append_new(songs, song_print_json(p->target, &f->songs[k], &p->songs[k], p->bits));
  }
  put_text(j, "loudest", f->songs[p->loudest].title);
  put(j, "target_lufs", p->target_lufs);
  put(j, "down_lu", p->down_lu);
  put_text(j, "why", p->why);
  put(j, "integrated_lufs", p->integrated_lufs);
  put(j, "loudness_range_lu", p->range_lu);
  put(j, "max_momentary_lufs", p->max_momentary_lufs);
  put(j, "max_short_term_lufs", p->max_short_term_lufs);
  put(j, "true_peak_dbtp", p->true_peak_dbtp);
  put(j, "true_peak_exact_dbtp", p->peak_dbtp);
  put(j, "ceiling_dbtp", p->ceiling_dbtp);
  put(j, "limiter_ceiling_dbtp", p->limiter_db);
  json_object_set_new(j, "n_passes", json_integer((json_int_t)p->n_passes));
  json_object_set_new(j, "service", lq_service_json(p->target, &p->service));
  put_text(j, "verdict", lq_verdict_name(p->verdict));
  put_text(j, "reason", p->reason);
  json_object_set_new(j, "songs", songs);
  return j;
}

json_t* lq_album_json(const lq_album_facts* const f)
{
  json_t* const songs  = json_array();
  json_t* const prints = json_array();
  for (size_t k = 0; k < f->n_songs; ++k) {
    json_array_append_new(songs, song_json(&f->songs[k]));
  }
  for (size_t i = 0; i < f->n_prints; ++i) {
    json_array_append_new(prints, print_json(f, &f->prints[i]));
  }
  return json_pack("{s:i, s:s, s:s?, s:s, s:s, s:o, s:o}", "schema", 1, "made_by",
                   "lacquer " LQ_VERSION, "album", f->title, "levels", f->levels, "levels_why",
                   f->levels_why, "songs", songs, "deliveries", prints);
}
