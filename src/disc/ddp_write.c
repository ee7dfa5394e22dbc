// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/output.h"
#include "base/path.h"
#include "base/reason.h"
#include "base/text.h"
#include "disc/cdtext.h"
#include "disc/ddp.h"
#include "disc/ddp_layout.h"
#include "disc/fields.h"
#include "disc/pq.h"
#include "disc/red_book.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const lq_ddp_dialect lq_ddp_usual = {
    .pq_name = "PQDESCR", .zeros = true, .start = true, .text_codes = true};
const lq_ddp_dialect lq_ddp_cue2ddp = {.pq_name = "SD", .scrambled = true, .four = true};

#define IMAGE_NAME "IMAGE.DAT"
#define TEXT_NAME  "CDTEXT.BIN"

enum { N_FILES = 5 };

typedef struct {
  const lq_disc*        disc;
  const lq_ddp_dialect* dialect;
  const lq_ddp_spec*    spec;
  const char*           folder;
  const char*           image;
  lq_pool*              pool;
  lq_error*             error;
  const char*           names[N_FILES]; // in the order of the checksum files
  lq_digests            digests[N_FILES];
  size_t                n_files;
} set;

static void sum_up(set* const s, const char* const name, const lq_digests* const digests)
{
  s->names[s->n_files]     = name;
  s->digests[s->n_files++] = *digests;
}

static lq_status write_file(const set* const s, const char* const name, const void* const bytes,
                            const size_t n)
{
  const char* const path = lq_path_join(s->pool, s->folder, name);
  return path ? lq_output_text(path, bytes, n, true, s->error) : LQ_ERR_MEMORY;
}

static lq_status write_stream(set* const s, const char* const name, const void* const bytes,
                              const size_t n)
{
  lq_digests digests;
  lq_digest_bytes(&digests, bytes, n);
  LQ_TRY(write_file(s, name, bytes, n));
  sum_up(s, name, &digests);
  return LQ_OK;
}

static lq_status check_image(const set* const s)
{
  struct stat       info;
  const uint64_t    want = (uint64_t)s->disc->lead_out * LQ_SECTOR_BYTES;
  const char* const path = lq_path_join(s->pool, s->folder, s->image);
  if (!path) {
    return LQ_ERR_MEMORY;
  }
  if (stat(path, &info)) {
    return lq_fail_file(s->error, LQ_ERR_NOT_FOUND, path, "The image '%s' cannot be read: %s.",
                        path, lq_reason(errno));
  }
  if (!S_ISREG(info.st_mode) || (uint64_t)info.st_size != want) {
    return lq_fail_file(s->error, LQ_ERR_FORMAT, path,
                        "The image '%s' is %lld bytes long; the disc ends at %s, which is %llu.",
                        path, (long long)info.st_size, lq_msf_of(s->disc->lead_out).text,
                        (unsigned long long)want);
  }
  return LQ_OK;
}

static lq_status check(const set* const s)
{
  LQ_TRY(lq_red_book_demand(s->disc, s->error));
  for (unsigned i = 0; i < s->disc->n_tracks && !s->dialect->four; ++i) {
    if (s->disc->tracks[i].flags & LQ_DISC_4CH) {
      return lq_fail(s->error, LQ_ERR_BAD_VALUE, s->disc->tracks[i].at,
                     "track %u has the flag of four channels, which plants' readers refuse.",
                     i + 1);
    }
  }
  if (strlen(s->image) > MAP_NAME_MOST || strchr(s->image, '/') || !*s->image) {
    return lq_fail(s->error, LQ_ERR_BAD_VALUE, (lq_at){0},
                   "the image is called '%s'; expected a name of 1 to 17 characters.", s->image);
  }
  return check_image(s);
}

static lq_status write_id(set* const s)
{
  const lq_disc* const d     = s->disc;
  const char* const    title = d->text[LQ_CDTEXT_TITLE] ? d->text[LQ_CDTEXT_TITLE] : "";
  const char*          name  = s->spec->master_id;
  if (!name) {
    name = lq_pool_format(s->pool, "%s%s%s", d->catalogue ? d->catalogue : "",
                          d->catalogue && *title ? " " : "", title);
  }
  lq_latin1 l;
  LQ_TRY(name ? lq_latin1_make(&l, s->pool, name, LQ_LATIN1_MARK, "The master's name", (lq_at){0},
                               s->error)
              : LQ_ERR_MEMORY); // nobody presses it: what is near will do
  lq_latin1_to_ascii(l.text);
  char id[DDP_PACKET];
  lq_field_text(id, sizeof id, "DDP 2.00");
  lq_field_text(id + ID_EAN, 13, d->ean);
  lq_field_text(id + ID_MASTER, ID_MASTER_N, l.text);
  lq_field_text(id + ID_TYPE, 2, "CD");
  return write_stream(s, "DDPID", id, sizeof id);
}

static void map_packet(const set* const s, char* const p, const char* const type,
                       const uint64_t length, const char* const name)
{
  lq_field_text(p, DDP_PACKET, "VVVM");
  memcpy(p + MAP_TYPE, type, 2);
  lq_field_number(p + MAP_LENGTH, 8, length, s->dialect->zeros);
  lq_field_number(p + MAP_NAME_N, 3, MAP_NAME_MOST, s->dialect->zeros);
  lq_field_text(p + MAP_NAME, MAP_NAME_MOST, name);
}

static lq_status write_map(set* const s, const size_t n_text, const size_t n_pq)
{
  char  packets[3 * DDP_PACKET];
  char* p = packets;
  if (n_text) {
    map_packet(s, p, "S0", n_text, TEXT_NAME);
    lq_field_text(p + MAP_KIND, 8, "CDTEXT");
    memcpy(p + MAP_TRACK, "00", 2);
    p += DDP_PACKET;
  }
  map_packet(s, p, "S0", n_pq, s->dialect->pq_name);
  lq_field_text(p + MAP_KIND, 8, "PQ DESCR");
  p += DDP_PACKET;
  map_packet(s, p, "D0", s->disc->lead_out, s->image);
  if (s->dialect->start) {
    lq_field_number(p + MAP_START, 8, 0, true);
  }
  memcpy(p + MAP_MODE, "DA7", 3);
  p[MAP_SCRAMBLED]     = s->dialect->scrambled ? '1' : '0';
  const uint32_t pause = s->disc->tracks[0].index[0]; // a hidden song may not fit into 4 digits
  lq_field_number(p + MAP_PAUSE, 4, pause > 9999 ? LQ_DISC_PAUSE : pause, s->dialect->zeros);
  p += DDP_PACKET;
  return write_stream(s, "DDPMS", packets, (size_t)(p - packets));
}

static lq_status write_sums(const set* const s)
{
  char *md5 = lq_pool_copy(s->pool, ""), *crc = lq_pool_copy(s->pool, "[CRC32 Checksum]\n");
  for (size_t i = 0; md5 && crc && i < s->n_files; ++i) {
    md5 = lq_pool_format(s->pool, "%s%s *%s\n", md5, s->digests[i].md5, s->names[i]);
    crc = lq_pool_format(s->pool, "%s%s=%s\n", crc, s->names[i], s->digests[i].crc32);
  }
  if (!md5 || !crc) {
    return LQ_ERR_MEMORY;
  }
  LQ_TRY(write_file(s, "CHECKSUM.MD5", md5, strlen(md5)));
  return write_file(s, "CHECKSUM.TXT", crc, strlen(crc));
}

static lq_status write_all(set* const s)
{
  const lq_cdtext_spec text  = {.way = s->spec->way, .codes = s->dialect->text_codes};
  unsigned char*       packs = NULL;
  char*                pq    = NULL;
  size_t               n_packs, n_pq;
  lq_digests           image;
  LQ_TRY(check(s));
  LQ_TRY(lq_cdtext_encode(s->disc, &text, s->pool, &packs, &n_packs, s->spec->notes, s->error));
  LQ_TRY(lq_pq_encode(s->disc, s->dialect, s->pool, &pq, &n_pq));
  const size_t      n_text = n_packs * LQ_CDTEXT_PACK_BYTES;
  const char* const path   = lq_path_join(s->pool, s->folder, s->image);
  LQ_TRY(path ? lq_digest_file(&image, path, s->error) : LQ_ERR_MEMORY);
  LQ_TRY(write_id(s));
  LQ_TRY(write_map(s, n_text, n_pq));
  LQ_TRY(n_text ? write_stream(s, TEXT_NAME, packs, n_text) : LQ_OK);
  LQ_TRY(write_stream(s, s->dialect->pq_name, pq, n_pq));
  sum_up(s, s->image, &image);
  LQ_TRY(write_sums(s));
  if (s->spec->digests) {
    *s->spec->digests = image;
  }
  return LQ_OK;
}

lq_status lq_ddp_write(const lq_disc* const disc, const char* const folder,
                       const lq_ddp_spec* const spec, lq_error* const error)
{
  static const lq_ddp_spec usual = {0};
  set s     = {.disc = disc, .folder = folder, .spec = spec ? spec : &usual, .error = error};
  s.dialect = s.spec->dialect ? s.spec->dialect : &lq_ddp_usual;
  s.image   = s.spec->image ? s.spec->image : IMAGE_NAME;
  LQ_TRY(lq_pool_new(&s.pool));
  lq_status st = write_all(&s);
  if (st == LQ_ERR_MEMORY) {
    st = lq_fail_file(error, st, folder, "No memory for the DDP set in '%s'.", folder);
  }
  lq_pool_free(s.pool);
  return st;
}

bool lq_ddp_ours(const char* const name)
{
  static const char* const names[] = {"DDPID",   "DDPMS",    "PQDESCR",      "SD",
                                      TEXT_NAME, IMAGE_NAME, "CHECKSUM.MD5", "CHECKSUM.TXT"};
  for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
    if (!strcmp(names[i], name)) {
      return true;
    }
  }
  return false;
}
