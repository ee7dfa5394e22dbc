// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which tracks of a session are in which version of the song.
#include "session_tools.h"

#include "deliver/version_plan.h"
#include "model/album.h"

static lq_strip* add(const desk* const d, const lq_strip_kind kind, const char* const name,
                     const char* const role, const char* const out)
{
  lq_strip* const s = lq_session_add(d->session, kind, name);
  s->role           = role;
  s->out            = out;
  return s;
}

// Singers told by role, by the role of their bus, and by name; one who is muted.
static desk song(void)
{
  const desk d = desk_new(48000);
  add(&d, LQ_STRIP_TRACK, "Drums", "drums", "main");
  add(&d, LQ_STRIP_TRACK, "One", "lead-vocal", "singers");
  add(&d, LQ_STRIP_TRACK, "Two", "", "choir");
  add(&d, LQ_STRIP_TRACK, "BV 2", "", "main");
  add(&d, LQ_STRIP_TRACK, "Vox Organ", "organ", "main"); // its role is stronger than its name
  add(&d, LQ_STRIP_TRACK, "Lead Vox 2", "", "main")->mute = true;
  add(&d, LQ_STRIP_TRACK, "Strange", "no-such-role", "main");
  add(&d, LQ_STRIP_BUS, "choir", "backing-vocal", "singers");
  add(&d, LQ_STRIP_BUS, "singers", "", "main");
  return d;
}

// "One+Two+BV 2 | Drums": names of the tracks of each version.
static lq_text told(const lq_version_plan* const p)
{
  lq_text t = {0};
  size_t  n = 0;
  for (size_t i = 0; i < p->n_parts; ++i) {
    const char* const between = !i ? "" : p->parts[i].with_last ? "+" : " | ";
    n += (size_t)snprintf(t.text + n, sizeof t.text - n, "%s%s", between, p->parts[i].strip->name);
  }
  return t;
}

static void versions_are(const desk* const d, const unsigned versions, const char* const want)
{
  lq_version_plan p;
  lq_error        e = {0};
  CHECK(!lq_version_plan_new(&p, d->session->pool, d->session, versions, &e));
  CHECK_TEXT(told(&p).text, want);
  CHECK(p.n_voices == 3 && p.n_leads == 1);
}

static void versions_go_by_role_and_way(void)
{
  desk d = song();
  versions_are(&d, 1U << LQ_VERSION_INSTRUMENTAL, "Drums+Vox Organ+Lead Vox 2+Strange");
  versions_are(&d, 1U << LQ_VERSION_A_CAPPELLA, "One+Two+BV 2");
  versions_are(&d, 1U << LQ_VERSION_TV, "Drums+Two+BV 2+Vox Organ+Lead Vox 2+Strange");
  versions_are(&d, 1U << LQ_VERSION_INSTRUMENTAL | 1U << LQ_VERSION_A_CAPPELLA,
               "Drums+Vox Organ+Lead Vox 2+Strange | One+Two+BV 2");
  desk_free(&d);
}

static void a_clean_version_is_silent_where_it_is_said(void)
{
  static const lq_span all[] = {{1, 2}, {5, 6}}, own[] = {{1.5, 2.5}, {6.015, 7}, {9, 10}};
  desk                 d = song();
  lq_version_plan      p;
  d.session->clean                             = all;
  d.session->n_clean                           = 2;
  lq_session_find(d.session, "One")->clean     = own;
  lq_session_find(d.session, "One")->n_clean   = 3;
  lq_session_find(d.session, "Drums")->clean   = own; // a sample that says it
  lq_session_find(d.session, "Drums")->n_clean = 1;
  CHECK(!lq_version_plan_new(&p, d.session->pool, d.session, 1U << LQ_VERSION_CLEAN, NULL));
  CHECK(p.n_parts == 7 && !p.parts[0].with_last && p.parts[6].with_last);
  CHECK(p.parts[0].n_silent == 1);
  CHECK(p.parts[1].n_silent == 3); // 1 to 2.5, 5 to 7, which its fades join, and 9 to 10
  CHECK_NEAR(p.parts[1].silent[0].end_sec, 2.5, 0);
  CHECK_NEAR(p.parts[1].silent[1].start_sec, 5, 0);
  CHECK_NEAR(p.parts[1].silent[1].end_sec, 7, 0);
  CHECK(p.parts[2].n_silent == 2); // Two, by its bus
  CHECK(p.parts[4].n_silent == 0); // the organ
  desk_free(&d);
}

static void refused(const desk* const d, const unsigned versions, const char* const want)
{
  lq_version_plan p;
  lq_error        e = {0};
  CHECK(lq_version_plan_new(&p, d->session->pool, d->session, versions, &e) == LQ_ERR_MISSING);
  CHECK(strstr(e.text, want) != NULL);
}

static void what_is_not_there_cannot_be_taken_away(void)
{
  desk d = song();
  refused(&d, 1U << LQ_VERSION_CLEAN, "where a clean version is silent");
  lq_session_find(d.session, "One")->role = "backing-vocal";
  refused(&d, 1U << LQ_VERSION_TV, "no track that is heard is a lead vocal");
  desk_free(&d);
  d = desk_new(48000);
  add(&d, LQ_STRIP_TRACK, "Kick", "kick", "main");
  refused(&d, 1U << LQ_VERSION_INSTRUMENTAL, "nothing to take away");
  refused(&d, 1U << LQ_VERSION_A_CAPPELLA, "nothing to take away");
  lq_session_find(d.session, "Kick")->role = "lead-vocal";
  refused(&d, 1U << LQ_VERSION_INSTRUMENTAL, "would be empty");
  desk_free(&d);
}

static void words_are_parsed(void)
{
  unsigned v = 0;
  lq_error e = {0};
  CHECK(!lq_versions_parse("instrumental,a-cappella,tv,clean,tv", &v, &e) && v == 15);
  CHECK(!lq_versions_parse(NULL, &v, &e) && !v);
  CHECK(lq_versions_parse("karaoke", &v, &e) == LQ_ERR_USAGE && strstr(e.text, "'karaoke'"));
  CHECK(lq_versions_parse("tv,", &v, &e) == LQ_ERR_USAGE);
  CHECK(lq_versions_parse("", &v, &e) == LQ_ERR_USAGE);
  CHECK_TEXT(lq_version_name(LQ_VERSION_CLEAN), "clean");
}

static const check_test tests[] = {
    CHECK_TEST(versions_go_by_role_and_way), CHECK_TEST(a_clean_version_is_silent_where_it_is_said),
    CHECK_TEST(what_is_not_there_cannot_be_taken_away), CHECK_TEST(words_are_parsed)};
CHECK_MAIN(tests)
