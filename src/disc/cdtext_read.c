// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/cdtext_pack.h"

#include <string.h>

enum { PACKS_MOST = 256 }; // of one block: the number is a byte

typedef struct {
  const unsigned char* packs;
  size_t               n;
  const char*          name;
  lq_pool*             pool;
  lq_cdtext*           text;
  lq_fault_list        faults;
  unsigned             block;
  bool                 wide; // two bytes a character
} decoder;

static const unsigned char* pack_at(const decoder* const d, const size_t i)
{
  return d->packs + i * LQ_CDTEXT_PACK_BYTES;
}

static unsigned block_of(const unsigned char* const pack)
{
  return pack[3] >> 4U & 7U;
}

// Of a damaged pack nothing more is said, and its number is taken to be right.
static void judge_pack(const decoder* const d, const size_t i, unsigned* const next)
{
  const unsigned char* const p     = pack_at(d, i);
  const unsigned             found = (unsigned)p[16] << 8U | p[17], want = lq_cdtext_crc(p);
  if (found != want) {
    lq_fault_error(&d->faults, (lq_at){0},
                   "%s: pack %zu says CRC %04X and its bytes give %04X; it is damaged.", d->name, i,
                   found, want);
    ++*next;
    return;
  }
  if (p[0] < PACK_TITLE || p[0] > PACK_SIZE) {
    lq_fault_error(&d->faults, (lq_at){0}, "%s: pack %zu is of type 0x%02X; expected 0x80 to 0x8F.",
                   d->name, i, p[0]);
  }
  if (block_of(p) == d->block) {
    if (p[2] != (*next & 0xFFU)) {
      lq_fault_error(&d->faults, (lq_at){0}, "%s: pack %zu has the number %u; expected %u.",
                     d->name, i, p[2], *next & 0xFFU);
    }
    *next = p[2] + 1U;
  }
}

static void judge_packs(decoder* const d)
{
  unsigned blocks = 0, next = 0;
  d->block = d->n ? block_of(d->packs) : 0;
  for (size_t i = 0; i < d->n; ++i) {
    const unsigned block = block_of(pack_at(d, i));
    blocks |= 1U << block;
    d->text->n_packs += block == d->block;
    judge_pack(d, i, &next);
  }
  for (; blocks; blocks &= blocks - 1) {
    ++d->text->n_blocks;
  }
}

/// All bytes of one type, in the order of the packs.
typedef struct {
  unsigned char bytes[PACKS_MOST * PACK_PAYLOAD];
  size_t        n;
  unsigned      n_packs, track; // track: of the first byte
} gathered;

static void gather(const decoder* const d, const unsigned type, gathered* const g)
{
  g->n = g->n_packs = 0;
  for (size_t i = 0; i < d->n && g->n_packs < PACKS_MOST; ++i) {
    const unsigned char* const p = pack_at(d, i);
    if (p[0] == type && block_of(p) == d->block) {
      g->track = g->n_packs ? g->track : p[1] & 0x7FU;
      memcpy(g->bytes + g->n, p + 4, PACK_PAYLOAD);
      g->n += PACK_PAYLOAD;
      ++g->n_packs;
    }
  }
}

static const char* take(const decoder* const d, const unsigned char* const bytes, const size_t n)
{
  char* const text = n ? lq_latin1_to_utf8(d->pool, (const char*)bytes, n) : NULL;
  if (n && !text) {
    d->faults.to->no_memory = true;
  }
  return text;
}

// One string for each track from the first on; a lone TAB repeats the one before it.
static void read_strings(const decoder* const d, gathered* const g, const unsigned type,
                         const char** const to)
{
  gather(d, type, g);
  unsigned track = g->track;
  for (size_t i = 0; i < g->n && track <= LQ_DISC_MOST_TRACKS; ++track) {
    const unsigned char* const zero = memchr(g->bytes + i, 0, g->n - i);
    const size_t               n    = zero ? (size_t)(zero - g->bytes) - i : g->n - i;
    const bool                 same = n == 1 && g->bytes[i] == '\t' && track;
    to[track]                       = same ? to[track - 1] : take(d, g->bytes + i, n);
    if (!zero) {
      lq_fault_warn(&d->faults, (lq_at){0},
                    "%s: the last text of type 0x%02X has no end; it may be cut.", d->name, type);
    }
    i += n + 1;
  }
}

static const char* read_one(const decoder* const d, gathered* const g, const unsigned type,
                            const size_t skipped)
{
  gather(d, type, g);
  return g->n > skipped
             ? take(d, g->bytes + skipped, strnlen((const char*)g->bytes + skipped, g->n - skipped))
             : NULL;
}

static void read_sizes(decoder* const d, gathered* const g)
{
  enum { COUNTS = 4, LANGUAGES = 28, SHIFT_JIS = 0x80 };
  gather(d, PACK_SIZE, g);
  if (g->n_packs != PACK_SIZES) {
    lq_fault_error(&d->faults, (lq_at){0}, "%s: there are %u size packs (0x8F); expected 3.",
                   d->name, g->n_packs);
    return;
  }
  const gathered sizes = *g;
  d->text->first       = sizes.bytes[1];
  d->text->last        = sizes.bytes[2];
  d->text->language    = sizes.bytes[LANGUAGES + d->block];
  d->wide              = sizes.bytes[0] == SHIFT_JIS;
  for (unsigned i = 0; i < 16; ++i) {
    gather(d, PACK_TITLE + i, g);
    if (g->n_packs != sizes.bytes[COUNTS + i]) {
      lq_fault_error(&d->faults, (lq_at){0},
                     "%s: there are %u packs of type 0x%02X; its size packs promise %u.", d->name,
                     g->n_packs, PACK_TITLE + i, sizes.bytes[COUNTS + i]);
    }
  }
}

static void read_all(decoder* const d, gathered* const g)
{
  lq_cdtext* const t = d->text;
  read_sizes(d, g);
  for (size_t i = 0; i < d->n; ++i) {
    d->wide |= block_of(pack_at(d, i)) == d->block && (pack_at(d, i)[3] & 0x80U);
  }
  if (d->wide) {
    lq_fault_warn(&d->faults, (lq_at){0},
                  "%s: its texts are in a Japanese writing of two bytes, which is not read here.",
                  d->name);
    return;
  }
  for (unsigned kind = 0; kind < LQ_CDTEXT_N; ++kind) {
    read_strings(d, g, PACK_TITLE + kind, t->text[kind]);
  }
  read_strings(d, g, PACK_CODES, t->code);
  t->catalogue  = read_one(d, g, PACK_CATALOGUE, 0);
  t->closed     = read_one(d, g, PACK_CLOSED, 0);
  t->genre      = read_one(d, g, PACK_GENRE, 2);
  t->genre_code = g->n ? (unsigned)g->bytes[0] << 8U | g->bytes[1] : 0;
}

lq_status lq_cdtext_decode(const unsigned char* bytes, size_t n_bytes, const char* const name,
                           lq_pool* const pool, lq_cdtext* const text, lq_disc_faults* const faults)
{
  decoder d = {.name = name, .pool = pool, .text = text, .faults = {.pool = pool, .to = faults}};
  gathered* const g = LQ_POOL_TAKE(pool, gathered, 1);
  *text             = (lq_cdtext){0};
  if (!g) {
    return LQ_ERR_MEMORY;
  }
  const size_t over = n_bytes % LQ_CDTEXT_PACK_BYTES;
  if (over == 1 || over == 5) { // written so by some programs that follow Sony's tool
    if (bytes[n_bytes - 1] == 0) {
      --n_bytes;
      lq_fault_warn(&d.faults, (lq_at){0},
                    "%s: a zero stands behind its packs; some plants' systems stumble over it.",
                    name);
    }
  }
  if (n_bytes % LQ_CDTEXT_PACK_BYTES == 4 && bytes[2] == 0 &&
      bytes[3] == 0) { // as a drive gives it
    bytes += 4;
    n_bytes -= 4;
    lq_fault_warn(&d.faults, (lq_at){0},
                  "%s: a header of 4 bytes stands before its packs; expected packs alone.", name);
  }
  if (n_bytes % LQ_CDTEXT_PACK_BYTES || !n_bytes) {
    lq_fault_error(&d.faults, (lq_at){0},
                   "%s is %zu bytes long; expected a multiple of 18, the length of a pack.", name,
                   n_bytes);
  }
  d.packs = bytes;
  d.n     = n_bytes / LQ_CDTEXT_PACK_BYTES;
  judge_packs(&d);
  read_all(&d, g);
  return faults->no_memory ? LQ_ERR_MEMORY : LQ_OK;
}
