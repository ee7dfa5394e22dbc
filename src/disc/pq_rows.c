// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/pq_rows.h"

#include <stdio.h>
#include <string.h>

static lq_pq_row row_of(const unsigned track, const unsigned index, const uint32_t sector)
{
  lq_pq_row row = {.start = lq_msf_of(sector), .isrc = "", .title = ""};
  (void)snprintf(row.track, sizeof row.track, "%02u", track % 100);
  (void)snprintf(row.index, sizeof row.index, "%02u", index % 100);
  return row;
}

static void put_flags(lq_pq_row* const row, const unsigned flags)
{
  (void)snprintf(row->flags, sizeof row->flags, "%s%s%s%s", flags & LQ_DISC_DCP ? "copy " : "",
                 flags & LQ_DISC_PRE ? "emphasis " : "", flags & LQ_DISC_SCMS ? "SCMS " : "",
                 flags & LQ_DISC_4CH ? "4ch " : "");
  const size_t n            = strlen(row->flags);
  row->flags[n ? n - 1 : 0] = '\0';
}

void lq_pq_rows(const lq_disc* const disc, void (*const put)(void* user, const lq_pq_row* row),
                void* const          user)
{
  for (unsigned i = 0; i < disc->n_tracks; ++i) {
    const lq_disc_track* const t = &disc->tracks[i];
    if (t->n_index && t->pause < t->index[0]) {
      lq_pq_row row = row_of(i + 1, 0, t->pause);
      row.pause     = lq_msf_of(t->index[0] - t->pause);
      put(user, &row);
    }
    for (unsigned k = 0; k < t->n_index; ++k) {
      lq_pq_row      row = row_of(i + 1, k + 1, t->index[k]);
      const uint32_t end = lq_disc_track_end(disc, i);
      if (!k) {
        row.length = lq_msf_of(end > t->index[0] ? end - t->index[0] : 0);
        row.isrc   = t->isrc ? t->isrc : "";
        row.title  = t->text[LQ_CDTEXT_TITLE] ? t->text[LQ_CDTEXT_TITLE] : "";
        put_flags(&row, t->flags);
      }
      put(user, &row);
    }
  }
  lq_pq_row row = row_of(0, 1, disc->lead_out);
  row.title     = "lead-out";
  memcpy(row.track, "AA", 3);
  put(user, &row);
}

void lq_pq_heads(const lq_disc* const disc, const lq_pq_facts* const facts,
                 void (*const put)(void* user, const char* label, const char* text),
                 void* const user)
{
  char tracks[16], sectors[32];
  (void)snprintf(tracks, sizeof tracks, "%u", disc->n_tracks);
  (void)snprintf(sectors, sizeof sectors, "%s (%u sectors)", lq_msf_of(disc->lead_out).text,
                 disc->lead_out);
  const lq_digests* const d         = facts->image_digests;
  const char* const       rows[][2] = {
            {"Album", disc->text[LQ_CDTEXT_TITLE]},
            {"Artist", disc->text[LQ_CDTEXT_PERFORMER]},
            {"Label", facts->label},
            {"Catalogue number", disc->catalogue},
            {"UPC/EAN", disc->ean},
            {"Tracks", tracks},
            {"Total time", sectors},
            {"Source", facts->source},
            {"Date", facts->date},
            {"Mastered by", facts->engineer},
            {"Image", facts->image},
            {"Image MD5", d ? d->md5 : NULL},
            {"Image CRC-32", d ? d->crc32 : NULL},
            {"Notes", facts->notes},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; ++i) {
    if (rows[i][1] && *rows[i][1]) {
      put(user, rows[i][0], rows[i][1]);
    }
  }
}
