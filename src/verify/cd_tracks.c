// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The tracks of a CD as files, against what a disc says of them.
#include "base/path.h"
#include "disc/red_book.h"
#include "verify/disc_work.h"

#include <string.h>

static bool is_track(const lq_entry* const e)
{
  return e->kind == LQ_ENTRY_SOUND && e->numbered && !e->version && e->heard.done &&
         !e->heard.info.lossy && e->heard.m.rate_hz == 44100; // of a CD
}

static const lq_verified_group* group_of(const lq_work* const w, const lq_entry* const beside)
{
  const char* const own   = lq_entry_folder(w->pool, beside);
  const char* const above = own ? lq_path_folder(w->pool, own) : NULL;
  for (size_t i = 0; above && i < w->n_groups; ++i) {
    const lq_verified_group* const g     = &w->groups[i];
    const char* const              its   = lq_path_folder(w->pool, g->folder);
    const bool                     is_cd = !strcmp(lq_entry_file(g->folder), "cd");
    if (is_cd && its && !strcmp(its, above) && g->n_sounds) {
      return g;
    }
  }
  return lq_work_group(w, beside);
}

lq_status lq_cd_tracks_find(lq_cd_tracks* const tracks, const lq_work* const w,
                            const lq_entry* const beside)
{
  const lq_verified_group* const g = group_of(w, beside);
  tracks->files                    = LQ_POOL_TAKE(w->pool, const lq_entry*, g->n_entries + 1);
  LQ_TRY(tracks->files ? LQ_OK : LQ_ERR_MEMORY);
  for (size_t i = 0; i < g->n_entries; ++i) {
    const lq_entry* const e = &w->walk.entries[g->first + i];
    if (is_track(e)) {
      tracks->hidden |= !e->number;
      tracks->files[tracks->n++] = e;
    }
  }
  return LQ_OK;
}

static bool is_ascii(const char* text)
{
  for (; *text; ++text) {
    if ((unsigned char)*text > 0x7e) {
      return false;
    }
  }
  return true;
}

static void compare_code(lq_work* const w, const lq_entry* const e, const char* const what,
                         const char* const in_tags, const char* const on_disc,
                         const lq_known_disc* const known)
{
  if (in_tags && strcmp(in_tags, on_disc ? on_disc : "") != 0) {
    (void)lq_remark_add(&w->remarks, LQ_RULE_CD_CODES, lq_spot_file(known->entry->name),
                        lq_remark_text(&w->remarks, "%s as in %s", in_tags, e->name), "%s %s", what,
                        on_disc ? on_disc : "is missing");
  }
}

// Texts that CD-TEXT cannot write are written otherwise there.
static void compare_title(lq_work* const w, const lq_entry* const e, const unsigned track,
                          const char* const on_disc, const lq_known_disc* const known)
{
  const char* const title = e->tags->text[LQ_TAG_TITLE];
  if (title && on_disc && is_ascii(title) && strcmp(title, on_disc) != 0 && *on_disc) {
    (void)lq_remark_add(&w->remarks, LQ_RULE_CD_TEXT, lq_spot_file(known->entry->name),
                        lq_remark_text(&w->remarks, "'%s' as in %s", title, e->name),
                        "track %u is '%s'", track, on_disc);
  }
}

// Files go from mark to mark, so each is as long as the way from its mark to the next one's.
static void compare_track(lq_work* const w, const lq_entry* const e, const unsigned i,
                          const lq_known_disc* const known)
{
  const lq_disc* const       d    = known->disc;
  const lq_disc_track* const t    = &d->tracks[i];
  const uint32_t             next = i + 1 < d->n_tracks ? d->tracks[i + 1].index[0] : d->lead_out;
  const uint64_t n_sectors        = (e->heard.m.n_frames + LQ_SECTOR_FRAMES - 1) / LQ_SECTOR_FRAMES;
  if (n_sectors != next - t->index[0]) {
    (void)lq_remark_add(&w->remarks, LQ_RULE_CD_MARKS, lq_spot_file(known->entry->name),
                        lq_remark_text(&w->remarks, "%s as %s is long",
                                       lq_msf_of((uint32_t)n_sectors).text, e->name),
                        "track %u lasts %s", i + 1, lq_msf_of(next - t->index[0]).text);
  }
  if (i + 1 < d->n_tracks && e->heard.m.n_frames % LQ_SECTOR_FRAMES) {
    (void)lq_remark_add(&w->remarks, LQ_RULE_SECTORS, lq_spot_file(e->name),
                        "a multiple of 588 samples", "%llu samples",
                        (unsigned long long)e->heard.m.n_frames);
  }
  if (e->tags) {
    compare_code(w, e, lq_remark_text(&w->remarks, "track %u, ISRC", i + 1),
                 e->tags->text[LQ_TAG_ISRC], t->isrc, known);
    compare_title(w, e, i + 1, t->text[LQ_CDTEXT_TITLE], known);
  }
}

void lq_cd_tracks_compare(lq_work* const w, const lq_cd_tracks* const tracks,
                          const lq_known_disc* const known)
{
  const size_t n = tracks->n - tracks->hidden;
  if (!n) {
    return;
  }
  if (n != known->disc->n_tracks) {
    (void)lq_remark_add(&w->remarks, LQ_RULE_CD_MARKS, lq_spot_file(known->entry->name),
                        lq_remark_text(&w->remarks, "%zu, as there are files", n), "%u tracks",
                        known->disc->n_tracks);
    return;
  }
  for (unsigned i = 0; i < n; ++i) {
    compare_track(w, tracks->files[i + tracks->hidden], i, known);
  }
  const lq_entry* const first = tracks->files[tracks->hidden];
  if (first->tags) {
    compare_code(w, first, "EAN", first->tags->text[LQ_TAG_BARCODE], known->disc->ean, known);
  }
}
