// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/json_album.h"

#include "base/output.h"
#include "measure/json.h"
#include "report/json_parts.h"

#include <stdlib.h>
#include <string.h>

#define FIGURE lq_json_figure

static json_t* song_json(const lq_album_song_facts* const s)
{
  json_t* const j =
      json_pack("{s:s?, s:i, s:s, s:b, s:s?, s:o, s:s?, s:o, s:o, s:o, s:s?}", "title", s->title,
                "track", (int)s->track, "file", s->file, "is_mix", (int)s->is_mix, "plan", s->plan,
                "level_lu", FIGURE(s->level_lu), "level_why", s->level_why, "loudest_passages_lufs",
                FIGURE(s->loud_lufs), "tone_distance_db", FIGURE(s->tone_db),
                "tone_distance_after_db", FIGURE(s->tone_after_db), "tone_why", s->tone_why);
  json_object_set_new(j, "before", lq_measurement_json(&s->before, s->file, 0));
  json_object_set_new(j, "check", lq_json_findings(s->file, s->findings));
  return j;
}

static json_t* song_print_json(const lq_album_song_facts* const song,
                               const lq_album_song_print* const s, const lq_target* const t,
                               const unsigned bits)
{
  json_t* const codecs = json_array();
  for (size_t i = 0; i < s->n_codecs; ++i) {
    json_array_append_new(codecs, lq_json_codec(&s->codecs[i]));
  }
  json_t* const j = lq_measurement_json(&s->m, song->title ? song->title : song->file, bits);
  json_object_set_new(j, "track", json_integer(song->track));
  json_object_set_new(j, "aim_lufs", FIGURE(s->aim_lufs));
  json_object_set_new(j, "true_peak_exact_dbtp", FIGURE(s->peak_dbtp));
  json_object_set_new(j, "gain_db", FIGURE(s->gain_db));
  json_object_set_new(j, "limiter_reduction_db", FIGURE(s->reduction_db));
  json_object_set_new(j, "limiter_cost_lu", FIGURE(s->cost_lu));
  json_object_set_new(j, "short_lu", FIGURE(s->short_lu));
  json_object_set_new(j, "under_limiter_for_codecs_db", FIGURE(s->codec_db));
  json_object_set_new(j, "dips_for_codecs", json_integer((json_int_t)s->n_dips));
  json_object_set_new(j, "codecs", codecs);
  json_object_set_new(j, "service", lq_json_service(t, &s->service));
  json_object_set_new(j, "verdict", json_string(lq_verdict_name(s->verdict)));
  json_object_set_new(j, "reason", json_string(s->reason ? s->reason : ""));
  return j;
}

static json_t* print_json(const lq_album_facts* const a, const lq_album_print_facts* const p)
{
  json_t* const songs = json_array();
  for (size_t i = 0; i < p->n_songs; ++i) {
    json_array_append_new(songs, song_print_json(&a->songs[i], &p->songs[i], p->target, p->bits));
  }
  json_t* const j = json_pack(
      "{s:s, s:s, s:o, s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:i}", "target", p->target->id,
      "name", p->target->name, "rate_hz", FIGURE(p->rate_hz), "bits", (int)p->bits, "target_lufs",
      FIGURE(p->target_lufs), "down_lu", FIGURE(p->down_lu), "ceiling_dbtp",
      FIGURE(p->ceiling_dbtp), "integrated_lufs", FIGURE(p->integrated_lufs), "loudness_range_lu",
      FIGURE(p->range_lu), "max_short_term_lufs", FIGURE(p->max_short_term_lufs),
      "true_peak_exact_dbtp", FIGURE(p->peak_dbtp), "true_peak_dbtp", FIGURE(p->true_peak_dbtp),
      "passes", (int)p->n_passes);
  json_object_set_new(j, "loudest_track", json_integer(a->songs[p->loudest].track));
  json_object_set_new(j, "service", lq_json_service(p->target, &p->service));
  json_object_set_new(j, "verdict", json_string(lq_verdict_name(p->verdict)));
  json_object_set_new(j, "reason", json_string(p->reason ? p->reason : ""));
  json_object_set_new(j, "why", json_string(p->why ? p->why : ""));
  json_object_set_new(j, "songs", songs);
  return j;
}

static json_t* worry_json(const lq_worry* const w)
{
  return json_pack("{s:b, s:o, s:o, s:s?, s:s}", "must_not", (int)w->rule, "start_sec",
                   FIGURE(w->start_sec), "end_sec", FIGURE(w->end_sec), "song", w->song, "text",
                   w->text);
}

static json_t* side_json(const lq_side* const s)
{
  json_t* const songs   = json_array();
  json_t* const worries = json_array();
  const char    name[2] = {s->letter, '\0'};
  for (size_t i = 0; i < s->n_songs; ++i) {
    json_array_append_new(songs, json_pack("{s:s?, s:o, s:o}", "title", s->songs[i].title,
                                           "start_sec", FIGURE(s->songs[i].start_sec), "end_sec",
                                           FIGURE(s->songs[i].end_sec)));
  }
  for (size_t i = 0; i < s->n_worries; ++i) {
    json_array_append_new(worries, worry_json(&s->worries[i]));
  }
  json_t* const j = lq_measurement_json(&s->m, s->file, 24);
  json_object_set_new(j, "side", json_string(name));
  json_object_set_new(j, "record", json_string(s->record->id));
  json_object_set_new(j, "true_peak_exact_dbtp", FIGURE(s->peak_dbtp));
  json_object_set_new(j, "gain_db", FIGURE(s->gain_db));
  json_object_set_new(j, "cutting_level_db", FIGURE(s->level_db));
  json_object_set_new(j, "level_that_fits_db", FIGURE(s->fit_db));
  json_object_set_new(j, "level_of_guides_db", FIGURE(s->guide_db));
  json_object_set_new(j, "crest_db", FIGURE(s->crest_db));
  json_object_set_new(j, "songs", songs);
  json_object_set_new(j, "worries", worries);
  return j;
}

json_t* lq_album_json(const lq_album_facts* const facts, const lq_side* const sides,
                      const size_t n_sides)
{
  json_t* const songs  = json_array();
  json_t* const prints = json_array();
  json_t* const record = json_array();
  for (size_t i = 0; i < facts->n_songs; ++i) {
    json_array_append_new(songs, song_json(&facts->songs[i]));
  }
  for (size_t i = 0; i < facts->n_prints; ++i) {
    json_array_append_new(prints, print_json(facts, &facts->prints[i]));
  }
  for (size_t i = 0; i < n_sides; ++i) {
    json_array_append_new(record, side_json(&sides[i]));
  }
  return json_pack("{s:s?, s:s, s:s, s:o, s:o, s:o}", "album", facts->title, "levels",
                   facts->levels, "levels_why", facts->levels_why, "songs", songs, "destinations",
                   prints, "sides", record);
}

lq_status lq_album_report_write(const lq_album_facts* const facts, const lq_side* const sides,
                                const size_t n_sides, const char* const path, lq_error* const error)
{
  json_t* const j    = lq_album_json(facts, sides, n_sides);
  char* const   text = j ? json_dumps(j, JSON_INDENT(2) | JSON_REAL_PRECISION(9)) : NULL;
  json_decref(j);
  const lq_status st =
      text ? lq_output_text(path, text, strlen(text), false, error) : LQ_ERR_MEMORY;
  free(text);
  return st;
}
