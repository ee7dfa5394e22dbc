// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/ddp_show.h"

#include "cli/show.h"
#include "disc/cdtext.h"
#include "disc/pq_sheet.h"
#include "disc/red_book.h"

#include <stdlib.h>
#include <string.h>

static const char* const kind_names[LQ_CDTEXT_N] = {"title",    "performer", "songwriter",
                                                    "composer", "arranger",  "message"};

static const char* verdict(const lq_ddp* const ddp)
{
  return ddp->faults.n_errors ? "errors" : ddp->faults.n ? "warnings" : "fine";
}

void lq_ddp_print_findings(const lq_ddp* const ddp, FILE* const to)
{
  for (size_t i = 0; i < ddp->faults.n; ++i) {
    fprintf(to, "  %-8s %s\n", ddp->faults.items[i].error ? "error" : "warning",
            ddp->faults.items[i].sentence);
  }
}

static void print_texts(const char* const* const texts, const char* const whose)
{
  for (unsigned kind = LQ_CDTEXT_PERFORMER; kind < LQ_CDTEXT_N; ++kind) { // titles stand above
    if (texts[kind] && *texts[kind]) {
      printf("  %-4s %-10s %s\n", whose, kind_names[kind], texts[kind]);
    }
  }
}

static void print_text(const lq_ddp* const ddp)
{
  const lq_disc* const d = &ddp->disc;
  if (!ddp->has_text) {
    printf("\nNo CD-TEXT.\n");
    return;
  }
  printf("\nCD-TEXT beside the titles\n");
  print_texts(d->text, "disc");
  if (d->genre_code) {
    const char* const name = lq_cdtext_genre(d->genre_code);
    printf("  %-4s %-10s %s%s%s\n", "disc", "genre", name ? name : "?", d->genre ? ", " : "",
           d->genre ? d->genre : "");
  }
  for (unsigned i = 0; i < d->n_tracks; ++i) {
    char number[8];
    (void)snprintf(number, sizeof number, "%02u", (i + 1) % 100);
    print_texts(d->tracks[i].text, number);
  }
}

static void print_sheet(const lq_ddp* const ddp)
{
  lq_pq_facts facts = {0};
  for (size_t i = 0; i < ddp->n_files; ++i) {
    if (!strcmp(ddp->files[i].what, "image")) {
      facts.image         = ddp->files[i].name;
      facts.image_digests = &ddp->files[i].digests;
    }
  }
  char* const sheet = lq_pq_sheet_text(&ddp->disc, &facts);
  fputs(sheet ? sheet : "", stdout);
  free(sheet);
}

void lq_ddp_print(const lq_ddp* const ddp)
{
  printf("%s%s%s\n\n", *ddp->level ? ddp->level : "No level", *ddp->master_id ? ": " : "",
         ddp->master_id);
  print_sheet(ddp);
  print_text(ddp);
  printf("\nFiles\n");
  for (size_t i = 0; i < ddp->n_files; ++i) {
    const lq_ddp_file* const f = &ddp->files[i];
    printf("  %-14s %-18s %12llu bytes  %s\n", f->what, f->name,
           (unsigned long long)f->digests.n_bytes, f->digests.md5);
  }
  printf("\nFindings\n");
  lq_ddp_print_findings(ddp, stdout);
  const size_t n_warnings =
      ddp->faults.n - (ddp->faults.n_errors < ddp->faults.n ? ddp->faults.n_errors : ddp->faults.n);
  printf("  %zu errors, %zu warnings: %s.\n", ddp->faults.n_errors, n_warnings,
         ddp->faults.n_errors ? "do not press it" : "it can be pressed");
}

static json_t* text_or_null(const char* const text)
{
  json_t* const j = text && *text ? json_string(text) : NULL;
  return j ? j : json_null();
}

static void put_texts(json_t* const object, const char* const* const texts)
{
  for (unsigned kind = 0; kind < LQ_CDTEXT_N; ++kind) {
    (void)json_object_set_new(object, kind_names[kind], text_or_null(texts[kind]));
  }
}

static json_t* track_json(const lq_disc* const d, const unsigned i)
{
  const lq_disc_track* const t     = &d->tracks[i];
  json_t* const              track = json_object();
  json_t* const              index = json_array();
  const uint32_t             start = t->n_index ? t->index[0] : t->pause;
  const uint32_t             end   = lq_disc_track_end(d, i);
  for (unsigned k = 0; k < t->n_index; ++k) {
    (void)json_array_append_new(index, json_integer(t->index[k]));
  }
  (void)json_object_set_new(track, "number", json_integer(i + 1));
  (void)json_object_set_new(track, "pause_sector", json_integer(t->pause));
  (void)json_object_set_new(track, "index_sectors", index);
  (void)json_object_set_new(track, "length_sectors", json_integer(end > start ? end - start : 0));
  (void)json_object_set_new(track, "isrc", text_or_null(t->isrc));
  (void)json_object_set_new(track, "copy_allowed", json_boolean(t->flags & LQ_DISC_DCP));
  (void)json_object_set_new(track, "pre_emphasis", json_boolean(t->flags & LQ_DISC_PRE));
  (void)json_object_set_new(track, "four_channels", json_boolean(t->flags & LQ_DISC_4CH));
  (void)json_object_set_new(track, "scms", json_boolean(t->flags & LQ_DISC_SCMS));
  put_texts(track, t->text);
  return track;
}

static json_t* disc_json(const lq_disc* const d)
{
  json_t* const disc   = json_object();
  json_t* const tracks = json_array();
  (void)json_object_set_new(disc, "ean", text_or_null(d->ean));
  (void)json_object_set_new(disc, "catalogue", text_or_null(d->catalogue));
  (void)json_object_set_new(disc, "genre", text_or_null(lq_cdtext_genre(d->genre_code)));
  (void)json_object_set_new(disc, "genre_text", text_or_null(d->genre));
  put_texts(disc, d->text);
  (void)json_object_set_new(disc, "lead_out_sector", json_integer(d->lead_out));
  for (unsigned i = 0; i < d->n_tracks; ++i) {
    (void)json_array_append_new(tracks, track_json(d, i));
  }
  (void)json_object_set_new(disc, "tracks", tracks);
  return disc;
}

static json_t* files_json(const lq_ddp* const ddp)
{
  json_t* const files = json_array();
  for (size_t i = 0; i < ddp->n_files; ++i) {
    const lq_ddp_file* const f    = &ddp->files[i];
    json_t* const            file = json_object();
    (void)json_object_set_new(file, "what", json_string(f->what));
    (void)json_object_set_new(file, "name", text_or_null(f->name));
    (void)json_object_set_new(file, "bytes", json_integer((json_int_t)f->digests.n_bytes));
    (void)json_object_set_new(file, "md5", json_string(f->digests.md5));
    (void)json_object_set_new(file, "sha256", json_string(f->digests.sha256));
    (void)json_object_set_new(file, "crc32", json_string(f->digests.crc32));
    (void)json_array_append_new(files, file);
  }
  return files;
}

void lq_ddp_print_json(const lq_ddp* const ddp)
{
  json_t* const set      = json_object();
  json_t* const findings = json_array();
  for (size_t i = 0; i < ddp->faults.n; ++i) {
    json_t* const finding = json_object();
    (void)json_object_set_new(finding, "kind",
                              json_string(ddp->faults.items[i].error ? "error" : "warning"));
    (void)json_object_set_new(finding, "text", text_or_null(ddp->faults.items[i].sentence));
    (void)json_array_append_new(findings, finding);
  }
  (void)json_object_set_new(set, "level", text_or_null(ddp->level));
  (void)json_object_set_new(set, "master_id", text_or_null(ddp->master_id));
  (void)json_object_set_new(set, "disc", disc_json(&ddp->disc));
  (void)json_object_set_new(set, "files", files_json(ddp));
  (void)json_object_set_new(set, "has_cdtext", json_boolean(ddp->has_text));
  (void)json_object_set_new(set, "has_checksums", json_boolean(ddp->has_checksums));
  (void)json_object_set_new(set, "verdict", json_string(verdict(ddp)));
  (void)json_object_set_new(set, "n_errors", json_integer((json_int_t)ddp->faults.n_errors));
  (void)json_object_set_new(set, "findings", findings);
  lq_print_json(set);
  json_decref(set);
}
