// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as CD-TEXT, as a CUE sheet, as a whole DDP set: judged with sentences, and what could
// be understood is written and extracted again. The first byte says as what.
#include "base/pool.h"
#include "disc/cdtext.h"
#include "disc/cue.h"
#include "disc/ddp_extract.h"
#include "disc/pq_sheet.h"
#include "disc/red_book.h"
#include "disc/toc.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const unsigned char* data, size_t n_bytes);

static void demand(const bool holds)
{
  if (!holds) {
    abort();
  }
}

static void sheets(const lq_disc* const disc)
{
  char* const text = lq_pq_sheet_text(disc, NULL);
  char* const page = lq_pq_sheet_html(disc, NULL);
  demand(text && page);
  free(text);
  free(page);
}

static void as_cdtext(const unsigned char* const bytes, const size_t n, lq_pool* const pool)
{
  lq_cdtext* const text   = LQ_POOL_TAKE(pool, lq_cdtext, 1);
  lq_disc_faults   faults = {0};
  demand(text && !lq_cdtext_decode(bytes, n, "it", pool, text, &faults));
}

// A sheet that is understood comes out of our own writer as one that is understood, as that disc.
static void as_cue(const char* const bytes, const size_t n, lq_pool* const pool)
{
  lq_cue   cue, again;
  lq_disc  disc;
  lq_error e = {0};
  if (lq_cue_parse(bytes, n, "it", pool, &cue, &e)) {
    demand(*e.text && e.line >= 1 && e.column >= 1);
    return;
  }
  uint32_t* const lengths = LQ_POOL_TAKE(pool, uint32_t, cue.n_files);
  demand(lengths != NULL);
  for (unsigned f = 0; f < cue.n_files; ++f) {
    lengths[f] = 100000 + 1000 * f;
  }
  if (lq_cue_disc(&cue, lengths, pool, &disc, &e)) {
    demand(*e.text && e.line >= 1);
    return;
  }
  lq_disc_faults     faults = {0};
  const lq_cue_piece whole  = {.file = "a.wav", .end = disc.lead_out};
  const lq_cue_spec  spec   = {.pieces = &whole, .n_pieces = 1};
  const lq_toc_spec  toc    = {.file = "a.wav"};
  const char*        text   = NULL;
  sheets(&disc);
  demand(!lq_red_book_judge(&disc, pool, &faults));
  demand(!lq_cue_text(&disc, &spec, pool, &text, &e));
  demand(!lq_cue_parse(text, strlen(text), "again", pool, &again, &e));
  demand(again.n_tracks == cue.n_tracks);
  (void)lq_toc_text(&disc, &toc, pool, &text, &e);
}

static void drop(const char* const folder)
{
  DIR* const dir = opendir(folder);
  for (const struct dirent* e; dir && (e = readdir(dir));) {
    (void)unlinkat(dirfd(dir), e->d_name, 0);
  }
  if (dir) {
    closedir(dir);
  }
}

static void put(const char* const folder, const char* const name, const unsigned char* const bytes,
                const size_t n)
{
  char path[512];
  (void)snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE* const f = fopen(path, "wb");
  demand(f && fwrite(bytes, 1, n, f) == n);
  fclose(f);
}

// Records: which file, two bytes that say how long, so many bytes. Of the image only the length in
// sectors is said.
static void as_set(const unsigned char* p, size_t n, lq_pool* const pool)
{
  static const char* const names[] = {"DDPID",     "DDPMS",        "PQDESCR",      "CDTEXT.BIN",
                                      "IMAGE.DAT", "CHECKSUM.MD5", "CHECKSUM.TXT", "Pq.Bin"};
  static char              in[64], out[64];
  if (!in[0]) {
    (void)snprintf(in, sizeof in, "/dev/shm/lacquer-fuzz-XXXXXX");
    demand(mkdtemp(in) != NULL);
    (void)snprintf(out, sizeof out, "/dev/shm/lacquer-fuzz-XXXXXX");
    demand(mkdtemp(out) != NULL);
  }
  while (n >= 3) {
    const size_t which = p[0] % 8U, said = (size_t)p[1] << 8U | p[2];
    if (which == 4) {
      const size_t         sectors = said % 1024;
      unsigned char* const image   = calloc(sectors + 1, LQ_SECTOR_BYTES);
      demand(image != NULL);
      put(in, names[which], image, sectors * LQ_SECTOR_BYTES);
      free(image);
      p += 3;
      n -= 3;
    } else {
      const size_t length = said < n - 3 ? said : n - 3;
      put(in, names[which], p + 3, length);
      p += 3 + length;
      n -= 3 + length;
    }
  }
  lq_ddp      ddp;
  lq_ddp_made made;
  lq_error    e = {0};
  if (lq_ddp_read(in, pool, &ddp, &e)) {
    demand(*e.text);
  } else {
    sheets(&ddp.disc);
    demand(!lq_ddp_extract(&ddp, out, NULL, pool, &made, &e) || *e.text);
  }
  drop(in);
  drop(out);
}

int LLVMFuzzerTestOneInput(const unsigned char* const data, const size_t n_bytes)
{
  lq_pool* pool = NULL;
  if (!n_bytes) {
    return 0;
  }
  demand(!lq_pool_new(&pool));
  if (data[0] == 'c') {
    as_cue((const char*)data + 1, n_bytes - 1, pool);
  } else if (data[0] == 't') {
    as_cdtext(data + 1, n_bytes - 1, pool);
  } else {
    as_set(data + 1, n_bytes - 1, pool);
  }
  lq_pool_free(pool);
  return 0;
}
