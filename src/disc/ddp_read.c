// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reason.h"
#include "disc/cdtext.h"
#include "disc/ddp.h"
#include "disc/ddp_folder.h"
#include "disc/ddp_map.h"
#include "disc/ddp_sums.h"
#include "disc/pq.h"
#include "disc/red_book.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { MOST_BYTES = 1 << 20 }; // 99 tracks of 99 indexes are 634 KB of PQ

typedef struct {
  lq_pool*      pool;
  lq_error*     error;
  lq_ddp*       ddp;
  lq_fault_list faults;
  lq_ddp_folder folder;
  lq_ddp_map    map;
} reading;

static lq_status add_part(reading* const r, lq_ddp_entry* const e, const char* const what)
{
  lq_ddp* const d = r->ddp;
  e->is_part      = true;
  LQ_TRY(lq_ddp_entry_digest(e, r->error));
  if (d->n_files < LQ_DDP_MOST_FILES) {
    d->files[d->n_files++] = (lq_ddp_file){.what = what, .name = e->name, .digests = e->digests};
  }
  return LQ_OK;
}

static lq_status read_head(reading* const r)
{
  lq_ddp_entry* const id  = lq_ddp_folder_find(&r->folder, "DDPID");
  lq_ddp_entry* const map = lq_ddp_folder_find(&r->folder, "DDPMS");
  char*               bytes;
  size_t              n;
  r->ddp->level = r->ddp->master_id = "";
  if (id) {
    LQ_TRY(add_part(r, id, "DDPID"));
    LQ_TRY(lq_ddp_entry_load(id, MOST_BYTES, r->pool, &bytes, &n, r->error));
    LQ_TRY(lq_ddp_id_read(bytes, n, r->pool, r->ddp));
  } else {
    lq_fault_error(&r->faults, (lq_at){0}, "There is no DDPID, which a set begins with.");
  }
  if (map) {
    LQ_TRY(add_part(r, map, "DDPMS"));
    LQ_TRY(lq_ddp_entry_load(map, MOST_BYTES, r->pool, &bytes, &n, r->error));
    LQ_TRY(lq_ddp_map_read(bytes, n, r->pool, &r->map, &r->ddp->faults));
  } else {
    lq_fault_error(&r->faults, (lq_at){0}, "There is no DDPMS, which names the other files.");
  }
  return LQ_OK;
}

// The file of a stream, or NULL.
static lq_ddp_entry* file_of(const reading* const r, const lq_ddp_stream* const s,
                             const char* const what)
{
  if (!s->name) {
    return NULL;
  }
  lq_ddp_entry* const e = lq_ddp_folder_find(&r->folder, s->name);
  if (!e) {
    lq_fault_error(&r->faults, (lq_at){0},
                   "DDPMS, packet %zu names '%s' as the %s; there is no such file.", s->packet,
                   s->name, what);
  } else if (strcmp(e->name, s->name) != 0) {
    lq_fault_warn(
        &r->faults, (lq_at){0},
        "DDPMS, packet %zu names '%s'; the file is called '%s', which some systems do not "
        "find.",
        s->packet, s->name, e->name);
  }
  return e;
}

static void check_length(const reading* const r, const lq_ddp_stream* const s,
                         const lq_ddp_entry* const e, const unsigned unit)
{
  if (s->has_length && (s->length > UINT64_MAX / unit || s->length * unit != e->n_bytes)) {
    lq_fault_error(&r->faults, (lq_at){0}, "%s is %llu bytes long; DDPMS, packet %zu says %llu %s.",
                   e->name, (unsigned long long)e->n_bytes, s->packet,
                   (unsigned long long)s->length, unit > 1 ? "sectors of 2352" : "bytes");
  }
}

static lq_status read_pq(reading* const r)
{
  const char* const   of_id = r->ddp->disc.ean;
  lq_ddp_entry* const e     = file_of(r, &r->map.pq, "PQ descriptor");
  char*               bytes;
  size_t              n;
  if (!e) {
    return LQ_OK;
  }
  LQ_TRY(add_part(r, e, "PQ descriptor"));
  check_length(r, &r->map.pq, e, 1);
  LQ_TRY(lq_ddp_entry_load(e, MOST_BYTES, r->pool, &bytes, &n, r->error));
  lq_disc* const disc = &r->ddp->disc;
  LQ_TRY(lq_pq_decode(bytes, n, e->name, r->pool, disc, &r->ddp->faults));
  if (of_id && !disc->ean) {
    lq_fault_warn(&r->faults, (lq_at){0},
                  "DDPID has the bar code %s and %s has none; the disc may come out without it.",
                  of_id, e->name);
    disc->ean = of_id;
  } else if (of_id && strcmp(of_id, disc->ean) != 0) {
    lq_fault_warn(&r->faults, (lq_at){0}, "DDPID has the bar code %s, and %s has %s.", of_id,
                  e->name, disc->ean);
  } else if (disc->ean && !of_id) {
    lq_fault_warn(&r->faults, (lq_at){0}, "%s has the bar code %s and DDPID has none.", e->name,
                  disc->ean);
  }
  return LQ_OK;
}

// Where the first sound in the pause of track 1 is; `n` when all is silent.
static uint32_t first_sound(const char* const path, const uint32_t n)
{
  static const unsigned char silence[LQ_SECTOR_BYTES];
  unsigned char              sector[LQ_SECTOR_BYTES];
  FILE* const                f = fopen(path, "rbe");
  uint32_t                   i = 0;
  while (f && i < n && fread(sector, 1, sizeof sector, f) == sizeof sector &&
         !memcmp(sector, silence, sizeof sector)) {
    ++i;
  }
  const bool ended = !f || feof(f);
  if (f) {
    (void)fclose(f);
  }
  return ended ? n : i;
}

static void check_start(const reading* const r, const lq_ddp_entry* const e)
{
  const lq_disc* const d = &r->ddp->disc;
  if (!d->n_tracks || !d->tracks[0].n_index) {
    return;
  }
  const uint32_t start = d->tracks[0].index[0], sound = first_sound(e->path, start);
  if (sound < start) {
    lq_fault_warn(&r->faults, (lq_at){0},
                  "%s has sound from %s on, in the pause before track 1: a hidden song, or a slip.",
                  e->name, lq_msf_of(sound).text);
  }
  if (r->map.has_pause && r->map.pause != start && r->map.pause != LQ_DISC_PAUSE) {
    lq_fault_warn(
        &r->faults, (lq_at){0},
        "DDPMS, packet %zu says that the first pause is %llu sectors long; track 1 begins "
        "at %u.",
        r->map.image.packet, (unsigned long long)r->map.pause, start);
  }
}

static lq_status read_image(reading* const r)
{
  lq_ddp* const       d = r->ddp;
  lq_ddp_entry* const e = file_of(r, &r->map.image, "image");
  if (!e) {
    return LQ_OK;
  }
  LQ_TRY(add_part(r, e, "image"));
  d->image_path          = e->path;
  d->image_bytes         = e->n_bytes;
  const uint64_t sectors = e->n_bytes / LQ_SECTOR_BYTES;
  check_length(r, &r->map.image, e, LQ_SECTOR_BYTES);
  if (d->disc.n_tracks && d->disc.lead_out && d->disc.lead_out != sectors) {
    lq_fault_error(
        &r->faults, (lq_at){0}, "The lead-out is at %s, sector %u; %s ends at sector %llu.",
        lq_msf_of(d->disc.lead_out).text, d->disc.lead_out, e->name, (unsigned long long)sectors);
  }
  check_start(r, e);
  return LQ_OK;
}

static void compare_codes(const reading* const r, const lq_cdtext* const t, const char* const name)
{
  const lq_disc* const d = &r->ddp->disc;
  if (t->code[0] && d->ean && strcmp(t->code[0], d->ean) != 0) {
    lq_fault_warn(&r->faults, (lq_at){0}, "%s has the bar code %s; the PQ descriptor has %s.", name,
                  t->code[0], d->ean);
  }
  for (unsigned i = 0; i < d->n_tracks; ++i) {
    const char* const isrc = d->tracks[i].isrc;
    if (t->code[i + 1] && isrc && strcmp(t->code[i + 1], isrc) != 0) {
      lq_fault_warn(&r->faults, (lq_at){0},
                    "%s has the ISRC %s for track %u; the PQ descriptor has %s.", name,
                    t->code[i + 1], i + 1, isrc);
    }
  }
}

static lq_status keep_text(const reading* const r, const lq_cdtext* const t)
{
  lq_disc* const       d      = &r->ddp->disc;
  lq_disc_track* const tracks = LQ_POOL_TAKE(r->pool, lq_disc_track, d->n_tracks + 1);
  if (!tracks) {
    return LQ_ERR_MEMORY;
  }
  d->catalogue  = t->catalogue;
  d->genre      = t->genre;
  d->genre_code = t->genre_code;
  for (unsigned kind = 0; kind < LQ_CDTEXT_N; ++kind) {
    d->text[kind] = t->text[kind][0];
  }
  for (unsigned i = 0; i < d->n_tracks; ++i) {
    tracks[i] = d->tracks[i];
    for (unsigned kind = 0; kind < LQ_CDTEXT_N; ++kind) {
      tracks[i].text[kind] = t->text[kind][i + 1];
    }
  }
  d->tracks = tracks;
  return LQ_OK;
}

static lq_status read_text(reading* const r)
{
  lq_ddp_entry* e = file_of(r, &r->map.text, "CD-TEXT");
  if (!e && !r->map.text.packet) {
    e = lq_ddp_folder_find(&r->folder, "CDTEXT.BIN");
    if (e) {
      lq_fault_warn(&r->faults, (lq_at){0},
                    "%s lies there and DDPMS does not name it; it may not get onto the disc.",
                    e->name);
    }
  }
  if (!e) {
    return LQ_OK;
  }
  char*            bytes;
  size_t           n;
  lq_cdtext* const text = LQ_POOL_TAKE(r->pool, lq_cdtext, 1);
  LQ_TRY(text ? add_part(r, e, "CD-TEXT") : LQ_ERR_MEMORY);
  check_length(r, &r->map.text, e, 1);
  LQ_TRY(lq_ddp_entry_load(e, MOST_BYTES, r->pool, &bytes, &n, r->error));
  LQ_TRY(lq_cdtext_decode((const unsigned char*)bytes, n, e->name, r->pool, text, &r->ddp->faults));
  r->ddp->has_text = true;
  if (text->last && (text->first != 1 || text->last != r->ddp->disc.n_tracks)) {
    lq_fault_warn(&r->faults, (lq_at){0},
                  "%s is of tracks %u to %u; the PQ descriptor has tracks 1 to %u.", e->name,
                  text->first, text->last, r->ddp->disc.n_tracks);
  }
  compare_codes(r, text, e->name);
  return keep_text(r, text);
}

static lq_status read_all(reading* const r)
{
  LQ_TRY(read_head(r));
  LQ_TRY(read_pq(r));
  LQ_TRY(read_text(r));
  LQ_TRY(read_image(r));
  if (r->map.pq.name && lq_ddp_folder_find(&r->folder, r->map.pq.name)) {
    LQ_TRY(lq_red_book_judge(&r->ddp->disc, r->pool, &r->ddp->faults));
  }
  LQ_TRY(lq_ddp_sums_check(&r->folder, r->pool, &r->ddp->has_checksums, &r->ddp->faults, r->error));
  return r->ddp->faults.no_memory ? LQ_ERR_MEMORY : LQ_OK;
}

lq_status lq_ddp_read(const char* const folder, lq_pool* const pool, lq_ddp* const ddp,
                      lq_error* const error)
{
  lq_ddp  made = {0};
  reading r    = {
         .pool = pool, .error = error, .ddp = &made, .faults = {.pool = pool, .to = &made.faults}};
  lq_status st = lq_ddp_folder_list(&r.folder, folder, pool, error);
  if (!st && !lq_ddp_folder_find(&r.folder, "DDPID") && !lq_ddp_folder_find(&r.folder, "DDPMS")) {
    st = lq_fail_file(error, LQ_ERR_FORMAT, folder,
                      "'%s' holds no DDP set; expected at least DDPID and DDPMS.", folder);
  }
  st = st ? st : read_all(&r);
  if (st == LQ_ERR_MEMORY) {
    return lq_fail_file(error, st, folder, "No memory for the DDP set in '%s'.", folder);
  }
  if (!st) {
    *ddp = made;
  }
  return st;
}
