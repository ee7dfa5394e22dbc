// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/ddp_map.h"

#include "disc/codes.h"
#include "disc/ddp_layout.h"
#include "disc/fields.h"

#include <string.h>

static char* text_of(lq_pool* const pool, const char* const field, const size_t width)
{
  char* const text = lq_field_read(pool, field, width);
  return text ? lq_latin1_to_utf8(pool, text, strlen(text)) : NULL;
}

static void judge_id(const char* const bytes, const lq_fault_list* const faults,
                     const lq_ddp* const ddp)
{
  if (memcmp(bytes, "DDP ", 4)) {
    lq_fault_error(faults, (lq_at){0}, "DDPID begins with '%s'; expected 'DDP 2.00'.",
                   lq_field_shown(bytes, 8).text);
  } else if (strcmp(ddp->level, "DDP 2.00")) {
    lq_fault_warn(faults, (lq_at){0}, "DDPID says '%s'; 'DDP 2.00' is what plants expect of a CD.",
                  ddp->level);
  }
  if (memcmp(bytes + ID_TYPE, "CD", 2)) {
    lq_fault_error(faults, (lq_at){0}, "DDPID says that the disc is a '%s'; expected 'CD'.",
                   lq_field_shown(bytes + ID_TYPE, 2).text);
  }
  for (size_t i = ID_USER_TEXT; i < DDP_PACKET; ++i) {
    if (bytes[i] != ' ' && bytes[i] != '0' && bytes[i]) {
      lq_fault_warn(faults, (lq_at){0},
                    "DDPID has user text, '%s'; readers disagree where it stands, so leave it out.",
                    lq_field_shown(bytes + ID_USER_TEXT, DDP_PACKET - ID_USER_TEXT).text);
      return;
    }
  }
}

lq_status lq_ddp_id_read(const char* const bytes, const size_t n, lq_pool* const pool,
                         lq_ddp* const ddp)
{
  const lq_fault_list faults = {.pool = pool, .to = &ddp->faults};
  if (n != DDP_PACKET) {
    lq_fault_error(&faults, (lq_at){0}, "DDPID is %zu bytes long; expected 128.", n);
  }
  char packet[DDP_PACKET];
  lq_field_text(packet, sizeof packet, "");
  if (n) {
    memcpy(packet, bytes, n < sizeof packet ? n : sizeof packet);
  }
  ddp->level      = text_of(pool, packet + ID_LEVEL, 8);
  ddp->master_id  = text_of(pool, packet + ID_MASTER, ID_MASTER_N);
  const char* ean = text_of(pool, packet + ID_EAN, LQ_EAN_DIGITS);
  if (ean && strspn(ean, "0123456789") == 12 && !ean[12]) { // a UPC-A as it is printed
    ean = lq_pool_format(pool, "0%s", ean);
  }
  if (!ddp->level || !ddp->master_id || !ean) {
    return LQ_ERR_MEMORY;
  }
  ddp->disc.ean = *ean ? ean : NULL;
  if (*ean && !lq_ean_digits(ean)) {
    lq_fault_error(&faults, (lq_at){0},
                   "DDPID: the bar code is '%s'; expected 13 digits or blanks.", ean);
  }
  judge_id(packet, &faults, ddp);
  return LQ_OK;
}

typedef struct {
  lq_pool*      pool;
  lq_fault_list faults;
  lq_ddp_map*   map;
  size_t        place; // from 1
  const char*   bytes;
} packet;

static void take_stream(const packet* const p, lq_ddp_stream* const s, const char* const what)
{
  if (s->name) {
    lq_fault_error(&p->faults, (lq_at){0},
                   "DDPMS, packets %zu and %zu both are the %s; expected one.", s->packet, p->place,
                   what);
    return;
  }
  uint64_t width = MAP_NAME_MOST, length = 0;
  if (lq_field_number_read(p->bytes + MAP_NAME_N, 3, &width) == LQ_FIELD_ODD || !width ||
      width > DDP_PACKET - MAP_NAME) {
    width = MAP_NAME_MOST;
    lq_fault_error(&p->faults, (lq_at){0},
                   "DDPMS, packet %zu: the width of its name is '%s'; expected 017.", p->place,
                   lq_field_shown(p->bytes + MAP_NAME_N, 3).text);
  }
  s->name       = text_of(p->pool, p->bytes + MAP_NAME, (size_t)width);
  s->packet     = p->place;
  s->has_length = lq_field_number_read(p->bytes + MAP_LENGTH, 8, &length) == LQ_FIELD_NUMBER;
  s->length     = length;
  if (!s->has_length) {
    lq_fault_error(&p->faults, (lq_at){0},
                   "DDPMS, packet %zu: the length of the %s is '%s'; expected a number.", p->place,
                   what, lq_field_shown(p->bytes + MAP_LENGTH, 8).text);
  }
  if (!s->name) {
    p->faults.to->no_memory = true;
  } else if (!*s->name || strchr(s->name, '/') || strchr(s->name, '\\') || s->name[0] == '.') {
    lq_fault_error(&p->faults, (lq_at){0},
                   "DDPMS, packet %zu: the file of the %s is called '%s'; expected a plain name.",
                   p->place, what, s->name);
    s->name = NULL;
  }
}

static void main_data(const packet* const p)
{
  const char* const b     = p->bytes;
  uint64_t          start = 0;
  if (memcmp(b + MAP_MODE, "DA", 2)) {
    lq_fault_error(&p->faults, (lq_at){0},
                   "DDPMS, packet %zu: its main data are of mode '%s'; expected 'DA', sound.",
                   p->place, lq_field_shown(b + MAP_MODE, 2).text);
    return;
  }
  take_stream(p, &p->map->image, "image");
  if (b[MAP_STORAGE] != '7') {
    lq_fault_warn(&p->faults, (lq_at){0},
                  "DDPMS, packet %zu: the image's storage mode is '%s'; 7, whole sectors of 2352 "
                  "bytes, is usual.",
                  p->place, lq_field_shown(b + MAP_STORAGE, 1).text);
  }
  if (lq_field_number_read(b + MAP_START, 8, &start) == LQ_FIELD_ODD || start) {
    lq_fault_error(
        &p->faults, (lq_at){0},
        "DDPMS, packet %zu: the image begins at sector '%s' of the disc; expected 0, with "
        "the pause of track 1 in it.",
        p->place, lq_field_shown(b + MAP_START, 8).text);
  }
  p->map->has_pause = lq_field_number_read(b + MAP_PAUSE, 4, &p->map->pause) == LQ_FIELD_NUMBER;
}

static void sub_code(const packet* const p)
{
  const char* const kind = lq_field_read(p->pool, p->bytes + MAP_KIND, 8);
  if (!kind) {
    p->faults.to->no_memory = true;
  } else if (!strcmp(kind, "PQ DESCR")) {
    take_stream(p, &p->map->pq, "PQ descriptor");
  } else if (!strcmp(kind, "CDTEXT")) {
    take_stream(p, &p->map->text, "CD-TEXT");
  } else {
    lq_fault_warn(&p->faults, (lq_at){0},
                  "DDPMS, packet %zu: its sub-code is '%s', which is not read here; PQ DESCR and "
                  "CDTEXT are.",
                  p->place, lq_field_shown(p->bytes + MAP_KIND, 8).text);
  }
}

static void read_packet(const packet* const p)
{
  const char* const type = p->bytes + MAP_TYPE;
  if (!memcmp(type, "D0", 2)) {
    main_data(p);
  } else if (!memcmp(type, "S0", 2)) {
    sub_code(p);
  } else if (type[0] != 'T') { // texts for people have no effect on the disc
    lq_fault_warn(&p->faults, (lq_at){0},
                  "DDPMS, packet %zu: its stream is of type '%s'; a master of sound has D0 and S0.",
                  p->place, lq_field_shown(type, 2).text);
  }
}

lq_status lq_ddp_map_read(const char* const bytes, const size_t n, lq_pool* const pool,
                          lq_ddp_map* const map, lq_disc_faults* const faults)
{
  packet p = {.pool = pool, .faults = {.pool = pool, .to = faults}, .map = map};
  *map     = (lq_ddp_map){0};
  if (n % DDP_PACKET || !n) {
    lq_fault_error(&p.faults, (lq_at){0},
                   "DDPMS is %zu bytes long; expected a multiple of 128, the length of a packet.",
                   n);
  }
  for (size_t i = 0; i < n / DDP_PACKET; ++i) {
    p.place = i + 1;
    p.bytes = bytes + i * DDP_PACKET;
    if (memcmp(p.bytes, "VVVM", 4)) {
      lq_fault_error(&p.faults, (lq_at){0}, "DDPMS, packet %zu begins with '%s'; expected 'VVVM'.",
                     p.place, lq_field_shown(p.bytes, 4).text);
      break;
    }
    read_packet(&p);
  }
  if (!map->pq.packet) {
    lq_fault_error(&p.faults, (lq_at){0},
                   "DDPMS names no PQ descriptor; expected one packet of it (S0, PQ DESCR).");
  }
  if (!map->image.packet) {
    lq_fault_error(&p.faults, (lq_at){0},
                   "DDPMS names no image; expected one packet of it (D0, DA).");
  }
  return faults->no_memory ? LQ_ERR_MEMORY : LQ_OK;
}
