// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// CD-TEXT: titles and names in packs of 18 bytes in the lead-in of a disc.
/// Sources: GNU libcdio, "CD Text Format" (2.1); libburn, doc/cdtext.txt (1.5), which quote MMC-3,
/// annex J.
#ifndef LQ_DISC_CDTEXT_H
#define LQ_DISC_CDTEXT_H

#include "disc/disc.h"
#include "disc/faults.h"
#include "disc/latin1.h"

enum { LQ_CDTEXT_PACK_BYTES = 18, LQ_CDTEXT_MOST_PACKS = 253 };

typedef struct {
  lq_latin1_way way;
  bool          codes; ///< also the EAN and the ISRCs (packs 0x8e)
} lq_cdtext_spec;

/// Is there a text to write?
bool lq_cdtext_wanted(const lq_disc* disc);

/// One block of ISO 8859-1, without header and without a zero behind. A kind of text that any track
/// has is also given to the disc, because readers take the first they find for the disc's: the one
/// that all tracks share, or "Various" for names, the disc's title for titles and messages.
/// @param packs   [n_packs * LQ_CDTEXT_PACK_BYTES] from the pool; n_packs 0 where nothing is wanted
/// @param notes   gets warnings: what became another character, what the disc was given; or NULL
/// @return LQ_ERR_LIMIT: more than LQ_CDTEXT_MOST_PACKS; LQ_ERR_BAD_VALUE: a character
LQ_NODISCARD lq_status lq_cdtext_encode(const lq_disc* disc, const lq_cdtext_spec* spec,
                                        lq_pool* pool, unsigned char** packs, size_t* n_packs,
                                        const lq_fault_list* notes, lq_error* error);

/// What the packs of the first block say. Texts are UTF-8 in the pool, NULL where there is none.
typedef struct {
  unsigned    first, last; ///< tracks, as the size packs tell; 0 when there are none
  const char* text[LQ_CDTEXT_N][LQ_DISC_MOST_TRACKS + 1]; ///< of the disc, then of track 1, 2, ...
  const char* code[LQ_DISC_MOST_TRACKS + 1];              ///< EAN, then ISRCs
  const char* catalogue;
  const char* closed; ///< 0x8d, for nobody's eyes but the publisher's
  unsigned    genre_code;
  const char* genre;
  unsigned    language; ///< 9 is English
  unsigned    n_packs, n_blocks;
} lq_cdtext;

/// Any bytes. A header of four bytes or a zero behind is seen and left out.
/// @param name  how sentences call the file: "CDTEXT.BIN"
LQ_NODISCARD lq_status lq_cdtext_decode(const unsigned char* bytes, size_t n_bytes,
                                        const char* name, lq_pool* pool, lq_cdtext* text,
                                        lq_disc_faults* faults);

/// The kinds of text as people call them, and as sheets do.
extern const char* const lq_cdtext_names[LQ_CDTEXT_N]; ///< "title"
extern const char* const lq_cdtext_words[LQ_CDTEXT_N]; ///< "TITLE"

/// The name of a genre's code, or NULL; the code of a name, or 0.
const char* lq_cdtext_genre(unsigned code);
unsigned    lq_cdtext_genre_code(const char* name);

#endif
