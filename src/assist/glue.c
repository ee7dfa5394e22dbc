// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/glue.h"

#include "assist/notes.h"
#include "base/pool.h"
#include "proc/all.h"

#include <math.h>

// A bus compressor of a mastering engineer takes 1 to 2 dB at the loudest and lets go in time with
// the music. It is put in only when the loud passages stand out of the usual ones, and never on a
// mix whose crest says that something has already done this.

enum { EVEN_DB = 3, WIDE_DB = 10, DENSE_CREST_DB = 10 };

lq_status lq_glue_mix(lq_master* const master, const lq_features* const mix)
{
  const double spread_db = mix->activity.high_lufs - mix->activity.middle_lufs;
  // The compressor listens to plain RMS; its level where the mix is loud:
  const double loud_db =
      mix->activity.high_lufs - mix->activity.lufs + mix->whole.sample_peak_dbfs - mix->crest_db;
  if (!(spread_db >= EVEN_DB) || spread_db > WIDE_DB || mix->crest_db < DENSE_CREST_DB) {
    return lq_add_note(master->pool, &master->notes, &master->n_notes,
                       "no bus compression: %s (loud passages %.1f dB over the usual ones, crest "
                       "%.1f dB)",
                       spread_db < EVEN_DB   ? "the level is even already"
                       : spread_db > WIDE_DB ? "the contrasts are meant"
                                             : "the mix is dense already",
                       spread_db, mix->crest_db);
  }
  lq_device c;
  LQ_TRY(lq_device_init(&c, master->pool, &lq_compressor, 0));
  lq_device_set(&c, "threshold", (float)round(loud_db - 3));
  lq_device_set(&c, "ratio", 1.5F);
  lq_device_set(&c, "knee", 8);
  lq_device_set(&c, "attack", 30);
  lq_device_set(&c, "release", 180);
  lq_device_set(&c, "detector", LQ_COMPRESSOR_RMS);
  lq_device_set(&c, "key_hpf", 90);
  c.why =
      lq_pool_format(master->pool,
                     "loud passages stand %.1f dB over the usual ones: a little glue, deaf to the "
                     "bass drum",
                     spread_db);
  return lq_chain_push(&master->chain, master->pool, &c);
}
