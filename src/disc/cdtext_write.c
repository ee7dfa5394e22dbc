// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/cdtext_pack.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  const lq_disc*        disc;
  const lq_cdtext_spec* spec;
  lq_pool*              pool;
  const lq_fault_list*  notes; // or NULL
  lq_error*             error;
  unsigned char*        packs; // [n_room]
  size_t                n, n_room;
  unsigned              counts[16];
} encoder;

static const char* or_none(const char* const text)
{
  return text ? text : "";
}

static bool any_track_has(const lq_disc* const disc, const unsigned kind)
{
  for (unsigned i = 0; i < disc->n_tracks; ++i) {
    if (*or_none(disc->tracks[i].text[kind])) {
      return true;
    }
  }
  return false;
}

bool lq_cdtext_wanted(const lq_disc* const disc)
{
  for (unsigned kind = 0; kind < LQ_CDTEXT_N; ++kind) {
    if (*or_none(disc->text[kind]) || any_track_has(disc, kind)) {
      return true;
    }
  }
  return false;
}

// The name that all tracks which have one share, or a word for several.
static const char* common_name(const lq_disc* const disc, const unsigned kind)
{
  const char* name = NULL;
  for (unsigned i = 0; i < disc->n_tracks; ++i) {
    const char* const text = disc->tracks[i].text[kind];
    if (*or_none(text)) {
      if (name && strcmp(name, text)) {
        return "Various";
      }
      name = text;
    }
  }
  return name;
}

static const char* disc_text(const encoder* const e, const unsigned kind)
{
  const lq_disc* const d = e->disc;
  if (*or_none(d->text[kind]) || !any_track_has(d, kind)) {
    return or_none(d->text[kind]);
  }
  const bool  named = kind != LQ_CDTEXT_TITLE && kind != LQ_CDTEXT_MESSAGE;
  const char* text  = named                                ? common_name(d, kind)
                      : *or_none(d->text[LQ_CDTEXT_TITLE]) ? d->text[LQ_CDTEXT_TITLE]
                      : *or_none(d->catalogue)             ? d->catalogue
                                                           : "Untitled";
  if (e->notes) {
    lq_fault_warn(e->notes, (lq_at){0},
                  "Tracks have a %s in CD-TEXT and the disc has none; '%s' stands for it, because "
                  "players show the first they find as the disc's.",
                  lq_cdtext_names[kind], text);
  }
  return text;
}

static lq_status too_much(const encoder* const e)
{
  return lq_fail(e->error, LQ_ERR_LIMIT, (lq_at){0},
                 "the texts take more than %d packs of CD-TEXT, which is all that a disc has room "
                 "for; shorten messages and names that repeat.",
                 LQ_CDTEXT_MOST_PACKS);
}

static lq_status add_pack(encoder* const e, const unsigned type, const unsigned track,
                          const unsigned position, const unsigned char* const payload,
                          const size_t n)
{
  if (e->n == e->n_room) {
    return too_much(e);
  }
  unsigned char* const p = e->packs + e->n * LQ_CDTEXT_PACK_BYTES;
  p[0]                   = (unsigned char)type;
  p[1]                   = (unsigned char)track;
  p[2]                   = (unsigned char)e->n;
  p[3]                   = (unsigned char)(position < 15 ? position : 15);
  memcpy(p + 4, payload, n);
  const unsigned crc = lq_cdtext_crc(p);
  p[16]              = (unsigned char)(crc >> 8U);
  p[17]              = (unsigned char)(crc & 0xFFU);
  ++e->n;
  ++e->counts[type - PACK_TITLE];
  return LQ_OK;
}

/// Strings one behind the other, each with its zero, cut into payloads.
typedef struct {
  unsigned      type;
  unsigned char payload[PACK_PAYLOAD];
  size_t        n;
  unsigned      track, position; // of the payload's first byte
} stream;

static lq_status put(encoder* const e, stream* const s, const unsigned track,
                     const char* const text, const size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    if (!s->n) {
      s->track    = track;
      s->position = (unsigned)(i < 15 ? i : 15);
    }
    s->payload[s->n++] = (unsigned char)text[i];
    if (s->n == PACK_PAYLOAD) {
      LQ_TRY(add_pack(e, s->type, s->track, s->position, s->payload, s->n));
      s->n = 0;
    }
  }
  return LQ_OK;
}

static lq_status flush(encoder* const e, const stream* const s)
{
  return s->n ? add_pack(e, s->type, s->track, s->position, s->payload, s->n) : LQ_OK;
}

static lq_status put_text(encoder* const e, stream* const s, const unsigned track,
                          const char* const utf8, const char* const what)
{
  char name[64] = "";
  (void)snprintf(name, sizeof name, track ? "the %s of track %u" : "the %s of the disc", what,
                 track);
  const lq_at at = track ? e->disc->tracks[track - 1].at : (lq_at){0};
  lq_latin1   l;
  LQ_TRY(lq_latin1_make(&l, e->pool, utf8, e->spec->way, name, at, e->error));
  if (*l.changed && e->notes) {
    lq_fault_warn(e->notes, at, "In CD-TEXT %s is written '%s': its alphabet has no %s.", name,
                  lq_latin1_to_utf8(e->pool, l.text, strlen(l.text)), l.changed);
  }
  return put(e, s, track, l.text, strlen(l.text) + 1);
}

static lq_status add_kind(encoder* const e, const unsigned kind)
{
  const char* const of_disc = disc_text(e, kind);
  stream            s       = {.type = PACK_TITLE + kind};
  if (!*of_disc) {
    return LQ_OK;
  }
  LQ_TRY(put_text(e, &s, 0, of_disc, lq_cdtext_names[kind]));
  for (unsigned i = 0; i < e->disc->n_tracks; ++i) {
    LQ_TRY(put_text(e, &s, i + 1, or_none(e->disc->tracks[i].text[kind]), lq_cdtext_names[kind]));
  }
  return flush(e, &s);
}

static lq_status add_catalogue(encoder* const e)
{
  stream s = {.type = PACK_CATALOGUE};
  if (!*or_none(e->disc->catalogue)) {
    return LQ_OK;
  }
  LQ_TRY(put_text(e, &s, 0, e->disc->catalogue, "catalogue number"));
  return flush(e, &s);
}

static lq_status add_genre(encoder* const e)
{
  const unsigned code      = e->disc->genre_code;
  const char     number[2] = {(char)(unsigned char)(code >> 8U & 0xFFU),
                              (char)(unsigned char)(code & 0xFFU)};
  stream         s         = {.type = PACK_GENRE};
  if (!code) {
    return LQ_OK;
  }
  LQ_TRY(put(e, &s, 0, number, sizeof number));
  LQ_TRY(put_text(e, &s, 0, or_none(e->disc->genre), "genre"));
  return flush(e, &s);
}

// Without an EAN a reader would take the first track's ISRC for it.
static lq_status add_codes(encoder* const e)
{
  stream s = {.type = PACK_CODES};
  if (!e->spec->codes || !*or_none(e->disc->ean)) {
    return LQ_OK;
  }
  LQ_TRY(put_text(e, &s, 0, e->disc->ean, "bar code"));
  for (unsigned i = 0; i < e->disc->n_tracks; ++i) {
    LQ_TRY(put_text(e, &s, i + 1, or_none(e->disc->tracks[i].isrc), "ISRC"));
  }
  return flush(e, &s);
}

// Alphabet, tracks, how many packs of each type there are, the last number of the block, language.
static lq_status add_sizes(encoder* const e)
{
  enum { ENGLISH = 9, COUNTS = 4, LAST = 20, LANGUAGES = 28 };
  unsigned char sizes[PACK_SIZES * PACK_PAYLOAD] = {0};
  sizes[1]                                       = 1;
  sizes[2]                                       = (unsigned char)e->disc->n_tracks;
  e->counts[PACK_SIZE - PACK_TITLE]              = PACK_SIZES;
  for (unsigned i = 0; i < 16; ++i) {
    sizes[COUNTS + i] = (unsigned char)e->counts[i];
  }
  sizes[LAST]      = (unsigned char)(e->n + PACK_SIZES - 1);
  sizes[LANGUAGES] = ENGLISH;
  for (unsigned i = 0; i < PACK_SIZES; ++i) {
    LQ_TRY(add_pack(e, PACK_SIZE, i, 0, sizes + (size_t)i * PACK_PAYLOAD, PACK_PAYLOAD));
  }
  return LQ_OK;
}

lq_status lq_cdtext_encode(const lq_disc* const disc, const lq_cdtext_spec* const spec,
                           lq_pool* const pool, unsigned char** const packs, size_t* const n_packs,
                           const lq_fault_list* const notes, lq_error* const error)
{
  encoder e = {.disc   = disc,
               .spec   = spec,
               .pool   = pool,
               .notes  = notes,
               .error  = error,
               .n_room = LQ_CDTEXT_MOST_PACKS - PACK_SIZES};
  *n_packs  = 0;
  if (!lq_cdtext_wanted(disc)) {
    return LQ_OK;
  }
  e.packs = lq_pool_take(pool, LQ_CDTEXT_MOST_PACKS, LQ_CDTEXT_PACK_BYTES);
  if (!e.packs) {
    return LQ_ERR_MEMORY;
  }
  for (unsigned kind = 0; kind < LQ_CDTEXT_N; ++kind) {
    LQ_TRY(add_kind(&e, kind));
  }
  LQ_TRY(add_catalogue(&e));
  LQ_TRY(add_genre(&e));
  LQ_TRY(add_codes(&e));
  e.n_room = LQ_CDTEXT_MOST_PACKS;
  LQ_TRY(add_sizes(&e));
  *packs   = e.packs;
  *n_packs = e.n;
  return LQ_OK;
}
