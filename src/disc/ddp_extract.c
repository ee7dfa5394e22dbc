// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/ddp_extract.h"

#include "audio/wav.h"
#include "base/output.h"
#include "base/path.h"
#include "base/reason.h"
#include "disc/codes.h"
#include "disc/cue.h"
#include "disc/pq_sheet.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FRAME_BYTES = 4, BLOCK_BYTES = 1 << 16 };

typedef struct {
  const lq_ddp*       ddp;
  const char*         folder;
  const lq_ddp_watch* watch;
  lq_pool*            pool;
  lq_error*           error;
  FILE*               image;
  lq_cue_piece*       pieces; // [n_tracks + 1]
  unsigned            n_pieces;
  lq_disc             disc; // of the sheets: without codes that are malformed
  uint64_t            n_done;
} extractor;

static uint32_t image_sectors(const extractor* const x)
{
  const uint64_t n = x->ddp->image_bytes / LQ_SECTOR_BYTES;
  return n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

static uint32_t mark_of(const lq_disc* const d, const unsigned track)
{
  return track < d->n_tracks ? d->tracks[track].index[0] : d->lead_out;
}

static lq_status add_piece(extractor* const x, const unsigned number, const char* const title,
                           const uint32_t start, uint32_t end)
{
  enum { TITLE_MOST = 80 }; // bytes, so that sheets have room for the name
  const char* const safe = lq_path_safe(x->pool, title);
  const uint32_t    most = image_sectors(x);
  size_t            n    = safe ? strnlen(safe, TITLE_MOST) : 0;
  while (n && ((unsigned char)safe[n] & 0xC0U) == 0x80U) { // not within a letter
    --n;
  }
  char* const name = safe ? lq_pool_format(x->pool, "%02u_%.*s.wav", number, (int)n, safe) : NULL;
  end              = end < most ? end : most;
  if (name && start < end) {
    x->pieces[x->n_pieces++] = (lq_cue_piece){.file = name, .start = start, .end = end};
  }
  return name ? LQ_OK : LQ_ERR_MEMORY;
}

// Only codes that a sheet may hold; marks in their order, or the track is left out.
static lq_status sound_disc(extractor* const x)
{
  const lq_disc* const d      = &x->ddp->disc;
  lq_disc_track* const tracks = LQ_POOL_TAKE(x->pool, lq_disc_track, d->n_tracks + 1);
  if (!tracks) {
    return LQ_ERR_MEMORY;
  }
  x->disc          = *d;
  x->disc.tracks   = tracks;
  x->disc.n_tracks = 0;
  x->disc.ean      = d->ean && lq_ean_digits(d->ean) ? d->ean : NULL;
  x->disc.lead_out = d->lead_out ? d->lead_out : image_sectors(x);
  uint32_t last    = 0; // mark
  for (unsigned i = 0; i < d->n_tracks; ++i) {
    lq_disc_track  t      = d->tracks[i];
    const bool     first  = !x->disc.n_tracks;
    const uint32_t before = last;
    for (t.n_index = 0; t.n_index < d->tracks[i].n_index; last = t.index[t.n_index++]) {
      const uint32_t mark = t.index[t.n_index];
      if (mark >= image_sectors(x) || (mark <= last && !(first && !t.n_index))) {
        break;
      }
    }
    if (t.n_index) {
      const bool fits            = t.pause < t.index[0] && (first || t.pause > before);
      t.pause                    = fits ? t.pause : t.index[0];
      t.isrc                     = t.isrc && lq_isrc_valid(t.isrc) ? t.isrc : NULL;
      tracks[x->disc.n_tracks++] = t;
    }
  }
  return LQ_OK;
}

static bool is_silent(const extractor* const x, const uint32_t n_sectors)
{
  static const unsigned char silence[LQ_SECTOR_BYTES];
  unsigned char              sector[LQ_SECTOR_BYTES];
  rewind(x->image);
  for (uint32_t i = 0; i < n_sectors; ++i) {
    if (fread(sector, 1, sizeof sector, x->image) != sizeof sector ||
        memcmp(sector, silence, sizeof sector) != 0) {
      return false;
    }
  }
  return true;
}

static lq_status cut(extractor* const x)
{
  const lq_disc* const d = &x->disc;
  x->pieces              = LQ_POOL_TAKE(x->pool, lq_cue_piece, d->n_tracks + 1);
  if (!x->pieces) {
    return LQ_ERR_MEMORY;
  }
  const uint32_t first = mark_of(d, 0);
  if (first != LQ_DISC_PAUSE || !is_silent(x, first)) {
    LQ_TRY(add_piece(x, 0, "Pause", 0, first));
  }
  for (unsigned i = 0; i < d->n_tracks; ++i) {
    const char* const title = d->tracks[i].text[LQ_CDTEXT_TITLE];
    const uint32_t    next  = mark_of(d, i + 1);
    LQ_TRY(add_piece(x, i + 1, title && *title ? title : "Track", d->tracks[i].index[0],
                     next > d->tracks[i].index[0] ? next : image_sectors(x)));
  }
  return LQ_OK;
}

static lq_status copy(extractor* const x, lq_output* const out, uint64_t n_bytes)
{
  unsigned char block[BLOCK_BYTES];
  while (n_bytes) {
    const size_t n = n_bytes < sizeof block ? (size_t)n_bytes : sizeof block;
    if (fread(block, 1, n, x->image) != n) {
      return lq_fail_file(x->error, LQ_ERR_READ, x->ddp->image_path,
                          "'%s' cannot be read to its end.", x->ddp->image_path);
    }
    LQ_TRY(lq_output_write(out, block, n, x->error));
    n_bytes -= n;
    x->n_done += n;
    if (x->watch && x->watch->step &&
        x->watch->step(x->watch->user, (double)x->n_done / (double)x->ddp->image_bytes)) {
      return lq_fail(x->error, LQ_ERR_CANCELLED, (lq_at){0}, "stopped.");
    }
  }
  return LQ_OK;
}

static lq_status write_piece(extractor* const x, const lq_cue_piece* const p)
{
  static const lq_wav wav     = {.rate_hz = 44100, .n_channels = 2, .bits = 16};
  const uint64_t      n_bytes = (uint64_t)(p->end - p->start) * LQ_SECTOR_BYTES;
  const char* const   path    = lq_path_join(x->pool, x->folder, p->file);
  lq_output*          out     = NULL;
  unsigned char       header[LQ_WAV_HEADER_MOST];
  LQ_TRY(path ? lq_output_open(&out, path, false, x->error) : LQ_ERR_MEMORY);
  lq_status st =
      lq_output_write(out, header, lq_wav_header(&wav, n_bytes / FRAME_BYTES, header), x->error);
  if (!st && fseeko(x->image, (off_t)((uint64_t)p->start * LQ_SECTOR_BYTES), SEEK_SET)) {
    st = lq_fail_file(x->error, LQ_ERR_READ, x->ddp->image_path, "'%s' cannot be read: %s.",
                      x->ddp->image_path, lq_reason(errno));
  }
  st = st ? st : copy(x, out, n_bytes);
  if (st) {
    lq_output_abandon(out);
    return st;
  }
  return lq_output_commit(out, x->error);
}

static lq_status write_text(const extractor* const x, const char* const name,
                            const char* const text)
{
  const char* const path = lq_path_join(x->pool, x->folder, name);
  return path && text ? lq_output_text(path, text, strlen(text), false, x->error) : LQ_ERR_MEMORY;
}

static lq_status write_sheets(const extractor* const x)
{
  const lq_cue_spec spec  = {.pieces = x->pieces, .n_pieces = x->n_pieces};
  const lq_pq_facts facts = {.image = lq_path_name(x->pool, x->ddp->image_path)};
  const char*       cue;
  LQ_TRY(lq_cue_text(&x->disc, &spec, x->pool, &cue, x->error));
  LQ_TRY(write_text(x, "album.cue", cue));
  char* const     sheet = lq_pq_sheet_text(&x->disc, &facts);
  const lq_status st    = write_text(x, "pq.txt", sheet);
  free(sheet);
  return st;
}

static lq_status extract(extractor* const x, lq_ddp_made* const made)
{
  LQ_TRY(sound_disc(x));
  LQ_TRY(x->disc.n_tracks ? cut(x) : LQ_OK);
  if (!x->n_pieces) {
    return lq_fail_file(x->error, LQ_ERR_MISSING, x->ddp->image_path,
                        "the set has no track that its image holds.");
  }
  made->names = LQ_POOL_TAKE(x->pool, const char*, x->n_pieces);
  for (unsigned i = 0; made->names && i < x->n_pieces; ++i) {
    LQ_TRY(write_piece(x, &x->pieces[i]));
    made->names[made->n++] = x->pieces[i].file;
  }
  made->n_left = x->ddp->disc.n_tracks - x->disc.n_tracks;
  return made->names ? write_sheets(x) : LQ_ERR_MEMORY;
}

lq_status lq_ddp_extract(const lq_ddp* const ddp, const char* const folder,
                         const lq_ddp_watch* const watch, lq_pool* const pool,
                         lq_ddp_made* const made, lq_error* const error)
{
  extractor x = {.ddp = ddp, .folder = folder, .watch = watch, .pool = pool, .error = error};
  *made       = (lq_ddp_made){0};
  if (!ddp->image_path) {
    return lq_fail_file(error, LQ_ERR_MISSING, folder,
                        "the set has no image, which its sound is in.");
  }
  x.image = fopen(ddp->image_path, "rbe");
  if (!x.image) {
    return lq_fail_file(error, LQ_ERR_READ, ddp->image_path, "'%s' cannot be opened: %s.",
                        ddp->image_path, lq_reason(errno));
  }
  lq_status st = extract(&x, made);
  (void)fclose(x.image);
  if (st == LQ_ERR_MEMORY) {
    st = lq_fail_file(error, st, folder, "No memory for the tracks of '%s'.", folder);
  }
  return st;
}

bool lq_ddp_extract_ours(const char* const name)
{
  const size_t n = strlen(name);
  return !strcmp(name, "album.cue") || !strcmp(name, "pq.txt") ||
         (n > 7 && strspn(name, "0123456789") >= 2 && name[2] == '_' &&
          !strcmp(name + n - 4, ".wav"));
}
