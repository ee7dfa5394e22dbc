// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// For ddp.sh: make_disc FOLDER puts there what goes with a disc: a DDP set, the sound from track 1
// on as one WAV with its sheets, a sheet of the image, and each track as it was mastered (raw).
// make_disc FOLDER hidden: with a song in the pause before track 1.
#include "disc_sets.h"

#include "audio/wav.h"
#include "base/output.h"
#include "base/pool.h"
#include "disc/cue.h"
#include "disc/pq_sheet.h"
#include "disc/toc.h"

static void must(const lq_status st, const lq_error* const error)
{
  if (st) {
    fprintf(stderr, "%s\n", error->text);
    exit(1);
  }
}

static const char* in(const char* const folder, const char* const name)
{
  static char     paths[4][512];
  static unsigned next;
  char* const     path = paths[next++ % 4];
  (void)snprintf(path, sizeof paths[0], "%.300s/%.200s", folder, name);
  return path;
}

static void put(const char* const folder, const char* const name, const char* const text)
{
  lq_error error = {0};
  must(lq_output_text(in(folder, name), text, strlen(text), true, &error), &error);
}

static void put_wave(const char* const folder, const unsigned char* const sound, const size_t n)
{
  const lq_wav  wav = {.rate_hz = 44100, .n_channels = 2, .bits = 16};
  unsigned char head[LQ_WAV_HEADER_MOST];
  const size_t  n_head = lq_wav_header(&wav, n / 4, head);
  FILE* const   f      = fopen(in(folder, "album.wav"), "wb");
  if (!f || fwrite(head, 1, n_head, f) != n_head || fwrite(sound, 1, n, f) != n || fclose(f)) {
    exit(1);
  }
}

int main(const int n_words, char** const words)
{
  static tool_disc d;
  lq_error         error  = {0};
  lq_pool*         pool   = NULL;
  size_t           n      = 0;
  const char*      folder = n_words > 1 ? words[1] : ".";
  set_disc(&d);
  char* const ddp = strdup(in(folder, "ddp"));
  must(lq_pool_new(&pool), &error);
  must(lq_make_folder(ddp, &error), &error);
  tool_image(in(ddp, "IMAGE.DAT"), SET_END);
  unsigned char* const image = tool_load(in(ddp, "IMAGE.DAT"), &n);
  if (n_words > 2) {
    d.index[0][0] = 300;
    memcpy(image + (size_t)200 * LQ_SECTOR_BYTES, "sound", 5);
    tool_save(in(ddp, "IMAGE.DAT"), image, n);
  }
  must(lq_ddp_write(&d.disc, ddp, NULL, &error), &error);
  const uint32_t first = d.index[0][0];
  put_wave(folder, image + (size_t)first * LQ_SECTOR_BYTES, n - (size_t)first * LQ_SECTOR_BYTES);
  for (unsigned i = 0; i < d.disc.n_tracks; ++i) {
    const uint32_t start = d.index[i][0],
                   end   = i + 1 < d.disc.n_tracks ? d.index[i + 1][0] : SET_END;
    char name[16];
    (void)snprintf(name, sizeof name, "%02u.raw", i + 1);
    tool_save(in(folder, name), image + (size_t)start * LQ_SECTOR_BYTES,
              (size_t)(end - start) * LQ_SECTOR_BYTES);
  }
  const lq_cue_piece whole = {.file = "album.wav", .start = first, .end = SET_END};
  const lq_cue_piece raw   = {.file = "image.bin", .end = SET_END};
  lq_cue_spec        spec  = {.pieces = &whole, .n_pieces = 1};
  const char*        text  = "";
  must(lq_cue_text(&d.disc, &spec, pool, &text, &error), &error);
  put(folder, "album.cue", text);
  spec.latin1 = true;
  must(lq_cue_text(&d.disc, &spec, pool, &text, &error), &error);
  put(folder, "latin1.cue", text);
  spec.pieces = &raw;
  spec.kind   = "BINARY";
  must(lq_cue_text(&d.disc, &spec, pool, &text, &error), &error);
  put(folder, "image.cue", text);
  const lq_toc_spec toc = {.file = "album.wav", .start = first};
  must(lq_toc_text(&d.disc, &toc, pool, &text, &error), &error);
  put(folder, "album.toc", text);
  char* const sheet = lq_pq_sheet_text(&d.disc, NULL);
  char* const page  = lq_pq_sheet_html(&d.disc, NULL);
  put(folder, "pq.txt", sheet);
  put(folder, "pq.html", page);
  free(sheet);
  free(page);
  free(ddp);
  free(image);
  lq_pool_free(pool);
  return 0;
}
