// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Any disc comes back from its packets, packs and sheets as it was. Any damage to them is answered
// with sentences, never with a crash.
#include "disc_sets.h"

#include "base/pool.h"
#include "disc/cdtext.h"
#include "disc/codes.h"
#include "disc/cue.h"
#include "disc/ddp_map.h"
#include "disc/pq.h"
#include "disc/red_book.h"

static uint64_t seed, place;

static uint32_t below(const uint32_t n)
{
  return (uint32_t)(lq_rng_at(seed, place++) % n);
}

/// A disc of any kind that may be pressed.
static const char* any_text(lq_pool* const pool)
{
  static const char letters[] = "abc XYZ,.'0129\xC3\xA4\xC3\xBC\xC3\x85\xC2\xBF"; // ä ü Å ¿
  const uint32_t    n         = below(40);
  char* const       text      = lq_pool_take(pool, 2 * n + 2, 1);
  size_t            used      = 0;
  for (uint32_t i = 0; i < n; ++i) {
    const uint32_t k = below(18);
    if (k < 14) {
      text[used++] = letters[k];
    } else {
      memcpy(text + used, letters + 14 + (size_t)2 * (k - 14), 2);
      used += 2;
    }
  }
  const bool blank = !used || text[0] == ' ' || text[used - 1] == ' ' || below(4) == 0;
  return blank ? NULL : text;
}

static lq_disc* any_disc(lq_pool* const pool)
{
  lq_disc* const       d       = LQ_POOL_TAKE(pool, lq_disc, 1);
  const unsigned       n       = 1 + below(below(4) ? 12 : 99);
  lq_disc_track* const tracks  = LQ_POOL_TAKE(pool, lq_disc_track, n);
  uint32_t             sector  = 0;
  const bool           kinds[] = {true, below(2) == 0, false, below(3) == 0, false, false};
  for (unsigned i = 0; i < n; ++i) {
    lq_disc_track* const t     = &tracks[i];
    uint32_t* const      index = LQ_POOL_TAKE(pool, uint32_t, 8);
    t->pause                   = sector;
    sector += i ? below(2) * below(400) : 150 + below(2) * below(5000);
    for (t->n_index = 0; t->n_index < 1 + below(3); ++t->n_index) {
      index[t->n_index] = sector;
      sector += 1 + below(500);
    }
    sector += 300 + below(3000);
    t->index = index;
    t->flags = (below(4) ? 0U : LQ_DISC_PRE) | (below(4) ? 0U : LQ_DISC_DCP);
    t->isrc  = below(2) ? lq_pool_format(pool, "DEABC26%05u", i) : NULL;
    for (unsigned k = 0; k < LQ_CDTEXT_N; ++k) {
      t->text[k] = kinds[k] ? any_text(pool) : NULL;
    }
  }
  *d = (lq_disc){.tracks = tracks, .n_tracks = n, .lead_out = sector};
  for (unsigned k = 0; k < LQ_CDTEXT_N; ++k) {
    d->text[k] = kinds[k] ? "Das Ganze" : NULL; // so that nothing is filled in
  }
  d->ean = below(2) ? "4006381333931" : NULL;
  return d;
}

static bool same_text(const char* const a, const char* const b)
{
  return (!a && !b) || (a && b && !strcmp(a, b));
}

static bool same_marks(const lq_disc* const a, const lq_disc* const b)
{
  bool same = a->n_tracks == b->n_tracks && a->lead_out == b->lead_out && same_text(a->ean, b->ean);
  for (unsigned i = 0; same && i < a->n_tracks; ++i) {
    const lq_disc_track *x = &a->tracks[i], *y = &b->tracks[i];
    same = x->pause == y->pause && x->n_index == y->n_index && x->flags == y->flags &&
           same_text(x->isrc, y->isrc) &&
           !memcmp(x->index, y->index, x->n_index * sizeof *x->index);
  }
  return same;
}

static bool same_texts(const lq_disc* const a, const lq_cdtext* const t)
{
  bool same = true;
  for (unsigned k = 0; same && k < LQ_CDTEXT_N; ++k) {
    same = same_text(a->text[k], t->text[k][0]);
    for (unsigned i = 0; same && i < a->n_tracks; ++i) {
      same = same_text(a->tracks[i].text[k], t->text[k][i + 1]);
    }
  }
  return same;
}

static void any_disc_comes_back(void) // fixed: 400 discs of 1 to 99 tracks
{
  unsigned n_full = 0;
  for (seed = 1; seed <= 400; ++seed) {
    lq_pool*             pool   = NULL;
    lq_disc_faults       faults = {0};
    lq_disc              back;
    lq_cue               cue;
    char*                pq;
    size_t               n;
    unsigned char*       packs;
    lq_error             error = {0};
    const lq_cdtext_spec text  = {0};
    place                      = 0;
    CHECK(!lq_pool_new(&pool));
    const lq_disc* const d = any_disc(pool);
    lq_cdtext* const     t = LQ_POOL_TAKE(pool, lq_cdtext, 1);
    CHECK(!lq_red_book_judge(d, pool, &faults) && !faults.n_errors);
    faults = (lq_disc_faults){0};
    CHECK(!lq_pq_encode(d, &lq_ddp_usual, pool, &pq, &n));
    CHECK(!lq_pq_decode(pq, n, "it", pool, &back, &faults));
    CHECK(!faults.n && same_marks(d, &back));
    const lq_status st =
        lq_cdtext_encode(d, &text, pool, &packs, &n, &(lq_fault_list){pool, &faults}, &error);
    CHECK(!st || st == LQ_ERR_LIMIT);
    n_full += st == LQ_ERR_LIMIT;
    if (!st) {
      CHECK(!lq_cdtext_decode(packs, n * LQ_CDTEXT_PACK_BYTES, "it", pool, t, &faults));
      CHECK(!faults.n && same_texts(d, t));
    }
    error                      = (lq_error){0};
    const uint32_t     start   = below(2) ? d->tracks[0].index[0] : 0; // the pause in a file or not
    const lq_cue_piece parts[] = {{"a.wav", start, d->lead_out / 2},
                                  {"b.wav", d->lead_out / 2, d->lead_out}};
    const bool         split   = d->lead_out / 2 > d->tracks[0].index[0] && d->n_tracks > 2;
    const lq_cue_piece whole   = {"a.wav", start, d->lead_out};
    const lq_cue_spec  sheet   = {.pieces = split ? parts : &whole, .n_pieces = split ? 2 : 1};
    const uint32_t     lengths[] = {(split ? d->lead_out / 2 : d->lead_out) - start,
                                    d->lead_out - d->lead_out / 2};
    const char*        words     = NULL;
    CHECK(!lq_cue_text(d, &sheet, pool, &words, &error));
    CHECK(!lq_cue_parse(words, strlen(words), "it", pool, &cue, &error));
    CHECK(!lq_cue_disc(&cue, lengths, pool, &back, &error));
    if (*error.text) {
      printf("# seed %u: %u:%u %s\n", (unsigned)seed, error.line, error.column, error.text);
    }
    CHECK(same_marks(d, &back));
    lq_pool_free(pool);
  }
  CHECK(n_full < 100);
}

/// The good set's files, and a sheet.
enum { ID, MAP, PQ, PACKS, SHEET, N_KINDS };

static struct {
  unsigned char* bytes;
  size_t         n;
} good[N_KINDS];

// One to four blows: a bit, a byte, a piece out, a piece twice, the end off. Exactly as long as it
// is, so that the address sanitizer sees one byte too far.
static unsigned char* damaged(const unsigned kind, size_t* const n)
{
  unsigned char* bytes = malloc(2 * good[kind].n + 16);
  *n                   = good[kind].n;
  memcpy(bytes, good[kind].bytes, *n);
  for (uint32_t blows = 1 + below(4); blows && *n; --blows) {
    const uint32_t at   = below((uint32_t)*n),
                   size = below((uint32_t)(*n - at) < 80 ? (uint32_t)(*n - at) + 1 : 80);
    switch (below(5)) {
    case 0:
      bytes[at] ^= (unsigned char)(1U << below(8));
      break;
    case 1:
      bytes[at] = (unsigned char)"09 AZ\n\"\x80\xFF"[below(9)];
      break;
    case 2:
      memmove(bytes + at, bytes + at + size, *n - at - size);
      *n -= size;
      break;
    case 3:
      if (*n + size <= 2 * good[kind].n) {
        memmove(bytes + at + size, bytes + at, *n - at);
        *n += size;
      }
      break;
    default:
      *n = below(20) ? *n : at;
    }
  }
  unsigned char* const exact = malloc(*n + (*n == 0));
  memcpy(exact, bytes, *n);
  free(bytes);
  return exact;
}

static void sentences_end(const lq_disc_faults* const faults)
{
  for (size_t i = 0; i < faults->n; ++i) {
    const char* const s = faults->items[i].sentence;
    CHECK(*s && s[strlen(s) - 1] == '.');
  }
}

static void read_damaged(const unsigned kind, const unsigned char* const bytes, const size_t n,
                         lq_pool* const pool)
{
  lq_ddp           ddp  = {0};
  lq_ddp_map       map  = {0};
  lq_cue           cue  = {0};
  lq_error         e    = {0};
  lq_cdtext* const text = LQ_POOL_TAKE(pool, lq_cdtext, 1);
  switch (kind) {
  case ID:
    CHECK(!lq_ddp_id_read((const char*)bytes, n, pool, &ddp));
    break;
  case MAP:
    CHECK(!lq_ddp_map_read((const char*)bytes, n, pool, &map, &ddp.faults));
    break;
  case PQ:
    CHECK(!lq_pq_decode((const char*)bytes, n, "it", pool, &ddp.disc, &ddp.faults));
    CHECK(!lq_red_book_judge(&ddp.disc, pool, &ddp.faults));
    break;
  case PACKS:
    CHECK(!lq_cdtext_decode(bytes, n, "it", pool, text, &ddp.faults));
    break;
  default:
    if (lq_cue_parse((const char*)bytes, n, "it", pool, &cue, &e)) {
      CHECK(*e.text && e.line && e.column);
    }
  }
  sentences_end(&ddp.faults);
}

static void any_damage_is_answered(void) // fixed: 20 000 damaged files
{
  static tool_disc d;
  lq_pool*         pool = NULL;
  lq_error         e    = {0};
  const char*      cue  = NULL;
  set_disc(&d);
  tool_image(tool_path("IMAGE.DAT"), SET_END);
  CHECK(!lq_ddp_write(&d.disc, tool_folder, NULL, &e) && !lq_pool_new(&pool));
  static const char* const names[] = {"DDPID", "DDPMS", "PQDESCR", "CDTEXT.BIN", "sheet"};
  const lq_cue_piece       whole   = {.file = "a.wav", .end = SET_END};
  CHECK(!lq_cue_text(&d.disc, &(lq_cue_spec){.pieces = &whole, .n_pieces = 1}, pool, &cue, &e));
  tool_save(tool_path("sheet"), cue, strlen(cue));
  lq_pool_free(pool);
  for (unsigned k = 0; k < N_KINDS; ++k) {
    good[k].bytes = tool_load(tool_path(names[k]), &good[k].n);
  }
  for (seed = 1; seed <= 20000; ++seed) {
    const unsigned kind = (unsigned)(seed % N_KINDS);
    size_t         n    = 0;
    place               = 0;
    CHECK(!lq_pool_new(&pool));
    unsigned char* const bytes = damaged(kind, &n);
    read_damaged(kind, bytes, n, pool);
    free(bytes);
    lq_pool_free(pool);
  }
  for (unsigned k = 0; k < N_KINDS; ++k) {
    free(good[k].bytes);
  }
}

static const check_test tests[] = {CHECK_TEST(any_disc_comes_back),
                                   CHECK_TEST(any_damage_is_answered)};

int main(void)
{
  const int code = check_all(tests, sizeof tests / sizeof *tests);
  tool_done();
  return code;
}
