// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/side_sheet.h"

#include "measure/json.h"
#include "report/side_words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// Titles may be anything; columns are bytes of UTF-8 brought to a width of characters.
static void padded(FILE* const out, const char* const text, const size_t width)
{
  size_t n = 0;
  for (const char* p = text; *p; ++p) {
    n += ((unsigned char)*p & 0xC0U) != 0x80U;
    (void)fputc(*p, out);
  }
  for (; n < width; ++n) {
    (void)fputc(' ', out);
  }
}

static void write_songs(FILE* const out, const lq_side* const s)
{
  fputs("\n  no  title                             start         end           length     gap "
        "before\n",
        out);
  for (size_t i = 0; i < s->n_songs; ++i) {
    const lq_side_song* const song = &s->songs[i];
    const double              gap  = i ? song->start_sec - s->songs[i - 1].end_sec : 0.0;
    fprintf(out, "  %c%zu  ", s->letter, i + 1);
    padded(out, song->title, 32);
    fprintf(out, "  %s  %s  %s", lq_side_clock(song->start_sec).text,
            lq_side_clock(song->end_sec).text, lq_side_clock(song->end_sec - song->start_sec).text);
    if (i) {
      fprintf(out, "  %.3f s%s", gap > 0.0 ? gap : 0.0,
              gap > 0.0 ? ", spiral" : ", no spiral: the music goes on");
    }
    fputs("\n", out);
  }
}

static void write_figures(FILE* const out, const lq_side* const s)
{
  lq_side_word words[LQ_SIDE_WORDS];
  const size_t n = lq_side_words(s, words);
  fputs("\n", out);
  for (size_t i = 0; i < n; ++i) {
    fprintf(out, "  %-28s %s\n", words[i].what, words[i].text.text);
  }
}

static void write_side(FILE* const out, const lq_side* const s)
{
  fprintf(out, "\nSIDE %c   %s   %s   %s\n", s->letter, s->file, s->record->name,
          lq_side_clock(lq_side_sec(s)).text);
  write_songs(out, s);
  write_figures(out, s);
  for (size_t i = 0; i < s->chain.n; ++i) {
    const lq_device* const d = &s->chain.devices[i];
    fprintf(out, "  %-28s %s\n", i ? "" : "what was done", d->proc->name);
    fprintf(out, "  %-28s   because %s\n", "", d->why ? d->why : "");
  }
  for (size_t i = 0; i < s->n_worries; ++i) {
    const lq_worry* const w = &s->worries[i];
    fprintf(out, "  %-28s ", w->rule ? "MUST BE MENDED" : "worth a look");
    fprintf(out, "%s%s\n", lq_side_where(w).text, w->text);
  }
}

char* lq_side_sheet_text(const lq_side_sheet* const sheet)
{
  char*       text = NULL;
  size_t      n    = 0;
  FILE* const out  = open_memstream(&text, &n);
  if (!out) {
    return NULL;
  }
  fprintf(out, "%s%s%s\n", sheet->artist ? sheet->artist : "", sheet->artist ? ": " : "",
          sheet->title);
  if (sheet->catalogue) {
    fprintf(out, "catalogue number  %s\n", sheet->catalogue);
  }
  if (sheet->contact) {
    fprintf(out, "mastering         %s\n", sheet->contact);
  }
  for (size_t i = 0; i < sheet->n_why; ++i) {
    fprintf(out, "sides             %s\n", sheet->why[i]);
  }
  fputs(
      "One continuous file a side. Times are from the beginning of its file. No limiter, no RIAA:\n"
      "the lathe applies that. Please keep the level between sides.\n",
      out);
  for (size_t i = 0; i < sheet->n_sides; ++i) {
    write_side(out, &sheet->sides[i]);
  }
  if (ferror(out) | fclose(out)) {
    free(text);
    return NULL;
  }
  return text;
}

static json_t* most_json(const lq_spiral_most most)
{
  return json_pack("{s:o, s:o}", "value", lq_json_level(most.value), "at_sec",
                   lq_json_level(most.at_sec));
}

static json_t* spiral_json(const lq_spiral* const s)
{
  json_t* const j = json_pack(
      "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "used_mm", lq_json_level(s->used_mm), "final_mm",
      lq_json_level(s->final_mm), "free_mm", lq_json_level(s->free_mm), "fixed_used_mm",
      lq_json_level(s->fixed_used_mm), "fixed_pitch_um", lq_json_level(s->fixed_pitch_um),
      "lines_per_inch", lq_json_level(s->lines_per_inch), "closest_pitch_um",
      lq_json_level(s->close_um), "widest_pitch_um", lq_json_level(s->wide_um));
  (void)json_object_set_new(j, "least_width_um", most_json(s->width_um));
  (void)json_object_set_new(j, "lateral_cm_s", most_json(s->lateral_cm_s));
  (void)json_object_set_new(j, "vertical_cm_s", most_json(s->vertical_cm_s));
  (void)json_object_set_new(j, "acceleration_m_s2", most_json(s->bend_m_s2));
  (void)json_object_set_new(j, "slope", most_json(s->slope));
  (void)json_object_set_new(j, "curvature_um", most_json(s->curve_um));
  (void)json_object_set_new(j, "beyond_round_stylus", lq_json_level(s->over[0]));
  (void)json_object_set_new(j, "beyond_fine_stylus", lq_json_level(s->over[1]));
  (void)json_object_set_new(j, "sibilance_db", most_json(s->sharp_db));
  (void)json_object_set_new(j, "treble_cm_s", most_json(s->treble_cm_s));
  return j;
}

static json_t* songs_json(const lq_side* const s)
{
  json_t* const list = json_array();
  for (size_t i = 0; i < s->n_songs; ++i) {
    const lq_side_song* const song = &s->songs[i];
    (void)json_array_append_new(list, json_pack("{s:s, s:f, s:f, s:b}", "title", song->title,
                                                "start_sec", song->start_sec, "end_sec",
                                                song->end_sec, "spiral_before",
                                                i && song->start_sec > s->songs[i - 1].end_sec));
  }
  return list;
}

static json_t* worries_json(const lq_side* const s)
{
  json_t* const list = json_array();
  for (size_t i = 0; i < s->n_worries; ++i) {
    const lq_worry* const w = &s->worries[i];
    (void)json_array_append_new(list, json_pack("{s:s, s:b, s:I, s:f, s:f, s:f, s:s?, s:s}", "id",
                                                lq_side_worry_name(w->kind), "rule", (int)w->rule,
                                                "places", (json_int_t)w->n_places, "start_sec",
                                                w->start_sec, "end_sec", w->end_sec, "at_sec",
                                                w->at_sec, "song", w->song, "message", w->text));
  }
  return list;
}

static json_t* side_json(const lq_side* const s)
{
  const char    letter[] = {s->letter, '\0'};
  json_t* const j        = lq_measurement_json(&s->m, s->file, 24);
  (void)json_object_set_new(j, "side", json_string(letter));
  (void)json_object_set_new(j, "record", json_string(s->record->id));
  (void)json_object_set_new(j, "cutting_level_db", lq_json_level(s->level_db));
  (void)json_object_set_new(j, "fits_at_db", lq_json_level(s->fit_db));
  (void)json_object_set_new(j, "followed_at_db", lq_json_level(s->clear_db));
  (void)json_object_set_new(j, "table_db", lq_json_level(s->guide_db));
  (void)json_object_set_new(j, "gain_db", lq_json_level(s->gain_db));
  (void)json_object_set_new(j, "true_peak_exact_dbtp", lq_json_level(s->peak_dbtp));
  (void)json_object_set_new(j, "crest_db", lq_json_level(s->crest_db));
  (void)json_object_set_new(j, "dc_dbfs", lq_json_level(s->dc_dbfs));
  (void)json_object_set_new(j, "side_below_100_hz_db", lq_json_level(s->low.side_db[0]));
  (void)json_object_set_new(j, "side_below_150_hz_db", lq_json_level(s->low.side_db[1]));
  (void)json_object_set_new(j, "side_below_300_hz_db", lq_json_level(s->low.side_db[2]));
  (void)json_object_set_new(j, "low_correlation_min", lq_json_level(s->low.correlation));
  (void)json_object_set_new(j, "low_correlation_min_sec", lq_json_level(s->low.at_sec));
  (void)json_object_set_new(j, "below_25_hz_db", lq_json_level(s->rumble_db));
  (void)json_object_set_new(j, "above_18_khz_db", lq_json_level(s->whistle_db));
  (void)json_object_set_new(j, "silence_before_sec", lq_json_level(s->head_sec));
  (void)json_object_set_new(j, "silence_behind_sec", lq_json_level(s->tail_sec));
  (void)json_object_set_new(j, "groove", spiral_json(&s->spiral));
  (void)json_object_set_new(j, "songs", songs_json(s));
  (void)json_object_set_new(j, "worries", worries_json(s));
  return j;
}

json_t* lq_side_sheet_json(const lq_side_sheet* const sheet)
{
  json_t* const sides = json_array();
  json_t* const why   = json_array();
  for (size_t i = 0; i < sheet->n_sides; ++i) {
    (void)json_array_append_new(sides, side_json(&sheet->sides[i]));
  }
  for (size_t i = 0; i < sheet->n_why; ++i) {
    (void)json_array_append_new(why, json_string(sheet->why[i]));
  }
  return json_pack("{s:s, s:s?, s:s?, s:s?, s:o, s:o}", "title", sheet->title, "artist",
                   sheet->artist, "catalogue", sheet->catalogue, "contact", sheet->contact, "why",
                   why, "sides", sides);
}
