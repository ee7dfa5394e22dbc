// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/show_album.h"

#include "cli/show.h"
#include "disc/red_book.h"
#include "report/side_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void print_song(const lq_album_song_facts* const s)
{
  printf("%2u %s\n", s->track, s->title ? s->title : s->file);
  printf("     level %+.1f LU: %s\n", s->level_lu, s->level_why ? s->level_why : "");
  if (s->tone_why) {
    printf("     tone: %s\n", s->tone_why);
  }
  if (s->findings.n) {
    printf("     check: %s\n", lq_findings_verdict(s->findings));
    lq_print_findings(s->findings);
  }
}

static void print_codec(const lq_codec_facts* const c)
{
  const lq_codec_text name = lq_codec_format(c->spec);
  if (c->available) {
    printf("   %s %s", name.text, lq_figure(c->peak_dbtp, 2).text);
  } else {
    printf("   no proof by %s", name.text);
  }
}

static void print_place(const lq_album_facts* const a, const lq_album_print_facts* const p)
{
  printf("\n%s: %s LUFS, %s dBTP, LRA %s, %s\n", p->target->id,
         lq_figure(p->integrated_lufs, 2).text, lq_figure(p->peak_dbtp, 2).text,
         lq_figure(p->range_lu, 1).text, lq_verdict_name(p->verdict));
  printf("   %s\n", p->why ? p->why : "");
  printf("   there: %s\n", lq_service_text(p->target, &p->service).text);
  for (size_t i = 0; i < p->n_songs; ++i) {
    const lq_album_song_print* const s = &p->songs[i];
    printf("   %2u %7s LUFS %6s dBTP  limiter %4s dB  %-5s", a->songs[i].track,
           lq_figure(s->m.integrated_lufs, 2).text, lq_figure(s->peak_dbtp, 2).text,
           lq_figure(s->reduction_db, 1).text, lq_verdict_name(s->verdict));
    for (size_t c = 0; c < s->n_codecs; ++c) {
      print_codec(&s->codecs[c]);
    }
    printf("%s%s\n", s->verdict == LQ_VERDICT_PASS ? "" : "  ",
           s->verdict == LQ_VERDICT_PASS || !s->reason ? "" : s->reason);
  }
}

void lq_print_album(const lq_album_facts* const facts)
{
  printf("%s: %s\n\n", facts->title ? facts->title : "album", facts->levels_why);
  for (size_t i = 0; i < facts->n_songs; ++i) {
    print_song(&facts->songs[i]);
  }
  for (size_t i = 0; i < facts->n_prints; ++i) {
    print_place(facts, &facts->prints[i]);
  }
}

void lq_print_layout(const lq_layout* const layout, const lq_album* const album)
{
  printf("        pause     mark      start     end\n");
  for (size_t i = 0; i < layout->n; ++i) {
    const lq_place* const p    = &layout->places[i];
    const lq_tags         tags = lq_album_tags(album, i);
    printf("%2u  %s  %s  %s  %s  %s\n", lq_album_track(album, i), lq_msf_of(p->pause).text,
           lq_msf_of(p->mark).text, lq_msf_of(p->start).text, lq_msf_of(p->end).text,
           tags.text[LQ_TAG_TITLE] ? tags.text[LQ_TAG_TITLE] : album->songs[i].file);
  }
}

void lq_print_pressing(const lq_pressing* const p)
{
  if (!p->n_sides) {
    return;
  }
  for (size_t i = 0; i < p->n_why; ++i) {
    printf("%s\n\n", p->why[i]);
  }
  printf("%-6s %8s %7s %6s %6s %8s %8s %8s %s\n", "side", "minutes", "dBTP", "level", "lines",
         "last mm", "spare mm", "worries", "file");
  for (size_t i = 0; i < p->n_sides; ++i) {
    const lq_side* const s = &p->sides[i];
    printf("%-6c %8.2f %7.2f %+6.1f %6.0f %8.1f %8.1f %8zu %s\n", s->letter,
           (double)s->m.n_frames / s->m.rate_hz / 60.0, s->peak_dbtp, s->level_db,
           s->spiral.lines_per_inch, s->spiral.final_mm, s->spiral.free_mm, s->n_worries, s->file);
  }
  for (size_t i = 0; i < p->n_sides; ++i) {
    const lq_side* const s = &p->sides[i];
    for (size_t k = 0; k < s->n_worries; ++k) {
      const lq_worry* const w = &s->worries[k];
      printf("%c %s: %s%s\n", s->letter, w->rule ? "must be mended" : "worth a look",
             lq_side_where(w).text, w->text);
    }
  }
}
