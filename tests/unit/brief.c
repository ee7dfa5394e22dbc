// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Briefs: every key is read, over what was said before. Wrong ones stand in tests/bad/brief_*.
#include "check.h"

#include "base/pool.h"
#include "session/brief.h"

#include <stdlib.h>
#include <unistd.h>

typedef struct {
  lq_pool*  pool;
  lq_genres genres;
  lq_brief  brief;
  char      path[512];
} read_brief;

// A brief in a file of its own beside a record called `record.wav`, which need not be one.
static lq_status read_text(read_brief* const r, const char* const text)
{
  lq_error          e    = {0};
  const char* const base = getenv("TMPDIR");
  *r                     = (read_brief){.brief = LQ_BRIEF};
  CHECK(!lq_pool_new(&r->pool));
  CHECK(!lq_genres_load(&r->genres, r->pool, &e));
  snprintf(r->path, sizeof r->path, "%s/lacquer-test-%d-brief.yaml", base ? base : "/tmp",
           (int)getpid());
  FILE* const file = fopen(r->path, "w");
  CHECK(file && fputs(text, file) >= 0 && !fclose(file));
  const lq_status st = lq_brief_read(&r->brief, r->pool, &r->genres, r->path, &e);
  if (st) {
    printf("# %u:%u %s\n", e.line, e.column, e.text);
  }
  unlink(r->path);
  return st;
}

static void every_key_is_read(void)
{
  read_brief r;
  CHECK(!read_text(&r, "lacquer: 1\n"
                       "title: Tin Harbour\n"
                       "genre: Hip Hop\n"
                       "tempo: 93.5 BPM\n"
                       "strength: 0.75\n"
                       "lead: {track: [Anna, Ben], level: 2.5 dB}\n"
                       "keep: Strings\n"
                       "skip: [eq, rides]\n"
                       "references:\n"
                       "  - /dev/null\n"
                       "  - {file: /dev/null, weight: 3}\n"
                       "notes: [dry, \"please: no echo\"]\n"));
  const lq_brief* const b = &r.brief;
  CHECK_TEXT(b->title, "Tin Harbour");
  CHECK(b->genre == lq_genre_find(&r.genres, "hip-hop") && b->genre);
  CHECK_NEAR(b->tempo_bpm, 93.5, 0);
  CHECK_NEAR(b->strength, 0.75, 0);
  CHECK(b->has_lead_db);
  CHECK_NEAR(b->lead_db, 2.5, 0);
  CHECK(b->n_leads == 2);
  CHECK_TEXT(b->n_leads == 2 ? b->leads[1] : "", "Ben");
  CHECK(b->n_keep == 1);
  CHECK_TEXT(b->n_keep ? b->keep[0] : "", "Strings");
  for (unsigned i = 0; i < LQ_STEP_N; ++i) {
    CHECK(b->skip[i] == (i == LQ_STEP_EQ || i == LQ_STEP_RIDES));
  }
  CHECK(b->n_references == 2);
  if (b->n_references == 2) {
    CHECK_TEXT(b->references[1].file, "/dev/null");
    CHECK_NEAR(b->references[0].weight, 1, 0);
    CHECK_NEAR(b->references[1].weight, 3, 0);
  }
  CHECK(b->n_notes == 2);
  CHECK_TEXT(b->n_notes == 2 ? b->notes[1] : "", "please: no echo");
  lq_pool_free(r.pool);
}

static void a_lead_is_a_name_or_names_or_a_level(void)
{
  static const struct {
    const char* text;
    size_t      n;
    bool        level;
  } cases[] = {{"lead: Sax", 1, false},
               {"lead: [Sax, Oboe, Vox]", 3, false},
               {"lead: {track: Sax}", 1, false},
               {"lead: {level: -3 dB}", 0, true}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    read_brief r;
    char       text[128];
    snprintf(text, sizeof text, "lacquer: 1\n%s\n", cases[i].text);
    CHECK(!read_text(&r, text));
    CHECK(r.brief.n_leads == cases[i].n);
    CHECK(r.brief.has_lead_db == cases[i].level);
    CHECK_NEAR(r.brief.lead_db, cases[i].level ? -3 : 0, 0);
    CHECK_TEXT(cases[i].n ? r.brief.leads[0] : "Sax", "Sax");
    lq_pool_free(r.pool);
  }
}

static void what_is_not_said_stays_as_it_was(void)
{
  read_brief r;
  CHECK(!read_text(&r, "lacquer: 1\n"));
  CHECK_NEAR(r.brief.strength, 1, 0);
  CHECK(!r.brief.genre && !r.brief.title && !r.brief.has_lead_db && !r.brief.n_leads);
  CHECK(!r.brief.n_references && !r.brief.n_keep && !r.brief.n_notes);
  CHECK_NEAR(r.brief.tempo_bpm, 0, 0);
  lq_pool_free(r.pool);
}

static void a_wrong_brief_changes_nothing(void)
{
  read_brief r;
  CHECK(read_text(&r, "lacquer: 1\nstrength: 0.5\nskip: eq\ngenre: polka\n") == LQ_ERR_UNKNOWN);
  CHECK_NEAR(r.brief.strength, 1, 0);
  CHECK(!r.brief.skip[LQ_STEP_EQ]);
  lq_pool_free(r.pool);
}

static void every_step_can_be_left_out(void)
{
  for (unsigned i = 0; i < LQ_STEP_N; ++i) {
    read_brief r;
    char       text[64];
    snprintf(text, sizeof text, "lacquer: 1\nskip: %s\n", lq_step_names[i]);
    CHECK(!read_text(&r, text));
    for (unsigned k = 0; k < LQ_STEP_N; ++k) {
      CHECK(r.brief.skip[k] == (i == k));
    }
    lq_pool_free(r.pool);
  }
}

static void a_command_line_says_genre_and_strength(void)
{
  read_brief r;
  lq_error   e = {0};
  CHECK(!read_text(&r, "lacquer: 1\ngenre: jazz\nstrength: 0.5\n"));
  CHECK(!lq_brief_genre(&r.brief, &r.genres, NULL, &e)); // nothing was said there
  CHECK(!lq_brief_strength(&r.brief, NULL, &e));
  CHECK_TEXT(r.brief.genre->name, "jazz");
  CHECK_NEAR(r.brief.strength, 0.5, 0);
  CHECK(!lq_brief_genre(&r.brief, &r.genres, "TECHNO", &e));
  CHECK(!lq_brief_strength(&r.brief, "0.25", &e));
  CHECK_TEXT(r.brief.genre->name, "electronic");
  CHECK_NEAR(r.brief.strength, 0.25, 0);
  CHECK(lq_brief_genre(&r.brief, &r.genres, "polka", &e) == LQ_ERR_USAGE);
  CHECK(strstr(e.text, "no genre 'polka'") && strstr(e.text, "country"));
  CHECK(lq_brief_strength(&r.brief, "2", &e) == LQ_ERR_USAGE);
  CHECK(strstr(e.text, "'2'; expected 0 to 1"));
  CHECK_TEXT(r.brief.genre->name, "electronic");
  CHECK_NEAR(r.brief.strength, 0.25, 0);
  lq_pool_free(r.pool);
}

static const check_test tests[] = {CHECK_TEST(every_key_is_read),
                                   CHECK_TEST(a_lead_is_a_name_or_names_or_a_level),
                                   CHECK_TEST(what_is_not_said_stays_as_it_was),
                                   CHECK_TEST(a_wrong_brief_changes_nothing),
                                   CHECK_TEST(every_step_can_be_left_out),
                                   CHECK_TEST(a_command_line_says_genre_and_strength)};
CHECK_MAIN(tests)
