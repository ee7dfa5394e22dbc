// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "disc/codes.h"
#include "disc/fields.h"
#include "disc/pq.h"
#include "disc/pq_packet.h"
#include "disc/red_book.h"

#include <string.h>

typedef struct {
  const char*    name;
  lq_pool*       pool;
  lq_fault_list  faults;
  lq_disc*       disc;
  lq_disc_track* tracks; // [LQ_DISC_MOST_TRACKS]
  uint32_t*      marks;  // one for each packet at most
  unsigned       n_marks;
  unsigned       number; // of the track that packets belong to; 0: lead-in
  unsigned       index;  // of the last packet
  unsigned       n_lead_outs;
} reader;

/// One packet, its fields told apart.
typedef struct {
  size_t      place; // from 1
  const char* bytes;
  bool        is_lead_out;
  unsigned    track, index;
  uint32_t    sector;
} packet;

// "SD packet 3 (at byte 128)", before what is wrong with it.
static const char* where(const reader* const r, const packet* const p)
{
  const char* const text = lq_pool_format(r->pool, "%s, packet %zu (byte %zu)", r->name, p->place,
                                          (p->place - 1) * LQ_PQ_PACKET_BYTES);
  return text ? text : r->name;
}

static bool two_digits(const char* const field, unsigned* const value)
{
  uint64_t   n  = 0;
  const bool is = lq_field_number_read(field, 2, &n) == LQ_FIELD_NUMBER;
  *value        = (unsigned)n;
  return is;
}

static bool read_time(const reader* const r, packet* const p)
{
  unsigned          minute = 0, second = 0, frame = 0, hour = 0;
  const char* const t     = p->bytes + PQ_TIME;
  const bool        hours = lq_field_shown(p->bytes + PQ_HOURS, 2).text[0] != ' ' ||
                     p->bytes[PQ_HOURS + 1] != ' '; // blank as a rule
  if (!two_digits(t, &minute) || !two_digits(t + 2, &second) || !two_digits(t + 4, &frame) ||
      second > 59 || frame >= LQ_SECTORS_PER_SEC) {
    lq_fault_error(&r->faults, (lq_at){0},
                   "%s: the time is '%s'; expected MMSSFF, seconds to 59, sectors to 74.",
                   where(r, p), lq_field_shown(t, 6).text);
    return false;
  }
  if (hours && (!two_digits(p->bytes + PQ_HOURS, &hour) || hour)) {
    lq_fault_error(&r->faults, (lq_at){0}, "%s: the hours are '%s'; expected blanks.", where(r, p),
                   lq_field_shown(p->bytes + PQ_HOURS, 2).text);
  }
  p->sector = (minute * 60 + second) * LQ_SECTORS_PER_SEC + frame;
  return true;
}

static bool read_packet(const reader* const r, packet* const p)
{
  p->is_lead_out = !memcmp(p->bytes + PQ_TRACK, "AA", 2);
  if (!p->is_lead_out && !two_digits(p->bytes + PQ_TRACK, &p->track)) {
    lq_fault_error(&r->faults, (lq_at){0}, "%s: the track is '%s'; expected 00 to 99 or AA.",
                   where(r, p), lq_field_shown(p->bytes + PQ_TRACK, 2).text);
    return false;
  }
  if (!two_digits(p->bytes + PQ_INDEX, &p->index)) {
    lq_fault_error(&r->faults, (lq_at){0}, "%s: the index is '%s'; expected 00 to 99.", where(r, p),
                   lq_field_shown(p->bytes + PQ_INDEX, 2).text);
    return false;
  }
  return read_time(r, p);
}

// The first character is the control nibble of the Q channel, the second the kind of address.
static unsigned read_control(const reader* const r, const packet* const p)
{
  const char* const c     = p->bytes + PQ_CONTROL;
  const char* const plain = memchr("0123", c[0], 4);
  const bool        four  = c[0] == '8' || c[0] == '9';
  unsigned          flags = four    ? LQ_DISC_4CH | (c[0] == '9' ? LQ_DISC_PRE : 0U)
                            : plain ? (unsigned)(c[0] - '0')
                                    : 0;
  if (!four && !plain && strchr("4567", c[0]) && c[0]) {
    lq_fault_error(&r->faults, (lq_at){0},
                   "%s: the control is '%s', a track of data; expected sound.", where(r, p),
                   lq_field_shown(c, 2).text);
  } else if ((!four && !plain) || (c[1] != '1' && c[1] != 'S')) {
    lq_fault_error(&r->faults, (lq_at){0},
                   "%s: the control is '%s'; expected 0 to 3, 8 or 9, then 1 or S.", where(r, p),
                   lq_field_shown(c, 2).text);
  }
  return flags | (c[1] == 'S' ? LQ_DISC_SCMS : 0U);
}

static char* read_code(const reader* const r, const char* const field, const size_t width)
{
  char* const text = lq_field_read(r->pool, field, width);
  if (!text) {
    r->faults.to->no_memory = true;
  }
  return text && *text ? lq_latin1_to_utf8(r->pool, text, strlen(text)) : NULL;
}

static void read_ean(const reader* const r, const packet* const p)
{
  char* ean = read_code(r, p->bytes + PQ_EAN, LQ_EAN_DIGITS);
  if (ean && strspn(ean, "0123456789") == 12 && !ean[12]) { // a UPC-A as it is printed
    ean = lq_pool_format(r->pool, "0%s", ean);
  }
  if (ean && p->place == 1) {
    r->disc->ean = ean;
  } else if (ean && r->disc->ean && strcmp(ean, r->disc->ean)) {
    lq_fault_warn(&r->faults, (lq_at){0}, "%s: the bar code is %s; that of the first packet is %s.",
                  where(r, p), ean, r->disc->ean);
  } else if (ean && !r->disc->ean) {
    lq_fault_warn(&r->faults, (lq_at){0},
                  "%s: a bar code stands here and not in the first packet, where it counts.",
                  where(r, p));
  }
}

static void read_isrc(const reader* const r, const packet* const p, lq_disc_track* const t)
{
  const char* const isrc = read_code(r, p->bytes + PQ_ISRC, LQ_ISRC_CHARS);
  if (isrc && !t->isrc) {
    t->isrc = isrc;
  } else if (isrc && strcmp(isrc, t->isrc)) {
    lq_fault_error(&r->faults, (lq_at){0}, "%s: track %02u has the ISRC %s here and %s before.",
                   where(r, p), p->track, isrc, t->isrc);
  }
}

static void first_packet(const reader* const r, const packet* const p)
{
  if (p->is_lead_out || p->track || p->index || p->sector) {
    lq_fault_error(
        &r->faults, (lq_at){0},
        "%s: it is of track %s, index %02u at %s; expected the lead-in, 00, 00 at 00:00:00.",
        where(r, p), lq_field_shown(p->bytes + PQ_TRACK, 2).text, p->index,
        lq_msf_of(p->sector).text);
  }
}

static void lead_out(reader* const r, const packet* const p)
{
  if (p->index != 1) {
    lq_fault_error(&r->faults, (lq_at){0}, "%s: the lead-out has index %02u; expected 01.",
                   where(r, p), p->index);
  }
  if (r->n_lead_outs == 1 && p->sector != r->disc->lead_out) {
    lq_fault_error(&r->faults, (lq_at){0}, "%s: the lead-out is at %s here and at %s before.",
                   where(r, p), lq_msf_of(p->sector).text, lq_msf_of(r->disc->lead_out).text);
  }
  if (++r->n_lead_outs == 3) {
    lq_fault_error(&r->faults, (lq_at){0}, "%s: the lead-out comes a third time; expected twice.",
                   where(r, p));
  }
  r->disc->lead_out = r->n_lead_outs == 1 ? p->sector : r->disc->lead_out;
}

static lq_disc_track* begin_track(reader* const r, const packet* const p)
{
  if (p->track != r->number + 1) {
    lq_fault_error(&r->faults, (lq_at){0}, "%s: track %02u follows track %02u; expected %02u.",
                   where(r, p), p->track, r->number, r->number + 1);
  }
  if (p->index > 1) {
    lq_fault_error(&r->faults, (lq_at){0},
                   "%s: track %02u begins with index %02u; expected 00 or 01.", where(r, p),
                   p->track, p->index);
  }
  r->number = p->track;
  if (r->disc->n_tracks == LQ_DISC_MOST_TRACKS) {
    return NULL;
  }
  lq_disc_track* const t = &r->tracks[r->disc->n_tracks++];
  t->pause               = p->sector;
  t->index               = r->marks + r->n_marks;
  t->flags               = read_control(r, p);
  return t;
}

static void add_mark(reader* const r, const packet* const p)
{
  lq_disc_track* t = NULL;
  if (p->track != r->number) {
    t = begin_track(r, p);
  } else if (r->disc->n_tracks) {
    t = &r->tracks[r->disc->n_tracks - 1];
    if (p->index != r->index + 1) {
      lq_fault_error(&r->faults, (lq_at){0},
                     "%s: index %02u of track %02u follows index %02u; expected %02u.", where(r, p),
                     p->index, p->track, r->index, r->index + 1);
    }
    if (read_control(r, p) != t->flags) {
      lq_fault_warn(&r->faults, (lq_at){0},
                    "%s: its control differs from that of the track's first packet.", where(r, p));
    }
  }
  r->index = p->index;
  if (t) {
    read_isrc(r, p, t);
    if (p->index) {
      r->marks[r->n_marks++] = p->sector;
      ++t->n_index;
    }
  }
}

static void add_packet(reader* const r, packet* const p)
{
  if (!read_packet(r, p)) {
    return;
  }
  if (p->place == 1) {
    first_packet(r, p);
  }
  read_ean(r, p);
  if (p->is_lead_out) {
    lead_out(r, p);
  } else if (r->n_lead_outs) {
    lq_fault_error(&r->faults, (lq_at){0}, "%s: track %02u stands behind the lead-out.",
                   where(r, p), p->track);
  } else if (p->track) {
    add_mark(r, p);
  } else if (p->place > 1) {
    lq_fault_error(&r->faults, (lq_at){0}, "%s: the lead-in comes a second time.", where(r, p));
  }
}

static void check_end(const reader* const r)
{
  if (!r->n_lead_outs) {
    lq_fault_error(&r->faults, (lq_at){0}, "%s: there is no lead-out (AA), which ends the disc.",
                   r->name);
  } else if (r->n_lead_outs == 1) {
    lq_fault_warn(&r->faults, (lq_at){0},
                  "%s: the lead-out (AA) stands there once; most programs write it twice.",
                  r->name);
  }
}

lq_status lq_pq_decode(const char* const bytes, const size_t n_bytes, const char* const name,
                       lq_pool* const pool, lq_disc* const disc, lq_disc_faults* const faults)
{
  reader r = {.name   = name,
              .pool   = pool,
              .faults = {.pool = pool, .to = faults},
              .disc   = disc,
              .tracks = LQ_POOL_TAKE(pool, lq_disc_track, LQ_DISC_MOST_TRACKS),
              .marks  = LQ_POOL_TAKE(pool, uint32_t, n_bytes / LQ_PQ_PACKET_BYTES + 1)};
  if (!r.tracks || !r.marks) {
    return LQ_ERR_MEMORY;
  }
  *disc    = (lq_disc){.tracks = r.tracks};
  size_t i = 0;
  for (; (i + 1) * LQ_PQ_PACKET_BYTES <= n_bytes; ++i) {
    packet p = {.place = i + 1, .bytes = bytes + i * LQ_PQ_PACKET_BYTES};
    if (memcmp(p.bytes, "VVVS", 4)) {
      lq_fault_error(&r.faults, (lq_at){0}, "%s: it begins with '%s'; expected 'VVVS'.",
                     where(&r, &p), lq_field_shown(p.bytes, 4).text);
      break;
    }
    add_packet(&r, &p);
  }
  const size_t rest = n_bytes - i * LQ_PQ_PACKET_BYTES;
  if (rest && rest < LQ_PQ_PACKET_BYTES &&
      (rest > 2 || bytes[n_bytes - 1] != '\n')) { // an end of line is usual
    lq_fault_error(&r.faults, (lq_at){0},
                   "%s is %zu bytes long; expected a multiple of 64, the length of a packet.", name,
                   n_bytes);
  }
  check_end(&r);
  return faults->no_memory ? LQ_ERR_MEMORY : LQ_OK;
}
