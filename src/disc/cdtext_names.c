// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "disc/cdtext.h"

const char* const lq_cdtext_names[LQ_CDTEXT_N] = {"title",    "performer", "songwriter",
                                                  "composer", "arranger",  "message"};
const char* const lq_cdtext_words[LQ_CDTEXT_N] = {"TITLE",    "PERFORMER", "SONGWRITER",
                                                  "COMPOSER", "ARRANGER",  "MESSAGE"};

// Codes and what they mean: GNU libcdio, "CD Text Format" (2.1), genre codes; 26 by libburn 1.5.
static const char* const genres[] = {NULL,
                                     NULL,
                                     "Adult Contemporary",
                                     "Alternative Rock",
                                     "Children's Music",
                                     "Classical",
                                     "Contemporary Christian",
                                     "Country",
                                     "Dance",
                                     "Easy Listening",
                                     "Erotic",
                                     "Folk",
                                     "Gospel",
                                     "Hip Hop",
                                     "Jazz",
                                     "Latin",
                                     "Musical",
                                     "New Age",
                                     "Opera",
                                     "Operetta",
                                     "Pop",
                                     "Rap",
                                     "Reggae",
                                     "Rock",
                                     "Rhythm & Blues",
                                     "Sound Effects",
                                     "Soundtrack",
                                     "Spoken Word",
                                     "World Music"};

enum { N_GENRES = sizeof genres / sizeof *genres };

const char* lq_cdtext_genre(const unsigned code)
{
  return code < N_GENRES ? genres[code] : NULL;
}

unsigned lq_cdtext_genre_code(const char* const name)
{
  for (unsigned i = 0; i < N_GENRES; ++i) {
    if (genres[i] && lq_text_same(genres[i], name)) {
      return i;
    }
  }
  return 0;
}
