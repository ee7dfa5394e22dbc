// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// For ddp.sh: what two libraries that are not ours read in CD-TEXT packs. read_cdtext burn|cdio
// FILE TRACKS prints lines of libburn's sheet (in ISO 8859-1), or "kind track text" of libcdio (in
// UTF-8).
#include <cdio/cdtext.h>
#include <libburn/libburn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int with_burn(char* const path, const int n_tracks)
{
  unsigned char* packs   = NULL;
  char*          sheet   = NULL;
  int            n_packs = 0, code = 0;
  if (burn_initialize() <= 0 || burn_cdtext_from_packfile(path, &packs, &n_packs, 0) <= 0) {
    return 1;
  }
  const int n = burn_make_input_sheet_v07t(packs, n_packs, 1, n_tracks, &sheet, &code, 0);
  if (n > 0) {
    fwrite(sheet, 1, strlen(sheet), stdout);
  }
  free(sheet);
  free(packs);
  burn_finish();
  return n > 0 ? 0 : 1;
}

static int with_cdio(const char* const path, const int n_tracks)
{
  static const struct {
    cdtext_field_t field;
    const char*    name;
  } kinds[] = {{CDTEXT_FIELD_TITLE, "title"},
               {CDTEXT_FIELD_PERFORMER, "performer"},
               {CDTEXT_FIELD_SONGWRITER, "songwriter"},
               {CDTEXT_FIELD_COMPOSER, "composer"},
               {CDTEXT_FIELD_ARRANGER, "arranger"},
               {CDTEXT_FIELD_MESSAGE, "message"},
               {CDTEXT_FIELD_ISRC, "isrc"},
               {CDTEXT_FIELD_UPC_EAN, "ean"},
               {CDTEXT_FIELD_DISCID, "catalogue"}};
  static uint8_t packs[256 * 18];
  FILE* const    f = fopen(path, "rb");
  const size_t   n = f ? fread(packs, 1, sizeof packs, f) : 0;
  cdtext_t*      t = cdtext_init();
  if (!n || cdtext_data_init(t, packs, n)) {
    return 1;
  }
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; ++k) {
    for (int track = 0; track <= n_tracks; ++track) {
      const char* const text = cdtext_get_const(t, kinds[k].field, (track_t)track);
      if (text && *text) {
        printf("%s %d %s\n", kinds[k].name, track, text);
      }
    }
  }
  cdtext_destroy(t);
  fclose(f);
  return 0;
}

int main(const int n_words, char** const words)
{
  if (n_words < 4) {
    return 2;
  }
  const int n_tracks = atoi(words[3]);
  return words[1][0] == 'b' ? with_burn(words[2], n_tracks) : with_cdio(words[2], n_tracks);
}
