// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "check.h"

#include "base/pool.h"
#include "disc/red_book.h"
#include "model/layout.h"
#include "session/plan.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD "lacquer: 1\ntitle: Night Drive\nartist: The Band\n"

typedef struct {
  lq_album* album;
  lq_layout layout;
  lq_error  error;
  lq_status status;
} laid;

// A plan from line 4 on, and the lengths of its songs in seconds.
static laid lay(const char* const plan, const double* const lengths_sec)
{
  laid l = {0};
  char text[4096];
  (void)snprintf(text, sizeof text, HEAD "%s", plan);
  l.status = lq_album_parse(&l.album, text, strlen(text), &(lq_plan_source){0}, &l.error);
  CHECK(!l.status);
  if (l.status) {
    printf("# %u:%u %s\n", l.error.line, l.error.column, l.error.text);
    CHECK(!lq_album_new(&l.album));
    return l;
  }
  l.status = lq_layout_make(&l.layout, l.album, lengths_sec, l.album->pool, &l.error);
  return l;
}

static void check_place(const laid* const l, const size_t i, const uint32_t pause,
                        const uint32_t mark, const uint32_t start, const uint32_t end)
{
  CHECK(!l->status && i < l->layout.n);
  if (!l->status && i < l->layout.n) {
    const lq_place* const p = &l->layout.places[i];
    CHECK(p->pause == pause && p->mark == mark && p->start == start && p->end == end);
    printf("# song %zu: %u %u %u %u\n", i, p->pause, p->mark, p->start, p->end);
  }
}

// fixed: songs of 10 s, 750 sectors
static void gaps_segues_and_overlaps_lie_where_docs_say(void)
{
  const laid l = lay("mark_lead: 200 ms\n"
                     "songs:\n"
                     "  - {mix: a.wav, title: A}\n"
                     "  - {mix: b.wav, title: B}\n"
                     "  - {mix: c.wav, title: C, gap: 0 s}\n"
                     "  - {mix: d.wav, title: D, overlap: 4 s}\n"
                     "  - {mix: e.wav, title: E, gap: 100 ms}\n",
                     (const double[]){10, 10, 10, 10, 10});
  check_place(&l, 0, 0, 150, 165, 1050);     // a pause of 2 s, then a lead of 0.2 s
  check_place(&l, 1, 915, 1050, 1065, 1815); // 2 s of silence, the lead within them
  check_place(&l, 2, 1815, 1815, 1815, 2265);
  check_place(&l, 3, 2265, 2265, 2265, 3015); // 4 s before the end of C at 2565
  check_place(&l, 4, 3015, 3015, 3023, 3773); // a gap of 8 sectors: all of it is lead
  CHECK(l.layout.places[2].is_segue && l.layout.places[3].is_segue &&
        !l.layout.places[4].is_segue && l.layout.n_sectors == 3773);
  lq_album_free(l.album);
}

static void the_first_pause_is_two_seconds_or_more(void)
{
  const laid longer = lay("songs:\n  - {mix: a.wav, title: A, gap: 3 s}\n", (const double[]){10});
  check_place(&longer, 0, 0, 225, 225, 975);
  const laid shorter = lay("songs:\n  - {mix: a.wav, title: A, gap: 0 s}\n", (const double[]){10});
  check_place(&shorter, 0, 0, 150, 150, 900);
  lq_album_free(longer.album);
  lq_album_free(shorter.album);
}

static void a_hidden_song_is_the_first_pause(void)
{
  static const char plan[] = "songs:\n"
                             "  - {mix: h.wav, title: H, hidden: yes}\n"
                             "  - {mix: a.wav, title: A, gap: 0 s, index: 5 s}\n";
  const laid        full   = lay(plan, (const double[]){20, 10});
  check_place(&full, 0, 0, 0, 0, 1500);
  check_place(&full, 1, 1500, 1500, 1500, 2250);
  CHECK(full.layout.places[1].is_segue);
  const laid hair = lay(plan, (const double[]){149 / 75.0, 10}); // a sector short of two seconds
  check_place(&hair, 0, 0, 0, 0, 150);
  check_place(&hair, 1, 149, 150, 150, 900);
  CHECK(!hair.layout.places[1].is_segue);
  lq_disc disc = {0};
  CHECK(!lq_layout_disc(&disc, &full.layout, full.album, full.album->pool));
  CHECK(disc.n_tracks == 1 && disc.tracks[0].pause == 0 && disc.tracks[0].n_index == 2 &&
        disc.tracks[0].index[0] == 1500 && disc.tracks[0].index[1] == 1875 &&
        disc.lead_out == 2250);
  CHECK_TEXT(disc.tracks[0].text[LQ_CDTEXT_TITLE], "A");
  lq_album_free(full.album);
  lq_album_free(hair.album);
}

// A song of 10 s and a bit: its sound ends within a sector, and the next begins behind that sector.
static void sound_begins_on_the_border_of_a_sector(void)
{
  const laid l = lay("songs:\n"
                     "  - {mix: a.wav, title: A}\n"
                     "  - {mix: b.wav, title: B, gap: 0 s}\n",
                     (const double[]){441001 / 44100.0, 480000 / 48000.0});
  check_place(&l, 0, 0, 150, 150, 901);
  check_place(&l, 1, 901, 901, 901, 1651);
  lq_album_free(l.album);
}

static void refuse(const char* const plan, const double* const lengths_sec, const unsigned line,
                   const unsigned column, const char* const path, const char* const sentence)
{
  const laid l = lay(plan, lengths_sec);
  CHECK(l.status == LQ_ERR_BAD_VALUE && l.error.line == line && l.error.column == column);
  printf("# %u:%u\n", l.error.line, l.error.column);
  CHECK_TEXT(l.error.path, path);
  CHECK_TEXT(l.error.text, sentence);
  lq_album_free(l.album);
}

static void what_only_lengths_tell_is_refused_where_it_stands(void)
{
  static const char over[] = "songs:\n"
                             "  - {mix: a.wav, title: A}\n"
                             "  - {mix: b.wav, title: B, overlap: 4 s}\n";
  refuse(
      over, (const double[]){4, 10}, 6, 37, "songs[1].overlap",
      "the overlap is 4.000 s, and the song before it is 4.000 s long; expected less than that.");
  refuse(over, (const double[]){10, 4}, 6, 37, "songs[1].overlap",
         "the overlap is 4.000 s, and the song itself is over by then; expected less than its "
         "length.");
  refuse("songs:\n"
         "  - {mix: a.wav, title: A}\n"
         "  - {mix: b.wav, title: B, overlap: 4 s}\n"
         "  - mix: c.wav\n"
         "    title: C\n"
         "    overlap: 5 s\n",
         (const double[]){10, 8, 10}, 9, 14, "songs[2].overlap",
         "three songs sound at once here; expected that the song before the last has ended.");
  refuse("songs:\n"
         "  - {mix: h.wav, title: H, hidden: yes}\n"
         "  - {mix: a.wav, title: A, overlap: 4 s}\n",
         (const double[]){5, 10}, 6, 37, "songs[1].overlap",
         "track 1 begins 1.000 s into the album; expected 2 s or more, so a longer hidden song or "
         "a shorter overlap.");
  refuse("songs:\n  - {mix: a.wav, title: A, index: [3 s, 0:10]}\n", (const double[]){10}, 5, 41,
         "songs[0].index[1]",
         "the mark stands 10.000 s into its song, which is over after 10.000 s.");
  refuse("songs:\n"
         "  - {mix: a.wav, title: A, index: 8 s}\n"
         "  - {mix: b.wav, title: B, overlap: 3 s}\n",
         (const double[]){10, 10}, 5, 35, "songs[0].index",
         "the mark stands 8.000 s into its song, which hands over to the next after 7.000 s.");
  refuse("songs:\n  - {mix: a.wav, title: A, index: [3 s, 3001 ms]}\n", (const double[]){10}, 5, 41,
         "songs[0].index[1]",
         "the mark falls on the one before it; expected 1/75 s between them at least.");
  refuse("songs:\n  - {mix: a.wav, title: A, fade_in: 1 s, fade_out: 9.5 s}\n",
         (const double[]){10}, 5, 52, "songs[0].fade_out",
         "the fades of the song last 10.500 s, and the song 10.000 s.");
}

static void refuse_disc(const char* const plan, const double* const lengths_sec,
                        const unsigned line, const char* const path, const char* const sentence)
{
  const laid l    = lay(plan, lengths_sec);
  lq_disc    disc = {0};
  lq_error   e    = {0};
  CHECK(!l.status && !lq_layout_disc(&disc, &l.layout, l.album, l.album->pool));
  const lq_status st = lq_layout_demand_disc(&disc, &l.layout, l.album, &e);
  CHECK(sentence ? st == LQ_ERR_BAD_VALUE && e.line == line : !st);
  printf("# %u:%u\n", e.line, e.column);
  CHECK_TEXT(e.path, path);
  CHECK_TEXT(e.text, sentence ? sentence : "");
  lq_album_free(l.album);
}

static void short_tracks_and_long_discs_are_refused_where_they_stand(void)
{
  refuse_disc("songs:\n"
              "  - {mix: a.wav, title: A}\n"
              "  - {mix: b.wav, title: B}\n",
              (const double[]){10, 3}, 6, "songs[1]",
              "Track 2 is 3.00 s long (00:03:00); expected at least 4 s.");
  static const char   two[]     = "songs:\n"
                                  "  - {mix: a.wav, title: A}\n"
                                  "  - {mix: b.wav, title: B}\n";
  static const char   more[]    = "disc_length: 90:00\n"
                                  "songs:\n"
                                  "  - {mix: a.wav, title: A}\n"
                                  "  - {mix: b.wav, title: B}\n";
  static const double lengths[] = {40 * 60, 40 * 60 + 56}; // s; 81:00 with the pauses
  refuse_disc(two, lengths, 6, "songs[1]",
              "the disc is 81:00:00 long and passes 79:57:00 in this song; leave songs out, or say "
              "disc_length: if the plant presses longer ones.");
  refuse_disc(more, lengths, 0, "", NULL);
}

static void texts_that_latin1_lacks_are_a_choice(void)
{
  static const char   songs[]   = "songs:\n"
                                  "  - {mix: a.wav, title: \"Été\"}\n"
                                  "  - {mix: b.wav, title: \"Łódź\", artist: Žak}\n"
                                  "  - {mix: c.wav, title: \"作曲\"}\n";
  static const double lengths[] = {10, 10, 10};
  char                plan[512];
  refuse_disc(
      songs, lengths, 6, "songs[1]",
      "CD-TEXT lacks characters of 3 texts: the title of track 2 (Ł ź), the artist of track "
      "2 (Ž), the title of track 3 (作 曲); say cd_text: transliterate for what is nearest, "
      "or cd_text: off for none.");
  (void)snprintf(plan, sizeof plan, "cd_text: transliterate\n%s", songs);
  refuse_disc(
      plan, lengths, 8, "songs[2]",
      "the title of track 3, '作曲', has '作' (U+4F5C), which a disc's alphabet, ISO 8859-1, "
      "has not; write it another way.");
  (void)snprintf(plan, sizeof plan, "cd_text: off\n%s", songs);
  refuse_disc(plan, lengths, 0, "", NULL);
  refuse_disc("cd_text: transliterate\nsongs:\n  - {mix: b.wav, title: \"Łódź\", artist: Žak}\n",
              lengths, 0, "", NULL);
}

static void a_disc_says_what_the_plan_says(void)
{
  const laid l =
      lay("barcode: 4006381333931\n"
          "catalogue: OWN 001\n"
          "genre: jazz\n"
          "composer: Everybody\n"
          "songs:\n"
          "  - {mix: a.wav, title: A, isrc: de-abc-26-00001, featured: A Guest, copy: allowed}\n"
          "  - {master: b.wav, title: B, version: live, emphasis: on, composer: Nobody}\n",
          (const double[]){10, 10});
  lq_disc disc = {0};
  CHECK(!l.status && !lq_layout_disc(&disc, &l.layout, l.album, l.album->pool));
  CHECK_TEXT(disc.ean, "4006381333931");
  CHECK_TEXT(disc.catalogue, "OWN 001");
  CHECK_TEXT(disc.text[LQ_CDTEXT_TITLE], "Night Drive");
  CHECK_TEXT(disc.text[LQ_CDTEXT_PERFORMER], "The Band");
  CHECK(disc.genre_code == 14 && !strcmp(disc.genre, "jazz"));
  CHECK_TEXT(disc.tracks[0].isrc, "DEABC2600001");
  CHECK_TEXT(disc.tracks[0].text[LQ_CDTEXT_PERFORMER], "The Band feat. A Guest");
  CHECK_TEXT(disc.tracks[0].text[LQ_CDTEXT_COMPOSER], "Everybody");
  CHECK_TEXT(disc.tracks[1].text[LQ_CDTEXT_TITLE], "B (live)");
  CHECK_TEXT(disc.tracks[1].text[LQ_CDTEXT_COMPOSER], "Nobody");
  CHECK(disc.tracks[0].flags == LQ_DISC_DCP && disc.tracks[1].flags == LQ_DISC_PRE);
  CHECK(!disc.tracks[1].isrc && disc.tracks[1].at.line == 10);
  l.album->cd_text = LQ_CD_TEXT_OFF;
  CHECK(!lq_layout_disc(&disc, &l.layout, l.album, l.album->pool));
  CHECK(!disc.text[LQ_CDTEXT_TITLE] && !disc.tracks[1].text[LQ_CDTEXT_TITLE] && !disc.genre &&
        disc.ean && disc.tracks[0].isrc);
  lq_album_free(l.album);
}

static void songs_say_what_the_album_says_unless_they_say_it_themselves(void)
{
  const laid    l = lay("label: Own\n"
                           "explicit: no\n"
                           "date: 2026\n"
                           "message: Hello\n"
                           "disc: 1\n"
                           "discs: 2\n"
                           "songs:\n"
                           "  - {mix: h.wav, title: H, hidden: yes}\n"
                           "  - {mix: a.wav, title: A, artist: A Guest, explicit: yes, date: 1999-12}\n"
                           "  - {mix: b.wav, title: B}\n",
                        (const double[]){10, 10, 10});
  const lq_tags h = lq_album_tags(l.album, 0), a = lq_album_tags(l.album, 1),
                b = lq_album_tags(l.album, 2);
  CHECK(h.track == 0 && a.track == 1 && b.track == 2 && h.n_tracks == 2 && a.n_tracks == 2);
  CHECK(a.disc == 1 && a.n_discs == 2);
  CHECK_TEXT(a.text[LQ_TAG_ARTIST], "A Guest");
  CHECK_TEXT(a.text[LQ_TAG_ALBUM_ARTIST], "The Band");
  CHECK_TEXT(b.text[LQ_TAG_ARTIST], "The Band");
  CHECK_TEXT(b.text[LQ_TAG_ALBUM], "Night Drive");
  CHECK_TEXT(b.text[LQ_TAG_TITLE], "B");
  CHECK_TEXT(b.text[LQ_TAG_LABEL], "Own");
  CHECK_TEXT(a.text[LQ_TAG_DATE], "1999-12");
  CHECK(!b.text[LQ_TAG_MESSAGE] && !b.text[LQ_TAG_ISRC]);
  CHECK(a.is_explicit == LQ_EXPLICIT_YES && b.is_explicit == LQ_EXPLICIT_NO);
  lq_album_free(l.album);
}

static void a_song_is_as_long_as_its_file_allows(void)
{
  const laid           l   = lay("songs:\n"
                                             "  - {mix: a.wav, title: A, offset: 2 s}\n"
                                             "  - {mix: b.wav, title: B, offset: 2 s, length: 8 s}\n",
                                 (const double[]){10, 10});
  const lq_song* const s   = l.album->songs;
  double               sec = 0;
  lq_error             e   = {0};
  CHECK(!lq_song_length(&s[0], 12.5, &sec, &e) && sec == 10.5);
  CHECK(!lq_song_length(&s[1], 12.5, &sec, &e) && sec == 8);
  CHECK(lq_song_length(&s[1], 9.5, &sec, &e) == LQ_ERR_BAD_VALUE && e.line == 6);
  CHECK_TEXT(e.path, "songs[1].length");
  CHECK_TEXT(e.text,
             "the song is to be 8.000 s long, and its file has 7.500 s from where it begins.");
  CHECK(lq_song_length(&s[0], 2, &sec, &e) == LQ_ERR_BAD_VALUE && e.line == 5);
  CHECK_TEXT(e.path, "songs[0].offset");
  CHECK_TEXT(e.text, "the song begins 2.000 s into its file, which is 2.000 s long.");
  CHECK(sec == 8);
  lq_album_free(l.album);
}

static void touch(const char* const path)
{
  FILE* const f = fopen(path, "w");
  CHECK(f && !fclose(f));
}

// A plan that moves to another folder names the same files.
static void a_plan_is_moved_and_written(void)
{
  static const char        text[]  = HEAD "cover: a.jpg\n"
                                          "assistant: {brief: b.yaml, references: ['r.wav:0.5']}\n"
                                          "songs:\n"
                                          "  - {mix: m.wav, title: A, plan: p.yaml, session: s.yaml}\n";
  static const char* const names[] = {"a.jpg", "b.yaml", "r.wav", "m.wav", "p.yaml", "s.yaml"};
  char                     root[]  = "/tmp/lacquer-album-XXXXXX", path[256], sub[256];
  lq_error                 e       = {0};
  lq_album *               a = NULL, *again = NULL;
  CHECK(mkdtemp(root) != NULL);
  for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
    (void)snprintf(path, sizeof path, "%s/%s", root, names[i]);
    touch(path);
  }
  (void)snprintf(sub, sizeof sub, "%s/out", root);
  (void)snprintf(path, sizeof path, "%s/out/album.yaml", root);
  CHECK(!mkdir(sub, 0700));
  CHECK(!lq_album_parse(&a, text, sizeof text - 1, &(lq_plan_source){.folder = root}, &e));
  CHECK(a && !lq_album_rebase(a, sub) && !lq_album_write(a, path, false, &e));
  CHECK(lq_album_write(a, path, false, &e) == LQ_ERR_EXISTS);
  CHECK(!lq_album_read(&again, path, &e)); // which looks for every file
  if (a && again) {
    CHECK_TEXT(again->songs[0].file, "../m.wav");
    CHECK_TEXT(again->songs[0].plan_file, "../p.yaml");
    CHECK_TEXT(again->cover, "../a.jpg");
    CHECK_TEXT(again->references[0].file, "../r.wav");
    CHECK(again->references[0].weight == 0.5F);
    char* const one = lq_album_text(a);
    char* const two = lq_album_text(again);
    CHECK_TEXT(two, one);
    free(one);
    free(two);
  }
  CHECK(!unlink(path) && !rmdir(sub));
  for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
    (void)snprintf(path, sizeof path, "%s/%s", root, names[i]);
    CHECK(!unlink(path));
  }
  CHECK(!rmdir(root));
  lq_album_free(a);
  lq_album_free(again);
}

static const check_test tests[] = {
    CHECK_TEST(gaps_segues_and_overlaps_lie_where_docs_say),
    CHECK_TEST(the_first_pause_is_two_seconds_or_more),
    CHECK_TEST(a_hidden_song_is_the_first_pause),
    CHECK_TEST(sound_begins_on_the_border_of_a_sector),
    CHECK_TEST(what_only_lengths_tell_is_refused_where_it_stands),
    CHECK_TEST(short_tracks_and_long_discs_are_refused_where_they_stand),
    CHECK_TEST(texts_that_latin1_lacks_are_a_choice),
    CHECK_TEST(a_disc_says_what_the_plan_says),
    CHECK_TEST(songs_say_what_the_album_says_unless_they_say_it_themselves),
    CHECK_TEST(a_song_is_as_long_as_its_file_allows),
    CHECK_TEST(a_plan_is_moved_and_written),
};
CHECK_MAIN(tests)
