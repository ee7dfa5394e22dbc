// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout_latin1.h"

#include "disc/latin1.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  const lq_album* album;
  lq_pool*        pool;
  lq_error*       error;
  lq_at           at; ///< of the first song that has such a text
  unsigned        n;  ///< texts that have
  char            list[800];
} judge;

static void note(judge* const j, const char* const what, const char* const changed, const lq_at at)
{
  const size_t used = strlen(j->list), room = sizeof j->list - used;
  const int    more = snprintf(j->list + used, room, "%s%s (%s)", j->n ? ", " : "", what, changed);
  if (more < 0 || (size_t)more >= room) { // whole texts alone
    j->list[used] = '\0';
  }
  if (!j->n++) {
    j->at = at;
  }
}

static lq_status judge_text(judge* const j, const char* const text, const char* const what,
                            const lq_at at)
{
  const bool near   = j->album->cd_text == LQ_CD_TEXT_TRANSLITERATE;
  lq_latin1  latin1 = {0};
  if (!text) {
    return LQ_OK;
  }
  LQ_TRY(lq_latin1_make(&latin1, j->pool, text, near ? LQ_LATIN1_NEAR : LQ_LATIN1_MARK, what, at,
                        j->error));
  if (!near && *latin1.changed) {
    note(j, what, latin1.changed, at);
  }
  return LQ_OK;
}

static lq_status judge_texts(judge* const j, const char* const* const text, const unsigned track,
                             const lq_at at)
{
  for (unsigned i = 0; i < LQ_CDTEXT_N; ++i) {
    const char* const kind = lq_layout_text_key((lq_cdtext_kind)i);
    char              what[64];
    if (track) {
      (void)snprintf(what, sizeof what, "the %s of track %u", kind, track);
    } else {
      (void)snprintf(what, sizeof what, "the %s of the album", kind);
    }
    LQ_TRY(judge_text(j, text[i], what, at));
  }
  return LQ_OK;
}

static lq_status judge_disc(judge* const j, const lq_disc* const disc)
{
  const lq_at at = {.file = j->album->file, .line = 1, .column = 1};
  LQ_TRY(judge_texts(j, disc->text, 0, at));
  LQ_TRY(judge_text(j, disc->genre, "the genre of the album", at));
  for (unsigned i = 0; i < disc->n_tracks; ++i) {
    LQ_TRY(judge_texts(j, disc->tracks[i].text, i + 1, disc->tracks[i].at));
  }
  return j->n ? lq_fail(j->error, LQ_ERR_BAD_VALUE, j->at,
                        "CD-TEXT lacks characters of %u text%s: %s; say cd_text: transliterate for "
                        "what is nearest, or cd_text: off for none.",
                        j->n, j->n == 1 ? "" : "s", j->list)
              : LQ_OK;
}

lq_status lq_layout_demand_latin1(const lq_disc* const disc, const lq_album* const album,
                                  lq_error* const error)
{
  judge j = {.album = album, .error = error};
  LQ_TRY(lq_pool_new(&j.pool));
  const lq_status st = judge_disc(&j, disc);
  lq_pool_free(j.pool);
  return st;
}
