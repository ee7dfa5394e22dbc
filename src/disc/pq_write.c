// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/codes.h"
#include "disc/fields.h"
#include "disc/pq.h"
#include "disc/pq_packet.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  char*  packets;
  size_t n;
} writer;

static char* add(writer* const w, const char* const track, const unsigned index,
                 const uint32_t sector, const unsigned flags)
{
  char* const p = w->packets + w->n++ * LQ_PQ_PACKET_BYTES;
  lq_field_text(p, LQ_PQ_PACKET_BYTES, "VVVS");
  memcpy(p + PQ_TRACK, track, 2);
  lq_field_number(p + PQ_INDEX, 2, index, true);
  const uint32_t sec = sector / LQ_SECTORS_PER_SEC;
  lq_field_number(p + PQ_TIME, 2, sec / 60, true);
  lq_field_number(p + PQ_TIME + 2, 2, sec % 60, true);
  lq_field_number(p + PQ_TIME + 4, 2, sector % LQ_SECTORS_PER_SEC, true);
  const unsigned control = flags & (LQ_DISC_PRE | LQ_DISC_DCP | LQ_DISC_4CH);
  p[PQ_CONTROL]          = "0123456789AB"[control];
  p[PQ_CONTROL + 1]      = flags & LQ_DISC_SCMS ? 'S' : '1';
  return p;
}

static void put_isrc(char* const packet, const char* const isrc)
{
  if (isrc) {
    lq_field_text(packet + PQ_ISRC, LQ_ISRC_CHARS, isrc);
  }
}

static void add_track(writer* const w, const lq_disc* const disc, const unsigned i,
                      const lq_ddp_dialect* const dialect)
{
  const lq_disc_track* const t = &disc->tracks[i];
  char                       number[4];
  (void)snprintf(number, sizeof number, "%02u", (i + 1) % 100);
  const bool paused = t->pause < t->index[0];
  if (paused) {
    put_isrc(add(w, number, 0, t->pause, t->flags), t->isrc);
  }
  for (unsigned k = 0; k < t->n_index; ++k) {
    char* const p = add(w, number, k + 1, t->index[k], t->flags);
    if (!k && (!paused || dialect->both_isrc)) {
      put_isrc(p, t->isrc);
    }
  }
}

lq_status lq_pq_encode(const lq_disc* const disc, const lq_ddp_dialect* const dialect,
                       lq_pool* const pool, char** const packets, size_t* const n_bytes)
{
  size_t most = 3; // lead-in, and the lead-out twice
  for (unsigned i = 0; i < disc->n_tracks; ++i) {
    most += 1 + disc->tracks[i].n_index;
  }
  writer w = {.packets = lq_pool_take(pool, most, LQ_PQ_PACKET_BYTES)};
  if (!w.packets) {
    return LQ_ERR_MEMORY;
  }
  lq_field_text(add(&w, "00", 0, 0, 0) + PQ_EAN, LQ_EAN_DIGITS, disc->ean);
  for (unsigned i = 0; i < disc->n_tracks; ++i) {
    add_track(&w, disc, i, dialect);
  }
  (void)add(&w, "AA", 1, disc->lead_out, 0);
  (void)add(&w, "AA", 1, disc->lead_out, 0);
  *packets = w.packets;
  *n_bytes = w.n * LQ_PQ_PACKET_BYTES;
  return LQ_OK;
}
