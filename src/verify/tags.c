// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Tags: read of every sound, and the same in all files of a song.
#include "audio/tags_read.h"
#include "disc/codes.h"
#include "verify/judge.h"
#include "verify/work.h"

#include <math.h>
#include <string.h>

// Headers are written in tenths or hundredths; what a lossy codec changes comes on top.
static const double close_lu = 0.1, lossy_close_lu = 0.3, close_db = 0.1, lossy_close_db = 1.5;

/// What all files of a song must say alike, and what none may leave out that others say.
static const struct {
  lq_tag      tag;
  const char* name;
  bool        needed;
} compared[] = {
    {LQ_TAG_TITLE, "title", true},
    {LQ_TAG_VERSION, "version", false},
    {LQ_TAG_ARTIST, "artist", true},
    {LQ_TAG_ALBUM, "album", true},
    {LQ_TAG_ALBUM_ARTIST, "album artist", false},
    {LQ_TAG_COMPOSER, "composer", false},
    {LQ_TAG_ISRC, "ISRC", true},
    {LQ_TAG_BARCODE, "EAN", false},
    {LQ_TAG_LABEL, "label", false},
    {LQ_TAG_CATALOGUE, "catalogue number", false},
};
enum { N_COMPARED = sizeof compared / sizeof *compared };

// Without the picture, which may be large.
static const lq_tags* copy_of(const lq_tags* const tags, lq_pool* const pool)
{
  lq_tags* const copy = LQ_POOL_TAKE(pool, lq_tags, 1);
  if (!copy) {
    return NULL;
  }
  *copy                 = *tags;
  copy->picture         = NULL;
  copy->picture_bytes   = NULL;
  copy->n_picture_bytes = 0;
  for (unsigned i = 0; i < LQ_TAG_N; ++i) {
    copy->text[i] = tags->text[i] && *tags->text[i] ? lq_pool_copy(pool, tags->text[i]) : NULL;
  }
  return copy;
}

static bool says_anything(const lq_tags* const t)
{
  bool any = t->track || t->loudness.known;
  for (unsigned i = 0; i < LQ_TAG_N; ++i) {
    any = any || (i != LQ_TAG_COMMENT && t->text[i] && *t->text[i]);
  }
  return any;
}

static lq_status gather_one(lq_work* const w, lq_entry* const e)
{
  lq_tags  tags = {0};
  lq_pool* own  = NULL;
  lq_error error;
  LQ_TRY(lq_pool_new(&own));
  const lq_status st = lq_tags_read(&tags, own, e->path, &error);
  if (!st && says_anything(&tags)) {
    e->tags = copy_of(&tags, w->pool);
  }
  lq_pool_free(own);
  if (st == LQ_ERR_FORMAT && strstr(error.text, "damaged")) {
    (void)lq_remark_add(&w->remarks, LQ_RULE_TAG_UNREADABLE, lq_spot_file(e->name), NULL, "%s",
                        error.text);
  }
  return st == LQ_ERR_MEMORY || w->remarks.failed ? LQ_ERR_MEMORY : LQ_OK;
}

lq_status lq_tags_gather(lq_work* const w)
{
  for (size_t i = 0; i < w->walk.n; ++i) {
    lq_entry* const e = &w->walk.entries[i];
    LQ_TRY(e->kind == LQ_ENTRY_SOUND && e->heard.done ? gather_one(w, e) : LQ_OK);
  }
  return LQ_OK;
}

static bool far_from(const double said, const double is, const double close)
{
  return isfinite(said) && isfinite(is) && fabs(said - is) > close + 1e-9;
}

static void judge_loudness(lq_remarks* const to, const lq_entry* const e)
{
  const lq_loudness_tags* const l    = &e->tags->loudness;
  const lq_heard* const         h    = &e->heard;
  const double                  lu   = h->info.lossy ? lossy_close_lu : close_lu;
  const double                  db   = h->info.lossy ? lossy_close_db : close_db;
  const lq_spot                 spot = lq_spot_file(e->name);
  if (far_from(l->integrated_lufs, h->m.integrated_lufs, lu)) {
    (void)lq_remark_add(to, LQ_RULE_TAG_LOUDNESS, spot,
                        lq_remark_text(to, "%.2f LUFS as measured", h->m.integrated_lufs),
                        "%.2f LUFS", l->integrated_lufs);
  }
  // Some tags mean the highest sample by "peak", others the standard's meter, others the curve.
  if (far_from(l->true_peak_dbtp, h->peak_dbtp, db) &&
      far_from(l->true_peak_dbtp, h->m.true_peak_dbtp, db) &&
      far_from(l->true_peak_dbtp, h->m.sample_peak_dbfs, db)) {
    (void)lq_remark_add(to, LQ_RULE_TAG_PEAK, spot,
                        lq_remark_text(to, "%.2f dBTP as measured", h->peak_dbtp), "%.2f dBTP",
                        l->true_peak_dbtp);
  }
}

void lq_judge_tags(lq_remarks* const to, const lq_entry* const e)
{
  if (!e->tags) {
    return;
  }
  const char* const isrc = e->tags->text[LQ_TAG_ISRC];
  const char* const ean  = e->tags->text[LQ_TAG_BARCODE];
  const lq_spot     spot = lq_spot_file(e->name);
  if (isrc && !lq_isrc_valid(isrc)) {
    (void)lq_remark_add(to, LQ_RULE_ISRC, spot,
                        "two letters, three letters or digits, seven digits", "%s", isrc);
  }
  if (ean && !lq_ean_digits(ean)) {
    (void)lq_remark_add(to, LQ_RULE_EAN, spot, "13 digits", "%s", ean);
  } else if (ean && lq_ean_check_digit(ean) != ean[LQ_EAN_DIGITS - 1]) {
    (void)lq_remark_add(to, LQ_RULE_EAN, spot,
                        lq_remark_text(to, "%c at the end", lq_ean_check_digit(ean)), "%s", ean);
  }
  if (e->tags->loudness.known && !e->heard.info.truncated) {
    judge_loudness(to, e);
  }
}

/// The files of one song, and what one tag is in each.
typedef struct {
  const lq_entry* of[LQ_RELEASE_FOLDERS];
  const char*     text[LQ_RELEASE_FOLDERS];
  size_t          n;
} song;

static bool same(const char* const a, const char* const b)
{
  return a && b && !strcmp(a, b);
}

// What most of them say, the first of equals.
static const char* most_say(const song* const s)
{
  const char* best   = NULL;
  size_t      n_best = 0;
  for (size_t i = 0; i < s->n; ++i) {
    size_t n = 0;
    for (size_t k = 0; k < s->n; ++k) {
      n += same(s->text[i], s->text[k]);
    }
    if (n > n_best) {
      n_best = n;
      best   = s->text[i];
    }
  }
  return best;
}

static void compare_tag(lq_work* const w, song* const s, const size_t which)
{
  for (size_t i = 0; i < s->n; ++i) {
    s->text[i] = s->of[i]->tags ? s->of[i]->tags->text[compared[which].tag] : NULL;
  }
  const char* const best = most_say(s);
  for (size_t i = 0; best && i < s->n; ++i) {
    const lq_spot spot = lq_spot_file(s->of[i]->name);
    if (s->text[i] && strcmp(s->text[i], best) != 0) {
      (void)lq_remark_add(&w->remarks, LQ_RULE_TAG_DIFFERS, spot,
                          lq_remark_text(&w->remarks, "'%s'", best), "%s '%s'",
                          compared[which].name, s->text[i]);
    } else if (!s->text[i] && compared[which].needed) {
      (void)lq_remark_add(&w->remarks, LQ_RULE_TAG_MISSING, spot,
                          lq_remark_text(&w->remarks, "'%s'", best), "no %s", compared[which].name);
    }
  }
}

static void compare_track(lq_work* const w, const song* const s)
{
  for (size_t i = 0; i < s->n; ++i) {
    const lq_entry* const e = s->of[i];
    if (e->tags && e->tags->track && e->numbered && e->number && e->tags->track != e->number) {
      (void)lq_remark_add(&w->remarks, LQ_RULE_TAG_DIFFERS, lq_spot_file(e->name),
                          lq_remark_text(&w->remarks, "%u as in its name", e->number), "track %u",
                          e->tags->track);
    }
  }
}

static void compare_song(lq_work* const w, const lq_release* const r, const size_t from,
                         const lq_entry* const e)
{
  song s = {0};
  for (size_t k = 0; k < r->n; ++k) {
    const lq_entry* const other = lq_release_song(w, r->of[k], e->title);
    if (other && k < from) {
      return; // done from there
    }
    if (other && other->heard.done) {
      s.of[s.n++] = other;
    }
  }
  for (size_t t = 0; t < N_COMPARED; ++t) {
    compare_tag(w, &s, t);
  }
  compare_track(w, &s);
}

static const char* isrc_of(const lq_entry* const e)
{
  return e->kind == LQ_ENTRY_SOUND && e->tags ? e->tags->text[LQ_TAG_ISRC] : NULL;
}

static void compare_isrcs(lq_work* const w, const lq_verified_group* const g)
{
  const lq_entry* const list = w->walk.entries + g->first;
  for (size_t i = 0; i < g->n_entries; ++i) {
    for (size_t k = 0; k < i; ++k) {
      if (same(isrc_of(&list[i]), isrc_of(&list[k]))) {
        (void)lq_remark_add(&w->remarks, LQ_RULE_ISRC_TWICE, lq_spot_file(list[i].name), NULL,
                            "%s, as %s has", isrc_of(&list[i]), lq_entry_file(list[k].name));
        break;
      }
    }
  }
}

lq_status lq_tags_judge(lq_work* const w)
{
  for (size_t i = 0; i < w->n_releases; ++i) {
    const lq_release* const r = &w->releases[i];
    for (size_t k = 0; k < r->n; ++k) {
      for (size_t j = 0; j < r->of[k]->n_entries; ++j) {
        const lq_entry* const e = &w->walk.entries[r->of[k]->first + j];
        if (e->kind == LQ_ENTRY_SOUND) {
          compare_song(w, r, k, e);
        }
      }
    }
    compare_isrcs(w, r->of[0]);
  }
  for (size_t i = 0; i < w->n_groups; ++i) {
    if (!lq_release_of(w, &w->groups[i]) && lq_group_is_album(w, &w->groups[i]) &&
        w->groups[i].n_sounds < 2000) {
      compare_isrcs(w, &w->groups[i]);
    }
  }
  return w->remarks.failed ? LQ_ERR_MEMORY : LQ_OK;
}
